/* linear.c: linear models over processed features. */
#include "fit/linear.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

fw_code fw_linear_init(fw_linear *linear, size_t features, fw_error *err) {
    *linear = (fw_linear){.features = features, .r2 = (double)NAN};
    linear->weight = calloc(features + 1, sizeof *linear->weight);
    linear->used = calloc(features + 1, sizeof *linear->used);
    linear->collinear = calloc(features + 1, sizeof *linear->collinear);
    return linear->weight && linear->used && linear->collinear ? FW_OK : fw_fail_nomem(err);
}

void fw_linear_free(fw_linear *linear) {
    free(linear->weight);
    free(linear->used);
    free(linear->collinear);
    *linear = (fw_linear){0};
}

void fw_linear_clear(fw_linear *linear) {
    memset(linear->weight, 0, linear->features * sizeof *linear->weight);
    memset(linear->used, 0, linear->features * sizeof *linear->used);
    memset(linear->collinear, 0, linear->features * sizeof *linear->collinear);
    linear->one_slope = false;
    linear->fit_features = 0;
    linear->r2 = (double)NAN;
}

void fw_linear_set(fw_linear *linear, const fw_design *design, const double *weight, const bool *dropped) {
    fw_linear_clear(linear);
    linear->intercept = design->y_mean;
    for (size_t i = 0; i < design->count; i++) {
        const size_t c = design->column[i];
        linear->collinear[c] = dropped && dropped[i];
        if (linear->collinear[c]) continue;
        linear->used[c] = true;
        linear->fit_features++;
        linear->weight[c] = weight[i] / design->sd[i];
        linear->intercept -= linear->weight[c] * design->mean[i];
    }
}

void fw_linear_form(const fw_linear *linear, const double *shift, double *v) {
    const size_t p = linear->features;
    memset(v, 0, (p + 4) * sizeof *v);
    double constant = linear->intercept - shift[p + 2];
    for (size_t j = 0; j < p; j++) {
        v[j] = linear->weight[j];
        constant += v[j] * shift[j];
    }
    v[p + 2] = -1;
    v[p + 3] = constant;
}

double fw_linear_predict(const fw_linear *linear, const double *x) {
    double sum = linear->intercept;
    for (size_t j = 0; j < linear->features; j++)
        if (linear->used[j]) sum += linear->weight[j] * x[j];
    return sum;
}

fw_code fw_training_design(const fw_training *t, const size_t *columns, size_t count, fw_design *design,
                           fw_error *err) {
    const fw_code code = fw_design_init(design, count, err);
    if (code == FW_OK) fw_design_fill(design, t->gram, t->shift, columns, count, t->prior);
    return code;
}

fw_code fw_training_least_squares(const fw_training *t, const size_t *columns, size_t count, fw_linear *out,
                                  fw_error *err) {
    fw_design design = {0};
    fw_solution solution = {0};
    fw_code code = fw_training_design(t, columns, count, &design, err);
    if (code == FW_OK) code = fw_solution_init(&solution, count, err);
    if (code == FW_OK) code = fw_solve_ols(&design, false, &solution, err);
    if (code == FW_OK) fw_linear_set(out, &design, solution.weight, solution.dropped);
    fw_solution_free(&solution);
    fw_design_free(&design);
    return code;
}

double fw_training_r2(const fw_training *t, const fw_linear *linear) {
    double *v = calloc(t->gram->width, sizeof *v);
    if (!v) return (double)NAN;
    double mean, sd;
    fw_gram_moments(t->gram, t->shift, t->features + 2, &mean, &sd);
    fw_linear_form(linear, t->shift, v);
    const double total = sd * sd * (fw_gram_rows(t->gram) - 1);
    const double r2 = total > 0 ? 1 - fw_gram_squares(t->gram, v) / total : (double)NAN;
    free(v);
    return r2;
}
