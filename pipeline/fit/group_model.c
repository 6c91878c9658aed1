/* group_model.c: which groups get weights of their own, how strongly these are shrunk, and what they are. */
#include "fit/group.h"

#include "base/str.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Cross-products of every fold of every group must fit into this. */
static const size_t CELLS_LIMIT = (size_t)512 << 20;
static const double LEVEL_STRENGTHS[] = {1, 3, 10, 30, 100, 300, 1000, (double)INFINITY};
static const double WEIGHT_STRENGTHS[] = {3, 10, 30, 100, 300, 1000, 3000, 1e4, 3e4, 1e5, (double)INFINITY};
enum {
    LEVEL_CHOICES = sizeof LEVEL_STRENGTHS / sizeof LEVEL_STRENGTHS[0],
    WEIGHT_CHOICES = sizeof WEIGHT_STRENGTHS / sizeof WEIGHT_STRENGTHS[0]
};

void fw_group_state_free(fw_group_state *g, size_t folds) {
    if (!g) return;
    fw_grams_free(g->cells, folds * g->count);
    fw_grams_free(g->total, g->count);
    free(g->given);
    free(g->group);
    free(g->rows);
    free(g->people);
    free(g->columns);
    free(g->spread);
    free(g->moved);
    free(g);
}

static int compare(const void *a, const void *b) {
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* Rows and participants of every group given. */
static fw_code count_people(const fw_table_state *s, size_t *rows, size_t *people, fw_error *err) {
    const fw_table_fit_options *o = s->options;
    const size_t n = s->sample->rows;
    uint64_t *pairs = malloc((n + 1) * sizeof *pairs);
    if (!pairs) return fw_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        pairs[i] = (uint64_t)o->group[i] << 32 | s->sample->member[i];
        rows[o->group[i]]++;
    }
    qsort(pairs, n, sizeof *pairs, compare);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || pairs[i] != pairs[i - 1]) people[pairs[i] >> 32]++;
    free(pairs);
    return FW_OK;
}

/* Groups with enough participants are numbered anew; the rows of others keep the pooled weights. */
static fw_code choose_groups(fw_table_state *s, size_t *small, size_t *unnamed, fw_error *err) {
    const fw_table_fit_options *o = s->options;
    fw_group_state *g = s->groups;
    const size_t given = o->group_count;
    size_t *rows = calloc(given + 1, sizeof *rows), *people = calloc(given + 1, sizeof *people);
    uint32_t *map = calloc(given + 1, sizeof *map);
    fw_code code = rows && people && map ? count_people(s, rows, people, err) : fw_fail_nomem(err);
    for (size_t i = 0; i < given && code == FW_OK; i++) {
        map[i] = UINT32_MAX;
        if (people[i] < o->group_least) {
            ++*small;
            continue;
        }
        map[i] = (uint32_t)g->count;
        g->given[g->count] = i;
        g->rows[g->count] = rows[i];
        g->people[g->count++] = people[i];
    }
    if (code == FW_OK) {
        *unnamed = rows[given];
        map[given] = UINT32_MAX;
        for (size_t i = 0; i < s->sample->rows; i++)
            g->group[i] = map[o->group[i]] == UINT32_MAX ? (uint32_t)g->count : map[o->group[i]];
    }
    free(map);
    free(people);
    free(rows);
    return code;
}

static fw_code open_groups(fw_table_state *s, size_t *small, size_t *unnamed, fw_error *err) {
    fw_group_state *g = s->groups = calloc(1, sizeof *g);
    if (!g) return fw_fail_nomem(err);
    const size_t given = s->options->group_count, p = s->training.features;
    g->given = calloc(given + 1, sizeof *g->given);
    g->rows = calloc(given + 1, sizeof *g->rows);
    g->people = calloc(given + 1, sizeof *g->people);
    g->group = calloc(s->sample->rows + 1, sizeof *g->group);
    g->columns = calloc(p + 1, sizeof *g->columns);
    g->spread = calloc(p + 1, sizeof *g->spread);
    if (!g->given || !g->rows || !g->people || !g->group || !g->columns || !g->spread)
        return fw_fail_nomem(err);
    for (size_t j = 0; j < s->training.count; j++) {
        const size_t c = s->columns[j];
        double mean;
        if (!s->linear.used[c]) continue;
        fw_gram_moments(&s->total, s->training.shift, c, &mean, &g->spread[g->features]);
        g->columns[g->features++] = c;
    }
    return choose_groups(s, small, unnamed, err);
}

