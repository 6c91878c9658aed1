/* fit_evaluate.c: the second pass: what each row's own fold would have predicted, and how well. */
#include "fit/fit_state.h"
#include "fit/numeric.h"

#include <math.h>
#include <stdlib.h>

enum { RESAMPLES = 1000 };
static const double TRIM_TOLERANCE = .4998;

static double trim(const fw_fit *fit, double value) {
    return fmax(fit->scale_min - TRIM_TOLERANCE, fmin(fit->scale_max + TRIM_TOLERANCE, value));
}

/* Prediction by a linear form, before it is trimmed: v . row = prediction - rating, both about the shift. */
static double predict(const fw_fit *fit, const double *form, const double *row) {
    return fw_dot(form, row, fit->rating) + form[fit->one] + fit->shift[fit->rating];
}

static void predict_row(const fw_fit *fit, uint16_t k, const double *row, fw_fit_prediction *out) {
    const double train = predict(fit, fit->form, row);
    out->train = trim(fit, train);
    out->error = row[fit->rating] + fit->shift[fit->rating] - train;
    if (!fit->cross_validated) return;
    out->cv = trim(fit, predict(fit, fit->folds[k].form, row));
    if (fit->length != SIZE_MAX) out->length = trim(fit, predict(fit, fit->folds[k].length_form, row));
    out->mean = trim(fit, fit->folds[k].mean);
}

/* The rubric's score of row `at`: as it was given, or scored now. */
static double rubric_of(const fw_fit *fit, const fw_fit_rows *rows, const double *rubric, size_t at) {
    if (!fit->rubric_scorer) return (double)NAN;
    if (rubric) return rubric[at];
    fw_score score;
    fw_scorer_row(fit->rubric_scorer, rows->x + at * fit->var_count, &score);
    return score.overall;
}

fw_code fw_fit_predict(const fw_fit *fit, const fw_fit_rows *rows, const double *rubric,
                       fw_fit_prediction *out, fw_error *err) {
    const double none = (double)NAN;
    if (!fit->solved) return fw_fail(err, FW_BUG, "a fit evaluated before it is solved");
    double *row = malloc(fit->width * sizeof *row);
    if (!row) return fw_fail_nomem(err);
    for (size_t i = 0; i < rows->rows; i++) {
        const uint16_t fold = fw_fit_fold(fit, rows, i);
        out[i] = (fw_fit_prediction){none, none, none, none, none, none, fold != FW_FOLD_NONE};
        if (!out[i].used) continue;
        fw_fit_gram_row(fit, rows, i, row);
        predict_row(fit, fold, row, &out[i]);
        out[i].rubric = rubric_of(fit, rows, rubric, i);
    }
    free(row);
    return FW_OK;
}

static void add_known(fw_agreement_sums *sums, double human, double machine) {
    if (isfinite(machine)) fw_agreement_add(sums, human, machine);
}

/* Serial and in row order, so that sums do not depend on pieces or threads. */
static void sum_row(fw_fit *fit, const fw_fit_rows *rows, size_t at, const fw_fit_prediction *result) {
    const double rating = rows->rating[at];
    const size_t bag = fw_clusters_bag(&fit->clusters, rows->cluster[at], fit->seed);
    add_known(&fit->bags[bag], rating, result->cv);
    add_known(&fit->length_sums, rating, result->length);
    add_known(&fit->mean_sums, rating, result->mean);
    add_known(&fit->train_sums, rating, result->train);
    add_known(&fit->rubric_sums, rating, result->rubric);
    fit->evaluated++;
}

fw_code fw_fit_take(fw_fit *fit, const fw_fit_rows *rows, const fw_fit_prediction *predicted, fw_error *err) {
    if (!fit->solved) return fw_fail(err, FW_BUG, "a fit evaluated before it is solved");
    for (size_t i = 0; i < rows->rows; i++) {
        if (!predicted[i].used) continue;
        fw_fit_errors_add(fit, rows, i, predicted[i].error);
        sum_row(fit, rows, i, &predicted[i]);
    }
    return FW_OK;
}

fw_code fw_fit_evaluate(fw_fit *fit, const fw_fit_rows *rows, double *prediction, fw_error *err) {
    fw_fit_prediction *predicted = calloc(rows->rows + 1, sizeof *predicted);
    if (!predicted) return fw_fail_nomem(err);
    fw_code code = fw_fit_predict(fit, rows, NULL, predicted, err);
    if (code == FW_OK) code = fw_fit_take(fit, rows, predicted, err);
    for (size_t i = 0; i < rows->rows && code == FW_OK && prediction; i++) prediction[i] = predicted[i].cv;
    free(predicted);
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
