/* section_common.c: what all tables and charts by group have in common. */
#include "report/charts.h"
#include "report/view.h"

#include <math.h>
#include <stdlib.h>

enum { NAMED_WITHHELD = 30 };

static void withheld_rows(fw_view *view, size_t d, fw_table *table) {
    const fw_dimension *dimension = &view->report->dimensions[d];
    size_t named = 0;
    size_t counted = 0;
    for (size_t i = 0; i < dimension->count; i++) {
        const char *why = fw_withheld_phrase(view, view->shown[d][i]);
        if (!why) continue;
        if (named++ < NAMED_WITHHELD) {
            fw_table_withheld(view->doc, table, dimension->groups[i].name, why);
        } else {
            counted++;
        }
    }
    if (counted > 0)
        fw_table_withheld(view->doc, table,
                          fw_say_count(view->doc, counted, "further group", "further groups"), "suppressed");
}

void fw_fill_groups(fw_view *view, size_t d, fw_table *table, fw_group_fill *fill) {
    if (!table) return;
    const fw_dimension *dimension = &view->report->dimensions[d];
    table->grouped = true;
    fw_row *row = fw_table_row(view->doc, table);
    if (!row) return;
    row->cells[0].text = view->all->name;
    row->strong = true;
    fill(view, view->all, row);
    if (dimension->count < 2) return; /* one group is all answers again */
    for (size_t i = 0; i < dimension->count; i++) {
        if (view->shown[d][i] != FW_SHOWN) continue;
        row = fw_table_row(view->doc, table);
        if (!row) return;
        row->cells[0].text = dimension->groups[i].name;
        fill(view, &dimension->groups[i], row);
    }
    withheld_rows(view, d, table);
}

size_t *fw_display_order(const fw_view *view, size_t d) {
    const size_t count = view->report->dimensions[d].count;
    size_t *order = calloc(count + 1, sizeof *order);
    size_t at = 0;
    for (size_t i = 0; order && i < count; i++) {
        if (view->shown[d][i] == FW_SHOWN) order[at++] = i;
    }
    for (size_t i = 0; order && i < count; i++) {
        if (view->shown[d][i] != FW_SHOWN) order[at++] = i;
    }
    return order;
}

void fw_chart_group_means(fw_view *view, size_t d, const char *title) {
    const fw_dimension *dimension = &view->report->dimensions[d];
    fw_dot *dots = calloc(dimension->count + 1, sizeof *dots);
    if (!dots) {
        view->doc->failed = true;
        return;
    }
    size_t *order = fw_display_order(view, d);
    if (!order) {
        free(dots);
        view->doc->failed = true;
        return;
    }
    for (size_t i = 0; i < dimension->count; i++) {
        const fw_group *group = &dimension->groups[order[i]];
        dots[i] =
            (fw_dot){.label = group->name, .withheld = fw_withheld_phrase(view, view->shown[d][order[i]])};
        if (!dots[i].withheld) dots[i].estimate = fw_mean_interval(&group->metric[FW_METRIC_OVERALL]);
    }
    free(order);
    const double mean = view->all->metric[FW_METRIC_OVERALL].mean;
    const fw_dot_chart chart = {.title = title,
                                .dots = dots,
                                .count = dimension->count,
                                .low = FW_MISSING,
                                .high = FW_MISSING,
                                .norm = mean,
                                .norm_label = fw_doc_format(view->doc, "all answers %.2f", mean),
                                .digits = 2};
    fw_chart_dots(view->doc, &chart);
    free(dots);
}

bool fw_extremes(const fw_view *view, size_t d, const fw_group **high, const fw_group **low) {
    const fw_dimension *dimension = &view->report->dimensions[d];
    *high = *low = NULL;
    for (size_t i = 0; i < dimension->count; i++) {
        const fw_group *group = &dimension->groups[i];
        if (view->shown[d][i] != FW_SHOWN) continue;
        const double mean = group->metric[FW_METRIC_OVERALL].mean;
        if (!*high || mean > (*high)->metric[FW_METRIC_OVERALL].mean) *high = group;
        if (!*low || mean < (*low)->metric[FW_METRIC_OVERALL].mean) *low = group;
    }
    return *high && *high != *low;
}

const char *fw_say_contrast(fw_view *view, size_t d) {
    const fw_group *high = NULL;
    const fw_group *low = NULL;
    if (!fw_extremes(view, d, &high, &low)) return NULL;
    const fw_estimate a = fw_mean_interval(&high->metric[FW_METRIC_OVERALL]);
    const fw_estimate b = fw_mean_interval(&low->metric[FW_METRIC_OVERALL]);
    const char *verdict = fw_intervals_apart(a, b) ? "their intervals do not overlap"
                                                   : "their intervals overlap, so the order is not certain";
    return fw_doc_format(view->doc, "%s has the highest mean (%.2f) and %s the lowest (%.2f); %s", high->name,
                         a.value, low->name, b.value, verdict);
}
