/* ordinal_model.c: the ordinal kind of a table's model. */
#include "fit/ordinal_model.h"

#include "fit/distributions.h"
#include "fit/ordinal.h"

#include <gsl/gsl_cblas.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What holds the weights of separated ratings: a hundredth of a row's worth a row, per SD. */
static const double PENALTY = .01;

struct fw_ordinal_state {
    uint32_t *level, *fold; /* by row */
    uint32_t *part_level;   /* levels of a training part, which may lack some */
    double value[FW_ORDINAL_LEVELS];
    size_t levels;
    size_t *columns; /* features in use */
    size_t count;
    double *spread; /* their SD */
    double penalty;
    fw_ordinal whole;
    fw_ordinal_part **parts; /* by fold */
    size_t folds;
};

void fw_ordinal_state_free(fw_ordinal_state *o) {
    if (!o) return;
    for (size_t k = 0; k < o->folds && o->parts; k++) fw_ordinal_part_free(o->parts[k]);
    free(o->parts);
    fw_ordinal_free(&o->whole);
    free(o->level);
    free(o->fold);
    free(o->part_level);
    free(o->columns);
    free(o->spread);
    free(o);
}

const fw_ordinal_part *fw_ordinal_fold(const fw_table_state *s, size_t k) { return s->ordinal->parts[k]; }

/* Places a rating among the values seen; false when there are too many. */
static bool add_value(fw_ordinal_state *o, double value) {
    size_t at = 0;
    while (at < o->levels && o->value[at] < value) at++;
    if (at < o->levels && o->value[at] == value) return true;
    if (o->levels == FW_ORDINAL_LEVELS) return false;
    memmove(o->value + at + 1, o->value + at, (o->levels - at) * sizeof *o->value);
    o->value[at] = value;
    o->levels++;
    return true;
}

static fw_code find_levels(fw_table_state *s, fw_error *err) {
    fw_ordinal_state *o = s->ordinal;
    for (size_t i = 0; i < s->sample->rows; i++)
        if (!add_value(o, s->sample->y[i]))
            return fw_fail(err, FW_DATA,
                           "the ordinal model takes up to %d rating levels; these ratings have more "
                           "(round them, or fit another kind)",
                           FW_ORDINAL_LEVELS);
    for (size_t i = 0; i < s->sample->rows; i++)
        while (o->value[o->level[i]] != s->sample->y[i]) o->level[i]++;
    return FW_OK;
}

/* Whole numbers of a declared scale that nobody gave. */
static void note_empty(fw_table_state *s) {
    const fw_ordinal_state *o = s->ordinal;
    const double low = s->model->scale_min, high = s->model->scale_max;
    size_t empty = 0, at = 0;
    double first = 0;
    if (low != rint(low) || high != rint(high) || high - low > FW_ORDINAL_LEVELS) return;
    for (size_t i = 0; i < o->levels; i++)
        if (o->value[i] != rint(o->value[i])) return;
    const size_t span = (size_t)(high - low);
    for (size_t step = 0; step <= span; step++) {
        const double value = low + (double)step;
        while (at < o->levels && o->value[at] < value) at++;
        if (at < o->levels && o->value[at] == value) continue;
        if (empty++ == 0) first = value;
    }
    if (empty)
        fw_model_note(s->model, "no row has the rating %g%s: it is never predicted", first,
                      empty > 1 ? ", nor others of the scale" : "");
}

static fw_code open_state(fw_table_state *s, fw_error *err) {
    const size_t n = s->sample->rows, p = s->training.features;
    fw_ordinal_state *o = s->ordinal = calloc(1, sizeof *o);
    if (!o) return fw_fail_nomem(err);
    o->folds = s->folds;
    o->level = calloc(n + 1, sizeof *o->level);
    o->fold = calloc(n + 1, sizeof *o->fold);
    o->part_level = calloc(n + 1, sizeof *o->part_level);
    o->columns = calloc(p + 1, sizeof *o->columns);
    o->spread = calloc(p + 1, sizeof *o->spread);
    o->parts = calloc(s->folds + 1, sizeof *o->parts);
    if (!o->level || !o->fold || !o->part_level || !o->columns || !o->spread || !o->parts)
        return fw_fail_nomem(err);
    for (size_t i = 0; i < n; i++) o->fold[i] = fw_table_fold(s, i);
    for (size_t j = 0; j < s->training.count; j++) {
        const size_t c = s->columns[j];
        double mean;
        if (s->constant || !s->linear.used[c]) continue;
        fw_gram_moments(&s->total, s->training.shift, c, &mean, &o->spread[o->count]);
        o->columns[o->count++] = c;
    }
    o->penalty = isnan(s->options->lambda) ? 0 : s->options->lambda;
    return find_levels(s, err);
}

