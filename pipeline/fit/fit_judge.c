/* fit_judge.c: what a streamed fit knows about its weights: the table part of its model, from bags alone. */
#include "fit/fit_state.h"

#include "fit/numeric.h"
#include "fit/table_state.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RESAMPLES = 1000 };
static const double TRIM_TOLERANCE = .4998;

static const fw_model_kind KIND[] = {[FW_FIT_RUBRIC_RIDGE] = FW_MODEL_RUBRIC_RIDGE,
                                     [FW_FIT_RIDGE] = FW_MODEL_RIDGE,
                                     [FW_FIT_OLS] = FW_MODEL_OLS};

/* Features are used as they are, on mean 0 and SD 1. */
static void set_steps(fw_model *model) {
    for (size_t i = 0; i < model->weight_count; i++) {
        const fw_weight *w = &model->weights[i];
        model->table->steps[i] = (fw_step){.transform = FW_TRANSFORM_RAW,
                                           .sign = 1,
                                           .clamp_low = (double)NAN,
                                           .clamp_high = (double)NAN,
                                           .raw_mean = w->mean,
                                           .raw_sd = w->sd,
                                           .transformed_mean = w->mean,
                                           .transformed_sd = w->sd};
    }
}

/* Of ratings and predictions, on the training rows. */
static fw_code set_moments(const fw_fit *fit, const fw_gram *total, fw_model *model, fw_error *err) {
    fw_table_part *t = model->table;
    const size_t width = fit->width, one = width - 1;
    const double n = fw_gram_rows(total);
    double *v = malloc(width * sizeof *v), sum = 0;
    if (!v) return fw_fail_nomem(err);
    memcpy(v, fit->form, width * sizeof *v);
    fw_gram_moments(total, fit->shift, fit->rating, &t->human_mean, &t->human_sd);
    const double left = fw_gram_squares(total, v), spread = t->human_sd * t->human_sd * (n - 1);
    if (spread > 0) t->r2 = 1 - left / spread;
    if (n - fit->df > 1) {
        t->r2_adjusted = 1 - (1 - t->r2) * (n - 1) / (n - fit->df - 1);
        t->residual_sd = sqrt(left / (n - fit->df - 1));
    }
    v[fit->rating] = 0;
    v[one] += fit->shift[fit->rating];
    for (size_t j = 0; j < width; j++) sum += v[j] * total->cross[one * width + j];
    t->prediction_mean = sum / n;
    v[one] -= t->prediction_mean; /* about their mean: nothing cancels */
    t->prediction_sd = n > 1 ? sqrt(fw_gram_squares(total, v) / (n - 1)) : 0;
    free(v);
    return FW_OK;
}

static void set_part(const fw_fit *fit, fw_model *model) {
    fw_table_part *t = model->table;
    t->standardize = true;
    t->trim_min = model->scale_min;
    t->trim_max = model->scale_max;
    t->trim_tolerance = TRIM_TOLERANCE;
    t->rows_read = fit->rows + fit->set_aside;
    t->rows_set_aside = fit->set_aside;
    t->fit_features = fit->df;
    snprintf(t->solver, sizeof t->solver, "gram");
    snprintf(t->errors, sizeof t->errors, "none");
    set_steps(model);
    double sum = 0;
    for (size_t i = 0; i < model->weight_count; i++) {
        const fw_weight *w = &model->weights[i];
        fw_coefficient *e = &t->estimates[i];
        if (!w->used || !(t->human_sd > 0)) continue;
        if (fit->kind == FW_FIT_OLS) e->classical_se = w->se;
        e->standardized = w->weight / t->human_sd;
        sum += fabs(e->standardized);
    }
    for (size_t i = 0; i < model->weight_count && sum > 0; i++)
        if (model->weights[i].used) t->estimates[i].relative = t->estimates[i].standardized / sum;
}

