/*
 * cv_speed.c: bench_cv_speed [ROWS FEATURES]: what cross-validation costs beside the cross-products it is
 * made from.
 *
 * Paired, five times: the cross-products of all rows in one; those by fold, and a ridge path of 20 lambdas
 * over ten folds. Then every fold is fitted to its own training rows, one lambda at a time, and its rows
 * predicted one by one: lambda and squared errors must be the same.
 */
#include "base/str.h"
#include "fit/families.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { FOLDS = 10, LAMBDAS = 20, PAIRS = 5 };

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int by_value(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values) {
    qsort(values, PAIRS, sizeof *values, by_value);
    return values[PAIRS / 2];
}

static double draw(uint64_t *state) {
    uint64_t x = *state += 0x9E3779B97F4A7C15u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return (double)((x ^ (x >> 31)) >> 11) * 0x1p-53 - .5;
}

static void fill(fw_sample *s, uint32_t *fold) {
    uint64_t state = 1;
    for (size_t i = 0; i < s->rows; i++) {
        double *x = s->x + i * s->features, sum = 0;
        for (size_t j = 0; j < s->features; j++) {
            x[j] = draw(&state) + (j ? .5 * x[j - 1] : 0);
            sum += j % 3 == 0 ? x[j] : 0;
        }
        s->y[i] = sum / 4 + 2 * draw(&state);
        fold[i] = (uint32_t)(fw_hash64(&i, sizeof i, 1) % FOLDS);
    }
    fw_sample_centre(s);
}

/* What the fast way works with, and what it found. */
typedef struct {
    fw_sample sample;
    uint32_t *fold;
    size_t *columns;
    double lambda;
} task;

static fw_training training_of(const task *t, const fw_gram *gram) {
    return (fw_training){.gram = gram,
                         .shift = t->sample.shift,
                         .columns = t->columns,
                         .count = t->sample.features,
                         .features = t->sample.features};
}

static fw_code one_pass(const task *t, double *seconds, fw_error *err) {
    fw_gram gram = {0};
    const double start = now();
    const fw_code code = fw_sample_grams(&t->sample, NULL, NULL, 1, &gram, err);
    *seconds = now() - start;
    fw_gram_free(&gram);
    return code;
}

static fw_code validate(task *t, double *seconds, fw_error *err) {
    fw_gram folds[FOLDS] = {0}, whole = {0};
    const double start = now();
    fw_code code = fw_sample_grams(&t->sample, NULL, t->fold, FOLDS, folds, err);
    if (code == FW_OK) code = fw_gram_init(&whole, fw_sample_width(&t->sample), false, err);
    if (code == FW_OK) {
        fw_gram_total(folds, FOLDS, SIZE_MAX, &whole);
        const fw_tuning tuning = {.whole = training_of(t, &whole), .folds = folds, .fold_count = FOLDS};
        code = fw_tune_plain_ridge(&tuning, &t->lambda, err);
    }
    *seconds = now() - start;
    for (size_t k = 0; k < FOLDS; k++) fw_gram_free(&folds[k]);
    fw_gram_free(&whole);
    return code;
}

/* ---- the slow way ---- */

/* Squared errors of fold k's rows, each predicted by what was fitted to the rows of the others. */
static fw_code add_fold(const task *t, uint32_t k, double *squared, fw_error *err) {
    const fw_sample *s = &t->sample;
    uint32_t *part = calloc(s->rows + 1, sizeof *part);
    fw_gram grams[2] = {0};
    fw_linear linear = {0};
    fw_code code = part ? fw_linear_init(&linear, s->features, err) : fw_fail_nomem(err);
    for (size_t i = 0; i < s->rows && code == FW_OK; i++) part[i] = t->fold[i] == k;
    if (code == FW_OK) code = fw_sample_grams(s, NULL, part, 2, grams, err);
    const fw_training training = training_of(t, &grams[0]);
    for (size_t l = 0; l < LAMBDAS && code == FW_OK; l++) {
        code =
            fw_solve_plain_ridge(&training, 1e-4 * exp(log(1e7) / (LAMBDAS - 1) * (double)l), &linear, err);
        for (size_t i = 0; i < s->rows && code == FW_OK; i++) {
            if (!part[i]) continue;
            const double e = s->y[i] - fw_linear_predict(&linear, s->x + i * s->features);
            squared[l] += e * e;
        }
    }
    fw_linear_free(&linear);
    fw_gram_free(&grams[0]);
    fw_gram_free(&grams[1]);
    free(part);
    return code;
}

static fw_code verify(const task *t, fw_error *err) {
    double squared[LAMBDAS] = {0};
    fw_code code = FW_OK;
    for (uint32_t k = 0; k < FOLDS && code == FW_OK; k++) code = add_fold(t, k, squared, err);
    size_t best = 0;
    for (size_t l = 1; l < LAMBDAS; l++)
        if (squared[l] <= squared[best]) best = l;
    const double lambda = 1e-4 * exp(log(1e7) / (LAMBDAS - 1) * (double)best);
    if (code == FW_OK && fabs(t->lambda - lambda) > 1e-9 * lambda)
        code = fw_fail(err, FW_BUG, "lambda %g by cross-products, %g from the rows", t->lambda, lambda);
    if (code == FW_OK) printf("the same lambda from the rows themselves: %.4g\n", lambda);
    return code;
}

int main(int argc, char **argv) {
    if (argc != 1 && argc != 3) {
        fputs("usage: bench_cv_speed [ROWS FEATURES]\n", stderr);
        return 64;
    }
    task t = {0};
    fw_error err = {0};
    const size_t rows = argc == 3 ? strtoul(argv[1], NULL, 10) : 1000000;
    const size_t features = argc == 3 ? strtoul(argv[2], NULL, 10) : 60;
    double pass[PAIRS], cv[PAIRS], ratio[PAIRS];
    fw_code code = fw_sample_alloc(&t.sample, rows, features, &err);
    t.fold = calloc(rows + 1, sizeof *t.fold);
    t.columns = calloc(features + 1, sizeof *t.columns);
    if (code == FW_OK && (!t.fold || !t.columns)) code = fw_fail_nomem(&err);
    for (size_t j = 0; j < features && code == FW_OK; j++) t.columns[j] = j;
    if (code == FW_OK) fill(&t.sample, t.fold);
    if (code == FW_OK) code = one_pass(&t, &pass[0], &err); /* warm */
    for (size_t i = 0; i < PAIRS && code == FW_OK; i++) {
        code = one_pass(&t, &pass[i], &err);
        if (code == FW_OK) code = validate(&t, &cv[i], &err);
        ratio[i] = cv[i] / pass[i];
    }
    if (code == FW_OK) code = verify(&t, &err); /* no ratio for another result */
    if (code == FW_OK)
        printf("%zu x %zu: one pass %.3f s, %d folds x %d lambdas %.3f s, ratio %.2f (medians of %d pairs)\n",
               rows, features, median(pass), FOLDS, LAMBDAS, median(cv), median(ratio), PAIRS);
    if (code != FW_OK) fprintf(stderr, "bench_cv_speed: %s\n", err.message);
    fw_sample_free(&t.sample);
    free(t.columns);
    free(t.fold);
    return (int)code;
}
