/* table_solve.c: chooses lambda, solves the model, and writes its weights. */
#include "fit/table_state.h"

#include "fit/ordinal_model.h"
#include "fit/tsqr.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Condition number of the correlation matrix (the square of the features') from which cross-products have
 * lost more than six of sixteen digits.
 */
static const double CONDITION_TSQR = 1e6;
enum { ROW_BLOCKS = 10 };

/* Ten blocks of consecutive rows, the first ones longer by one: what PositiveLassoCV is tuned on. */
static fw_code tune_on_blocks(fw_table_state *s, fw_tuning *tuning, fw_error *err) {
    const size_t n = s->sample->rows, blocks = n < ROW_BLOCKS ? n : ROW_BLOCKS;
    fw_gram *grams = calloc(blocks + 1, sizeof *grams);
    uint32_t *block = calloc(n + 1, sizeof *block);
    fw_code code = grams && block ? FW_OK : fw_fail_nomem(err);
    if (code == FW_OK) {
        for (size_t i = 0, at = 0; at < blocks; at++)
            for (size_t rows = n / blocks + (at < n % blocks); rows-- > 0;) block[i++] = (uint32_t)at;
        code = fw_sample_grams(s->sample, s->weight, block, blocks, grams, err);
    }
    tuning->folds = grams;
    tuning->fold_count = blocks;
    if (code == FW_OK) code = s->family->tune(tuning, &s->lambda, err);
    free(block);
    fw_grams_free(grams, blocks);
    return code;
}

static fw_code choose_lambda(fw_table_state *s, fw_error *err) {
    s->lambda = s->options->lambda;
    if (!s->family->tune) {
        s->lambda = (double)NAN;
        return FW_OK;
    }
    if (!isnan(s->lambda)) return FW_OK;
    fw_tuning tuning = {
        .whole = s->training, .folds = s->fold, .fold_count = s->folds, .gcv = s->options->gcv};
    if (s->family->row_blocks) return tune_on_blocks(s, &tuning, err);
    const bool needs_folds = s->family->tune != fw_tune_lasso_fixed && !(s->family->ridge && tuning.gcv);
    if (!needs_folds || s->filled >= 2) return s->family->tune(&tuning, &s->lambda, err);
    s->lambda = s->family->ridge ? 1 : 0; /* as much penalty as data; none */
    fw_model_note(s->model, "no cross-validation: all rows are in one fold; lambda was not tuned");
    return FW_OK;
}

static fw_code measure_condition(fw_table_state *s, double *condition, fw_error *err) {
    fw_design design = {0};
    fw_spectrum spectrum = {0};
    fw_code code = fw_training_design(&s->training, s->columns, s->training.count, &design, err);
    if (code == FW_OK) code = fw_spectrum_init(&spectrum, s->training.count, err);
    if (code == FW_OK) code = fw_spectrum_fill(&spectrum, &design, false, err);
    if (code == FW_OK) *condition = fw_spectrum_condition(&spectrum, design.count);
    fw_spectrum_free(&spectrum);
    fw_design_free(&design);
    return code;
}

/* Least squares on ill-conditioned features, again from the rows. */
static fw_code solve_rows(fw_table_state *s, fw_error *err) {
    const bool all = s->family->all_features;
    size_t *columns = calloc(s->training.count + 1, sizeof *columns), count = 0;
    s->inverse = calloc(s->training.count * s->training.count + 1, sizeof *s->inverse);
    fw_code code = columns && s->inverse ? FW_OK : fw_fail_nomem(err);
    for (size_t i = 0; i < s->training.count && code == FW_OK; i++)
        if (all || s->linear.used[s->columns[i]]) columns[count++] = s->columns[i];
    bool singular = true;
    if (code == FW_OK)
        code = fw_tsqr_solve(s->sample, s->weight, columns, count, &s->linear, s->inverse, &singular, err);
    free(columns);
    if (code == FW_OK && !singular) {
        strncpy(s->model->table->solver, "tsqr", sizeof s->model->table->solver - 1);
        fw_model_note(s->model, "condition %.1e: least squares by QR of the rows, not from cross-products",
                      s->model->quality.condition);
        return FW_OK;
    }
    free(s->inverse);
    s->inverse = NULL;
    return code;
}

static void set_weights(fw_table_state *s) {
    fw_model *model = s->model;
    size_t collinear = 0;
    for (size_t j = 0; j < s->training.features; j++) {
        fw_weight *weight = &model->weights[j];
        weight->se = weight->ci_low = weight->ci_high = (double)NAN;
        weight->used = s->linear.used[j] && weight->sd > 0;
        weight->weight = weight->used ? s->linear.weight[j] : 0;
        collinear += s->linear.collinear[j];
        const char *reason = weight->used             ? ""
                             : !(weight->sd > 0)      ? "constant"
                             : s->constant            ? "constant ratings"
                             : s->linear.collinear[j] ? "collinear"
                             : s->family->expert      ? "no expert weight"
                                                      : "not selected";
        snprintf(weight->reason, sizeof weight->reason, "%s", reason);
    }
    if (collinear) fw_model_note(model, "collinear with earlier features and left out: %zu", collinear);
    model->intercept = s->linear.intercept;
}

static void set_fit(fw_table_state *s) {
    fw_table_part *t = s->model->table;
    const double n = (double)s->sample->rows;
    t->fit_features = s->linear.fit_features;
    t->r2 = isnan(s->linear.r2) ? fw_training_r2(&s->training, &s->linear) : s->linear.r2;
    if (n - t->fit_features > 1) t->r2_adjusted = 1 - (1 - t->r2) * (n - 1) / (n - t->fit_features - 1);
    if (t->r2 > 1 - 1e-12 && !s->family->expert)
        fw_model_note(s->model, "the training ratings are predicted exactly: is a feature made from them?");
}

fw_code fw_table_solve(fw_table_state *s, fw_error *err) {
    fw_model *model = s->model;
    strncpy(model->table->solver, "gram", sizeof model->table->solver - 1);
    fw_code code = measure_condition(s, &model->quality.condition, err);
    if (code == FW_OK && !s->constant) code = choose_lambda(s, err);
    if (code == FW_OK) code = s->family->solve(&s->training, s->lambda, &s->linear, err);
    const bool poor = model->quality.condition > CONDITION_TSQR; /* infinity too */
    if (code == FW_OK && poor && s->family->least_squares && !s->linear.one_slope && !s->constant)
        code = solve_rows(s, err);
    if (code == FW_OK && s->family->ordinal) code = fw_ordinal_solve(s, err);
    if (code != FW_OK) return code;
    model->quality.lambda = s->lambda;
    set_weights(s);
    if (!s->family->ordinal) set_fit(s);
    return FW_OK;
}
