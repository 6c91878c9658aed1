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

static const char *why(fw_sheets *sheets, const fw_eval_data *d, fw_shown shown, size_t k) {
    if (shown != FW_WITHHELD) return "suppressed: would reveal a smaller group";
    return fw_sheets_format(sheets, "suppressed: fewer than %zu %s", k,
                            d->participant ? "participants" : "rows");
}

#define INTERVALS "corr,corr_low,corr_high,wtkappa,wtkappa_low,wtkappa_high,"
#define MEASURES                                                                                             \
    INTERVALS "R2,R2_low,R2_high,kappa,kappa_low,kappa_high,exact_agr,exact_agr_low,exact_agr_high,"         \
              "adj_agr,adj_agr_low,adj_agr_high,SMD,SMD_low,SMD_high,RMSE,RMSE_low,RMSE_high,"               \
              "DSM,DSM_low,DSM_high"
#define SECOND                                                                                               \
    INTERVALS "kappa,kappa_low,kappa_high,exact_agr,exact_agr_low,exact_agr_high,"                           \
              "adj_agr,adj_agr_low,adj_agr_high,DSM,DSM_low,DSM_high"

/* One group's row, or that of all rows (`group` SIZE_MAX). */
static fw_code group_row(const fw_eval_data *d, const fw_resampler *r, const fw_eval_groups *g, size_t group,
                         size_t score, fw_sheets *sheets, fw_sheet *sheet, fw_error *err) {
    static const char ALL[] = "All data";
    const bool all = group == SIZE_MAX, second = score == SIZE_MAX;
    fw_evaluation e;
    const fw_pairing p = {.h = d->h,
                          .m = second ? d->h2 : d->score[score].value,
                          .rows = d->rows,
                          .group = all ? NULL : g->index,
                          .member = (uint32_t)group,
                          .pooled_smd = second};
    const fw_code code = fw_evaluate_pair(r, &p, &e, err);
    if (code != FW_OK) return code;
    if (all) e.measure[FW_MEASURE_DSM].value = 0;
    fw_sheet_text(sheets, sheet, all ? ALL : g->name[group]);
    if (!second) fw_sheet_text(sheets, sheet, d->score[score].name);
    fw_eval_cells(sheets, sheet, &e, second, true);
    const bool flagged = fabs(e.measure[FW_MEASURE_DSM].value) > DSM_FLAG;
    fw_sheet_text(sheets, sheet, flagged ? "|DSM| > 0.10" : "");
    return FW_OK;
}

static void withheld_row(const fw_eval_data *d, const fw_eval_groups *g, size_t group, size_t score, size_t k,
                         fw_sheets *sheets, fw_sheet *sheet) {
    const fw_shown shown = (score == SIZE_MAX ? g->shown_twice : g->shown)[group];
    fw_sheet_text(sheets, sheet, g->name[group]);
    if (score != SIZE_MAX) fw_sheet_text(sheets, sheet, d->score[score].name);
    fw_sheet_withheld(sheets, sheet, why(sheets, d, shown, k));
}

/* Every score (SIZE_MAX: the second rater) within every group. */
static fw_code by_table(const fw_eval_data *d, const fw_resampler *r, const fw_eval_groups *g, size_t k,
                        bool second, fw_sheets *sheets, fw_error *err) {
    fw_sheet *sheet =
        second
            ? fw_sheet_new(sheets, file_name(sheets, "consistency_by_", g->column),
                           "group,N,h1_mean,h1_sd,h1_min,h1_max,h2_mean,h2_sd,h2_min,h2_max," SECOND ",note")
            : fw_sheet_new(sheets, file_name(sheets, "by_", g->column),
                           "group,score,N,h_mean,h_sd,h_min,h_max,sys_mean,sys_sd,sys_min,sys_max," MEASURES
                           ",note");
    fw_code code = FW_OK;
    for (size_t s = 0; s < (second ? 1 : d->scores) && code == FW_OK; s++) {
        const size_t score = second ? SIZE_MAX : s;
        code = group_row(d, r, g, SIZE_MAX, score, sheets, sheet, err);
        for (size_t i = 0; i < g->count && code == FW_OK; i++) {
            if ((second ? g->shown_twice : g->shown)[i] == FW_SHOWN)
                code = group_row(d, r, g, i, score, sheets, sheet, err);
            else
                withheld_row(d, g, i, score, k, sheets, sheet);
        }
    }
    return code;
}

static void begin_row(const fw_eval_groups *g, const fw_fairness *f, int kind, bool first, const char *group,
                      fw_sheets *sheets, fw_sheet *sheet) {
    fw_sheet_text(sheets, sheet, fw_fairness_short((fw_fairness_kind)kind));
    fw_sheet_text(sheets, sheet, fw_fairness_title((fw_fairness_kind)kind));
    fw_sheet_number(sheets, sheet, f->r2[kind]);
    fw_sheet_number(sheets, sheet, f->sig[kind]);
    fw_sheet_text(sheets, sheet, f->groups ? g->name[f->order[0]] : "");
    fw_sheet_text(sheets, sheet, first ? "intercept" : "difference");
    fw_sheet_text(sheets, sheet, group);
}

/* The coefficients of one analysis. Of a withheld group only the name is told. */
static void fairness_rows(const fw_eval_data *d, const fw_eval_groups *g, const fw_fairness *f, int kind,
                          size_t k, fw_sheets *sheets, fw_sheet *sheet) {
    for (size_t i = 0; i < f->groups; i++) {
        const fw_fairness_estimate *e = &f->estimate[kind][i];
        begin_row(g, f, kind, i == 0, g->name[f->order[i]], sheets, sheet);
        fw_sheet_number(sheets, sheet, (double)f->size[i]);
        fw_sheet_interval(sheets, sheet, e->estimate);
        fw_sheet_number(sheets, sheet, e->p);
        fw_sheet_text(sheets, sheet, isfinite(e->estimate.value) ? "" : "cannot be estimated");
    }
    for (size_t i = 0; i < g->count; i++) {
        if (g->shown[i] == FW_SHOWN) continue;
        begin_row(g, f, kind, false, g->name[i], sheets, sheet);
        fw_sheet_withheld(sheets, sheet, why(sheets, d, g->shown[i], k));
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

static fw_code fairness_table(const fw_eval_data *d, const fw_eval_groups *g, size_t k, fw_sheets *sheets,
                              fw_error *err) {
    fw_fairness f = {0};
    const fw_code code = analyse(d, g, &f, err);
    if (code != FW_OK) return code;
    fw_sheet *sheet =
        fw_sheet_new(sheets, file_name(sheets, "fairness_", g->column),
                     "analysis,title,R2,sig,reference,term,group,N,estimate,ci_low,ci_high,p,note");
    for (int kind = 0; kind < FW_FAIRNESS_COUNT; kind++) fairness_rows(d, g, &f, kind, k, sheets, sheet);
    fw_fairness_free(&f);
    return FW_OK;
}

fw_code fw_eval_group_tables(const fw_eval_data *d, const fw_resampler *r, size_t k, fw_sheets *sheets,
                             fw_error *err) {
    fw_code code = FW_OK;
    for (size_t i = 0; i < d->by_count && code == FW_OK; i++) {
        code = by_table(d, r, &d->by[i], k, false, sheets, err);
        if (code == FW_OK && d->h2) code = by_table(d, r, &d->by[i], k, true, sheets, err);
        if (code == FW_OK) code = fairness_table(d, &d->by[i], k, sheets, err);
    }
    return code;
}
