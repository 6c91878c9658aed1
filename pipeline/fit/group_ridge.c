/* group_ridge.c: the Tikhonov step from the pooled weights to a group's. */
#include "fit/group.h"

#include <gsl/gsl_cblas.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Stands in for a strength of 0 where a group's features are dependent. */
static const double LEAST = 1e-9;

/* Cross-product of regressors: 0 is the constant, j + 1 the used feature j per SD. */
static double cross(const fw_group_state *g, const fw_gram *rows, size_t i, size_t j) {
    const size_t one = rows->width - 1;
    const size_t a = i ? g->columns[i - 1] : one, b = j ? g->columns[j - 1] : one;
    return rows->cross[a * rows->width + b] / (i ? g->spread[i - 1] : 1) / (j ? g->spread[j - 1] : 1);
}

static void fill(const fw_group_state *g, const fw_gram *rows, double k0, double k1, double *out) {
    const size_t size = g->features + 1;
    for (size_t i = 0; i < size; i++)
        for (size_t j = 0; j < size; j++) out[i * size + j] = cross(g, rows, i, j);
    out[0] += k0;
    for (size_t i = 1; i < size; i++) out[i * size + i] += fmax(k1, LEAST);
}

/* Of the intercept alone: weights stay the pooled ones. */
static void move_level(const fw_group_state *g, const fw_gram *rows, const double *form, double k0,
                       double *out) {
    const size_t one = rows->width - 1;
    (void)g;
    const double n = fw_gram_rows(rows);
    const double left = -cblas_ddot((int)rows->width, rows->cross + one * rows->width, 1, form, 1);
    out[0] = isinf(k0) || !(n + k0 > 0) ? 0 : left / (n + k0);
}

fw_code fw_group_ridge(const fw_table_state *s, const fw_gram *rows, const double *form, double k0, double k1,
                       double *out, fw_error *err) {
    const fw_group_state *g = s->groups;
    const size_t first = isinf(k0) ? 1 : 0, size = g->features + 1, width = rows->width;
    memset(out, 0, (s->training.features + 1) * sizeof *out);
    if (isinf(k1) || !(fw_gram_rows(rows) > 0)) {
        move_level(g, rows, form, k0, out);
        return FW_OK;
    }
    double *a = malloc(size * size * sizeof *a), *b = malloc(size * sizeof *b);
    fw_code code = a && b ? FW_OK : fw_fail_nomem(err);
    if (code == FW_OK) {
        fill(g, rows, isinf(k0) ? 0 : k0, k1, a);
        for (size_t i = 0; i < size; i++) {
            const size_t c = i ? g->columns[i - 1] : width - 1;
            b[i] = -cblas_ddot((int)width, rows->cross + c * width, 1, form, 1) / (i ? g->spread[i - 1] : 1);
        }
        gsl_matrix_view all = gsl_matrix_view_array(a, size, size);
        gsl_matrix_view m = gsl_matrix_submatrix(&all.matrix, first, first, size - first, size - first);
        gsl_vector_view v = gsl_vector_view_array(b + first, size - first);
        if (first) b[0] = 0;
        if (gsl_linalg_cholesky_decomp1(&m.matrix) != GSL_SUCCESS ||
            gsl_linalg_cholesky_svx(&m.matrix, &v.vector) != GSL_SUCCESS)
            code = fw_fail(err, FW_BUG, "a group's weights cannot be solved for");
        out[0] = b[0];
        for (size_t j = 0; j < g->features && code == FW_OK; j++) {
            const size_t c = g->columns[j];
            out[1 + c] = b[1 + j] / g->spread[j];
            out[0] -= out[1 + c] * s->training.shift[c]; /* at 0 of the features, not at their means */
        }
    }
    free(a);
    free(b);
    return code;
}

fw_code fw_group_inverse(const fw_table_state *s, const fw_gram *rows, double k0, double k1, double *out,
                         fw_error *err) {
    const fw_group_state *g = s->groups;
    const size_t size = g->features + 1;
    /* An infinite strength leaves the intercept where it is: a very large one does the same. */
    fill(g, rows, isinf(k0) ? 1e15 : k0, k1, out);
    gsl_matrix_view m = gsl_matrix_view_array(out, size, size);
    if (gsl_linalg_cholesky_decomp1(&m.matrix) == GSL_SUCCESS &&
        gsl_linalg_cholesky_invert(&m.matrix) == GSL_SUCCESS)
        return FW_OK;
    return fw_fail(err, FW_BUG, "a group's errors cannot be solved for");
}
