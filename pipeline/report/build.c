/* build.c: the sections of a report, in order. */
#include "report/labels.h"
#include "report/view.h"

#include <math.h>

/* A section of the report. */
typedef struct {
    const char *id;
    const char *title;
    void (*build)(fw_view *view);
    bool researcher; /* belongs to the second half of the page */
    bool figures;    /* shows figures about answers: only with k participants */
} section;

static const section SECTIONS[] = {
    {"analysed", "What was analysed", fw_section_intake, false, false},
    {"cohorts", "How the cohorts did", fw_section_headline, false, true},
    {"distribution", "How the scores spread", fw_section_distribution, false, true},
    {"parts", "The five parts of the answer", fw_section_parts, false, true},
    {"weakest", "The weakest part", fw_section_weakest, false, true},
    {"traps", "Humility, agency, traps and time", fw_section_traps, false, true},
    {"change", "Change between attempts", fw_section_change, false, true},
    {"splits", "By question, level and other columns", fw_section_splits, false, true},
    {"next", "What to work on next", fw_section_next, false, true},
    {"not", "What this score is not", fw_section_not_this, false, false},
    {"weights", "What drives the scores", fw_section_weights, true, false},
    {"agreement", "How well scores agree with raters", fw_section_agreement, true, true},
    {"accuracy", "Where the scores are off", fw_section_accuracy, true, true},
    {"raters", "How raters agree", fw_section_raters, true, true},
    {"fairness", "Whether groups are treated alike", fw_section_fairness, true, true},
    {"drift", "Whether the answers still resemble the training set", fw_section_drift, true, true},
    {"quality", "Data quality", fw_section_quality, true, true},
    {"features", "Feature descriptives", fw_section_features, true, true},
    {"methods", "Methods and provenance", fw_section_methods, true, false},
};

static void weakest_tile(fw_view *view, size_t part) {
    size_t order[FW_ARC_PARTS];
    const bool certain = fw_weakest_order(view->all, order) == 1;
    const size_t tied = fw_weakest_tied(view->all, order);
    const char *share = fw_say_share(view->doc, fw_weakest_share(view->all, part));
    if (tied > 1) {
        fw_doc_tile(view->doc, fw_doc_format(view->doc, "%zu parts", tied), "equally often the weakest",
                    fw_doc_format(view->doc, "each in %s of the answers", share));
        return;
    }
    fw_doc_tile(view->doc, fw_part_labels[part].noun, "most often the weakest part",
                fw_doc_format(view->doc, "in %s of the answers%s", share, certain ? "" : "; not certain"));
}

/* The figures a coach wants first. */
static void add_tiles(fw_view *view) {
    fw_doc *doc = view->doc;
    const fw_report *report = view->report;
    const fw_estimate mean = fw_mean_interval(&view->all->metric[FW_METRIC_OVERALL]);
    const fw_table_column count = {.kind = FW_CELL_COUNT};
    const fw_cell rows = fw_number_cell((double)report->rows);
    char text[64];
    fw_cell_print(&count, &rows, text, sizeof text);
    fw_doc_tile(doc, fw_doc_copy(doc, text), report->rows == 1 ? "answer" : "answers",
                view->participants_known
                    ? fw_doc_format(doc, "from %s",
                                    fw_say_count(doc, view->participants, "participant", "participants"))
                    : "participants not given");
    if (!view->enough) return;
    fw_doc_tile(doc, fw_doc_format(doc, "%.2f", mean.value), "mean overall score",
                isfinite(mean.low) ? fw_doc_format(doc, "95%% interval %.2f to %.2f", mean.low, mean.high)
                                   : "one participant: no interval");
    const int weakest = fw_commonest_weakest(view->all);
    if (weakest >= 0) weakest_tile(view, (size_t)weakest);
    const fw_paired_test test = fw_paired(&view->change[0].pairs[0]);
    if (test.change.n < (double)report->k) return;
    fw_doc_tile(doc, fw_say_signed(doc, test.change.value, 2), "change, first to last attempt",
                fw_doc_format(doc, "95%% interval %s to %s", fw_say_signed(doc, test.change.low, 2),
                              fw_say_signed(doc, test.change.high, 2)));
}

void fw_build_document(fw_view *view) {
    fw_doc *doc = view->doc;
    doc->title = view->report->title;
    doc->subtitle = "How well people answer \"Tell me about a time you failed\"";
    doc->banner = view->report->synthetic ? FW_SYNTHETIC : NULL;
    add_tiles(view);
    for (size_t i = 0; i < sizeof SECTIONS / sizeof SECTIONS[0]; i++) {
        const section *entry = &SECTIONS[i];
        fw_doc_section(doc, entry->id, entry->title);
        if (entry->researcher) fw_doc_researcher(doc);
        if (entry->figures && !view->enough) {
            fw_doc_finding(doc, fw_too_few(view));
        } else {
            entry->build(view);
        }
    }
    fw_doc_join_alike(doc);
}
