/* tsqr.c: least squares by QR of blocks of rows, merged (gsl_multilarge). */
#include "fit/tsqr.h"

#include <gsl/gsl_blas.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_multilarge.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A diagonal of R below this share of its column's length (1) is rounding. */
static const double SINGULAR = 1e-14;
enum { REFINEMENTS = 1, CORRECTIONS = 6 };

typedef struct solver {
    const fw_sample *sample;
    const double *weight;
    const size_t *columns;
    size_t count;
    double *mean, *length; /* of the columns; the last is the rating's mean */
    double *b;             /* of centred columns over their length */
    double *x, *y;         /* one block */
    gsl_multilarge_linear_workspace *work;
} solver;

/* Long double throughout: what is summed here decides how many digits the weights have. */
static long double weight_of(const solver *s, size_t row) {
    return s->weight ? (long double)s->weight[row] : 1;
}

static long double cell(const solver *s, size_t row, size_t j) {
    return (long double)s->sample->x[row * s->sample->features + s->columns[j]];
}

static long double rating(const solver *s, size_t row) { return (long double)s->sample->y[row]; }

/* About its mean, over its length. */
static long double scaled(const solver *s, size_t row, size_t j) {
    return (cell(s, row, j) - (long double)s->mean[j]) / (long double)s->length[j];
}

static void centre(solver *s) {
    long double n = 0, mean_y = 0;
    for (size_t i = 0; i < s->sample->rows; i++) {
        n += weight_of(s, i);
        mean_y += weight_of(s, i) * rating(s, i);
    }
    s->mean[s->count] = (double)(mean_y / n);
    for (size_t j = 0; j < s->count; j++) {
        long double sum = 0, squares = 0;
        for (size_t i = 0; i < s->sample->rows; i++) sum += weight_of(s, i) * cell(s, i, j);
        s->mean[j] = (double)(sum / n);
        for (size_t i = 0; i < s->sample->rows; i++) {
            const long double d = cell(s, i, j) - (long double)s->mean[j];
            squares += weight_of(s, i) * d * d;
        }
        s->length[j] = (double)sqrtl(squares);
    }
}

/* The residual of one row, summed in long double: what refinement stands on. */
static long double residual(const solver *s, size_t row) {
    long double sum = rating(s, row) - (long double)s->mean[s->count];
    for (size_t j = 0; j < s->count; j++) sum -= (long double)s->b[j] * scaled(s, row, j);
    return sum;
}

static int add_block(solver *s, size_t first, size_t rows) {
    for (size_t i = 0; i < rows; i++) {
        const double root = sqrt((double)weight_of(s, first + i));
        for (size_t j = 0; j < s->count; j++) s->x[i * s->count + j] = root * (double)scaled(s, first + i, j);
        s->y[i] = root * (double)residual(s, first + i);
    }
    gsl_matrix_view x = gsl_matrix_view_array(s->x, rows, s->count);
    gsl_vector_view y = gsl_vector_view_array(s->y, rows);
    return gsl_multilarge_linear_accumulate(&x.matrix, &y.vector, s->work);
}

/* Adds to b what the rows' residuals ask for; at first these are the ratings. */
static int solve_once(solver *s, bool *singular) {
    const size_t rows = s->sample->rows;
    const size_t block = s->count > FW_GRAM_BLOCK ? s->count : FW_GRAM_BLOCK;
    int status = gsl_multilarge_linear_reset(s->work);
    /* The last block takes the rest, so that no block has fewer rows than columns. */
    for (size_t at = 0; at < rows && status == GSL_SUCCESS;) {
        const size_t left = rows - at, take = left < 2 * block ? left : block;
        status = add_block(s, at, take);
        at += take;
    }
    if (status != GSL_SUCCESS) return status;
    const gsl_matrix *R = gsl_multilarge_linear_matrix_ptr(s->work);
    const gsl_vector *rhs = gsl_multilarge_linear_rhs_ptr(s->work);
    for (size_t j = 0; j < s->count; j++) *singular |= !(fabs(gsl_matrix_get(R, j, j)) > SINGULAR);
    if (*singular) return GSL_SUCCESS;
    gsl_vector_view step = gsl_vector_view_array(s->y, s->count);
    status = gsl_vector_memcpy(&step.vector, rhs);
    if (status == GSL_SUCCESS)
        status = gsl_blas_dtrsv(CblasUpper, CblasNoTrans, CblasNonUnit, R, &step.vector);
    for (size_t j = 0; j < s->count; j++) s->b[j] += s->y[j];
    return status;
}

