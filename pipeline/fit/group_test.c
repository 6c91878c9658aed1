/*
 * group_test.c: do groups differ: in their levels (intercepts), and in their weights whatever the levels.
 *
 * F tests of nested least-squares models: one line for all, intercepts by group, intercepts and weights by
 * group. Answers of one participant are not independent, and errors may vary, so each F is also compared with
 * those of made-up ratings in which nothing differs: fitted values of the smaller model plus its residuals,
 * with signs drawn by participant (wild cluster bootstrap; Cameron, Gelbach and Miller 2008). Participants
 * are put into up to 1024 units. All from sums by unit and group.
 */
#include "fit/group.h"

#include "base/str.h"
#include "fit/distributions.h"

#include <gsl/gsl_cblas.h>
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { AT_A_TIME = 37, LEAST_UNITS = 6, SUMS_LIMIT = 256 << 20 };
/* Eigenvalues below this share of the largest belong to features that a group's rows cannot tell apart. */
static const double SINGULAR = 1e-10;
static const uint64_t STREAM = 0x67726f757073u;

/* Centred cross-products of some rows: regressors with each other and with what is explained. */
typedef struct block {
    double *inverse; /* pseudo-inverse, p x p */
    double *mean;    /* of the regressors */
    double n, rank;
} block;

typedef struct group_test {
    fw_table_state *state;
    const fw_group_state *g;
    size_t p, groups, units, width; /* used features; p + 1 */
    block *own, within, whole;      /* by group; about group means, summed; about the mean of all */
    double *slope;                  /* p: of the smaller model */
    double *level;                  /* by group: its intercept */
    double *sums;                   /* units x groups x width: sum of centred z e, sum of e */
    double *drawn;                  /* AT_A_TIME x groups x width */
    double *sign;                   /* AT_A_TIME x units */
    double *scratch;                /* 2 p */
    double squares;                 /* sum of e^2 */
    gsl_rng *rng;
} group_test;

static fw_code open_block(block *b, size_t p, fw_error *err) {
    b->inverse = calloc(p * p + 1, sizeof *b->inverse);
    b->mean = calloc(p + 1, sizeof *b->mean);
    return b->inverse && b->mean ? FW_OK : fw_fail_nomem(err);
}

static void close_block(block *b) {
    free(b->inverse);
    free(b->mean);
}

/* Replaces a symmetric matrix by its pseudo-inverse; the rank. */
static fw_code invert(double *a, size_t p, double *rank, fw_error *err) {
    gsl_eigen_symmv_workspace *w = gsl_eigen_symmv_alloc(p);
    double *values = malloc((p + 1) * sizeof *values), *vectors = malloc((p * p + 1) * sizeof *vectors);
    fw_code code = w && values && vectors ? FW_OK : fw_fail_nomem(err);
    if (code == FW_OK) {
        gsl_matrix_view m = gsl_matrix_view_array(a, p, p), v = gsl_matrix_view_array(vectors, p, p);
        gsl_vector_view e = gsl_vector_view_array(values, p);
        if (gsl_eigen_symmv(&m.matrix, &e.vector, &v.matrix, w) != GSL_SUCCESS)
            code = fw_fail(err, FW_BUG, "an eigendecomposition failed");
        double most = 0;
        for (size_t i = 0; i < p; i++) most = fmax(most, values[i]);
        memset(a, 0, p * p * sizeof *a);
        *rank = 0;
        for (size_t k = 0; k < p && most > 0; k++) {
            if (!(values[k] > SINGULAR * most)) continue;
            ++*rank;
            for (size_t i = 0; i < p; i++)
                cblas_daxpy((int)p, vectors[i * p + k] / values[k], vectors + k, (int)p, a + i * p, 1);
        }
    }
    free(vectors);
    free(values);
    gsl_eigen_symmv_free(w);
    return code;
}

/* Cross-products of used features (per SD) and the rating about the rows' means; adds to `sum`. */
static void add_centred(const group_test *t, const fw_gram *gram, double *mean, double *sum,
                        double *response) {
    const size_t width = gram->width, one = width - 1, y = width - 2;
    const double n = fw_gram_rows(gram);
    for (size_t i = 0; i < t->p; i++) {
        const size_t a = t->g->columns[i];
        mean[i] = gram->cross[a * width + one] / n / t->g->spread[i];
        response[i] +=
            (gram->cross[a * width + y] - gram->cross[a * width + one] * gram->cross[y * width + one] / n) /
            t->g->spread[i];
        for (size_t j = 0; j < t->p; j++) {
            const size_t b = t->g->columns[j];
            sum[i * t->p + j] += (gram->cross[a * width + b] -
                                  gram->cross[a * width + one] * gram->cross[b * width + one] / n) /
                                 t->g->spread[i] / t->g->spread[j];
        }
    }
}

static double form(const double *inverse, const double *c, size_t p, double *scratch) {
    cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)p, (int)p, 1, inverse, (int)p, c, 1, 0, scratch, 1);
    return cblas_ddot((int)p, c, 1, scratch, 1);
}