/* The training rows as a table's fit sees them: grams by fold and by learning-curve slice. */
static fw_code open_state(const fw_fit *fit, const fw_gram *total, fw_table_state *s, fw_error *err) {
    static const double SHARES[FW_LEARNING_POINTS] = {.1, .2, .4, .6, .8, 1};
    s->fold = s->plain = fit->grams;
    s->folds = fit->fold_count;
    s->filled = fit->filled_folds;
    s->slices = calloc(s->folds * FW_LEARNING_POINTS, sizeof *s->slices);
    fw_code code = s->slices ? fw_linear_init(&s->linear, fit->var_count, err) : fw_fail_nomem(err);
    for (size_t i = 0; i < s->folds * FW_LEARNING_POINTS && code == FW_OK; i++)
        code = fw_gram_init(&s->slices[i], fit->width, false, err);
    for (size_t k = 0; k < s->folds && code == FW_OK; k++)
        for (size_t b = 0, slice = 0; b < fit->bags_per_fold; b++) {
            while (((double)b + .5) / (double)fit->bags_per_fold > SHARES[slice]) slice++;
            fw_packed_add(&fit->bags_of, k * fit->bags_per_fold + b,
                          &s->slices[k * FW_LEARNING_POINTS + slice]);
        }
    for (size_t i = 0; i < s->folds * FW_LEARNING_POINTS && code == FW_OK; i++) fw_gram_mirror(&s->slices[i]);
    s->training = (fw_training){.gram = total,
                                .shift = fit->shift,
                                .columns = fit->predictors,
                                .count = fit->predictor_count,
                                .features = fit->var_count,
                                .prior = fit->prior};
    return code;
}

/* Resampled weights are of the features as they are; the model's are per SD, its intercept at their means. */
static void per_sd(fw_model *model) {
    for (size_t i = 0; i < model->weight_count; i++) {
        fw_coefficient *e = &model->table->estimates[i];
        e->boot_se *= model->weights[i].sd;
        e->boot_low *= model->weights[i].sd;
        e->boot_high *= model->weights[i].sd;
    }
    fw_coefficient *intercept = &model->table->estimates[model->weight_count];
    intercept->boot_se = intercept->boot_low = intercept->boot_high = intercept->stable = (double)NAN;
}

/* ---- in pieces, beside the second pass ---- */

/* What is left to be told, piece by piece: some that others wait for, then resamples, for all threads that
 * come. */
struct fw_judging {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    fw_fit *fit;
    fw_gram total;
    fw_table_fit_options options;
    fw_sample sample;
    fw_table_state state;
    fw_bootstrap *bootstrap; /* NULL: not begun, or none */
    size_t working;          /* threads that are at a piece */
    size_t prepared;         /* pieces before resamples that are done */
    bool open, done;         /* open: there are pieces that can be begun */
    fw_code code;            /* the first failure ends it */
    fw_error err;
};

static void free_slices(fw_table_state *s) {
    fw_grams_free(s->slices, s->folds * FW_LEARNING_POINTS);
    s->slices = NULL;
}

static fw_code begin(struct fw_judging *j, fw_error *err) {
    fw_table_state *s = &j->state;
    fw_code code = open_state(j->fit, &j->total, s, err);
    if (code == FW_OK) code = s->family->solve(&s->training, s->lambda, &s->linear, err);
    /* Least squares leaves out what earlier features explain: the same in both. */
    return code == FW_OK ? fw_table_inflation(s, err) : code;
}

static fw_code learn(struct fw_judging *j, fw_error *err) {
    return j->fit->cross_validated ? fw_table_learning_curve(&j->state, err) : FW_OK;
}

static fw_code drop_each(struct fw_judging *j, fw_error *err) {
    free_slices(&j->state);
    return j->fit->cross_validated ? fw_table_drop_one(&j->state, err) : FW_OK;
}

static fw_code resample(struct fw_judging *j, fw_error *err) {
    return fw_bootstrap_new(&j->state, &j->bootstrap, err);
}

/* What comes before resamples, one after the other. */
static fw_code (*const BEFORE[])(struct fw_judging *j, fw_error *err) = {begin, learn, drop_each, resample};
enum { BEFORE_COUNT = sizeof BEFORE / sizeof BEFORE[0] };

