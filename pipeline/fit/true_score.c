/* true_score.c: proportional reduction of mean squared error in predicting true scores, for any number of
 * raters. */
#include "fit/evaluate_resample.h"

#include <stdlib.h>
#include <string.h>

/* Sums over the rows that have a rating; c is their number of ratings, b their mean about the centre. */
enum { ROWS, C, CC, CB, CBB, WITHIN, WITHIN_DF, C_ERROR2, WIDTH };

/* One analysis. */
typedef struct {
    const double *const *rating;
    size_t raters;
    const double *m;
    double centre;
    double given; /* error variance, or NaN */
} analysis;

/* Error variance, variance of true scores, MSE, PRMSE. */
enum { ERRORS, TRUE, MSE, PRMSE, FIGURES };

static void figures_of(const void *context, const double *s, double *out) {
    const analysis *a = context;
    for (int k = 0; k < FIGURES; k++) out[k] = (double)NAN;
    if (!(s[ROWS] > 0)) return;
    if (isnan(a->given) && !(s[WITHIN_DF] > 0)) return;
    out[ERRORS] = isnan(a->given) ? s[WITHIN] / s[WITHIN_DF] : a->given;
    const double mean = s[CB] / s[C], between = s[CBB] - s[CB] * mean;
    const double weight = s[C] - s[CC] / s[C];
    if (weight > 0) out[TRUE] = (between - (s[ROWS] - 1) * out[ERRORS]) / weight;
    out[MSE] = (s[C_ERROR2] - s[ROWS] * out[ERRORS]) / s[C];
    if (out[TRUE] > 0) out[PRMSE] = 1 - out[MSE] / out[TRUE];
}

/* The row's ratings: how many, their mean and squared deviations. */
static size_t ratings_of(const analysis *a, size_t row, double *mean, double *squares) {
    size_t count = 0;
    *mean = *squares = 0;
    for (size_t j = 0; j < a->raters; j++) {
        const double value = a->rating[j][row];
        if (isnan(value)) continue;
        count++;
        const double delta = value - *mean;
        *mean += delta / (double)count;
        *squares += delta * (value - *mean);
    }
    return count;
}

static void add_row(const analysis *a, size_t row, double *sums, fw_true_score *out) {
    double mean, squares;
    const size_t count = ratings_of(a, row, &mean, &squares);
    if (count == 0 || isnan(a->m[row])) return;
    const double c = (double)count, b = mean - a->centre, error = mean - a->m[row];
    out->n++;
    out->single += count == 1;
    out->multiple += count > 1;
    sums[ROWS] += 1;
    sums[C] += c;
    sums[CC] += c * c;
    sums[CB] += c * b;
    sums[CBB] += c * b * b;
    sums[C_ERROR2] += c * error * error;
    sums[WITHIN] += squares;
    sums[WITHIN_DF] += c - 1;
}

static double centre_of(const analysis *a, size_t rows) {
    double sum = 0, n = 0;
    for (size_t i = 0; i < rows; i++) {
        double mean, squares;
        const size_t count = ratings_of(a, i, &mean, &squares);
        sum += (double)count * mean;
        n += (double)count;
    }
    return n > 0 ? sum / n : 0;
}

/* The population's share is 1 at most, which an estimate of it need not be (its MSE is a difference): cut
 * there, an interval covers the share as often as before. One that is all beyond would be a single point,
 * which looks like certainty: there is none. */
static fw_interval share_of(double value, const fw_interval *found) {
    fw_interval share = fw_interval_none();
    share.value = value;
    if (isfinite(value) && found->low < 1) {
        share.low = found->low;
        share.high = fmin(found->high, 1);
    }
    return share;
}

fw_code fw_evaluate_true_score(const fw_resampler *resampler, const double *const *rating, size_t raters,
                               const double *m, size_t rows, double error_variance, fw_true_score *out,
                               fw_error *err) {
    analysis a = {.rating = rating, .raters = raters, .m = m, .given = error_variance};
    a.centre = centre_of(&a, rows);
    *out = (fw_true_score){.raters = raters, .prmse = fw_interval_none()};
    double total[WIDTH] = {0}, value[FIGURES];
    double *sums = fw_resampler_sums(resampler, WIDTH);
    if (!sums) return fw_fail_nomem(err);
    for (size_t i = 0; i < rows; i++) {
        double row[WIDTH] = {0}, *bag = sums + fw_resampler_bag(resampler, i) * WIDTH;
        add_row(&a, i, row, out);
        for (int k = 0; k < WIDTH; k++) {
            bag[k] += row[k];
            total[k] += row[k];
        }
    }
    figures_of(&a, total, value);
    fw_interval interval[FIGURES];
    const double units = fw_resampler_filled(resampler, sums, WIDTH, ROWS);
    const fw_code code =
        fw_resampler_intervals(resampler, sums, WIDTH, figures_of, &a, FIGURES, units, interval, err);
    free(sums);
    if (code != FW_OK) return code;
    out->error_variance = value[ERRORS];
    out->true_variance = value[TRUE];
    out->mse = value[MSE];
    out->prmse = share_of(value[PRMSE], &interval[PRMSE]);
    return FW_OK;
}
