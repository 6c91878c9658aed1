/* programme_table.c: the programme effect overall, by cohort and by part, with Holm within each family of
 * tests. */
#include <failwise/evaluate.h>

#include <math.h>
#include <stdlib.h>

/* Room for the pairs of one cohort. */
typedef struct {
    const fw_programme_pairs *in;
    double *before, *after;
    fw_programme_row *rows;
    size_t count;
} maker;

static fw_code add_row(maker *m, uint32_t cohort, size_t metric, fw_error *err) {
    const fw_programme_pairs *in = m->in;
    size_t n = 0;
    for (size_t i = 0; i < in->pairs; i++) {
        if (cohort != FW_PROGRAMME_ALL && in->cohort[i] != cohort) continue;
        if (!isfinite(in->before[metric][i]) || !isfinite(in->after[metric][i])) continue;
        m->before[n] = in->before[metric][i];
        m->after[n++] = in->after[metric][i];
    }
    fw_programme_row *row = &m->rows[m->count++];
    *row = (fw_programme_row){
        .cohort = cohort, .metric = metric, .p_holm = (double)NAN, .v_p_holm = (double)NAN};
    return fw_programme_measure(m->before, m->after, n, &row->effect, err);
}

/* Adjusts the rows from `first` on as one family. */
static fw_code adjust(maker *m, size_t first, fw_error *err) {
    const size_t n = m->count - first;
    double *p = calloc(3 * n + 1, sizeof *p);
    if (!p) return fw_fail_nomem(err);
    for (size_t i = 0; i < n; i++) p[i] = m->rows[first + i].effect.p;
    fw_holm(p, n, p + n);
    for (size_t i = 0; i < n; i++) p[i] = m->rows[first + i].effect.v_p;
    fw_holm(p, n, p + 2 * n);
    for (size_t i = 0; i < n; i++) {
        m->rows[first + i].p_holm = p[n + i];
        m->rows[first + i].v_p_holm = p[2 * n + i];
    }
    free(p);
    return FW_OK;
}

static fw_code family(maker *m, bool by_cohort, size_t first_metric, size_t end_metric, fw_error *err) {
    const fw_programme_pairs *in = m->in;
    const size_t first = m->count;
    fw_code code = FW_OK;
    for (size_t c = 0; c < (by_cohort ? in->cohorts : 1); c++) {
        if (by_cohort && in->shown && !in->shown[c]) continue;
        for (size_t k = first_metric; k < end_metric && code == FW_OK; k++)
            code = add_row(m, by_cohort ? (uint32_t)c : FW_PROGRAMME_ALL, k, err);
    }
    return code == FW_OK ? adjust(m, first, err) : code;
}

fw_code fw_programme_table(const fw_programme_pairs *pairs, fw_programme_row **rows, size_t *count,
                           fw_error *err) {
    *rows = NULL;
    *count = 0;
    const size_t cohorts = pairs->cohort ? pairs->cohorts : 0;
    maker m = {.in = pairs,
               .before = calloc(pairs->pairs + 1, sizeof(double)),
               .after = calloc(pairs->pairs + 1, sizeof(double)),
               .rows = calloc((cohorts + 1) * pairs->metrics + 1, sizeof(fw_programme_row))};
    fw_code code = m.before && m.after && m.rows ? FW_OK : fw_fail_nomem(err);
    if (code == FW_OK) code = add_row(&m, FW_PROGRAMME_ALL, 0, err);
    if (code == FW_OK && cohorts) code = family(&m, true, 0, 1, err);
    if (code == FW_OK) code = family(&m, false, 1, pairs->metrics, err);
    if (code == FW_OK && cohorts) code = family(&m, true, 1, pairs->metrics, err);
    free(m.before);
    free(m.after);
    if (code != FW_OK) {
        free(m.rows);
        return code;
    }
    *rows = m.rows;
    *count = m.count;
    return FW_OK;
}
