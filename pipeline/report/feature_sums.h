/*
 * feature_sums.h: one feature's descriptives, summed by pieces of rows: a piece may be summed on any thread,
 * and pieces are merged in the order of the rows, so that the sums depend on how rows are cut and on nothing
 * else.
 */
#ifndef FAILWISE_REPORT_FEATURE_SUMS_H
#define FAILWISE_REPORT_FEATURE_SUMS_H

#include "report/stats.h"

#include <failwise/types.h>

/* Zero-initialise. Values that are not finite are left out. */
typedef struct fw_feature_sums {
    fw_moments moments;
    fw_comoments with_rating;
    double min, max; /* of no meaning before the first value */
    uint64_t nonzero;
} fw_feature_sums;

/*
 * Sums `rows` x `width` numbers, row-major, into out[width], which they replace. `rating`: one a row, NaN
 * where there is none; NULL: nowhere. False when memory is out.
 */
bool fw_feature_sums_of(const float *x, size_t rows, size_t width, const double *rating,
                        fw_feature_sums *out);
/* Adds a piece of later rows. */
void fw_feature_sums_merge(fw_feature_sums *into, const fw_feature_sums *piece);

#endif
