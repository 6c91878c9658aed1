/* voice.c: passive, agentless and impersonal clauses. */
#include "extract/compute.h"

double fw_feature_passive_rate(const fw_analysis *a) {
    return fw_share(fw_sum_in(a->tally->passive, FW_ANYWHERE), a->clause_count);
}

double fw_feature_passive_action(const fw_analysis *a) {
    return fw_share(fw_sum_in(a->tally->passive, FW_IN(DIAG) | FW_IN(ACT)),
                    fw_sum_in(a->tally->passive, FW_ANYWHERE));
}

double fw_feature_agentless_event(const fw_analysis *a) {
    return fw_sum_in(a->tally->agentless, FW_ANYWHERE);
}

static bool has_i(const fw_analysis *a, uint32_t index) {
    return index < a->clause_count && a->clauses[index].subject == FW_SUBJECT_I;
}

/* In the failure, an event counts against the speaker only where no "I" clause stands beside it and no number
 * measures it. */
double fw_feature_agentless_action(const fw_analysis *a) {
    uint32_t count = 0;
    if (fw_feature_agentless_event(a) < 1) return 0; /* in most answers */
    for (uint32_t i = 0; i < a->clause_count; i++) {
        const fw_clause *c = &a->clauses[i];
        if (!(c->flags & FW_CLAUSE_AGENTLESS)) continue;
        if (c->part == FW_PART_DIAG || c->part == FW_PART_ACT) count++;
        const bool alone =
            !has_i(a, i + 1) && !(i > 0 && has_i(a, i - 1)) && !(c->flags & FW_CLAUSE_HAS_OUTCOME_QUANTITY);
        if (c->part == FW_PART_FAIL && alone) count++;
    }
    return count;
}

double fw_feature_impersonal(const fw_analysis *a) { return fw_sum_in(a->tally->impersonal, FW_ANYWHERE); }
