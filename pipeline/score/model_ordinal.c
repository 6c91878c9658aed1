/* model_ordinal.c: the cumulative logit part of a model: its life, and what it predicts. */
#include <failwise/model.h>

#include <math.h>
#include <stdlib.h>

fw_ordinal_part *fw_ordinal_part_new(size_t levels, size_t weights) {
    fw_ordinal_part *part = calloc(1, sizeof *part);
    if (!part) return NULL;
    const double none = (double)NAN;
    part->levels = levels;
    part->level = calloc(levels + 1, sizeof *part->level);
    part->threshold = calloc(levels + 1, sizeof *part->threshold);
    part->se = calloc(levels + 1, sizeof *part->se);
    part->odds_alone = calloc(weights + 1, sizeof *part->odds_alone);
    if (!part->level || !part->threshold || !part->se || !part->odds_alone) {
        fw_ordinal_part_free(part);
        return NULL;
    }
    for (size_t k = 0; k < levels; k++) part->se[k] = none;
    for (size_t i = 0; i < weights; i++) part->odds_alone[i] = (fw_odds_test){none, none, none};
    part->odds = (fw_odds_test){none, none, none};
    part->log_likelihood = part->null_log_likelihood = none;
    return part;
}

void fw_ordinal_part_free(fw_ordinal_part *part) {
    if (!part) return;
    free(part->level);
    free(part->threshold);
    free(part->se);
    free(part->odds_alone);
    free(part);
}

/* P(rating <= level k). */
static double at_most(const fw_ordinal_part *part, size_t k, double eta) {
    return k + 1 < part->levels ? 1 / (1 + exp(eta - part->threshold[k])) : 1;
}

double fw_ordinal_expected(const fw_ordinal_part *part, double eta) {
    if (isnan(eta)) return eta;
    double sum = part->level[part->levels - 1];
    for (size_t k = 0; k + 1 < part->levels; k++)
        sum -= (part->level[k + 1] - part->level[k]) * at_most(part, k, eta);
    return sum;
}

size_t fw_ordinal_mode(const fw_ordinal_part *part, double eta) {
    size_t best = 0;
    double most = -1, below = 0;
    for (size_t k = 0; k < part->levels; k++) {
        const double upto = at_most(part, k, eta);
        if (upto - below > most) {
            most = upto - below;
            best = k;
        }
        below = upto;
    }
    return best;
}
