/*
 * family_nnls.c: least squares without negative weights, by active sets on the correlation matrix (Lawson and
 * Hanson 1974, chapter 23, on the normal equations).
 *
 * The intercept is free. The reference tool fits one that is non-negative, and another with its sign turned
 * where that comes out as 0: together the same solution.
 */
#include "fit/families.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Gradients below this share of the rating's SD are rounding. */
static const double FLAT = 1e-12;

typedef struct active {
    const fw_design *design;
    size_t *kept; /* the passive set, in the order of entry */
    size_t count;
    bool *passive;
    bool *barred; /* would make the passive set singular */
    double *weight, *trial, *factor;
} active;

static fw_code open_active(const fw_design *design, active *a, fw_error *err) {
    const size_t room = design->count + 1;
    *a = (active){.design = design};
    a->kept = calloc(room, sizeof *a->kept);
    a->passive = calloc(room, sizeof *a->passive);
    a->barred = calloc(room, sizeof *a->barred);
    a->weight = calloc(room, sizeof *a->weight);
    a->trial = calloc(room, sizeof *a->trial);
    a->factor = calloc(room * room, sizeof *a->factor);
    const bool good = a->kept && a->passive && a->barred && a->weight && a->trial && a->factor;
    return good ? FW_OK : fw_fail_nomem(err);
}

static void close_active(active *a) {
    free(a->kept);
    free(a->passive);
    free(a->barred);
    free(a->weight);
    free(a->trial);
    free(a->factor);
}

/* The feature whose weight should grow most; SIZE_MAX at the optimum. */
static size_t steepest(const active *a) {
    const fw_design *d = a->design;
    size_t best = SIZE_MAX;
    double most = FLAT * sqrt(d->y_variance);
    for (size_t i = 0; i < d->count; i++) {
        if (a->passive[i] || a->barred[i]) continue;
        double gradient = d->response[i];
        for (size_t j = 0; j < d->count; j++) gradient -= d->corr[i * d->count + j] * a->weight[j];
        if (!(gradient > most)) continue;
        most = gradient;
        best = i;
    }
    return best;
}

/* Least squares on the passive set into `trial`; false where it is singular. */
static bool solve_passive(active *a) {
    const fw_design *d = a->design;
    const size_t n = a->count;
    if (n == 0) return true;
    for (size_t i = 0; i < n; i++) {
        a->trial[i] = d->response[a->kept[i]];
        for (size_t j = 0; j < n; j++) a->factor[i * n + j] = d->corr[a->kept[i] * d->count + a->kept[j]];
    }
    gsl_matrix_view matrix = gsl_matrix_view_array(a->factor, n, n);
    gsl_vector_view vector = gsl_vector_view_array(a->trial, n);
    if (gsl_linalg_cholesky_decomp1(&matrix.matrix) != GSL_SUCCESS) return false;
    for (size_t i = 0; i < n; i++)
        if (!(a->factor[i * n + i] * a->factor[i * n + i] > 1e-11)) return false;
    return gsl_linalg_cholesky_svx(&matrix.matrix, &vector.vector) == GSL_SUCCESS;
}

/* Moves towards the trial as far as no weight turns negative, and drops those that reached 0. */
static bool move(active *a) {
    double reach = 1;
    for (size_t i = 0; i < a->count; i++) {
        const double from = a->weight[a->kept[i]];
        if (a->trial[i] <= 0 && from - a->trial[i] > 0) reach = fmin(reach, from / (from - a->trial[i]));
    }
    const bool whole = reach >= 1;
    size_t left = 0;
    for (size_t i = 0; i < a->count; i++) {
        const size_t c = a->kept[i];
        a->weight[c] = whole ? a->trial[i] : a->weight[c] + reach * (a->trial[i] - a->weight[c]);
        if (!whole && a->trial[i] <= 0 && a->weight[c] <= FLAT) {
            a->weight[c] = 0;
            a->passive[c] = false;
        } else {
            a->kept[left++] = c;
        }
    }
    a->count = left;
    return whole;
}

static void iterate(active *a) {
    const size_t limit = 3 * a->design->count + 10; /* Lawson and Hanson's bound in practice */
    for (size_t step = 0; step < limit; step++) {
        const size_t next = steepest(a);
        if (next == SIZE_MAX) return;
        a->passive[next] = true;
        a->kept[a->count++] = next;
        if (!solve_passive(a)) {
            a->count--;
            a->passive[next] = false;
            a->barred[next] = true;
            continue;
        }
        while (!move(a) && solve_passive(a)) {
        }
    }
}

fw_code fw_solve_nnls(const fw_training *t, double lambda, fw_linear *out, fw_error *err) {
    (void)lambda;
    fw_design design = {0};
    active a = {0};
    size_t *kept = calloc(t->count + 1, sizeof *kept), count = 0;
    fw_code code = kept ? fw_training_design(t, t->columns, t->count, &design, err) : fw_fail_nomem(err);
    if (code == FW_OK) code = open_active(&design, &a, err);
    if (code == FW_OK) {
        iterate(&a);
        for (size_t i = 0; i < design.count; i++)
            if (a.weight[i] > 0) kept[count++] = design.column[i];
        code = fw_training_least_squares(t, kept, count, out, err);
    }
    close_active(&a);
    free(kept);
    fw_design_free(&design);
    return code;
}
