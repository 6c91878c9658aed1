/* clause_bits.c: subject, tense, verb and words of all clauses, as bits. */
#include "base/masks.h"
#include "text/clauses.h"
#include "text/word_lists.h"
#include "text/words.h"

#include <string.h>

static_assert((int)FW_CLAUSES_TOGETHER == (int)FW_TURNED && (int)FW_C_PARSED == (int)FW_TURNED_BITS,
              "one turn fills them");
static_assert(FW_CLAUSE_NEGATED == 1 && 1 << (FW_C_RESPONDS - FW_C_VERB) == FW_VERB_RESPONDS &&
                  1 << (FW_C_SAYS_MY - FW_C_SAYS) == FW_SAYS_MY && FW_BAD_MEASURE == 1,
              "bits are moved to their places");

uint8_t fw_verb_of(const fw_word *word) {
    static const struct {
        fw_cat cat;
        uint8_t verb;
    } VERBS[] = {{FW_CAT_decision_verb, FW_VERB_DECIDES},
                 {FW_CAT_fail_verb, FW_VERB_FAILS},
                 {FW_CAT_be, FW_VERB_STATE},
                 {FW_CAT_have, FW_VERB_STATE},
                 {FW_CAT_response_verb, FW_VERB_RESPONDS},
                 {FW_CAT_modal, FW_VERB_STATE},
                 {FW_CAT_unaccusative_verb, FW_VERB_NEEDS_NOBODY}};
    uint32_t verb = FW_VERB_THERE;
    for (size_t v = 0; v < sizeof VERBS / sizeof VERBS[0]; v++) {
        if (fw_word_known(word, VERBS[v].cat)) verb |= VERBS[v].verb;
    }
    if (word->lists & (FW_IN_LIST(WORKS) | FW_IN_LIST(MOVES))) verb |= FW_VERB_NEEDS_NOBODY;
    return (uint8_t)verb;
}

/* What is known of a clause when it is parsed: bit b for the fw_clause_bit b. */
static inline uint32_t bits_of(const fw_workspace *ws, const fw_word_meaning *meanings, uint32_t index) {
    const fw_clause *clause = &ws->clauses.items[index];
    const fw_parse *parse = &ws->parses.items[index];
    const bool there = parse->verb != FW_NO_TOKEN; /* without a branch: the first token stands in */
    const fw_token *token = &ws->tokens.items[there ? parse->verb : clause->first];
    const uint32_t verb = meanings[token->word].verb & (0 - (uint32_t)there);
    return UINT32_C(1) << (FW_C_SUBJECT + clause->subject) | UINT32_C(1) << (FW_C_TENSE + clause->tense) |
           (uint32_t)(clause->flags & FW_CLAUSE_NEGATED) << FW_C_NEGATED | verb << FW_C_VERB |
           (parse->traits & FW_BAD_MEASURE) << FW_C_BAD_MEASURE |
           (parse->traits & FW_NOT) / FW_NOT << FW_C_NOT | (uint32_t)parse->says << FW_C_SAYS;
}

FW_WIDE static void turn_wide(const uint32_t *bits, uint64_t *of) { fw_turn_wide(bits, of); }

bool fw_tell_clauses(fw_workspace *ws) {
    const uint32_t blocks = ws->clauses.count / FW_CLAUSES_TOGETHER + 1;
    while (ws->clause_bits.capacity < blocks) {
        if (!fw_grow((void **)&ws->clause_bits.items, &ws->clause_bits.capacity, ws->clause_bits.capacity,
                     sizeof *ws->clause_bits.items))
            return false;
    }
    ws->clause_bits.count = blocks;
    const fw_word_meaning *const meanings = fw_words_meanings(ws->memory);
    for (uint32_t b = 0; b < blocks; b++) {
        fw_clause_bits *const block = &ws->clause_bits.items[b];
        const uint32_t first = b * FW_CLAUSES_TOGETHER, left = ws->clauses.count - first;
        uint32_t bits[FW_CLAUSES_TOGETHER] = {0};
        memset(block, 0, sizeof *block);
        for (uint32_t k = 0; k < left && k < FW_CLAUSES_TOGETHER; k++)
            bits[k] = bits_of(ws, meanings, first + k);
        (fw_has_wide() ? turn_wide : fw_turn)(bits, block->of);
    }
    return true;
}
