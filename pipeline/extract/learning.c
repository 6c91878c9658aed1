/* learning.c: diagnosis, learning, and the change that lasts. */
#include "extract/compute.h"

double fw_feature_assumption(const fw_analysis *a) { return fw_hits_in(a, FW_CAT_assumption, FW_ANYWHERE); }
double fw_feature_contrast_frame(const fw_analysis *a) {
    return fw_hits_in(a, FW_CAT_contrast_frame, FW_ANYWHERE) + a->tally->set_against;
}
double fw_feature_learn_explicit(const fw_analysis *a) {
    return fw_hits_in(a, FW_CAT_learn_explicit, FW_ANYWHERE);
}
double fw_feature_learn_platitude(const fw_analysis *a) {
    return fw_hits_in(a, FW_CAT_learn_platitude, FW_ANYWHERE);
}

/* A lesson is specific when it speaks of the same things as the failure. Platitudes alone are not. */
double fw_feature_learn_specific(const fw_analysis *a) {
    const bool platitude_only = fw_hits_in(a, FW_CAT_learn_platitude, FW_IN(LEARN)) > 0 &&
                                a->tally->clauses[FW_PART_LEARN] <= 1 && a->tally->clauses[FW_PART_IMPR] == 0;
    return platitude_only ? 0 : fw_jaccard(a->tally->fault_stems, a->tally->after_stems);
}

double fw_feature_causal_rate(const fw_analysis *a) {
    return fw_per_100(a, fw_hits_in(a, FW_CAT_cause_marker, FW_ANYWHERE) +
                             fw_hits_in(a, FW_CAT_result_marker, FW_ANYWHERE));
}

double fw_feature_chg_marker(const fw_analysis *a) { return a->tally->change_present; }
double fw_feature_chg_habit(const fw_analysis *a) { return a->tally->habit_present; }
double fw_feature_chg_artifact(const fw_analysis *a) { return fw_hits_in(a, FW_CAT_artifact, FW_IN(IMPR)); }
double fw_feature_chg_done(const fw_analysis *a) { return fw_hits_in(a, FW_CAT_done_verb, FW_IN(IMPR)); }
double fw_feature_chg_scope(const fw_analysis *a) { return a->tally->practice_rules; }
double fw_feature_chg_used(const fw_analysis *a) { return fw_hits_in(a, FW_CAT_used_evidence, FW_ANYWHERE); }

static bool has_delta_in_improvement(const fw_analysis *a) {
    for (uint32_t i = 0; i < a->quantity_count; i++) {
        if (a->quantities[i].is_delta && a->clauses[a->quantities[i].clause].part == FW_PART_IMPR)
            return true;
    }
    return false;
}

double fw_feature_impr_evidence(const fw_analysis *a) {
    return fw_role_count(a, FW_ROLE_IMPROVEMENT_OUTCOME) > 0 ||
           fw_hits_in(a, FW_CAT_corroboration, FW_ANYWHERE) > 0 || has_delta_in_improvement(a);
}

static bool shows_change(const fw_analysis *a) {
    return fw_feature_chg_marker(a) > 0 || fw_feature_chg_habit(a) > 0 || fw_feature_chg_artifact(a) > 0 ||
           fw_feature_chg_done(a) > 0 || fw_feature_chg_scope(a) > 0 || fw_feature_chg_used(a) > 0 ||
           fw_feature_impr_evidence(a) > 0;
}

double fw_feature_intent_only(const fw_analysis *a) {
    return fw_hits_in(a, FW_CAT_intent, FW_ANYWHERE) > 0 && !shows_change(a);
}
