/* programme.c: the change between first and last attempt of the people in a table of scores. */
#include "run/evaluate/evaluate.h"

#include "base/idset.h"
#include "base/str.h"
#include "report/suppress.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { METRICS = 6, MOST_COHORTS = 500 };

/* One participant's first and last attempt: sums over their rows, by metric. */
typedef struct {
    double first_key, last_key;
    double first[METRICS], last[METRICS];
    double first_n, last_n;
    fw_str cohort; /* at the first attempt */
} person;

typedef struct {
    const fw_eval_data *data;
    person *people;
    size_t count;
    double *before[METRICS], *after[METRICS];
    uint32_t *cohort;
    const char *cohort_name[MOST_COHORTS];
    size_t cohort_size[MOST_COHORTS];
    bool shown[MOST_COHORTS];
    bool small[MOST_COHORTS];
    size_t cohorts;
    size_t pairs;
} change;

static void add_to(double *sums, double *n, const fw_eval_data *d, size_t row) {
    for (size_t k = 0; k < d->metrics; k++) sums[k] += d->metric[k][row];
    *n += 1;
}

static void take(person *p, const fw_eval_data *d, size_t row) {
    const double key = d->attempt[row];
    const bool fresh = p->first_n == 0;
    if (fresh || key < p->first_key) {
        p->first_key = key;
        p->first_n = 0;
        p->cohort = d->cohort ? d->cohort[row] : (fw_str){0};
        for (size_t k = 0; k < METRICS; k++) p->first[k] = 0;
    }
    if (fresh || key > p->last_key) {
        p->last_key = key;
        p->last_n = 0;
        for (size_t k = 0; k < METRICS; k++) p->last[k] = 0;
    }
    if (key == p->first_key) add_to(p->first, &p->first_n, d, row);
    if (key == p->last_key) add_to(p->last, &p->last_n, d, row);
}

/* All rows of the table count, rated or not. */
static fw_code find_people(change *c, fw_error *err) {
    const fw_eval_data *d = c->data;
    fw_idset *seen = fw_idset_new();
    c->people = calloc(d->table.rows + 1, sizeof *c->people);
    fw_code code = seen && c->people ? FW_OK : fw_fail_nomem(err);
    for (size_t row = 0; row < d->table.rows && code == FW_OK; row++) {
        const fw_str who = d->participant[row];
        if (who.len == 0 || !isfinite(d->attempt[row]) || !isfinite(d->metric[0][row])) continue;
        bool present;
        uint64_t at = 0;
        code = fw_idset_add(seen, fw_id_hash(who), c->count, &present, &at, err);
        if (code != FW_OK) break;
        c->count += !present;
        take(&c->people[at], d, row);
    }
    fw_idset_free(seen);
    return code;
}

/* Index of a cohort, in order of appearance; those beyond the limit are one. */
static uint32_t cohort_of(change *c, fw_str name) {
    const char *text = name.len ? name.ptr : "No info";
    for (size_t i = 0; i < c->cohorts; i++)
        if (fw_str_equal(fw_str_of(c->cohort_name[i]), fw_str_of(text))) return (uint32_t)i;
    if (c->cohorts == MOST_COHORTS) return MOST_COHORTS - 1;
    c->cohort_name[c->cohorts++] = text;
    return (uint32_t)(c->cohorts - 1);
}

static fw_code make_pairs(change *c, fw_error *err) {
    for (size_t k = 0; k < c->data->metrics; k++) {
        c->before[k] = calloc(c->count + 1, sizeof(double));
        c->after[k] = calloc(c->count + 1, sizeof(double));
        if (!c->before[k] || !c->after[k]) return fw_fail_nomem(err);
    }
    c->cohort = calloc(c->count + 1, sizeof *c->cohort);
    if (!c->cohort) return fw_fail_nomem(err);
    for (size_t i = 0; i < c->count; i++) {
        const person *p = &c->people[i];
        if (!(p->first_key < p->last_key)) continue;
        for (size_t k = 0; k < c->data->metrics; k++) {
            c->before[k][c->pairs] = p->first[k] / p->first_n;
            c->after[k][c->pairs] = p->last[k] / p->last_n;
        }
        c->cohort[c->pairs] = cohort_of(c, p->cohort);
        c->pairs++;
    }
    return FW_OK;
}

