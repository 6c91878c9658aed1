/* maxim.c: lessons told without a word of learning: general truths and instructions. */
#include <failwise/categories.h>

#include "text/segment.h"

/* Words that may stand before an instruction or a general subject: "and", "so", "never", "just". */
static uint32_t skip_lead(const fw_workspace *ws, uint32_t at, uint32_t end) {
    while (at < end && fw_is_word(&ws->tokens.items[at]) &&
           (fw_token_is(ws, at, FW_CAT_coordinator) || fw_token_is(ws, at, FW_CAT_adverb) ||
            fw_word_is(fw_word_at(ws, at), "don't") || fw_word_is(fw_word_at(ws, at), "never"))) {
        at++;
    }
    return at;
}

static bool has_number(const fw_workspace *ws, uint32_t first, uint32_t end) {
    for (uint32_t i = first; i < end; i++) {
        if (ws->tokens.items[i].kind == FW_TOKEN_NUMBER) return true;
    }
    return false;
}

static bool is_general_truth(const fw_workspace *ws, uint32_t lead) {
    const fw_word *word = fw_word_at(ws, lead);
    return fw_word_is(word, "a") || fw_word_is(word, "an");
}

static bool is_instruction(const fw_workspace *ws, uint32_t lead) {
    return fw_token_is(ws, lead, FW_CAT_verb_base) && !fw_token_is(ws, lead, FW_CAT_preposition);
}

bool fw_is_maxim(const fw_workspace *ws, uint32_t index) {
    const fw_clause *clause = &ws->clauses.items[index];
    const bool truth = fw_may_be_truth(clause);
    if (!fw_may_be_maxim(clause)) return false;
    const uint32_t end = clause->first + clause->count;
    const uint32_t lead = skip_lead(ws, clause->first, end);
    if (lead >= end || !fw_is_word(&ws->tokens.items[lead]) || (clause->flags & FW_CLAUSE_QUOTED))
        return false;
    if (ws->text.ptr[ws->tokens.items[end - 1].start] == '?' || has_number(ws, clause->first, end))
        return false;
    return truth ? is_general_truth(ws, lead) : is_instruction(ws, lead);
}
