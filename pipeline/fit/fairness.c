/* fairness.c: do errors of the scores depend on the group: accuracy, difference, difference at equal human
 * score. */
#include <failwise/evaluate.h>

#include "base/sort.h"
#include "fit/distributions.h"
#include "fit/numeric.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdlib.h>

static const double NONE = (double)NAN;
/* Human scores that are all but continuous make no strata: CSD is not computed then. */
enum { MOST_CELLS = 4000000 };

const char *fw_fairness_short(fw_fairness_kind kind) {
    static const char *const NAMES[FW_FAIRNESS_COUNT] = {"OSA", "OSD", "CSD"};
    return NAMES[kind];
}
const char *fw_fairness_title(fw_fairness_kind kind) {
    static const char *const TITLES[FW_FAIRNESS_COUNT] = {
        "Overall score accuracy", "Overall score difference", "Conditional score difference"};
    return TITLES[kind];
}

void fw_fairness_free(fw_fairness *fairness) {
    free(fairness->order);
    free(fairness->size);
    for (int k = 0; k < FW_FAIRNESS_COUNT; k++) free(fairness->estimate[k]);
    *fairness = (fw_fairness){0};
}

/* One regression: y on groups within strata (rows of one human score; one stratum without conditions). */
typedef struct {
    size_t rows, groups, strata;
    const double *y;
    const uint32_t *group;   /* by row, in the order of sizes: 0 is the reference */
    const uint32_t *stratum; /* by row; stratum `base` is that of the intercept */
    size_t base;
    double *cell_n, *cell_y; /* strata x groups: rows, sum of y */
    double *stratum_n;
} regression;

/* What it gives. */
typedef struct {
    double rss, rss_null; /* null: strata alone */
    double tss;
    size_t rank; /* coefficients of groups that can be told apart */
    double *b;   /* groups; b[0] the intercept */
    double *se;
    double df;
} solution;

static void free_regression(regression *r) {
    free(r->cell_n);
    free(r->cell_y);
    free(r->stratum_n);
}

static fw_code count_cells(regression *r, fw_error *err) {
    const size_t cells = r->strata * r->groups;
    r->cell_n = calloc(cells + 1, sizeof *r->cell_n);
    r->cell_y = calloc(cells + 1, sizeof *r->cell_y);
    r->stratum_n = calloc(r->strata + 1, sizeof *r->stratum_n);
    if (!r->cell_n || !r->cell_y || !r->stratum_n) return fw_fail_nomem(err);
    for (size_t i = 0; i < r->rows; i++) {
        const size_t cell = r->stratum[i] * r->groups + r->group[i];
        r->cell_n[cell] += 1;
        r->cell_y[cell] += r->y[i];
        r->stratum_n[r->stratum[i]] += 1;
    }
    return FW_OK;
}

static double stratum_mean(const regression *r, size_t stratum) {
    double sum = 0;
    for (size_t g = 0; g < r->groups; g++) sum += r->cell_y[stratum * r->groups + g];
    return sum / r->stratum_n[stratum];
}

/*
 * Normal equations of the groups' dummies (all but the reference) after each stratum's mean is taken out:
 * A = sum over strata of diag(n_g) - n_g n_h / n, c = sum of y_g - n_g mean.
 */
static void normal_equations(const regression *r, gsl_matrix *a, gsl_vector *c) {
    gsl_matrix_set_zero(a);
    gsl_vector_set_zero(c);
    for (size_t s = 0; s < r->strata; s++) {
        const double *n = r->cell_n + s * r->groups, *y = r->cell_y + s * r->groups;
        if (!(r->stratum_n[s] > 0)) continue;
        const double mean = stratum_mean(r, s);
        for (size_t g = 1; g < r->groups; g++) {
            if (n[g] == 0) continue;
            *gsl_vector_ptr(c, g - 1) += y[g] - n[g] * mean;
            *gsl_matrix_ptr(a, g - 1, g - 1) += n[g];
            for (size_t h = 1; h < r->groups; h++)
                *gsl_matrix_ptr(a, g - 1, h - 1) -= n[g] * n[h] / r->stratum_n[s];
        }
    }
}

