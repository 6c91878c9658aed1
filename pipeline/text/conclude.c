/* conclude.c: from labelled clauses to the conclusions over the whole answer. */
#include "text/findings.h"

#include <failwise/categories.h>

#include <math.h>

/* Points at which a part's strength is one half: about one clear clause (margin 10). */
static const double HALF_STRENGTH = 10.0;

/*
 * What a clause gives to a part: its margin where it has that label; where it has another, half of what its
 * points for the part lie above the floor, because one clause often does two things ("I assumed it was
 * tested, and it failed").
 */
static int64_t points_for(const fw_clause *c, int part) {
    if (c->part == part) return c->margin > 1 ? c->margin : 1;
    const int32_t above = c->score[part] - c->score[FW_PART_OTHER];
    return above > 0 ? above / 2 : 0;
}

/* A saturating sum: more evidence helps less and less; a rational function, equal on every machine. */
static void conclude_arc(const fw_workspace *ws, fw_analysis *a) {
    int64_t sum[FW_ARC_PARTS] = {0};
    for (uint32_t i = 0; i < ws->clauses.count; i++) {
        for (int p = 0; p < FW_ARC_PARTS; p++) sum[p] += points_for(&ws->clauses.items[i], FW_PART_FAIL + p);
    }
    double smallest = 2;
    for (int p = 0; p < FW_ARC_PARTS; p++) {
        a->arc[p] = (double)sum[p] / ((double)sum[p] + HALF_STRENGTH);
        if (a->arc[p] < smallest) smallest = a->arc[p];
    }
    a->weakest = 0;
    for (int p = 0; p < FW_ARC_PARTS; p++) {
        if (a->arc[p] <= smallest) a->weakest |= 1u << p;
    }
}

static uint32_t total(const fw_tally *t, fw_cat cat) {
    uint32_t sum = 0;
    for (int part = 0; part < FW_PART_COUNT; part++) sum += t->hits[part][cat];
    return sum;
}

static uint32_t total_words(const uint32_t by_part[FW_PART_COUNT]) {
    uint32_t sum = 0;
    for (int part = 0; part < FW_PART_COUNT; part++) sum += by_part[part];
    return sum;
}

static uint32_t count_role(const fw_workspace *ws, fw_role role) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < ws->quantities.count; i++) count += ws->quantities.items[i].role == role;
    return count;
}

static bool shows_change(const fw_workspace *ws) {
    const fw_tally *t = &ws->tally;
    return t->change_present || t->habit_present || t->hits[FW_PART_IMPR][FW_CAT_artifact] ||
           t->hits[FW_PART_IMPR][FW_CAT_done_verb] || t->practice_rules || total(t, FW_CAT_used_evidence) ||
           total(t, FW_CAT_corroboration) || count_role(ws, FW_ROLE_IMPROVEMENT_OUTCOME);
}

static bool is_team_story(const fw_tally *t) {
    const bool we_only = total_words(t->pronoun_i) == 0 && total_words(t->pronoun_we) >= 2;
    const double blame = (double)t->ext_cause / (t->ext_cause + t->self_cause + 1.0);
    const bool owned =
        t->own_decision || t->own_admit || total(t, FW_CAT_own_nominal) || total(t, FW_CAT_counterfactual);
    return (we_only || blame > 0.5) && !owned;
}

static uint32_t conclude_traps(const fw_workspace *ws, const fw_analysis *a) {
    const fw_tally *t = &ws->tally;
    uint32_t traps = 0;
    if (total(t, FW_CAT_fake_strength) && !t->past_event_fail_clauses) traps |= FW_TRAP_FAKE;
    if (is_team_story(t)) traps |= FW_TRAP_TEAM;
    if (!count_role(ws, FW_ROLE_FAILURE_OUTCOME) && !count_role(ws, FW_ROLE_IMPROVEMENT_OUTCOME))
        traps |= FW_TRAP_NO_NUMBER;
    if (!shows_change(ws)) traps |= FW_TRAP_NO_CHANGE;
    if (total(t, FW_CAT_refusal) && a->arc[0] < 0.5) traps |= FW_TRAP_REFUSAL;
    return traps;
}

void fw_conclude(const fw_workspace *ws, double words_per_minute, fw_analysis *a) {
    conclude_arc(ws, a);
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
