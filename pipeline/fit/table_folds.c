/* table_folds.c: folds and learning-curve slices of a table's rows, and their cross-products. */
#include "fit/table_state.h"

#include "base/str.h"
#include "fit/folds.h"

#include <stdlib.h>

/* Slices must be independent draws from the same seed as folds. */
static const uint64_t SLICE_STREAM = 0x736c696365735f31u;

/* The smallest share of participants that holds this one. */
static uint32_t slice_of(uint64_t cluster, uint64_t seed) {
    static const double SHARES[FW_LEARNING_POINTS] = {.1, .2, .4, .6, .8, 1};
    const double u = (double)(fw_hash64(&cluster, sizeof cluster, seed ^ SLICE_STREAM) >> 11) * 0x1p-53;
    uint32_t slice = 0;
    while (slice < FW_LEARNING_POINTS - 1 && u >= SHARES[slice]) slice++;
    return slice;
}

static void place_rows(fw_table_state *s) {
    const fw_table_fit_options *o = s->options;
    for (size_t i = 0; i < s->sample->rows; i++) {
        const uint64_t cluster = s->sample->cluster[i];
        const uint32_t fold = o->fold ? o->fold[i] : fw_cluster_fold(cluster, o->seed, s->folds);
        s->slice_of[i] = fold * FW_LEARNING_POINTS + slice_of(cluster, o->seed);
    }
}

static fw_code sum_slices(fw_table_state *s, fw_error *err) {
    const size_t width = fw_sample_width(s->sample);
    fw_code code = fw_gram_init(&s->total, width, false, err);
    for (size_t k = 0; k < s->folds && code == FW_OK; k++) {
        code = fw_gram_init(&s->fold[k], width, false, err);
        if (code != FW_OK) break;
        fw_gram_total(s->slices + k * FW_LEARNING_POINTS, FW_LEARNING_POINTS, SIZE_MAX, &s->fold[k]);
        s->filled += fw_gram_rows(&s->fold[k]) > 0;
    }
    if (code == FW_OK) fw_gram_total(s->fold, s->folds, SIZE_MAX, &s->total);
    return code;
}

/* Without weights, for measuring: every row counts the same. */
static fw_code make_plain(fw_table_state *s, fw_error *err) {
    if (!s->weight) {
        s->plain = s->fold;
        return FW_OK;
    }
    uint32_t *fold = calloc(s->sample->rows + 1, sizeof *fold);
    s->plain = calloc(s->folds, sizeof *s->plain);
    fw_code code = fold && s->plain ? FW_OK : fw_fail_nomem(err);
    for (size_t i = 0; i < s->sample->rows && code == FW_OK; i++) fold[i] = fw_table_fold(s, i);
    if (code == FW_OK) code = fw_sample_grams(s->sample, NULL, fold, s->folds, s->plain, err);
    free(fold);
    return code;
}

fw_code fw_table_make_folds(fw_table_state *s, fw_error *err) {
    s->folds = s->options->folds;
    const size_t slices = s->folds * FW_LEARNING_POINTS;
    s->slice_of = calloc(s->sample->rows + 1, sizeof *s->slice_of);
    s->slices = calloc(slices, sizeof *s->slices);
    s->fold = calloc(s->folds, sizeof *s->fold);
    if (!s->slice_of || !s->slices || !s->fold) return fw_fail_nomem(err);
    place_rows(s);
    fw_code code = fw_sample_grams(s->sample, s->weight, s->slice_of, slices, s->slices, err);
    if (code == FW_OK) code = sum_slices(s, err);
    if (code == FW_OK) code = make_plain(s, err);
    s->training.gram = &s->total;
    return code;
}
