/* section_common.c: what all tables and charts by group have in common. */
#include "report/charts.h"
#include "report/view.h"

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

static double mean_of(const fw_view *view, size_t d, size_t group) {
    return view->report->dimensions[d].groups[group].metric[FW_METRIC_OVERALL].mean;
}

/* Of more groups than a chart has room for, the highest and the lowest means: puts them first, half and half;
 * how many there are. */
static size_t pick_ends(fw_view *view, size_t d, size_t *order, size_t shown) {
    enum { HALF = FW_CHART_ROWS / 2 };
    for (size_t end = 0; end < FW_CHART_ROWS; end++) {
        size_t best = end;
        for (size_t i = end + 1; i < shown; i++) {
            const double x = mean_of(view, d, order[i]), y = mean_of(view, d, order[best]);
            if (end < HALF ? x > y : x < y) best = i;
        }
        const size_t swap = order[end];
        order[end] = order[best];
        order[best] = swap;
    }
    for (size_t i = 0; i < HALF / 2; i++) { /* the lowest comes last */
        const size_t a = HALF + i, b = FW_CHART_ROWS - 1 - i, swap = order[a];
        order[a] = order[b];
        order[b] = swap;
    }
    return FW_CHART_ROWS;
}

static size_t count_shown(const fw_view *view, size_t d) {
    size_t shown = 0;
    for (size_t i = 0; i < view->report->dimensions[d].count; i++) shown += view->shown[d][i] == FW_SHOWN;
    return shown;
}

static void means_chart(fw_view *view, size_t d, const char *title, const fw_dot *dots, size_t count) {
    const double mean = view->all->metric[FW_METRIC_OVERALL].mean;
    const fw_dot_chart chart = {.title = title,
                                .dots = dots,
                                .count = count,
                                .low = FW_MISSING,
                                .high = FW_MISSING,
                                .norm = mean,
                                .norm_label = fw_doc_format(view->doc, "all answers %.2f", mean),
                                .digits = 2};
    fw_chart_dots(view->doc, &chart);
    if (count < view->report->dimensions[d].count && count == FW_CHART_ROWS)
        fw_doc_block(
            view->doc, FW_BLOCK_NOTE,
            fw_doc_format(view->doc,
                          "The chart shows the %d highest and the %d lowest of %zu; the table has all.",
                          FW_CHART_ROWS / 2, FW_CHART_ROWS / 2, view->report->dimensions[d].count));
}

void fw_chart_group_means(fw_view *view, size_t d, const char *title) {
    const fw_dimension *dimension = &view->report->dimensions[d];
    fw_dot *dots = calloc(dimension->count + 1, sizeof *dots);
    size_t *order = fw_display_order(view, d);
    if (!dots || !order) {
        view->doc->failed = true;
    } else {
        const size_t shown = count_shown(view, d);
        const size_t count = shown > FW_CHART_ROWS ? pick_ends(view, d, order, shown) : dimension->count;
        for (size_t i = 0; i < count; i++) {
            const fw_group *group = &dimension->groups[order[i]];
            dots[i] = (fw_dot){.label = group->name,
                               .withheld = fw_withheld_phrase(view, view->shown[d][order[i]])};
            if (!dots[i].withheld) dots[i].estimate = fw_mean_interval(&group->metric[FW_METRIC_OVERALL]);
        }
        means_chart(view, d, title, dots, count);
    }
    free(order);
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

double fw_shown_pairs(const fw_view *view, size_t d) {
    const double shown = (double)count_shown(view, d);
    return shown * (shown - 1) / 2;
}

fw_apart fw_groups_apart(const fw_group *a, const fw_group *b, double pairs) {
    static const double LEVEL = .05;
    const fw_moments *of_a = &a->metric[FW_METRIC_OVERALL], *of_b = &b->metric[FW_METRIC_OVERALL];
    if (!fw_intervals_apart(fw_mean_interval(of_a), fw_mean_interval(of_b))) return FW_NOT_APART;
    return fw_means_p(of_a, of_b) * pairs >= LEVEL ? FW_APART_BY_CHANCE : FW_APART; /* Bonferroni */
}

const char *fw_say_contrast(fw_view *view, size_t d) {
    const fw_group *high = NULL;
    const fw_group *low = NULL;
    if (!fw_extremes(view, d, &high, &low)) return NULL;
    static const char *const VERDICT[] = {
        [FW_NOT_APART] = "their intervals overlap, so the order is not certain",
        [FW_APART_BY_CHANCE] = "their intervals do not overlap, which chance may bring in so many groups",
        [FW_APART] = "their intervals do not overlap"};
    const fw_apart apart = fw_groups_apart(high, low, fw_shown_pairs(view, d));
    return fw_doc_format(view->doc, "%s has the highest mean (%.2f) and %s the lowest (%.2f); %s", high->name,
                         high->metric[FW_METRIC_OVERALL].mean, low->name, low->metric[FW_METRIC_OVERALL].mean,
                         VERDICT[apart]);
}
