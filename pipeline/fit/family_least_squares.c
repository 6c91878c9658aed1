/* family_least_squares.c: least squares and what is made from it; the expert's weights. */
#include "fit/families.h"

#include <math.h>
#include <stdlib.h>

/* What RebalancedLR takes from the positive weights and hands to the others. */
static const double REBALANCED = .05;
/* Expert weights are scaled so that the scale is this many SD of the prediction wide. */
static const double SCALE_IN_SD = 6;

fw_code fw_solve_least_squares(const fw_training *t, double lambda, fw_linear *out, fw_error *err) {
    (void)lambda;
    return fw_training_least_squares(t, t->columns, t->count, out, err);
}

/* The sum of the features as the one regressor: its variance and its covariance with the rating. */
static double slope_of_sum(const fw_design *d, const double *scale) {
    double spread = 0, covariance = 0;
    for (size_t i = 0; i < d->count; i++) {
        covariance += scale[i] * d->response[i];
        for (size_t j = 0; j < d->count; j++) spread += scale[i] * scale[j] * d->corr[i * d->count + j];
    }
    return spread > 0 ? covariance / spread : 0;
}

fw_code fw_solve_equal(const fw_training *t, double lambda, fw_linear *out, fw_error *err) {
    (void)lambda;
    fw_design design = {0};
    fw_code code = fw_training_design(t, t->columns, t->count, &design, err);
    double *weight = calloc(t->count + 1, sizeof *weight);
    if (code == FW_OK && !weight) code = fw_fail_nomem(err);
    if (code == FW_OK) {
        const double slope = slope_of_sum(&design, design.sd);
        for (size_t i = 0; i < design.count; i++) weight[i] = slope * design.sd[i];
        fw_linear_set(out, &design, weight, NULL);
        out->one_slope = true;
        out->fit_features = 1;
    }
    free(weight);
    fw_design_free(&design);
    return code;
}

/* 95 % of every positive beta stays; what is taken is shared equally by the others. */
static void rebalance(const fw_design *d, double *weight) {
    double positive = 0, others = 0;
    for (size_t i = 0; i < d->count; i++) {
        if (weight[i] > 0)
            positive += weight[i];
        else
            others++;
    }
    if (!(others > 0)) return;
    for (size_t i = 0; i < d->count; i++)
        weight[i] = weight[i] > 0 ? (1 - REBALANCED) * weight[i] : REBALANCED * positive / others;
}

/* The intercept and R2 stay those of least squares, as in the reference tool. */
fw_code fw_solve_rebalanced(const fw_training *t, double lambda, fw_linear *out, fw_error *err) {
    (void)lambda;
    fw_design design = {0};
    fw_code code = fw_training_design(t, t->columns, t->count, &design, err);
    if (code == FW_OK) code = fw_training_least_squares(t, t->columns, t->count, out, err);
    double *weight = calloc(t->count + 1, sizeof *weight);
    if (code == FW_OK && !weight) code = fw_fail_nomem(err);
    if (code == FW_OK) {
        out->r2 = fw_training_r2(t, out);
        for (size_t i = 0; i < design.count; i++) weight[i] = out->weight[design.column[i]] * design.sd[i];
        rebalance(&design, weight);
        for (size_t i = 0; i < design.count; i++) {
            out->weight[design.column[i]] = weight[i] / design.sd[i];
            out->used[design.column[i]] = true;
        }
    }
    free(weight);
    fw_design_free(&design);
    return code;
}

/* Once without the negative ones; what is negative then becomes 0 without a refit. */
fw_code fw_solve_iterative(const fw_training *t, double lambda, fw_linear *out, fw_error *err) {
    (void)lambda;
    size_t *kept = calloc(t->count + 1, sizeof *kept), count = 0;
    if (!kept) return fw_fail_nomem(err);
    fw_code code = fw_training_least_squares(t, t->columns, t->count, out, err);
    for (size_t i = 0; i < t->count; i++)
        if (out->used[t->columns[i]] && out->weight[t->columns[i]] >= 0) kept[count++] = t->columns[i];
    if (code == FW_OK) code = fw_training_least_squares(t, kept, count, out, err);
    if (code == FW_OK) {
        out->r2 = fw_training_r2(t, out);
        for (size_t i = 0; i < count; i++) out->weight[kept[i]] = fmax(0, out->weight[kept[i]]);
    }
    free(kept);
    return code;
}

/* Covariance (n - 1) of two gram columns. */
static double covariance(const fw_gram *g, size_t i, size_t j) {
    const double *c = g->cross, n = fw_gram_rows(g);
    const size_t width = g->width, one = width - 1;
    return (c[i * width + j] - c[i * width + one] * (c[j * width + one] / n)) / (n - 1);
}

/*
 * On the declared scale: the middle at the mean of all features, +- 3 SD at its ends. Ratings have no part in
 * it, and there need not be any.
 */
fw_code fw_solve_rubric(const fw_training *t, double lambda, fw_linear *out, fw_error *err) {
    (void)lambda;
    (void)err;
    fw_linear_clear(out);
    double spread = 0;
    for (size_t i = 0; i < t->count; i++) {
        double mean, sd;
        fw_gram_moments(t->gram, t->shift, t->columns[i], &mean, &sd);
        if (sd > 0) out->weight[t->columns[i]] = t->prior[t->columns[i]] / sd;
    }
    for (size_t i = 0; i < t->count; i++)
        for (size_t j = 0; j < t->count; j++)
            spread += out->weight[t->columns[i]] * out->weight[t->columns[j]] *
                      covariance(t->gram, t->columns[i], t->columns[j]);
    const double slope = spread > 0 ? (t->scale_max - t->scale_min) / SCALE_IN_SD / sqrt(spread) : 0;
    out->intercept = (t->scale_min + t->scale_max) / 2;
    for (size_t i = 0; i < t->count; i++) {
        const size_t c = t->columns[i];
        double mean, sd;
        fw_gram_moments(t->gram, t->shift, c, &mean, &sd);
        out->weight[c] *= slope;
        out->used[c] = out->weight[c] != 0;
        out->fit_features += out->used[c];
        out->intercept -= out->weight[c] * mean;
    }
    return FW_OK;
}
