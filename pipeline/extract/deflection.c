/* deflection.c: whose fault it is made to be. */
#include "extract/compute.h"

double fw_feature_ext_cause(const fw_analysis *a) { return a->tally->ext_cause; }
double fw_feature_self_cause(const fw_analysis *a) { return a->tally->self_cause; }

double fw_feature_blame_ratio(const fw_analysis *a) {
    return a->tally->ext_cause / (a->tally->ext_cause + a->tally->self_cause + 1.0);
}

double fw_feature_blame_targets(const fw_analysis *a) { return a->tally->blame_targets; }

double fw_feature_third_rate_fault(const fw_analysis *a) {
    const unsigned fault = FW_IN(FAIL) | FW_IN(DIAG);
    return fw_share(100 * fw_sum_in(a->tally->pronoun_third, fault), fw_sum_in(a->tally->words, fault));
}

double fw_feature_justification(const fw_analysis *a) {
    return fw_hits_in(a, FW_CAT_justification, FW_ANYWHERE);
}
double fw_feature_bad_luck(const fw_analysis *a) { return fw_hits_in(a, FW_CAT_bad_luck, FW_ANYWHERE); }
