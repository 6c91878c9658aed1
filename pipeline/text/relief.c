/* relief.c: a bad measure that falls is good news: "complaints fell by half", "the error rate dropped". */
#include "text/voice.h"

#include "text/word_lists.h"

/* "went down", "is down", "came down" as well as verbs that say it alone. */
static bool falls(const fw_workspace *ws, const fw_parse *parse, uint32_t end) {
    if (fw_token_in(ws, parse->verb, FW_LIST_FALLING)) return true;
    return parse->verb + 1 < end && fw_word_is(fw_word_at(ws, parse->verb + 1), "down");
}

/* The bad thing may stand before or behind a word of measure: "error rate", "number of complaints". */
bool fw_is_relief(const fw_workspace *ws, uint32_t index) {
    const fw_clause *clause = &ws->clauses.items[index];
    const fw_parse *parse = &ws->parses.items[index];
    const uint32_t subject = parse->subject, end = clause->first + clause->count;
    if (subject == FW_NO_TOKEN || parse->verb == FW_NO_TOKEN || subject >= parse->verb) return false;
    if ((clause->flags & FW_CLAUSE_NEGATED) || !falls(ws, parse, end)) return false;
    if (fw_token_has(ws, subject, FW_BAD_MEASURE)) return true;
    if (!fw_token_in(ws, subject, FW_LIST_MEASURE)) return false;
    return (subject > clause->first && fw_token_has(ws, subject - 1, FW_BAD_MEASURE)) ||
           (subject + 2 < parse->verb && fw_word_is(fw_word_at(ws, subject + 1), "of") &&
            fw_token_has(ws, subject + 2, FW_BAD_MEASURE));
}
