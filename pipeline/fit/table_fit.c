/* table_fit.c: the steps of a table's fit, in order. */
#include "fit/table_state.h"

#include "fit/coefficient.h"
#include "fit/families.h"
#include "fit/group.h"
#include "fit/numeric.h"
#include "fit/ordinal_model.h"
#include "score/rubric.h"

#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LEAST_ROWS = 3, FEATURE_LIMIT = 1000 };

static fw_code check_options(const fw_sample *sample, const fw_table_fit_options *o, fw_error *err) {
    if (sample->features == 0 || sample->features > FEATURE_LIMIT)
        return fw_fail(err, FW_USAGE, "a fit needs 1 to %d features", FEATURE_LIMIT);
    if (sample->rows < LEAST_ROWS)
        return fw_fail(err, FW_DATA, "too few rows: %zu can be used, a fit needs %d", sample->rows,
                       LEAST_ROWS);
    if (o->kind == FW_MODEL_RUBRIC && o->unrated && (isnan(o->scale_min) || isnan(o->scale_max)))
        return fw_fail(err, FW_USAGE, "without ratings the expert's weights need a scale: --scale MIN:MAX");
    if (o->unrated && o->kind != FW_MODEL_RUBRIC)
        return fw_fail(err, FW_USAGE, "only the rubric model can do without ratings");
    return FW_OK;
}

static void measure_ratings(fw_table_state *s, double *least, double *most) {
    const fw_sample *sample = s->sample;
    fw_table_part *t = s->model->table;
    long double sum = 0, squares = 0;
    *least = (double)INFINITY;
    *most = -(double)INFINITY;
    for (size_t i = 0; i < sample->rows; i++) {
        sum += (long double)sample->y[i];
        *least = fmin(*least, sample->y[i]);
        *most = fmax(*most, sample->y[i]);
    }
    t->human_mean = (double)(sum / (long double)sample->rows);
    for (size_t i = 0; i < sample->rows; i++) {
        const long double d = (long double)sample->y[i] - (long double)t->human_mean;
        squares += d * d;
    }
    t->human_sd = (double)sqrtl(squares / (long double)(sample->rows - 1));
    s->constant = !s->options->unrated && !(*least < *most);
    if (s->constant) t->human_sd = 0;
}

static void set_scale(fw_table_state *s) {
    const fw_table_fit_options *o = s->options;
    fw_table_part *t = s->model->table;
    double least, most;
    measure_ratings(s, &least, &most);
    s->model->scale_min = isnan(o->scale_min) ? least : o->scale_min;
    s->model->scale_max = isnan(o->scale_max) ? most : o->scale_max;
    t->trim_min = isnan(o->trim_min) ? s->model->scale_min : o->trim_min;
    t->trim_max = isnan(o->trim_max) ? s->model->scale_max : o->trim_max;
    t->trim_tolerance = o->trim_tolerance;
    s->training.scale_min = s->model->scale_min;
    s->training.scale_max = s->model->scale_max;
}

/* Features that vary may predict; the expert's weights by column. */
static fw_code set_columns(fw_table_state *s, fw_error *err) {
    const size_t p = s->sample->features;
    s->columns = calloc(p + 1, sizeof *s->columns);
    s->prior = calloc(fw_sample_width(s->sample), sizeof *s->prior);
    if (!s->columns || !s->prior) return fw_fail_nomem(err);
    bool expert = false;
    for (size_t j = 0; j < p; j++) {
        const double weight = s->options->specs[j].weight;
        s->prior[j] = isnan(weight) ? 0 : weight;
        expert |= s->prior[j] != 0;
        if (s->model->weights[j].sd > 0) s->columns[s->training.count++] = j;
    }
    s->training.features = p;
    s->training.columns = s->columns;
    s->training.prior = s->prior;
    s->training.shift = s->sample->shift;
    if (s->training.count < p)
        fw_model_note(s->model, "constant and left out: %zu of %zu features", p - s->training.count, p);
    if (expert) return FW_OK;
    if (s->options->kind == FW_MODEL_RUBRIC)
        return fw_fail(err, FW_DATA,
                       "no feature has an expert weight: neither the features file nor the rubric");
    if (s->options->kind == FW_MODEL_RUBRIC_RIDGE)
        fw_model_note(s->model, "no feature has an expert weight: shrinkage is towards 0");
    return FW_OK;
}

