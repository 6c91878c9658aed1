/* section_features.c: descriptives of every feature. */
#include "report/view.h"

#include <math.h>

static const char *say_strongest(fw_view *view) {
    const fw_report *report = view->report;
    size_t best = 0;
    double best_r = 0;
    uint64_t constant = 0;
    for (size_t i = 0; i < report->var_count; i++) {
        const fw_feature_sums *sums = &report->features[i];
        const double r = fw_comoments_r(&sums->with_rating);
        constant += !(sums->max > sums->min);
        if (!(fabs(r) > fabs(best_r))) continue;
        best = i;
        best_r = r;
    }
    const char *vary =
        fw_doc_format(view->doc, "%zu of %s vary between answers", report->var_count - (size_t)constant,
                      fw_say_count(view->doc, report->var_count, "feature", "features"));
    if (!(fabs(best_r) > 0)) return fw_doc_format(view->doc, "%s.", vary);
    return fw_doc_format(view->doc, "%s; %s goes most closely with the ratings (r = %s).", vary,
                         report->vars[best].name, fw_say_signed(view->doc, best_r, 2));
}

void fw_section_features(fw_view *view) {
    static const fw_table_column COLUMNS[] = {
        {"feature", "Feature", FW_CELL_TEXT, 0},     {"group", "Group", FW_CELL_TEXT, 0},
        {"unit", "Unit", FW_CELL_TEXT, 0},           {"n", "Answers", FW_CELL_COUNT, 0},
        {"mean", "Mean", FW_CELL_NUMBER, 3},         {"sd", "SD", FW_CELL_NUMBER, 3},
        {"min", "Min", FW_CELL_NUMBER, 2},           {"max", "Max", FW_CELL_NUMBER, 2},
        {"nonzero", "Not zero", FW_CELL_PERCENT, 0}, {"r_rating", "r with rating", FW_CELL_SIGNED, 2},
    };
    fw_doc *doc = view->doc;
    const fw_report *report = view->report;
    if (report->var_count == 0) {
        fw_doc_finding(doc, "The data hold no features.");
        return;
    }
    fw_doc_finding(doc, say_strongest(view));
    fw_table *table = fw_doc_table(doc, FW_BLOCK_FOLD, "features",
                                   "Every feature: mean, spread, range, correlation with ratings", COLUMNS,
                                   sizeof COLUMNS / sizeof COLUMNS[0]);
    const bool rated = report->ratings.n >= (double)report->k;
    for (size_t i = 0; i < report->var_count; i++) {
        const fw_feature_sums *sums = &report->features[i];
        fw_row *row = fw_table_row(doc, table);
        if (!row) return;
        row->cells[0].text = report->vars[i].name;
        row->cells[1].text = report->vars[i].group;
        row->cells[2].text = report->vars[i].unit;
        row->cells[3] = fw_number_cell(sums->moments.n);
        if (sums->moments.n < 1) continue;
        row->cells[4] = fw_number_cell(sums->moments.mean);
        row->cells[5] = fw_number_cell(fw_moments_sd(&sums->moments));
        row->cells[6] = fw_number_cell(sums->min);
        row->cells[7] = fw_number_cell(sums->max);
        row->cells[8] = fw_number_cell((double)sums->nonzero / sums->moments.n);
        if (rated) row->cells[9] = fw_number_cell(fw_comoments_r(&sums->with_rating));
    }
}
