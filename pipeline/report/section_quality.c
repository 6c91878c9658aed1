/* section_quality.c: what is missing, odd or estimated in the data. */
#include "report/labels.h"
#include "report/view.h"

static const fw_table_column CHECKS[] = {
    {"check", "What", FW_CELL_TEXT, 0},
    {"count", "Count", FW_CELL_COUNT, 0},
    {"share", "Share", FW_CELL_PERCENT, 1},
};

/* One check: kept for the sentence when it concerns more than one row in twenty. */
typedef struct checks {
    fw_view *view;
    fw_table *table;
    const char *worst;
    double worst_share;
} checks;

static void check(checks *c, const char *name, const char *sentence, uint64_t count, uint64_t of) {
    fw_row *row = fw_table_row(c->view->doc, c->table);
    if (!row) return;
    const double share = of > 0 ? (double)count / (double)of : FW_MISSING;
    row->cells[0].text = name;
    row->cells[1] = fw_number_cell((double)count);
    row->cells[2] = fw_number_cell(share);
    if (!sentence || !(share > c->worst_share)) return;
    c->worst = sentence;
    c->worst_share = share;
}

static void completeness(fw_view *view) {
    static const fw_table_column COLUMNS[] = {
        {"column", "Column", FW_CELL_TEXT, 0},
        {"state", "State", FW_CELL_TEXT, 0},
        {"missing", "Empty cells", FW_CELL_COUNT, 0},
        {"share", "Share", FW_CELL_PERCENT, 1},
    };
    const fw_report *report = view->report;
    fw_table *table = fw_doc_table(view->doc, FW_BLOCK_TABLE, "completeness", "Completeness of the columns",
                                   COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    for (size_t c = 0; c < FW_COL_COUNT; c++) {
        fw_row *row = fw_table_row(view->doc, table);
        if (!row) return;
        row->cells[0].text = fw_report_column_names[c];
        row->cells[1].text = report->column[c] < 0 ? "not in the data"
                             : report->missing[c]  ? "some empty"
                                                   : "complete";
        if (report->column[c] < 0) continue;
        row->cells[2] = fw_number_cell((double)report->missing[c]);
        row->cells[3] = fw_number_cell((double)report->missing[c] / (double)report->rows);
    }
}

static void ratings(fw_view *view) {
    static const fw_table_column COLUMNS[] = {
        {"item", "Ratings", FW_CELL_TEXT, 0},
        {"value", "Value", FW_CELL_NUMBER, 2},
    };
    const fw_report *report = view->report;
    if (!fw_rated_enough(view)) return;
    fw_table *table = fw_doc_table(view->doc, FW_BLOCK_TABLE, "ratings", "Mean ratings per answer", COLUMNS,
                                   sizeof COLUMNS / sizeof COLUMNS[0]);
    const struct {
        const char *name;
        double value;
    } ITEMS[] = {
        {"Ratings per rated answer", (double)report->rating_total / report->ratings.n},
        {"Mean", report->ratings.mean},
        {"Standard deviation", fw_moments_sd(&report->ratings)},
        {"A quarter below", fw_sketch_quantile(report->rating_sketch, .25)},
        {"Half below", fw_sketch_quantile(report->rating_sketch, .5)},
        {"Three quarters below", fw_sketch_quantile(report->rating_sketch, .75)},
    };
    for (size_t i = 0; i < sizeof ITEMS / sizeof ITEMS[0]; i++) {
        fw_row *row = fw_table_row(view->doc, table);
        if (!row) return;
        row->cells[0].text = ITEMS[i].name;
        row->cells[1] = fw_number_cell(ITEMS[i].value);
    }
}

void fw_section_quality(fw_view *view) {
    /* Most exports have no recorded time, so that it is told where nothing else is. */
    const size_t timeless = (size_t)__builtin_ctz(FW_FLAG_SECONDS_ESTIMATED);
    static const char *const SENTENCES[FW_FLAG_COUNT] = {
        "have a spoken time estimated from their words", "are too short to be judged",
        "were trimmed to the ends of the scale", "are unlike the answers the model was fitted to"};
    fw_doc *doc = view->doc;
    const fw_report *report = view->report;
    const fw_intake *in = view->intake;
    checks c = {
        view,
        fw_doc_table(doc, FW_BLOCK_TABLE, "quality", "Checks", CHECKS, sizeof CHECKS / sizeof CHECKS[0]),
        NULL, .05};
    const uint64_t rated = (uint64_t)report->ratings.n;
    if (in) {
        check(&c, "Rows rejected", "of the rows could not be used", in->rows_rejected, in->rows_read);
        check(&c, "Answers with personal data found", NULL, in->pii_answers, in->rows_read);
        check(&c, "Ratings rejected", NULL, in->ratings_rejected, in->ratings_read);
        check(&c, "Ratings of answers that are not here", NULL, in->ratings_unmatched, in->ratings_read);
    }
    check(&c, "Answers without a rating", rated > 0 ? "have no rating" : NULL, report->rows - rated,
          report->rows);
    for (size_t i = 0; i < FW_FLAG_COUNT; i++)
        check(&c, fw_flag_labels[i].label, i == timeless ? NULL : SENTENCES[i], report->flags[i],
              report->rows);
    const double estimated = (double)report->flags[timeless] / (double)report->rows;
    if (!c.worst && estimated > c.worst_share) {
        c.worst = SENTENCES[timeless];
        c.worst_share = estimated;
    }
    if (c.worst) {
        const bool of_rows = in && c.worst[0] == 'o';
        fw_doc_finding(doc, fw_capital(doc, fw_doc_format(doc, "The point to know first: %s %s%s.",
                                                          fw_say_share(doc, c.worst_share),
                                                          of_rows ? "" : "of the answers ", c.worst)));
    } else {
        fw_doc_finding(doc, "Nothing stands out: every check concerns at most one answer in twenty.");
    }
    completeness(view);
    ratings(view);
}
