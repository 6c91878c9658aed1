/* section_programme.c: the programme effect in one table: both tests, effect size and share improved,
 * everywhere. */
#include "report/labels.h"
#include "report/view.h"

#include <failwise/evaluate.h>

#include <stdlib.h>

enum { METRICS = 1 + FW_ARC_PARTS };

/* First and last attempt of everybody who has two, by metric. */
typedef struct {
    double *before[METRICS], *after[METRICS];
    uint32_t *cohort;
    bool *shown;
    size_t pairs;
} pairs;

static void free_pairs(pairs *p) {
    for (size_t m = 0; m < METRICS; m++) {
        free(p->before[m]);
        free(p->after[m]);
    }
    free(p->cohort);
    free(p->shown);
}

static bool collect(const fw_view *view, pairs *p) {
    const fw_participants *people = &view->report->participants;
    const size_t groups = view->cohorts->count;
    bool good = true;
    for (size_t m = 0; m < METRICS; m++) {
        p->before[m] = calloc(people->count + 1, sizeof *p->before[m]);
        p->after[m] = calloc(people->count + 1, sizeof *p->after[m]);
        good = good && p->before[m] && p->after[m];
    }
    p->cohort = calloc(people->count + 1, sizeof *p->cohort);
    p->shown = calloc(groups + 1, sizeof *p->shown);
    if (!good || !p->cohort || !p->shown) return false;
    for (size_t i = 0; i < groups; i++) p->shown[i] = view->change_shown[i] == FW_SHOWN;
    for (size_t i = 0; i < people->count; i++) {
        const fw_attempts *attempts = &people->list[i];
        if (!fw_attempts_changed(attempts)) continue;
        for (size_t m = 0; m < METRICS; m++)
            fw_attempts_pair(attempts, m, &p->before[m][p->pairs], &p->after[m][p->pairs]);
        p->cohort[p->pairs++] = groups ? view->report->cohort_order[attempts->cohort] : 0;
    }
    return true;
}

static fw_cell interval_cell(fw_interval v) {
    return (fw_cell){.value = v.value, .low = v.low, .high = v.high};
}

static void fill(fw_view *view, fw_table *table, const fw_programme_row *r) {
    const fw_programme_effect *e = &r->effect;
    const bool all = r->cohort == FW_PROGRAMME_ALL;
    fw_row *row = fw_table_row(view->doc, table);
    if (!row) return;
    row->strong = all && r->metric == 0;
    row->cells[0].text = all ? view->all->name : view->cohorts->groups[r->cohort].name;
    row->cells[1].text = r->metric ? fw_part_labels[r->metric - 1].label : "overall";
    const double numbers[] = {(double)e->n, e->before, e->after};
    for (size_t i = 0; i < 3; i++) row->cells[2 + i] = fw_number_cell(numbers[i]);
    row->cells[5] = interval_cell(e->change);
    row->cells[6] = interval_cell(e->d_av);
    row->cells[7] = interval_cell(e->improved);
    const double tests[] = {e->t, e->df, e->p, r->p_holm, e->v, e->v_p, r->v_p_holm, e->r, e->baseline};
    for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++) row->cells[8 + i] = fw_number_cell(tests[i]);
}

void fw_programme_effect_table(fw_view *view) {
    static const fw_table_column COLUMNS[] = {
        {"cohort", "Cohort", FW_CELL_TEXT, 0},
        {"part", "Score", FW_CELL_TEXT, 0},
        {"participants", "People", FW_CELL_COUNT, 0},
        {"first", "First", FW_CELL_EXTRA, 2},
        {"last", "Last", FW_CELL_EXTRA, 2},
        {"change", "Change (95% interval)", FW_CELL_SIGNED_INTERVAL, 2},
        {"d_av", "Effect size d (95% interval)", FW_CELL_SIGNED_INTERVAL, 2},
        {"improved", "Improved (95% interval)", FW_CELL_PERCENT_INTERVAL, 0},
        {"t", "t", FW_CELL_EXTRA, 2},
        {"df", "df", FW_CELL_EXTRA, 0},
        {"p", "p", FW_CELL_EXTRA, 0},
        {"p_holm", "p, Holm", FW_CELL_P, 0},
        {"wilcoxon_v", "V", FW_CELL_EXTRA, 1},
        {"wilcoxon_p", "Wilcoxon p", FW_CELL_EXTRA, 0},
        {"wilcoxon_p_holm", "Wilcoxon p, Holm", FW_CELL_P, 0},
        {"r_first_last", "r of first and last", FW_CELL_EXTRA, 2},
        {"r_first_change", "r of first and change", FW_CELL_EXTRA, 2},
    };
    pairs p = {0};
    fw_programme_row *rows = NULL;
    size_t count = 0;
    bool good = collect(view, &p);
    const fw_programme_pairs in = {.before = (const double *const *)p.before,
                                   .after = (const double *const *)p.after,
                                   .metrics = METRICS,
                                   .pairs = p.pairs,
                                   .cohort = view->comparable ? p.cohort : NULL,
                                   .cohorts = view->cohorts->count,
                                   .shown = p.shown};
    good = good && fw_programme_table(&in, &rows, &count, NULL) == FW_OK;
    fw_table *table = fw_doc_table(view->doc, FW_BLOCK_FOLD, "programme_effect",
                                   "Every change with both tests, t and Wilcoxon", COLUMNS,
                                   sizeof COLUMNS / sizeof COLUMNS[0]);
    if (table) table->grouped = true;
    for (size_t i = 0; i < count && table; i++) fill(view, table, &rows[i]);
    for (size_t i = 0; table && view->comparable && i < view->cohorts->count; i++) {
        const char *why = fw_withheld_phrase(view, view->change_shown[i]);
        if (why) fw_table_withheld(view->doc, table, view->cohorts->groups[i].name, why);
    }
    if (!good) view->doc->failed = true;
    free(rows);
    free_pairs(&p);
}
