/*
 * facets_errors.c: standard errors and fit of the rating scale model.
 *
 * Observed information by Louis (1982): what the complete data would tell, minus the posterior variance of
 * the score. Parameters: raters, thresholds 1 .. K - 1, sigma. A constant may move between raters and
 * thresholds; that direction is filled, and only contrasts are reported. Answers with many ratings have a
 * posterior so narrow that the score is linear across it: one term instead of one a node.
 */
#include "fit/facets.h"

#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdlib.h>

/* From this many ratings of one answer on, the score is taken as linear. */
enum { LINEAR_FROM = 40 };

typedef struct information {
    gsl_matrix *m;
    size_t raters, steps, size; /* size = raters + steps + 1 */
    double *moments;            /* [raters][nodes]: mean; then variance; then cov(X, X >= k) for each k */
    double *score;              /* [raters + steps + 1] of one answer at one node, by slot */
    double *mean;               /* posterior mean of it */
    uint32_t *slot;             /* parameter of a slot */
    double *block;              /* slots x slots of one answer */
} information;

static double *moment(const information *in, const fw_facets_state *s, size_t kind, size_t rater) {
    return in->moments + (kind * in->raters + rater) * s->nodes;
}
enum { MEAN, VARIANCE, SHARED }; /* SHARED + k - 1; then ABOVE(steps) + k - 1 */

static fw_code open_information(information *in, const fw_facets_state *s, fw_error *err) {
    *in = (information){.raters = s->panel->raters, .steps = s->categories - 1};
    in->size = in->raters + in->steps + 1;
    in->m = gsl_matrix_calloc(in->size, in->size);
    in->moments = calloc((SHARED + 2 * in->steps) * in->raters * s->nodes + 1, sizeof *in->moments);
    in->score = calloc(in->size + 1, sizeof *in->score);
    in->mean = calloc(in->size + 1, sizeof *in->mean);
    in->slot = calloc(in->size + 1, sizeof *in->slot);
    in->block = calloc(in->size * in->size + 1, sizeof *in->block);
    return in->block && in->m && in->moments && in->score && in->mean && in->slot ? FW_OK
                                                                                  : fw_fail_nomem(err);
}

static void close_information(information *in) {
    if (in->m) gsl_matrix_free(in->m);
    free(in->moments);
    free(in->score);
    free(in->mean);
    free(in->slot);
    free(in->block);
}

static void add(information *in, size_t a, size_t b, double value) {
    *gsl_matrix_ptr(in->m, a, b) += value;
    if (a != b) *gsl_matrix_ptr(in->m, b, a) += value;
}

/* Moments by rater and node, and what complete data would tell of raters and thresholds. */
static void complete(information *in, const fw_facets_state *s) {
    for (size_t r = 0; r < in->raters; r++) {
        for (size_t q = 0; q < s->nodes; q++) {
            fw_facets_point at;
            double above[FW_MOST_CATEGORIES + 1] = {0}, upper[FW_MOST_CATEGORIES + 1] = {0}, n = 0;
            fw_facets_at(s, r, q, &at);
            for (size_t k = 0; k < s->categories; k++) n += fw_facets_cell(s, s->mass, r, k)[q];
            moment(in, s, MEAN, r)[q] = at.mean;
            moment(in, s, VARIANCE, r)[q] = at.variance;
            add(in, r, r, n * at.variance);
            for (size_t k = in->steps; k > 0; k--) {
                above[k] = above[k + 1] + at.p[k];
                upper[k] = upper[k + 1] + at.p[k] * (double)k;
                const double shared = upper[k] - above[k] * at.mean;
                moment(in, s, SHARED + k - 1, r)[q] = shared;
                moment(in, s, SHARED + in->steps + k - 1, r)[q] = above[k];
                add(in, r, in->raters + k - 1, -n * shared);
            }
            for (size_t k = 1; k <= in->steps; k++)
                for (size_t l = 1; l <= k; l++)
                    add(in, in->raters + k - 1, in->raters + l - 1, n * above[k] * (1 - above[l]));
        }
    }
    const double n = (double)s->panel->answers;
    add(in, in->size - 1, in->size - 1, (3 * s->z_squares - n) / (s->sigma * s->sigma));
}

