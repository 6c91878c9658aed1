/* fit.c: a fit's beginning and its one pass over the rated rows. */
#include "fit/fit_state.h"

#include "base/wide.h"
#include "fit/numeric.h"
#include "score/rubric.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DEFAULT_FOLDS = 10, FOLD_LIMIT = 1000, VAR_LIMIT = 4096 };

static const char *const KINDS[] = {"rubric-ridge", "ridge", "ols"};

static fw_code parse_kind(const char *name, fw_fit_kind *out, fw_error *err) {
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++) {
        if (name && strcmp(name, KINDS[i]) != 0) continue;
        *out = (fw_fit_kind)i;
        return FW_OK;
    }
    const bool known = fw_model_find(name) != FW_MODEL_KIND_COUNT;
    fw_fail(err, FW_USAGE,
            known ? "model type \"%.40s\" is fitted to tables only" : "unknown model type \"%.40s\"", name);
    return err ? fw_error_detail(err, "rubric-ridge, ridge or ols", name) : FW_USAGE;
}

static fw_code check_options(const fw_fit_options *o, fw_error *err) {
    if (o->folds == 1 || o->folds > FOLD_LIMIT)
        return fw_fail(err, FW_USAGE, "folds must be 2 to %d", FOLD_LIMIT);
    if (o->var_count == 0 || o->var_count > VAR_LIMIT)
        return fw_fail(err, FW_DATA, "a fit needs 1 to %d features", VAR_LIMIT);
    if (!isnan(o->scale_min) && !isnan(o->scale_max) && !(o->scale_min < o->scale_max))
        return fw_fail(err, FW_USAGE, "the scale's minimum must be below its maximum");
    for (size_t i = 0; i < o->var_count; i++) {
        const size_t len = strlen(o->vars[i].name);
        if (len == 0 || len >= sizeof((fw_weight *)0)->name)
            return fw_fail(err, FW_DATA, "feature \"%.60s\": a name must have 1 to 47 bytes",
                           o->vars[i].name);
        for (size_t j = 0; j < i; j++)
            if (strcmp(o->vars[i].name, o->vars[j].name) == 0)
                return fw_fail(err, FW_DATA, "feature \"%s\" is there twice", o->vars[i].name);
    }
    return FW_OK;
}

/* The rubric, in a model of its own that scores the rubric's overall for comparison. */
static fw_code take_rubric(fw_fit *fit, const fw_fit_options *o, fw_error *err) {
    fit->rubric = fw_model_new("rubric", "overall");
    if (!fit->rubric) return fw_fail_nomem(err);
    if (!o->rubric) {
        fw_code code = fw_rubric_load(NULL, &fit->rubric->rubric, err);
        if (code != FW_OK) return code;
    } else {
        fit->rubric->rubric = fw_rubric_copy(o->rubric);
        if (!fit->rubric->rubric) return fw_fail_nomem(err);
    }
    fw_error missing = {0}; /* anybody's table: no rubric features, so no rubric score to compare with */
    const fw_code code = fw_scorer_new(fit->rubric, o->vars, o->var_count, &fit->rubric_scorer, &missing);
    return code == FW_OK || code == FW_DATA ? FW_OK : fw_fail(err, code, "%s", missing.message);
}

static void take_features(fw_fit *fit, const fw_fit_options *o) {
    const char *length = o->length_feature ? o->length_feature : "words";
    fit->length = SIZE_MAX;
    for (size_t i = 0; i < o->var_count; i++) {
        fw_weight *weight = &fit->weights[i];
        const fw_prior *prior = fw_rubric_prior(fit->rubric->rubric, o->vars[i].name);
        *weight = (fw_weight){.se = (double)NAN, .ci_low = (double)NAN, .ci_high = (double)NAN};
        memcpy(weight->name, o->vars[i].name, strlen(o->vars[i].name) + 1);
        weight->sign_expected = (o->vars[i].sign > 0) - (o->vars[i].sign < 0);
        fit->prior[i] = prior ? prior->weight : 0;
        if (!prior || prior->predicts) fit->predictors[fit->predictor_count++] = i;
        if (strcmp(o->vars[i].name, length) == 0) fit->length = i;
    }
}

static fw_code allocate(fw_fit *fit, fw_error *err) {
    fit->weights = calloc(fit->var_count, sizeof *fit->weights);
    fit->prior = calloc(fit->width, sizeof *fit->prior);
    fit->predictors = calloc(fit->var_count, sizeof *fit->predictors);
    fit->shift = calloc(fit->width, sizeof *fit->shift);
    fit->form = calloc(fit->width, sizeof *fit->form);
    fit->grams = calloc(fit->fold_count, sizeof *fit->grams);
    fit->folds = calloc(fit->fold_count, sizeof *fit->folds);
    if (!fit->weights || !fit->prior || !fit->predictors || !fit->shift || !fit->form || !fit->grams ||
        !fit->folds)
        return fw_fail_nomem(err);
    fw_code code = FW_OK;
    for (size_t k = 0; k < fit->fold_count && code == FW_OK; k++)
        code = fw_gram_init(&fit->grams[k], fit->width, false, err);
    return code == FW_OK ? fw_fit_bags_init(fit, err) : code;
}

