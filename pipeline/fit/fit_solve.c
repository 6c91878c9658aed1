/* fit_solve.c: from the cross-products of all folds to a model. */
#include "fit/fit_state.h"
#include "fit/note.h"

#include "score/rubric.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Used when there are not two groups of participants to cross-validate with: as much penalty as data. */
static const double LAMBDA_WITHOUT_CV = 1;
/* Above this, squared condition numbers leave fewer than six digits of the weights. */
static const double CONDITION_WATCH = 1e10;

/* What one solve works with. */
typedef struct whole {
    fw_gram total;
    fw_design design;
    fw_spectrum spectrum;
    fw_solution solution;
} whole;

static void whole_free(whole *all) {
    fw_gram_free(&all->total);
    fw_design_free(&all->design);
    fw_spectrum_free(&all->spectrum);
    fw_solution_free(&all->solution);
}

static fw_code whole_fill(const fw_fit *fit, whole *all, fw_error *err) {
    fw_code code = fw_gram_init(&all->total, fit->width, false, err);
    if (code == FW_OK) code = fw_design_init(&all->design, fit->predictor_count, err);
    if (code == FW_OK) code = fw_spectrum_init(&all->spectrum, fit->predictor_count, err);
    if (code == FW_OK) code = fw_solution_init(&all->solution, fit->predictor_count, err);
    if (code != FW_OK) return code;
    fw_gram_total(fit->grams, fit->fold_count, SIZE_MAX, &all->total);
    fw_design_fill(&all->design, &all->total, fit->shift, fit->predictors, fit->predictor_count, fit->prior);
    return FW_OK;
}

/* Empty folds are left out: with few participants, hashing fills fewer folds than were asked for. */
static double count_folds(fw_fit *fit) {
    double least_training = (double)fit->rows;
    fit->filled_folds = 0;
    for (size_t k = 0; k < fit->fold_count; k++) {
        const double rows = fw_gram_rows(&fit->grams[k]);
        fit->folds[k].filled = rows > 0;
        fit->filled_folds += rows > 0;
        if (rows > 0 && rows < (double)fit->rows)
            least_training = fmin(least_training, (double)fit->rows - rows);
    }
    return least_training;
}

static void set_scale(fw_fit *fit, fw_model *model) {
    model->scale_min = isnan(fit->scale_min) ? fmin(fit->rating_min, fit->scale_max) : fit->scale_min;
    model->scale_max = isnan(fit->scale_max) ? fmax(fit->rating_max, fit->scale_min) : fit->scale_max;
    fit->scale_min = fit->rubric->scale_min = model->scale_min;
    fit->scale_max = fit->rubric->scale_max = model->scale_max;
}

/* Least squares needs more training rows than weights in every fold; else ridge, and say so. */
static void settle_kind(fw_fit *fit, fw_model *model, const fw_design *design, double least_training) {
    if (fit->kind == FW_FIT_OLS && least_training <= (double)design->count + 1) {
        fit->kind = FW_FIT_RIDGE;
        fw_model_note(model, "too few rows for least squares (%.0f to train %zu weights): ridge was fitted",
                      least_training, design->count);
    }
    static const char *const NAMES[] = {"rubric-ridge", "ridge", "ols"};
    strncpy(model->type, NAMES[fit->kind], sizeof model->type - 1);
}

static fw_code choose_lambda(fw_fit *fit, fw_model *model, fw_error *err) {
    double *lambda = &model->quality.lambda;
    fit->cross_validated = fit->filled_folds >= 2;
    if (fit->cross_validated) {
        if (fit->filled_folds < fit->fold_count)
            fw_model_note(model, "%zu folds hold participants, not the %zu asked for", fit->filled_folds,
                          fit->fold_count);
        model->quality.folds = fit->filled_folds;
        return fw_fit_cross_validate(fit, lambda, err);
    }
    *lambda = fit->kind == FW_FIT_OLS ? (double)NAN : LAMBDA_WITHOUT_CV;
    fw_model_note(model, "no cross-validation: %zu participant%s in one fold; lambda was not tuned",
                  fit->clusters.count, fit->clusters.count == 1 ? "" : "s");
    return FW_OK;
}

/* Standard errors and 95 % intervals; none without a residual degree of freedom: of a part of one, Student's
 * t reaches beyond any figure. */
static void set_errors(const fw_fit *fit, const whole *all, size_t at, fw_weight *weight) {
    const double df = all->design.n - 1 - all->solution.df;
    if (!(df >= 1)) return;
    const double residual = fw_gram_squares(&all->total, fit->form) / df;
    weight->se = sqrt(all->solution.variance[at] * residual);
    const double reach = gsl_cdf_tdist_Pinv(.975, df) * weight->se;
    weight->ci_low = weight->weight - reach;
    weight->ci_high = weight->weight + reach;
}

static void set_reason(fw_weight *weight, const char *reason) {
    strncpy(weight->reason, reason, sizeof weight->reason - 1);
}

static void set_weights(const fw_fit *fit, const whole *all, fw_model *model) {
    for (size_t i = 0; i < fit->var_count; i++) {
        fw_weight *weight = &model->weights[i];
        *weight = fit->weights[i];
        fw_gram_moments(&all->total, fit->shift, i, &weight->mean, &weight->sd);
        set_reason(weight, weight->sd > 0 ? "reported only" : "constant");
    }
    for (size_t i = 0; i < fit->predictor_count; i++) {
        fw_weight *weight = &model->weights[fit->predictors[i]];
        if (weight->sd > 0) set_reason(weight, fit->constant ? "constant ratings" : "");
    }
    const double slope = fw_design_slope(&all->design);
    for (size_t at = 0; at < all->design.count; at++) {
        fw_weight *weight = &model->weights[all->design.column[at]];
        weight->prior = slope * all->design.prior[at];
        if (all->solution.dropped[at]) {
            set_reason(weight, "collinear");
            continue;
        }
        weight->used = true;
        weight->weight = all->solution.weight[at];
        set_errors(fit, all, at, weight);
    }
}

