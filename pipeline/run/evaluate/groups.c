/* groups.c: rows by group, the disclosure threshold, and the tables by group. */
#include "run/evaluate/evaluate.h"

#include "base/idset.h"
#include "base/str.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_GROUPS = 500 };
static const double DSM_FLAG = .10;

void fw_eval_groups_free(fw_eval_groups *g) {
    free(g->index);
    free(g->name);
    free(g->people);
    free(g->shown);
    free(g->shown_twice);
    *g = (fw_eval_groups){0};
}

static const char *name_of(fw_str cell) { return cell.len ? cell.ptr : "No info"; }

static int by_name(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Distinct names in byte order. */
static fw_code list_names(const fw_eval_data *d, const fw_str *cell, fw_eval_groups *g, fw_error *err) {
    fw_idset *seen = fw_idset_new();
    fw_code code = seen ? FW_OK : fw_fail_nomem(err);
    for (size_t i = 0; i < d->rows && code == FW_OK; i++) {
        const char *name = name_of(cell[d->kept[i]]);
        bool present;
        uint64_t at;
        code = fw_idset_add(seen, fw_id_hash(fw_str_of(name)), 0, &present, &at, err);
        if (code != FW_OK || present) continue;
        if (g->count == MOST_GROUPS) {
            code = fw_fail(err, FW_DATA, "--by %.60s: more than %d groups", g->column, MOST_GROUPS);
            break;
        }
        g->name[g->count++] = name;
    }
    fw_idset_free(seen);
    qsort(g->name, g->count, sizeof *g->name, by_name);
    return code;
}

fw_code fw_eval_group(const fw_eval_data *d, const fw_str *cell, const char *column, fw_eval_groups *g,
                      fw_error *err) {
    *g = (fw_eval_groups){.column = column,
                          .index = calloc(d->rows + 1, sizeof *g->index),
                          .name = calloc(MOST_GROUPS, sizeof *g->name),
                          .people = calloc(MOST_GROUPS, sizeof *g->people),
                          .shown = calloc(MOST_GROUPS, sizeof *g->shown),
                          .shown_twice = calloc(MOST_GROUPS, sizeof *g->shown_twice)};
    const bool good = g->index && g->name && g->people && g->shown && g->shown_twice;
    fw_code code = good ? list_names(d, cell, g, err) : fw_fail_nomem(err);
    for (size_t i = 0; i < d->rows && code == FW_OK; i++) {
        const char *name = name_of(cell[d->kept[i]]);
        const char **at = bsearch(&name, g->name, g->count, sizeof *g->name, by_name);
        g->index[i] = (uint32_t)(at - g->name);
    }
    if (code != FW_OK) fw_eval_groups_free(g);
    return code;
}

/* ---- tables ---- */

/* Column names go into file names: what is no letter, digit, dot or dash becomes "_". */
static const char *file_name(fw_sheets *sheets, const char *before, const char *column) {
    char safe[128];
    size_t n = 0;
    for (const char *c = column; *c && n + 1 < sizeof safe; c++) {
        const bool plain = (*c >= '0' && *c <= '9') || (*c >= 'A' && *c <= 'Z') || (*c >= 'a' && *c <= 'z');
        safe[n++] = plain || *c == '-' || *c == '.' ? *c : '_';
    }
    safe[n] = '\0';
    return fw_sheets_format(sheets, "%s%s", before, safe);
}

#define INTERVALS "corr,corr_low,corr_high,wtkappa,wtkappa_low,wtkappa_high,"
#define MEASURES                                                                                             \
    INTERVALS "R2,R2_low,R2_high,kappa,kappa_low,kappa_high,exact_agr,exact_agr_low,exact_agr_high,"         \
              "adj_agr,adj_agr_low,adj_agr_high,SMD,SMD_low,SMD_high,RMSE,RMSE_low,RMSE_high,"               \
              "DSM,DSM_low,DSM_high"
#define SECOND                                                                                               \
    INTERVALS "kappa,kappa_low,kappa_high,exact_agr,exact_agr_low,exact_agr_high,"                           \
              "adj_agr,adj_agr_low,adj_agr_high,DSM,DSM_low,DSM_high"

/* What the tables by one column are made of. */
typedef struct {
    const fw_eval_data *data;
    const fw_resampler *resampler;
    const fw_eval_groups *groups;
    size_t k; /* the disclosure threshold */
    fw_sheets *sheets;
    fw_sheet *sheet; /* being filled */
} group_tables;

enum { SECOND_RATER = -1, ALL_ROWS = -1 }; /* in place of a score, and of a group */

/* The rest of the row of a group that is not shown. */
static void withhold(const group_tables *t, fw_shown shown) {
    const char *why = "suppressed: would reveal a smaller group";
    if (shown == FW_WITHHELD)
        why = fw_sheets_format(t->sheets, "suppressed: fewer than %zu %s", t->k,
                               t->data->participant ? "participants" : "rows");
    fw_sheet_withheld(t->sheet, why);
}

/* The agreement of a score, or the second rater, within a group or all rows. */
static fw_code group_row(const group_tables *t, int score, int group, fw_error *err) {
    const fw_eval_data *d = t->data;
    const bool all = group == ALL_ROWS, second = score == SECOND_RATER;
    fw_evaluation e;
    const fw_pairing p = {.h = d->h,
                          .m = second ? d->h2 : d->score[score].value,
                          .rows = d->rows,
                          .group = all ? NULL : t->groups->index,
                          .member = (uint32_t)group,
                          .pooled_smd = second};
    const fw_code code = fw_evaluate_pair(t->resampler, &p, &e, err);
    if (code != FW_OK) return code;
    if (all) e.measure[FW_MEASURE_DSM].value = 0;
    fw_sheet_text(t->sheet, all ? "All data" : t->groups->name[group]);
    if (!second) fw_sheet_text(t->sheet, d->score[score].name);
    fw_eval_cells(t->sheet, &e, second, true);
    fw_sheet_text(t->sheet, fabs(e.measure[FW_MEASURE_DSM].value) > DSM_FLAG ? "|DSM| > 0.10" : "");
    return FW_OK;
}

/* All rows, then group by group. */
static fw_code score_rows(const group_tables *t, int score, fw_error *err) {
    const fw_eval_groups *g = t->groups;
    const fw_shown *shown = score == SECOND_RATER ? g->shown_twice : g->shown;
    fw_code code = group_row(t, score, ALL_ROWS, err);
    for (size_t i = 0; i < g->count && code == FW_OK; i++) {
        if (shown[i] == FW_SHOWN) {
            code = group_row(t, score, (int)i, err);
            continue;
        }
        fw_sheet_text(t->sheet, g->name[i]);
        if (score != SECOND_RATER) fw_sheet_text(t->sheet, t->data->score[score].name);
        withhold(t, shown[i]);
    }
    return code;
}

static fw_code scores_by_group(group_tables *t, fw_error *err) {
    t->sheet = fw_sheet_new(t->sheets, file_name(t->sheets, "by_", t->groups->column),
                            "group,score,N,h_mean,h_sd,h_min,h_max,sys_mean,sys_sd,sys_min,sys_max," MEASURES
                            ",note");
    fw_code code = FW_OK;
    for (size_t s = 0; s < t->data->scores && code == FW_OK; s++) code = score_rows(t, (int)s, err);
    return code;
}

static fw_code consistency_by_group(group_tables *t, fw_error *err) {
    t->sheet =
        fw_sheet_new(t->sheets, file_name(t->sheets, "consistency_by_", t->groups->column),
                     "group,N,h1_mean,h1_sd,h1_min,h1_max,h2_mean,h2_sd,h2_min,h2_max," SECOND ",note");
    return score_rows(t, SECOND_RATER, err);
}

/* ---- fairness ---- */

static void begin_row(const group_tables *t, const fw_fairness *f, int kind, bool first, const char *group) {
    fw_sheet_text(t->sheet, fw_fairness_short((fw_fairness_kind)kind));
    fw_sheet_text(t->sheet, fw_fairness_title((fw_fairness_kind)kind));
    fw_sheet_number(t->sheet, f->r2[kind]);
    fw_sheet_number(t->sheet, f->sig[kind]);
    fw_sheet_text(t->sheet, f->groups ? t->groups->name[f->order[0]] : "");
    fw_sheet_text(t->sheet, first ? "intercept" : "difference");
    fw_sheet_text(t->sheet, group);
}

/* The coefficients of one analysis. Of a withheld group only the name is told. */
static void fairness_rows(const group_tables *t, const fw_fairness *f, int kind) {
    const fw_eval_groups *g = t->groups;
    for (size_t i = 0; i < f->groups; i++) {
        const fw_fairness_estimate *e = &f->estimate[kind][i];
        begin_row(t, f, kind, i == 0, g->name[f->order[i]]);
        fw_sheet_number(t->sheet, (double)f->size[i]);
        fw_sheet_interval(t->sheet, e->estimate);
        fw_sheet_number(t->sheet, e->p);
        fw_sheet_text(t->sheet, isfinite(e->estimate.value) ? "" : "cannot be estimated");
    }
    for (size_t i = 0; i < g->count; i++) {
        if (g->shown[i] == FW_SHOWN) continue;
        begin_row(t, f, kind, false, g->name[i]);
        withhold(t, g->shown[i]);
    }
}

/* Rows of the groups that are shown: how much all groups explain tells, with the means of those, the others'.
 */
static fw_code analyse(const fw_eval_data *d, const fw_eval_groups *g, fw_fairness *f, fw_error *err) {
    double *h = calloc(d->rows + 1, sizeof *h), *m = calloc(d->rows + 1, sizeof *m);
    uint32_t *group = calloc(d->rows + 1, sizeof *group);
    size_t rows = 0;
    for (size_t i = 0; h && m && group && i < d->rows; i++) {
        if (g->shown[g->index[i]] != FW_SHOWN) continue;
        h[rows] = d->h[i];
        m[rows] = d->score[d->primary].value[i];
        group[rows++] = g->index[i];
    }
    const fw_code code =
        h && m && group ? fw_evaluate_fairness(h, m, group, rows, g->count, f, err) : fw_fail_nomem(err);
    free(h);
    free(m);
    free(group);
    return code;
}

static fw_code fairness_by_group(group_tables *t, fw_error *err) {
    fw_fairness f = {0};
    const fw_code code = analyse(t->data, t->groups, &f, err);
    if (code != FW_OK) return code;
    t->sheet = fw_sheet_new(t->sheets, file_name(t->sheets, "fairness_", t->groups->column),
                            "analysis,title,R2,sig,reference,term,group,N,estimate,ci_low,ci_high,p,note");
    for (int kind = 0; kind < FW_FAIRNESS_COUNT; kind++) fairness_rows(t, &f, kind);
    fw_fairness_free(&f);
    return FW_OK;
}

fw_code fw_eval_group_tables(const fw_eval_data *d, const fw_resampler *r, size_t k, fw_sheets *sheets,
                             fw_error *err) {
    fw_code code = FW_OK;
    for (size_t i = 0; i < d->by_count && code == FW_OK; i++) {
        group_tables t = {.data = d, .resampler = r, .groups = &d->by[i], .k = k, .sheets = sheets};
        code = scores_by_group(&t, err);
        if (code == FW_OK && d->h2) code = consistency_by_group(&t, err);
        if (code == FW_OK) code = fairness_by_group(&t, err);
    }
    return code;
}
