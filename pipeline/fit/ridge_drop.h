/*
 * ridge_drop.h: a ridge model of a training part without any one of its features, from one inverse.
 *
 * With A = R + lambda I of all features and A_j that without feature j, A_j^-1 v = A^-1 v - a (A^-1 v)_j /
 * a_j, where a is column j of A^-1: the textbook update by one row and column. A model without each of p
 * features then costs p^2 in all instead of p^4.
 */
#ifndef FAILWISE_FIT_RIDGE_DROP_H
#define FAILWISE_FIT_RIDGE_DROP_H

#include "fit/linear.h"

typedef struct fw_ridge_drop {
    fw_design design;
    double lambda;
    bool about_prior;
    bool singular;             /* nothing can be said this way; solve each model by itself */
    double *inverse;           /* A^-1 */
    double *response;          /* A^-1 of the responses */
    double *shrunk;            /* A^-1 of the prior */
    double *pulled;            /* R times the prior */
    double on_rating, squared; /* prior . response, prior . R prior */
    double *weight;            /* scratch */
    bool *dropped;             /* scratch */
} fw_ridge_drop;

/* Prepares the part; fw_ridge_drop_free in any case. */
fw_code fw_ridge_drop_open(fw_ridge_drop *drop, const fw_training *part, double lambda, bool about_prior,
                           fw_error *err);
/* The model without a feature (a column of the sample); not when singular. */
void fw_ridge_drop_solve(fw_ridge_drop *drop, size_t feature, fw_linear *out);
void fw_ridge_drop_free(fw_ridge_drop *drop);

#endif