static int by_name(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Cohorts in the order of their names: the order of the rows plays no part. */
static void order_cohorts(change *c) {
    const char *name[MOST_COHORTS];
    uint32_t place[MOST_COHORTS];
    memcpy(name, c->cohort_name, sizeof name);
    qsort(name, c->cohorts, sizeof *name, by_name);
    for (size_t i = 0; i < c->cohorts; i++) {
        const char **at = bsearch(&c->cohort_name[i], name, c->cohorts, sizeof *name, by_name);
        place[i] = (uint32_t)(at - name);
    }
    memcpy(c->cohort_name, name, sizeof name);
    memset(c->cohort_size, 0, sizeof c->cohort_size);
    for (size_t i = 0; i < c->pairs; i++) {
        c->cohort[i] = place[c->cohort[i]];
        c->cohort_size[c->cohort[i]]++;
    }
}

static void decide(change *c, size_t k) {
    fw_shown shown[MOST_COHORTS] = {FW_SHOWN};
    fw_suppress(c->cohort_size, c->cohorts, k, shown);
    for (size_t i = 0; i < c->cohorts; i++) {
        c->shown[i] = shown[i] == FW_SHOWN;
        c->small[i] = shown[i] == FW_WITHHELD;
    }
}

static void write_row(const change *c, const fw_programme_row *row, fw_sheet *sheet) {
    const fw_programme_effect *e = &row->effect;
    fw_sheet_text(sheet, row->cohort == FW_PROGRAMME_ALL ? "All" : c->cohort_name[row->cohort]);
    fw_sheet_text(sheet, c->data->metric_name[row->metric]);
    fw_sheet_number(sheet, (double)e->n);
    fw_sheet_number(sheet, e->before);
    fw_sheet_number(sheet, e->after);
    fw_sheet_interval(sheet, e->change);
    fw_sheet_number(sheet, e->t);
    fw_sheet_number(sheet, e->p);
    fw_sheet_number(sheet, row->p_holm);
    fw_sheet_number(sheet, e->v);
    fw_sheet_number(sheet, e->v_p);
    fw_sheet_number(sheet, row->v_p_holm);
    fw_sheet_text(sheet, e->v_exact ? "exact" : "normal");
    fw_sheet_interval(sheet, e->d_av);
    fw_sheet_interval(sheet, e->improved);
    fw_sheet_number(sheet, e->r);
    fw_sheet_number(sheet, e->baseline);
    fw_sheet_text(sheet, "");
}

static fw_code write_table(change *c, size_t k, fw_sheets *sheets, fw_eval_findings *found, fw_error *err) {
    fw_sheet *sheet =
        fw_sheet_new(sheets, "programme_effect",
                     "cohort,metric,participants,first,last,change,change_low,change_high,t,p,p_holm,"
                     "wilcoxon_v,wilcoxon_p,wilcoxon_p_holm,wilcoxon,d_av,d_av_low,d_av_high,"
                     "improved,improved_low,improved_high,r_first_last,r_first_change,note");
    const bool cohorts = c->cohorts > 1 || c->data->cohort;
    const fw_programme_pairs pairs = {.before = (const double *const *)c->before,
                                      .after = (const double *const *)c->after,
                                      .metrics = c->data->metrics,
                                      .pairs = c->pairs,
                                      .cohort = cohorts ? c->cohort : NULL,
                                      .cohorts = c->cohorts,
                                      .shown = c->shown};
    fw_programme_row *rows;
    size_t count;
    const fw_code code = fw_programme_table(&pairs, &rows, &count, err);
    if (code != FW_OK) return code;
    found->effect = rows[0].effect;
    for (size_t i = 0; i < count; i++) write_row(c, &rows[i], sheet);
    for (size_t i = 0; i < c->cohorts && cohorts; i++) {
        if (c->shown[i]) continue;
        fw_sheet_text(sheet, c->cohort_name[i]);
        fw_sheet_withheld(sheet, c->small[i]
                                     ? fw_sheets_format(sheets, "suppressed: fewer than %zu participants", k)
                                     : "suppressed: would reveal a smaller cohort");
    }
    free(rows);
    return FW_OK;
}

fw_code fw_eval_programme(const fw_eval_data *d, size_t k, fw_sheets *sheets, fw_eval_findings *found,
                          fw_error *err) {
    if (!d->participant || !d->attempt) return FW_OK;
    change *c = calloc(1, sizeof *c);
    if (!c) return fw_fail_nomem(err);
    c->data = d;
    fw_code code = find_people(c, err);
    if (code == FW_OK) code = make_pairs(c, err);
    if (code == FW_OK && c->pairs >= k && c->pairs > 0) {
        order_cohorts(c);
        decide(c, k);
        code = write_table(c, k, sheets, found, err);
    }
    for (size_t m = 0; m < METRICS; m++) {
        free(c->before[m]);
        free(c->after[m]);
    }
    free(c->cohort);
    free(c->people);
    free(c);
    return code;
}
