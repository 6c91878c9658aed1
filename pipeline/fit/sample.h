/*
 * sample.h: rated rows of a table in memory, and their cross-products by any grouping in one pass.
 *
 * The columns of a sample's grams (see gram.h): the features, length, log(1 + length), the rating, 1. Every
 * column but the last is taken about the sample's mean. A row's weight multiplies its cross-products.
 */
#ifndef FAILWISE_FIT_SAMPLE_H
#define FAILWISE_FIT_SAMPLE_H

#include "fit/gram.h"

/* Owned arrays, except where said; fw_sample_free when done. */
typedef struct fw_sample {
    size_t rows, features;
    double *x;         /* rows x features, row-major; as read until fw_steps_apply */
    double *y;         /* ratings, finite */
    double *weight;    /* NULL: all 1; mean 1 */
    double *length;    /* NULL: unknown */
    uint64_t *cluster; /* hash of who belongs together */
    uint32_t *member;  /* index of the cluster, in order of its hash */
    size_t clusters;
    double *shift; /* by gram column */
} fw_sample;

static inline size_t fw_sample_width(const fw_sample *sample) { return sample->features + 4; }

fw_code fw_sample_alloc(fw_sample *sample, size_t rows, size_t features, fw_error *err);
void fw_sample_free(fw_sample *sample);
/* Fills member and clusters; rows keep their order. */
fw_code fw_sample_index(fw_sample *sample, fw_error *err);
/* Fills shift with the (unweighted) means of what is there now. */
void fw_sample_centre(fw_sample *sample);

/* One row as gram columns, times the root of its weight. `weight` NULL = the sample's. */
void fw_sample_row(const fw_sample *sample, size_t row, double weight, double *out);

/*
 * Cross-products of the rows of every group: grams[g] for group[row] == g; `group` NULL puts all in one.
 * The grams are initialised here, whole, and owned by the caller. `weight` by row, NULL = 1.
 */
fw_code fw_sample_grams(const fw_sample *sample, const double *weight, const uint32_t *group, size_t groups,
                        fw_gram *grams, fw_error *err);
/* Frees an array of grams and what they hold. NULL is allowed. */
void fw_grams_free(fw_gram *grams, size_t count);

#endif
