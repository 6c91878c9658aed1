/* traps.c: the four traps, refusal, and signs of gaming. */
#include "extract/compute.h"

double fw_feature_trap_fake(const fw_analysis *a) { return (a->traps & FW_TRAP_FAKE) != 0; }
double fw_feature_trap_team(const fw_analysis *a) { return (a->traps & FW_TRAP_TEAM) != 0; }
double fw_feature_trap_nonumber(const fw_analysis *a) { return (a->traps & FW_TRAP_NO_NUMBER) != 0; }
double fw_feature_trap_nochange(const fw_analysis *a) { return (a->traps & FW_TRAP_NO_CHANGE) != 0; }
double fw_feature_trap_refusal(const fw_analysis *a) { return (a->traps & FW_TRAP_REFUSAL) != 0; }
double fw_feature_episodic(const fw_analysis *a) {
    return fw_share(a->tally->anchored_event_clauses, a->clause_count);
}
double fw_feature_stuffing(const fw_analysis *a) {
    return fw_share(a->tally->cue_hits, a->tally->content_words);
}
