/*
 * table_errors.c: standard errors of a table's weights from the rows' influences, and variance inflation.
 *
 * With centred regressors z, bread M = (Z'WZ + P)^-1 (P: ridge's penalty) and residual e, row i moves the
 * weights by M z w e / (1 - h). HC3 (MacKinnon and White 1985) sums the squares of that; with participants
 * that repeat, influences without the 1 - h are summed by participant first, and their squares scaled by
 * G/(G-1) (n-1)/(n-k) (CR1).
 */
#include "fit/coefficient.h"
#include "fit/ordinal_model.h"
#include "fit/solve.h"
#include "fit/table_state.h"

#include <gsl/gsl_cblas.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 256 };

typedef struct sandwich {
    fw_table_state *state;
    fw_design design;
    size_t *index;     /* feature of each regressor */
    size_t count;      /* regressors without the intercept */
    double *bread;     /* count x count */
    double *mean;      /* of the regressors */
    double *z, *moved; /* BLOCK rows */
    double *variance;  /* count + 1: the intercept last */
    double *cluster;   /* clusters x (count + 1), or NULL */
} sandwich;

static double weight_of(const fw_table_state *s, size_t row) { return s->weight ? s->weight[row] : 1; }

/* The regressors of a row about their means. */
static void centred_row(const sandwich *w, size_t row, double *z) {
    const fw_table_state *s = w->state;
    const double *x = s->sample->x + row * s->training.features;
    if (s->linear.one_slope) z[0] = 0;
    for (size_t i = 0; i < w->design.count; i++) {
        const double d = x[w->index[i]] - w->design.mean[i];
        if (s->linear.one_slope)
            z[0] += d;
        else
            z[i] = d;
    }
}

/*
 * Cross-products of the centred regressors, with ridge's penalty, inverted. What is left of a collinear
 * column is a rounding, above or below 0 by the kind of processor: it is none, whichever.
 */
static int invert(sandwich *w, double lambda) {
    const fw_design *d = &w->design;
    const size_t p = d->count;
    if (w->state->linear.one_slope) {
        double sum = 0;
        for (size_t i = 0; i < p; i++)
            for (size_t j = 0; j < p; j++) sum += d->corr[i * p + j] * d->sd[i] * d->sd[j];
        w->bread[0] = 1 / (sum * (d->n - 1));
        return sum > 0 ? GSL_SUCCESS : GSL_ESING;
    }
    for (size_t i = 0; i < p * p; i++) w->bread[i] = d->corr[i];
    for (size_t i = 0; i < p; i++) w->bread[i * p + i] += lambda;
    gsl_matrix_view matrix = gsl_matrix_view_array(w->bread, p, p);
    int status = gsl_linalg_cholesky_decomp1(&matrix.matrix);
    for (size_t i = 0; i < p && status == GSL_SUCCESS; i++)
        if (w->bread[i * p + i] * w->bread[i * p + i] < FW_COLLINEAR) status = GSL_ESING;
    if (status == GSL_SUCCESS) status = gsl_linalg_cholesky_invert(&matrix.matrix);
    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < p; j++) w->bread[i * p + j] /= d->sd[i] * d->sd[j] * (d->n - 1);
    return status;
}

static double mean_of(const sandwich *w, size_t i) {
    double sum = w->design.mean[i];
    for (size_t j = 1; j < w->design.count && w->state->linear.one_slope; j++) sum += w->design.mean[j];
    return sum;
}

/*
 * What the rows of a block move every weight and the intercept by; the intercept is that at 0, not at the
 * means. z and moved hold `rows` rows.
 */
static void influences(const sandwich *w, size_t first, size_t rows, bool leverage) {
    const fw_table_state *s = w->state;
    const size_t p = w->count, width = p + 1;
    const double n = w->design.n;
    for (size_t i = 0; i < rows; i++) centred_row(w, first + i, w->z + i * p);
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (int)rows, (int)p, (int)p, 1, w->z, (int)p, w->bread,
                (int)p, 0, w->moved, (int)width);
    for (size_t i = 0; i < rows; i++) {
        const size_t row = first + i;
        double *out = w->moved + i * width;
        const double weight = weight_of(s, row);
        const double e =
            s->sample->y[row] - fw_linear_predict(&s->linear, s->sample->x + row * s->training.features);
        const double h = 1 / n + cblas_ddot((int)p, out, 1, w->z + i * p, 1);
        out[p] = 1 / n - cblas_ddot((int)p, out, 1, w->mean, 1);
        const double left = leverage ? 1 - weight * h : 1;
        /* A row that the model is made to hit (leverage 1) says nothing about its own error. */
        const double by = left > 1e-12 ? weight * e / left : 0;
        for (size_t j = 0; j <= p; j++) out[j] *= by;
    }
}

