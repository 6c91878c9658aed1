/* fit_cv.c: cross-validation from per-fold cross-products: every training part is a sum of the other folds.
 */
#include "fit/fit_state.h"

#include <math.h>
#include <stdlib.h>

enum { LAMBDAS = 20 };
/* Per row of training data, on correlations (diagonal 1): from nearly none to nothing but the prior. */
static const double LAMBDA_MIN = 1e-4, LAMBDA_MAX = 1e3;

static double lambda_at(size_t index) {
    const double step = log(LAMBDA_MAX / LAMBDA_MIN) / (LAMBDAS - 1);
    return LAMBDA_MIN * exp(step * (double)index);
}

void fw_fit_free_folds(fw_fit *fit) {
    for (size_t k = 0; k < fit->fold_count && fit->folds; k++) {
        fw_fold *fold = &fit->folds[k];
        fw_gram_free(&fold->train);
        fw_design_free(&fold->design);
        fw_spectrum_free(&fold->spectrum);
        fw_solution_free(&fold->solution);
        free(fold->form);
        free(fold->length_form);
        *fold = (fw_fold){0};
    }
}

static fw_code allocate_fold(const fw_fit *fit, fw_fold *fold) {
    const size_t room = fit->predictor_count > 2 ? fit->predictor_count : 2;
    fw_code code = fw_gram_init(&fold->train, fit->width, false, &fold->err);
    if (code == FW_OK) code = fw_design_init(&fold->design, room, &fold->err);
    if (code == FW_OK) code = fw_spectrum_init(&fold->spectrum, room, &fold->err);
    if (code == FW_OK) code = fw_solution_init(&fold->solution, room, &fold->err);
    fold->form = calloc(fit->width, sizeof(double));
    fold->length_form = calloc(fit->width, sizeof(double));
    if (code == FW_OK && (!fold->form || !fold->length_form)) code = fw_fail_nomem(&fold->err);
    return code;
}

/* The baselines of one fold; its design is scratch here. */
static fw_code solve_length(const fw_fit *fit, fw_fold *fold) {
    if (fit->length == SIZE_MAX) return FW_OK;
    const size_t columns[2] = {fit->length, fit->log_length};
    fw_design_fill(&fold->design, &fold->train, fit->shift, columns, 2, NULL);
    const fw_code code = fw_solve_ols(&fold->design, false, &fold->solution, &fold->err);
    fw_solution_form(&fold->design, &fold->solution, fit->shift, fit->width, fold->length_form);
    return code;
}

static fw_code prepare_fold(const fw_fit *fit, size_t k) {
    fw_fold *fold = &fit->folds[k];
    fw_code code = allocate_fold(fit, fold);
    if (code != FW_OK) return code;
    fw_gram_total(fit->grams, fit->fold_count, k, &fold->train);
    code = solve_length(fit, fold);
    fw_design_fill(&fold->design, &fold->train, fit->shift, fit->predictors, fit->predictor_count,
                   fit->prior);
    fold->mean = fold->design.y_mean;
    if (code == FW_OK && fit->kind != FW_FIT_OLS)
        code = fw_spectrum_fill(&fold->spectrum, &fold->design, fit->kind == FW_FIT_RUBRIC_RIDGE, &fold->err);
    return code;
}

/* The squared error of the fold's own rows under each lambda of the path (one entry for ols). */
static fw_code fold_errors(const fw_fit *fit, size_t k, double *squared) {
    fw_fold *fold = &fit->folds[k];
    const size_t candidates = fit->kind == FW_FIT_OLS ? 1 : LAMBDAS;
    for (size_t l = 0; l < candidates; l++) {
        if (fit->kind == FW_FIT_OLS) {
            const fw_code code = fw_solve_ols(&fold->design, false, &fold->solution, &fold->err);
            if (code != FW_OK) return code;
        } else {
            fw_solve_ridge(&fold->design, &fold->spectrum, lambda_at(l), false, &fold->solution);
        }
        fw_solution_form(&fold->design, &fold->solution, fit->shift, fit->width, fold->form);
        squared[l] = fw_gram_squares(&fit->grams[k], fold->form);
    }
    return FW_OK;
}

/* The lambda of the smallest total error; on ties (to rounding) the larger one. */
static size_t best_lambda(const double *squared, size_t folds) {
    size_t best = LAMBDAS - 1;
    double least = (double)INFINITY;
    for (size_t l = LAMBDAS; l-- > 0;) {
        double sum = 0;
        for (size_t k = 0; k < folds; k++) sum += squared[k * LAMBDAS + l];
        if (!(sum < least * (1 - 1e-12))) continue;
        least = sum;
        best = l;
    }
    return best;
}

fw_code fw_fit_cross_validate(fw_fit *fit, double *lambda, fw_error *err) {
    double *squared = calloc(fit->fold_count * LAMBDAS, sizeof *squared);
    if (!squared) return fw_fail_nomem(err);
    for (size_t k = 0; k < fit->fold_count; k++) {
        fw_fold *fold = &fit->folds[k];
        if (!fold->filled) continue;
        fold->code = prepare_fold(fit, k);
        if (fold->code == FW_OK) fold->code = fold_errors(fit, k, squared + k * LAMBDAS);
    }
    const size_t best = best_lambda(squared, fit->fold_count);
    free(squared);
    *lambda = fit->kind == FW_FIT_OLS ? (double)NAN : lambda_at(best);
    for (size_t k = 0; k < fit->fold_count; k++) {
        fw_fold *fold = &fit->folds[k];
        if (fold->code != FW_OK) {
            if (err) *err = fold->err;
            return fold->code;
        }
        if (!fold->filled || fit->kind == FW_FIT_OLS) continue;
        fw_solve_ridge(&fold->design, &fold->spectrum, *lambda, false, &fold->solution);
        fw_solution_form(&fold->design, &fold->solution, fit->shift, fit->width, fold->form);
    }
    return FW_OK;
}
