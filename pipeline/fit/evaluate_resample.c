/* evaluate_resample.c: one set of bootstrap resamples, shared by all measures of an evaluation. */
#include "fit/evaluate_resample.h"

#include "base/sort.h"
#include "base/str.h"
#include "base/wide.h"
#include "fit/distributions.h"
#include "fit/draws.h"
#include "fit/numeric.h"
#include "fit/percentile.h"

#include <gsl/gsl_rng.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_BAGS = 300 };

/* A bag that is in a resample: one in three is not. */
typedef struct {
    uint16_t bag, times;
} drawn_bag;

struct fw_resampler {
    size_t rows, clusters, bags, resamples;
    uint32_t *bag;    /* by row */
    drawn_bag *drawn; /* by resample, each in the order of bags */
    size_t *first;    /* resamples + 1: where a resample's begin */
};

void fw_resampler_free(fw_resampler *resampler) {
    if (!resampler) return;
    free(resampler->bag);
    free(resampler->drawn);
    free(resampler->first);
    free(resampler);
}

size_t fw_resampler_clusters(const fw_resampler *resampler) { return resampler->clusters; }
bool fw_resampler_repeats(const fw_resampler *resampler) { return resampler->clusters < resampler->rows; }
size_t fw_resampler_bags(const fw_resampler *resampler) { return resampler->bags; }
size_t fw_resampler_bag(const fw_resampler *resampler, size_t row) { return resampler->bag[row]; }

double *fw_resampler_sums(const fw_resampler *resampler, size_t width) {
    return calloc(resampler->bags * width + 1, sizeof(double));
}