static void sum_rows(sandwich *w) {
    const fw_sample *sample = w->state->sample;
    const size_t width = w->count + 1;
    for (size_t i = 0; i < w->count; i++) w->mean[i] = mean_of(w, i);
    for (size_t first = 0; first < sample->rows; first += BLOCK) {
        const size_t rows = sample->rows - first < BLOCK ? sample->rows - first : BLOCK;
        influences(w, first, rows, !w->cluster);
        for (size_t i = 0; i < rows; i++) {
            const double *moved = w->moved + i * width;
            double *sum = w->cluster ? w->cluster + sample->member[first + i] * width : NULL;
            for (size_t j = 0; j < width; j++) {
                if (sum)
                    sum[j] += moved[j];
                else
                    w->variance[j] += moved[j] * moved[j];
            }
        }
    }
    if (!w->cluster) return;
    /* A penalised fit spends fewer degrees of freedom than it has weights. */
    const double n = (double)sample->rows, g = (double)sample->clusters,
                 k = 1 + w->state->linear.fit_features;
    const double scale = g / (g - 1) * ((n - 1) / (n - k));
    for (size_t c = 0; c < sample->clusters; c++)
        for (size_t i = 0; i < width; i++)
            w->variance[i] += scale * w->cluster[c * width + i] * w->cluster[c * width + i];
}

/* Of equal and independent errors: sigma^2 (Z'WZ)^-1; least squares only. */
static void set_classical(sandwich *w) {
    fw_table_state *s = w->state;
    fw_coefficient *estimates = s->model->table->estimates;
    double left = 0;
    for (size_t row = 0; row < s->sample->rows; row++) {
        const double e =
            s->sample->y[row] - fw_linear_predict(&s->linear, s->sample->x + row * s->training.features);
        left += weight_of(s, row) * e * e;
    }
    const double df = (double)s->sample->rows - 1 - s->linear.fit_features;
    if (!(df > 0)) return;
    s->model->table->residual_sd = sqrt(left / df);
    if (!s->family->least_squares) return;
    double intercept = 1 / w->design.n;
    for (size_t i = 0; i < w->count; i++)
        for (size_t j = 0; j < w->count; j++)
            intercept += mean_of(w, i) * mean_of(w, j) * w->bread[i * w->count + j];
    for (size_t i = 0; i < w->design.count; i++) {
        const size_t at = s->linear.one_slope ? 0 : i;
        estimates[w->index[i]].classical_se = sqrt(left / df * w->bread[at * w->count + at]);
    }
    estimates[s->training.features].classical_se = sqrt(left / df * intercept);
}

/* The diagonal of the inverse correlations, of the features in use: infinite for those that are collinear, in
 * place of which these are named. `status`: of the inverse. */
static fw_code set_inflation(const sandwich *w, int status, fw_error *err) {
    if (w->state->linear.one_slope) return FW_OK;
    for (size_t i = 0; i < w->count && status == GSL_SUCCESS; i++)
        w->state->model->table->estimates[w->index[i]].vif =
            w->bread[i * w->count + i] * w->design.sd[i] * w->design.sd[i] * (w->design.n - 1);
    const bool whole = status == GSL_SUCCESS && !fw_table_is_collinear(w->state);
    return whole ? FW_OK : fw_table_collinear(w->state, err);
}

static fw_code open_sandwich(fw_table_state *s, sandwich *w, fw_error *err) {
    *w = (sandwich){.state = s};
    w->index = calloc(s->training.count + 1, sizeof *w->index);
    size_t used = 0;
    for (size_t i = 0; i < s->training.count && w->index; i++)
        if (s->linear.used[s->columns[i]]) w->index[used++] = s->columns[i];
    /* NOLINTNEXTLINE(clang-analyzer-unix.Malloc): close_sandwich frees */
    fw_code code =
        w->index ? fw_training_design(&s->training, w->index, used, &w->design, err) : fw_fail_nomem(err);
    if (code != FW_OK) return code; /* close_sandwich frees */
    w->count = s->linear.one_slope ? 1 : w->design.count;
    w->bread = calloc(used * used + 1, sizeof *w->bread);
    w->mean = calloc(used + 1, sizeof *w->mean);
    w->z = calloc(BLOCK * (used + 1), sizeof *w->z);
    w->moved = calloc(BLOCK * (used + 2), sizeof *w->moved);
    w->variance = calloc(used + 2, sizeof *w->variance);
    return w->bread && w->mean && w->z && w->moved && w->variance ? FW_OK : fw_fail_nomem(err);
}