/* Least squares needs more rows than weights. Own kinds turn to ridge and say so; a twin must not. */
static fw_code settle_kind(fw_table_state *s, fw_error *err) {
    fw_model_kind kind = s->options->kind;
    const size_t rows = s->sample->rows, weights = s->training.count;
    if (fw_families[kind].all_features && rows <= weights + 1) {
        if (kind != FW_MODEL_OLS && kind != FW_MODEL_ROBUST)
            return fw_fail(err, FW_DATA, "too few rows: %zu to fit %zu weights with %s", rows, weights,
                           fw_model_infos[kind].name);
        fw_model_note(s->model, "too few rows for least squares (%zu for %zu weights): ridge was fitted",
                      rows, weights);
        kind = FW_MODEL_RIDGE;
    }
    s->family = &fw_families[kind];
    snprintf(s->model->type, sizeof s->model->type, "%s", fw_model_infos[kind].name);
    if (s->constant) fw_model_note(s->model, "all ratings are equal: the model predicts that rating");
    return FW_OK;
}

/* Rows below `value` in a sorted list. */
static size_t count_below(const double *sorted, size_t n, double value, bool or_equal) {
    size_t low = 0, high = n;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (sorted[middle] < value || (or_equal && sorted[middle] == value))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Every rating level gets the same total weight; the mean weight is 1. */
static fw_code weigh_levels(fw_table_state *s, fw_error *err) {
    const fw_sample *sample = s->sample;
    const size_t n = sample->rows;
    double total = 0, *sorted = malloc(n * sizeof *sorted);
    if (!sorted) return fw_fail_nomem(err);
    memcpy(sorted, sample->y, n * sizeof *sorted);
    gsl_sort(sorted, 1, n);
    for (size_t i = 0; i < n; i++) {
        const size_t same =
            count_below(sorted, n, sample->y[i], true) - count_below(sorted, n, sample->y[i], false);
        s->weight[i] = 1 / (double)same * (sample->weight ? sample->weight[i] : 1);
        total += s->weight[i];
    }
    for (size_t i = 0; i < n; i++) s->weight[i] *= (double)n / total;
    free(sorted);
    return FW_OK;
}

static fw_code set_row_weights(fw_table_state *s, fw_error *err) {
    const fw_sample *sample = s->sample;
    if (!sample->weight && !s->family->level_weights && !s->family->robust) return FW_OK;
    s->weight = calloc(sample->rows + 1, sizeof *s->weight);
    if (!s->weight) return fw_fail_nomem(err);
    if (s->family->level_weights) return weigh_levels(s, err);
    if (s->family->robust && !s->constant) {
        fw_robust robust = {.weight = s->weight};
        const fw_code code = fw_robust_weights(sample, &s->training, NULL, 0, &robust, err);
        size_t out = 0;
        for (size_t i = 0; i < sample->rows; i++) out += !(s->weight[i] > 0);
        if (!robust.converged)
            fw_model_note(s->model, "the robust weights did not settle in %zu steps", robust.steps);
        fw_model_note(s->model,
                      "robust: scale %.4g, %zu rows count nothing; errors take the weights as known",
                      robust.scale, out);
        return code;
    } else {
        for (size_t i = 0; i < sample->rows; i++) s->weight[i] = sample->weight ? sample->weight[i] : 1;
    }
    return FW_OK;
}

static void set_predictions(fw_table_state *s) {
    fw_table_part *t = s->model->table;
    const size_t n = s->sample->rows;
    long double sum = 0, squares = 0;
    for (size_t i = 0; i < n; i++) sum += (long double)fw_table_predict(s, i);
    t->prediction_mean = (double)(sum / (long double)n);
    for (size_t i = 0; i < n; i++) {
        const long double d = (long double)fw_table_predict(s, i) - (long double)t->prediction_mean;
        squares += d * d;
    }
    t->prediction_sd = (double)sqrtl(squares / (long double)(n - 1));
    if (t->prediction_sd <= 1e-12 * fabs(t->prediction_mean)) t->prediction_sd = 0;
    if (!s->options->unrated) return;
    t->human_mean = t->prediction_mean; /* nothing to rescale to */
    t->human_sd = t->prediction_sd;
}

/* Standardised weights; where no formula gives errors, those of the resamples are the weight's. */
static void set_estimates(fw_table_state *s) {
    fw_table_part *t = s->model->table;
    const size_t p = s->sample->features;
    double sum = 0;
    for (size_t j = 0; j < p; j++) {
        const fw_weight *w = &s->model->weights[j];
        if (!w->used || !(t->human_sd > 0)) continue;
        t->estimates[j].standardized = w->weight * (t->steps[j].transformed_sd / w->sd) / t->human_sd;
        sum += fabs(t->estimates[j].standardized);
    }
    const bool resampled = strcmp(t->errors, "none") == 0 && t->resamples > 0;
    if (resampled) snprintf(t->errors, sizeof t->errors, "bootstrap");
    for (size_t j = 0; j <= p; j++) {
        fw_coefficient *e = &t->estimates[j];
        if (resampled) {
            e->se = e->boot_se;
            e->ci_low = e->boot_low;
            e->ci_high = e->boot_high;
        }
        if (j == p) continue;
        fw_weight *w = &s->model->weights[j];
        if (w->used && sum > 0) e->relative = e->standardized / sum;
        if (!w->used && resampled) e->se = e->ci_low = e->ci_high = (double)NAN;
        w->se = w->used ? e->se : (double)NAN;
        w->ci_low = w->used ? e->ci_low : (double)NAN;
        w->ci_high = w->used ? e->ci_high : (double)NAN;
    }
}

/* What the intervals do not know of. */
static void note_conditions(fw_table_state *s) {
    const fw_family *f = s->family;
    if (s->constant || f->expert || f->ordinal) return;
    if (f->tune)
        fw_model_note(s->model, "intervals are conditional on lambda = %.4g", s->lambda);
    else if (!f->all_features && !s->linear.one_slope)
        fw_model_note(s->model, "errors are conditional on the features selected; the resamples select anew");
}

static fw_code run(fw_table_state *s, const fw_table_predictions *predictions, fw_error *err) {
    set_scale(s);
    fw_code code =
        fw_steps_learn(s->options->specs, &s->options->steps, s->sample, s->options->lines, s->model, err);
    if (code == FW_OK) code = set_columns(s, err);
    if (code == FW_OK) code = settle_kind(s, err);
    if (code != FW_OK) return code;
    fw_sample_centre(s->sample);
    code = set_row_weights(s, err);
    if (code == FW_OK) code = fw_table_make_folds(s, err);
    if (code == FW_OK) code = fw_table_solve(s, err);
    if (code != FW_OK) return code;
    if (s->options->unrated) s->filled = 0;
    code = fw_table_validate(s, predictions, err);
    if (code == FW_OK) set_predictions(s);
    const bool linear = !s->family->ordinal;
    if (code == FW_OK && linear && fw_table_validated(s)) code = fw_table_learning_curve(s, err);
    if (code == FW_OK && linear && fw_table_validated(s)) code = fw_table_drop_one(s, err);
    if (code == FW_OK) code = fw_table_errors(s, err);
    if (code == FW_OK && linear) code = fw_table_bootstrap(s, err);
    if (code == FW_OK) set_estimates(s);
    if (code == FW_OK && s->family->solve == fw_solve_rubric_ridge && s->model->table->resamples > 0)
        fw_coefficients_resampled(s->model, fmin((double)s->sample->clusters, FW_TABLE_BAGS));
    if (code == FW_OK && s->groups) code = fw_groups_errors(s, err);
    if (code == FW_OK) note_conditions(s);
    return code;
}

static void free_state(fw_table_state *s) {
    if (s->plain != s->fold) fw_grams_free(s->plain, s->folds);
    fw_grams_free(s->fold, s->folds);
    fw_grams_free(s->slices, s->folds * FW_LEARNING_POINTS);
    for (size_t k = 0; k < s->folds && s->parts; k++) fw_linear_free(&s->parts[k]);
    free(s->parts);
    fw_gram_free(&s->total);
    fw_linear_free(&s->linear);
    free(s->columns);
    free(s->prior);
    free(s->weight);
    free(s->slice_of);
    free(s->inverse);
    fw_ordinal_state_free(s->ordinal);
    fw_group_state_free(s->groups, s->folds);
}

fw_code fw_table_fit(fw_sample *sample, const fw_table_fit_options *options,
                     const fw_table_predictions *predictions, fw_model **out, fw_error *err) {
    fw_numeric_start();
    fw_code code = check_options(sample, options, err);
    if (code == FW_OK) code = fw_numeric_room(err);
    if (code != FW_OK) return code;
    fw_table_state s = {.options = options, .sample = sample};
    s.model = fw_model_new("", options->trait ? options->trait : "overall");
    if (!s.model) return fw_fail_nomem(err);
    s.model->weights = calloc(sample->features, sizeof *s.model->weights);
    s.model->weight_count = sample->features;
    s.model->table = fw_table_part_new(sample->features);
    code = s.model->weights && s.model->table ? FW_OK : fw_fail_nomem(err);
    if (code == FW_OK) code = fw_sample_index(sample, err);
    if (code == FW_OK) code = fw_linear_init(&s.linear, sample->features, err);
    if (code == FW_OK) {
        s.model->seed = options->seed;
        s.model->quality.rows = sample->rows;
        s.model->quality.participants = sample->clusters;
        s.model->table->standardize = options->steps.standardize;
        s.model->table->exclude_zeros = options->exclude_zeros;
        code = run(&s, predictions, err);
    }
    free_state(&s);
    if (code == FW_OK)
        *out = s.model;
    else
        fw_model_free(s.model);
    return code;
}
