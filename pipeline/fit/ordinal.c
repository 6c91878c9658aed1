/* ordinal.c: Newton's method for the cumulative logit. */
#include "fit/ordinal.h"

#include "fit/numeric.h"
#include "fit/ordinal_terms.h"

#include <gsl/gsl_cblas.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 1024, STEPS = 60, HALVINGS = 40 };
/* Half the gain that the next step promises, over the log-likelihood: one more step is then exact. */
static const double CONVERGED = 1e-13;
/*
 * A weight whose feature moves the log-odds by more than this from its least to its largest value, with an
 * error larger than the weight itself, is on its way to infinity (Hauck and Donner 1977).
 */
static const double ODDS_LIMIT = 15;

/* What one fit works with: the rows' sums at the present parameters. */
typedef struct search {
    const fw_ordinal_rows *rows;
    fw_ordinal *model;
    size_t cuts, size; /* thresholds; all parameters */
    double total;      /* weight of the rows in use */
    double *gradient, *hessian /* of -log-likelihood, size x size */, *cross /* count x count */;
    double *block, *scaled, *eta; /* BLOCK rows */
    fw_ordinal_terms *terms;
    double *row_weight;
    uint32_t *row_level;
    double *step, *trial;
} search;

fw_code fw_ordinal_init(fw_ordinal *model, size_t levels, size_t count, fw_error *err) {
    const size_t size = levels - 1 + count;
    *model = (fw_ordinal){.levels = levels, .count = count};
    model->threshold = calloc(levels, sizeof *model->threshold);
    model->weight = calloc(count + 1, sizeof *model->weight);
    model->inverse = calloc(size * size + 1, sizeof *model->inverse);
    return model->threshold && model->weight && model->inverse ? FW_OK : fw_fail_nomem(err);
}

void fw_ordinal_free(fw_ordinal *model) {
    free(model->threshold);
    free(model->weight);
    free(model->inverse);
    *model = (fw_ordinal){0};
}

static bool is_in(const fw_ordinal_rows *r, size_t row) { return !r->fold || r->fold[row] != r->skip; }

static double weight_of(const fw_ordinal_rows *r, size_t row) { return r->weight ? r->weight[row] : 1; }

/* From a model already near, or thresholds of the level counts alone; every level has rows. */
static void start(search *s) {
    const fw_ordinal_rows *r = s->rows;
    fw_ordinal *m = s->model;
    double count[FW_ORDINAL_LEVELS] = {0}, below = 0;
    s->total = 0;
    for (size_t i = 0; i < r->rows; i++)
        if (is_in(r, i)) count[r->level[i]] += weight_of(r, i);
    for (size_t k = 0; k < r->levels; k++) s->total += count[k];
    m->null_log_likelihood = 0;
    for (size_t k = 0; k < r->levels; k++) {
        m->null_log_likelihood += count[k] * log(count[k] / s->total);
        below += count[k];
        if (k < s->cuts) m->threshold[k] = log(below / (s->total - below));
    }
    memset(m->weight, 0, m->count * sizeof(double));
    if (!r->start) return;
    memcpy(m->threshold, r->start->threshold, s->cuts * sizeof(double));
    memcpy(m->weight, r->start->weight, m->count * sizeof(double));
}

/* The next rows in use, their features copied together; returns how many. */
static size_t fill_block(search *s, size_t *next) {
    const fw_ordinal_rows *r = s->rows;
    size_t n = 0;
    for (; *next < r->rows && n < BLOCK; ++*next) {
        if (!is_in(r, *next)) continue;
        const double *x = r->x + *next * r->features;
        for (size_t j = 0; j < r->count; j++) s->block[n * r->count + j] = x[r->columns[j]];
        s->row_weight[n] = weight_of(r, *next);
        s->row_level[n++] = r->level[*next];
    }
    return n;
}

/* Log-likelihood of a block at parameters given as thresholds, then weights; leaves the rows' terms. */
static double block_likelihood(search *s, const double *at, size_t n) {
    const size_t p = s->rows->count;
    double sum = 0;
    if (p)
        cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)n, (int)p, 1, s->block, (int)p, at + s->cuts, 1, 0,
                    s->eta, 1);
    for (size_t i = 0; i < n; i++) {
        s->terms[i] = fw_ordinal_row_terms(at, s->rows->levels, s->row_level[i], p ? s->eta[i] : 0);
        sum += s->row_weight[i] * s->terms[i].log_p;
    }
    return sum;
}

