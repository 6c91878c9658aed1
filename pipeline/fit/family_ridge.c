/* family_ridge.c: ridge, plain or about the expert's weights; lambda by cross-validation or GCV. */
#include "fit/families.h"
#include "fit/ridge_path.h"

#include <gsl/gsl_cblas.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LAMBDAS = 20 };
/* Per row of training data, on correlations (diagonal 1): from nearly none to nothing but the prior. */
static const double LAMBDA_MIN = 1e-4, LAMBDA_MAX = 1e3;

/* Stands in for a lambda of 0 where the features are dependent. */
static const double LAMBDA_LEAST = 1e-10;

static double lambda_at(size_t index) {
    return LAMBDA_MIN * exp(log(LAMBDA_MAX / LAMBDA_MIN) / (LAMBDAS - 1) * (double)index);
}

/* A training part with its eigendecomposition: serves every lambda. */
typedef struct workspace {
    fw_design design;
    fw_spectrum spectrum;
    fw_solution solution;
} workspace;

static fw_code open_workspace(const fw_training *t, bool about_prior, workspace *w, fw_error *err) {
    fw_code code = fw_training_design(t, t->columns, t->count, &w->design, err);
    if (code == FW_OK) code = fw_spectrum_init(&w->spectrum, t->count, err);
    if (code == FW_OK) code = fw_solution_init(&w->solution, t->count, err);
    return code == FW_OK ? fw_spectrum_fill(&w->spectrum, &w->design, about_prior, err) : code;
}

static void close_workspace(workspace *w) {
    fw_solution_free(&w->solution);
    fw_spectrum_free(&w->spectrum);
    fw_design_free(&w->design);
}

static void solve_at(workspace *w, double lambda, fw_linear *out) {
    fw_solve_ridge(&w->design, &w->spectrum, lambda, true, &w->solution);
    fw_linear_set(out, &w->design, w->solution.weight, NULL);
    out->fit_features = w->solution.df;
}

/*
 * One lambda, by Cholesky: a tenth of the eigendecomposition's cost, for the many resamples. The design's
 * correlations become the inverse of R + lambda I, whose trace gives df = p - lambda tr, unless df is NULL.
 * False where it is singular.
 */
static bool solve_once(fw_design *d, double lambda, double slope, double *b, double *df) {
    const size_t p = d->count;
    double *A = d->corr;
    for (size_t i = 0; i < p; i++) {
        b[i] = d->response[i] - slope * cblas_ddot((int)p, d->corr + i * p, 1, d->prior, 1);
    }
    for (size_t i = 0; i < p; i++) A[i * p + i] += lambda;
    gsl_matrix_view matrix = gsl_matrix_view_array(A, p, p);
    gsl_vector_view vector = gsl_vector_view_array(b, p);
    int status = gsl_linalg_cholesky_decomp1(&matrix.matrix);
    if (status == GSL_SUCCESS) status = gsl_linalg_cholesky_svx(&matrix.matrix, &vector.vector);
    for (size_t i = 0; i < p; i++) b[i] += slope * d->prior[i];
    if (!df || status != GSL_SUCCESS) return status == GSL_SUCCESS;
    status = gsl_linalg_cholesky_invert(&matrix.matrix);
    *df = (double)p;
    for (size_t i = 0; i < p; i++) *df -= lambda * A[i * p + i];
    return status == GSL_SUCCESS;
}

static fw_code solve(const fw_training *t, bool about_prior, double lambda, fw_linear *out, fw_error *err) {
    fw_design design = {0};
    fw_code code = fw_training_design(t, t->columns, t->count, &design, err);
    double *b = calloc(t->count + 1, sizeof *b), df = 0;
    if (code == FW_OK && !b) code = fw_fail_nomem(err);
    bool solved = code == FW_OK && design.count == 0;
    if (code == FW_OK && !solved)
        solved = solve_once(&design, lambda, about_prior ? fw_design_slope(&design) : 0, b,
                            t->weights_only ? NULL : &df);
    if (solved) {
        fw_linear_set(out, &design, b, NULL);
        out->fit_features = df;
    } else if (code ==
               FW_OK) { /* lambda near 0 on dependent features: the eigenvectors know what to leave out */
        workspace w = {0};
        code = open_workspace(t, about_prior, &w, err);
        if (code == FW_OK) solve_at(&w, fmax(lambda, LAMBDA_LEAST), out);
        close_workspace(&w);
    }
    free(b);
    fw_design_free(&design);
    return code;
}

