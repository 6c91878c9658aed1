/*
 * fit_errors.c: standard errors of a streamed fit, from the influence of every row on the weights.
 *
 * With z the standardised features and M = (Z'Z + penalty)^-1, row i moves the weights per SD by M z e / (1 -
 * h) (HC3), and the intercept, which stands at the features' means, by e / n / (1 - h). Where participants
 * repeat, what their rows do without the 1 - h is summed up first (CR1): by participant, or by bag where they
 * are many, which is as good as independent. M is the same for all rows, so these sums are of z e, and M
 * multiplies them once. For HC3 rows are multiplied in blocks; memory does not grow with them. Both sums are
 * made by piece of the rows (fw_fit_piece), on any thread, and so without BLAS, of which one thread at a time
 * may ask.
 */
#include "fit/fit_state.h"

#include "base/wide.h"
#include "fit/coefficient.h"
#include "fit/numeric.h"
#include "fit/triangle.h"

#include <gsl/gsl_cblas.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    BLOCK = 256,  /* units multiplied together at the end */
    TOGETHER = 64 /* rows of HC3 */
};

struct fw_fit_errors {
    size_t count, *column;
    double n, *mean, *sd; /* of the columns in use */
    double *bread;        /* count x count */
    double *wide_bread;   /* the same, by lines of fw_triangle_stride(count); HC3 only */
    bool repeat;          /* participants do */
    size_t units;         /* participants, or bags of them; 0: HC3 */
    double *sums;         /* units x (count + 1): deviations times error; the errors last */
    bool *seen;           /* by unit */
    double *variance;     /* count + 1 */
    bool *few;            /* by column: its weight has too few carriers */
    double *z, *moved;    /* BLOCK units */
};
typedef struct fw_fit_errors errors;

void fw_fit_errors_free(fw_fit *fit) {
    errors *w = fit->errors;
    if (!w) return;
    free(w->column);
    free(w->mean);
    free(w->sd);
    free(w->bread);
    free(w->wide_bread);
    free(w->sums);
    free(w->seen);
    free(w->variance);
    free(w->few);
    free(w->z);
    free(w->moved);
    free(w);
    fit->errors = NULL;
}

static errors *allocate(size_t p, size_t units) {
    errors *w = calloc(1, sizeof *w);
    if (!w) return NULL;
    w->units = units;
    w->column = calloc(p + 1, sizeof *w->column);
    w->mean = calloc(p + 1, sizeof(double));
    w->sd = calloc(p + 1, sizeof(double));
    w->bread = calloc(p * p + 1, sizeof(double));
    w->wide_bread = calloc(p * fw_triangle_stride(p), sizeof(double));
    w->sums = calloc(units * (p + 1) + 1, sizeof(double));
    w->seen = calloc(units + 1, sizeof *w->seen);
    w->variance = calloc(p + 1, sizeof(double));
    w->few = calloc(p + 1, sizeof *w->few);
    w->z = calloc(BLOCK * p + 1, sizeof(double));
    w->moved = calloc(BLOCK * p + 1, sizeof(double));
    return w;
}

static bool complete(const errors *w) {
    return w->column && w->mean && w->sd && w->bread && w->wide_bread && w->sums && w->seen && w->variance &&
           w->few && w->z && w->moved;
}

/* (R + lambda)^-1 / (n - 1) of the columns in use. */
static bool make_bread(const fw_fit *fit, errors *w, double lambda, fw_error *err) {
    fw_gram total = {0};
    fw_design design = {0};
    bool good = fw_gram_init(&total, fit->width, false, err) == FW_OK &&
                fw_design_init(&design, w->count, err) == FW_OK;
    if (good) {
        fw_gram_total(fit->grams, fit->fold_count, SIZE_MAX, &total);
        fw_design_fill(&design, &total, fit->shift, w->column, w->count, NULL);
        good = design.count == w->count;
    }
    if (good) {
        const size_t p = w->count;
        memcpy(w->bread, design.corr, p * p * sizeof(double));
        for (size_t i = 0; i < p; i++) {
            w->bread[i * p + i] += lambda;
            w->mean[i] = design.mean[i];
            w->sd[i] = design.sd[i];
        }
        gsl_matrix_view m = gsl_matrix_view_array(w->bread, p, p);
        good = gsl_linalg_cholesky_decomp1(&m.matrix) == GSL_SUCCESS &&
               gsl_linalg_cholesky_invert(&m.matrix) == GSL_SUCCESS;
        for (size_t i = 0; i < p * p; i++) w->bread[i] /= design.n - 1;
        for (size_t i = 0; i < p; i++)
            memcpy(w->wide_bread + i * fw_triangle_stride(p), w->bread + i * p, p * sizeof(double));
    }
    fw_design_free(&design);
    fw_gram_free(&total);
    return good;
}