/* Pseudo-inverses of every group, within groups, and of all rows; slopes within groups or of all (null). */
static fw_code prepare(group_test *t, bool levels, fw_error *err) {
    const fw_group_state *g = t->g;
    const size_t p = t->p, width = fw_sample_width(t->state->sample);
    double *response = calloc(2 * p + 1, sizeof *response);
    fw_gram all = {0};
    fw_code code = response ? fw_gram_init(&all, width, false, err) : fw_fail_nomem(err);
    memset(t->within.inverse, 0, p * p * sizeof(double));
    memset(t->whole.inverse, 0, p * p * sizeof(double));
    for (size_t i = 0; i < t->groups && code == FW_OK; i++) {
        block *b = &t->own[i];
        memset(b->inverse, 0, p * p * sizeof(double));
        b->n = fw_gram_rows(&g->total[i]);
        add_centred(t, &g->total[i], b->mean, t->within.inverse, response);
        double *unused = response + p;
        memset(unused, 0, p * sizeof *unused);
        add_centred(t, &g->total[i], b->mean, b->inverse, unused);
        code = invert(b->inverse, p, &b->rank, err);
    }
    if (code == FW_OK) {
        fw_gram_total(g->total, t->groups, SIZE_MAX, &all);
        t->within.n = t->whole.n = fw_gram_rows(&all);
        memset(response + p, 0, p * sizeof *response);
        add_centred(t, &all, t->whole.mean, t->whole.inverse, response + p);
        code = invert(t->within.inverse, p, &t->within.rank, err);
        if (code == FW_OK) code = invert(t->whole.inverse, p, &t->whole.rank, err);
        const block *null = levels ? &t->whole : &t->within;
        cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)p, (int)p, 1, null->inverse, (int)p,
                    levels ? response + p : response, 1, 0, t->slope, 1);
    }
    /* The null model's intercepts, of ratings about their shift. */
    for (size_t i = 0; i < t->groups && code == FW_OK; i++) {
        const fw_gram *rows = levels ? &all : &g->total[i];
        const double *mean = levels ? t->whole.mean : t->own[i].mean;
        t->level[i] = rows->cross[(width - 2) * width + width - 1] / fw_gram_rows(rows) -
                      cblas_ddot((int)p, mean, 1, t->slope, 1);
    }
    fw_gram_free(&all);
    free(response);
    return code;
}

/* Residuals of the null model, summed by unit and group. */
static void add_residuals(group_test *t) {
    const fw_table_state *s = t->state;
    const fw_sample *sample = s->sample;
    double *z = t->scratch;
    memset(t->sums, 0, t->units * t->groups * t->width * sizeof *t->sums);
    t->squares = 0;
    for (size_t row = 0; row < sample->rows; row++) {
        const uint32_t group = t->g->group[row];
        if (group >= t->groups) continue;
        const double *x = sample->x + row * sample->features, w = s->weight ? s->weight[row] : 1;
        double e = sample->y[row] - sample->shift[sample->features + 2] - t->level[group];
        for (size_t j = 0; j < t->p; j++) {
            const size_t c = t->g->columns[j];
            z[j] = (x[c] - sample->shift[c]) / t->g->spread[j];
            e -= t->slope[j] * z[j];
            z[j] -= t->own[group].mean[j];
        }
        double *sum = t->sums + (sample->member[row] % t->units * t->groups + group) * t->width;
        cblas_daxpy((int)t->p, w * e, z, 1, sum, 1);
        sum[t->p] += w * e;
        t->squares += w * e * e;
    }
}

/* What each model leaves over of ratings whose sums by group are given. */
typedef struct leftover {
    double whole, within, own;
} leftover;

static leftover measure(const group_test *t, const double *by_group) {
    const size_t p = t->p;
    double *c = t->scratch, *all = t->scratch + p, *room = t->scratch + 2 * p;
    double total = 0, levels = 0, own = 0;
    memset(c, 0, 2 * p * sizeof *c);
    for (size_t i = 0; i < t->groups; i++) {
        const double *q = by_group + i * t->width, m = q[p];
        total += m;
        levels += m * m / t->own[i].n;
        own += form(t->own[i].inverse, q, p, room);
        cblas_daxpy((int)p, 1, q, 1, c, 1);
        for (size_t j = 0; j < p; j++) all[j] += q[j] + (t->own[i].mean[j] - t->whole.mean[j]) * m;
    }
    return (leftover){.whole = t->squares - total * total / t->whole.n - form(t->whole.inverse, all, p, room),
                      .within = t->squares - levels - form(t->within.inverse, c, p, room),
                      .own = t->squares - levels - own};
}

static double f_of(const leftover *l, bool levels, double df1, double df2) {
    const double more = levels ? l->whole : l->within, less = levels ? l->within : l->own;
    return less > 1e-12 * more ? fmax(0, more - less) / df1 / (less / df2) : (double)NAN;
}

