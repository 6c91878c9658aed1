/* section_splits.c: overall score by question, level, framework, mode and the columns asked for. */
#include "report/charts.h"
#include "report/view.h"

#include "base/str.h"

#include <inttypes.h>
#include <string.h>

static const fw_table_column COLUMNS[] = {
    {"group", "Group", FW_CELL_TEXT, 0},
    {"answers", "Answers", FW_CELL_COUNT, 0},
    {"participants", "Participants", FW_CELL_COUNT, 0},
    {"mean", "Mean overall (95% interval)", FW_CELL_INTERVAL, 2},
    {"difference", "Against all", FW_CELL_SIGNED, 2},
};

static void fill(fw_view *view, const fw_group *group, fw_row *row) {
    const fw_moments *metric = &group->metric[FW_METRIC_OVERALL];
    row->cells[1] = fw_number_cell((double)group->answers);
    row->cells[2] = fw_number_cell((double)fw_group_participants(group));
    row->cells[3] = fw_estimate_cell(fw_mean_interval(metric));
    if (group != view->all)
        row->cells[4] = fw_number_cell(metric->mean - view->all->metric[FW_METRIC_OVERALL].mean);
}

/* A column's name as part of a file name: what is not plain becomes "_", and a hash keeps such names apart.
 */
static const char *table_name(fw_doc *doc, const char *column) {
    char slug[33];
    size_t len = 0;
    bool plain = true;
    for (size_t i = 0; column[i] && len + 1 < sizeof slug; i++) {
        const char c = column[i];
        const bool good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
        plain = plain && good;
        slug[len++] = good ? c : '_';
    }
    slug[len] = '\0';
    if (plain && strlen(column) == len) return fw_doc_format(doc, "by_%s", slug);
    const uint64_t hash = fw_hash64(column, strlen(column), 0);
    return fw_doc_format(doc, "by_%s_%08" PRIx32, slug, (uint32_t)(hash >> 32));
}

static void one_split(fw_view *view, size_t d) {
    fw_doc *doc = view->doc;
    const fw_dimension *dimension = &view->report->dimensions[d];
    fw_doc_block(doc, FW_BLOCK_HEADING, fw_doc_format(doc, "By %s", dimension->column));
    if (dimension->count == 1) {
        fw_doc_block(doc, FW_BLOCK_TEXT,
                     fw_doc_format(doc,
                                   "All answers have the same value (%s), so there is nothing to compare.",
                                   dimension->groups[0].name));
        return;
    }
    const char *contrast = fw_say_contrast(view, d);
    if (contrast) fw_doc_block(doc, FW_BLOCK_TEXT, fw_doc_format(doc, "%s.", contrast));
    fw_chart_group_means(
        view, d, fw_doc_format(doc, "Mean overall score by %s, with 95%% intervals", dimension->column));
    fw_table *table = fw_doc_table(doc, FW_BLOCK_TABLE, table_name(doc, dimension->column),
                                   fw_doc_format(doc, "Mean overall score by %s", dimension->column), COLUMNS,
                                   sizeof COLUMNS / sizeof COLUMNS[0]);
    fw_fill_groups(view, d, table, fill);
}

/* The split with the widest gap between shown groups, among those whose extremes stand apart, and not by
 * chance in so many pairs of all splits; 0 = none. */
static size_t widest(const fw_view *view) {
    size_t best = 0;
    double best_gap = 0, pairs = 0;
    for (size_t d = FW_DIM_FIRST_OTHER; d < view->report->dimension_count; d++)
        pairs += fw_shown_pairs(view, d);
    for (size_t d = FW_DIM_FIRST_OTHER; d < view->report->dimension_count; d++) {
        const fw_group *high = NULL;
        const fw_group *low = NULL;
        if (!fw_extremes(view, d, &high, &low)) continue;
        const double gap = high->metric[FW_METRIC_OVERALL].mean - low->metric[FW_METRIC_OVERALL].mean;
        if (fw_groups_apart(high, low, pairs) != FW_APART || gap <= best_gap) continue;
        best = d;
        best_gap = gap;
    }
    return best;
}

/* Some column has two groups that are shown. */
static bool is_comparable(const fw_view *view) {
    for (size_t d = FW_DIM_FIRST_OTHER; d < view->report->dimension_count; d++) {
        size_t shown = 0;
        for (size_t i = 0; i < view->report->dimensions[d].count; i++) shown += view->shown[d][i] == FW_SHOWN;
        if (shown > 1) return true;
    }
    return false;
}

void fw_section_splits(fw_view *view) {
    fw_doc *doc = view->doc;
    if (view->report->dimension_count == FW_DIM_FIRST_OTHER) {
        fw_doc_finding(doc, "The data have no further columns to report by.");
        return;
    }
    const size_t best = widest(view);
    if (best > 0) {
        fw_doc_finding(doc,
                       fw_doc_format(doc, "The clearest difference is by %s: %s.",
                                     view->report->dimensions[best].column, fw_say_contrast(view, best)));
    } else {
        fw_doc_finding(doc, is_comparable(view)
                                ? "No question, level or other group stands clearly apart from the others."
                                : "No column has two groups that are large enough to be compared.");
    }
    for (size_t d = FW_DIM_FIRST_OTHER; d < view->report->dimension_count; d++) one_split(view, d);
    if (view->participants_known)
        fw_doc_block(
            doc, FW_BLOCK_NOTE,
            "A person with answers in several groups counts in each of them, by the mean of the answers "
            "there: groups can all lie on one side of the mean of all.");
}