/* By bags of participants: a few that share one are one. */
static void find_few(const fw_fit *fit, errors *w, fw_model *model) {
    size_t count = 0, first = 0;
    for (size_t j = w->count; j-- > 0;) {
        w->few[j] = fw_few_carriers(fw_packed_carriers(&fit->bags_of, w->column[j]));
        count += w->few[j];
        if (w->few[j]) first = w->column[j];
    }
    fw_note_few_carriers(model, count, model->weights[first].name);
}

fw_code fw_fit_errors_open(fw_fit *fit, fw_model *model, fw_error *err) {
    size_t used = 0;
    for (size_t i = 0; i < model->weight_count; i++) used += model->weights[i].used;
    if (fit->constant || used == 0) return FW_OK;
    const size_t participants = fit->clusters.count;
    const bool repeat = participants < fit->rows;
    const size_t units = !repeat ? 0 : participants <= FW_CLUSTERS_HELD ? participants : FW_BAGS;
    errors *w = fit->errors = allocate(used, units);
    if (!w || !complete(w)) return fw_fail_nomem(err);
    for (size_t i = 0; i < model->weight_count; i++)
        if (model->weights[i].used) w->column[w->count++] = i;
    w->n = (double)fit->rows;
    w->repeat = repeat;
    find_few(fit, w, model);
    const double lambda = isnan(model->quality.lambda) ? 0 : model->quality.lambda;
    /* Least squares on features that are all but collinear: the errors of the cross-products stay. */
    if (!make_bread(fit, w, lambda, err)) fw_fit_errors_free(fit);
    return FW_OK;
}

