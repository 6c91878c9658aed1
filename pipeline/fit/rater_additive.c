/*
 * rater_additive.c: rating = answer + rater + residual by least squares, with any gaps.
 *
 * Answers are eliminated: what is left are normal equations of raters x raters,
 *     S = diag(n_j) - sum over answers of 1 1' / m,   b_j = sum of (rating - mean of its answer),
 * singular in the direction of ones (a constant may move between answers and raters), which a multiple of 1
 * 1' fills; the solution then sums to 0.
 */
#include "fit/numeric.h"
#include "fit/rater_panel.h"

#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdlib.h>

void fw_additive_free(fw_additive *a) {
    free(a->rater);
    free(a->answer);
    free(a->variance);
    *a = (fw_additive){0};
}

/* Fills S and b. */
static void normal_equations(const fw_sparse_panel *p, gsl_matrix *s, gsl_vector *b) {
    for (size_t r = 0; r < p->raters; r++) gsl_matrix_set(s, r, r, (double)fw_panel_load(p, r));
    for (size_t a = 0; a < p->answers; a++) {
        const size_t start = p->answer_start[a], m = fw_panel_size(p, a);
        double sum = 0;
        for (size_t i = start; i < start + m; i++) sum += p->value[i];
        const double mean = sum / (double)m, share = 1 / (double)m;
        for (size_t i = start; i < start + m; i++) {
            const size_t r = p->rater[i];
            *gsl_vector_ptr(b, r) += p->value[i] - mean;
            double *row = gsl_matrix_ptr(s, r, 0);
            for (size_t j = start; j < start + m; j++) row[p->rater[j]] -= share;
        }
    }
}

/* Adds c 1 1'; c is of the size of the diagonal, so that the condition stays good. */
static double fill_null_space(const fw_sparse_panel *p, gsl_matrix *s) {
    const double c = (double)p->count / (double)p->raters / (double)p->raters;
    (void)gsl_matrix_add_constant(s, c);
    return c;
}

static fw_code solve(const fw_sparse_panel *p, bool errors, fw_additive *out, fw_error *err) {
    const size_t n = p->raters;
    gsl_matrix *s = gsl_matrix_calloc(n, n);
    gsl_vector *b = gsl_vector_calloc(n);
    fw_code code = s && b ? FW_OK : fw_fail_nomem(err);
    if (code == FW_OK) {
        normal_equations(p, s, b);
        const double c = fill_null_space(p, s);
        fw_numeric_lock();
        if (gsl_linalg_cholesky_decomp1(s) || gsl_linalg_cholesky_svx(s, b))
            code = fw_fail(err, FW_BUG, "the raters' normal equations of a connected panel are singular");
        double sum = 0;
        for (size_t r = 0; r < n && code == FW_OK; r++) sum += gsl_vector_get(b, r);
        for (size_t r = 0; r < n && code == FW_OK; r++)
            out->rater[r] = gsl_vector_get(b, r) - sum / (double)n;
        if (code == FW_OK && errors && gsl_linalg_cholesky_invert(s))
            code = fw_fail(err, FW_BUG, "the raters' normal equations cannot be inverted");
        fw_numeric_unlock();
        for (size_t r = 0; r < n && code == FW_OK && errors; r++)
            out->variance[r] = gsl_matrix_get(s, r, r) - 1 / (c * (double)n * (double)n);
    }
    if (s) gsl_matrix_free(s);
    if (b) gsl_vector_free(b);
    return code;
}

static void residuals(const fw_sparse_panel *p, fw_additive *out) {
    double squares = 0;
    for (size_t a = 0; a < p->answers; a++) {
        const size_t start = p->answer_start[a], m = fw_panel_size(p, a);
        double sum = 0;
        for (size_t i = start; i < start + m; i++) sum += p->value[i] - out->rater[p->rater[i]];
        out->answer[a] = sum / (double)m;
        for (size_t i = start; i < start + m; i++) {
            const double left = p->value[i] - out->rater[p->rater[i]] - out->answer[a];
            squares += left * left;
        }
    }
    /* Below this it is rounding: ratings that the model fits without a rest. */
    if (squares < 1e-20 * p->total) squares = 0;
    out->residual_ss = squares;
    out->residual_df = (double)(p->count + 1) - (double)(p->answers + p->raters);
    out->residual_ms = out->residual_df > 0 ? squares / out->residual_df : (double)NAN;
}

fw_code fw_additive_fit(const fw_sparse_panel *p, bool errors, fw_additive *out, fw_error *err) {
    fw_numeric_start();
    *out = (fw_additive){.rater = calloc(p->raters + 1, sizeof(double)),
                         .answer = calloc(p->answers + 1, sizeof(double)),
                         .variance = calloc(p->raters + 1, sizeof(double))};
    fw_code code = out->rater && out->answer && out->variance ? FW_OK : fw_fail_nomem(err);
    if (code == FW_OK) code = solve(p, errors, out, err);
    if (code == FW_OK)
        residuals(p, out);
    else
        fw_additive_free(out);
    return code;
}
