/* fit_evaluate.c: the second pass: what each row's own fold would have predicted, and how well. */
#include "fit/fit_state.h"

#include <gsl/gsl_cblas.h>
#include <math.h>
#include <stdlib.h>

enum { RESAMPLES = 1000 };
static const double TRIM_TOLERANCE = .4998;

/* Predictions of one row; a NaN where there is none. */
typedef struct row_result {
    double cv, length, mean, train, rubric;
} row_result;

static double trim(const fw_fit *fit, double value) {
    return fmax(fit->scale_min - TRIM_TOLERANCE, fmin(fit->scale_max + TRIM_TOLERANCE, value));
}

/* Prediction by a linear form: v . row = prediction - rating, both about the shift. */
static double predict(const fw_fit *fit, const double *form, const double *row) {
    const double features = cblas_ddot((int)fit->rating, form, 1, row, 1);
    return trim(fit, features + form[fit->one] + fit->shift[fit->rating]);
}

static void evaluate_row(fw_fit *fit, const fw_fit_rows *rows, size_t at, uint16_t k, double *row,
                         row_result *out) {
    fw_fit_gram_row(fit, rows, at, row);
    *out = (row_result){(double)NAN, (double)NAN, (double)NAN, (double)NAN, (double)NAN};
    if (fit->rubric_scorer) {
        fw_score score;
        fw_scorer_row(fit->rubric_scorer, rows->x + at * fit->var_count, &score);
        out->rubric = score.overall;
    }
    out->train = predict(fit, fit->form, row);
    fw_fit_errors_add(fit, row, rows->cluster[at]);
    if (!fit->cross_validated) return;
    out->cv = predict(fit, fit->folds[k].form, row);
    if (fit->length != SIZE_MAX) out->length = predict(fit, fit->folds[k].length_form, row);
    out->mean = trim(fit, fit->folds[k].mean);
}

static void add_known(fw_agreement_sums *sums, double human, double machine) {
    if (isfinite(machine)) fw_agreement_add(sums, human, machine);
}

/* Serial and in row order, so that sums do not depend on pieces or threads. */
static void sum_row(fw_fit *fit, const fw_fit_rows *rows, size_t at, const row_result *result) {
    const double rating = rows->rating[at];
    const size_t bag = fw_clusters_bag(&fit->clusters, rows->cluster[at], fit->seed);
    add_known(&fit->bags[bag], rating, result->cv);
    add_known(&fit->length_sums, rating, result->length);
    add_known(&fit->mean_sums, rating, result->mean);
    add_known(&fit->train_sums, rating, result->train);
    add_known(&fit->rubric_sums, rating, result->rubric);
    fit->evaluated++;
}

/* With equal ratings there are no forms: the mean is the model. */
static void constant_form(fw_fit *fit) {
    if (fit->constant) fit->form[fit->one] = fit->rating_min - fit->shift[fit->rating];
}

fw_code fw_fit_evaluate(fw_fit *fit, const fw_fit_rows *rows, double *prediction, fw_error *err) {
    if (!fit->solved) return fw_fail(err, FW_BUG, "a fit evaluated before it is solved");
    constant_form(fit);
    row_result *results = calloc(rows->rows + 1, sizeof *results);
    uint16_t *fold_of = calloc(rows->rows + 1, sizeof *fold_of);
    double *scratch = calloc(fit->width, sizeof *scratch);
    fw_code code = results && fold_of && scratch ? FW_OK : fw_fail_nomem(err);
    if (code == FW_OK) {
        for (size_t i = 0; i < rows->rows; i++) {
            fold_of[i] = fw_fit_fold(fit, rows, i);
            if (fold_of[i] != FW_FOLD_NONE) evaluate_row(fit, rows, i, fold_of[i], scratch, &results[i]);
        }
        for (size_t i = 0; i < rows->rows; i++) {
            const bool used = fold_of[i] != FW_FOLD_NONE;
            if (used) sum_row(fit, rows, i, &results[i]);
            if (prediction) prediction[i] = used ? results[i].cv : (double)NAN;
        }
    }
    free(scratch);
    free(fold_of);
    free(results);
    return code;
}

/* Measures where anything was predicted; NaN stays otherwise. */
static void measure(const fw_agreement_sums *sums, fw_agreement *out) {
    if (sums->n > 0) fw_agreement_measure(sums, out);
}

fw_code fw_fit_finish(fw_fit *fit, fw_model *model, fw_error *err) {
    if (!fit->solved) return fw_fail(err, FW_BUG, "a fit finished before it is solved");
    if (fit->evaluated == 0 || fit->constant) return FW_OK; /* nothing to measure */
    if (fit->evaluated != fit->rows)
        return fw_fail(err, FW_BUG, "the second pass over the ratings saw %zu rows, the first %zu",
                       fit->evaluated, fit->rows);
    fw_fit_quality *quality = &model->quality;
    fw_fit_errors_finish(fit, model);
    measure(&fit->length_sums, &quality->length_only);
    measure(&fit->mean_sums, &quality->mean_only);
    measure(&fit->train_sums, &quality->train);
    measure(&fit->rubric_sums, &quality->rubric);
    if (!fit->cross_validated) return FW_OK;
    fw_agreement_sums all = {0};
    for (size_t b = 0; b < FW_BAGS; b++) fw_agreement_merge(&all, &fit->bags[b]);
    measure(&all, &quality->cv);
    return fw_agreement_bootstrap(fit->bags, FW_BAGS, RESAMPLES, fit->seed, &quality->cv_interval, err);
}
