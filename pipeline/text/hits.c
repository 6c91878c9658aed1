/* hits.c: dictionary hits meet clauses: where each stands, whether it is negated, what each clause holds. */
#include "text/match.h"

enum { NEGATION_REACH = 4 };

/* Cues that say the opposite under a negation: "did not fail", "no mistake", "I haven't learned". */
static bool is_negatable(uint8_t cat) {
    static const bool NEGATABLE[FW_CAT_COUNT + 1] = {
        [FW_CAT_fail_verb] = true,      [FW_CAT_fail_noun] = true,     [FW_CAT_consequence] = true,
        [FW_CAT_learn_explicit] = true, [FW_CAT_insight_word] = true,  [FW_CAT_improvement_word] = true,
        [FW_CAT_own_admit] = true,      [FW_CAT_response_verb] = true, [FW_CAT_vague_outcome] = true};
    return NEGATABLE[cat];
}

/* A negation up to four words before the hit, in the same clause, not over a comma, and not part of the hit
 * itself. */
static bool is_negated(const fw_workspace *ws, const fw_hit *hit) {
    const fw_clause *clause = &ws->clauses.items[hit->clause];
    uint32_t reach = NEGATION_REACH;
    for (uint32_t i = hit->first; i > clause->first && reach > 0; i--, reach--) {
        const fw_token *before = &ws->tokens.items[i - 1];
        if (before->kind == FW_TOKEN_PUNCT && ws->text.ptr[before->start] != '-') return false;
        if (fw_is_word(before) && fw_token_is(ws, i - 1, FW_CAT_negation)) return true;
    }
    return false;
}

/* Hits stand in the order of their first tokens, so those of a clause are neighbours. */
bool fw_place_hits(fw_workspace *ws) {
    ws->first_hit.count = 0;
    ws->hit_sets.count = 0;
    uint32_t h = 0;
    for (uint32_t c = 0; c <= ws->clauses.count; c++) {
        const uint32_t end =
            c < ws->clauses.count ? ws->clauses.items[c].first + ws->clauses.items[c].count : 0;
        fw_hit_set set = {0};
        if (!fw_push(&ws->first_hit, h)) return false;
        for (; h < ws->hits.count && ws->hits.items[h].first < end; h++) {
            fw_hit *hit = &ws->hits.items[h];
            hit->clause = (uint16_t)c;
            hit->negated = is_negatable(hit->cat) && is_negated(ws, hit);
            if (hit->cat == FW_CAT_COUNT) continue;
            const uint64_t bit = 1ULL << (hit->cat % 64);
            set.any[hit->cat / 64] |= bit;
            if (!hit->negated) set.live[hit->cat / 64] |= bit;
        }
        if (!fw_push(&ws->hit_sets, set)) return false;
    }
    return true;
}
