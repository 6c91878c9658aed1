/* bootstrap.c: percentile intervals of agreement, resampling clusters. */
#include "base/str.h"
#include "fit/draws.h"
#include "fit/numeric.h"
#include "fit/percentile.h"
#include <failwise/agreement.h>

#include <assert.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>

enum { MEASURES = sizeof(fw_agreement) / sizeof(double) };
static_assert(sizeof(fw_agreement) == MEASURES * sizeof(double), "only doubles in fw_agreement");

/* A measure by position; fw_agreement holds nothing but doubles. */
static double *measure_at(fw_agreement *agreement, size_t index) { return (double *)agreement + index; }

static void resample(const fw_agreement_sums *clusters, size_t count, const fw_draws *draws,
                     fw_agreement *out) {
    fw_agreement_sums sums = {0};
    for (size_t i = 0; i < count; i++) fw_agreement_merge(&sums, &clusters[fw_draw(draws)]);
    fw_agreement_measure(&sums, out);
}

static void clear(fw_agreement_interval *out) {
    *out = (fw_agreement_interval){0};
    for (size_t i = 0; i < MEASURES; i++) {
        *measure_at(&out->low, i) = (double)NAN;
        *measure_at(&out->high, i) = (double)NAN;
    }
}

static void draw_all(const fw_agreement_sums *clusters, size_t count, size_t resamples, gsl_rng *rng,
                     double *values, fw_agreement_interval *out) {
    const fw_draws draws = fw_draws_of(rng, count);
    for (size_t b = 0; b < resamples; b++) {
        fw_agreement sample;
        resample(clusters, count, &draws, &sample);
        for (size_t i = 0; i < MEASURES; i++) values[i * resamples + b] = *measure_at(&sample, i);
    }
    for (size_t i = 0; i < MEASURES; i++)
        fw_percentile_ends(values + i * resamples, resamples, (double)count, measure_at(&out->low, i),
                           measure_at(&out->high, i));
    const size_t exact = offsetof(fw_agreement, exact) / sizeof(double),
                 adjacent = offsetof(fw_agreement, adjacent) / sizeof(double);
    fw_percent_ends(values[exact * resamples], (double)count, &out->low.exact, &out->high.exact);
    fw_percent_ends(values[adjacent * resamples], (double)count, &out->low.adjacent, &out->high.adjacent);
}

fw_code fw_agreement_bootstrap(const fw_agreement_sums *clusters, size_t cluster_count, size_t resamples,
                               uint64_t seed, fw_agreement_interval *out, fw_error *err) {
    fw_numeric_start();
    clear(out);
    fw_agreement_sums *filled = calloc(cluster_count + 1, sizeof *filled);
    double *values = calloc(MEASURES * (resamples + 1), sizeof *values);
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    fw_code code = FW_OK;
    if (!filled || !values || !rng) {
        code = fw_fail_nomem(err);
    } else {
        for (size_t i = 0; i < cluster_count; i++)
            if (clusters[i].n > 0) filled[out->clusters++] = clusters[i];
        out->resamples = resamples;
        /* Hashed, because the generator takes seed 0 for its default seed. */
        gsl_rng_set(rng, (unsigned long)fw_hash64(&seed, sizeof seed, 0));
        if (out->clusters >= 2) draw_all(filled, out->clusters, resamples, rng, values, out);
    }
    if (rng) gsl_rng_free(rng);
    free(values);
    free(filled);
    return code;
}
