/*
 * rater_profile.c: each rater against the others: spread, severity, slope, noise, and the flags drawn from
 * them.
 *
 * What the others say of an answer is the mean of their ratings, severity removed, shrunk by its reliability
 * (best linear prediction). If all raters were alike, a rating would follow that with slope 1 and a variance
 * that the variance components give; both are estimated for each rater by weighted regression.
 */
#include "fit/distributions.h"
#include "fit/rater_panel.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

static const double NONE = (double)NAN;

static void describe(const fw_sparse_panel *p, uint32_t r, fw_rater *out) {
    const size_t n = fw_panel_load(p, r);
    double sum = 0, squares = 0;
    out->count = n;
    out->min = (double)INFINITY;
    out->max = -(double)INFINITY;
    for (size_t k = p->rater_start[r]; k < p->rater_start[r + 1]; k++) {
        const double value = p->level[p->level_of[p->by_rater[k]]];
        sum += p->value[p->by_rater[k]];
        out->min = fmin(out->min, value);
        out->max = fmax(out->max, value);
    }
    const double mean = sum / (double)n;
    for (size_t k = p->rater_start[r]; k < p->rater_start[r + 1]; k++) {
        const double d = p->value[p->by_rater[k]] - mean;
        squares += d * d;
    }
    out->mean = mean + p->centre;
    out->sd = n > 1 ? sqrt(squares / (double)(n - 1)) : NONE;
}

static void tell_severity(const fw_additive *a, uint32_t r, fw_rater *out) {
    const double df = a->residual_df;
    out->severity = (fw_interval){a->rater[r], NONE, NONE};
    out->severity_se = out->severity_p = NONE;
    if (!(a->residual_ms > 0) || !(a->variance[r] > 0)) return;
    const double reach = fw_t_quantile(.975, df);
    out->severity_se = sqrt(a->residual_ms * a->variance[r]);
    out->severity.low = a->rater[r] - reach * out->severity_se;
    out->severity.high = a->rater[r] + reach * out->severity_se;
    out->severity_p = fw_t_two_sided_p(a->rater[r] / out->severity_se, df);
}

/* What the regression and the correlation of one rater need. */
typedef struct follow {
    double n, w, wx, wy, wxx, wxy, wyy; /* weighted, on predictions */
    double x, y, xx, xy, yy;            /* plain, on the others' means */
} follow;

static void add_answer(follow *f, double rating, double others, double predicted, double variance) {
    const double w = 1 / variance;
    f->n++;
    f->w += w;
    f->wx += w * predicted;
    f->wy += w * rating;
    f->wxx += w * predicted * predicted;
    f->wxy += w * predicted * rating;
    f->wyy += w * rating * rating;
    f->x += others;
    f->y += rating;
    f->xx += others * others;
    f->xy += others * rating;
    f->yy += rating * rating;
}

static void conclude(const follow *f, fw_rater *out) {
    const double sxx = f->xx - f->x * f->x / f->n, syy = f->yy - f->y * f->y / f->n;
    if (f->n >= 3 && sxx > 1e-12 * f->xx && syy > 1e-12 * f->yy)
        out->rest_r = fmax(-1, fmin(1, (f->xy - f->x * f->y / f->n) / sqrt(sxx * syy)));
    const double xx = f->wxx - f->wx * f->wx / f->w, xy = f->wxy - f->wx * f->wy / f->w;
    if (f->n < 3 || !(xx > 1e-12 * f->wxx)) return;
    const double yy = f->wyy - f->wy * f->wy / f->w;
    out->slope = xy / xx;
    out->noise_df = f->n - 2;
    out->noise = fmax(0, yy - xy * xy / xx) / out->noise_df;
    out->slope_se = sqrt(out->noise / xx);
}

static void compare(const fw_sparse_panel *p, const fw_additive *a, const fw_components *c, double mean,
                    uint32_t r, const double *sums, fw_rater *out) {
    follow f = {0};
    out->slope = out->slope_se = out->noise = out->noise_df = out->rest_r = NONE;
    if (!(c->answer > 0) || !(c->residual > 0)) return;
    for (size_t k = p->rater_start[r]; k < p->rater_start[r + 1]; k++) {
        const size_t item = p->by_rater[k], answer = p->answer[item];
        const double others = (double)fw_panel_size(p, answer) - 1;
        if (others < 1) continue;
        const double rating = p->value[item] - a->rater[r];
        const double rest = (sums[answer] - rating) / others - mean;
        const double reliability = c->answer / (c->answer + c->residual / others);
        add_answer(&f, rating - mean, rest, reliability * rest, c->residual + c->answer * (1 - reliability));
    }
    conclude(&f, out);
}

fw_code fw_panel_profiles(const fw_sparse_panel *p, const fw_additive *a, fw_panel_result *result,
                          fw_error *err) {
    double *sums = calloc(p->answers + 1, sizeof *sums); /* of ratings without severity */
    if (!sums) return fw_fail_nomem(err);
    double mean = 0;
    for (size_t i = 0; i < p->answers; i++) mean += a->answer[i] / (double)p->answers;
    for (size_t i = 0; i < p->count; i++) sums[p->answer[i]] += p->value[i] - a->rater[p->rater[i]];
    for (uint32_t r = 0; r < p->raters; r++) {
        fw_rater *out = &result->rater[r];
        describe(p, r, out);
        tell_severity(a, r, out);
        compare(p, a, &result->components, mean, r, sums, out);
        out->measure = out->measure_se = out->infit = out->outfit = NONE;
    }
    free(sums);
    return FW_OK;
}

