/* arc.c: features of the five-part arc. */
#include "extract/compute.h"

static const double PRESENT = 0.25; /* strength from which a part counts as there */

double fw_feature_arc_fail(const fw_analysis *a) { return a->arc[0]; }
double fw_feature_arc_diag(const fw_analysis *a) { return a->arc[1]; }
double fw_feature_arc_act(const fw_analysis *a) { return a->arc[2]; }
double fw_feature_arc_learn(const fw_analysis *a) { return a->arc[3]; }
double fw_feature_arc_impr(const fw_analysis *a) { return a->arc[4]; }

double fw_feature_arc_count(const fw_analysis *a) {
    int count = 0;
    for (int p = 0; p < FW_ARC_PARTS; p++) count += a->arc[p] >= PRESENT;
    return count;
}

double fw_feature_arc_weakest(const fw_analysis *a) {
    double smallest = a->arc[0];
    for (int p = 1; p < FW_ARC_PARTS; p++) {
        if (a->arc[p] < smallest) smallest = a->arc[p];
    }
    return smallest;
}

double fw_feature_arc_inversions(const fw_analysis *a) {
    uint32_t backward = 0;
    int before = -1;
    for (uint32_t i = 0; i < a->clause_count; i++) { /* without a branch: labels come as they like */
        const int part = a->clauses[i].part;
        const bool labelled = part != FW_PART_OTHER;
        backward += labelled & (part < before);
        before = labelled ? part : before;
    }
    return a->clause_count > 1 ? backward / (a->clause_count - 1.0) : 0;
}

double fw_feature_fail_onset(const fw_analysis *a) {
    uint32_t words = 0;
    for (uint32_t i = 0; i < a->clause_count; i++) {
        if (a->clauses[i].part == FW_PART_FAIL) return fw_share(words, a->word_count);
        words += a->clauses[i].words;
    }
    return 1;
}

double fw_feature_ctx_share(const fw_analysis *a) {
    return fw_share(a->tally->words[FW_PART_CONTEXT], a->word_count);
}

double fw_feature_after_share(const fw_analysis *a) {
    return fw_share(fw_sum_in(a->tally->words, FW_IN(LEARN) | FW_IN(IMPR) | FW_IN(CLOSE)), a->word_count);
}
