/* ridge_path.c: (R + lambda I) b = r, solved as (T + lambda I) z = Q'r and b = Q z. */
#include "fit/ridge_path.h"

#include <gsl/gsl_cblas.h>
#include <gsl/gsl_linalg.h>
#include <stdlib.h>
#include <string.h>

void fw_ridge_path_close(fw_ridge_path *path) {
    free(path->basis);
    free(path->diagonal);
    *path = (fw_ridge_path){0};
}

static fw_code take_room(fw_ridge_path *path, fw_error *err) {
    enum { VECTORS = 5 };
    const size_t p = path->design->count;
    path->basis = calloc(p * p + 1, sizeof *path->basis);
    path->diagonal = calloc(VECTORS * p + 1, sizeof *path->diagonal);
    if (!path->basis || !path->diagonal) return fw_fail_nomem(err);
    path->next = path->diagonal + p;
    path->response = path->next + p;
    path->pivot = path->response + p;
    path->solved = path->pivot + p;
    return FW_OK;
}

/* The reflections that make R tridiagonal, multiplied out. */
static fw_code reduce(fw_ridge_path *path, fw_error *err) {
    const size_t p = path->design->count;
    double *reflections = calloc(p * p + p, sizeof *reflections);
    if (!reflections) return fw_fail_nomem(err);
    memcpy(reflections, path->design->corr, p * p * sizeof *reflections);
    gsl_matrix_view matrix = gsl_matrix_view_array(reflections, p, p);
    gsl_matrix_view basis = gsl_matrix_view_array(path->basis, p, p);
    gsl_vector_view factors = gsl_vector_view_array(reflections + p * p, p - 1);
    gsl_vector_view diagonal = gsl_vector_view_array(path->diagonal, p);
    gsl_vector_view next = gsl_vector_view_array(path->next, p - 1);
    int status = gsl_linalg_symmtd_decomp(&matrix.matrix, &factors.vector);
    if (status == GSL_SUCCESS)
        status = gsl_linalg_symmtd_unpack(&matrix.matrix, &factors.vector, &basis.matrix, &diagonal.vector,
                                          &next.vector);
    free(reflections);
    return status == GSL_SUCCESS
               ? FW_OK
               : fw_fail(err, FW_BUG, "the features' correlations cannot be made tridiagonal");
}

fw_code fw_ridge_path_open(fw_ridge_path *path, const fw_design *design, bool about_prior, fw_error *err) {
    const size_t p = design->count;
    *path = (fw_ridge_path){.design = design, .slope = about_prior ? fw_design_slope(design) : 0};
    fw_code code = take_room(path, err);
    if (code != FW_OK || p == 0) return code;
    if (p == 1) /* GSL reduces matrices from 2 x 2 on */
        path->basis[0] = path->diagonal[0] = 1;
    else
        code = reduce(path, err);
    for (size_t i = 0; i < p && code == FW_OK; i++) {
        const double pulled = cblas_ddot((int)p, design->corr + i * p, 1, design->prior, 1);
        cblas_daxpy((int)p, design->response[i] - path->slope * pulled, path->basis + i * p, 1,
                    path->response, 1);
    }
    return code;
}

/* T + lambda I is positive definite: Gauss's elimination needs no pivoting. */
void fw_ridge_path_at(fw_ridge_path *path, double lambda, double *weight) {
    const size_t p = path->design->count;
    double *pivot = path->pivot, *z = path->solved;
    for (size_t i = 0; i < p; i++) {
        const double above = i ? path->next[i - 1] / pivot[i - 1] : 0;
        pivot[i] = path->diagonal[i] + lambda - (i ? above * path->next[i - 1] : 0);
        z[i] = path->response[i] - (i ? above * z[i - 1] : 0);
    }
    for (size_t i = p; i-- > 0;) z[i] = (z[i] - (i + 1 < p ? path->next[i] * z[i + 1] : 0)) / pivot[i];
    for (size_t i = 0; i < p; i++)
        weight[i] = path->slope * path->design->prior[i] + cblas_ddot((int)p, path->basis + i * p, 1, z, 1);
}
