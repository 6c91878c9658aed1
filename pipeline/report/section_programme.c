/* section_programme.c: the programme effect in one table: both tests, effect size and share improved,
 * everywhere. */
#include "report/labels.h"
#include "report/view.h"

#include <failwise/evaluate.h>

#include <stdlib.h>

static fw_code each(void *context, size_t metric, fw_pair_visitor *visit, void *to, fw_error *err) {
    return fw_participants_changes(context, metric, visit, to, err);
}

fw_code fw_programme_init(fw_view *view, fw_error *err) {
    const size_t groups = view->cohorts->count;
    bool *shown = calloc(groups + 1, sizeof *shown);
    if (!shown) return fw_fail_nomem(err);
    for (size_t i = 0; i < groups; i++) shown[i] = view->change_shown[i] == FW_SHOWN;
    const fw_programme_source in = {.each = each,
                                    .context = (void *)view->report,
                                    .metrics = FW_CHANGE_METRICS,
                                    .cohorts = view->comparable ? groups : 0,
                                    .shown = shown,
                                    .threads = view->report->threads};
    const fw_code code = fw_programme_stream(&in, &view->programme, &view->programme_rows, err);
    free(shown);
    return code;
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
    fw_table *table = fw_doc_table(view->doc, FW_BLOCK_FOLD, "programme_effect",
                                   "Every change with both tests, t and Wilcoxon", COLUMNS,
                                   sizeof COLUMNS / sizeof COLUMNS[0]);
    if (table) table->grouped = true;
    for (size_t i = 0; i < view->programme_rows && table; i++) fill(view, table, &view->programme[i]);
    for (size_t i = 0; table && view->comparable && i < view->cohorts->count; i++) {
        const char *why = fw_withheld_phrase(view, view->change_shown[i]);
        if (why) fw_table_withheld(view->doc, table, view->cohorts->groups[i].name, why);
    }
}
