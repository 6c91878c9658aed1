/* voice.c: passive, agentless and impersonal clauses. */
#include "extract/compute.h"

static double clauses_with(const fw_analysis *a, uint8_t flag, unsigned parts) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < a->clause_count; i++) {
        count += (a->clauses[i].flags & flag) && (parts >> a->clauses[i].part & 1);
    }
    return count;
}

double fw_feature_passive_rate(const fw_analysis *a) {
    return fw_share(clauses_with(a, FW_CLAUSE_PASSIVE, FW_ANYWHERE), a->clause_count);
}

double fw_feature_passive_action(const fw_analysis *a) {
    return fw_share(clauses_with(a, FW_CLAUSE_PASSIVE, FW_IN(DIAG) | FW_IN(ACT)),
                    clauses_with(a, FW_CLAUSE_PASSIVE, FW_ANYWHERE));
}

double fw_feature_agentless_event(const fw_analysis *a) {
    return clauses_with(a, FW_CLAUSE_AGENTLESS, FW_ANYWHERE);
}

static bool has_i(const fw_analysis *a, uint32_t index) {
    return index < a->clause_count && a->clauses[index].subject == FW_SUBJECT_I;
}

/* In the failure, an event counts against the speaker only where no "I" clause stands beside it and no number
 * measures it. */
double fw_feature_agentless_action(const fw_analysis *a) {
    uint32_t count = 0;
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

double fw_feature_impersonal(const fw_analysis *a) {
    return clauses_with(a, FW_CLAUSE_IMPERSONAL, FW_ANYWHERE);
}