/* Gradient and Hessian of the rows of a block. */
static void add_block(search *s, size_t n) {
    const size_t p = s->rows->count, cuts = s->cuts, size = s->size;
    for (size_t i = 0; i < n; i++) {
        const fw_ordinal_terms *t = &s->terms[i];
        const double w = s->row_weight[i], *x = s->block + i * p;
        const size_t level = s->row_level[i];
        const double root = sqrt(w * (t->upper_dense + t->lower_dense));
        for (size_t j = 0; j < p; j++) s->scaled[i * p + j] = root * x[j];
        cblas_daxpy((int)p, w * (t->upper + t->lower), x, 1, s->gradient + cuts, 1); /* of -logL */
        if (level < cuts) {
            s->gradient[level] -= w * t->upper;
            s->hessian[level * size + level] += w * (t->upper_dense + t->tie);
            cblas_daxpy((int)p, -w * t->upper_dense, x, 1, s->hessian + level * size + cuts, 1);
        }
        if (level > 0) {
            const size_t low = level - 1;
            s->gradient[low] -= w * t->lower;
            s->hessian[low * size + low] += w * (t->lower_dense + t->tie);
            cblas_daxpy((int)p, -w * t->lower_dense, x, 1, s->hessian + low * size + cuts, 1);
            if (level < cuts) s->hessian[low * size + level] -= w * t->tie;
        }
    }
    if (p)
        cblas_dsyrk(CblasRowMajor, CblasUpper, CblasTrans, (int)p, (int)n, 1, s->scaled, (int)p, 1, s->cross,
                    (int)p);
}

static double penalty_at(const search *s, const double *at) {
    double sum = 0;
    for (size_t j = 0; j < s->rows->count && s->rows->penalty > 0; j++) {
        const double b = at[s->cuts + j] * s->rows->spread[j];
        sum += b * b;
    }
    return s->total * s->rows->penalty / 2 * sum;
}

static double likelihood(search *s, const double *at) {
    double sum = 0;
    size_t next = 0, n;
    while ((n = fill_block(s, &next)) > 0) sum += block_likelihood(s, at, n);
    return sum - penalty_at(s, at);
}

/* Everything at `at`: returns the penalised log-likelihood. */
static double derive(search *s, const double *at) {
    const size_t p = s->rows->count, cuts = s->cuts, size = s->size;
    memset(s->gradient, 0, size * sizeof *s->gradient);
    memset(s->hessian, 0, size * size * sizeof *s->hessian);
    memset(s->cross, 0, p * p * sizeof *s->cross);
    double sum = 0;
    size_t next = 0, n;
    while ((n = fill_block(s, &next)) > 0) {
        sum += block_likelihood(s, at, n);
        add_block(s, n);
    }
    for (size_t i = 0; i < p; i++) {
        const double spread = s->rows->penalty > 0 ? s->rows->spread[i] : 0;
        const double push = s->total * s->rows->penalty * spread * spread;
        s->gradient[cuts + i] += push * at[cuts + i];
        for (size_t j = i; j < p; j++) s->hessian[(cuts + i) * size + cuts + j] = s->cross[i * p + j];
        s->hessian[(cuts + i) * size + cuts + i] += push;
    }
    for (size_t i = 0; i < size; i++)
        for (size_t j = 0; j < i; j++) s->hessian[i * size + j] = s->hessian[j * size + i];
    return sum - penalty_at(s, at);
}

static bool ascending(const double *thresholds, size_t count) {
    for (size_t k = 1; k < count; k++)
        if (!(thresholds[k] > thresholds[k - 1])) return false;
    return true;
}

/* One Newton step with halving; *decrement is g'H^-1 g. False where there is no way up. */
static bool advance(search *s, double *value, double *decrement) {
    const size_t size = s->size;
    gsl_matrix_view h = gsl_matrix_view_array(s->hessian, size, size);
    gsl_vector_view d = gsl_vector_view_array(s->step, size);
    memcpy(s->step, s->gradient, size * sizeof *s->step);
    if (gsl_linalg_cholesky_decomp1(&h.matrix) != GSL_SUCCESS) return false;
    gsl_linalg_cholesky_svx(&h.matrix, &d.vector);
    *decrement = cblas_ddot((int)size, s->step, 1, s->gradient, 1);
    if (!isfinite(*decrement)) return false;
    for (int i = 0; i < HALVINGS; i++) {
        const double share = ldexp(1, -i);
        for (size_t j = 0; j < s->cuts; j++) s->trial[j] = s->model->threshold[j] - share * s->step[j];
        for (size_t j = s->cuts; j < size; j++)
            s->trial[j] = s->model->weight[j - s->cuts] - share * s->step[j];
        if (!ascending(s->trial, s->cuts)) continue;
        const double fresh = likelihood(s, s->trial);
        /* Rounding of the sum must not look like a step down. */
        if (!(fresh >= *value - 1e-12 * (1 + fabs(*value)))) continue;
        memcpy(s->model->threshold, s->trial, s->cuts * sizeof(double));
        memcpy(s->model->weight, s->trial + s->cuts, s->rows->count * sizeof(double));
        *value = fresh;
        return true;
    }
    return false;
}

