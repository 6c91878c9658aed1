/* evaluate_cases.h: the reference tool's published evaluations, opened and compared column by column. */
#ifndef FAILWISE_TESTS_EVALUATE_CASES_H
#define FAILWISE_TESTS_EVALUATE_CASES_H

#include "fit_table_support.h"
#include <failwise/evaluate.h>

static const double NONE = (double)NAN;
#define TOLERANCE 1e-9

/* The columns of one case. */
typedef struct {
    sheet *s;
    size_t rows;
    double *column[16];
    size_t columns;
    uint32_t *group;
    size_t groups;
    char names[16][32];
    fw_resampler *resampler;
} table;

static inline double *column_of(table *t, const char *name) {
    double *out = calloc(t->rows + 1, sizeof *out);
    assert_non_null(out);
    for (size_t i = 0; i < t->rows; i++) out[i] = sheet_number(t->s, i, name);
    t->column[t->columns++] = out;
    return out;
}

static inline table open_case(const char *file, size_t resamples) {
    table t = {.s = sheet_open(file)};
    fw_error err = {0};
    t.rows = t.s->rows;
    uint64_t *cluster = calloc(t.rows + 1, sizeof *cluster);
    assert_non_null(cluster);
    for (size_t i = 0; i < t.rows; i++) cluster[i] = fw_hash64(&i, sizeof i, 1);
    assert_int_equal(fw_resampler_new(cluster, t.rows, resamples, 1, &t.resampler, &err), FW_OK);
    free(cluster);
    return t;
}

static inline void close_case(table *t) {
    for (size_t c = 0; c < t->columns; c++) free(t->column[c]);
    free(t->group);
    fw_resampler_free(t->resampler);
    sheet_close(t->s);
}

/* Groups in the order of their names. */
static inline void group_by(table *t, const char *name) {
    const size_t at = sheet_column(t->s, name);
    free(t->group);
    t->group = calloc(t->rows + 1, sizeof *t->group);
    t->groups = 0;
    assert_non_null(t->group);
    for (size_t i = 0; i < t->rows; i++) {
        const char *cell = t->s->cell[i + 1][at];
        size_t g = 0;
        while (g < t->groups && strcmp(t->names[g], cell) < 0) g++;
        if (g < t->groups && strcmp(t->names[g], cell) == 0) continue;
        for (size_t k = t->groups++; k > g; k--) memcpy(t->names[k], t->names[k - 1], sizeof t->names[k]);
        snprintf(t->names[g], sizeof t->names[g], "%s", cell);
    }
    for (size_t i = 0; i < t->rows; i++)
        for (size_t g = 0; g < t->groups; g++)
            if (strcmp(t->names[g], t->s->cell[i + 1][at]) == 0) t->group[i] = (uint32_t)g;
}

/* The row of a published table whose first cell is `key`. */
static inline size_t row_of(const sheet *s, const char *key) {
    for (size_t r = 0; r < s->rows; r++)
        if (strcmp(s->cell[r + 1][0], key) == 0) return r;
    fail_msg("no row %s", key);
    return 0;
}

static inline void same(double value, const sheet *s, size_t row, const char *column) {
    const char *cell = s->cell[row + 1][sheet_column(s, column)];
    if (!*cell) {
        assert_true(isnan(value));
        return;
    }
    const double expected = strtod(cell, NULL);
    if (!(fabs(value - expected) <= TOLERANCE * fmax(1, fabs(expected))))
        fail_msg("%s: %.17g, published %.17g", column, value, expected);
}

static inline void check_pair(const fw_evaluation *e, const sheet *s, size_t row, const char *h,
                              const char *m) {
    char name[32];
    static const char *const PARTS[4] = {"mean", "sd", "min", "max"};
    const double values[2][4] = {{e->h.mean, e->h.sd, e->h.min, e->h.max},
                                 {e->m.mean, e->m.sd, e->m.min, e->m.max}};
    same((double)e->n, s, row, "N");
    for (int k = 0; k < 8; k++) {
        snprintf(name, sizeof name, "%s_%s", k < 4 ? h : m, PARTS[k % 4]);
        same(values[k / 4][k % 4], s, row, name);
    }
    for (int k = 0; k < FW_MEASURE_COUNT; k++) {
        const bool single = k == FW_MEASURE_R2 || k == FW_MEASURE_RMSE;
        const bool by_group = strcmp(s->cell[0][s->columns - 1], "DSM") == 0;
        if ((strcmp(m, "h2") == 0 && single) || (k == FW_MEASURE_DSM) != by_group) {
            if (k == FW_MEASURE_DSM || single || k == FW_MEASURE_SMD) continue;
        }
        same(e->measure[k].value, s, row, fw_measure_name((fw_measure)k));
    }
}

static inline fw_evaluation pair(const table *t, const double *h, const double *m, bool pooled, int group) {
    const fw_pairing p = {.h = h,
                          .m = m,
                          .rows = t->rows,
                          .group = group < 0 ? NULL : t->group,
                          .member = (uint32_t)group,
                          .pooled_smd = pooled};
    fw_evaluation e;
    fw_error err = {0};
    assert_int_equal(fw_evaluate_pair(t->resampler, &p, &e, &err), FW_OK);
    return e;
}

#endif
