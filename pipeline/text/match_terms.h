/*
 * match_terms.h: what the matcher's pass (match.c) asks about one start: the plan for two words, and where
 * terms lead that go on behind them (match_terms.c).
 */
#ifndef FAILWISE_TEXT_MATCH_TERMS_H
#define FAILWISE_TEXT_MATCH_TERMS_H

#include "text/match.h"
#include "text/phrases.h"

enum { FW_MATCHED_AT_ONCE = FW_PLANE_TOKENS };

/* The best hit of each category so far, while a plan is made. */
typedef struct {
    fw_word_hit hits[FW_CATEGORY_LIMIT];
    uint32_t count;
} fw_candidates;

/* What is known of the tokens of a block: the symbols of all and of the three behind them, and the hits that
 * start there; only what belongs to a start is filled. */
enum { FW_TOKENS_BEHIND = 3 };
typedef struct {
    uint64_t fits[FW_MATCHED_AT_ONCE + FW_TOKENS_BEHIND];
    const fw_word_hit *hits[FW_MATCHED_AT_ONCE];
    uint32_t count[FW_MATCHED_AT_ONCE];
    uint32_t plan[FW_MATCHED_AT_ONCE];
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

/* The step from the word at `index` to the one right behind it: to the plan for both, or that of the first
 * one alone when they start no term. Sets `failed` when memory is out. */
fw_step fw_find_step(fw_matcher *m, uint32_t index);

/* The step from the plan of the two words from `index` on over the one behind them, which is a word: to
 * FW_NO_PLAN when no term goes on with it. Sets `failed` when memory is out. */
fw_step fw_third_step(fw_matcher *m, uint32_t index, uint32_t plan);

/* The plan for as many words from `index` on as terms go on with, when `plan` is the one for the first
 * `words` of them, up to `last`. Sets `failed` when memory is out. */
uint32_t fw_follow_plan(fw_matcher *m, uint32_t index, uint32_t last, uint32_t words, uint32_t plan);

/* The same from the word at `index` on over the hyphen behind it; FW_NO_PLAN when none stands there or no
 * term may go on. */
uint32_t fw_follow_hyphen(fw_matcher *m, uint32_t index);

#endif
