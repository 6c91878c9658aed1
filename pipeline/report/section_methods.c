/* section_methods.c: definitions and provenance. */
#include "report/view.h"

#include <inttypes.h>
#include <string.h>

static const char *const DEFINITIONS[] = {
    "Overall: one score on the programme's scale, from the rubric or from weights fitted to ratings; trimmed "
    "to the scale.",
    "Parts: honest failure, clear diagnosis, decisive action, extracted learning, demonstrated improvement; "
    "0 to 4 each.",
    "Humility is the mean of failure and diagnosis; agency the mean of action, learning and improvement.",
    "Means of groups: each participant's answers are averaged first; intervals are Student's t over "
    "participants.",
    "Shares: Wilson's score interval at 95%, over answers; several of one person count for as many as they "
    "tell apart (design effect).",
    "Agreement with raters, groups' differences from it, Krippendorff's alpha, weights: percentiles of "
    "resampled participants (alpha: answers), expanded where these are few (Hesterberg 2015).",
    "Change: mean at the last attempt minus mean at the first, per participant, counted in the cohort of the "
    "first attempt.",
    "Spoken time: the recorded duration where there is one, otherwise estimated from the number of words.",
};

static void provenance_row(fw_view *view, fw_table *table, const char *key, const char *value) {
    fw_row *row = fw_table_row(view->doc, table);
    if (!row) return;
    row->cells[0].text = key;
    row->cells[1].text = value;
}

/* What the report tells itself, and the manifest's name of the same. */
static const char *const SAME[][2] = {{"command line", "command"},
                                      {"seed", "seed"},
                                      {"disclosure threshold k", "report.k"},
                                      {"failwise", "version"},
                                      {"lexicon hash", "lexicon_xxh3"}};

/* The same thing with the same value stands there already; of a report of earlier scores it may be another.
 */
static bool is_told(const fw_table *table, const char *key, const char *value) {
    for (size_t i = 0; i < sizeof SAME / sizeof SAME[0]; i++) {
        if (strcmp(SAME[i][1], key) != 0) continue;
        for (size_t r = 0; table && r < table->row_count; r++) {
            const fw_cell *told = table->rows[r].cells;
            if (strcmp(told[0].text, SAME[i][0]) == 0 && strcmp(told[1].text, value) == 0) return true;
        }
    }
    return false;
}

static void provenance_leaf(fw_view *view, fw_table *table, const char *key, const char *value) {
    if (*value && !is_told(table, key, value)) provenance_row(view, table, key, value);
}

/* Nested objects become dotted keys, list entries numbered ones. */
static void provenance_value(fw_view *view, fw_table *table, const char *key, const json_t *value,
                             int depth) {
    fw_doc *doc = view->doc;
    if (depth > 8) return;
    if (json_is_object(value)) {
        const char *name;
        json_t *inner;
        json_object_foreach((json_t *)(uintptr_t)value, name, inner) {
            provenance_value(view, table,
                             *key ? fw_doc_format(doc, "%s.%s", key, name) : fw_doc_copy(doc, name), inner,
                             depth + 1);
        }
    } else if (json_is_array(value)) {
        for (size_t i = 0; i < json_array_size(value); i++)
            provenance_value(view, table, fw_doc_format(doc, "%s.%zu", key, i + 1), json_array_get(value, i),
                             depth + 1);
    } else if (json_is_string(value)) {
        provenance_leaf(view, table, key, fw_doc_copy(doc, json_string_value(value)));
    } else if (json_is_integer(value)) {
        provenance_leaf(view, table, key,
                        fw_doc_format(doc, "%" JSON_INTEGER_FORMAT, json_integer_value(value)));
    } else if (json_is_real(value)) {
        provenance_leaf(view, table, key, fw_doc_format(doc, "%.12g", json_real_value(value)));
    } else {
        provenance_leaf(view, table, key, json_is_true(value) ? "yes" : json_is_false(value) ? "no" : "");
    }
}

static void provenance(fw_view *view) {
    static const fw_table_column COLUMNS[] = {
        {"key", "Key", FW_CELL_TEXT, 0},
        {"value", "Value", FW_CELL_TEXT, 0},
    };
    const fw_report *report = view->report;
    fw_doc *doc = view->doc;
    fw_table *table = fw_doc_table(doc, FW_BLOCK_TABLE, "provenance", "How this report was made", COLUMNS, 2);
    if (report->command_line[0]) provenance_row(view, table, "command line", report->command_line);
    provenance_row(view, table, "seed", fw_doc_format(doc, "%" PRIu64, report->seed));
    provenance_row(view, table, "disclosure threshold k", fw_doc_format(doc, "%zu", report->k));
    provenance_row(view, table, "failwise", FAILWISE_VERSION);
    if (view->model) {
        provenance_row(view, table, "model type", view->model->type);
        if (view->model->trait[0]) provenance_row(view, table, "trait", view->model->trait);
        if (view->model->lexicon_hash)
            provenance_row(view, table, "lexicon hash",
                           fw_doc_format(doc, "%016" PRIx64, view->model->lexicon_hash));
        if (view->model->answers_hash && view->model->quality.rows > 0)
            provenance_row(view, table, "fitted to answers",
                           fw_doc_format(doc, "%016" PRIx64, view->model->answers_hash));
        if (view->model->ratings_hash)
            provenance_row(view, table, "fitted to ratings",
                           fw_doc_format(doc, "%016" PRIx64, view->model->ratings_hash));
    }
    if (view->provenance) provenance_value(view, table, "", view->provenance, 0);
}

void fw_section_methods(fw_view *view) {
    fw_doc *doc = view->doc;
    fw_doc_finding(
        doc, "The same input, settings and version give the same bytes; the table says which they were.");
    fw_doc_block(doc, FW_BLOCK_HEADING, "Definitions");
    for (size_t i = 0; i < sizeof DEFINITIONS / sizeof DEFINITIONS[0]; i++)
        fw_doc_block(doc, FW_BLOCK_ITEM, DEFINITIONS[i]);
    provenance(view);
}
