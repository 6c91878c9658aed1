/* correlations.c: correlations, quantiles and skewness of the kept features. */
#include "report/correlations.h"

#include "base/sort.h"

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

static double product(const double *a, const double *b, size_t rows) {
    double sum = 0;
    for (size_t i = 0; i < rows; i++) sum += a[i] * b[i];
    return fmax(-1, fmin(1, sum));
}

static void fill(fw_correlations *c, const fw_kept *sampled, double *z, bool *varies) {
    for (size_t f = 0; f < c->features; f++) {
        double *column = z + f * c->rows;
        for (size_t i = 0; i < c->rows; i++) {
            const float *x = fw_kept_extra(sampled, i);
            column[i] = (double)x[f];
        }
        for (size_t i = 0; i < c->rows; i++) {
            if (isfinite(column[i])) continue;
            for (size_t j = 0; j < c->rows; j++) column[j] = FW_MISSING; /* nothing can be said of it */
            break;
        }
        memcpy(c->sorted + f * c->rows, column, c->rows * sizeof *column);
        fw_sort_doubles(c->sorted + f * c->rows, c->rows);
        varies[f] = standardise(column, c->rows, &c->skew[f]);
    }
    for (size_t a = 0; a < c->features; a++) {
        for (size_t b = 0; b <= a; b++) {
            const double r =
                varies[a] && varies[b] ? product(z + a * c->rows, z + b * c->rows, c->rows) : FW_MISSING;
            c->r[a * c->features + b] = c->r[b * c->features + a] = r;
        }
    }
}

fw_code fw_correlations_work_out(fw_correlations *c, const fw_kept *sampled, fw_error *err) {
    c->rows = sampled->count;
    c->features = sampled->width;
    c->r = calloc(c->features * c->features + 1, sizeof *c->r);
    c->sorted = calloc(c->features * c->rows + 1, sizeof *c->sorted);
    c->skew = calloc(c->features + 1, sizeof *c->skew);
    double *z = calloc(c->features * c->rows + 1, sizeof *z);
    bool *varies = calloc(c->features + 1, sizeof *varies);
    const bool room = c->r && c->sorted && c->skew && z && varies;
    if (room && c->rows > 0) fill(c, sampled, z, varies);
    free(z);
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
