/*
 * percentile.c: 95 % intervals from resampled values: expanded percentiles (Hesterberg 2015, What teachers
 * should know about the bootstrap, section 5.3).
 *
 * Plain percentiles are too narrow by what makes a z interval of a mean too narrow: resamples vary with
 * divisor n in place of n - 1, and a normal stands in for Student's t. So 20 units lose 2 of 95 cases in a
 * hundred, 8 lose 6 and more. The shares below are those at which a mean's interval is Student's.
 */
#include "fit/percentile.h"

#include "base/sort.h"
#include "fit/distributions.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

double fw_percentile_tail(double units) {
    if (!(units > 1)) return (double)NAN;
    return gsl_cdf_ugaussian_Q(sqrt(units / (units - 1)) * fw_t_quantile(.975, units - 1));
}

void fw_percentile_ends(double *values, size_t count, double units, double *low, double *high) {
    const double tail = fw_percentile_tail(units);
    size_t defined = 0;
    for (size_t i = 0; i < count; i++)
        if (isfinite(values[i])) values[defined++] = values[i];
    *low = *high = (double)NAN;
    if (defined * 2 <= count || isnan(tail)) return;
    fw_sort_doubles(values, defined);
    *low = gsl_stats_quantile_from_sorted_data(values, 1, defined, tail);
    *high = gsl_stats_quantile_from_sorted_data(values, 1, defined, 1 - tail);
    if (*low == *high) *low = *high = (double)NAN;
}

void fw_percent_ends(double percent, double units, double *low, double *high) {
    if (isfinite(*low) || (percent != 0 && percent != 100)) return;
    fw_wilson(percent / 100 * units, units, .95, low, high);
    *low *= 100;
    *high *= 100;
}