/* The score of one answer at one node but for what is the same at all nodes. */
static void score_at(information *in, const fw_facets_state *s, size_t answer, size_t q) {
    const fw_sparse_panel *p = s->panel;
    const size_t start = p->answer_start[answer], m = fw_panel_size(p, answer);
    for (size_t k = 0; k < in->steps; k++) in->score[m + k] = 0;
    for (size_t i = 0; i < m; i++) {
        const size_t r = p->rater[start + i];
        in->score[i] = -moment(in, s, MEAN, r)[q];
        for (size_t k = 0; k < in->steps; k++)
            in->score[m + k] += moment(in, s, SHARED + in->steps + k, r)[q];
    }
    in->score[m + in->steps] = s->z[q] * s->z[q] / s->sigma;
}

/* Its slope in z: of a narrow posterior that is all there is. */
static void score_slope(information *in, const fw_facets_state *s, size_t answer, size_t first, size_t last) {
    const fw_sparse_panel *p = s->panel;
    const size_t start = p->answer_start[answer], m = fw_panel_size(p, answer);
    for (size_t k = 0; k < m + in->steps + 1; k++) in->score[k] = 0;
    for (size_t q = first; q < last; q++) {
        const double w = s->work[q] * s->sigma;
        if (w == 0) continue;
        for (size_t i = 0; i < m; i++) {
            const size_t r = p->rater[start + i];
            in->score[i] -= w * moment(in, s, VARIANCE, r)[q];
            for (size_t k = 0; k < in->steps; k++) in->score[m + k] += w * moment(in, s, SHARED + k, r)[q];
        }
    }
    in->score[m + in->steps] = 2 * s->z_mean[answer] / s->sigma;
}

/* Adds weight x outer product of the score to an answer's block (lower half). */
static void gather(information *in, size_t slots, double weight) {
    for (size_t a = 0; a < slots; a++) {
        const double left = weight * in->score[a];
        double *row = in->block + a * slots;
        for (size_t b = 0; b <= a; b++) row[b] += left * in->score[b];
    }
}

/* Takes the block off the information, once an answer that is alike, and clears it. */
static void take_off(information *in, size_t slots, double like) {
    for (size_t a = 0; a < slots; a++) {
        double *row = in->block + a * slots;
        for (size_t b = 0; b <= a; b++) {
            add(in, in->slot[a], in->slot[b], -like * row[b]);
            row[b] = 0;
        }
    }
}

static void lose(information *in, fw_facets_state *s, size_t answer, double like) {
    const fw_sparse_panel *p = s->panel;
    const size_t start = p->answer_start[answer], m = fw_panel_size(p, answer), slots = m + in->steps + 1;
    size_t first, last;
    (void)fw_facets_posterior(s, answer, s->can_narrow, &first, &last);
    for (size_t i = 0; i < m; i++) in->slot[i] = p->rater[start + i];
    for (size_t k = 0; k <= in->steps; k++) in->slot[m + k] = (uint32_t)(in->raters + k);
    if (m >= LINEAR_FROM) {
        score_slope(in, s, answer, first, last);
        gather(in, slots, s->z_sd[answer] * s->z_sd[answer]);
        take_off(in, slots, like);
        return;
    }
    for (size_t k = 0; k < slots; k++) in->mean[k] = 0;
    for (size_t q = first; q < last; q++) {
        if (s->work[q] == 0) continue;
        score_at(in, s, answer, q);
        for (size_t k = 0; k < slots; k++) in->mean[k] += s->work[q] * in->score[k];
    }
    for (size_t q = first; q < last; q++) {
        if (s->work[q] < 1e-12) continue;
        score_at(in, s, answer, q);
        for (size_t k = 0; k < slots; k++) in->score[k] -= in->mean[k];
        gather(in, slots, s->work[q]);
    }
    take_off(in, slots, like);
}

