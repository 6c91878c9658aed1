/* evidence_frame.c: how a clause is built: what opens it, its tense in detail. */
#include <failwise/categories.h>

#include "text/evidence.h"

/* A word and the cue it stands for. Words are looked up once each (word_lists.h), clauses test the cue. */
typedef struct {
    const char *word;
    fw_structure cue;
} frame_word;

static const frame_word OPENERS[] = {
    {"because", FW_S_opens_cause}, {"since", FW_S_opens_cause},    {"cause", FW_S_opens_cause},
    {"so", FW_S_opens_so},         {"therefore", FW_S_opens_so},   {"hence", FW_S_opens_so},
    {"but", FW_S_opens_but},       {"although", FW_S_opens_but},   {"though", FW_S_opens_but},
    {"however", FW_S_opens_but},   {"yet", FW_S_opens_but},        {"even", FW_S_opens_but},
    {"and", FW_S_opens_and},       {"or", FW_S_opens_and},         {"when", FW_S_opens_when},
    {"once", FW_S_opens_when},     {"after", FW_S_opens_when},     {"before", FW_S_opens_when},
    {"until", FW_S_opens_when},    {"till", FW_S_opens_when},      {"while", FW_S_opens_when},
    {"as", FW_S_opens_when},       {"if", FW_S_opens_if},          {"unless", FW_S_opens_if},
    {"whether", FW_S_opens_if},    {"which", FW_S_opens_relative}, {"who", FW_S_opens_relative},
    {"that", FW_S_opens_relative}, {"where", FW_S_opens_relative}, {"then", FW_S_opens_then},
    {"next", FW_S_opens_then},     {"later", FW_S_opens_then},     {"eventually", FW_S_opens_then},
    {"finally", FW_S_opens_then}};

/* Finite forms that say more than the tense does. */
static const frame_word FINITE_FORMS[] = {{"would", FW_S_would},
                                          {"wouldn't", FW_S_would},
                                          {"could", FW_S_could},
                                          {"couldn't", FW_S_could},
                                          {"should", FW_S_should},
                                          {"shouldn't", FW_S_should},
                                          {"have", FW_S_perfect},
                                          {"has", FW_S_perfect},
                                          {"haven't", FW_S_perfect},
                                          {"hasn't", FW_S_perfect},
                                          {"i've", FW_S_perfect},
                                          {"we've", FW_S_perfect},
                                          {"they've", FW_S_perfect},
                                          {"you've", FW_S_perfect},
                                          {"was", FW_S_was},
                                          {"were", FW_S_was},
                                          {"wasn't", FW_S_was},
                                          {"weren't", FW_S_was},
                                          {"is", FW_S_is},
                                          {"are", FW_S_is},
                                          {"isn't", FW_S_is},
                                          {"aren't", FW_S_is},
                                          {"it's", FW_S_is},
                                          {"that's", FW_S_is},
                                          {"had", FW_S_past_perfect},
                                          {"hadn't", FW_S_past_perfect},
                                          {"i'd", FW_S_past_perfect},
                                          {"we'd", FW_S_past_perfect},
                                          {"they'd", FW_S_past_perfect}};

static void list(fw_word_index *index, const frame_word *table, size_t count) {
    for (size_t i = 0; i < count; i++)
        fw_word_index_place(index, table[i].word)->frame = (uint8_t)table[i].cue;
}

/* One word is in one table at most, so that one number tells both. */
void fw_list_frames(fw_word_index *index) {
    list(index, OPENERS, sizeof OPENERS / sizeof OPENERS[0]);
    list(index, FINITE_FORMS, sizeof FINITE_FORMS / sizeof FINITE_FORMS[0]);
}

static bool is_opener(uint32_t frame) {
    return frame - FW_S_opens_cause <= FW_S_opens_then - FW_S_opens_cause;
}

/* The first word of a clause from token `at` on; its end when there is none. */
static uint32_t next_word(const fw_workspace *ws, uint32_t at, uint32_t end) {
    while (at < end && !fw_is_word(&ws->tokens.items[at])) at++;
    return at;
}

/* "And so", "but when": the word behind the opening one that opens, too; `end` when there is none. */
static uint32_t second_opener(const fw_workspace *ws, uint32_t opener, uint32_t end) {
    const uint32_t second = next_word(ws, opener + 1, end);
    return second < end && is_opener(fw_word_at(ws, second)->frame) ? second : end;
}

/* Whether there is one behind the first word, which stands at `at`. The word right behind it tells mostly:
 * asked of all clauses, as every third begins with an opening one. */