fw_code fw_solve_plain_ridge(const fw_training *t, double lambda, fw_linear *out, fw_error *err) {
    return solve(t, false, lambda, out, err);
}

fw_code fw_solve_rubric_ridge(const fw_training *t, double lambda, fw_linear *out, fw_error *err) {
    return solve(t, true, lambda, out, err);
}

/* n sum of squares / (n - df - 1)^2 of the whole (Golub, Heath, Wahba 1979). */
static fw_code add_gcv(const fw_tuning *tuning, bool about_prior, double *loss, fw_linear *linear,
                       double *form, fw_error *err) {
    workspace w = {0};
    const fw_training *t = &tuning->whole;
    const fw_code code = open_workspace(t, about_prior, &w, err);
    for (size_t l = 0; l < LAMBDAS && code == FW_OK; l++) {
        solve_at(&w, lambda_at(l), linear);
        fw_linear_form(linear, t->shift, form);
        const double n = fw_gram_rows(t->gram), left = n - w.solution.df - 1;
        loss[l] = left > 0 ? n * fw_gram_squares(t->gram, form) / (left * left) : (double)INFINITY;
    }
    close_workspace(&w);
    return code;
}

/* Of one fold, by what its training part says under each lambda. */
static fw_code add_fold(const fw_tuning *tuning, size_t k, const fw_training *part, bool about_prior,
                        double *loss, fw_linear *linear, double *form, fw_error *err) {
    fw_design design = {0};
    fw_ridge_path path = {0};
    double *weight = calloc(part->count + 1, sizeof *weight);
    fw_code code =
        weight ? fw_training_design(part, part->columns, part->count, &design, err) : fw_fail_nomem(err);
    if (code == FW_OK) code = fw_ridge_path_open(&path, &design, about_prior, err);
    for (size_t l = 0; l < LAMBDAS && code == FW_OK; l++) {
        fw_ridge_path_at(&path, lambda_at(l), weight);
        fw_linear_set(linear, &design, weight, NULL);
        fw_linear_form(linear, part->shift, form);
        loss[l] += fw_gram_squares(&tuning->folds[k], form);
    }
    fw_ridge_path_close(&path);
    fw_design_free(&design);
    free(weight);
    return code;
}

static fw_code add_folds(const fw_tuning *tuning, bool about_prior, double *loss, fw_linear *linear,
                         double *form, fw_error *err) {
    fw_gram train = {0};
    fw_code code = fw_gram_init(&train, tuning->whole.gram->width, false, err);
    fw_training part = tuning->whole;
    part.gram = &train;
    for (size_t k = 0; k < tuning->fold_count && code == FW_OK; k++) {
        if (!(fw_gram_rows(&tuning->folds[k]) > 0)) continue;
        fw_gram_total(tuning->folds, tuning->fold_count, k, &train);
        code = add_fold(tuning, k, &part, about_prior, loss, linear, form, err);
    }
    fw_gram_free(&train);
    return code;
}

static fw_code tune(const fw_tuning *tuning, bool about_prior, double *lambda, fw_error *err) {
    double loss[LAMBDAS] = {0};
    fw_linear linear = {0};
    double *form = calloc(tuning->whole.gram->width, sizeof *form);
    fw_code code = fw_linear_init(&linear, tuning->whole.features, err);
    if (code == FW_OK && !form) code = fw_fail_nomem(err);
    if (code == FW_OK)
        code = (tuning->gcv ? add_gcv : add_folds)(tuning, about_prior, loss, &linear, form, err);
    free(form);
    fw_linear_free(&linear);
    /* The least loss; on ties (to rounding) the larger lambda. */
    size_t best = LAMBDAS - 1;
    for (size_t l = LAMBDAS - 1; l-- > 0;)
        if (loss[l] < loss[best] * (1 - 1e-12)) best = l;
    *lambda = lambda_at(best);
    return code;
}

fw_code fw_tune_plain_ridge(const fw_tuning *tuning, double *lambda, fw_error *err) {
    return tune(tuning, false, lambda, err);
}

fw_code fw_tune_rubric_ridge(const fw_tuning *tuning, double *lambda, fw_error *err) {
    return tune(tuning, true, lambda, err);
}
