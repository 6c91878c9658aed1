/*
 * fit_bags.c: cross-products of the rated rows by fold and, inside a fold, by bag of participants.
 *
 * A participant's fold and bag follow from its hash and the seed alone. Resamples draw bags, learning curves
 * take the first of every fold, folds are their sums: one pass serves all. Up to about a thousand bags.
 */
#include "fit/fit_state.h"

#include "base/str.h"

#include <stdlib.h>

enum { MOST_BAGS = 1000, BLOCK = 32 };
static const size_t MEMORY_LIMIT = (size_t)128 << 20;
static const uint64_t STREAM = 0x666974626167735fu;

fw_code fw_fit_bags_init(fw_fit *fit, fw_error *err) {
    const size_t room = MEMORY_LIMIT / (fit->width * (fit->width + BLOCK) * sizeof(double));
    const size_t most = room < MOST_BAGS ? room : MOST_BAGS;
    fit->bags_per_fold = most / fit->fold_count ? most / fit->fold_count : 1;
    fit->bags_of = calloc(fit->fold_count * fit->bags_per_fold, sizeof *fit->bags_of);
    return fit->bags_of ? FW_OK : fw_fail_nomem(err);
}

double *fw_fit_bags_next(fw_fit *fit, uint16_t fold, uint64_t cluster) {
    const size_t bag = (size_t)(fw_hash64(&cluster, sizeof cluster, fit->seed ^ STREAM) % fit->bags_per_fold);
    fw_gram *gram = &fit->bags_of[fold * fit->bags_per_fold + bag];
    if (!gram->buffer) { /* nearly all stay empty where participants are few */
        fw_error unread;
        if (fw_gram_init(gram, fit->width, false, &unread) != FW_OK) return NULL;
        gram->block = BLOCK;
        gram->buffer = malloc(BLOCK * fit->width * sizeof *gram->buffer);
        if (!gram->buffer) return NULL;
    }
    return fw_gram_next(gram);
}

fw_code fw_fit_bags_finish(fw_fit *fit, fw_error *err) {
    (void)err;
    for (size_t k = 0; k < fit->fold_count; k++)
        for (size_t b = 0; b < fit->bags_per_fold; b++) {
            fw_gram *bag = &fit->bags_of[k * fit->bags_per_fold + b];
            if (!bag->cross) continue;
            fw_gram_finish(bag);
            for (size_t i = 0; i < fit->width * fit->width; i++) fit->grams[k].cross[i] += bag->cross[i];
        }
    return FW_OK;
}

void fw_fit_bags_free(fw_fit *fit) {
    for (size_t i = 0; i < fit->fold_count * fit->bags_per_fold && fit->bags_of; i++)
        fw_gram_free(&fit->bags_of[i]);
    free(fit->bags_of);
    fit->bags_of = NULL;
}