/* The log-odds that a weight spans, against its error. */
static void find_separation(search *s) {
    const fw_ordinal_rows *r = s->rows;
    fw_ordinal *m = s->model;
    double worst = ODDS_LIMIT;
    for (size_t j = 0; j < r->count; j++) {
        double least = (double)INFINITY, most = -(double)INFINITY;
        for (size_t i = 0; i < r->rows; i++) {
            if (!is_in(r, i)) continue;
            least = fmin(least, r->x[i * r->features + r->columns[j]]);
            most = fmax(most, r->x[i * r->features + r->columns[j]]);
        }
        const size_t at = s->cuts + j;
        const double reach = fabs(m->weight[j]) * (most - least);
        const double se = m->converged ? sqrt(m->inverse[at * s->size + at]) : (double)INFINITY;
        if (!(reach > worst) || se < fabs(m->weight[j])) continue;
        worst = reach;
        m->separated = true;
        m->separating = j;
    }
    if (m->separated) m->converged = false;
}

static bool invert(search *s) {
    gsl_matrix_view h = gsl_matrix_view_array(s->hessian, s->size, s->size);
    if (gsl_linalg_cholesky_decomp1(&h.matrix) != GSL_SUCCESS) return false;
    if (gsl_linalg_cholesky_invert(&h.matrix) != GSL_SUCCESS) return false;
    memcpy(s->model->inverse, s->hessian, s->size * s->size * sizeof(double));
    return true;
}

static void climb(search *s) {
    fw_ordinal *m = s->model;
    double *at = s->trial + s->size; /* the parameters in a row */
    double value = 0, decrement = (double)INFINITY;
    for (m->steps = 0; m->steps < STEPS && !m->converged; m->steps++) {
        memcpy(at, m->threshold, s->cuts * sizeof *at);
        memcpy(at + s->cuts, m->weight, m->count * sizeof *at);
        value = derive(s, at);
        const double before = value;
        if (!advance(s, &value, &decrement)) break;
        m->converged = decrement / 2 <= CONVERGED * (1 + fabs(before));
    }
    memcpy(at, m->threshold, s->cuts * sizeof *at);
    memcpy(at + s->cuts, m->weight, m->count * sizeof *at);
    value = derive(s, at);
    m->log_likelihood = value + penalty_at(s, at); /* NOLINT(clang-analyzer-unix.Malloc): close_search frees
                                                      the trial, of which this is a part */
    if (!invert(s)) m->converged = false;
    find_separation(s);
}

static fw_code open_search(const fw_ordinal_rows *rows, fw_ordinal *out, search *s, fw_error *err) {
    const size_t p = rows->count, size = rows->levels - 1 + p;
    *s = (search){.rows = rows, .model = out, .cuts = rows->levels - 1, .size = size};
    s->gradient = calloc(size + 1, sizeof(double));
    s->hessian = calloc(size * size + 1, sizeof(double));
    s->cross = calloc(p * p + 1, sizeof(double));
    s->block = calloc(BLOCK * p + 1, sizeof(double));
    s->scaled = calloc(BLOCK * p + 1, sizeof(double));
    s->eta = calloc(BLOCK, sizeof(double));
    s->terms = calloc(BLOCK, sizeof *s->terms);
    s->row_weight = calloc(BLOCK, sizeof(double));
    s->row_level = calloc(BLOCK, sizeof *s->row_level);
    s->step = calloc(size + 1, sizeof(double));
    s->trial = calloc(2 * size + 1, sizeof(double));
    const bool good = s->gradient && s->hessian && s->cross && s->block && s->scaled && s->eta && s->terms &&
                      s->row_weight && s->row_level && s->step && s->trial;
    return good ? FW_OK : fw_fail_nomem(err);
}

static void close_search(search *s) {
    free(s->gradient);
    free(s->hessian);
    free(s->cross);
    free(s->block);
    free(s->scaled);
    free(s->eta);
    free(s->terms);
    free(s->row_weight);
    free(s->row_level);
    free(s->step);
    free(s->trial);
}

fw_code fw_ordinal_fit(const fw_ordinal_rows *rows, fw_ordinal *out, fw_error *err) {
    fw_numeric_start();
    search s;
    const fw_code code = open_search(rows, out, &s, err);
    if (code == FW_OK) {
        out->converged = out->separated = false;
        start(&s);
        climb(&s);
    }
    close_search(&s);
    return code;
}

void fw_ordinal_gradient(const fw_ordinal *model, const double *x, const size_t *columns, size_t level,
                         double *out) {
    const size_t cuts = model->levels - 1;
    double eta = 0;
    for (size_t j = 0; j < model->count; j++) eta += model->weight[j] * x[columns[j]];
    const fw_ordinal_terms t = fw_ordinal_row_terms(model->threshold, model->levels, level, eta);
    memset(out, 0, cuts * sizeof *out);
    if (level < cuts) out[level] = t.upper;
    if (level > 0) out[level - 1] = t.lower;
    for (size_t j = 0; j < model->count; j++) out[cuts + j] = -(t.upper + t.lower) * x[columns[j]];
}