static void close_sandwich(sandwich *w) {
    fw_design_free(&w->design);
    free(w->index);
    free(w->bread);
    free(w->mean);
    free(w->z);
    free(w->moved);
    free(w->variance);
    free(w->cluster);
}

/* What a row adds to a regressor's squares about its mean, for every regressor. */
static void row_squares(const sandwich *w, size_t row, double *out) {
    centred_row(w, row, out);
    for (size_t j = 0; j < w->count; j++) out[j] *= weight_of(w->state, row) * out[j];
}

/* Into variance, by regressor: its carriers. Where participants repeat, their squares are summed in
 * `cluster`, which is cleared. */
static void count_carriers(sandwich *w) {
    const fw_sample *sample = w->state->sample;
    const size_t p = w->count, units = w->cluster ? sample->clusters : sample->rows;
    double *sum = w->moved;
    memset(sum, 0, p * sizeof *sum);
    for (size_t i = 0; i < sample->rows && w->cluster; i++) {
        row_squares(w, i, w->z);
        for (size_t j = 0; j < p; j++) w->cluster[sample->member[i] * (p + 1) + j] += w->z[j];
    }
    for (size_t u = 0; u < units; u++) {
        double *of = w->cluster ? w->cluster + u * (p + 1) : w->z;
        if (!w->cluster) row_squares(w, u, of);
        for (size_t j = 0; j < p; j++) {
            sum[j] += of[j];
            w->variance[j] += of[j] * of[j];
        }
        if (w->cluster) memset(of, 0, p * sizeof *of);
    }
    for (size_t j = 0; j < p; j++) w->variance[j] = w->variance[j] > 0 ? sum[j] * sum[j] / w->variance[j] : 0;
}

/* Marks the regressors whose weights have too few, and says so. */
static void find_few(sandwich *w, bool *few) {
    fw_model *model = w->state->model;
    size_t count = 0, first = 0;
    count_carriers(w);
    for (size_t j = w->count; j-- > 0;) {
        few[j] = fw_few_carriers(w->variance[j]);
        count += few[j];
        if (few[j]) first = w->index[j];
        w->variance[j] = 0;
    }
    fw_note_few_carriers(model, count, model->weights[first].name);
}

static fw_code add_errors(sandwich *w, fw_error *err) {
    fw_table_state *s = w->state;
    fw_table_part *t = s->model->table;
    const bool repeat = s->sample->clusters < s->sample->rows;
    if (repeat) {
        w->cluster = calloc(s->sample->clusters * (w->count + 1) + 1, sizeof *w->cluster);
        if (!w->cluster) return fw_fail_nomem(err);
    }
    bool *few = calloc(w->count + 1, sizeof *few);
    if (!few) return fw_fail_nomem(err);
    find_few(w, few);
    const double df =
        repeat ? (double)s->sample->clusters - 1 : (double)s->sample->rows - 1 - s->linear.fit_features;
    snprintf(t->errors, sizeof t->errors, "%s", repeat ? "clustered" : "HC3");
    sum_rows(w);
    for (size_t i = 0; i < w->design.count; i++) {
        const size_t at = s->linear.one_slope ? 0 : i, feature = w->index[i];
        if (!few[at])
            fw_coefficient_set(&t->estimates[feature], s->linear.weight[feature], w->variance[at], df);
    }
    free(few);
    fw_coefficient_set(&t->estimates[s->training.features], s->linear.intercept, w->variance[w->count], df);
    return FW_OK;
}

fw_code fw_table_inflation(fw_table_state *s, fw_error *err) {
    sandwich w;
    fw_code code = open_sandwich(s, &w, err);
    if (code == FW_OK && w.design.count) code = set_inflation(&w, invert(&w, 0), err);
    close_sandwich(&w);
    return code;
}

fw_code fw_table_errors(fw_table_state *s, fw_error *err) {
    snprintf(s->model->table->errors, sizeof s->model->table->errors, "none");
    if (s->constant || s->family->expert) return FW_OK;
    sandwich w;
    fw_code code = open_sandwich(s, &w, err);
    if (code == FW_OK && w.design.count) {
        int status = GSL_SUCCESS;
        if (s->inverse)
            memcpy(w.bread, s->inverse, w.count * w.count * sizeof *w.bread);
        else
            status = invert(&w, 0);
        code = set_inflation(&w, status, err);
        if (status == GSL_SUCCESS && !s->family->ordinal) set_classical(&w);
        if (s->family->ridge) status = invert(&w, s->lambda);
        if (code == FW_OK && status == GSL_SUCCESS && (s->family->least_squares || s->family->ridge))
            code = add_errors(&w, err);
    }
    close_sandwich(&w);
    return code == FW_OK && s->family->ordinal ? fw_ordinal_errors(s, err) : code;
}
