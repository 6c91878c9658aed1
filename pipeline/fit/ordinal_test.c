/*
 * ordinal_test.c: score test of proportional odds.
 *
 * The wider model gives every threshold slopes of its own, b + d_k with d_0 = 0. Gradient and expected
 * information of that model are taken at the proportional-odds fit, and what thresholds and common slopes
 * explain is swept out: chi2 = s' E^-1 s with the efficient scores s and information E of the d_k.
 */
#include "fit/ordinal.h"

#include "fit/distributions.h"
#include "fit/ordinal_terms.h"

#include <gsl/gsl_cblas.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 512, SIZE_LIMIT = 2500 };

typedef struct score_test {
    const fw_ordinal_rows *rows;
    const fw_ordinal *model;
    size_t cuts, width;       /* thresholds; 1 + features in use */
    size_t base, extra, size; /* parameters swept out, tested, in all */
    double *own, *next;       /* information by threshold, and with the one above: cuts x width x width */
    double *gradient;         /* cuts x width */
    double *block, *scaled;   /* BLOCK x width: (1, -x), and that times a row's factor */
    double *factor;           /* 2 x cuts x BLOCK */
    double *info, *score;     /* of thresholds, common slopes, departures */
} score_test;

static void set_nan(fw_odds_test *t) { *t = (fw_odds_test){(double)NAN, (double)NAN, (double)NAN}; }

/* Densities at the thresholds and probabilities of the levels. */
static void row_factors(score_test *t, double eta, double weight, size_t row) {
    const size_t cuts = t->cuts;
    double dense[FW_ORDINAL_LEVELS], p[FW_ORDINAL_LEVELS];
    for (size_t k = 0; k <= cuts; k++) {
        const fw_ordinal_terms at = fw_ordinal_row_terms(t->model->threshold, cuts + 1, k, eta);
        p[k] = exp(at.log_p);
        if (k < cuts) dense[k] = at.upper_dense;
    }
    for (size_t k = 0; k < cuts; k++) {
        const double own = p[k] > 0 && p[k + 1] > 0 ? dense[k] * dense[k] * (1 / p[k] + 1 / p[k + 1]) : 0;
        t->factor[k * BLOCK + row] = weight * own;
        const bool tied = k + 1 < cuts && p[k + 1] > 0;
        t->factor[(cuts + k) * BLOCK + row] = tied ? weight * dense[k] * dense[k + 1] / p[k + 1] : 0;
    }
}

static void add_row(score_test *t, size_t row, size_t at) {
    const fw_ordinal_rows *r = t->rows;
    const double weight = r->weight ? r->weight[row] : 1;
    const size_t width = t->width, level = r->level[row];
    double *z = t->block + at * width, eta = 0;
    z[0] = 1;
    for (size_t j = 0; j < r->count; j++) {
        const double x = r->x[row * r->features + r->columns[j]];
        z[1 + j] = -x;
        eta += t->model->weight[j] * x;
    }
    const fw_ordinal_terms terms = fw_ordinal_row_terms(t->model->threshold, t->cuts + 1, level, eta);
    if (level < t->cuts) cblas_daxpy((int)width, weight * terms.upper, z, 1, t->gradient + level * width, 1);
    if (level > 0) cblas_daxpy((int)width, weight * terms.lower, z, 1, t->gradient + (level - 1) * width, 1);
    row_factors(t, eta, weight, at);
}

static void flush(score_test *t, size_t n) {
    const size_t width = t->width;
    for (size_t k = 0; k < 2 * t->cuts; k++) {
        if (k + 1 == 2 * t->cuts) break; /* the last threshold has none above */
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < width; j++)
                t->scaled[i * width + j] = t->factor[k * BLOCK + i] * t->block[i * width + j];
        double *into = k < t->cuts ? t->own + k * width * width : t->next + (k - t->cuts) * width * width;
        cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, (int)width, (int)width, (int)n, 1, t->scaled,
                    (int)width, t->block, (int)width, 1, into, (int)width);
    }
}

static void add_rows(score_test *t) {
    size_t at = 0;
    for (size_t i = 0; i < t->rows->rows; i++) {
        if (t->rows->fold && t->rows->fold[i] == t->rows->skip) continue;
        add_row(t, i, at++);
        if (at == BLOCK) {
            flush(t, at);
            at = 0;
        }
    }
    if (at) flush(t, at);
}

/* Information between component i of threshold k and component j of threshold m. */
static double between(const score_test *t, size_t k, size_t i, size_t m, size_t j) {
    const size_t cells = t->width * t->width;
    if (k == m) return t->own[k * cells + i * t->width + j];
    if (m == k + 1) return -t->next[k * cells + i * t->width + j];
    return k == m + 1 ? -t->next[m * cells + j * t->width + i] : 0;
}

/* A parameter of the wider model: which component of which thresholds it moves. */
typedef struct place {
    size_t first, last, component;
} place;

static place place_of(const score_test *t, size_t parameter) {
    const size_t p = t->width - 1;
    if (parameter < t->cuts) return (place){parameter, parameter, 0};
    if (parameter < t->base) return (place){0, t->cuts - 1, 1 + parameter - t->cuts};
    const size_t departure = parameter - t->base;
    return (place){1 + departure / p, 1 + departure / p, 1 + departure % p};
}