static fw_code prepare(struct fw_judging *j, fw_error *err) {
    fw_numeric_lock();
    const fw_code code = BEFORE[j->prepared](j, err);
    fw_numeric_unlock();
    return code;
}

static void let_go(struct fw_judging *j) {
    fw_bootstrap_free(j->bootstrap);
    j->bootstrap = NULL;
    free_slices(&j->state);
    fw_linear_free(&j->state.linear);
    fw_gram_free(&j->total);
    fw_packed_free(&j->fit->bags_of);
}

/* The last piece is done; the lock is held. */
static void close_judging(struct fw_judging *j) {
    if (j->bootstrap && j->code == FW_OK) fw_bootstrap_finish(j->bootstrap);
    if (j->code == FW_OK) per_sd(j->state.model);
    let_go(j);
    j->done = true;
}

/* A piece, if there is one; the lock is held before and after. */
static bool go_on(struct fw_judging *j) {
    if (!j->open) return false;
    const bool before = j->prepared < BEFORE_COUNT;
    bool more = false;
    fw_error err = {0};
    if (before) j->open = false;
    j->working++;
    pthread_mutex_unlock(&j->lock);
    const fw_code code = before ? prepare(j, &err) : fw_bootstrap_step(j->bootstrap, &more, &err);
    pthread_mutex_lock(&j->lock);
    if (code != FW_OK && j->code == FW_OK) {
        j->code = code;
        j->err = err;
    }
    if (before) more = ++j->prepared < BEFORE_COUNT || j->bootstrap;
    j->open = j->code == FW_OK && more && (before || j->open);
    if (--j->working == 0 && !j->open) close_judging(j);
    pthread_cond_broadcast(&j->changed);
    return true;
}

bool fw_fit_judge_help(fw_fit *fit) {
    struct fw_judging *j = fit->judging;
    if (!j) return false;
    pthread_mutex_lock(&j->lock);
    const bool some = go_on(j);
    pthread_mutex_unlock(&j->lock);
    return some;
}

fw_code fw_fit_judge_finish(fw_fit *fit, fw_error *err) {
    struct fw_judging *j = fit->judging;
    if (!j) return FW_OK;
    pthread_mutex_lock(&j->lock);
    while (!j->done)
        if (!go_on(j)) pthread_cond_wait(&j->changed, &j->lock);
    pthread_mutex_unlock(&j->lock);
    if (j->code != FW_OK && err) *err = j->err;
    return j->code;
}

void fw_fit_judge_free(fw_fit *fit) {
    struct fw_judging *j = fit->judging;
    if (!j) return;
    let_go(j);
    pthread_cond_destroy(&j->changed);
    pthread_mutex_destroy(&j->lock);
    free(j);
    fit->judging = NULL;
}

fw_code fw_fit_judge(fw_fit *fit, fw_gram *total, fw_model *model, fw_error *err) {
    model->table = fw_table_part_new(model->weight_count);
    if (!model->table) return fw_fail_nomem(err);
    const fw_code code = set_moments(fit, total, model, err);
    set_part(fit, model);
    if (code != FW_OK || fit->constant) return code;
    struct fw_judging *j = fit->judging = calloc(1, sizeof *j);
    if (!j) return fw_fail_nomem(err);
    *j = (struct fw_judging){
        .fit = fit,
        .open = true,
        .total = *total,
        .options = {.kind = KIND[fit->kind], .seed = fit->seed, .resamples = RESAMPLES},
        .sample = {.rows = fit->rows, .features = fit->var_count, .clusters = fit->clusters.count},
    };
    pthread_mutex_init(&j->lock, NULL);
    pthread_cond_init(&j->changed, NULL);
    *total = (fw_gram){0};
    j->state = (fw_table_state){.options = &j->options,
                                .family = &fw_families[KIND[fit->kind]],
                                .sample = &j->sample,
                                .model = model,
                                .columns = fit->predictors,
                                .pieces = &fit->bags_of,
                                .lambda = model->quality.lambda};
    return FW_OK;
}
