/* ridge_drop.c: ridge without any one feature, from one inverse. */
#include "fit/ridge_drop.h"

#include <gsl/gsl_cblas.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <stdlib.h>
#include <string.h>

/* Below this the inverse has lost too many digits to take a column out of it. */
static const double LEAST_LAMBDA = 1e-6;

static bool invert(fw_ridge_drop *d) {
    const size_t p = d->design.count;
    memcpy(d->inverse, d->design.corr, p * p * sizeof *d->inverse);
    for (size_t i = 0; i < p; i++) d->inverse[i * p + i] += d->lambda;
    gsl_matrix_view m = gsl_matrix_view_array(d->inverse, p, p);
    return gsl_linalg_cholesky_decomp1(&m.matrix) == GSL_SUCCESS &&
           gsl_linalg_cholesky_invert(&m.matrix) == GSL_SUCCESS;
}

static void prepare(fw_ridge_drop *d) {
    const fw_design *design = &d->design;
    const size_t p = design->count;
    for (size_t i = 0; i < p; i++) {
        const double *row = d->inverse + i * p;
        d->response[i] = cblas_ddot((int)p, row, 1, design->response, 1);
        d->shrunk[i] = cblas_ddot((int)p, row, 1, design->prior, 1);
        d->pulled[i] = cblas_ddot((int)p, design->corr + i * p, 1, design->prior, 1);
        d->on_rating += design->prior[i] * design->response[i];
    }
    for (size_t i = 0; i < p; i++) d->squared += design->prior[i] * d->pulled[i];
}

fw_code fw_ridge_drop_open(fw_ridge_drop *d, const fw_training *part, double lambda, bool about_prior,
                           fw_error *err) {
    *d = (fw_ridge_drop){.lambda = lambda, .about_prior = about_prior, .singular = true};
    const size_t p = part->count;
    d->inverse = calloc(p * p + 1, sizeof *d->inverse);
    d->response = calloc(p + 1, sizeof *d->response);
    d->shrunk = calloc(p + 1, sizeof *d->shrunk);
    d->pulled = calloc(p + 1, sizeof *d->pulled);
    d->weight = calloc(p + 1, sizeof *d->weight);
    d->dropped = calloc(p + 1, sizeof *d->dropped);
    if (!d->inverse || !d->response || !d->shrunk || !d->pulled || !d->weight || !d->dropped)
        return fw_fail_nomem(err);
    const fw_code code = fw_training_design(part, part->columns, p, &d->design, err);
    if (code != FW_OK || !(lambda >= LEAST_LAMBDA) || d->design.count == 0 || !invert(d)) return code;
    d->singular = false;
    prepare(d);
    return FW_OK;
}

/*
 * b = s w + A^-1 (r - s R w) of the features that stay; R w = (A - lambda) w makes it A^-1 r + s lambda A^-1
 * w.
 */
void fw_ridge_drop_solve(fw_ridge_drop *d, size_t feature, fw_linear *out) {
    const fw_design *design = &d->design;
    const size_t p = design->count;
    size_t at = 0;
    while (at < p && design->column[at] != feature) at++;
    const bool found = at < p; /* a feature that is constant here is not in the model anyhow */
    const double w = found ? design->prior[at] : 0;
    const double on_rating = d->on_rating - (found ? w * design->response[at] : 0);
    const double squared = d->squared - (found ? w * (2 * d->pulled[at] - w) : 0);
    const double pull = d->about_prior && squared > 0 && on_rating > 0 ? on_rating / squared * d->lambda : 0;
    for (size_t i = 0; i < p; i++) d->weight[i] = d->response[i] + pull * d->shrunk[i];
    if (found) {
        /* The dropped feature's own prior goes with the update: it moves along the same column. */
        const double *column = d->inverse + at * p;
        const double by = d->weight[at] / column[at];
        for (size_t i = 0; i < p; i++) d->weight[i] -= by * column[i];
        d->dropped[at] = true;
    }
    fw_linear_set(out, design, d->weight, d->dropped);
    if (found) d->dropped[at] = false;
}

void fw_ridge_drop_free(fw_ridge_drop *d) {
    fw_design_free(&d->design);
    free(d->inverse);
    free(d->response);
    free(d->shrunk);
    free(d->pulled);
    free(d->weight);
    free(d->dropped);
    *d = (fw_ridge_drop){0};
}
