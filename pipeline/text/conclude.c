/* conclude.c: from labelled clauses to the conclusions over the whole answer. */
#include "text/findings.h"

#include <failwise/categories.h>

#include <math.h>

/* Strength from which a part counts as present. */
static const double PRESENT = 0.5;

static uint32_t total(const fw_tally *t, fw_cat cat) { return fw_all_parts(t->hits[cat]); }

/* Of the clauses that tell or explain the failure, how many speak of the speaker. */
typedef struct {
    uint32_t told, own, explained, own_explained;
} ownership;

static ownership count_ownership(const fw_workspace *ws) {
    ownership o = {0};
    for (uint32_t i = 0; i < ws->clauses.count; i++) {
        const uint8_t part = ws->clauses.items[i].part;
        const bool diagnosis = part == FW_PART_DIAG, told = diagnosis | (part == FW_PART_FAIL);
        const bool own = fw_is_own(ws, i);
        o.told += told;
        o.own += told & own;
        o.explained += diagnosis;
        o.own_explained += diagnosis & own;
    }
    return o;
}

/* "I" through the story, and where the failure is told and explained as well: whoever else appears in it, it
 * is the speaker's. The shares start at one half, so that a few words decide nothing. */
static bool speaks_for_self(const fw_tally *t) {
    enum { IN_TEN = 10, MOSTLY = 7, HALF = 5 };
    const uint32_t all_i = fw_all_parts(t->pronoun_i) + 1, all_we = fw_all_parts(t->pronoun_we) + 1;
    const uint32_t fault_i = t->pronoun_i[FW_PART_FAIL] + t->pronoun_i[FW_PART_DIAG] + 1;
    const uint32_t fault_we = t->pronoun_we[FW_PART_FAIL] + t->pronoun_we[FW_PART_DIAG] + 1;
    return all_i * IN_TEN >= (all_i + all_we) * MOSTLY && fault_i * IN_TEN >= (fault_i + fault_we) * HALF;
}

/* The failure of others, or of a "we" without an "I": two thirds of what tells it, and of what explains it,
 * leave the speaker out, and nothing is owned in so many words. */
static bool is_team_story(const fw_workspace *ws) {
    enum { OWN_SHARE = 3 }; /* one in three */
    const fw_tally *t = &ws->tally;
    const bool we_only = fw_all_parts(t->pronoun_i) == 0 && fw_all_parts(t->pronoun_we) >= 2;
    if (we_only) return true;
    if (total(t, FW_CAT_own_nominal) || total(t, FW_CAT_counterfactual)) return false;
    if (speaks_for_self(t)) return false;
    const ownership o = count_ownership(ws);
    return o.told > 0 && o.own * OWN_SHARE <= o.told && o.own_explained * OWN_SHARE <= o.explained;
}

static uint32_t conclude_traps(const fw_workspace *ws, const fw_analysis *a) {
    const fw_tally *t = &ws->tally;
    uint32_t traps = 0;
    if (total(t, FW_CAT_fake_strength) && a->arc[0] < PRESENT) traps |= FW_TRAP_FAKE;
    if (is_team_story(ws)) traps |= FW_TRAP_TEAM;
    if (!t->roles[FW_ROLE_FAILURE_OUTCOME] && !t->roles[FW_ROLE_IMPROVEMENT_OUTCOME])
        traps |= FW_TRAP_NO_NUMBER;
    if (a->arc[FW_PART_IMPR - FW_PART_FAIL] < PRESENT) traps |= FW_TRAP_NO_CHANGE;
    if (total(t, FW_CAT_refusal) && a->arc[0] < PRESENT) traps |= FW_TRAP_REFUSAL;
    return traps;
}

void fw_conclude(const fw_workspace *ws, double words_per_minute, fw_analysis *a) {
    fw_conclude_arc(ws, a);
    for (int s = 0; s < FW_STAR_COUNT; s++) a->star_words[s] = 0;
    a->word_count = 0;
    for (uint32_t i = 0; i < ws->clauses.count; i++) {
        a->star_words[ws->clauses.items[i].star] += ws->clauses.items[i].words;
        a->word_count += ws->clauses.items[i].words;
    }
    a->seconds_estimated = !isfinite(ws->facts.duration_s) || ws->facts.duration_s <= 0;
    a->seconds = a->seconds_estimated ? a->word_count * 60.0 / words_per_minute : ws->facts.duration_s;
    a->traps = conclude_traps(ws, a);
}
