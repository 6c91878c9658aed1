/* feature_sums.c: means, deviations, extremes and correlations of all features of a piece of rows. */
#include "report/feature_sums.h"

#include "base/wide.h"

#include <math.h>
#include <stdlib.h>

/* Sums about the first row, of all features side by side: neighbouring lanes do not depend on each other. */
typedef struct {
    double *shift, *sum, *squares;             /* of rows without rating */
    double *rated_sum, *rated_squares, *cross; /* of rated ones */
    float *min, *max;
    uint32_t *nonzero;
    double first_rating, rated, ratings, rating_squares; /* ratings about the first of them */
} lanes;

enum { DOUBLES = 6, FLOATS = 2 };

static bool open_lanes(lanes *l, const float *x, size_t width) {
    double *wide = calloc(DOUBLES * width + 1, sizeof *wide);
    float *narrow = malloc((FLOATS * width + 1) * sizeof *narrow);
    *l = (lanes){.shift = wide, .min = narrow, .nonzero = calloc(width + 1, sizeof *l->nonzero)};
    if (!wide || !narrow || !l->nonzero) return false;
    l->sum = wide + width;
    l->squares = wide + 2 * width;
    l->rated_sum = wide + 3 * width;
    l->rated_squares = wide + 4 * width;
    l->cross = wide + 5 * width;
    l->max = narrow + width;
    for (size_t j = 0; j < width; j++) {
        l->shift[j] = (double)x[j];
        l->min[j] = l->max[j] = x[j];
    }
    return true;
}

static void close_lanes(lanes *l) {
    free(l->shift);
    free(l->min);
    free(l->nonzero);
}

FW_INLINED void add_extremes(const lanes *l, const float *restrict x, size_t width) {
    float *restrict min = l->min, *restrict max = l->max;
    uint32_t *restrict nonzero = l->nonzero;
    for (size_t j = 0; j < width; j++) {
        min[j] = x[j] < min[j] ? x[j] : min[j];
        max[j] = x[j] > max[j] ? x[j] : max[j];
        nonzero[j] += x[j] < 0 || x[j] > 0;
    }
}

FW_INLINED void add_unrated(const lanes *l, const float *restrict x, size_t width) {
    const double *restrict shift = l->shift;
    double *restrict sum = l->sum, *restrict squares = l->squares;
    for (size_t j = 0; j < width; j++) {
        const double d = (double)x[j] - shift[j];
        sum[j] += d;
        squares[j] += d * d;
    }
}

FW_INLINED void add_rated(lanes *l, const float *restrict x, size_t width, double rating) {
    const double *restrict shift = l->shift;
    double *restrict sum = l->rated_sum, *restrict squares = l->rated_squares, *restrict cross = l->cross;
    if (l->rated <= 0) l->first_rating = rating;
    const double y = rating - l->first_rating;
    l->rated++;
    l->ratings += y;
    l->rating_squares += y * y;
    for (size_t j = 0; j < width; j++) {
        const double d = (double)x[j] - shift[j];
        sum[j] += d;
        squares[j] += d * d;
        cross[j] += d * y;
    }
}

/* What is left of a sum of squares about its own mean; rounding must not make it negative. */
static double about_mean(double squares, double sum, double n) {
    return n > 0 ? fmax(0, squares - sum * sum / n) : 0;
}

static void take(const lanes *l, size_t j, double rows, fw_feature_sums *out) {
    const double n = l->rated, sum = l->sum[j] + l->rated_sum[j];
    *out = (fw_feature_sums){.moments = {rows, l->shift[j] + sum / rows,
                                         about_mean(l->squares[j] + l->rated_squares[j], sum, rows)},
                             .min = (double)l->min[j],
                             .max = (double)l->max[j],
                             .nonzero = l->nonzero[j]};
    if (!(n > 0)) return;
    out->with_rating = (fw_comoments){.n = n,
                                      .mean_x = l->shift[j] + l->rated_sum[j] / n,
                                      .mean_y = l->first_rating + l->ratings / n,
                                      .xx = about_mean(l->rated_squares[j], l->rated_sum[j], n),
                                      .yy = about_mean(l->rating_squares, l->ratings, n),
                                      .xy = l->cross[j] - l->rated_sum[j] * l->ratings / n};
}

FW_INLINED bool all_finite(const float *x, size_t count) {
    int missing = 0;
    for (size_t i = 0; i < count; i++) missing |= !isfinite(x[i]);
    return !missing;
}

/* Rows in which something is missing: value by value. */
static void add_by_value(const float *x, size_t width, double rating, fw_feature_sums *out) {
    for (size_t j = 0; j < width; j++) {
        const double value = (double)x[j];
        if (!isfinite(value)) continue;
        const bool first = out[j].moments.n < 1;
        if (first || value < out[j].min) out[j].min = value;
        if (first || value > out[j].max) out[j].max = value;
        fw_moments_add(&out[j].moments, value);
        fw_comoments_add(&out[j].with_rating, value, rating);
        out[j].nonzero += value < 0 || value > 0;
    }
}

/* False where something is missing. */
FW_INLINED bool add_rows(lanes *l, const float *x, size_t rows, size_t width, const double *rating) {
    if (!all_finite(x, rows * width)) return false;
    for (size_t r = 0; r < rows; r++, x += width) {
        add_extremes(l, x, width);
        if (rating && isfinite(rating[r]))
            add_rated(l, x, width, rating[r]);
        else
            add_unrated(l, x, width);
    }
    return true;
}

FW_WIDE static bool add_wide(lanes *l, const float *x, size_t rows, size_t width, const double *rating) {
    return add_rows(l, x, rows, width, rating);
}

bool fw_feature_sums_of(const float *x, size_t rows, size_t width, const double *rating,
                        fw_feature_sums *out) {
    for (size_t j = 0; j < width; j++) out[j] = (fw_feature_sums){0};
    if (rows == 0) return true;
    lanes l;
    const bool room = open_lanes(&l, x, width);
    const bool complete =
        room && (fw_has_wide() ? add_wide(&l, x, rows, width, rating) : add_rows(&l, x, rows, width, rating));
    for (size_t r = 0; r < rows && !complete && room; r++)
        add_by_value(x + r * width, width, rating ? rating[r] : FW_MISSING, out);
    for (size_t j = 0; j < width && complete; j++) take(&l, j, (double)rows, &out[j]);
    close_lanes(&l);
    return room;
}

void fw_feature_sums_merge(fw_feature_sums *into, const fw_feature_sums *piece) {
    if (piece->moments.n > 0) {
        const bool first = into->moments.n < 1;
        if (first || piece->min < into->min) into->min = piece->min;
        if (first || piece->max > into->max) into->max = piece->max;
    }
    fw_moments_merge(&into->moments, &piece->moments);
    fw_comoments_merge(&into->with_rating, &piece->with_rating);
    into->nonzero += piece->nonzero;
}
