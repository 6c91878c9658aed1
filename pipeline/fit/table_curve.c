/* table_curve.c: r of parts of the data, from cross-products alone: learning curve, drop-one importance. */
#include "fit/table_state.h"

#include "fit/ridge_drop.h"

#include <math.h>
#include <stdlib.h>

/* Adds what the form predicts for the rows of a gram to sums of human and machine scores. */
static void add_predictions(const fw_gram *rows, double *form, fw_agreement_sums *sums) {
    const size_t width = rows->width, one = width - 1, y = width - 2;
    double machine = 0, cross = 0;
    form[y] = 0; /* the prediction alone, about the rating's shift */
    for (size_t j = 0; j < width; j++) {
        machine += form[j] * rows->cross[one * width + j];
        cross += form[j] * rows->cross[y * width + j];
    }
    sums->n += fw_gram_rows(rows);
    sums->h += rows->cross[y * width + one];
    sums->m += machine;
    sums->hh += rows->cross[y * width + y];
    sums->mm += fw_gram_squares(rows, form);
    sums->hm += cross;
}

/* Every feature costs a fit per fold, which grows with the cube of their number. */
enum { DROP_ONE_FEATURES = 150 };
/* A penalised fit of fewer rows says nothing either. */
static const double PENALISED_ROWS = 10;

/* What every point of a curve works with. */
typedef struct curve {
    fw_table_state *state;
    fw_training training;
    fw_gram *train; /* by fold: what is left of the others */
    fw_linear linear;
    double *form;
    double rows; /* mean of the training parts */
} curve;

static fw_code open_curve(fw_table_state *s, curve *c, fw_error *err) {
    const size_t width = fw_sample_width(s->sample);
    *c = (curve){.state = s, .training = s->training};
    c->training.weights_only = true;
    c->form = calloc(width, sizeof *c->form);
    c->train = calloc(s->folds, sizeof *c->train);
    fw_code code = c->form && c->train ? FW_OK : fw_fail_nomem(err);
    for (size_t k = 0; k < s->folds && code == FW_OK; k++)
        code = fw_gram_init(&c->train[k], width, false, err);
    return code == FW_OK ? fw_linear_init(&c->linear, s->training.features, err) : code;
}

static void close_curve(curve *c) {
    free(c->form);
    fw_grams_free(c->train, c->state->folds);
    fw_linear_free(&c->linear);
}

static void add_gram(fw_gram *sum, const fw_gram *part) {
    for (size_t i = 0; i < sum->width * sum->width; i++) sum->cross[i] += part->cross[i];
}

/* One more slice of every fold trains. */
static void add_slice(curve *c, size_t slice) {
    const fw_table_state *s = c->state;
    for (size_t k = 0; k < s->folds; k++)
        for (size_t f = 0; f < s->folds; f++)
            if (f != k) add_gram(&c->train[k], &s->slices[f * FW_LEARNING_POINTS + slice]);
}

/* Too few rows to say anything about the slope of this many features. */
static bool too_few(const curve *c, double rows) {
    return rows < (c->state->family->tune ? PENALISED_ROWS : (double)c->training.count + 2);
}

static double r_of(const curve *c, const fw_agreement_sums *sums) {
    fw_agreement measures;
    fw_agreement_measure(sums, &measures);
    /* Means of the other folds alone lean away from the fold: an r below 0 that nothing predicted. */
    return c->training.count ? measures.r : 0;
}

static fw_code cross_validated_r(curve *c, double *r, fw_error *err) {
    const fw_table_state *s = c->state;
    fw_agreement_sums sums = {0};
    double parts = 0;
    c->rows = 0;
    *r = (double)NAN;
    for (size_t k = 0; k < s->folds; k++) {
        if (!(fw_gram_rows(&s->fold[k]) > 0)) continue;
        c->training.gram = &c->train[k];
        const double rows = fw_gram_rows(&c->train[k]);
        c->rows += rows;
        parts++;
        if (too_few(c, rows)) return FW_OK;
        const fw_code code = s->family->solve(&c->training, s->lambda, &c->linear, err);
        if (code != FW_OK) return code;
        fw_linear_form(&c->linear, s->training.shift, c->form);
        add_predictions(&s->plain[k], c->form, &sums);
    }
    c->rows = parts > 0 ? c->rows / parts : 0;
    *r = r_of(c, &sums);
    return FW_OK;
}