static void gather(score_test *t) {
    for (size_t a = 0; a < t->size; a++) {
        const place pa = place_of(t, a);
        t->score[a] = 0;
        for (size_t k = pa.first; k <= pa.last; k++) t->score[a] += t->gradient[k * t->width + pa.component];
        for (size_t b = 0; b <= a; b++) {
            const place pb = place_of(t, b);
            double sum = 0;
            for (size_t k = pa.first; k <= pa.last; k++)
                for (size_t m = pb.first; m <= pb.last; m++)
                    sum += between(t, k, pa.component, m, pb.component);
            t->info[a * t->size + b] = t->info[b * t->size + a] = sum;
        }
    }
}

/* Sweeps thresholds and common slopes out of what is tested (a Cholesky factor's Schur complement). */
static bool sweep(score_test *t) {
    const size_t n = t->base, d = t->extra, size = t->size;
    gsl_matrix_view all = gsl_matrix_view_array(t->info, size, size);
    gsl_matrix_view base = gsl_matrix_submatrix(&all.matrix, 0, 0, n, n);
    if (gsl_linalg_cholesky_decomp1(&base.matrix) != GSL_SUCCESS) return false;
    /* L^-1 I_nd in place, then I_dd - (L^-1 I_nd)' (L^-1 I_nd). */
    cblas_dtrsm(CblasRowMajor, CblasLeft, CblasLower, CblasNoTrans, CblasNonUnit, (int)n, (int)d, 1, t->info,
                (int)size, t->info + n, (int)size);
    cblas_dtrsv(CblasRowMajor, CblasLower, CblasNoTrans, CblasNonUnit, (int)n, t->info, (int)size, t->score,
                1);
    cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, (int)d, (int)d, (int)n, -1, t->info + n, (int)size,
                t->info + n, (int)size, 1, t->info + n * size + n, (int)size);
    cblas_dgemv(CblasRowMajor, CblasTrans, (int)n, (int)d, -1, t->info + n, (int)size, t->score, 1, 1,
                t->score + n, 1);
    return true;
}

/* s' E^-1 s over the departures listed; NaN where E is singular. */
static void measure(const score_test *t, const size_t *index, size_t count, fw_odds_test *out) {
    set_nan(out);
    double *e = malloc(count * count * sizeof *e), *s = malloc(2 * count * sizeof *s);
    if (e && s) {
        for (size_t i = 0; i < count; i++) {
            s[i] = s[count + i] = t->score[t->base + index[i]];
            for (size_t j = 0; j < count; j++)
                e[i * count + j] = t->info[(t->base + index[i]) * t->size + t->base + index[j]];
        }
        gsl_matrix_view m = gsl_matrix_view_array(e, count, count);
        gsl_vector_view v = gsl_vector_view_array(s, count);
        if (gsl_linalg_cholesky_decomp1(&m.matrix) == GSL_SUCCESS) {
            gsl_linalg_cholesky_svx(&m.matrix, &v.vector);
            out->chi2 = fmax(0, cblas_ddot((int)count, s, 1, s + count, 1));
            out->df = (double)count;
            out->p = fw_chi2_upper_p(out->chi2, out->df);
        }
    }
    free(e);
    free(s);
}

static fw_code measure_all(const score_test *t, fw_odds_test *all, fw_odds_test *each, fw_error *err) {
    const size_t p = t->rows->count, departures = t->cuts - 1;
    size_t *index = calloc(t->extra + 1, sizeof *index);
    if (!index) return fw_fail_nomem(err);
    for (size_t i = 0; i < t->extra; i++) index[i] = i;
    measure(t, index, t->extra, all);
    for (size_t j = 0; j < p; j++) {
        for (size_t k = 0; k < departures; k++) index[k] = k * p + j;
        measure(t, index, departures, &each[j]);
    }
    free(index);
    return FW_OK;
}

static fw_code open_test(const fw_ordinal_rows *rows, const fw_ordinal *model, score_test *t, fw_error *err) {
    const size_t cuts = rows->levels - 1, width = rows->count + 1;
    *t = (score_test){.rows = rows, .model = model, .cuts = cuts, .width = width};
    t->base = cuts + rows->count;
    t->extra = (cuts - 1) * rows->count;
    t->size = t->base + t->extra;
    t->own = calloc(cuts * width * width, sizeof(double));
    t->next = calloc(cuts * width * width, sizeof(double));
    t->gradient = calloc(cuts * width, sizeof(double));
    t->block = calloc(BLOCK * width, sizeof(double));
    t->scaled = calloc(BLOCK * width, sizeof(double));
    t->factor = calloc(2 * cuts * BLOCK, sizeof(double));
    t->info = calloc(t->size * t->size, sizeof(double));
    t->score = calloc(t->size, sizeof(double));
    const bool good =
        t->own && t->next && t->gradient && t->block && t->scaled && t->factor && t->info && t->score;
    return good ? FW_OK : fw_fail_nomem(err);
}

fw_code fw_ordinal_test_odds(const fw_ordinal_rows *rows, const fw_ordinal *model, fw_odds_test *all,
                             fw_odds_test *each, fw_error *err) {
    set_nan(all);
    for (size_t j = 0; j < rows->count; j++) set_nan(&each[j]);
    const size_t size = (rows->levels - 1) * (rows->count + 1);
    if (rows->levels < 3 || rows->count == 0 || size > SIZE_LIMIT) return FW_OK;
    score_test t;
    fw_code code = open_test(rows, model, &t, err);
    if (code == FW_OK) {
        add_rows(&t);
        gather(&t);
        if (sweep(&t)) code = measure_all(&t, all, each, err);
    }
    free(t.own);
    free(t.next);
    free(t.gradient);
    free(t.block);
    free(t.scaled);
    free(t.factor);
    free(t.info);
    free(t.score);
    return code;
}