static void note_solution(const fw_fit *fit, const whole *all, fw_model *model) {
    size_t dropped = 0;
    for (size_t i = 0; i < all->design.count && fit->kind == FW_FIT_OLS; i++)
        dropped += all->solution.dropped[i];
    if (fit->kind != FW_FIT_OLS)
        fw_model_note(model, "intervals are conditional on lambda and shrunk towards the %s",
                      fit->kind == FW_FIT_RIDGE ? "mean" : "rubric's weights");
    else if (dropped > 0)
        fw_model_note(model, "%zu features repeat earlier ones (collinear) and were left out", dropped);
    else if (model->quality.condition > CONDITION_WATCH)
        fw_model_note(model, "features are nearly collinear (condition %.1e): weights are uncertain",
                      model->quality.condition);
}

static fw_code solve_whole(fw_fit *fit, whole *all, fw_model *model, fw_error *err) {
    fw_code code = fw_spectrum_fill(&all->spectrum, &all->design, fit->kind == FW_FIT_RUBRIC_RIDGE, err);
    if (code != FW_OK) return code;
    model->quality.condition = fw_spectrum_condition(&all->spectrum, all->design.count);
    if (fit->kind == FW_FIT_OLS)
        code = fw_solve_ols(&all->design, true, &all->solution, err);
    else
        fw_solve_ridge(&all->design, &all->spectrum, model->quality.lambda, true, &all->solution);
    if (code != FW_OK) return code;
    fw_solution_form(&all->design, &all->solution, fit->shift, fit->width, fit->form);
    note_solution(fit, all, model);
    return FW_OK;
}

/* Rubric weights other than 0, and how many of them the data have no column for. */
static void count_priors(const fw_fit *fit, size_t *weighed, size_t *lacking) {
    const fw_rubric *rubric = fit->rubric->rubric;
    *weighed = *lacking = 0;
    for (size_t i = 0; i < rubric->prior_count; i++) *weighed += rubric->priors[i].weight != 0;
    *lacking = *weighed;
    for (size_t i = 0; i < fit->var_count; i++) *lacking -= fit->prior[i] != 0;
}

static void note_input(const fw_fit *fit, fw_model *model) {
    size_t weighed, lacking;
    count_priors(fit, &weighed, &lacking);
    if (fit->set_aside)
        fw_model_note(model, "%zu rated rows were set aside: a feature or rating is not a finite number",
                      fit->set_aside);
    if (fit->kind == FW_FIT_RUBRIC_RIDGE && lacking == weighed)
        fw_model_note(model, "the rubric weighs none of these features: shrinkage is towards 0");
    else if (lacking > 0 && lacking < weighed)
        fw_model_note(model, "the rubric weighs %zu features that these data lack", lacking);
}

static fw_code fill_model(fw_fit *fit, whole *all, fw_model *model, fw_error *err) {
    const double least_training = count_folds(fit);
    set_scale(fit, model);
    note_input(fit, model);
    model->seed = fit->seed;
    model->intercept = all->design.y_mean;
    model->quality.rows = fit->rows;
    model->quality.participants = fit->clusters.count;
    fit->constant = !(all->design.y_variance > 0);
    settle_kind(fit, model, &all->design, least_training);
    fw_code code = FW_OK;
    if (fit->constant) {
        fw_model_note(model, "all ratings are equal: the model predicts that rating");
        /* There are no forms: the mean is the model. */
        fit->form[fit->one] = fit->rating_min - fit->shift[fit->rating];
    } else {
        code = choose_lambda(fit, model, err);
    }
    if (code == FW_OK && !fit->constant) code = solve_whole(fit, all, model, err);
    if (code == FW_OK) set_weights(fit, all, model);
    return code;
}

fw_code fw_fit_solve(fw_fit *fit, fw_model **out, fw_error *err) {
    if (fit->solved) return fw_fail(err, FW_BUG, "a fit solved twice");
    if (fit->part) return fw_fail(err, FW_BUG, "a fit that has a part of the rows cannot be solved");
    if (fit->rows == 0) return fw_fail(err, FW_DATA, "no rated answer to fit weights to");
    if (fw_bag_sums_rows(fit->sums) != fit->rows)
        return fw_fail(err, FW_BUG, "of %zu rated rows %llu were summed up", fit->rows,
                       (unsigned long long)fw_bag_sums_rows(fit->sums));
    fit->solved = true;
    whole all = {0};
    fw_model *model = fw_model_new("", fit->trait);
    fw_code code = model ? fw_clusters_seal(&fit->clusters, err) : fw_fail_nomem(err);
    if (code == FW_OK) code = fw_fit_bags_finish(fit, err);
    if (code == FW_OK) code = whole_fill(fit, &all, err);
    if (code == FW_OK) {
        model->weights = calloc(fit->var_count, sizeof *model->weights);
        model->weight_count = fit->var_count;
        model->rubric = fw_rubric_copy(fit->rubric->rubric);
        code = model->weights && model->rubric ? fill_model(fit, &all, model, err) : fw_fail_nomem(err);
        fit->df = all.solution.df;
        if (code == FW_OK) code = fw_fit_judge(fit, &all.total, model, err);
        if (code == FW_OK) code = fw_fit_errors_open(fit, model, err);
    }
    if (!fit->judging) fw_packed_free(&fit->bags_of);
    whole_free(&all);
    if (code != FW_OK) {
        fw_fit_judge_free(fit);
        fw_model_free(model);
        return code;
    }
    *out = model;
    return FW_OK;
}