static fw_ordinal_rows rows_of(const fw_table_state *s) {
    const fw_ordinal_state *o = s->ordinal;
    return (fw_ordinal_rows){.rows = s->sample->rows,
                             .features = s->training.features,
                             .x = s->sample->x,
                             .level = o->level,
                             .weight = s->weight,
                             .columns = o->columns,
                             .count = o->count,
                             .levels = o->levels,
                             .spread = o->spread,
                             .penalty = o->penalty};
}

/* With separation again, held by a penalty. */
static fw_code fit_held(fw_ordinal_rows *rows, fw_ordinal *out, bool *held, size_t *separating,
                        fw_error *err) {
    fw_code code = fw_ordinal_fit(rows, out, err);
    if (code != FW_OK || out->converged || rows->penalty > 0) return code;
    *held = out->separated;
    *separating = out->separating;
    rows->penalty = PENALTY;
    rows->start = NULL;
    return fw_ordinal_fit(rows, out, err);
}

static void set_linear(const fw_ordinal_state *o, const fw_ordinal *fit, fw_linear *out) {
    for (size_t i = 0; i < o->count; i++) {
        out->used[o->columns[i]] = true;
        out->weight[o->columns[i]] = fit->weight[i];
    }
    out->intercept = 0;
    out->fit_features = (double)o->count;
}

static void note_fit(fw_table_state *s, bool held, size_t separating) {
    const fw_ordinal_state *o = s->ordinal;
    fw_ordinal_part *part = s->model->ordinal;
    snprintf(part->status, sizeof part->status, "%s",
             held                 ? "separated"
             : o->whole.converged ? "converged"
                                  : "not converged");
    if (held)
        fw_model_note(s->model,
                      "separation: \"%.47s\" orders the ratings perfectly; a penalty (lambda %g) holds the "
                      "weights, which have no errors",
                      s->model->weights[o->columns[separating]].name, PENALTY);
    else if (!o->whole.converged)
        fw_model_note(s->model, "the ordinal fit did not converge in %zu steps: no errors", o->whole.steps);
    else if (o->penalty > 0)
        fw_model_note(s->model, "errors are conditional on lambda = %.4g", o->penalty);
}

static fw_code one_level(fw_table_state *s) {
    fw_linear_clear(&s->linear);
    snprintf(s->model->ordinal->status, sizeof s->model->ordinal->status, "one level");
    return FW_OK;
}

fw_code fw_ordinal_solve(fw_table_state *s, fw_error *err) {
    fw_code code = open_state(s, err);
    if (code != FW_OK) return code;
    fw_ordinal_state *o = s->ordinal;
    fw_ordinal_part *part = s->model->ordinal = fw_ordinal_part_new(o->levels, s->training.features);
    if (!part) return fw_fail_nomem(err);
    memcpy(part->level, o->value, o->levels * sizeof *part->level);
    if (o->levels == 1) return one_level(s);
    bool held = false;
    size_t separating = 0;
    fw_ordinal_rows rows = rows_of(s);
    code = fw_ordinal_init(&o->whole, o->levels, o->count, err);
    if (code == FW_OK) code = fit_held(&rows, &o->whole, &held, &separating, err);
    if (code != FW_OK) return code;
    part->penalty = o->penalty = rows.penalty;
    part->steps = o->whole.steps;
    part->log_likelihood = o->whole.log_likelihood;
    part->null_log_likelihood = o->whole.null_log_likelihood;
    memcpy(part->threshold, o->whole.threshold, (o->levels - 1) * sizeof *part->threshold);
    set_linear(o, &o->whole, &s->linear);
    if (o->penalty > 0) s->lambda = o->penalty;
    note_fit(s, held, separating);
    note_empty(s);
    return FW_OK;
}

/* Levels that the rows outside fold k have, in part_level; their values in the fold's part. */
static size_t part_levels(fw_ordinal_state *o, size_t rows, size_t k, double *value) {
    bool present[FW_ORDINAL_LEVELS] = {false};
    uint32_t map[FW_ORDINAL_LEVELS], count = 0;
    for (size_t i = 0; i < rows; i++)
        if (o->fold[i] != k) present[o->level[i]] = true;
    for (size_t v = 0; v < o->levels; v++) {
        map[v] = count;
        if (present[v]) value[count++] = o->value[v];
    }
    for (size_t i = 0; i < rows; i++) o->part_level[i] = map[o->level[i]];
    return count;
}