static int compare(const void *a, const void *b) {
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static size_t unit_of(const fw_fit *fit, uint64_t cluster) {
    const fw_clusters *c = &fit->clusters;
    if (fit->errors->units != c->count) return fw_clusters_bag(c, cluster, fit->seed);
    const uint64_t *found = bsearch(&cluster, c->hash, c->count, sizeof *c->hash, compare);
    return found ? (size_t)(found - c->hash) : 0;
}

/* ---- pieces ---- */

fw_code fw_error_piece_init(const fw_fit *fit, fw_error_piece *piece, fw_error *err) {
    const errors *w = fit->errors;
    *piece = (fw_error_piece){0};
    if (!w) return FW_OK;
    const size_t p = w->count, most = w->units < FW_FIT_PIECE_ROWS ? w->units : FW_FIT_PIECE_ROWS;
    if (w->repeat) {
        piece->place = calloc(w->units + 1, sizeof *piece->place);
        piece->unit = malloc((most + 1) * sizeof *piece->unit);
        piece->sums = malloc((most + 1) * (p + 1) * sizeof *piece->sums);
        return piece->place && piece->unit && piece->sums ? FW_OK : fw_fail_nomem(err);
    }
    piece->variance = calloc(p + 1, sizeof(double));
    piece->z = calloc(p * fw_triangle_stride(TOGETHER), sizeof(double));
    piece->moved = calloc(TOGETHER * fw_triangle_stride(p), sizeof(double));
    piece->error = calloc(TOGETHER, sizeof(double));
    return piece->variance && piece->z && piece->moved && piece->error ? FW_OK : fw_fail_nomem(err);
}

void fw_error_piece_free(fw_error_piece *piece) {
    free(piece->variance);
    free(piece->z);
    free(piece->moved);
    free(piece->error);
    free(piece->place);
    free(piece->unit);
    free(piece->sums);
    *piece = (fw_error_piece){0};
}

/* HC3. A row is a column of piece->z; columns without a row have what others left there, and no use. */
static void flush(const errors *w, fw_error_piece *piece) {
    const size_t p = w->count, rows = fw_triangle_stride(TOGETHER), stride = fw_triangle_stride(p);
    fw_rows_times(piece->z, TOGETHER, w->wide_bread, p, piece->moved);
    for (size_t i = 0; i < piece->rows; i++) {
        const double *moved = piece->moved + i * stride;
        double leverage = 0;
        for (size_t j = 0; j < p; j++) leverage += moved[j] * piece->z[j * rows + i];
        const double left = 1 - 1 / w->n - leverage;
        /* A row that the model is made to hit says nothing about its own error. */
        const double by = left > 1e-12 ? piece->error[i] / left : 0;
        for (size_t j = 0; j < p; j++) piece->variance[j] += moved[j] * by * moved[j] * by;
        piece->variance[p] += by / w->n * (by / w->n);
    }
    piece->rows = 0;
}

/* Deviations times error, a vector of columns at a time. */
FW_INLINED void add_deviations(const errors *w, const float *x, double error, double *sum) {
    enum { LANES = 4 };
    typedef double lanes __attribute__((vector_size(LANES * sizeof(double))));
    const size_t *column = w->column;
    size_t j = 0;
    for (; j + LANES <= w->count; j += LANES) {
        lanes value = {(double)x[column[j]], (double)x[column[j + 1]], (double)x[column[j + 2]],
                       (double)x[column[j + 3]]};
        lanes mean, sums;
        memcpy(&mean, w->mean + j, sizeof mean);
        memcpy(&sums, sum + j, sizeof sums);
        sums += (value - mean) * error;
        memcpy(sum + j, &sums, sizeof sums);
    }
    for (; j < w->count; j++) sum[j] += ((double)x[column[j]] - w->mean[j]) * error;
}

FW_WIDE static void add_deviations_wide(const errors *w, const float *x, double error, double *sum) {
    add_deviations(w, x, error, sum);
}

static void add_to_unit(const errors *w, size_t unit, const float *x, double error, fw_error_piece *piece) {
    const size_t wide = w->count + 1;
    if (!piece->place[unit]) {
        memset(piece->sums + piece->units * wide, 0, wide * sizeof(double));
        piece->unit[piece->units] = (uint32_t)unit;
        piece->place[unit] = (uint32_t)++piece->units;
    }
    double *sum = piece->sums + (piece->place[unit] - 1) * wide;
    (fw_has_wide() ? add_deviations_wide : add_deviations)(w, x, error, sum);
    sum[w->count] += error;
}

void fw_error_piece_add(const fw_fit *fit, const fw_fit_rows *rows, size_t row, double error,
                        fw_error_piece *piece) {
    const errors *w = fit->errors;
    if (!w) return;
    const float *x = rows->x + row * fit->var_count;
    if (w->repeat) {
        add_to_unit(w, unit_of(fit, rows->cluster[row]), x, error, piece);
        return;
    }
    double *z = piece->z + piece->rows;
    for (size_t j = 0; j < w->count; j++, z += fw_triangle_stride(TOGETHER))
        *z = ((double)x[w->column[j]] - w->mean[j]) / w->sd[j];
    piece->error[piece->rows++] = error;
    if (piece->rows == TOGETHER) flush(w, piece);
}

void fw_error_piece_close(const fw_fit *fit, fw_error_piece *piece) {
    if (fit->errors && piece->rows) flush(fit->errors, piece);
}

void fw_error_piece_clear(const fw_fit *fit, fw_error_piece *piece) {
    for (size_t i = 0; i < piece->units; i++) piece->place[piece->unit[i]] = 0;
    piece->units = 0;
    if (piece->variance) memset(piece->variance, 0, (fit->errors->count + 1) * sizeof *piece->variance);
}

void fw_fit_errors_merge(fw_fit *fit, fw_error_piece *piece) {
    errors *w = fit->errors;
    if (!w) return;
    const size_t wide = w->count + 1;
    for (size_t i = 0; i < piece->units; i++) {
        const size_t unit = piece->unit[i];
        double *sum = w->sums + unit * wide;
        const double *more = piece->sums + i * wide;
        if (!w->seen[unit]) memset(sum, 0, wide * sizeof *sum); /* fresh pages: see fw_packed_open */
        for (size_t j = 0; j < wide; j++) sum[j] += more[j];
        w->seen[unit] = true;
    }
    for (size_t j = 0; j < wide && !w->repeat; j++) w->variance[j] += piece->variance[j];
    fw_error_piece_clear(fit, piece);
}

/* ---- as bytes ---- */

void fw_fit_errors_pack(const fw_fit *fit, fw_buffer *out) {
    const errors *w = fit->errors;
    fw_pack_number(out, w ? w->count : 0);
    if (!w) return;
    const size_t p = w->count;
    fw_pack_number(out, w->units);
    fw_pack_bytes(out, &w->n, sizeof w->n);
    fw_pack_bytes(out, w->column, p * sizeof *w->column);
    fw_pack_bytes(out, w->mean, p * sizeof *w->mean);
    fw_pack_bytes(out, w->sd, p * sizeof *w->sd);
    fw_pack_bytes(out, w->wide_bread, p * fw_triangle_stride(p) * sizeof *w->wide_bread);
}

fw_code fw_fit_errors_unpack(fw_fit *fit, fw_unpack *in, fw_error *err) {
    const size_t p = (size_t)fw_unpack_number(in);
    if (in->bad || p == 0) return FW_OK;
    const size_t units = (size_t)fw_unpack_number(in);
    if (p > fit->var_count || units > FW_CLUSTERS_HELD) return fw_fail(err, FW_BUG, "a fit cannot be read");
    errors *w = fit->errors = allocate(p, units);
    if (!w || !complete(w)) return fw_fail_nomem(err);
    w->count = p;
    w->repeat = units > 0;
    (void)fw_unpack_bytes(in, &w->n, sizeof w->n);
    (void)fw_unpack_bytes(in, w->column, p * sizeof *w->column);
    (void)fw_unpack_bytes(in, w->mean, p * sizeof *w->mean);
    (void)fw_unpack_bytes(in, w->sd, p * sizeof *w->sd);
    (void)fw_unpack_bytes(in, w->wide_bread, p * fw_triangle_stride(p) * sizeof *w->wide_bread);
    for (size_t j = 0; j < p; j++)
        if (w->column[j] >= fit->var_count) in->bad = true;
    return FW_OK;
}

void fw_error_piece_pack(const fw_fit *fit, const fw_error_piece *piece, fw_buffer *out) {
    const errors *w = fit->errors;
    const size_t wide = w ? w->count + 1 : 0;
    if (!w) return;
    if (!w->repeat) {
        fw_pack_bytes(out, piece->variance, wide * sizeof *piece->variance);
        return;
    }
    fw_pack_number(out, piece->units);
    fw_pack_bytes(out, piece->unit, piece->units * sizeof *piece->unit);
    fw_pack_bytes(out, piece->sums, piece->units * wide * sizeof *piece->sums);
}

void fw_error_piece_unpack(const fw_fit *fit, fw_error_piece *piece, fw_unpack *in) {
    const errors *w = fit->errors;
    const size_t wide = w ? w->count + 1 : 0;
    if (!w) return;
    if (!w->repeat) {
        (void)fw_unpack_bytes(in, piece->variance, wide * sizeof *piece->variance);
        return;
    }
    const size_t most = w->units < FW_FIT_PIECE_ROWS ? w->units : FW_FIT_PIECE_ROWS;
    const size_t units = fw_unpack_count(in, sizeof *piece->unit);
    if (units > most) in->bad = true;
    if (in->bad || !fw_unpack_bytes(in, piece->unit, units * sizeof *piece->unit)) return;
    for (size_t i = 0; i < units; i++)
        if (piece->unit[i] >= w->units) in->bad = true;
    if (in->bad) return;
    (void)fw_unpack_bytes(in, piece->sums, units * wide * sizeof *piece->sums);
    piece->units = units;
}

/* ---- the end ---- */

/* Squares of what some units do. */
static void add_squares(errors *w, size_t first, size_t count) {
    const size_t p = w->count;
    for (size_t u = 0; u < count; u++)
        for (size_t j = 0; j < p; j++) w->z[u * p + j] = w->sums[(first + u) * (p + 1) + j] / w->sd[j];
    fw_numeric_lock();
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)count, (int)p, (int)p, 1, w->z, (int)p,
                w->bread, (int)p, 0, w->moved, (int)p);
    fw_numeric_unlock();
    for (size_t u = 0; u < count; u++) {
        const double intercept = w->sums[(first + u) * (p + 1) + p] / w->n;
        for (size_t j = 0; j < p; j++) w->variance[j] += w->moved[u * p + j] * w->moved[u * p + j];
        w->variance[p] += intercept * intercept;
    }
}

