/* test_fit_support.h: small training sets and one-call fits for the tests of the fit stage. */
#ifndef FAILWISE_TEST_FIT_SUPPORT_H
#define FAILWISE_TEST_FIT_SUPPORT_H

#include "base/str.h"
#include <failwise/model.h>

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Rows of a made-up or published training set; freed by data_free. */
typedef struct data {
    size_t n, p;
    float *x;
    double *y;
    uint64_t *cluster;
} data;

static inline data data_new(size_t n, size_t p) {
    data d = {n, p, calloc(n * p, sizeof *d.x), calloc(n, sizeof *d.y), calloc(n, sizeof *d.cluster)};
    assert_true(d.x && d.y && d.cluster);
    for (size_t i = 0; i < n; i++) d.cluster[i] = fw_hash64(&i, sizeof i, 1);
    return d;
}

static inline void data_free(data *d) {
    free(d->x);
    free(d->y);
    free(d->cluster);
}

/* A small generator of its own, so that the tests' data never change: 53 bits in [0, 1). */
static inline double draw(uint64_t *state) {
    *state += 0x9E3779B97F4A7C15u;
    uint64_t z = *state;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

/* Roughly normal: the sum of twelve uniforms, SD 1. */
static inline double draw_normal(uint64_t *state) {
    double sum = -6;
    for (int i = 0; i < 12; i++) sum += draw(state);
    return sum;
}

/* Adds (or evaluates, when `prediction` is not NULL) all rows in pieces of `piece` rows. */
static inline void feed(fw_fit *fit, const data *d, size_t piece, bool evaluate, double *prediction) {
    for (size_t at = 0; at < d->n; at += piece) {
        const size_t rows = at + piece < d->n ? piece : d->n - at;
        const fw_fit_rows part = {rows, d->x + at * d->p, d->y + at, d->cluster + at};
        fw_error err = {0};
        const fw_code code = evaluate ? fw_fit_evaluate(fit, &part, prediction ? prediction + at : NULL, &err)
                                      : fw_fit_add(fit, &part, &err);
        assert_int_equal(code, FW_OK);
    }
}

/* Fits, evaluates and finishes; `prediction` (n numbers) may be NULL. */
static inline fw_model *fit_all(const fw_fit_options *options, const data *d, size_t piece,
                                double *prediction) {
    fw_error err = {0};
    fw_fit *fit = NULL;
    fw_model *model = NULL;
    assert_int_equal(fw_fit_new(options, &fit, &err), FW_OK);
    feed(fit, d, piece, false, NULL);
    assert_int_equal(fw_fit_solve(fit, &model, &err), FW_OK);
    feed(fit, d, piece, true, prediction);
    assert_int_equal(fw_fit_finish(fit, model, &err), FW_OK);
    fw_fit_free(fit);
    return model;
}

static inline fw_fit_options options_for(const char *type, const fw_var *vars, size_t count) {
    return (fw_fit_options){.type = type,
                            .trait = "overall",
                            .folds = 10,
                            .seed = 20,
                            .scale_min = (double)NAN,
                            .scale_max = (double)NAN,
                            .vars = vars,
                            .var_count = count,
                            .length_feature = "words"};
}

static inline void assert_near(double value, double expected, double relative) {
    const double limit = relative * fmax(1e-300, fabs(expected));
    if (!(fabs(value - expected) <= limit)) {
        print_error("got %.15g, expected %.15g\n", value, expected);
        fail();
    }
}

static inline bool has_note(const fw_model *model, const char *part) {
    for (size_t i = 0; i < model->note_count; i++)
        if (strstr(model->note[i], part)) return true;
    return false;
}

#endif