fw_code fw_ordinal_solve_part(fw_table_state *s, size_t k, fw_error *err) {
    fw_ordinal_state *o = s->ordinal;
    double value[FW_ORDINAL_LEVELS];
    const size_t levels = part_levels(o, s->sample->rows, k, value);
    fw_ordinal_part *part = o->parts[k] = fw_ordinal_part_new(levels, 0);
    if (!part) return fw_fail_nomem(err);
    memcpy(part->level, value, levels * sizeof *value);
    if (levels < 2) return FW_OK;
    fw_ordinal fit = {0};
    bool held = false;
    size_t separating;
    fw_ordinal_rows rows = rows_of(s);
    rows.level = o->part_level;
    rows.levels = levels;
    rows.fold = o->fold;
    rows.skip = (uint32_t)k;
    rows.start = levels == o->levels && o->whole.converged ? &o->whole : NULL;
    fw_code code = fw_ordinal_init(&fit, levels, o->count, err);
    if (code == FW_OK) code = fit_held(&rows, &fit, &held, &separating, err);
    if (code == FW_OK) {
        memcpy(part->threshold, fit.threshold, (levels - 1) * sizeof *part->threshold);
        set_linear(o, &fit, &s->parts[k]);
    }
    fw_ordinal_free(&fit);
    return code;
}

/* Sandwich by participant: influences summed by cluster, G/(G-1). `variance` by parameter. */
static fw_code clustered(const fw_table_state *s, double *variance, fw_error *err) {
    const fw_ordinal_state *o = s->ordinal;
    const fw_sample *sample = s->sample;
    const size_t size = o->levels - 1 + o->count, clusters = sample->clusters;
    double *sums = calloc(clusters * size, sizeof *sums), *g = calloc(size, sizeof *g);
    fw_code code = sums && g ? FW_OK : fw_fail_nomem(err);
    for (size_t i = 0; i < sample->rows && code == FW_OK; i++) {
        fw_ordinal_gradient(&o->whole, sample->x + i * sample->features, o->columns, o->level[i], g);
        cblas_daxpy((int)size, s->weight ? s->weight[i] : 1, g, 1, sums + sample->member[i] * size, 1);
    }
    const double scale = (double)clusters / ((double)clusters - 1);
    for (size_t j = 0; j < size && code == FW_OK; j++) variance[j] = 0;
    for (size_t c = 0; c < clusters && code == FW_OK; c++)
        for (size_t j = 0; j < size; j++) {
            const double moved = cblas_ddot((int)size, o->whole.inverse + j * size, 1, sums + c * size, 1);
            variance[j] += scale * moved * moved;
        }
    free(g);
    free(sums);
    return code;
}

static void set_estimate(fw_coefficient *e, double value, double variance, double classical) {
    const double reach = fw_normal_quantile(.975);
    e->classical_se = sqrt(classical);
    e->se = sqrt(variance);
    e->ci_low = value - reach * e->se;
    e->ci_high = value + reach * e->se;
    e->t = value / e->se;
    e->p = erfc(fabs(e->t) / sqrt(2));
}

static fw_code test_odds(fw_table_state *s, fw_error *err) {
    const fw_ordinal_state *o = s->ordinal;
    fw_ordinal_part *part = s->model->ordinal;
    fw_odds_test *each = calloc(o->count + 1, sizeof *each);
    if (!each) return fw_fail_nomem(err);
    const fw_ordinal_rows rows = rows_of(s);
    const fw_code code = fw_ordinal_test_odds(&rows, &o->whole, &part->odds, each, err);
    for (size_t i = 0; i < o->count; i++) part->odds_alone[o->columns[i]] = each[i];
    free(each);
    if (code == FW_OK && part->odds.p < .05)
        fw_model_note(s->model,
                      "odds are not proportional (score test: chi2 %.1f, df %.0f, p %.2g): thresholds differ "
                      "in their slopes",
                      part->odds.chi2, part->odds.df, part->odds.p);
    return code;
}

fw_code fw_ordinal_errors(fw_table_state *s, fw_error *err) {
    fw_ordinal_state *o = s->ordinal;
    fw_table_part *t = s->model->table;
    if (o->levels < 2 || !o->whole.converged || strcmp(s->model->ordinal->status, "converged") != 0)
        return FW_OK;
    const size_t cuts = o->levels - 1, size = cuts + o->count;
    double *variance = calloc(size, sizeof *variance);
    if (!variance) return fw_fail_nomem(err);
    for (size_t j = 0; j < size; j++) variance[j] = o->whole.inverse[j * size + j];
    const bool repeat = s->sample->clusters < s->sample->rows && s->sample->clusters > 1;
    fw_code code = repeat ? clustered(s, variance, err) : FW_OK;
    if (code == FW_OK) {
        snprintf(t->errors, sizeof t->errors, "%s", repeat ? "clustered" : "information");
        for (size_t k = 0; k < cuts; k++) s->model->ordinal->se[k] = sqrt(variance[k]);
        for (size_t i = 0; i < o->count; i++) {
            const size_t at = cuts + i;
            set_estimate(&t->estimates[o->columns[i]], o->whole.weight[i], variance[at],
                         o->whole.inverse[at * size + at]);
        }
        if (o->penalty == 0) code = test_odds(s, err);
    }
    free(variance);
    return code;
}
