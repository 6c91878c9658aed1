/* section_trend.c: this run beside the last ones, as a part of "What was analysed". */
#include "report/charts.h"
#include "report/view.h"

#include <stdlib.h>

static const fw_table_column COLUMNS[] = {
    {"figure", "Figure", FW_CELL_TEXT, 0},        {"now", "Now", FW_CELL_TEXT, 0},
    {"median", "Median before", FW_CELL_TEXT, 0}, {"low", "Lowest", FW_CELL_TEXT, 0},
    {"high", "Highest", FW_CELL_TEXT, 0},         {"runs", "Earlier runs", FW_CELL_COUNT, 0},
    {"place", "Place", FW_CELL_TEXT, 0},
};

static const char *number(fw_doc *doc, const fw_trend *t, double value) {
    return fw_doc_format(doc, "%.*f", t->past->decimals, value);
}

/* Says what lies outside. *chance: no more does than chance brings, as beyond a few earlier runs. */
static const char *say_trends(fw_view *view, bool *chance) {
    fw_doc *doc = view->doc;
    const char *names = "";
    size_t outside = 0;
    for (size_t i = 0; i < view->trend_count; i++) {
        const fw_trend *t = &view->trends[i];
        if (!t->outside) continue;
        names = fw_doc_format(doc, "%s%s%s %s (was %s to %s)", names, outside ? "; " : "", t->past->what,
                              number(doc, t, t->value), number(doc, t, t->low), number(doc, t, t->high));
        outside++;
    }
    const size_t runs = view->trends[0].past->runs;
    *chance = (double)outside <= fw_trends_by_chance(view->trends, view->trend_count);
    if (outside == 0)
        return fw_doc_format(doc, "Nothing lies outside what the last %zu %s gave.", runs,
                             runs == 1 ? "run" : "runs");
    return fw_doc_format(doc, "%zu of %zu figures %s outside what the last %zu runs gave%s: %s.", outside,
                         view->trend_count, outside == 1 ? "lies" : "lie", runs,
                         *chance ? ", no more than chance brings among so many" : "", names);
}

static void chart(fw_view *view) {
    fw_run_line *lines = calloc(view->trend_count, sizeof *lines);
    if (!lines) {
        view->doc->failed = true;
        return;
    }
    for (size_t i = 0; i < view->trend_count; i++) {
        const fw_trend *t = &view->trends[i];
        lines[i] = (fw_run_line){.label = fw_capital(view->doc, t->past->what),
                                 .earlier = t->past->values,
                                 .runs = t->past->runs,
                                 .value = t->value,
                                 .low = t->low,
                                 .high = t->high,
                                 .median = t->median,
                                 .odd = t->outside,
                                 .digits = t->past->decimals};
    }
    const fw_runs_chart chart = {.title = "Headline figures from run to run",
                                 .lines = lines,
                                 .count = view->trend_count,
                                 .odd_label = "hollow: beyond all of at least five earlier runs"};
    fw_chart_runs(view->doc, &chart);
    free(lines);
}

static void table(fw_view *view) {
    fw_doc *doc = view->doc;
    fw_table *out = fw_doc_table(doc, FW_BLOCK_FOLD, "trend", "This run beside the last ones", COLUMNS,
                                 sizeof COLUMNS / sizeof COLUMNS[0]);
    for (size_t i = 0; i < view->trend_count; i++) {
        const fw_trend *t = &view->trends[i];
        fw_row *row = fw_table_row(doc, out);
        if (!row) return;
        row->cells[0].text = fw_capital(doc, t->past->what);
        row->cells[1].text = number(doc, t, t->value);
        row->cells[2].text = number(doc, t, t->median);
        row->cells[3].text = number(doc, t, t->low);
        row->cells[4].text = number(doc, t, t->high);
        row->cells[5] = fw_number_cell((double)t->runs);
        row->cells[6].text = t->outside ? "outside" : "within";
    }
}

void fw_trend_part(fw_view *view) {
    if (view->trend_count == 0) return;
    bool chance = false;
    const char *said = say_trends(view, &chance);
    fw_doc_block(view->doc, chance ? FW_BLOCK_NOTE : FW_BLOCK_CAUTION, said);
    chart(view);
    table(view);
}