/* Variance of x_at - mean of x over [from, from + count), of the inverse. */
static double contrast(const gsl_matrix *m, size_t from, size_t count, size_t at, double all) {
    double row = 0;
    for (size_t i = 0; i < count; i++) row += gsl_matrix_get(m, at, from + i);
    return gsl_matrix_get(m, at, at) - 2 * row / (double)count + all / (double)count / (double)count;
}

static double sum_of(const gsl_matrix *m, size_t from, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++) sum += gsl_matrix_get(m, from + i, from + j);
    return sum;
}

static void read_errors(const information *in, fw_panel_result *result) {
    fw_facets *f = &result->facets;
    const double all = sum_of(in->m, 0, in->raters);
    double measures = 0, errors = 0;
    for (size_t r = 0; r < in->raters; r++) {
        const double v = contrast(in->m, 0, in->raters, r, all);
        fw_rater *rater = &result->rater[r];
        rater->measure_se = v > 0 ? sqrt(v) : (double)NAN;
        measures += rater->measure * rater->measure / (double)(in->raters - 1);
        errors += v / (double)in->raters;
    }
    if (measures > 0) f->separation = fmax(0, 1 - errors / measures);
    const double steps = sum_of(in->m, in->raters, in->steps);
    for (size_t k = 0; k < in->steps && in->steps > 1; k++) {
        const double v = contrast(in->m, in->raters, in->steps, in->raters + k, steps);
        f->threshold_se[k + 1] = v > 0 ? sqrt(v) : (double)NAN;
    }
    const double v = gsl_matrix_get(in->m, in->size - 1, in->size - 1);
    f->sd_se = v > 0 ? sqrt(v) : (double)NAN;
}

/* Squared residuals over their variances, weighted by the posterior: 1 is expected whatever the gaps. */
static void fit_of_raters(const information *in, const fw_facets_state *s, fw_panel_result *result) {
    for (size_t r = 0; r < in->raters; r++) {
        double squares = 0, variance = 0, standardised = 0, n = 0;
        for (size_t q = 0; q < s->nodes; q++) {
            const double mean = moment(in, s, MEAN, r)[q], v = moment(in, s, VARIANCE, r)[q];
            for (size_t k = 0; k < s->categories; k++) {
                const double mass = fw_facets_cell(s, s->mass, r, k)[q], d = (double)k - mean;
                if (mass < 1e-14 || !(v > 0)) continue;
                n += mass;
                squares += mass * d * d;
                variance += mass * v;
                standardised += mass * d * d / v;
            }
        }
        if (!(variance > 0)) continue;
        result->rater[r].infit = squares / variance;
        result->rater[r].outfit = standardised / n;
    }
}

fw_code fw_facets_errors(fw_facets_state *s, fw_panel_result *result, fw_error *err) {
    information in;
    fw_code code = open_information(&in, s, err);
    if (code == FW_OK) {
        complete(&in, s);
        fit_of_raters(&in, s, result);
        for (size_t g = 0; g < s->patterns; g++) lose(&in, s, s->pattern[g], s->like[g]);
        const double fill = gsl_matrix_get(in.m, in.raters, in.raters) + 1;
        for (size_t k = 0; k < in.steps; k++)
            for (size_t l = 0; l <= k; l++) add(&in, in.raters + k, in.raters + l, fill);
        if (gsl_linalg_cholesky_decomp1(in.m) || gsl_linalg_cholesky_invert(in.m))
            fw_panel_note(result,
                          "the rating scale model's errors cannot be told: its information is singular");
        else
            read_errors(&in, result);
    }
    close_information(&in);
    return code;
}
