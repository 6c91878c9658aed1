/* fit_evaluate.c: the second pass: what each row's own fold would have predicted, and how well. */
#include "fit/coefficient.h"
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

static void add_row(const fw_fit *fit, const fw_fit_rows *rows, size_t at, const fw_fit_prediction *result,
                    fw_evidence *to) {
    const double rating = rows->rating[at];
    add_known(&to->bags[fw_clusters_bag(&fit->clusters, rows->cluster[at], fit->seed)], rating, result->cv);
    add_known(&to->length, rating, result->length);
    add_known(&to->mean, rating, result->mean);
    add_known(&to->train, rating, result->train);
    add_known(&to->rubric, rating, result->rubric);
    to->rows++;
}

static void merge(fw_evidence *into, const fw_evidence *from) {
    for (size_t b = 0; b < FW_BAGS; b++) fw_agreement_merge(&into->bags[b], &from->bags[b]);
    fw_agreement_merge(&into->length, &from->length);
    fw_agreement_merge(&into->mean, &from->mean);
    fw_agreement_merge(&into->train, &from->train);
    fw_agreement_merge(&into->rubric, &from->rubric);
    into->rows += from->rows;
}

/* ---- pieces: rows of the same numbers are always summed alone, then with those before them ---- */

fw_code fw_fit_piece_new(const fw_fit *fit, fw_fit_piece **out, fw_error *err) {
    if (!fit->solved) return fw_fail(err, FW_BUG, "a fit evaluated before it is solved");
    fw_fit_piece *piece = calloc(1, sizeof *piece);
    if (!piece) return fw_fail_nomem(err);
    const fw_code code = fw_error_piece_init(fit, &piece->errors, err);
    if (code == FW_OK)
        *out = piece;
    else
        fw_fit_piece_free(piece);
    return code;
}

void fw_fit_piece_free(fw_fit_piece *piece) {
    if (!piece) return;
    fw_error_piece_free(&piece->errors);
    free(piece);
}

fw_code fw_fit_piece_add(const fw_fit *fit, const fw_fit_rows *rows, const fw_fit_prediction *predicted,
                         fw_fit_piece *piece, fw_error *err) {
    if (rows->rows > FW_FIT_PIECE_ROWS - piece->rows)
        return fw_fail(err, FW_BUG, "a piece of a fit has too many rows");
    for (size_t i = 0; i < rows->rows; i++) {
        if (!predicted[i].used) continue;
        fw_error_piece_add(fit, rows, i, predicted[i].error, &piece->errors);
        add_row(fit, rows, i, &predicted[i], &piece->evidence);
    }
    piece->rows += rows->rows;
    if (piece->rows == FW_FIT_PIECE_ROWS) fw_error_piece_close(fit, &piece->errors);
    return FW_OK;
}

fw_code fw_fit_take(fw_fit *fit, fw_fit_piece *piece, fw_error *err) {
    if (fit->seen % FW_FIT_PIECE_ROWS)
        return fw_fail(err, FW_BUG, "a piece of a fit comes behind one that is not full");
    fw_error_piece_close(fit, &piece->errors);
    fw_fit_errors_merge(fit, &piece->errors);
    merge(&fit->evidence, &piece->evidence);
    fit->seen += piece->rows;
    piece->evidence = (fw_evidence){0};
    piece->rows = 0;
    return FW_OK;
}

/* Adds rows to the open piece, which is taken whenever it is full. */
static fw_code add_to_open(fw_fit *fit, const fw_fit_rows *rows, const fw_fit_prediction *predicted,
                           fw_error *err) {
    fw_code code = fit->open ? FW_OK : fw_fit_piece_new(fit, &fit->open, err);
    for (size_t at = 0; at < rows->rows && code == FW_OK;) {
        const size_t room = FW_FIT_PIECE_ROWS - fit->open->rows, left = rows->rows - at;
        const fw_fit_rows some = {.rows = room < left ? room : left,
                                  .x = rows->x + at * fit->var_count,
                                  .rating = rows->rating + at,
                                  .cluster = rows->cluster + at};
        code = fw_fit_piece_add(fit, &some, predicted + at, fit->open, err);
        if (code == FW_OK && fit->open->rows == FW_FIT_PIECE_ROWS) code = fw_fit_take(fit, fit->open, err);
        at += some.rows;
    }
    return code;
}

fw_code fw_fit_evaluate(fw_fit *fit, const fw_fit_rows *rows, double *prediction, fw_error *err) {
    fw_fit_prediction *predicted = calloc(rows->rows + 1, sizeof *predicted);
    if (!predicted) return fw_fail_nomem(err);
    fw_code code = fw_fit_predict(fit, rows, NULL, predicted, err);
    if (code == FW_OK) code = add_to_open(fit, rows, predicted, err);
    for (size_t i = 0; i < rows->rows && code == FW_OK && prediction; i++) prediction[i] = predicted[i].cv;
    free(predicted);
    return code;
}

/* ---- the end ---- */

/* Measures where anything was predicted; NaN stays otherwise. */
static void measure(const fw_agreement_sums *sums, fw_agreement *out) {
    if (sums->n > 0) fw_agreement_measure(sums, out);
}

fw_code fw_fit_measure(fw_fit *fit, fw_model *model, fw_error *err) {
    if (!fit->solved) return fw_fail(err, FW_BUG, "a fit finished before it is solved");
    if (fit->open && fit->open->rows) {
        const fw_code code = fw_fit_take(fit, fit->open, err);
        if (code != FW_OK) return code;
    }
    fit->measured = true;
    const fw_evidence *seen = &fit->evidence;
    if (seen->rows == 0 || fit->constant) return FW_OK; /* nothing to measure */
    if (seen->rows != fit->rows)
        return fw_fail(err, FW_BUG, "the second pass over the ratings saw %zu rows, the first %zu",
                       seen->rows, fit->rows);
    fw_fit_quality *quality = &model->quality;
    fw_fit_errors_finish(fit, model);
    measure(&seen->length, &quality->length_only);
    measure(&seen->mean, &quality->mean_only);
    measure(&seen->train, &quality->train);
    measure(&seen->rubric, &quality->rubric);
    if (!fit->cross_validated) return FW_OK;
    fw_agreement_sums all = {0};
    for (size_t b = 0; b < FW_BAGS; b++) fw_agreement_merge(&all, &seen->bags[b]);
    measure(&all, &quality->cv);
    return fw_agreement_bootstrap(seen->bags, FW_BAGS, RESAMPLES, fit->seed, &quality->cv_interval, err);
}

fw_code fw_fit_finish(fw_fit *fit, fw_model *model, fw_error *err) {
    fw_code code = fit->measured ? FW_OK : fw_fit_measure(fit, model, err);
    if (code == FW_OK) code = fw_fit_judge_finish(fit, err);
    if (code == FW_OK && fit->kind == FW_FIT_RUBRIC_RIDGE && model->table)
        fw_coefficients_resampled(model, fmin((double)fit->clusters.count, FW_BAGS));
    return code;
}