/* Cross-products of every fold of every group: one pass, in blocks of fixed size. */
static fw_code fill_cells(fw_table_state *s, fw_error *err) {
    fw_group_state *g = s->groups;
    const size_t width = fw_sample_width(s->sample), n = s->sample->rows, cells = s->folds * g->count;
    if (cells + g->count > CELLS_LIMIT / (width * width * sizeof(double)))
        return fw_fail(err, FW_DATA,
                       "%zu groups, %zu folds and %zu features are too many for weights by group", g->count,
                       s->folds, s->training.features);
    uint32_t *cell = calloc(n + 1, sizeof *cell);
    g->cells = calloc(cells + 1, sizeof *g->cells);
    g->total = calloc(g->count + 1, sizeof *g->total);
    g->moved = calloc((s->folds + 1) * g->count * (s->training.features + 1) + 1, sizeof *g->moved);
    fw_code code = cell && g->cells && g->total && g->moved ? FW_OK : fw_fail_nomem(err);
    for (size_t i = 0; i < n && code == FW_OK; i++) {
        const bool own = g->group[i] < g->count;
        cell[i] = own ? g->group[i] * (uint32_t)s->folds + fw_table_fold(s, i) : (uint32_t)cells;
    }
    if (code == FW_OK) code = fw_sample_grams(s->sample, s->weight, cell, cells + 1, g->cells, err);
    if (code == FW_OK) fw_gram_free(&g->cells[cells]);
    for (size_t i = 0; i < g->count && code == FW_OK; i++) {
        code = fw_gram_init(&g->total[i], width, false, err);
        if (code == FW_OK) fw_gram_total(g->cells + i * s->folds, s->folds, SIZE_MAX, &g->total[i]);
    }
    free(cell);
    return code;
}

static double *moved(const fw_table_state *s, size_t k, size_t group) {
    return s->groups->moved + (k * s->groups->count + group) * (s->training.features + 1);
}

/* The pooled form with a group's deviations. */
static void moved_form(const fw_table_state *s, const double *pooled, const double *by, double *out) {
    const size_t p = s->training.features, width = fw_sample_width(s->sample);
    memcpy(out, pooled, width * sizeof *out);
    out[width - 1] += by[0];
    for (size_t j = 0; j < p; j++) {
        out[j] += by[1 + j];
        out[width - 1] += by[1 + j] * s->training.shift[j];
    }
}

/* Solves every group without every fold; returns the squared error of the folds' rows. */
static fw_code solve_folds(fw_table_state *s, double k0, double k1, double *loss, fw_error *err) {
    fw_group_state *g = s->groups;
    const size_t width = fw_sample_width(s->sample);
    fw_gram train = {0};
    double *pooled = calloc(width, sizeof *pooled), *form = calloc(width, sizeof *form);
    fw_code code = pooled && form ? fw_gram_init(&train, width, false, err) : fw_fail_nomem(err);
    *loss = 0;
    for (size_t k = 0; k < s->folds && code == FW_OK; k++) {
        if (!(fw_gram_rows(&s->fold[k]) > 0)) continue;
        fw_linear_form(&s->parts[k], s->training.shift, pooled);
        for (size_t i = 0; i < g->count && code == FW_OK; i++) {
            const fw_gram *cells = g->cells + i * s->folds;
            fw_gram_total(cells, s->folds, k, &train);
            code = fw_group_ridge(s, &train, pooled, k0, k1, moved(s, k, i), err);
            moved_form(s, pooled, moved(s, k, i), form);
            *loss += fw_gram_squares(&cells[k], form);
        }
    }
    fw_gram_free(&train);
    free(form);
    free(pooled);
    return code;
}

/* The least loss; on ties (to rounding) the stronger shrinkage. */
static fw_code tune(fw_table_state *s, fw_error *err) {
    fw_group_state *g = s->groups;
    double least = (double)INFINITY, loss;
    fw_code code = FW_OK;
    g->level_strength = g->weight_strength = (double)INFINITY;
    if (!fw_table_validated(s)) return FW_OK;
    for (size_t i = LEVEL_CHOICES; i-- > 0 && code == FW_OK;) {
        code = solve_folds(s, LEVEL_STRENGTHS[i], (double)INFINITY, &loss, err);
        if (!(loss < least * (1 - 1e-12))) continue;
        least = loss;
        g->level_strength = LEVEL_STRENGTHS[i];
    }
    for (size_t i = WEIGHT_CHOICES; i-- > 0 && code == FW_OK;) {
        code = solve_folds(s, g->level_strength, WEIGHT_STRENGTHS[i], &loss, err);
        if (!(loss < least * (1 - 1e-12))) continue;
        least = loss;
        g->weight_strength = WEIGHT_STRENGTHS[i];
    }
    return code == FW_OK ? solve_folds(s, g->level_strength, g->weight_strength, &loss, err) : code;
}