fw_code fw_fit_new(const fw_fit_options *options, fw_fit **out, fw_error *err) {
    fw_numeric_start();
    fw_fit_kind kind = FW_FIT_RUBRIC_RIDGE;
    fw_code code = parse_kind(options->type, &kind, err);
    if (code == FW_OK) code = check_options(options, err);
    if (code == FW_OK) code = fw_numeric_room(err);
    if (code != FW_OK) return code;
    fw_fit *fit = calloc(1, sizeof *fit);
    if (!fit) return fw_fail_nomem(err);
    fit->kind = kind;
    strncpy(fit->trait, options->trait ? options->trait : "overall", sizeof fit->trait - 1);
    fit->fold_count = options->folds ? options->folds : DEFAULT_FOLDS;
    fit->seed = options->seed;
    fit->scale_min = options->scale_min;
    fit->scale_max = options->scale_max;
    fit->rating_min = (double)INFINITY;
    fit->rating_max = -(double)INFINITY;
    fit->var_count = options->var_count;
    fit->log_length = fit->var_count + 1;
    fit->rating = fit->log_length + 1;
    fit->one = fit->rating + 1;
    fit->width = fit->one + 1;
    code = take_rubric(fit, options, err);
    if (code == FW_OK) code = allocate(fit, err);
    if (code != FW_OK) {
        fw_fit_free(fit);
        return code;
    }
    take_features(fit, options);
    *out = fit;
    return FW_OK;
}

void fw_fit_free(fw_fit *fit) {
    if (!fit) return;
    fw_fit_free_folds(fit);
    fw_bag_sums_free(fit->sums);
    fw_fit_judge_free(fit);
    fw_packed_free(&fit->bags_of);
    fw_fit_piece_free(fit->open);
    fw_fit_errors_free(fit);
    for (size_t k = 0; k < fit->fold_count && fit->grams; k++) fw_gram_free(&fit->grams[k]);
    free(fit->folds);
    free(fit->grams);
    free(fit->weights);
    free(fit->prior);
    free(fit->predictors);
    free(fit->shift);
    free(fit->form);
    fw_clusters_free(&fit->clusters);
    fw_scorer_free(fit->rubric_scorer);
    fw_model_free(fit->rubric);
    free(fit);
}

/* By their bits: several at a time. */
FW_INLINED bool are_finite(const float *x, size_t count) {
    static const uint32_t EXPONENT = 0x7f800000u;
    uint32_t others = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t bits;
        memcpy(&bits, &x[i], sizeof bits);
        others |= (bits & EXPONENT) == EXPONENT;
    }
    return !others;
}

FW_WIDE static bool are_finite_wide(const float *x, size_t count) { return are_finite(x, count); }

static bool all_finite(const float *x, size_t count) {
    return fw_has_wide() ? are_finite_wide(x, count) : are_finite(x, count);
}

uint16_t fw_fit_fold(const fw_fit *fit, const fw_fit_rows *rows, size_t row) {
    if (!isfinite(rows->rating[row]) || !all_finite(rows->x + row * fit->var_count, fit->var_count))
        return FW_FOLD_NONE;
    return fw_cluster_fold(rows->cluster[row], fit->seed, fit->fold_count);
}

FW_INLINED void about_shift(const float *x, const double *restrict shift, size_t count,
                            double *restrict out) {
    for (size_t i = 0; i < count; i++) out[i] = (double)x[i] - shift[i];
}

FW_WIDE static void about_shift_wide(const float *x, const double *shift, size_t count, double *out) {
    about_shift(x, shift, count, out);
}

void fw_fit_gram_row(const fw_fit *fit, const fw_fit_rows *rows, size_t row, double *out) {
    const float *x = rows->x + row * fit->var_count;
    (fw_has_wide() ? about_shift_wide : about_shift)(x, fit->shift, fit->var_count, out);
    const double length = fit->length == SIZE_MAX ? 0 : (double)x[fit->length];
    out[fit->var_count] = length - fit->shift[fit->var_count];
    out[fit->log_length] = log1p(fmax(0, length)) - fit->shift[fit->log_length];
    out[fit->rating] = rows->rating[row] - fit->shift[fit->rating];
    out[fit->one] = 1;
}

/* The first usable row becomes the shift: every cross-product is about it. */
static void take_shift(fw_fit *fit, const fw_fit_rows *rows, size_t row) {
    fw_fit_gram_row(fit, rows, row, fit->shift);
    fit->shift[fit->one] = 0;
    fit->shifted = true;
}

fw_code fw_fit_note(fw_fit *fit, double rating, uint64_t cluster, fw_error *err) {
    fit->rows++;
    fit->rating_min = fmin(fit->rating_min, rating);
    fit->rating_max = fmax(fit->rating_max, rating);
    return fw_clusters_add(&fit->clusters, cluster, err);
}

static fw_code add_row(fw_fit *fit, const fw_fit_rows *rows, size_t row, fw_error *err) {
    const double rating = rows->rating[row];
    const uint64_t cluster = rows->cluster[row];
    const uint16_t fold = fw_fit_fold(fit, rows, row);
    if (fold == FW_FOLD_NONE) {
        fit->set_aside += isnan(rating) ? 0 : 1;
        return FW_OK;
    }
    if (!fit->shifted) take_shift(fit, rows, row);
    const fw_code code = fit->part ? FW_OK : fw_fit_note(fit, rating, cluster, err);
    if (code != FW_OK) return code;
    return fw_bag_sums_add(fit->sums, fw_fit_bag(fit, fold, cluster), rows->x + row * fit->var_count, rating,
                           err);
}

fw_code fw_fit_add(fw_fit *fit, const fw_fit_rows *rows, fw_error *err) {
    if (fit->solved) return fw_fail(err, FW_BUG, "rows added to a fit that is solved");
    fw_code code = FW_OK;
    for (size_t i = 0; i < rows->rows && code == FW_OK; i++) code = add_row(fit, rows, i, err);
    return code;
}

bool fw_fit_help(fw_fit *fit) { return fit->sums ? fw_bag_sums_help(fit->sums) : fw_fit_judge_help(fit); }
