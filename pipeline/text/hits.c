/* hits.c: dictionary hits meet clauses: where each stands, whether it is negated, what each clause holds. */
#include "text/match.h"
#include "text/word_lists.h"

enum { NEGATION_REACH = 4 };

/* Cues that say the opposite under a negation: "did not fail", "no mistake", "I haven't learned"; and what
 * the clause of such a one says. An admission may also only name an occasion. */
static const uint8_t NEGATABLE[FW_CAT_COUNT + 1] = {[FW_CAT_fail_verb] = FW_SAYS_NEGATION,
                                                    [FW_CAT_fail_noun] = FW_SAYS_NEGATION,
                                                    [FW_CAT_consequence] = FW_SAYS_NEGATION,
                                                    [FW_CAT_learn_explicit] = FW_SAYS_NEGATION,
                                                    [FW_CAT_insight_word] = FW_SAYS_NEGATION,
                                                    [FW_CAT_improvement_word] = FW_SAYS_NEGATION,
                                                    [FW_CAT_own_admit] = FW_SAYS_NEGATION | FW_SAYS_I,
                                                    [FW_CAT_response_verb] = FW_SAYS_NEGATION,
                                                    [FW_CAT_vague_outcome] = FW_SAYS_NEGATION};

/* Words that look like a cue of one category and are none where they stand in a term of another: "this kind
 * of fault" hedges nothing, "let you know" fills no pause. */
static const uint8_t OTHER_SENSE[FW_CAT_COUNT + 1] = {[FW_CAT_assumption] = FW_CAT_not_assumption,
                                                      [FW_CAT_task_owned] = FW_CAT_not_task_owned,
                                                      [FW_CAT_hedge] = FW_CAT_not_hedge,
                                                      [FW_CAT_filler] = FW_CAT_not_filler};

/* `hit` among the hits from `hits` to `behind`, which stand in the order of their first tokens. */
static bool has_other_sense(const fw_hit *hits, const fw_hit *hit, const fw_hit *behind) {
    enum { LONGEST = 4 }; /* words of such a term */
    const uint32_t other = OTHER_SENSE[hit->cat], end = hit->first + hit->count;
    const fw_hit *first = hit;
    while (first > hits && first[-1].first + LONGEST > hit->first) first--;
    for (; first < behind && first->first <= hit->first; first++)
        if (first->cat == other && first->first + first->count >= end) return true;
    return false;
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

/* "The time I failed was in my second year": names the occasion that the question asks for, and owns nothing
 * yet. Behind it the sentence goes on with "is", or ends. */
static bool is_occasion(const fw_workspace *ws, const fw_hit *hit) {
    const fw_clause *clause = &ws->clauses.items[hit->clause];
    uint32_t before = hit->first;
    if (before < clause->first + 2) return false;
    if (fw_token_has(ws, before - 1, FW_COMPLEMENTIZER) || fw_token_in(ws, before - 1, FW_LIST_BOUND))
        before--;
    if (before == clause->first || !fw_token_in(ws, before - 1, FW_LIST_OCCASION)) return false;
    const uint32_t next = hit->first + hit->count;
    if (next >= clause->first + clause->count || !fw_is_word(&ws->tokens.items[next])) return true;
    return fw_token_is(ws, next, FW_CAT_be) || fw_token_is(ws, next, FW_CAT_modal);
}

/* The hit stands there, but the speaker does not say it. */
static bool is_unsaid(const fw_workspace *ws, const fw_hit *hit) {
    return is_negated(ws, hit) || (hit->cat == FW_CAT_own_admit && is_occasion(ws, hit));
}

/* Room for what each clause holds, all of it empty. */
static bool start_clauses(fw_workspace *ws) {
    const uint32_t count = ws->clauses.count + 1;
    while (ws->first_hit.capacity < count) {
        if (!fw_grow((void **)&ws->first_hit.items, &ws->first_hit.capacity, ws->first_hit.capacity,
                     sizeof *ws->first_hit.items))
            return false;
    }
    while (ws->hit_sets.capacity < count) {
        if (!fw_grow((void **)&ws->hit_sets.items, &ws->hit_sets.capacity, ws->hit_sets.capacity,
                     sizeof *ws->hit_sets.items))
            return false;
    }
    ws->first_hit.count = ws->hit_sets.count = count;
    memset(ws->first_hit.items, 0, count * sizeof *ws->first_hit.items);
    memset(ws->hit_sets.items, 0, count * sizeof *ws->hit_sets.items);
    return true;
}

/* Gives the hits from `first` on their clauses, up to the one that stands behind those of the block; returns
 * its index. */
static uint32_t place_in(fw_workspace *ws, uint32_t first, uint32_t block) {
    const uint32_t end = (block + 1) * FW_CLAUSES_TOGETHER;
    uint64_t *const live = ws->clause_bits.items[block].live;
    uint32_t *const counts = ws->first_hit.items;
    const fw_token *const tokens = ws->tokens.items;
    const fw_parse *const parses = ws->parses.items;
    fw_hit_set *const sets = ws->hit_sets.items;
    fw_hit *const hits = ws->hits.items, *hit = hits + first, *const behind = hits + ws->hits.count;
    for (; hit < behind; hit++) {
        const uint32_t c = tokens[hit->first].clause, cat = hit->cat;
        if (c >= end) break;
        fw_hit_set *set = &sets[c];
        const uint64_t bit = UINT64_C(1) << cat % 64;
        hit->clause = (uint16_t)c;
        set->any[cat / 64] |= bit;
        counts[c]++;
        if (((NEGATABLE[cat] & parses[c].says) && is_unsaid(ws, hit)) ||
            (OTHER_SENSE[cat] && has_other_sense(hits, hit, behind))) {
            hit->negated = true; /* no hit is, when it is found */
            continue;
        }
        set->live[cat / 64] |= bit;
        live[cat] |= UINT64_C(1) << c % FW_CLAUSES_TOGETHER;
    }
    return (uint32_t)(hit - hits);
}

/* Hits stand in the order of their first tokens, so those of a clause are neighbours. */
bool fw_place_hits(fw_workspace *ws) {
    if (!start_clauses(ws)) return false;
    uint32_t *const first_hit = ws->first_hit.items; /* how many first, where they start then */
    for (uint32_t block = 0, placed = 0; placed < ws->hits.count; block++)
        placed = place_in(ws, placed, block);
    for (uint32_t c = 0, sum = 0; c <= ws->clauses.count; c++) {
        const uint32_t count = first_hit[c];
        first_hit[c] = sum;
        sum += count;
    }
    return true;
}