static int by_value(const void *a, const void *b) {
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* Index of the cluster in the sorted list. */
static size_t place(const uint64_t *sorted, size_t count, uint64_t value) {
    const uint64_t *at = bsearch(&value, sorted, count, sizeof *sorted, by_value);
    return (size_t)(at - sorted);
}

/* A bag is a cluster while there are few, else what the hash says. Sorted: the order of rows plays no part.
 */
static fw_code fill_bags(fw_resampler *r, const uint64_t *cluster, fw_error *err) {
    uint64_t *sorted = malloc((r->rows + 1) * sizeof *sorted);
    if (!sorted) return fw_fail_nomem(err);
    if (r->rows) {
        memcpy(sorted, cluster, r->rows * sizeof *sorted);
        fw_sort_keys(sorted, r->rows);
    }
    for (size_t i = 0; i < r->rows; i++)
        if (i == 0 || sorted[i] != sorted[r->clusters - 1]) sorted[r->clusters++] = sorted[i];
    const bool few = r->clusters <= MOST_BAGS;
    r->bags = few ? r->clusters : MOST_BAGS;
    for (size_t i = 0; i < r->rows; i++)
        r->bag[i] = (uint32_t)(few ? place(sorted, r->clusters, cluster[i])
                                   : fw_hash64(&cluster[i], sizeof cluster[i], 0) % MOST_BAGS);
    free(sorted);
    return FW_OK;
}

static void draw_one(fw_resampler *r, size_t resample, const fw_draws *draws) {
    uint16_t times[MOST_BAGS] = {0};
    for (size_t i = 0; i < r->bags; i++) times[fw_draw(draws)]++;
    size_t at = r->first[resample];
    for (size_t i = 0; i < r->bags; i++)
        if (times[i]) r->drawn[at++] = (drawn_bag){(uint16_t)i, times[i]};
    r->first[resample + 1] = at;
}

static fw_code draw(fw_resampler *r, uint64_t seed, fw_error *err) {
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    if (!rng) return fw_fail_nomem(err);
    /* Hashed, because the generator takes seed 0 for its default seed. */
    gsl_rng_set(rng, (unsigned long)fw_hash64(&seed, sizeof seed, 0));
    const fw_draws draws = fw_draws_of(rng, r->bags);
    for (size_t b = 0; b < r->resamples; b++) draw_one(r, b, &draws);
    gsl_rng_free(rng);
    return FW_OK;
}

fw_code fw_resampler_new(const uint64_t *cluster, size_t rows, size_t resamples, uint64_t seed,
                         fw_resampler **out, fw_error *err) {
    fw_numeric_start();
    *out = NULL;
    fw_resampler *r = calloc(1, sizeof *r);
    if (!r) return fw_fail_nomem(err);
    r->rows = rows;
    r->resamples = resamples;
    r->bag = calloc(rows + 1, sizeof *r->bag);
    fw_code code = r->bag ? fill_bags(r, cluster, err) : fw_fail_nomem(err);
    r->drawn = malloc((resamples * r->bags + 1) * sizeof *r->drawn);
    r->first = calloc(resamples + 1, sizeof *r->first);
    if (code == FW_OK && (!r->drawn || !r->first)) code = fw_fail_nomem(err);
    if (code == FW_OK && r->bags) code = draw(r, seed, err);
    if (code == FW_OK)
        *out = r;
    else
        fw_resampler_free(r);
    return code;
}

/* Sums of `strip` neighbouring columns, kept in registers over all bags: most of the time is spent here. */
enum { STRIP = 16, NARROW = 4 };
FW_INLINED void gather_strip(const drawn_bag *drawn, size_t count, const double *sums, size_t width,
                             size_t strip, double *out) {
    double total[STRIP] = {0};
    for (size_t i = 0; i < count; i++) {
        const double times = drawn[i].times, *of = sums + drawn[i].bag * width;
        for (size_t k = 0; k < strip; k++) total[k] += times * of[k];
    }
    memcpy(out, total, strip * sizeof *total);
}

/* The last strip reaches back over the one before it: a few columns are summed twice, to the same. */
FW_INLINED void gather_strips(const drawn_bag *drawn, size_t count, const double *sums, size_t width,
                              size_t strip, double *out) {
    for (size_t first = 0; first < width; first += strip) {
        if (first + strip > width) first = width - strip;
        gather_strip(drawn, count, sums + first, width, strip, out + first);
    }
}

FW_INLINED void gather_all(const drawn_bag *drawn, size_t count, const double *sums, size_t width,
                           double *out) {
    if (width >= STRIP)
        gather_strips(drawn, count, sums, width, STRIP, out);
    else if (width >= NARROW)
        gather_strips(drawn, count, sums, width, NARROW, out);
    else
        gather_strips(drawn, count, sums, width, 1, out);
}

FW_WIDE static void gather_wide(const drawn_bag *drawn, size_t count, const double *sums, size_t width,
                                double *out) {
    gather_all(drawn, count, sums, width, out);
}

/* The sums of one resample. */
static void gather(const fw_resampler *r, size_t resample, const double *sums, size_t width, double *out) {
    const drawn_bag *drawn = r->drawn + r->first[resample];
    const size_t count = r->first[resample + 1] - r->first[resample];
    (fw_has_wide() ? gather_wide : gather_all)(drawn, count, sums, width, out);
}

double fw_resampler_filled(const fw_resampler *resampler, const double *sums, size_t width, size_t column) {
    double filled = 0;
    for (size_t b = 0; b < resampler->bags; b++) filled += sums[b * width + column] != 0;
    return filled;
}

fw_code fw_resampler_intervals(const fw_resampler *r, const double *sums, size_t width,
                               fw_resample_figures *figures, const void *context, size_t count, double units,
                               fw_interval *out, fw_error *err) {
    for (size_t k = 0; k < count; k++) out[k].low = out[k].high = (double)NAN;
    if (r->resamples == 0 || r->bags < 2) return FW_OK;
    double *values = malloc((r->resamples * count + width + count) * sizeof *values);
    if (!values) return fw_fail_nomem(err);
    double *total = values + r->resamples * count, *figure = total + width;
    for (size_t b = 0; b < r->resamples; b++) {
        gather(r, b, sums, width, total);
        figures(context, total, figure);
        for (size_t k = 0; k < count; k++) values[k * r->resamples + b] = figure[k];
    }
    for (size_t k = 0; k < count; k++)
        fw_percentile_ends(values + k * r->resamples, r->resamples, units, &out[k].low, &out[k].high);
    free(values);
    return FW_OK;
}

void fw_fisher_interval(fw_interval *r, double n) {
    r->low = r->high = (double)NAN;
    if (!(n > 3) || !(fabs(r->value) < 1)) return;
    const double z = atanh(r->value), half = fw_normal_quantile(.975) / sqrt(n - 3);
    r->low = tanh(z - half);
    r->high = tanh(z + half);
}
