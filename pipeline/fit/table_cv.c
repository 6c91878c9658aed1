/* table_cv.c: the models without each fold, and what they predict for it; baselines beside them. */
#include "fit/table_state.h"

#include "fit/folds.h"
#include "fit/group.h"
#include "fit/ordinal_model.h"

#include <gsl/gsl_cblas.h>
#include <math.h>
#include <stdlib.h>

/* Forms of one fold: what is predicted for its rows. */
typedef struct fold_forms {
    fw_linear length;
    double mean;
} fold_forms;

typedef struct sums {
    fw_agreement_sums *bags;
    fw_agreement_sums length, mean, train, pooled;
} sums;

static double trim(const fw_table_state *s, double value) {
    const fw_table_part *t = s->model->table;
    return fmax(t->trim_min - t->trim_tolerance, fmin(t->trim_max + t->trim_tolerance, value));
}

/* Robust rows are weighed anew without the fold: its residuals must not speak for its own neighbours. */
static fw_code robust_part(fw_table_state *s, size_t k, fw_linear *out, fw_error *err) {
    uint32_t *fold = calloc(s->sample->rows + 1, sizeof *fold);
    fw_robust robust = {.weight = calloc(s->sample->rows + 1, sizeof(double))};
    fw_gram gram = {0};
    fw_code code = fold && robust.weight ? FW_OK : fw_fail_nomem(err);
    for (size_t i = 0; i < s->sample->rows && code == FW_OK; i++) fold[i] = fw_table_fold(s, i);
    if (code == FW_OK) code = fw_robust_weights(s->sample, &s->training, fold, (uint32_t)k, &robust, err);
    if (code == FW_OK) code = fw_sample_grams(s->sample, robust.weight, NULL, 1, &gram, err);
    fw_training part = s->training;
    part.gram = &gram;
    if (code == FW_OK) code = s->family->solve(&part, s->lambda, out, err);
    fw_gram_free(&gram);
    free(robust.weight);
    free(fold);
    return code;
}

static fw_code solve_part(fw_table_state *s, size_t k, fw_gram *train, fold_forms *forms, fw_error *err) {
    fw_code code = fw_linear_init(&s->parts[k], s->training.features, err);
    /* The length baseline's two columns stand behind the features in every gram. */
    if (code == FW_OK) code = fw_linear_init(&forms->length, s->training.features + 2, err);
    if (code != FW_OK || !(fw_gram_rows(&s->fold[k]) > 0)) return code;
    fw_gram_total(s->fold, s->folds, k, train);
    fw_training part = s->training;
    part.gram = train;
    code = s->family->robust    ? robust_part(s, k, &s->parts[k], err)
           : s->family->ordinal ? fw_ordinal_solve_part(s, k, err)
                                : s->family->solve(&part, s->lambda, &s->parts[k], err);
    if (code != FW_OK) return code;
    fw_gram_total(s->plain, s->folds, k, train);
    double sd;
    fw_gram_moments(train, part.shift, part.features + 2, &forms->mean, &sd);
    const size_t columns[2] = {part.features, part.features + 1};
    return s->sample->length ? fw_training_least_squares(&part, columns, 2, &forms->length, err) : FW_OK;
}

static double predict_length(const fw_table_state *s, const fw_linear *form, size_t row) {
    const size_t p = s->training.features;
    if (!form->weight) return form->intercept;
    const double length = s->sample->length[row];
    return form->intercept + form->weight[p] * length + form->weight[p + 1] * log1p(fmax(0, length));
}

static void add_row(fw_table_state *s, const fold_forms *forms, size_t row, size_t bag, sums *out,
                    const fw_table_predictions *predictions) {
    const uint32_t k = fw_table_fold(s, row);
    const double y = s->sample->y[row], raw = fw_table_predict(s, row);
    if (predictions->raw) predictions->raw[row] = raw;
    if (predictions->modal) predictions->modal[row] = fw_table_predict_modal(s, row);
    if (predictions->cv) predictions->cv[row] = (double)NAN;
    fw_agreement_add(&out->train, y, trim(s, raw));
    if (!fw_table_validated(s)) return;
    const double cv = fw_table_predict_part(s, k, row);
    if (predictions->cv) predictions->cv[row] = cv;
    fw_agreement_add(&out->bags[bag], y, trim(s, cv));
    if (s->groups) {
        const double *x = s->sample->x + row * s->training.features;
        fw_agreement_add(&out->pooled, y, trim(s, fw_linear_predict(&s->parts[k], x)));
    }
    fw_agreement_add(&out->mean, y, trim(s, forms[k].mean));
    if (s->sample->length)
        fw_agreement_add(&out->length, y, trim(s, predict_length(s, &forms[k].length, row)));
}

static fw_code measure(fw_table_state *s, const sums *in, fw_error *err) {
    fw_fit_quality *q = &s->model->quality;
    if (in->train.n > 0) fw_agreement_measure(&in->train, &q->train);
    if (!fw_table_validated(s)) return FW_OK;
    q->folds = s->filled;
    if (s->groups) fw_agreement_measure(&in->pooled, &s->model->groups->pooled);
    fw_agreement_measure(&in->mean, &q->mean_only);
    if (s->sample->length) fw_agreement_measure(&in->length, &q->length_only);
    fw_agreement_sums all = {0};
    for (size_t b = 0; b < FW_BAGS; b++) fw_agreement_merge(&all, &in->bags[b]);
    fw_agreement_measure(&all, &q->cv);
    if (s->options->resamples == 0) return FW_OK;
    return fw_agreement_bootstrap(in->bags, FW_BAGS, s->options->resamples, s->options->seed, &q->cv_interval,
                                  err);
}

fw_code fw_table_validate(fw_table_state *s, const fw_table_predictions *predictions, fw_error *err) {
    fold_forms *forms = calloc(s->folds, sizeof *forms);
    sums all = {.bags = calloc(FW_BAGS, sizeof *all.bags)};
    fw_gram train = {0};
    s->parts = calloc(s->folds, sizeof *s->parts);
    fw_code code = forms && all.bags && s->parts ? FW_OK : fw_fail_nomem(err);
    if (code == FW_OK) code = fw_gram_init(&train, fw_sample_width(s->sample), false, err);
    for (size_t k = 0; k < s->folds && code == FW_OK && fw_table_validated(s); k++)
        code = solve_part(s, k, &train, &forms[k], err);
    if (code == FW_OK && s->options->group_column) code = fw_groups_solve(s, err);
    for (size_t i = 0; i < s->sample->rows && code == FW_OK; i++) {
        const uint32_t member = s->sample->member[i];
        /* More clusters than bags share bags; members are in order of a hash, so neighbours are unrelated. */
        add_row(s, forms, i, member % FW_BAGS, &all, predictions);
    }
    if (code == FW_OK) code = measure(s, &all, err);
    for (size_t k = 0; k < s->folds && forms; k++) fw_linear_free(&forms[k].length);
    fw_gram_free(&train);
    free(all.bags);
    free(forms);
    return code;
}
