/* programme_table.c: the programme effect overall, by cohort and by part, with Holm within each family of
 * tests. */
#include "fit/programme.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The sums of one metric at a time, and the rows that they make. Group 0 is everybody, the others are the
 * shown cohorts in their order. */
typedef struct {
    const fw_programme_source *in;
    size_t shown;         /* cohorts */
    size_t *place;        /* by cohort: its group, 0 when it is not shown */
    fw_paired_sums *sums; /* by group */
    size_t *taken;        /* by group: its changes so far */
    size_t *start;        /* by group: place of its first change */
    double *changes;      /* of everybody, then of the cohorts, one behind the other */
    size_t room;
    fw_programme_row *rows;
} maker;

/*
 * Everybody overall; the shown cohorts overall; everybody by part; the cohorts by part.
 */
static fw_programme_row *row_of(const maker *m, size_t group, size_t metric) {
    const size_t parts = m->in->metrics - 1;
    if (metric == 0) return &m->rows[group];
    return &m->rows[m->shown + metric + group * parts];
}

/* ---- what each pass adds up ---- */

static size_t group_of(const maker *m, uint32_t cohort) {
    return cohort < m->in->cohorts ? m->place[cohort] : 0;
}

static void count_pair(void *to, double before, double after, uint32_t cohort) {
    const maker *m = to;
    (void)before;
    (void)after;
    const size_t group = group_of(m, cohort);
    m->sums[0].n++;
    if (group) m->sums[group].n++;
}

static void add_mean(void *to, double before, double after, uint32_t cohort) {
    const maker *m = to;
    const size_t group = group_of(m, cohort);
    fw_paired_mean(&m->sums[0], before, after);
    if (group) fw_paired_mean(&m->sums[group], before, after);
}

static void keep_change(const maker *m, size_t group, double before, double after) {
    if (fw_paired_changed(before, after)) m->changes[m->start[group] + m->taken[group]++] = after - before;
}

/* Changes of everybody and those of cohorts take turns in the same room. */
static void add_spread(void *to, double before, double after, uint32_t cohort) {
    const maker *m = to;
    const size_t group = group_of(m, cohort);
    fw_paired_spread(&m->sums[0], before, after);
    if (group) fw_paired_spread(&m->sums[group], before, after);
    keep_change(m, 0, before, after);
}

static void add_change(void *to, double before, double after, uint32_t cohort) {
    const maker *m = to;
    const size_t group = group_of(m, cohort);
    if (group) keep_change(m, group, before, after);
}

/* ---- a metric ---- */

static fw_code add_row(const maker *m, size_t group, uint32_t cohort, size_t metric, fw_error *err) {
    fw_programme_row *row = row_of(m, group, metric);
    *row = (fw_programme_row){
        .cohort = cohort, .metric = metric, .p_holm = (double)NAN, .v_p_holm = (double)NAN};
    return fw_paired_effect(&m->sums[group], m->changes + m->start[group], m->taken[group], &row->effect,
                            err);
}

/* Room for all changes, and where each cohort's begin. */
static fw_code make_room(maker *m, fw_error *err) {
    const size_t pairs = (size_t)m->sums[0].n;
    size_t next = 0;
    for (size_t g = 1; g <= m->shown; g++) {
        m->start[g] = next;
        next += (size_t)m->sums[g].n;
    }
    memset(m->taken, 0, (m->shown + 1) * sizeof *m->taken);
    if (m->changes && pairs <= m->room) return FW_OK;
    free(m->changes);
    m->changes = malloc((pairs + 1) * sizeof *m->changes);
    m->room = pairs;
    return m->changes ? FW_OK : fw_fail_nomem(err);
}

static fw_code add_metric(maker *m, size_t metric, fw_error *err) {
    const fw_programme_source *in = m->in;
    memset(m->sums, 0, (m->shown + 1) * sizeof *m->sums);
    fw_code code = in->each(in->context, metric, count_pair, m, err);
    if (code == FW_OK) code = make_room(m, err);
    if (code == FW_OK) code = in->each(in->context, metric, add_mean, m, err);
    if (code == FW_OK) code = in->each(in->context, metric, add_spread, m, err);
    if (code == FW_OK) code = add_row(m, 0, FW_PROGRAMME_ALL, metric, err);
    if (code == FW_OK && m->shown) code = in->each(in->context, metric, add_change, m, err);
    for (size_t c = 0; c < in->cohorts && code == FW_OK; c++) {
        if (m->place[c]) code = add_row(m, m->place[c], (uint32_t)c, metric, err);
    }
    return code;
}

