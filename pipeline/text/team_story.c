/* team_story.c: whose failure is told: the speaker's, or the team's and somebody else's. */
#include "text/findings.h"

#include <failwise/categories.h>

/* Clauses, as far as they tell whose story it is. */
typedef struct {
    uint32_t told, own; /* the failure or its cause; of these, those that speak of the speaker */
    uint32_t explained, own_explained; /* its cause alone */
    uint32_t others;                   /* of those told, those with another person or group as subject */
    uint32_t own_response;             /* what the speaker did then */
} tellings;

static tellings count_tellings(const fw_workspace *ws) {
    tellings n = {0};
    for (uint32_t first = 0; first < ws->clauses.count; first += FW_CLAUSES_TOGETHER) {
        const fw_clause_bits *bits = &ws->clause_bits.items[first / FW_CLAUSES_TOGETHER];
        const uint64_t own = bits->of[FW_C_SAYS_I], explained = bits->part[FW_PART_DIAG];
        const uint64_t told = bits->part[FW_PART_FAIL] | explained;
        n.told += fw_bits_in(told);
        n.own += fw_bits_in(told & own);
        n.explained += fw_bits_in(explained);
        n.own_explained += fw_bits_in(explained & own);
        n.others += fw_bits_in(told & bits->of[FW_C_OTHER]);
        n.own_response += fw_bits_in(bits->part[FW_PART_ACT] & own);
    }
    return n;
}

/* "I" is at least `tenths` of "I" and "we". Both start at one, so that a few words decide nothing. */
static bool mostly_i(uint32_t i, uint32_t we, uint32_t tenths) {
    return (i + 1) * 10 >= (i + we + 2) * tenths;
}

/* Signs that it is somebody else's failure. */
static uint32_t signs_of_others(const fw_tally *t, const tellings *n) {
    enum { HALF = 2, THIRD = 3, SOME = 2 };
    const bool left_out = n->told > 0 && n->own * HALF < n->told;
    const bool unexplained = n->own_explained * THIRD <= n->explained;
    const bool excused = fw_hits_of(t, FW_CAT_justification) || fw_hits_of(t, FW_CAT_bad_luck);
    const bool nobody = fw_all_parts(t->impersonal) > 0; /* "it was decided" */
    return (uint32_t)left_out + unexplained + excused + nobody + (n->others >= SOME);
}

/* Signs that it is the speaker's: "I" through the story and where the failure is told, a decision or a
 * failing of one's own in so many words, and a response, which counts twice when there is more than one. */
static uint32_t signs_of_own(const fw_tally *t, const tellings *n) {
    enum { MOSTLY = 7, HALF = 5, MORE = 2 };
    const bool throughout = mostly_i(fw_all_parts(t->pronoun_i), fw_all_parts(t->pronoun_we), MOSTLY);
    const bool at_fault = mostly_i(t->pronoun_i[FW_PART_FAIL] + t->pronoun_i[FW_PART_DIAG],
                                   t->pronoun_we[FW_PART_FAIL] + t->pronoun_we[FW_PART_DIAG], HALF);
    const bool named =
        t->own_decision > 0 || fw_hits_of(t, FW_CAT_own_nominal) || fw_hits_of(t, FW_CAT_counterfactual);
    return (uint32_t)throughout + at_fault + named + (n->own_response >= 1) + (n->own_response >= MORE);
}

bool fw_is_team_story(const fw_workspace *ws) {
    const tellings n = count_tellings(ws);
    return signs_of_others(&ws->tally, &n) > signs_of_own(&ws->tally, &n);
}
