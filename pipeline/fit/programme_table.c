/* programme_table.c: the programme effect overall, by cohort and by part, with Holm within each family of
 * tests. */
#include "fit/programme.h"

#include "base/together.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The rows of all metrics. Group 0 is everybody, the others are the shown cohorts in their order. */
typedef struct {
    const fw_programme_source *in;
    size_t shown;  /* cohorts */
    size_t *place; /* by cohort: its group, 0 when it is not shown */
    fw_programme_row *rows;
} maker;

/* One metric at a time: the sums of its groups. */
typedef struct {
    const maker *m;
    size_t metric;
    fw_paired_sums *sums; /* by group */
    size_t *taken;        /* by group: its changes so far; group 0 has those of no shown cohort */
    size_t *start;        /* by group: place of its first change */
    double *changes;      /* group by group */
} measuring;

/*
 * Everybody overall; the shown cohorts overall; everybody by part; the cohorts by part.
 */
static fw_programme_row *row_of(const maker *m, size_t group, size_t metric) {
    const size_t parts = m->in->metrics - 1;
    if (metric == 0) return &m->rows[group];
    return &m->rows[m->shown + metric + group * parts];
}

/* ---- what each pass adds up ---- */

static size_t group_of(const measuring *w, uint32_t cohort) {
    return cohort < w->m->in->cohorts ? w->m->place[cohort] : 0;
}

static void count_pair(void *to, double before, double after, uint32_t cohort) {
    const measuring *w = to;
    (void)before;
    (void)after;
    const size_t group = group_of(w, cohort);
    w->sums[0].n++;
    if (group) w->sums[group].n++;
}

static void add_mean(void *to, double before, double after, uint32_t cohort) {
    const measuring *w = to;
    const size_t group = group_of(w, cohort);
    fw_paired_mean(&w->sums[0], before, after);
    if (group) fw_paired_mean(&w->sums[group], before, after);
}

static void add_spread(void *to, double before, double after, uint32_t cohort) {
    const measuring *w = to;
    const size_t group = group_of(w, cohort);
    fw_paired_spread(&w->sums[0], before, after);
    if (group) fw_paired_spread(&w->sums[group], before, after);
    if (fw_paired_changed(before, after)) w->changes[w->start[group] + w->taken[group]++] = after - before;
}

/* ---- a metric ---- */

static fw_code add_row(const measuring *w, size_t group, uint32_t cohort, double *changes, size_t count,
                       fw_error *err) {
    fw_programme_row *row = row_of(w->m, group, w->metric);
    *row = (fw_programme_row){
        .cohort = cohort, .metric = w->metric, .p_holm = (double)NAN, .v_p_holm = (double)NAN};
    return fw_paired_effect(&w->sums[group], changes, count, &row->effect, err);
}

/* Room for all changes, and where those of each group begin. */
static fw_code make_room(measuring *w, fw_error *err) {
    const size_t pairs = (size_t)w->sums[0].n;
    size_t next = pairs;
    for (size_t g = w->m->shown; g > 0; g--) w->start[g] = next -= (size_t)w->sums[g].n;
    w->changes = malloc((pairs + 1) * sizeof *w->changes);
    return w->changes ? FW_OK : fw_fail_nomem(err);
}

/* Moves the groups' changes together: they are everybody's then. How many there are. */
static size_t join_groups(const measuring *w) {
    size_t count = w->taken[0];
    for (size_t g = 1; g <= w->m->shown; count += w->taken[g++])
        memmove(w->changes + count, w->changes + w->start[g], w->taken[g] * sizeof *w->changes);
    return count;
}

static fw_code measure(measuring *w, fw_error *err) {
    const fw_programme_source *in = w->m->in;
    fw_code code = in->each(in->context, w->metric, count_pair, w, err);
    if (code == FW_OK) code = make_room(w, err);
    if (code == FW_OK) code = in->each(in->context, w->metric, add_mean, w, err);
    if (code == FW_OK) code = in->each(in->context, w->metric, add_spread, w, err);
    for (size_t c = 0; c < in->cohorts && code == FW_OK; c++) {
        const size_t g = w->m->place[c];
        if (g) code = add_row(w, g, (uint32_t)c, w->changes + w->start[g], w->taken[g], err);
    }
    return code == FW_OK ? add_row(w, 0, FW_PROGRAMME_ALL, w->changes, join_groups(w), err) : code;
}

static fw_code add_metric(void *context, fw_error *err) {
    measuring *w = context;
    const size_t groups = w->m->shown + 1;
    w->sums = calloc(groups, sizeof *w->sums);
    w->taken = calloc(groups, sizeof *w->taken);
    w->start = calloc(groups, sizeof *w->start);
    const fw_code code = w->sums && w->taken && w->start ? measure(w, err) : fw_fail_nomem(err);
    free(w->sums);
    free(w->taken);
    free(w->start);
    free(w->changes);
    return code;
}

static fw_code add_metrics(const maker *m, fw_error *err) {
    const size_t metrics = m->in->metrics;
    measuring *each = calloc(metrics + 1, sizeof *each);
    fw_task *tasks = calloc(metrics + 1, sizeof *tasks);
    for (size_t k = 0; k < metrics && each && tasks; k++) {
        each[k] = (measuring){.m = m, .metric = k};
        tasks[k] = (fw_task){add_metric, &each[k]};
    }
    const fw_code code =
        each && tasks ? fw_together(tasks, metrics, m->in->threads, err) : fw_fail_nomem(err);
    free(each);
    free(tasks);
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
    m->rows = calloc((1 + m->shown) * in->metrics + 1, sizeof *m->rows);
    return m->rows ? FW_OK : fw_fail_nomem(err);
}

fw_code fw_programme_stream(const fw_programme_source *source, fw_programme_row **rows, size_t *count,
                            fw_error *err) {
    *rows = NULL;
    *count = 0;
    maker m = {.in = source};
    fw_code code = open_maker(&m, err);
    if (code == FW_OK) code = add_metrics(&m, err);
    if (code == FW_OK) code = adjust_all(&m, err);
    free(m.place);
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
                                        .shown = pairs->shown,
                                        .threads = 1};
    return fw_programme_stream(&source, rows, count, err);
}
