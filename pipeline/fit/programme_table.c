/* programme_table.c: the programme effect overall, by cohort and by part, with Holm within each family of
 * tests. */
#include <failwise/evaluate.h>

#include <math.h>
#include <stdlib.h>

/* The pairs of one metric at a time, and the rows that they make. */
typedef struct {
    const fw_programme_source *in;
    double *before, *after; /* of everybody */
    uint32_t *cohort;
    size_t pairs;
    double *some_before, *some_after; /* of one cohort; room for the largest */
    size_t room;
    size_t shown; /* cohorts */
    fw_programme_row *rows;
} maker;

/*
 * Everybody overall; the shown cohorts overall; everybody by part; the cohorts by part. `place` counts the
 * shown cohorts.
 */
static fw_programme_row *row_of(const maker *m, bool everybody, size_t place, size_t metric) {
    const size_t parts = m->in->metrics - 1;
    if (metric == 0) return &m->rows[everybody ? 0 : 1 + place];
    return &m->rows[m->shown + metric + (everybody ? 0 : (1 + place) * parts)];
}

static fw_code add_row(const maker *m, uint32_t cohort, size_t place, size_t metric, fw_error *err) {
    const bool everybody = cohort == FW_PROGRAMME_ALL;
    fw_programme_row *row = row_of(m, everybody, place, metric);
    *row = (fw_programme_row){
        .cohort = cohort, .metric = metric, .p_holm = (double)NAN, .v_p_holm = (double)NAN};
    if (everybody) return fw_programme_measure(m->before, m->after, m->pairs, &row->effect, err);
    size_t n = 0;
    for (size_t i = 0; i < m->pairs; i++) {
        if (m->cohort[i] != cohort) continue;
        m->some_before[n] = m->before[i];
        m->some_after[n++] = m->after[i];
    }
    return fw_programme_measure(m->some_before, m->some_after, n, &row->effect, err);
}

static bool is_shown(const maker *m, size_t cohort) { return !m->in->shown || m->in->shown[cohort]; }

/* Room for the largest cohort's pairs. */
static fw_code make_room(maker *m, fw_error *err) {
    size_t *sizes = calloc(m->in->cohorts + 1, sizeof *sizes), largest = 0;
    if (!sizes) return fw_fail_nomem(err);
    for (size_t i = 0; i < m->pairs; i++)
        if (m->cohort[i] < m->in->cohorts) sizes[m->cohort[i]]++;
    for (size_t c = 0; c < m->in->cohorts; c++) {
        if (is_shown(m, c) && sizes[c] > largest) largest = sizes[c];
    }
    free(sizes);
    if (m->some_before && largest <= m->room) return FW_OK;
    free(m->some_before);
    free(m->some_after);
    m->some_before = calloc(largest + 1, sizeof *m->some_before);
    m->some_after = calloc(largest + 1, sizeof *m->some_after);
    m->room = largest;
    return m->some_before && m->some_after ? FW_OK : fw_fail_nomem(err);
}

static fw_code add_metric(maker *m, size_t metric, fw_error *err) {
    const fw_programme_source *in = m->in;
    fw_code code = in->load(in->context, metric, m->before, m->after, m->cohort, &m->pairs, err);
    if (code == FW_OK) code = add_row(m, FW_PROGRAMME_ALL, 0, metric, err);
    if (code == FW_OK && in->cohorts) code = make_room(m, err);
    for (size_t c = 0, place = 0; c < in->cohorts && code == FW_OK; c++) {
        if (is_shown(m, c)) code = add_row(m, (uint32_t)c, place++, metric, err);
    }
    return code;
}

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

fw_code fw_programme_stream(const fw_programme_source *source, fw_programme_row **rows, size_t *count,
                            fw_error *err) {
    *rows = NULL;
    *count = 0;
    maker m = {.in = source};
    for (size_t c = 0; c < source->cohorts; c++) m.shown += is_shown(&m, c);
    const size_t total = (1 + m.shown) * source->metrics;
    m.before = calloc(source->most + 1, sizeof *m.before);
    m.after = calloc(source->most + 1, sizeof *m.after);
    m.cohort = calloc(source->most + 1, sizeof *m.cohort);
    m.rows = calloc(total + 1, sizeof *m.rows);
    fw_code code = m.before && m.after && m.cohort && m.rows ? FW_OK : fw_fail_nomem(err);
    for (size_t k = 0; k < source->metrics && code == FW_OK; k++) code = add_metric(&m, k, err);
    if (code == FW_OK) code = adjust_all(&m, err);
    free(m.before);
    free(m.after);
    free(m.cohort);
    free(m.some_before);
    free(m.some_after);
    if (code != FW_OK) {
        free(m.rows);
        return code;
    }
    *rows = m.rows;
    *count = total;
    return FW_OK;
}

/* ---- pairs in memory ---- */

static fw_code load_pairs(void *context, size_t metric, double *before, double *after, uint32_t *cohort,
                          size_t *pairs, fw_error *err) {
    const fw_programme_pairs *in = context;
    (void)err;
    *pairs = 0;
    for (size_t i = 0; i < in->pairs; i++) {
        if (!isfinite(in->before[metric][i]) || !isfinite(in->after[metric][i])) continue;
        before[*pairs] = in->before[metric][i];
        after[*pairs] = in->after[metric][i];
        cohort[(*pairs)++] = in->cohort ? in->cohort[i] : 0;
    }
    return FW_OK;
}

fw_code fw_programme_table(const fw_programme_pairs *pairs, fw_programme_row **rows, size_t *count,
                           fw_error *err) {
    const fw_programme_source source = {.load = load_pairs,
                                        .context = (void *)pairs,
                                        .metrics = pairs->metrics,
                                        .most = pairs->pairs,
                                        .cohorts = pairs->cohort ? pairs->cohorts : 0,
                                        .shown = pairs->shown};
    return fw_programme_stream(&source, rows, count, err);
}
