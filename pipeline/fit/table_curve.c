/* table_curve.c: r of parts of the data, from cross-products alone: learning curve, drop-one importance. */
#include "fit/table_state.h"

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
    size_t slices; /* learning-curve slices that train */
    fw_gram train;
    fw_linear linear;
    double *form;
    double rows; /* mean of the training parts */
} curve;

static fw_code open_curve(fw_table_state *s, curve *c, fw_error *err) {
    *c = (curve){.state = s, .training = s->training, .slices = FW_LEARNING_POINTS};
    c->form = calloc(fw_sample_width(s->sample), sizeof *c->form);
    fw_code code =
        c->form ? fw_gram_init(&c->train, fw_sample_width(s->sample), false, err) : fw_fail_nomem(err);
    if (code == FW_OK) code = fw_linear_init(&c->linear, s->training.features, err);
    c->training.gram = &c->train;
    return code;
}

static void close_curve(curve *c) {
    free(c->form);
    fw_gram_free(&c->train);
    fw_linear_free(&c->linear);
}

static void add_gram(fw_gram *sum, const fw_gram *part) {
    for (size_t i = 0; i < sum->width * sum->width; i++) sum->cross[i] += part->cross[i];
}

/* The training part of fold k: the first slices of the other folds. */
static void fill_train(curve *c, size_t k) {
    const fw_table_state *s = c->state;
    fw_gram_total(s->fold, 0, SIZE_MAX, &c->train);
    for (size_t f = 0; f < s->folds; f++) {
        if (f == k) continue;
        for (size_t at = 0; at < c->slices; at++)
            add_gram(&c->train, &s->slices[f * FW_LEARNING_POINTS + at]);
    }
}

static fw_code cross_validated_r(curve *c, double *r, fw_error *err) {
    const fw_table_state *s = c->state;
    fw_agreement_sums sums = {0};
    double parts = 0;
    c->rows = 0;
    *r = (double)NAN;
    for (size_t k = 0; k < s->folds; k++) {
        if (!(fw_gram_rows(&s->fold[k]) > 0)) continue;
        fill_train(c, k);
        const double rows = fw_gram_rows(&c->train);
        c->rows += rows;
        parts++;
        /* Too few rows to say anything about the slope of this many features. */
        if (rows < (s->family->tune ? PENALISED_ROWS : (double)c->training.count + 2)) return FW_OK;
        const fw_code code = s->family->solve(&c->training, s->lambda, &c->linear, err);
        if (code != FW_OK) return code;
        fw_linear_form(&c->linear, s->training.shift, c->form);
        add_predictions(&s->plain[k], c->form, &sums);
    }
    c->rows = parts > 0 ? c->rows / parts : 0;
    fw_agreement measures;
    fw_agreement_measure(&sums, &measures);
    /* Means of the other folds alone lean away from the fold: an r below 0 that nothing predicted. */
    *r = c->training.count ? measures.r : 0;
    return FW_OK;
}

fw_code fw_table_learning_curve(fw_table_state *s, fw_error *err) {
    static const double SHARES[FW_LEARNING_POINTS] = {.1, .2, .4, .6, .8, 1};
    fw_table_part *t = s->model->table;
    curve c;
    fw_code code = open_curve(s, &c, err);
    for (size_t i = 0; i < FW_LEARNING_POINTS && code == FW_OK; i++) {
        c.slices = i + 1;
        double r;
        code = cross_validated_r(&c, &r, err);
        if (c.rows > 0 && isfinite(r))
            t->learning[t->learning_count++] = (fw_learning_point){SHARES[i], c.rows, r};
    }
    close_curve(&c);
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
    fw_code code = open_curve(s, &c, err);
    if (code == FW_OK && !columns) code = fw_fail_nomem(err);
    if (code == FW_OK) code = cross_validated_r(&c, &whole, err);
    c.training.columns = columns;
    c.training.count = s->training.count - 1;
    for (size_t out = 0; out < s->training.count && code == FW_OK && isfinite(whole); out++) {
        const size_t feature = s->columns[out];
        if (!s->linear.used[feature]) continue;
        size_t count = 0;
        for (size_t i = 0; i < s->training.count; i++)
            if (i != out) columns[count++] = s->columns[i];
        double r;
        code = cross_validated_r(&c, &r, err);
        s->model->table->estimates[feature].drop_one = whole - (isfinite(r) ? r : 0);
    }
    free(columns);
    close_curve(&c);
    return code;
}