/*
 * Gauss-Jordan in place: A becomes its inverse over the pivots taken. A group whose pivot vanishes is told
 * apart by nothing (it shares no stratum with the others) and is left out. Returns how many were taken.
 */
static size_t sweep(gsl_matrix *a, bool *taken) {
    size_t rank = 0;
    const size_t p = a->size1;
    for (size_t k = 0; k < p; k++) taken[k] = false;
    double *scale = malloc((p + 1) * sizeof *scale);
    if (!scale) return SIZE_MAX;
    for (size_t k = 0; k < p; k++) scale[k] = gsl_matrix_get(a, k, k);
    for (size_t k = 0; k < p; k++) {
        const double pivot = gsl_matrix_get(a, k, k);
        if (!(pivot > 1e-9 * scale[k]) || !(scale[k] > 1e-9)) continue;
        for (size_t i = 0; i < p; i++) {
            const double factor = gsl_matrix_get(a, i, k) / pivot;
            if (i == k) continue;
            for (size_t j = 0; j < p; j++)
                if (j != k) *gsl_matrix_ptr(a, i, j) -= factor * gsl_matrix_get(a, k, j);
            gsl_matrix_set(a, i, k, -factor);
        }
        for (size_t j = 0; j < p; j++)
            if (j != k) *gsl_matrix_ptr(a, k, j) /= pivot;
        gsl_matrix_set(a, k, k, 1 / pivot);
        taken[k] = true;
        rank++;
    }
    free(scale);
    return rank;
}

static void solve_groups(const gsl_matrix *inverse, const gsl_vector *c, const bool *taken, solution *out) {
    for (size_t g = 0; g < c->size; g++) {
        out->b[g + 1] = taken[g] ? 0 : NONE;
        for (size_t h = 0; h < c->size && taken[g]; h++)
            if (taken[h]) out->b[g + 1] += gsl_matrix_get(inverse, g, h) * gsl_vector_get(c, h);
    }
}

/* Level of each stratum once the groups' share is out; the base's is the intercept. */
static double level(const regression *r, const solution *s, size_t stratum) {
    double sum = 0;
    for (size_t g = 0; g < r->groups; g++) {
        const size_t cell = stratum * r->groups + g;
        sum += r->cell_y[cell] - (g && isfinite(s->b[g]) ? r->cell_n[cell] * s->b[g] : 0);
    }
    return sum / r->stratum_n[stratum];
}

static fw_code residuals(const regression *r, solution *s, fw_error *err) {
    double *mean = calloc(2 * r->strata + 1, sizeof *mean), total = 0;
    if (!mean) return fw_fail_nomem(err);
    for (size_t k = 0; k < r->strata; k++) {
        mean[k] = stratum_mean(r, k);
        mean[r->strata + k] = level(r, s, k);
    }
    for (size_t i = 0; i < r->rows; i++) total += r->y[i] / (double)r->rows;
    for (size_t i = 0; i < r->rows; i++) {
        const size_t g = r->group[i];
        const double share = g && isfinite(s->b[g]) ? s->b[g] : 0;
        const double all = r->y[i] - total, null = r->y[i] - mean[r->stratum[i]];
        const double full = r->y[i] - mean[r->strata + r->stratum[i]] - share;
        s->tss += all * all;
        s->rss_null += null * null;
        s->rss += full * full;
    }
    s->b[0] = mean[r->strata + r->base];
    free(mean);
    return FW_OK;
}

/* Standard errors; the intercept's: 1/n of its stratum and the groups' part of that stratum's mean. */
static void standard_errors(const regression *r, const gsl_matrix *inverse, const bool *taken, solution *s) {
    const double variance = s->df > 0 ? s->rss / s->df : NONE, n = r->stratum_n[r->base];
    double spread = 1 / n;
    for (size_t g = 0; g + 1 < r->groups; g++) {
        s->se[g + 1] = taken[g] ? sqrt(variance * gsl_matrix_get(inverse, g, g)) : NONE;
        for (size_t h = 0; h + 1 < r->groups; h++) {
            const double *share = r->cell_n + r->base * r->groups;
            if (taken[g] && taken[h])
                spread += share[g + 1] / n * (share[h + 1] / n) * gsl_matrix_get(inverse, g, h);
        }
    }
    s->se[0] = sqrt(variance * spread);
}