static bool is_opened_twice(const fw_workspace *ws, uint32_t at, uint32_t end) {
    const bool opens = is_opener(fw_word_at(ws, at)->frame), more = at + 1 < end;
    const uint32_t next = at + more;
    const bool word = fw_is_word(&ws->tokens.items[next]);
    if (opens & more & !word) return second_opener(ws, at, end) < end;
    return opens & more & is_opener(fw_word_at(ws, next)->frame);
}

/* What a finite form is a cue of: by itself, before its main verb, and before one in -ing. "I had agreed"
 * against "I had a team": the participle tells; "was" with -ing is under way, not a state. */
#define FORM(name) [FW_S_##name - FW_S_past_perfect]
#define ONLY(name) (1ULL << FW_S_##name)
static const uint64_t FINITE_CUES[][3] = {FORM(past_perfect) = {0, ONLY(past_perfect), ONLY(past_perfect)},
                                          FORM(perfect) = {0, ONLY(perfect), ONLY(perfect)},
                                          FORM(was) = {ONLY(was), 0, ONLY(past_progressive)},
                                          FORM(is) = {ONLY(is), 0, 0},
                                          FORM(would) = {ONLY(would), ONLY(would), ONLY(would)},
                                          FORM(could) = {ONLY(could), ONLY(could), ONLY(could)},
                                          FORM(should) = {ONLY(should), ONLY(should), ONLY(should)},
                                          {0, 0, 0}}; /* no such form */

static uint64_t finite_cue(const fw_workspace *ws, const fw_parse *parse) {
    enum { NO_FORM = sizeof FINITE_CUES / sizeof FINITE_CUES[0] - 1 };
    if (parse->finite == FW_NO_TOKEN) return 0;
    const uint32_t form = fw_word_at(ws, parse->finite)->frame - (uint32_t)FW_S_past_perfect;
    const bool verb_follows = parse->verb != parse->finite;
    const bool under_way = verb_follows & ((fw_word_at(ws, parse->verb)->endings & FW_ENDS_ING) != 0);
    return FINITE_CUES[form < NO_FORM ? form : NO_FORM][verb_follows + under_way];
}

uint64_t fw_hold_frames(const fw_workspace *ws, uint32_t block, uint64_t holds[FW_CLAUSES_TOGETHER]) {
    const uint32_t first = block * FW_CLAUSES_TOGETHER, left = ws->clauses.count - first;
    uint64_t twice = 0;
    for (uint32_t k = 0; k < left && k < FW_CLAUSES_TOGETHER; k++) {
        const fw_clause *clause = &ws->clauses.items[first + k];
        const fw_parse *parse = &ws->parses.items[first + k];
        const uint32_t end = clause->first + clause->count, at = next_word(ws, clause->first, end);
        if (at == end) continue;
        const uint32_t frame = fw_word_at(ws, at)->frame;
        const bool you = parse->subject != FW_NO_TOKEN && fw_token_is(ws, parse->subject, FW_CAT_pron_you);
        holds[k] |= (uint64_t)is_opener(frame) << frame | finite_cue(ws, parse) | FW_LOW(you, subject_you);
        twice |= (uint64_t)is_opened_twice(ws, at, end) << k;
    }
    return twice;
}

/* ---- where they stand ---- */

static inline void place(fw_examiner *e, fw_structure structure, uint32_t token) {
    const fw_token *t = &e->ws->tokens.items[token];
    fw_note_at(e, structure, (fw_span){t->start, t->end});
}

void fw_note_second_opener(fw_examiner *e) {
    const fw_workspace *ws = e->ws;
    const fw_clause *clause = &ws->clauses.items[e->index];
    const uint32_t end = clause->first + clause->count;
    const uint32_t second = second_opener(ws, next_word(ws, clause->first, end), end);
    e->opener = fw_word_at(ws, second)->frame;
    e->opener_span = (fw_span){ws->tokens.items[second].start, ws->tokens.items[second].end};
}

void fw_note_frame(fw_examiner *e) {
    const fw_workspace *ws = e->ws;
    const fw_clause *clause = &ws->clauses.items[e->index];
    const fw_parse *parse = &ws->parses.items[e->index];
    const uint32_t end = clause->first + clause->count, at = next_word(ws, clause->first, end);
    if (at == end) return;
    const uint32_t frame = fw_word_at(ws, at)->frame;
    const uint64_t cue = finite_cue(ws, parse);
    if (is_opener(frame)) place(e, (fw_structure)frame, at);
    if (cue) place(e, (fw_structure)__builtin_ctzll(cue), parse->finite);
    if (e->holds.of[0] >> FW_S_subject_you & 1) place(e, FW_S_subject_you, parse->subject);
}