/* Squares of what every unit does; how many there are. */
static double sum_units(errors *w, double df) {
    double units = 0;
    for (size_t u = 0; u < w->units; u++) units += w->seen[u];
    for (size_t u = 0; u < w->units; u += BLOCK)
        add_squares(w, u, w->units - u < BLOCK ? w->units - u : BLOCK);
    const double scale = units / (units - 1) * ((w->n - 1) / (w->n - df - 1));
    for (size_t j = 0; j <= w->count; j++) w->variance[j] *= scale;
    return units;
}

void fw_fit_errors_finish(fw_fit *fit, fw_model *model) {
    errors *w = fit->errors;
    if (!w) return;
    fw_table_part *t = model->table;
    const double df = w->repeat ? sum_units(w, fit->df) - 1 : w->n - 1 - fit->df;
    if (!(df > 0) || !(w->n > fit->df + 1)) return;
    snprintf(t->errors, sizeof t->errors, "%s", w->repeat ? "clustered" : "HC3");
    for (size_t j = 0; j < w->count; j++) {
        fw_weight *weight = &model->weights[w->column[j]];
        fw_coefficient *e = &t->estimates[w->column[j]];
        if (!w->few[j]) fw_coefficient_set(e, weight->weight, w->variance[j], df);
        weight->se = e->se;
        weight->ci_low = e->ci_low;
        weight->ci_high = e->ci_high;
    }
    fw_coefficient_set(&t->estimates[model->weight_count], model->intercept, w->variance[w->count], df);
}
