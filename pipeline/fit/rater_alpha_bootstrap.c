/* rater_alpha_bootstrap.c: Krippendorff's alpha of a panel with intervals: resampled answers, seeded. */
#include "base/str.h"
#include "fit/percentile.h"
#include "fit/rater_alpha.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>

/* Steps that all resamples together may take: many patterns get fewer resamples, but never fewer than this.
 */
static const double MOST_WORK = 1e9;
enum { LEAST_RESAMPLES = 100 };

typedef struct sampler {
    const fw_patterns *patterns;
    fw_alpha_scratch scratch;
    unsigned *drawn;
    double *weight;
    double *values; /* [FW_ALPHA_COUNT][resamples] */
    size_t resamples;
    gsl_rng *rng;
} sampler;

static size_t affordable(const fw_patterns *p, size_t wanted) {
    const double ratio = p->can_ratio ? (double)p->levels * (double)p->levels / 2 : 0;
    /* A binomial draw costs about as much as twenty ratings. */
    const double each = 20 * (double)p->count + 4 * (double)p->start[p->count] + ratio;
    const double most = fmax(LEAST_RESAMPLES, floor(MOST_WORK / each));
    return (double)wanted > most ? (size_t)most : wanted;
}

static fw_code open_sampler(sampler *s, const fw_patterns *p, size_t resamples, uint64_t seed,
                            fw_error *err) {
    *s = (sampler){.patterns = p, .resamples = affordable(p, resamples)};
    s->scratch.frequency = calloc(p->levels + 1, sizeof(double));
    s->scratch.rank = calloc(p->levels + 1, sizeof(double));
    s->drawn = calloc(p->count + 1, sizeof *s->drawn);
    s->weight = calloc(p->count + 1, sizeof *s->weight);
    s->values = calloc(FW_ALPHA_COUNT * (s->resamples + 1), sizeof *s->values);
    s->rng = gsl_rng_alloc(gsl_rng_mt19937);
    if (!s->scratch.frequency || !s->scratch.rank || !s->drawn || !s->weight || !s->values || !s->rng)
        return fw_fail_nomem(err);
    /* Hashed, because the generator takes seed 0 for its default seed. */
    gsl_rng_set(s->rng, (unsigned long)fw_hash64(&seed, sizeof seed, 0));
    return FW_OK;
}

static void close_sampler(sampler *s) {
    free(s->scratch.frequency);
    free(s->scratch.rank);
    free(s->drawn);
    free(s->weight);
    free(s->values);
    if (s->rng) gsl_rng_free(s->rng);
}

static void draw(sampler *s, size_t b) {
    const fw_patterns *p = s->patterns;
    double alpha[FW_ALPHA_COUNT];
    gsl_ran_multinomial(s->rng, p->count, (unsigned)p->answers, p->weight, s->drawn);
    for (size_t i = 0; i < p->count; i++) s->weight[i] = s->drawn[i];
    fw_patterns_alpha(p, s->weight, &s->scratch, alpha);
    for (size_t k = 0; k < FW_ALPHA_COUNT; k++) s->values[k * s->resamples + b] = alpha[k];
}

static void say_why(const fw_sparse_panel *panel, const fw_patterns *p, const fw_panel *options,
                    const fw_alpha *alpha, fw_panel_result *result) {
    if (!p->can_ratio)
        fw_panel_note(result, panel->level[0] < 0 ? "ratings below 0: no alpha for ratios"
                                                  : "too many different ratings for alpha of ratios");
    if (alpha->resamples < options->resamples && p->answers > 1)
        fw_panel_note(result,
                      "%zu resamples instead of %zu for alpha: there are %zu different patterns of ratings",
                      alpha->resamples, options->resamples, p->count);
}

fw_code fw_panel_alpha(const fw_sparse_panel *panel, const fw_panel *options, fw_panel_result *result,
                       fw_error *err) {
    fw_patterns p;
    sampler s = {0};
    double alpha[FW_ALPHA_COUNT];
    fw_code code = fw_patterns_build(panel, &p, err);
    if (code != FW_OK) return code;
    fw_alpha *out = &result->alpha;
    *out = (fw_alpha){.answers = p.answers, .values = p.values};
    code = open_sampler(&s, &p, p.answers > 1 ? options->resamples : 0, options->seed, err);
    if (code == FW_OK) {
        fw_patterns_alpha(&p, p.weight, &s.scratch, alpha);
        out->resamples = s.resamples;
        for (size_t b = 0; b < s.resamples; b++) draw(&s, b);
        for (size_t k = 0; k < FW_ALPHA_COUNT; k++) {
            out->of[k] = (fw_interval){alpha[k], (double)NAN, (double)NAN};
            if (s.resamples && isfinite(alpha[k]))
                fw_percentile_ends(s.values + k * s.resamples, s.resamples, (double)p.answers,
                                   &out->of[k].low, &out->of[k].high);
        }
        say_why(panel, &p, options, out, result);
    }
    close_sampler(&s);
    fw_patterns_free(&p);
    return code;
}
