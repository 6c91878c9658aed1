/* family_robust.c: iteratively reweighted least squares with Tukey's bisquare (Beaton and Tukey 1974). */
#include "fit/families.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>

enum { STEPS = 200 };
static const double TUNING = 4.685;     /* 95 % efficiency for normal errors */
static const double NORMAL_MAD = .6745; /* the MAD of a standard normal */
static const double CONVERGED = 1e-11;  /* change of the residuals as a share of their size */

typedef struct workspace {
    fw_gram gram;
    fw_linear linear;
    double *weight, *residual, *sorted;
} workspace;

static bool is_in(const uint32_t *group, uint32_t skip, size_t row) { return !group || group[row] != skip; }

static double prior_weight(const fw_sample *s, size_t row) { return s->weight ? s->weight[row] : 1; }

/* Residuals of the rows; returns how far they moved, relative to their size. */
static double update_residuals(const fw_sample *s, const uint32_t *group, uint32_t skip, workspace *w) {
    double moved = 0, size = 0;
    for (size_t i = 0; i < s->rows; i++) {
        if (!is_in(group, skip, i)) continue;
        const double fresh = s->y[i] - fw_linear_predict(&w->linear, s->x + i * s->features);
        moved += (fresh - w->residual[i]) * (fresh - w->residual[i]);
        size += fresh * fresh;
        w->residual[i] = fresh;
    }
    return size > 0 ? sqrt(moved / size) : 0;
}

static double scale_of(const fw_sample *s, const uint32_t *group, uint32_t skip, workspace *w) {
    size_t n = 0;
    for (size_t i = 0; i < s->rows; i++)
        if (is_in(group, skip, i)) w->sorted[n++] = fabs(w->residual[i]);
    if (n == 0) return 0;
    gsl_sort(w->sorted, 1, n);
    return gsl_stats_median_from_sorted_data(w->sorted, 1, n) / NORMAL_MAD;
}

static void reweigh(const fw_sample *s, const uint32_t *group, uint32_t skip, const workspace *w,
                    double scale, double *weight) {
    for (size_t i = 0; i < s->rows; i++) {
        const double u = scale > 0 ? w->residual[i] / (TUNING * scale) : 0;
        const double bisquare = fabs(u) < 1 ? (1 - u * u) * (1 - u * u) : 0;
        weight[i] = is_in(group, skip, i) ? bisquare : 0;
    }
}

static fw_code solve(const fw_sample *s, const fw_training *whole, const double *weight, workspace *w,
                     fw_error *err) {
    for (size_t i = 0; i < s->rows; i++) w->weight[i] = weight[i] * prior_weight(s, i);
    fw_gram_free(&w->gram);
    fw_code code = fw_sample_grams(s, w->weight, NULL, 1, &w->gram, err);
    fw_training part = *whole;
    part.gram = &w->gram;
    if (code == FW_OK) code = fw_training_least_squares(&part, part.columns, part.count, &w->linear, err);
    return code;
}

static fw_code iterate(const fw_sample *s, const fw_training *whole, const uint32_t *group, uint32_t skip,
                       workspace *w, fw_robust *out, fw_error *err) {
    for (size_t i = 0; i < s->rows; i++) out->weight[i] = is_in(group, skip, i) ? 1 : 0;
    fw_code code = FW_OK;
    out->converged = false;
    for (out->steps = 0; out->steps < STEPS && code == FW_OK && !out->converged; out->steps++) {
        code = solve(s, whole, out->weight, w, err);
        if (code != FW_OK) break;
        const double moved = update_residuals(s, group, skip, w);
        out->scale = scale_of(s, group, skip, w);
        out->converged = out->steps > 0 && moved < CONVERGED;
        /* A scale of 0: half of the ratings are hit exactly, so there is nothing to weigh. */
        if (!(out->scale > 0)) out->converged = true;
        if (!out->converged) reweigh(s, group, skip, w, out->scale, out->weight);
    }
    for (size_t i = 0; i < s->rows; i++) out->weight[i] *= prior_weight(s, i);
    return code;
}

fw_code fw_robust_weights(const fw_sample *sample, const fw_training *whole, const uint32_t *group,
                          uint32_t skip, fw_robust *out, fw_error *err) {
    workspace w = {.weight = calloc(sample->rows + 1, sizeof(double)),
                   .residual = calloc(sample->rows + 1, sizeof(double)),
                   .sorted = calloc(sample->rows + 1, sizeof(double))};
    fw_code code = w.weight && w.residual && w.sorted ? FW_OK : fw_fail_nomem(err);
    if (code == FW_OK) code = fw_linear_init(&w.linear, sample->features, err);
    if (code == FW_OK) code = iterate(sample, whole, group, skip, &w, out, err);
    fw_gram_free(&w.gram);
    fw_linear_free(&w.linear);
    free(w.weight);
    free(w.residual);
    free(w.sorted);
    return code;
}