fw_code fw_table_learning_curve(fw_table_state *s, fw_error *err) {
    static const double SHARES[FW_LEARNING_POINTS] = {.1, .2, .4, .6, .8, 1};
    fw_table_part *t = s->model->table;
    curve c;
    fw_code code = open_curve(s, &c, err);
    for (size_t i = 0; i < FW_LEARNING_POINTS && code == FW_OK; i++) {
        add_slice(&c, i);
        double r;
        code = cross_validated_r(&c, &r, err);
        if (c.rows > 0 && isfinite(r))
            t->learning[t->learning_count++] = (fw_learning_point){SHARES[i], c.rows, r};
    }
    close_curve(&c);
    return code;
}

/* ---- without each feature in turn ---- */

/* Sums of every feature's model over one fold more; false: this fold needs every model solved by itself. */
static fw_code drop_in_fold(curve *c, size_t k, fw_agreement_sums *sums, bool *done, fw_error *err) {
    const fw_table_state *s = c->state;
    fw_ridge_drop drop;
    c->training.gram = &c->train[k];
    fw_code code =
        fw_ridge_drop_open(&drop, &c->training, s->lambda, s->family->solve == fw_solve_rubric_ridge, err);
    *done = code == FW_OK && !drop.singular && !too_few(c, fw_gram_rows(&c->train[k]));
    for (size_t out = 0; out < s->training.count && *done; out++) {
        if (!s->linear.used[s->columns[out]]) continue;
        fw_ridge_drop_solve(&drop, s->columns[out], &c->linear);
        fw_linear_form(&c->linear, s->training.shift, c->form);
        add_predictions(&s->plain[k], c->form, &sums[out]);
    }
    fw_ridge_drop_free(&drop);
    return code;
}

/* Ridge, all folds by the fast way; `done` tells whether that was possible. */
static fw_code drop_by_update(curve *c, double whole, bool *done, fw_error *err) {
    fw_table_state *s = c->state;
    *done = s->family->ridge && s->training.count > 1;
    if (!*done) return FW_OK;
    fw_agreement_sums *sums = calloc(s->training.count, sizeof *sums);
    fw_code code = sums ? FW_OK : fw_fail_nomem(err);
    for (size_t k = 0; k < s->folds && code == FW_OK && *done; k++)
        if (fw_gram_rows(&s->fold[k]) > 0) code = drop_in_fold(c, k, sums, done, err);
    for (size_t out = 0; out < s->training.count && code == FW_OK && *done; out++) {
        const size_t feature = s->columns[out];
        if (!s->linear.used[feature]) continue;
        const double r = r_of(c, &sums[out]);
        s->model->table->estimates[feature].drop_one = whole - (isfinite(r) ? r : 0);
    }
    free(sums);
    return code;
}

/* Any family: every model by itself. */
static fw_code drop_by_solving(curve *c, double whole, size_t *columns, fw_error *err) {
    fw_table_state *s = c->state;
    fw_code code = FW_OK;
    c->training.columns = columns;
    c->training.count = s->training.count - 1;
    for (size_t out = 0; out < s->training.count && code == FW_OK; out++) {
        const size_t feature = s->columns[out];
        if (!s->linear.used[feature]) continue;
        size_t count = 0;
        for (size_t i = 0; i < s->training.count; i++)
            if (i != out) columns[count++] = s->columns[i];
        double r;
        code = cross_validated_r(c, &r, err);
        s->model->table->estimates[feature].drop_one = whole - (isfinite(r) ? r : 0);
    }
    return code;
}

fw_code fw_table_drop_one(fw_table_state *s, fw_error *err) {
    if (s->training.count > DROP_ONE_FEATURES) {
        fw_model_note(s->model, "no drop-one importance: more than %d features", DROP_ONE_FEATURES);
        return FW_OK;
    }
    curve c;
    size_t *columns = calloc(s->training.count + 1, sizeof *columns);
    double whole = (double)NAN;
    bool done = false;
    fw_code code = open_curve(s, &c, err);
    if (code == FW_OK && !columns) code = fw_fail_nomem(err);
    for (size_t k = 0; k < s->folds && code == FW_OK; k++) fw_gram_total(s->fold, s->folds, k, &c.train[k]);
    if (code == FW_OK) code = cross_validated_r(&c, &whole, err);
    if (code == FW_OK && isfinite(whole)) code = drop_by_update(&c, whole, &done, err);
    if (code == FW_OK && isfinite(whole) && !done) code = drop_by_solving(&c, whole, columns, err);
    free(columns);
    close_curve(&c);
    return code;
}
