/*
 * match_terms.h: what the matcher's pass (match.c) asks about one start: the plan for two words, and the
 * terms that go on behind them (match_terms.c).
 */
#ifndef FAILWISE_TEXT_MATCH_TERMS_H
#define FAILWISE_TEXT_MATCH_TERMS_H

#include "text/match.h"
#include "text/phrases.h"

enum { FW_MATCHED_AT_ONCE = FW_PLANE_TOKENS };

/* What is found at one start: the best hit of each category so far. */
typedef struct {
    fw_hit hits[FW_CATEGORY_LIMIT];
    uint32_t count;
} fw_candidates;

/* The hits that start at the tokens of a block; only what belongs to a start is filled. */
typedef struct {
    const fw_word_hit *hits[FW_MATCHED_AT_ONCE];
    uint32_t count[FW_MATCHED_AT_ONCE];
    uint32_t plan[FW_MATCHED_AT_ONCE]; /* of those that may go on */
} fw_known_hits;

/* The whole matcher: one pass over the tokens. */
typedef struct {
    fw_workspace *ws;
    const fw_word_hit *word_hits; /* of all words */
    const fw_word_meaning *meanings;
    fw_phrases *phrases;
    const uint8_t *cats; /* by category */
    const bool *silent;
    bool failed; /* out of memory */
    fw_candidates found;
    fw_known_hits known;
    uint32_t covered[FW_CATEGORY_LIMIT]; /* first token not yet covered by a hit of the category */
} fw_matcher;

static inline const fw_word_meaning *fw_meaning_at(const fw_matcher *m, uint32_t index) {
    return &m->meanings[m->ws->tokens.items[index].word];
}

static inline uint64_t fw_key_between(const fw_matcher *m, uint32_t index, uint32_t next) {
    const fw_token *tokens = m->ws->tokens.items;
    return fw_step_between(tokens[index].word, tokens[next].word);
}

/* Room for the plans of a block, so that none moves while it is matched: each start asks for one twice at
 * most. False when memory is out. */
bool fw_make_plan_room(fw_phrases *phrases);

/* Finds out the plan for the words at `index` and `next` and remembers it; FW_NO_PLAN when they start no
 * term. Sets `failed` when memory is out. There is room. */
uint32_t fw_new_plan(fw_matcher *m, uint32_t index, uint32_t next);

/* The plan for two words; FW_NO_PLAN when they start no term. */
static inline uint32_t fw_plan_between(fw_matcher *m, uint32_t index, uint32_t next) {
    const fw_ways *known = fw_ways_known(m->phrases, fw_key_between(m, index, next));
    return known ? known->first : fw_new_plan(m, index, next);
}

/* Appends the hits that start at `index` when a term may go on beyond the words of plan `number`; FW_NO_PLAN:
 * when it may go on over a hyphen. False when memory is out. */
bool fw_match_phrases(fw_matcher *m, uint32_t index, uint32_t number);

#endif