/* R'R step = Z' residual, with the right side in long double; returns the size of R step. */
static double seminormal_step(solver *s, gsl_vector *step) {
    const gsl_matrix *R = gsl_multilarge_linear_matrix_ptr(s->work);
    for (size_t j = 0; j < s->count; j++) {
        long double sum = 0;
        for (size_t i = 0; i < s->sample->rows; i++)
            sum += weight_of(s, i) * residual(s, i) * scaled(s, i, j);
        gsl_vector_set(step, j, (double)sum);
    }
    if (gsl_blas_dtrsv(CblasUpper, CblasTrans, CblasNonUnit, R, step) != GSL_SUCCESS) return (double)INFINITY;
    const double size = gsl_blas_dnrm2(step);
    return gsl_blas_dtrsv(CblasUpper, CblasNoTrans, CblasNonUnit, R, step) == GSL_SUCCESS ? size
                                                                                          : (double)INFINITY;
}

/*
 * Large residuals leave their own rounding in Q'r; the corrected seminormal equations (Bjorck 1987) do not
 * form Q. Steps that do not shrink are the sign that the columns are too nearly dependent for them: undone.
 */
static void correct(solver *s) {
    gsl_vector_view step = gsl_vector_view_array(s->y, s->count);
    double last = (double)INFINITY;
    for (int i = 0; i < CORRECTIONS; i++) {
        const double size = seminormal_step(s, &step.vector);
        if (!(size < last / 2)) return;
        last = size;
        for (size_t j = 0; j < s->count; j++) s->b[j] += s->y[j];
    }
}

/* (R'R)^-1, back on the columns' own units. */
static int invert(const solver *s, double *inverse) {
    const size_t p = s->count;
    gsl_matrix_view out = gsl_matrix_view_array(inverse, p, p);
    gsl_matrix_set_identity(&out.matrix);
    const gsl_matrix *R = gsl_multilarge_linear_matrix_ptr(s->work);
    int status = gsl_blas_dtrsm(CblasLeft, CblasUpper, CblasTrans, CblasNonUnit, 1, R, &out.matrix);
    if (status == GSL_SUCCESS)
        status = gsl_blas_dtrsm(CblasLeft, CblasUpper, CblasNoTrans, CblasNonUnit, 1, R, &out.matrix);
    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < p; j++) inverse[i * p + j] /= s->length[i] * s->length[j];
    return status;
}

static void fill(const solver *s, fw_linear *out) {
    fw_linear_clear(out);
    long double intercept = (long double)s->mean[s->count];
    for (size_t j = 0; j < s->count; j++) {
        const size_t c = s->columns[j];
        out->weight[c] = s->b[j] / s->length[j];
        out->used[c] = true;
        intercept -= (long double)out->weight[c] * (long double)s->mean[j];
    }
    out->intercept = (double)intercept;
    out->fit_features = (double)s->count;
    long double left = 0, total = 0;
    for (size_t i = 0; i < s->sample->rows; i++) {
        const long double e = residual(s, i), d = rating(s, i) - (long double)s->mean[s->count];
        left += weight_of(s, i) * e * e;
        total += weight_of(s, i) * d * d;
    }
    out->r2 = total > 0 ? (double)(1 - left / total) : (double)NAN;
}

static bool open_solver(solver *s) {
    const size_t p = s->count, block = p > FW_GRAM_BLOCK ? p : FW_GRAM_BLOCK;
    s->mean = calloc(p + 1, sizeof *s->mean);
    s->length = calloc(p + 1, sizeof *s->length);
    s->b = calloc(p + 1, sizeof *s->b);
    s->x = calloc(2 * block * p, sizeof *s->x);
    s->y = calloc(2 * block, sizeof *s->y);
    s->work = gsl_multilarge_linear_alloc(gsl_multilarge_linear_tsqr, p);
    return s->mean && s->length && s->b && s->x && s->y && s->work;
}

static void close_solver(solver *s) {
    free(s->mean);
    free(s->length);
    free(s->b);
    free(s->x);
    free(s->y);
    if (s->work) gsl_multilarge_linear_free(s->work);
}

fw_code fw_tsqr_solve(const fw_sample *sample, const double *weight, const size_t *columns, size_t count,
                      fw_linear *out, double *inverse, bool *singular, fw_error *err) {
    solver s = {.sample = sample, .weight = weight, .columns = columns, .count = count};
    *singular = count == 0 || sample->rows <= count;
    if (*singular) return FW_OK;
    fw_code code = open_solver(&s) ? FW_OK : fw_fail_nomem(err);
    int status = GSL_SUCCESS;
    if (code == FW_OK) {
        centre(&s);
        for (size_t j = 0; j < count; j++) *singular |= !(s.length[j] > 0);
        for (int i = 0; i <= REFINEMENTS && status == GSL_SUCCESS && !*singular; i++)
            status = solve_once(&s, singular);
    }
    if (code == FW_OK && status == GSL_SUCCESS && !*singular) {
        correct(&s);
        fill(&s, out);
        if (inverse) status = invert(&s, inverse);
    }
    if (status != GSL_SUCCESS) code = fw_fail(err, FW_BUG, "tall-skinny QR failed: %s", gsl_strerror(status));
    close_solver(&s);
    return code;
}
