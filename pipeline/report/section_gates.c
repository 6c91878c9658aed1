/* section_gates.c: the quality gates of the run, as a part of "What was analysed". */
#include "report/view.h"

#include <math.h>

static const fw_table_column COLUMNS[] = {
    {"gate", "Gate", FW_CELL_TEXT, 0},
    {"measured", "Measured", FW_CELL_TEXT, 0},
    {"limit", "Limit", FW_CELL_TEXT, 0},
    {"outcome", "Outcome", FW_CELL_TEXT, 0},
};

static const char *figure(fw_doc *doc, const fw_gate *gate, double value) {
    if (isinf(value)) return "nobody";
    if (isnan(value)) return "not measured";
    return gate->share ? fw_doc_format(doc, "%.4g %%", 100 * value) : fw_doc_format(doc, "%.3g", value);
}

void fw_gates_table(fw_view *view) {
    const fw_report *report = view->report;
    fw_doc *doc = view->doc;
    if (report->gate_count == 0) return;
    size_t failed = 0;
    for (size_t i = 0; i < report->gate_count; i++) failed += !report->gates[i].passed;
    if (failed)
        fw_doc_block(doc, FW_BLOCK_CAUTION,
                     fw_doc_format(doc, "%zu of %zu quality gates failed: see the table.", failed,
                                   report->gate_count));
    fw_table *table = fw_doc_table(doc, failed ? FW_BLOCK_TABLE : FW_BLOCK_FOLD, "gates", "Quality gates",
                                   COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    for (size_t i = 0; i < report->gate_count; i++) {
        const fw_gate *gate = &report->gates[i];
        fw_row *row = fw_table_row(doc, table);
        if (!row) return;
        row->cells[0].text = gate->column[0] ? fw_doc_format(doc, "%s (%s)", gate->what, gate->column)
                                             : fw_doc_copy(doc, gate->what);
        row->cells[1].text = figure(doc, gate, gate->value);
        row->cells[2].text = fw_doc_format(doc, "%s %s", gate->at_least ? "at least" : "at most",
                                           figure(doc, gate, gate->limit));
        row->cells[3].text = gate->passed ? "passed" : "failed";
    }
}
