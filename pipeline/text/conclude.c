/* conclude.c: from labelled clauses to the conclusions over the whole answer. */
#include "text/findings.h"

#include <failwise/categories.h>

#include <math.h>

/* Strength from which a part counts as present. */
static const double PRESENT = 0.5;
/* Strength that is enough of a change that is said to be in use, and measured. */
static const double HINTED = 0.25;

/* "A checklist that the team still uses, and errors went from 7 to 1": asking for a practice that is really
 * used would be wrong, however little else speaks for a change. One of the two is no proof: lessons say "the
 * next project", and a response has its figures. */
static bool shows_change(const fw_tally *t, double strength) {
    const bool proven = fw_hits_of(t, FW_CAT_used_evidence) > 0 && t->roles[FW_ROLE_IMPROVEMENT_OUTCOME] > 0;
    return strength >= (proven ? HINTED : PRESENT);
}

static uint32_t conclude_traps(const fw_workspace *ws, const fw_analysis *a) {
    const fw_tally *t = &ws->tally;
    uint32_t traps = 0;
    const bool fails = a->arc[0] >= PRESENT, changes = a->arc[FW_PART_IMPR - FW_PART_FAIL] >= PRESENT;
    const bool costs = fw_hits_of(t, FW_CAT_consequence) > 0;
    /* "I am too much of a perfectionist", and no failure that cost or changed anything */
    if (fw_hits_of(t, FW_CAT_fake_strength) && !(fails && (costs || changes))) traps |= FW_TRAP_FAKE;
    if (fw_is_team_story(ws)) traps |= FW_TRAP_TEAM;
    if (!t->roles[FW_ROLE_FAILURE_OUTCOME] && !t->roles[FW_ROLE_IMPROVEMENT_OUTCOME])
        traps |= FW_TRAP_NO_NUMBER;
    if (!shows_change(t, a->arc[FW_PART_IMPR - FW_PART_FAIL])) traps |= FW_TRAP_NO_CHANGE;
    if (fw_hits_of(t, FW_CAT_refusal) && !fails) traps |= FW_TRAP_REFUSAL;
    return traps;
}

void fw_conclude(const fw_workspace *ws, double words_per_minute, fw_analysis *a) {
    fw_conclude_arc(ws, a);
    for (int s = 0; s < FW_STAR_COUNT; s++) a->star_words[s] = 0;
    a->word_count = ws->hesitations;
    for (uint32_t i = 0; i < ws->clauses.count; i++) {
        a->star_words[ws->clauses.items[i].star] += ws->clauses.items[i].words;
        a->word_count += ws->clauses.items[i].words;
    }
    a->seconds_estimated = !isfinite(ws->facts.duration_s) || ws->facts.duration_s <= 0;
    a->seconds = a->seconds_estimated ? a->word_count * 60.0 / words_per_minute : ws->facts.duration_s;
    a->traps = conclude_traps(ws, a);
}
