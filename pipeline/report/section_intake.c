/* section_intake.c: what was read, used and set aside. */
#include "report/labels.h"
#include "report/view.h"

#include <inttypes.h>

static const fw_table_column ITEMS[] = {
    {"item", "What", FW_CELL_TEXT, 0},
    {"count", "Count", FW_CELL_COUNT, 0},
    {"share", "Share", FW_CELL_PERCENT, 1},
};

static void item(fw_view *view, fw_table *table, const char *name, uint64_t count, uint64_t of) {
    fw_row *row = fw_table_row(view->doc, table);
    if (!row) return;
    row->cells[0].text = name;
    row->cells[1] = fw_number_cell((double)count);
    if (of > 0) row->cells[2] = fw_number_cell((double)count / (double)of);
}

/* Rows of nobody where others are of somebody: each counts as a participant. */
static uint64_t nameless(const fw_view *view) {
    return view->participants_known ? view->report->missing[FW_COL_PARTICIPANT] : 0;
}

/* What stands in answers and was not read as part of them. */
static void unread(fw_view *view, fw_table *table) {
    static const char *const NAMES[FW_UNREAD_HESITATION] = {
        [FW_UNREAD_MARKUP] = "Answers with markup, which is not read",
        [FW_UNREAD_NOTE] = "Answers with notes or time stamps, which are not read",
        [FW_UNREAD_SPEAKER] = "Answers with names of speakers, which are not read",
        [FW_UNREAD_QUESTION] = "Answers with an interviewer's questions, which are not read",
    };
    for (int kind = 0; view->intake && kind < FW_UNREAD_HESITATION; kind++)
        if (view->intake->unread_answers[kind])
            item(view, table, NAMES[kind], view->intake->unread_answers[kind], view->report->rows);
}

static void rows_table(fw_view *view) {
    const fw_report *report = view->report;
    const fw_intake *in = view->intake;
    fw_table *table = fw_doc_table(view->doc, FW_BLOCK_FOLD, "analysed", "Rows, people and ratings", ITEMS,
                                   sizeof ITEMS / sizeof ITEMS[0]);
    if (in) {
        item(view, table, "Rows read", in->rows_read, 0);
        item(view, table, "Rows used", in->rows_used, in->rows_read);
        item(view, table, "Rows rejected", in->rows_rejected, in->rows_read);
        if (in->rows_forgotten)
            item(view, table, "Rows taken out later, on request", in->rows_forgotten, in->rows_read);
    }
    item(view, table, "Answers scored", report->rows, 0);
    if (view->participants_known) item(view, table, "Participants", view->participants, 0);
    if (nameless(view) > 0)
        item(view, table, "Answers that name nobody, and count as a participant each", nameless(view),
             report->rows);
    if (view->cohorts->index >= 0) item(view, table, "Cohorts", fw_dimension_named(view->cohorts), 0);
    const uint64_t rated = (uint64_t)report->ratings.n;
    item(view, table, "Answers with a rating", rated, report->rows);
    if (in && in->ratings_read > 0) {
        item(view, table, "Ratings read", in->ratings_read, 0);
        item(view, table, "Ratings used", in->ratings_used, in->ratings_read);
        item(view, table, "Ratings rejected", in->ratings_rejected, in->ratings_read);
        item(view, table, "Ratings of answers that are not here", in->ratings_unmatched, in->ratings_read);
        item(view, table, "Raters", in->raters, 0);
    }
    unread(view, table);
    if (report->column[FW_COL_DURATION] >= 0)
        item(view, table, "Answers with a recorded duration", report->rows - report->missing[FW_COL_DURATION],
             report->rows);
}

static void rejects_table(fw_view *view) {
    const fw_intake *in = view->intake;
    if (!in || in->rows_rejected == 0) return;
    static const fw_table_column COLUMNS[] = {
        {"code", "Code", FW_CELL_TEXT, 0},
        {"reason", "Why the row could not be used", FW_CELL_TEXT, 0},
        {"rows", "Rows", FW_CELL_COUNT, 0},
    };
    fw_table *table = fw_doc_table(view->doc, FW_BLOCK_TABLE, "rejects_by_reason", "Rejected rows by reason",
                                   COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    for (size_t i = 0; i < FW_REASON_COUNT; i++) {
        if (in->reject_counts[i] == 0) continue;
        fw_row *row = fw_table_row(view->doc, table);
        if (!row) return;
        row->cells[0].text = fw_reason_labels[i].key;
        row->cells[1].text = fw_reason_labels[i].label;
        row->cells[2] = fw_number_cell((double)in->reject_counts[i]);
    }
}

static const char *say_who(fw_view *view) {
    fw_doc *doc = view->doc;
    if (!view->participants_known) return "";
    const char *people = fw_say_count(doc, view->participants, "participant", "participants");
    if (nameless(view) == 0) return fw_doc_format(doc, " from %s", people);
    return fw_doc_format(doc, " from %s (%s nobody, and %s)", people,
                         fw_say_count(doc, nameless(view), "answer names", "answers name"),
                         nameless(view) == 1 ? "counts as one" : "count as one each");
}

void fw_section_intake(fw_view *view) {
    fw_doc *doc = view->doc;
    const fw_intake *in = view->intake;
    const char *where = "";
    const size_t cohorts = fw_dimension_named(view->cohorts);
    if (cohorts > 0) where = fw_doc_format(doc, " in %s", fw_say_count(doc, cohorts, "cohort", "cohorts"));
    const char *lost = "";
    if (in && in->rows_rejected > 0) {
        lost = fw_doc_format(doc, "; %" PRIu64 " of %s could not be used", in->rows_rejected,
                             fw_say_count(doc, in->rows_read, "row", "rows"));
    } else if (in && in->rows_read > 0) {
        lost = in->rows_forgotten ? "; others were taken out on request"
                                  : "; every row that was read could be used";
    }
    const char *answers = fw_say_count(doc, view->report->rows, "answer", "answers");
    const char *verb = view->report->rows == 1 ? "was" : "were";
    fw_doc_finding(doc, fw_capital(doc, fw_doc_format(doc, "%s%s%s %s analysed%s.", answers, say_who(view),
                                                      where, verb, lost)));
    rows_table(view);
    rejects_table(view);
    fw_gates_table(view);
    fw_trend_part(view);
    fw_doc_block(
        doc, FW_BLOCK_NOTE,
        fw_doc_format(doc,
                      "Figures of a group need %zu %s. Smaller groups are suppressed, and so is what would "
                      "reveal them by subtraction.",
                      view->report->k, view->participants_known ? "participants" : "answers"));
}
