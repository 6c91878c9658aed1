/* solve.c: ridge about a prior by eigendecomposition, least squares by Cholesky. */
#include "fit/solve.h"

#include <gsl/gsl_cblas.h>
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

fw_code fw_spectrum_init(fw_spectrum *spectrum, size_t capacity, fw_error *err) {
    const size_t room = capacity + 1;
    *spectrum = (fw_spectrum){0};
    spectrum->value = calloc(room, sizeof(double));
    spectrum->vector = calloc(room * room, sizeof(double));
    spectrum->rotated = calloc(room, sizeof(double));
    return spectrum->value && spectrum->vector && spectrum->rotated ? FW_OK : fw_fail_nomem(err);
}

void fw_spectrum_free(fw_spectrum *spectrum) {
    free(spectrum->value);
    free(spectrum->vector);
    free(spectrum->rotated);
    *spectrum = (fw_spectrum){0};
}

/* What the prior leaves of the response: r - s R w, rotated into the eigenvectors. */
static void rotate(fw_spectrum *spectrum, const fw_design *design) {
    const int p = (int)design->count;
    const size_t count = design->count;
    for (size_t k = 0; k < count; k++) {
        const double *vector = spectrum->vector + k;
        const double prior = cblas_ddot(p, vector, p, design->prior, 1);
        spectrum->rotated[k] =
            cblas_ddot(p, vector, p, design->response, 1) - spectrum->slope * spectrum->value[k] * prior;
    }
}

fw_code fw_spectrum_fill(fw_spectrum *spectrum, const fw_design *design, bool about_prior, fw_error *err) {
    const size_t p = design->count;
    spectrum->slope = about_prior ? fw_design_slope(design) : 0;
    if (p == 0) return FW_OK;
    double *scratch = calloc(p * p, sizeof *scratch);
    gsl_eigen_symmv_workspace *work = gsl_eigen_symmv_alloc(p);
    fw_code code = scratch && work ? FW_OK : fw_fail_nomem(err);
    if (code == FW_OK) {
        memcpy(scratch, design->corr, p * p * sizeof *scratch);
        gsl_matrix_view matrix = gsl_matrix_view_array(scratch, p, p);
        gsl_matrix_view vectors = gsl_matrix_view_array(spectrum->vector, p, p);
        gsl_vector_view values = gsl_vector_view_array(spectrum->value, p);
        if (gsl_eigen_symmv(&matrix.matrix, &values.vector, &vectors.matrix, work) != GSL_SUCCESS ||
            gsl_eigen_symmv_sort(&values.vector, &vectors.matrix, GSL_EIGEN_SORT_VAL_ASC) != GSL_SUCCESS)
            code = fw_fail(err, FW_BUG, "the eigendecomposition of the features' correlations failed");
        for (size_t k = 0; k < p; k++) spectrum->value[k] = fmax(0, spectrum->value[k]);
        rotate(spectrum, design);
    }
    if (work) gsl_eigen_symmv_free(work);
    free(scratch);
    return code;
}

double fw_spectrum_condition(const fw_spectrum *spectrum, size_t count) {
    if (count == 0) return (double)NAN;
    const double largest = spectrum->value[count - 1], smallest = spectrum->value[0];
    return smallest > largest * 1e-15 ? largest / smallest : (double)INFINITY;
}

/*
 * Errors, given lambda and the prior: Cov(b) = sigma^2/(n-1) A^-1 R A^-1 with A = R + lambda I, the sandwich
 * of a penalised fit; df = tr(R A^-1). The interval is therefore one of the shrunk weight.
 */
static void ridge_errors(const fw_design *design, const fw_spectrum *spectrum, double lambda,
                         fw_solution *out) {
    const size_t p = design->count;
    out->df = 0;
    for (size_t k = 0; k < p; k++) out->df += spectrum->value[k] / (spectrum->value[k] + lambda);
    for (size_t i = 0; i < p; i++) {
        double sum = 0;
        for (size_t k = 0; k < p; k++) {
            const double a = spectrum->vector[i * p + k] / (spectrum->value[k] + lambda);
            sum += a * a * spectrum->value[k];
        }
        out->variance[i] = sum / (design->n - 1);
    }
}

