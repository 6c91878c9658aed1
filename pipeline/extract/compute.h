/*
 * compute.h: the functions behind the catalogue, by group; each gives one number for one answer, always
 * finite.
 */
#ifndef FAILWISE_EXTRACT_COMPUTE_H
#define FAILWISE_EXTRACT_COMPUTE_H

#include <failwise/features.h>

/* ---- helpers ---- */

/* Part masks: bit p = fw_part p. */
#define FW_IN(part) (1u << FW_PART_##part)
enum { FW_ANYWHERE = (1u << FW_PART_COUNT) - 1 };

/* The sum of a by-part count over the given parts. */
static inline double fw_sum_in(const uint32_t by_part[FW_PART_COUNT], unsigned parts) {
    uint32_t sum = 0;
    for (int part = 0; part < FW_PART_COUNT; part++) sum += parts >> part & 1 ? by_part[part] : 0;
    return sum;
}
/* Dictionary hits of a category in the clauses of the given parts. */
static inline double fw_hits_in(const fw_analysis *a, fw_cat cat, unsigned parts) {
    return fw_sum_in(a->tally->hits[cat], parts);
}
/* count / total, 0 when total is 0. */
static inline double fw_share(double count, double total) { return total > 0 ? count / total : 0; }
/* count per 100 words; 0 for an empty answer. */
static inline double fw_per_100(const fw_analysis *a, double count) {
    return fw_share(100 * count, a->word_count);
}
/* Quantities with a role. */
static inline double fw_role_count(const fw_analysis *a, fw_role role) { return a->tally->roles[role]; }
/* Bits set in both over bits set in either; 0 when both are empty. (helpers.c) */
double fw_jaccard(const uint64_t a[FW_STEM_WORDS], const uint64_t b[FW_STEM_WORDS]);

/* ---- the features, in catalogue order ---- */

/* clang-format off */
#define FW_FEATURE_FUNCTIONS(X) \
    X(arc_fail) X(arc_diag) X(arc_act) X(arc_learn) X(arc_impr) X(arc_count) X(arc_weakest) \
    X(arc_inversions) X(fail_onset) X(ctx_share) X(after_share) X(i_rate) X(i_rate_q) X(we_rate) \
    X(we_rate_q) X(i_share) X(i_share_fault) X(we_only) X(own_decision) X(own_nominal) X(own_admit) \
    X(own_counterfactual) X(fault_subject) X(task_owned) X(own_retracted) X(ext_cause) X(self_cause) \
    X(blame_ratio) X(blame_targets) X(third_rate_fault) X(justification) X(bad_luck) X(passive_rate) \
    X(passive_action) X(agentless_event) X(agentless_action) X(impersonal) X(out_fail) X(out_impr) \
    X(out_kinds) X(out_delta) X(out_money) X(out_time) X(num_other) X(vague_outcome) X(stakes) \
    X(level_gap) X(assumption) X(contrast_frame) X(learn_explicit) X(learn_platitude) X(learn_specific) \
    X(causal_rate) X(chg_marker) X(chg_habit) X(chg_artifact) X(chg_done) X(chg_scope) X(chg_used) \
    X(impr_evidence) X(intent_only) X(trap_fake) X(trap_team) X(trap_nonumber) X(trap_nochange) \
    X(trap_refusal) X(episodic) X(stuffing) X(closing) X(closing_link) X(seconds) X(seconds_dist) \
    X(star_dist) X(star_a_share) X(star_s_share) X(star_t_share) X(star_r_share) X(hedge_rate) \
    X(filler_rate) X(repeat_rate) X(specificity) X(wps) X(fk_grade) X(mattr50) X(negemo_rate) X(words) \
    X(sentences) X(clauses) X(quote_share) X(oov_share) X(pii_hits)
/* clang-format on */

#define FW_FEATURE_DECLARE(name) double fw_feature_##name(const fw_analysis *a);
FW_FEATURE_FUNCTIONS(FW_FEATURE_DECLARE)
#undef FW_FEATURE_DECLARE

#endif