static fw_code solve(const regression *r, solution *s, fw_error *err) {
    gsl_matrix *a = gsl_matrix_alloc(r->groups, r->groups);
    gsl_vector *c = gsl_vector_alloc(r->groups);
    bool *taken = calloc(r->groups + 1, sizeof *taken);
    fw_code code = a && c && taken ? FW_OK : fw_fail_nomem(err);
    if (code == FW_OK) {
        const size_t p = r->groups - 1;
        gsl_matrix_view square = gsl_matrix_submatrix(a, 0, 0, p, p);
        gsl_vector_view side = gsl_vector_subvector(c, 0, p);
        normal_equations(r, &square.matrix, &side.vector);
        s->rank = sweep(&square.matrix, taken);
        if (s->rank == SIZE_MAX) code = fw_fail_nomem(err);
        if (code == FW_OK) {
            solve_groups(&square.matrix, &side.vector, taken, s);
            code = residuals(r, s, err);
            s->df = (double)r->rows - (double)(r->strata + s->rank);
            standard_errors(r, &square.matrix, taken, s);
        }
    }
    free(taken);
    if (c) gsl_vector_free(c);
    if (a) gsl_matrix_free(a);
    return code;
}

/* ---- one analysis ---- */

static double adjusted_r2(double rss, double tss, double n, double coefficients) {
    if (!(tss > 0) || !(n - coefficients > 0)) return NONE;
    return 1 - rss / tss * (n - 1) / (n - coefficients);
}

static void report(const regression *r, const solution *s, fw_fairness_kind kind, fw_fairness *out) {
    const double n = (double)r->rows, strata = (double)r->strata, full = strata + (double)s->rank;
    const double null = kind == FW_FAIRNESS_CSD ? adjusted_r2(s->rss_null, s->tss, n, strata) : 0;
    /* What rounding leaves of a constant is no variance. */
    const double noise = 1e-24 * n;
    if (!(s->tss > noise) || s->rank == 0) return;
    out->r2[kind] = adjusted_r2(s->rss, s->tss, n, full) - null;
    if (s->df > 0 && s->rss > 1e-13 * s->tss)
        out->sig[kind] = gsl_cdf_fdist_Q(fmax(0, s->rss_null - s->rss) / (double)s->rank / (s->rss / s->df),
                                         (double)s->rank, s->df);
    for (size_t g = 0; g < r->groups; g++) {
        fw_fairness_estimate *e = &out->estimate[kind][g];
        const double half = fw_t_quantile(.975, s->df) * s->se[g];
        e->estimate = (fw_interval){s->b[g], s->b[g] - half, s->b[g] + half};
        if (s->se[g] > 0) e->p = fw_t_two_sided_p(s->b[g] / s->se[g], s->df);
    }
}

static fw_code analyse(regression *r, fw_fairness_kind kind, fw_fairness *out, fw_error *err) {
    solution s = {.b = calloc(r->groups + 1, sizeof(double)), .se = calloc(r->groups + 1, sizeof(double))};
    fw_code code = s.b && s.se ? count_cells(r, err) : fw_fail_nomem(err);
    if (code == FW_OK) code = solve(r, &s, err);
    if (code == FW_OK) report(r, &s, kind, out);
    free_regression(r);
    free(s.b);
    free(s.se);
    return code;
}

/* ---- the groups and the strata ---- */