/* r and RMSE of what a form predicts for the rows of a gram, added to sums. */
static void add_sums(const fw_gram *rows, double *form, fw_agreement_sums *sums) {
    const size_t width = rows->width, one = width - 1, y = width - 2;
    double machine = 0, crossed = 0;
    sums->squared_error += fw_gram_squares(rows, form);
    form[y] = 0;
    for (size_t j = 0; j < width; j++) {
        machine += form[j] * rows->cross[one * width + j];
        crossed += form[j] * rows->cross[y * width + j];
    }
    sums->n += fw_gram_rows(rows);
    sums->h += rows->cross[y * width + one];
    sums->m += machine;
    sums->hh += rows->cross[y * width + y];
    sums->mm += fw_gram_squares(rows, form);
    sums->hm += crossed;
    form[y] = -1;
}

static fw_code measure_group(const fw_table_state *s, size_t group, fw_group_weights *out, fw_error *err) {
    const size_t width = fw_sample_width(s->sample);
    double *pooled = calloc(width, sizeof *pooled), *form = calloc(width, sizeof *form);
    fw_agreement_sums own = {0}, all = {0};
    for (size_t k = 0; k < s->folds && pooled && form && fw_table_validated(s); k++) {
        const fw_gram *rows = &s->groups->cells[group * s->folds + k];
        if (!(fw_gram_rows(rows) > 0)) continue;
        fw_linear_form(&s->parts[k], s->training.shift, pooled);
        moved_form(s, pooled, moved(s, k, group), form);
        add_sums(rows, form, &own);
        add_sums(rows, pooled, &all);
    }
    fw_agreement measures;
    if (own.n > 0) {
        fw_agreement_measure(&own, &measures);
        out->r = measures.r;
        out->rmse = measures.rmse;
        fw_agreement_measure(&all, &measures);
        out->pooled_r = measures.r;
        out->pooled_rmse = measures.rmse;
    }
    const bool good = pooled && form;
    free(form);
    free(pooled);
    return good ? FW_OK : fw_fail_nomem(err);
}

static fw_code fill_part(fw_table_state *s, fw_error *err) {
    fw_group_state *g = s->groups;
    fw_group_part *part = s->model->groups;
    const size_t p = s->training.features;
    double *pooled = calloc(fw_sample_width(s->sample), sizeof *pooled);
    fw_code code = pooled ? FW_OK : fw_fail_nomem(err);
    if (code == FW_OK) fw_linear_form(&s->linear, s->training.shift, pooled);
    for (size_t i = 0; i < g->count && code == FW_OK; i++) {
        fw_group_weights *w = &part->groups[i];
        double *by = moved(s, s->folds, i);
        code = fw_group_ridge(s, &g->total[i], pooled, g->level_strength, g->weight_strength, by, err);
        snprintf(w->name, sizeof w->name, "%s", s->options->group_names[g->given[i]]);
        w->rows = g->rows[i];
        w->participants = g->people[i];
        w->intercept = s->linear.intercept + by[0];
        for (size_t j = 0; j < p; j++) w->weight[j] = s->model->weights[j].weight + by[1 + j];
        if (code == FW_OK) code = measure_group(s, i, w, err);
    }
    free(pooled);
    return code;
}

static void note_groups(fw_table_state *s, size_t small, size_t unnamed) {
    const fw_group_state *g = s->groups;
    const char *column = s->options->group_column;
    if (g->count < 2)
        fw_model_note(s->model,
                      "%.40s: %zu group%s of %zu participants or more: the pooled weights stand for all",
                      column, g->count, g->count == 1 ? "" : "s", s->options->group_least);
    if (small)
        fw_model_note(s->model, "%.40s: %zu group%s of fewer than %zu participants: pooled weights", column,
                      small, small == 1 ? "" : "s", s->options->group_least);
    if (unnamed)
        fw_model_note(s->model, "%.40s: %zu row%s without a group: pooled weights", column, unnamed,
                      fw_plural(unnamed));
}