static void draw_signs(group_test *t) {
    for (size_t i = 0; i < AT_A_TIME * t->units; i++) t->sign[i] = gsl_rng_uniform_int(t->rng, 2) ? 1 : -1;
}

static void resample(group_test *t, bool levels, fw_group_test *out) {
    const size_t cells = t->groups * t->width;
    size_t beyond = 0;
    const uint64_t seed = t->state->options->seed ^ STREAM;
    gsl_rng_set(t->rng, (unsigned long)fw_hash64(&seed, sizeof seed, levels));
    for (size_t done = 0; done < FW_GROUP_RESAMPLES; done += AT_A_TIME) {
        draw_signs(t);
        cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, AT_A_TIME, (int)cells, (int)t->units, 1,
                    t->sign, (int)t->units, t->sums, (int)cells, 0, t->drawn, (int)cells);
        for (size_t r = 0; r < AT_A_TIME; r++) {
            const leftover l = measure(t, t->drawn + r * cells);
            beyond += !(f_of(&l, levels, out->df1, out->df2) < out->f);
        }
    }
    out->p_resampled = (1 + (double)beyond) / (1 + FW_GROUP_RESAMPLES);
}

static fw_code run_test(group_test *t, bool levels, fw_group_test *out, fw_error *err) {
    fw_code code = prepare(t, levels, err);
    if (code != FW_OK) return code;
    double ranks = 0;
    for (size_t i = 0; i < t->groups; i++) ranks += t->own[i].rank;
    const double n = t->whole.n, groups = (double)t->groups;
    out->df1 = levels ? groups - 1 + t->within.rank - t->whole.rank : ranks - t->within.rank;
    out->df2 = n - groups - (levels ? t->within.rank : ranks);
    if (!(out->df1 > 0) || !(out->df2 > 0)) return FW_OK;
    add_residuals(t);
    /* All signs as they are: the null model's own residuals, whose fitted part changes neither difference. */
    for (size_t i = 0; i < t->units; i++) t->sign[i] = 1;
    cblas_dgemv(CblasRowMajor, CblasTrans, (int)t->units, (int)(t->groups * t->width), 1, t->sums,
                (int)(t->groups * t->width), t->sign, 1, 0, t->drawn, 1);
    const leftover l = measure(t, t->drawn);
    out->f = f_of(&l, levels, out->df1, out->df2);
    out->p = fw_f_upper_p(out->f, out->df1, out->df2);
    if (isfinite(out->f) && t->units >= LEAST_UNITS) resample(t, levels, out);
    return FW_OK;
}

static fw_code open_test(fw_table_state *s, group_test *t, fw_error *err) {
    const fw_group_state *g = s->groups;
    *t = (group_test){.state = s, .g = g, .p = g->features, .groups = g->count, .width = g->features + 1};
    const size_t cells = t->groups * t->width, room = SUMS_LIMIT / (cells * sizeof(double));
    t->units = s->sample->clusters < FW_GROUP_UNITS ? s->sample->clusters : FW_GROUP_UNITS;
    if (t->units > room) t->units = room > 1 ? room : 1;
    t->own = calloc(t->groups, sizeof *t->own);
    t->slope = calloc(t->p + 1, sizeof(double));
    t->level = calloc(t->groups, sizeof(double));
    t->sums = calloc(t->units * cells, sizeof(double));
    t->drawn = calloc(AT_A_TIME * cells, sizeof(double));
    t->sign = calloc(AT_A_TIME * t->units, sizeof(double));
    t->scratch = calloc(3 * t->p + 1, sizeof(double));
    t->rng = gsl_rng_alloc(gsl_rng_mt19937);
    if (!t->own || !t->slope || !t->level || !t->sums || !t->drawn || !t->sign || !t->scratch || !t->rng)
        return fw_fail_nomem(err);
    fw_code code = open_block(&t->within, t->p, err);
    if (code == FW_OK) code = open_block(&t->whole, t->p, err);
    for (size_t i = 0; i < t->groups && code == FW_OK; i++) code = open_block(&t->own[i], t->p, err);
    return code;
}

static void close_test(group_test *t) {
    for (size_t i = 0; i < t->groups && t->own; i++) close_block(&t->own[i]);
    close_block(&t->within);
    close_block(&t->whole);
    free(t->own);
    free(t->slope);
    free(t->level);
    free(t->sums);
    free(t->drawn);
    free(t->sign);
    free(t->scratch);
    if (t->rng) gsl_rng_free(t->rng);
}

fw_code fw_groups_test(fw_table_state *s, fw_error *err) {
    fw_group_part *part = s->model->groups;
    group_test t;
    if (s->groups->features == 0) return FW_OK;
    fw_code code = open_test(s, &t, err);
    if (code == FW_OK) code = run_test(&t, true, &part->levels, err);
    if (code == FW_OK) code = run_test(&t, false, &part->weights, err);
    part->resamples = FW_GROUP_RESAMPLES;
    if (code == FW_OK && !(part->weights.df2 > 0))
        fw_model_note(s->model, "groups have too few rows for the features: no test of their weights");
    close_test(&t);
    return code;
}
