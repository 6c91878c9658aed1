/*
 * evaluate_resample.h: bootstrap intervals of anything that is computed from sums over rows.
 *
 * The rows' terms are summed by bag once; a resample is then a weighted sum over bags.
 */
#ifndef FAILWISE_FIT_EVALUATE_RESAMPLE_H
#define FAILWISE_FIT_EVALUATE_RESAMPLE_H

#include <failwise/evaluate.h>

#include <math.h>

static inline fw_interval fw_interval_none(void) {
    return (fw_interval){(double)NAN, (double)NAN, (double)NAN};
}

/* Sums by bag: bags x width, zeroed; NULL when memory is out. free() it. */
double *fw_resampler_sums(const fw_resampler *resampler, size_t width);
/* Bags, and the bag of a row. */
size_t fw_resampler_bags(const fw_resampler *resampler);
size_t fw_resampler_bag(const fw_resampler *resampler, size_t row);

/* Turns sums into `count` figures; NaN where not defined. */
typedef void fw_resample_figures(const void *context, const double *sums, double *figures);
/*
 * Fills low and high of `count` intervals (value is left alone); NaN where most resamples leave the figure
 * undefined, or there is one bag only. `units`: bags that have any of what is measured.
 */
fw_code fw_resampler_intervals(const fw_resampler *resampler, const double *sums, size_t width,
                               fw_resample_figures *figures, const void *context, size_t count, double units,
                               fw_interval *out, fw_error *err);

/* Bags whose number `column` of sums is not 0. */
double fw_resampler_filled(const fw_resampler *resampler, const double *sums, size_t width, size_t column);

/* Fisher's interval of a correlation of n rows; NaN ends for n < 4, and of 1 and -1. */
void fw_fisher_interval(fw_interval *r, double n);

#endif