/* ---- all of them ---- */

/* Adjusts `n` rows as one family. */
static fw_code adjust(fw_programme_row *rows, size_t n, fw_error *err) {
    double *p = calloc(3 * n + 1, sizeof *p);
    if (!p) return fw_fail_nomem(err);
    for (size_t i = 0; i < n; i++) p[i] = rows[i].effect.p;
    bool ok = fw_holm(p, n, p + n);
    for (size_t i = 0; i < n; i++) p[i] = rows[i].effect.v_p;
    ok = ok && fw_holm(p, n, p + 2 * n);
    for (size_t i = 0; i < n && ok; i++) {
        rows[i].p_holm = p[n + i];
        rows[i].v_p_holm = p[2 * n + i];
    }
    free(p);
    return ok ? FW_OK : fw_fail_nomem(err);
}

/* Holm within each family of tests. */
static fw_code adjust_all(const maker *m, fw_error *err) {
    const size_t parts = m->in->metrics - 1;
    const size_t sizes[] = {m->shown, parts, m->shown * parts};
    fw_programme_row *rows = m->rows + 1;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        const fw_code code = adjust(rows, sizes[i], err);
        if (code != FW_OK) return code;
        rows += sizes[i];
    }
    return FW_OK;
}

static fw_code open_maker(maker *m, fw_error *err) {
    const fw_programme_source *in = m->in;
    m->place = calloc(in->cohorts + 1, sizeof *m->place);
    if (!m->place) return fw_fail_nomem(err);
    for (size_t c = 0; c < in->cohorts; c++)
        if (!in->shown || in->shown[c]) m->place[c] = ++m->shown;
    m->sums = calloc(m->shown + 1, sizeof *m->sums);
    m->taken = calloc(m->shown + 1, sizeof *m->taken);
    m->start = calloc(m->shown + 1, sizeof *m->start);
    m->rows = calloc((1 + m->shown) * in->metrics + 1, sizeof *m->rows);
    return m->sums && m->taken && m->start && m->rows ? FW_OK : fw_fail_nomem(err);
}

fw_code fw_programme_stream(const fw_programme_source *source, fw_programme_row **rows, size_t *count,
                            fw_error *err) {
    *rows = NULL;
    *count = 0;
    maker m = {.in = source};
    fw_code code = open_maker(&m, err);
    for (size_t k = 0; k < source->metrics && code == FW_OK; k++) code = add_metric(&m, k, err);
    if (code == FW_OK) code = adjust_all(&m, err);
    free(m.place);
    free(m.sums);
    free(m.taken);
    free(m.start);
    free(m.changes);
    if (code != FW_OK) {
        free(m.rows);
        return code;
    }
    *rows = m.rows;
    *count = (1 + m.shown) * source->metrics;
    return FW_OK;
}

/* ---- pairs in memory ---- */

static fw_code each_pair(void *context, size_t metric, fw_pair_visitor *visit, void *to, fw_error *err) {
    const fw_programme_pairs *in = context;
    (void)err;
    for (size_t i = 0; i < in->pairs; i++) {
        if (!isfinite(in->before[metric][i]) || !isfinite(in->after[metric][i])) continue;
        visit(to, in->before[metric][i], in->after[metric][i], in->cohort ? in->cohort[i] : 0);
    }
    return FW_OK;
}

fw_code fw_programme_table(const fw_programme_pairs *pairs, fw_programme_row **rows, size_t *count,
                           fw_error *err) {
    const fw_programme_source source = {.each = each_pair,
                                        .context = (void *)pairs,
                                        .metrics = pairs->metrics,
                                        .cohorts = pairs->cohort ? pairs->cohorts : 0,
                                        .shown = pairs->shown};
    return fw_programme_stream(&source, rows, count, err);
}
