/* percentile.h: 95 % intervals from resampled values. */
#ifndef FAILWISE_FIT_PERCENTILE_H
#define FAILWISE_FIT_PERCENTILE_H

#include <stddef.h>

/* The share of resampled values that each end of an interval leaves outside, of `units` that were drawn. */
double fw_percentile_tail(double units);

/* The ends, of those values that are defined, which are put in order. NaN where half of them or more are not,
 * where there is one unit only, and where all are the same: no width would look like certainty. */
void fw_percentile_ends(double *values, size_t count, double units, double *low, double *high);

/* Wilson's ends for a percentage that has none because it is 0 or 100 in every unit. Other ends stay. */
void fw_percent_ends(double percent, double units, double *low, double *high);

#endif
