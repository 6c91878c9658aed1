/* ownership.c: who owns the failure: pronouns, decisions, admissions. */
#include "extract/compute.h"

static const unsigned FAULT = FW_IN(FAIL) | FW_IN(DIAG);

double fw_feature_i_rate(const fw_analysis *a) {
    return fw_per_100(a, fw_sum_in(a->tally->pronoun_i, FW_ANYWHERE));
}

double fw_feature_we_rate(const fw_analysis *a) {
    return fw_per_100(a, fw_sum_in(a->tally->pronoun_we, FW_ANYWHERE));
}

static double outside_quotes(const fw_analysis *a, double count) {
    return fw_share(100 * count, a->word_count - (double)a->tally->quoted_words);
}

double fw_feature_i_rate_q(const fw_analysis *a) {
    return outside_quotes(a, fw_sum_in(a->tally->pronoun_i, FW_ANYWHERE) - a->tally->quoted_i);
}

double fw_feature_we_rate_q(const fw_analysis *a) {
    return outside_quotes(a, fw_sum_in(a->tally->pronoun_we, FW_ANYWHERE) - a->tally->quoted_we);
}

/* Add-one, so that an answer without either pronoun stands in the middle. */
static double share_of_i(const fw_analysis *a, unsigned parts) {
    const double i = fw_sum_in(a->tally->pronoun_i, parts);
    return (i + 1) / (i + fw_sum_in(a->tally->pronoun_we, parts) + 2);
}

double fw_feature_i_share(const fw_analysis *a) { return share_of_i(a, FW_ANYWHERE); }
double fw_feature_i_share_fault(const fw_analysis *a) { return share_of_i(a, FAULT); }

double fw_feature_we_only(const fw_analysis *a) {
    return fw_sum_in(a->tally->pronoun_i, FW_ANYWHERE) < 1 &&
           fw_sum_in(a->tally->pronoun_we, FW_ANYWHERE) >= 2;
}

double fw_feature_own_decision(const fw_analysis *a) { return a->tally->own_decision; }
double fw_feature_own_nominal(const fw_analysis *a) { return fw_hits_in(a, FW_CAT_own_nominal, FW_ANYWHERE); }
double fw_feature_own_admit(const fw_analysis *a) { return a->tally->own_admit; }
double fw_feature_own_counterfactual(const fw_analysis *a) {
    return fw_hits_in(a, FW_CAT_counterfactual, FW_ANYWHERE);
}

double fw_feature_fault_subject(const fw_analysis *a) {
    return fw_share(a->tally->fault_subject, a->tally->fault_clauses);
}

double fw_feature_task_owned(const fw_analysis *a) { return a->tally->task_owned; }
double fw_feature_own_retracted(const fw_analysis *a) { return a->tally->own_retracted; }