/* ---- flags ---- */

static const double SEVERITY_SHARE = .25, CENTRAL_SLOPE = .8, RESTRICTED_SHARE = 2. / 3, NOISE = 1.5,
                    LEVEL = .05;

const char *fw_rater_flag_name(size_t index) {
    static const char *const NAMES[FW_RATER_FLAGS] = {"severe", "lenient", "central_tendency",
                                                      "restricted_range", "inconsistent"};
    return index < FW_RATER_FLAGS ? NAMES[index] : NULL;
}

/* What all raters of a panel share. */
typedef struct panel_scale {
    double pooled; /* SD within raters */
    double step;   /* the least between two ratings */
} panel_scale;

typedef struct ranked {
    double p;
    size_t index;
} ranked;

static int by_p(const void *a, const void *b) {
    const ranked *x = a, *y = b;
    if (x->p != y->p) return x->p < y->p ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

/* Holm (1979): which of the tests hold at LEVEL together; NaN is no test. */
static void holm(const double *p, size_t count, ranked *order, bool *holds) {
    size_t tests = 0;
    for (size_t i = 0; i < count; i++) {
        holds[i] = false;
        if (isfinite(p[i])) order[tests++] = (ranked){p[i], i};
    }
    qsort(order, tests, sizeof *order, by_p);
    for (size_t i = 0; i < tests && order[i].p * (double)(tests - i) < LEVEL; i++)
        holds[order[i].index] = true;
}

static double severity_p(const fw_rater *r, const panel_scale *scale) {
    (void)scale;
    return r->severity_p;
}

static double slope_p(const fw_rater *r, const panel_scale *scale) {
    (void)scale;
    return r->slope_se > 0 ? fw_t_two_sided_p((1 - r->slope) / r->slope_se, r->noise_df) : NONE;
}

/* Ratings come in steps: equal ones of a rater with few are no proof, so one of them is moved by a step. */
static double range_p(const fw_rater *r, const panel_scale *scale) {
    if (!(r->sd >= 0) || !(scale->pooled > 0)) return NONE;
    const double df = (double)r->count - 1, moved = scale->step * scale->step * df / (double)r->count;
    return gsl_cdf_chisq_P((df * r->sd * r->sd + moved) / (scale->pooled * scale->pooled), df);
}

static double noise_p(const fw_rater *r, const panel_scale *scale) {
    (void)scale;
    return r->noise >= 0 ? gsl_cdf_chisq_Q(r->noise * r->noise_df, r->noise_df) : NONE;
}

/* The flag that a rater gets once the test holds; 0 for a difference too small to matter. */
static uint32_t severity_flag(const fw_rater *r, const panel_scale *scale) {
    if (fabs(r->severity.value) < SEVERITY_SHARE * scale->pooled) return 0;
    return r->severity.value < 0 ? FW_RATER_SEVERE : FW_RATER_LENIENT;
}
static uint32_t slope_flag(const fw_rater *r, const panel_scale *scale) {
    (void)scale;
    return r->slope < CENTRAL_SLOPE ? FW_RATER_CENTRAL : 0;
}
static uint32_t range_flag(const fw_rater *r, const panel_scale *scale) {
    return r->sd < RESTRICTED_SHARE * scale->pooled ? FW_RATER_RESTRICTED : 0;
}
static uint32_t noise_flag(const fw_rater *r, const panel_scale *scale) {
    (void)scale;
    return r->noise > NOISE ? FW_RATER_INCONSISTENT : 0;
}

static const struct {
    double (*p)(const fw_rater *rater, const panel_scale *scale);
    uint32_t (*flag)(const fw_rater *rater, const panel_scale *scale);
} RULES[] = {
    {severity_p, severity_flag}, {slope_p, slope_flag}, {range_p, range_flag}, {noise_p, noise_flag}};

static panel_scale scale_of(const fw_sparse_panel *p, const fw_panel_result *result) {
    double squares = 0, df = 0, step = p->level_count > 1 ? (double)INFINITY : 0;
    for (size_t r = 0; r < result->rater_count; r++) {
        const fw_rater *rater = &result->rater[r];
        if (rater->count < 2) continue;
        squares += rater->sd * rater->sd * (double)(rater->count - 1);
        df += (double)(rater->count - 1);
    }
    for (size_t l = 1; l < p->level_count; l++) step = fmin(step, p->level[l] - p->level[l - 1]);
    return (panel_scale){df > 0 ? sqrt(squares / df) : NONE, step};
}

fw_code fw_panel_flag(const fw_sparse_panel *panel, fw_panel_result *result, fw_error *err) {
    const size_t n = result->rater_count;
    const panel_scale scale = scale_of(panel, result);
    double *p = calloc(n + 1, sizeof *p);
    ranked *order = calloc(n + 1, sizeof *order);
    bool *holds = calloc(n + 1, sizeof *holds);
    const fw_code code = p && order && holds ? FW_OK : fw_fail_nomem(err);
    for (size_t rule = 0; rule < sizeof RULES / sizeof RULES[0] && code == FW_OK; rule++) {
        for (size_t r = 0; r < n; r++) p[r] = RULES[rule].p(&result->rater[r], &scale);
        holm(p, n, order, holds);
        for (size_t r = 0; r < n; r++)
            if (holds[r]) result->rater[r].flags |= RULES[rule].flag(&result->rater[r], &scale);
    }
    free(p);
    free(order);
    free(holds);
    return code;
}
