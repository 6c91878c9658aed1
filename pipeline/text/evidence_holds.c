/* evidence_holds.c: which structures hold of clauses beside those of frame and place, 64 clauses at a time.
 */
#include "text/evidence.h"

#include "text/voice.h"

enum { LEADING_WORDS = 3, CONTRAST_WORDS = 5, OWN_NOUN_WITHIN = 3 };

/* ---- structures that stand somewhere in a clause ---- */

bool fw_find_leading_change(const fw_workspace *ws, uint32_t index, fw_span *where) {
    const fw_clause *clause = &ws->clauses.items[index];
    for (uint32_t h = ws->first_hit.items[index]; h < ws->first_hit.items[index + 1]; h++) {
        const fw_hit *hit = &ws->hits.items[h];
        if (hit->cat != FW_CAT_change_marker || hit->first >= clause->first + LEADING_WORDS) continue;
        *where = fw_span_of(ws->tokens.items, hit->first, hit->count);
        return true;
    }
    return false;
}

/* "report rate, not click rate": a comma, "not" and a few words at the end of the clause. Not "and not",
 * which only adds; not a verb, which makes it a statement of what was not done. */
bool fw_find_contrast(const fw_workspace *ws, uint32_t index, fw_span *where) {
    const fw_clause *clause = &ws->clauses.items[index];
    uint32_t last = clause->first + clause->count - 1;
    while (last > clause->first && !fw_is_word(&ws->tokens.items[last])) last--;
    uint32_t words = 0;
    for (uint32_t i = last; i > clause->first && words <= CONTRAST_WORDS; i--, words++) {
        if (!fw_is_word(&ws->tokens.items[i])) return false;
        if (!fw_token_has(ws, i, FW_NOT)) continue;
        const fw_token *before = &ws->tokens.items[i - 1];
        *where = fw_span_of(ws->tokens.items, i, last - i + 1);
        return words > 0 && before->kind == FW_TOKEN_PUNCT && ws->text.ptr[before->start] == ',';
    }
    return false;
}

/* "My mistake was", "my first thought": what is the speaker's own comes early. */
bool fw_find_own_noun(const fw_workspace *ws, uint32_t index, fw_span *where) {
    const fw_clause *clause = &ws->clauses.items[index];
    const uint32_t within = clause->count < OWN_NOUN_WITHIN ? clause->count : OWN_NOUN_WITHIN;
    for (uint32_t i = clause->first; i < clause->first + within; i++) {
        if (!(fw_word_at(ws, i)->says & FW_SAYS_MY)) continue;
        *where = fw_span_of(ws->tokens.items, i, 1);
        return true;
    }
    return false;
}

/* ---- all that hold ---- */

/* Clauses on their way to the structures that hold of each. */
typedef struct {
    const fw_workspace *ws;
    uint32_t first;
    uint64_t *holds; /* by clause: bit s for the structure s */
} holder;

static inline void hold(const holder *h, fw_structure structure, uint64_t clauses) {
    for (; clauses; clauses &= clauses - 1) h->holds[__builtin_ctzll(clauses)] |= UINT64_C(1) << structure;
}

/* Where it has to be looked for: in the clauses that may have it. */
static inline void hold_found(const holder *h, fw_structure structure, fw_finder *find, uint64_t clauses) {
    for (; clauses; clauses &= clauses - 1) {
        const uint32_t k = (uint32_t)__builtin_ctzll(clauses);
        fw_span where;
        h->holds[k] |= (uint64_t)find(h->ws, h->first + k, &where) << structure;
    }
}

static bool find_relief(const fw_workspace *ws, uint32_t index, fw_span *where) {
    (void)where;
    return fw_is_relief(ws, index);
}
static bool find_maxim(const fw_workspace *ws, uint32_t index, fw_span *where) {
    (void)where;
    return fw_is_maxim(ws, index);
}

/* What "I" do. "Never" and "not" turn a plain past verb into an omission: "I never asked", "I didn't check".
 * Where the clause is no passive, its frame tells whether something is done. */
static void hold_first_person(const holder *h, const fw_clause_bits *bits) {
    const uint64_t *of = bits->of, present = of[FW_C_I] & of[FW_C_PRESENT];
    uint64_t past = of[FW_C_I] & of[FW_C_PAST];
    for (uint64_t left = past & of[FW_C_PASSIVE]; left; left &= left - 1) {
        if (fw_is_acted_on(h->ws, h->first + (uint32_t)__builtin_ctzll(left))) past ^= left & (0 - left);
    }
    const uint64_t done = past & ~of[FW_C_NEGATED];
    hold(h, FW_S_i_not_done, past & ~done & of[FW_C_PASSIVE]);
    hold(h, FW_S_i_done, done & of[FW_C_PASSIVE]);
    hold(h, FW_S_i_decision, done & of[FW_C_DECIDES]);
    hold(h, FW_S_i_fail, done & of[FW_C_FAILS]);
    hold(h, FW_S_i_response, done & of[FW_C_RESPONDS]);
    hold(h, FW_S_i_practice, present & (bits->live[FW_CAT_change_marker] | bits->live[FW_CAT_habit]));
}

void fw_hold_structures(const fw_workspace *ws, uint32_t block, uint64_t holds[FW_CLAUSES_TOGETHER]) {
    const fw_clause_bits *bits = &ws->clause_bits.items[block];
    const uint64_t *of = bits->of, *live = bits->live, cause = live[FW_CAT_cause_marker];
    const holder h = {ws, block * FW_CLAUSES_TOGETHER, holds};
    memset(holds, 0, FW_CLAUSES_TOGETHER * sizeof *holds);
    hold_first_person(&h, bits);
    hold(&h, FW_S_other_blamed, of[FW_C_OTHER] & live[FW_CAT_blame_verb]);
    hold(&h, FW_S_cause_other, of[FW_C_OTHER] & cause);
    hold(&h, FW_S_cause_i, of[FW_C_I] & cause);
    hold(&h, FW_S_done_artifact, live[FW_CAT_done_verb] & live[FW_CAT_artifact]);
    hold(&h, FW_S_outcome_quantity, of[FW_C_OUTCOME]);
    hold(&h, FW_S_delta, of[FW_C_DELTA]);
    hold_found(&h, FW_S_relief, find_relief, of[FW_C_BAD_MEASURE]);
    hold_found(&h, FW_S_maxim, find_maxim,
               (of[FW_C_PRESENT] & of[FW_C_THING]) | (of[FW_C_NO_TENSE] & of[FW_C_NOBODY]));
    hold_found(&h, FW_S_leading_change, fw_find_leading_change, live[FW_CAT_change_marker]);
    hold_found(&h, FW_S_contrast_not, fw_find_contrast, of[FW_C_NOT]);
    hold_found(&h, FW_S_own_noun, fw_find_own_noun, of[FW_C_SAYS_MY]);
}
