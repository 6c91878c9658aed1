/*
 * collinear.c: columns that explain each other, by a pivoted Cholesky factorisation of their correlations.
 *
 * The factorisation keeps columns until these leave nothing of any other (Higham 2002, section 10.3): what is
 * kept is as far from dependent as can be. Each column left over is a combination of kept ones; it and those
 * with a share in it are of one set, and sets that share a column are one. A column of no set is kept, and
 * all others span what the other kept ones do: its inflation is its place in the inverse of the kept
 * correlations.
 */
#include "fit/collinear.h"

#include "fit/solve.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdlib.h>

/* Shares in a combination of standardised columns: what is less is rounding. */
static const double LEAST_SHARE = 1e-6;

typedef struct factor {
    const double *corr;
    size_t count, rank;
    double *row;  /* count x count, row i: column i by the kept ones; of kept ones a lower triangle */
    double *left; /* variance of a column that the kept ones do not explain */
    size_t *kept; /* rank of them, in their order */
    bool *is_kept;
} factor;

/* The next to keep: the first that leaves half of what the best would. Which it is must not hang on
 * roundings; count: none. */
static size_t next_pivot(const factor *f) {
    double most = 0;
    for (size_t i = 0; i < f->count; i++)
        if (!f->is_kept[i]) most = fmax(most, f->left[i]);
    if (most < FW_COLLINEAR) return f->count;
    size_t i = 0;
    while (f->is_kept[i] || f->left[i] < most / 2) i++;
    return i;
}

static void factorise(factor *f) {
    const size_t p = f->count;
    for (size_t i = 0; i < p; i++) f->left[i] = 1;
    for (size_t pivot; (pivot = next_pivot(f)) < p; f->rank++) {
        const double *of = f->row + pivot * p, root = sqrt(f->left[pivot]);
        f->is_kept[pivot] = true;
        f->kept[f->rank] = pivot;
        for (size_t i = 0; i < p; i++) {
            double *row = f->row + i * p, value = f->corr[i * p + pivot];
            if (f->is_kept[i]) continue;
            for (size_t k = 0; k < f->rank; k++) value -= row[k] * of[k];
            row[f->rank] = value / root;
            f->left[i] -= row[f->rank] * row[f->rank];
        }
        f->row[pivot * p + f->rank] = root;
    }
}

/* Columns of one set become one number, the lower one. */
static void unite(size_t *set, size_t count, size_t a, size_t b) {
    const size_t low = set[a] < set[b] ? set[a] : set[b], high = set[a] < set[b] ? set[b] : set[a];
    for (size_t i = 0; i < count; i++)
        if (set[i] == high) set[i] = low;
}

/* Column i, left over, as a combination of kept ones: from the last back. Its row holds the shares then. */
static void unite_parts(factor *f, size_t i, size_t *set) {
    const size_t p = f->count;
    double *share = f->row + i * p;
    for (size_t k = f->rank; k-- > 0;) {
        for (size_t later = k + 1; later < f->rank; later++)
            share[k] -= share[later] * f->row[f->kept[later] * p + k];
        share[k] /= f->row[f->kept[k] * p + k];
        if (fabs(share[k]) > LEAST_SHARE) unite(set, p, i, f->kept[k]);
    }
}

/* Set by set from 1 on, and 0 for a column alone. */
static size_t number_sets(size_t *set, size_t *members, size_t count) {
    size_t sets = 0;
    for (size_t i = 0; i < count; i++) members[set[i]]++;
    /* A set is named by its first column, whose number is taken before any other's of the set is read. */
    for (size_t i = 0; i < count; i++) {
        const size_t first = set[i];
        if (first == i) members[i] = members[i] > 1 ? ++sets : 0;
        set[i] = members[first];
    }
    return sets;
}

static fw_code inflate(const factor *f, const size_t *set, double *inflation, fw_error *err) {
    const size_t r = f->rank;
    double *inverse = calloc(r * r + 1, sizeof *inverse);
    if (!inverse) return fw_fail_nomem(err);
    for (size_t k = 0; k < r; k++)
        for (size_t j = 0; j <= k; j++) inverse[k * r + j] = f->row[f->kept[k] * f->count + j];
    gsl_matrix_view matrix = gsl_matrix_view_array(inverse, r, r);
    const int status = r ? gsl_linalg_cholesky_invert(&matrix.matrix) : GSL_SUCCESS;
    for (size_t i = 0; i < f->count; i++) inflation[i] = (double)NAN;
    for (size_t k = 0; k < r && status == GSL_SUCCESS; k++)
        if (!set[f->kept[k]]) inflation[f->kept[k]] = inverse[k * r + k];
    free(inverse);
    return status == GSL_SUCCESS ? FW_OK
                                 : fw_fail(err, FW_BUG, "variance inflation: %s", gsl_strerror(status));
}

void fw_collinear_free(fw_collinear *collinear) {
    free(collinear->set);
    free(collinear->inflation);
    *collinear = (fw_collinear){0};
}

fw_code fw_collinear_find(const double *corr, size_t count, fw_collinear *out, fw_error *err) {
    *out = (fw_collinear){.set = calloc(count + 1, sizeof *out->set),
                          .inflation = calloc(count + 1, sizeof *out->inflation)};
    factor f = {.corr = corr,
                .count = count,
                .row = calloc(count * count + 1, sizeof *f.row),
                .left = calloc(count + 1, sizeof *f.left),
                .kept = calloc(count + 1, sizeof *f.kept),
                .is_kept = calloc(count + 1, sizeof *f.is_kept)};
    size_t *members = calloc(count + 1, sizeof *members);
    fw_code code = FW_OK;
    if (out->set && out->inflation && f.row && f.left && f.kept && f.is_kept && members) {
        factorise(&f);
        for (size_t i = 0; i < count; i++) out->set[i] = i;
        for (size_t i = 0; i < count; i++)
            if (!f.is_kept[i]) unite_parts(&f, i, out->set);
        out->sets = number_sets(out->set, members, count);
        code = inflate(&f, out->set, out->inflation, err);
    } else {
        code = fw_fail_nomem(err);
    }
    free(f.row);
    free(f.left);
    free(f.kept);
    free(f.is_kept);
    free(members);
    if (code != FW_OK) fw_collinear_free(out);
    return code;
}