void fw_solve_ridge(const fw_design *design, const fw_spectrum *spectrum, double lambda, bool errors,
                    fw_solution *out) {
    const size_t p = design->count;
    out->slope = spectrum->slope;
    for (size_t i = 0; i < p; i++) {
        double sum = spectrum->slope * design->prior[i];
        for (size_t k = 0; k < p; k++)
            sum += spectrum->vector[i * p + k] * (spectrum->rotated[k] / (spectrum->value[k] + lambda));
        out->weight[i] = sum;
        out->dropped[i] = false;
    }
    if (errors) ridge_errors(design, spectrum, lambda, out);
}

/*
 * Row-wise Cholesky of the correlation matrix that leaves out, in column order, each column that the kept
 * ones explain. kept[0..result) are indices into the design; factor holds their lower triangle.
 */
static size_t cholesky_keeping(const fw_design *design, size_t *kept, double *factor, bool *dropped) {
    const size_t p = design->count;
    size_t count = 0;
    for (size_t i = 0; i < p; i++) {
        double *row = factor + count * p;
        double left = 1;
        for (size_t k = 0; k < count; k++) {
            const double *other = factor + k * p;
            double value = design->corr[i * p + kept[k]];
            for (size_t j = 0; j < k; j++) value -= row[j] * other[j];
            row[k] = value / other[k];
            left -= row[k] * row[k];
        }
        dropped[i] = left < FW_COLLINEAR;
        if (dropped[i]) continue;
        row[count] = sqrt(left);
        kept[count++] = i;
    }
    return count;
}

/* Solves for the kept columns; variances are the diagonal of the inverse over n - 1. */
static fw_code solve_kept(const fw_design *design, const size_t *kept, size_t count, double *factor,
                          bool errors, fw_solution *out, fw_error *err) {
    double *x = calloc(count, sizeof *x);
    if (!x) return fw_fail_nomem(err);
    for (size_t i = 0; i < count; i++) x[i] = design->response[kept[i]];
    gsl_matrix_view matrix = gsl_matrix_view_array_with_tda(factor, count, count, design->count);
    gsl_vector_view vector = gsl_vector_view_array(x, count);
    int status = gsl_linalg_cholesky_svx(&matrix.matrix, &vector.vector);
    for (size_t i = 0; i < count; i++) out->weight[kept[i]] = x[i];
    if (status == GSL_SUCCESS && errors) {
        status = gsl_linalg_cholesky_invert(&matrix.matrix);
        for (size_t i = 0; i < count; i++)
            out->variance[kept[i]] = factor[i * design->count + i] / (design->n - 1);
    }
    free(x);
    if (status != GSL_SUCCESS) return fw_fail(err, FW_BUG, "least squares failed: %s", gsl_strerror(status));
    return FW_OK;
}

fw_code fw_solve_ols(const fw_design *design, bool errors, fw_solution *out, fw_error *err) {
    const size_t p = design->count;
    out->slope = 0;
    out->df = 0;
    for (size_t i = 0; i < p; i++) {
        out->weight[i] = 0;
        out->variance[i] = (double)NAN;
    }
    if (p == 0) return FW_OK;
    size_t *kept = calloc(p, sizeof *kept);
    double *factor = calloc(p * p, sizeof *factor);
    fw_code code = kept && factor ? FW_OK : fw_fail_nomem(err);
    if (code == FW_OK) {
        const size_t count = cholesky_keeping(design, kept, factor, out->dropped);
        out->df = (double)count;
        if (count) code = solve_kept(design, kept, count, factor, errors, out, err);
    }
    free(factor);
    free(kept);
    return code;
}
