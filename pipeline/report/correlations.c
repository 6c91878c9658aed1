/* correlations.c: correlations, quantiles and skewness of the kept features. */
#include "report/correlations.h"

#include "base/sort.h"
#include "base/wide.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Standardises a column in place to mean 0 and length 1; false when it is constant. */
static bool standardise(double *column, size_t rows, double *skew) {
    double mean = 0, m2 = 0, m3 = 0;
    const double n = (double)rows;
    for (size_t i = 0; i < rows; i++) mean += column[i];
    mean /= n;
    for (size_t i = 0; i < rows; i++) {
        const double d = column[i] - mean;
        m2 += d * d;
        m3 += d * d * d;
    }
    *skew = FW_MISSING;
    if (!(m2 > 1e-14 * n * (1 + mean * mean)) || !isfinite(m2)) return false;
    if (rows > 2) *skew = sqrt(n * (n - 1)) / (n - 2) * (m3 / n) / pow(m2 / n, 1.5);
    for (size_t i = 0; i < rows; i++) column[i] = (column[i] - mean) / sqrt(m2);
    return true;
}

/*
 * Columns lie in strips of STRIP side by side, row by row: a column's products with all of a strip are summed
 * at once, each in the order of the rows.
 */
enum { STRIP = 8 };

static double *cell(const fw_correlations *c, double *z, size_t feature, size_t row) {
    return z + (feature / STRIP * c->rows + row) * STRIP + feature % STRIP;
}

FW_INLINED void add_products(const double *column, const double *strip, size_t rows, double *out) {
    double sum[STRIP] = {0};
    for (size_t i = 0; i < rows; i++, column += STRIP, strip += STRIP) {
        for (size_t k = 0; k < STRIP; k++) sum[k] += *column * strip[k];
    }
    memcpy(out, sum, sizeof sum);
}

FW_WIDE static void products_wide(const double *column, const double *strip, size_t rows, double *out) {
    add_products(column, strip, rows, out);
}

static void products(const double *column, const double *strip, size_t rows, double *out) {
    if (fw_has_wide())
        products_wide(column, strip, rows, out);
    else
        add_products(column, strip, rows, out);
}

static void correlate(fw_correlations *c, double *z, const bool *varies) {
    for (size_t first = 0; first < c->features; first += STRIP) {
        for (size_t a = first; a < c->features; a++) {
            double sum[STRIP];
            products(cell(c, z, a, 0), cell(c, z, first, 0), c->rows, sum);
            for (size_t b = first; b <= a && b < first + STRIP; b++) {
                const double r = varies[a] && varies[b] ? fmax(-1, fmin(1, sum[b - first])) : FW_MISSING;
                c->r[a * c->features + b] = c->r[b * c->features + a] = r;
            }
        }
    }
}

static void fill(fw_correlations *c, const fw_kept *sampled, double *column, double *z, bool *varies) {
    for (size_t f = 0; f < c->features; f++) {
        bool whole = true;
        for (size_t i = 0; i < c->rows; i++) {
            const float *x = fw_kept_extra(sampled, i);
            column[i] = (double)x[f];
            whole = whole && isfinite(column[i]);
        }
        for (size_t i = 0; i < c->rows && !whole; i++) column[i] = FW_MISSING; /* nothing can be said of it */
        memcpy(c->sorted + f * c->rows, column, c->rows * sizeof *column);
        fw_sort_doubles(c->sorted + f * c->rows, c->rows);
        varies[f] = standardise(column, c->rows, &c->skew[f]);
        for (size_t i = 0; i < c->rows; i++) *cell(c, z, f, i) = column[i];
    }
    correlate(c, z, varies);
}

fw_code fw_correlations_work_out(fw_correlations *c, const fw_kept *sampled, fw_error *err) {
    c->rows = sampled->count;
    c->features = sampled->width;
    c->r = calloc(c->features * c->features + 1, sizeof *c->r);
    c->sorted = calloc(c->features * c->rows + 1, sizeof *c->sorted);
    c->skew = calloc(c->features + 1, sizeof *c->skew);
    double *z = calloc((c->features + STRIP) * c->rows + 1, sizeof *z);
    double *column = calloc(c->rows + 1, sizeof *column);
    bool *varies = calloc(c->features + 1, sizeof *varies);
    const bool room = c->r && c->sorted && c->skew && z && column && varies;
    if (room && c->rows > 0) fill(c, sampled, column, z, varies);
    free(z);
    free(column);
    free(varies);
    return room ? FW_OK : fw_fail_nomem(err);
}

double fw_correlations_quantile(const fw_correlations *c, size_t i, double q) {
    if (c->rows == 0) return FW_MISSING;
    return c->sorted[i * c->rows + (size_t)floor(q * (double)(c->rows - 1))];
}

void fw_correlations_free(fw_correlations *c) {
    free(c->r);
    free(c->sorted);
    free(c->skew);
    *c = (fw_correlations){0};
}
