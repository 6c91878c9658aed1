/*
 * ridge_path.h: ridge weights at many lambdas from one reduction to tridiagonal form: what a lambda is chosen
 * by, at a fifth of an eigendecomposition's cost. The model itself is solved from that (solve.h).
 */
#ifndef FAILWISE_FIT_RIDGE_PATH_H
#define FAILWISE_FIT_RIDGE_PATH_H

#include "fit/solve.h"

/* R = Q T Q'. Owned; fw_ridge_path_close. */
typedef struct fw_ridge_path {
    const fw_design *design; /* borrowed */
    double *basis;           /* Q, row-major */
    double *diagonal, *next; /* of T; next[i]: between i and i + 1 */
    double *response;        /* Q'(r - s R w) */
    double *pivot, *solved;  /* of the lambda that is solved for */
    double slope;            /* s; 0 when not about the prior */
} fw_ridge_path;

/* FW_IO: memory; fw_ridge_path_close in any case. */
fw_code fw_ridge_path_open(fw_ridge_path *path, const fw_design *design, bool about_prior, fw_error *err);
void fw_ridge_path_close(fw_ridge_path *path);
/* weight[i] (design->count numbers) per SD at one lambda, well above rounding of R's eigenvalues: 1e-6. */
void fw_ridge_path_at(fw_ridge_path *path, double lambda, double *weight);

#endif