fw_code fw_groups_solve(fw_table_state *s, fw_error *err) {
    size_t small = 0, unnamed = 0;
    fw_code code = open_groups(s, &small, &unnamed, err);
    if (code != FW_OK) return code;
    note_groups(s, small, unnamed);
    fw_group_state *g = s->groups;
    if (g->count < 2 || s->constant) g->count = 0; /* nothing to compare */
    fw_group_part *part = s->model->groups = fw_group_part_new(g->count, s->training.features);
    if (!part) return fw_fail_nomem(err);
    snprintf(part->column, sizeof part->column, "%s", s->options->group_column);
    part->least = s->options->group_least;
    part->small = small;
    part->unnamed = unnamed;
    for (size_t i = 0; i < s->sample->rows && g->count == 0; i++) g->group[i] = 0;
    if (g->count) code = fill_cells(s, err);
    if (code == FW_OK && g->count) code = tune(s, err);
    part->level_strength = g->count ? g->level_strength : (double)INFINITY;
    part->weight_strength = g->count ? g->weight_strength : (double)INFINITY;
    if (code == FW_OK && g->count) code = fill_part(s, err);
    return code == FW_OK && g->count ? fw_groups_test(s, err) : code;
}

double fw_group_moves(const fw_table_state *s, size_t k, size_t row) {
    const uint32_t group = s->groups->group[row];
    if (group >= s->groups->count) return 0;
    const double *by = moved(s, k, group), *x = s->sample->x + row * s->training.features;
    double sum = by[0];
    for (size_t j = 0; j < s->groups->features; j++) {
        const size_t c = s->groups->columns[j];
        sum += by[1 + c] * x[c];
    }
    return sum;
}

const fw_group_weights *fw_group_of_row(const fw_table_state *s, size_t row) {
    const uint32_t group = s->groups->group[row];
    return group < s->groups->count ? &s->model->groups->groups[group] : NULL;
}

/*
 * A group's weight as the prediction of a random effect: what its own rows leave open, and the pooled
 * weights' errors as far as the group leans on them.
 */
static void group_errors(const fw_table_state *s, double residual, const double *inverse,
                         fw_group_weights *out) {
    const fw_group_state *g = s->groups;
    const size_t size = g->features + 1;
    for (size_t j = 0; j < g->features; j++) {
        const double *row = inverse + (j + 1) * size;
        double variance = residual * row[j + 1];
        for (size_t l = 0; l < g->features; l++) {
            const double leaning = g->weight_strength * row[l + 1];
            const double se = s->model->weights[g->columns[l]].se * g->spread[l];
            /* A pooled weight without an error leaves none to its own group weight, and to others what is
             * known. */
            if (isfinite(se) || l == j) variance += leaning * leaning * se * se;
        }
        out->se[g->columns[j]] = sqrt(variance) / g->spread[j];
    }
}

fw_code fw_groups_errors(fw_table_state *s, fw_error *err) {
    const fw_group_state *g = s->groups;
    const size_t size = g->features + 1, width = fw_sample_width(s->sample);
    double left = 0, rows = 0;
    double *inverse = malloc(size * size * sizeof *inverse), *form = calloc(width, sizeof *form);
    double *pooled = calloc(width, sizeof *pooled);
    fw_code code = inverse && form && pooled ? FW_OK : fw_fail_nomem(err);
    if (code == FW_OK) fw_linear_form(&s->linear, s->training.shift, pooled);
    for (size_t i = 0; i < g->count && code == FW_OK; i++) {
        moved_form(s, pooled, moved(s, s->folds, i), form);
        left += fw_gram_squares(&g->total[i], form);
        rows += fw_gram_rows(&g->total[i]);
    }
    const double df = rows - (double)size;
    for (size_t i = 0; i < g->count && code == FW_OK && df > 0; i++) {
        fw_group_weights *w = &s->model->groups->groups[i];
        for (size_t j = 0; j < g->features; j++) w->se[g->columns[j]] = s->model->weights[g->columns[j]].se;
        if (isinf(g->weight_strength)) continue;
        code = fw_group_inverse(s, &g->total[i], g->level_strength, g->weight_strength, inverse, err);
        if (code == FW_OK) group_errors(s, left / df, inverse, w);
    }
    free(pooled);
    free(form);
    free(inverse);
    return code;
}