static fw_code order_groups(const uint32_t *group, size_t rows, size_t groups, fw_fairness *out,
                            uint32_t *rank, fw_error *err) {
    size_t *size = calloc(groups + 1, sizeof *size);
    out->order = calloc(groups + 1, sizeof *out->order);
    out->size = calloc(groups + 1, sizeof *out->size);
    if (!size || !out->order || !out->size) {
        free(size);
        return fw_fail_nomem(err);
    }
    for (size_t i = 0; i < rows; i++) size[group[i]]++;
    for (;;) {
        size_t best = groups;
        for (size_t g = 0; g < groups; g++)
            if (size[g] > 0 && (best == groups || size[g] > size[best])) best = g;
        if (best == groups) break;
        rank[best] = (uint32_t)out->groups;
        out->order[out->groups] = (uint32_t)best;
        out->size[out->groups++] = size[best];
        size[best] = 0;
    }
    free(size);
    return FW_OK;
}

static int by_value(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Human scores as strata; the base is the most frequent, the lowest of equals. */
static fw_code stratify(const double *h, size_t rows, uint32_t *stratum, size_t *strata, size_t *base,
                        fw_error *err) {
    double *level = malloc((rows + 1) * sizeof *level);
    if (!level) return fw_fail_nomem(err);
    for (size_t i = 0; i < rows; i++) level[i] = h[i] + 0.0; /* -0 is 0 */
    fw_sort_doubles(level, rows);
    size_t best = 0, run = 0;
    *strata = *base = 0;
    for (size_t i = 0; i < rows; i++) {
        run = *strata && level[i] == level[*strata - 1] ? run + 1 : 1;
        if (run == 1) level[(*strata)++] = level[i];
        if (run <= best) continue;
        best = run;
        *base = *strata - 1;
    }
    for (size_t i = 0; i < rows; i++) {
        const double *at = bsearch(&h[i], level, *strata, sizeof *level, by_value);
        stratum[i] = (uint32_t)(at - level);
    }
    free(level);
    return FW_OK;
}

static fw_code run_all(const double *h, const double *m, const uint32_t *group, uint32_t *rank, size_t rows,
                       fw_fairness *out, fw_error *err) {
    double *y = calloc(rows + 1, sizeof *y);
    uint32_t *place = calloc(2 * rows + 1, sizeof *place), *stratum = place + rows;
    fw_code code = y && place ? FW_OK : fw_fail_nomem(err);
    for (int k = 0; k < FW_FAIRNESS_COUNT && code == FW_OK; k++) {
        size_t strata = 1, base = 0;
        if (k == FW_FAIRNESS_CSD) code = stratify(h, rows, stratum, &strata, &base, err);
        for (size_t i = 0; i < rows; i++) {
            const double error = m[i] - h[i];
            place[i] = rank[group[i]];
            y[i] = k == FW_FAIRNESS_OSA ? error * error : error;
        }
        regression r = {.rows = rows,
                        .groups = out->groups,
                        .strata = strata,
                        .y = y,
                        .group = place,
                        .stratum = stratum,
                        .base = base};
        if (code == FW_OK && strata * out->groups <= MOST_CELLS)
            code = analyse(&r, (fw_fairness_kind)k, out, err);
    }
    free(y);
    free(place);
    return code;
}

fw_code fw_evaluate_fairness(const double *h, const double *m, const uint32_t *group, size_t rows,
                             size_t groups, fw_fairness *out, fw_error *err) {
    fw_numeric_start();
    *out = (fw_fairness){.n = rows};
    uint32_t *rank = calloc(groups + 1, sizeof *rank);
    fw_code code = rank ? order_groups(group, rows, groups, out, rank, err) : fw_fail_nomem(err);
    for (int k = 0; k < FW_FAIRNESS_COUNT && code == FW_OK; k++) {
        out->r2[k] = out->sig[k] = NONE;
        out->estimate[k] = calloc(out->groups + 1, sizeof *out->estimate[k]);
        if (!out->estimate[k]) code = fw_fail_nomem(err);
        for (size_t g = 0; g < out->groups && code == FW_OK; g++)
            out->estimate[k][g] = (fw_fairness_estimate){{NONE, NONE, NONE}, NONE};
    }
    if (code == FW_OK && out->groups > 1) code = run_all(h, m, group, rank, rows, out, err);
    free(rank);
    if (code != FW_OK) fw_fairness_free(out);
    return code;
}
