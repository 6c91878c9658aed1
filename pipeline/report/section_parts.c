/* section_parts.c: the five parts by cohort, the weakest part and what to practise. */
#include "report/charts.h"
#include "report/labels.h"
#include "report/view.h"

#include <math.h>
#include <stdlib.h>

/* Means and shares that differ by rounding only are equal. */
static const double TIE = 1e-9;

static fw_estimate part_mean(const fw_group *group, size_t part) {
    return fw_group_points(group, FW_METRIC_PART + part);
}

static void facet_row(fw_view *view, fw_dot *row, const fw_group *group, const char *why) {
    for (size_t p = 0; p < FW_ARC_PARTS; p++) {
        row[p] = (fw_dot){.label = group->name, .withheld = why, .strong = group == view->all};
        if (!why) row[p].estimate = part_mean(group, p);
    }
}

static void parts_chart(fw_view *view) {
    const fw_dimension *cohorts = view->cohorts;
    const size_t rows = 1 + (view->comparable ? cohorts->count : 0);
    fw_dot *cells = calloc(rows * FW_ARC_PARTS, sizeof *cells);
    size_t *order = fw_display_order(view, FW_DIM_COHORT);
    if (!cells || !order) {
        free(cells);
        free(order);
        view->doc->failed = true;
        return;
    }
    const char *heads[FW_ARC_PARTS];
    double norms[FW_ARC_PARTS];
    for (size_t p = 0; p < FW_ARC_PARTS; p++) {
        heads[p] = fw_part_labels[p].head;
        norms[p] = view->all->metric[FW_METRIC_PART + p].mean;
    }
    facet_row(view, cells, view->all, NULL);
    for (size_t r = 1; r < rows; r++)
        facet_row(view, &cells[r * FW_ARC_PARTS], &cohorts->groups[order[r - 1]],
                  fw_withheld_phrase(view, view->shown[FW_DIM_COHORT][order[r - 1]]));
    const fw_facet_chart chart = {
        "Mean of each part (0 to 4) with 95% interval", heads, FW_ARC_PARTS, norms, cells, rows, 4};
    fw_chart_facets(view->doc, &chart);
    free(cells);
    free(order);
}

static void fill_parts(fw_view *view, const fw_group *group, fw_row *row) {
    (void)view;
    row->cells[1] = fw_number_cell((double)fw_group_participants(group));
    for (size_t p = 0; p < FW_ARC_PARTS; p++) row->cells[2 + p] = fw_estimate_cell(part_mean(group, p));
}

static void fill_absent(fw_view *view, const fw_group *group, fw_row *row) {
    (void)view;
    row->cells[1] = fw_number_cell((double)group->answers);
    for (size_t p = 0; p < FW_ARC_PARTS; p++)
        row->cells[2 + p] =
            fw_estimate_cell(fw_group_share(group, (double)group->absent[p], FW_MARK_ABSENT + p));
}

const char *fw_say_parts(fw_doc *doc, const size_t *parts, size_t count) {
    const char *said = fw_part_labels[parts[0]].label;
    for (size_t i = 1; i < count; i++)
        said = fw_doc_format(doc, "%s%s%s", said, i + 1 < count ? ", " : " and ",
                             fw_part_labels[parts[i]].label);
    return said;
}

/* Parts other than the weakest whose intervals reach its: by these answers they may be as weak. */
static const char *say_as_weak(fw_view *view, size_t worst) {
    size_t close[FW_ARC_PARTS], count = 0;
    for (size_t p = 0; p < FW_ARC_PARTS; p++)
        if (p != worst && !fw_intervals_apart(part_mean(view->all, p), part_mean(view->all, worst)))
            close[count++] = p;
    return count ? fw_doc_format(view->doc, "; %s may be as weak", fw_say_parts(view->doc, close, count))
                 : "";
}

static const char *say_ends(fw_view *view, size_t best, size_t worst) {
    fw_doc *doc = view->doc;
    const fw_group *all = view->all;
    const double lowest = part_mean(all, worst).value;
    size_t low[FW_ARC_PARTS], count = 0;
    for (size_t p = 0; p < FW_ARC_PARTS; p++)
        if (part_mean(all, p).value - lowest < TIE) low[count++] = p;
    const char *strongest =
        fw_capital(doc, fw_doc_format(doc, "%s is the strongest part (%.1f of 4)", fw_part_labels[best].label,
                                      part_mean(all, best).value));
    if (count > 1)
        return fw_doc_format(doc, "%s; %s are the weakest (%.1f).", strongest, fw_say_parts(doc, low, count),
                             lowest);
    return fw_doc_format(doc, "%s and %s the weakest (%.1f), absent from %s of the answers%s.", strongest,
                         fw_part_labels[worst].label, lowest,
                         fw_say_share(doc, (double)all->absent[worst] / (double)all->answers),
                         say_as_weak(view, worst));
}

void fw_section_parts(fw_view *view) {
    static const fw_table_column MEANS[] = {
        {"cohort", "Cohort", FW_CELL_TEXT, 0},        {"participants", "Participants", FW_CELL_COUNT, 0},
        {"fail", "Failure", FW_CELL_INTERVAL, 1},     {"diag", "Diagnosis", FW_CELL_INTERVAL, 1},
        {"act", "Action", FW_CELL_INTERVAL, 1},       {"learn", "Learning", FW_CELL_INTERVAL, 1},
        {"impr", "Improvement", FW_CELL_INTERVAL, 1},
    };
    static const fw_table_column ABSENT[] = {
        {"cohort", "Cohort", FW_CELL_TEXT, 0},
        {"answers", "Answers", FW_CELL_COUNT, 0},
        {"fail_absent", "Failure", FW_CELL_PERCENT_INTERVAL, 0},
        {"diag_absent", "Diagnosis", FW_CELL_PERCENT_INTERVAL, 0},
        {"act_absent", "Action", FW_CELL_PERCENT_INTERVAL, 0},
        {"learn_absent", "Learning", FW_CELL_PERCENT_INTERVAL, 0},
        {"impr_absent", "Improvement", FW_CELL_PERCENT_INTERVAL, 0},
    };
    fw_doc *doc = view->doc;
    size_t best = 0;
    size_t worst = 0;
    for (size_t p = 1; p < FW_ARC_PARTS; p++) {
        if (part_mean(view->all, p).value > part_mean(view->all, best).value) best = p;
        if (part_mean(view->all, p).value < part_mean(view->all, worst).value) worst = p;
    }
    fw_doc_finding(doc, best == worst ? fw_doc_format(doc, "All five parts are equally strong, %.1f of 4.",
                                                      part_mean(view->all, 0).value)
                                      : say_ends(view, best, worst));
    parts_chart(view);
    if (view->comparable)
        fw_doc_block(doc, FW_BLOCK_NOTE,
                     "Dashed lines: the mean of all answers. Each part has its own window of the scale, all "
                     "equally wide.");
    fw_table *table = fw_doc_table(doc, FW_BLOCK_TABLE, "parts", "Mean of each part, 0 to 4 (95% interval)",
                                   MEANS, sizeof MEANS / sizeof MEANS[0]);
    fw_fill_groups(view, FW_DIM_COHORT, table, fill_parts);
    table =
        fw_doc_table(doc, FW_BLOCK_TABLE, "parts_absent", "Answers in which a part is absent (95% interval)",
                     ABSENT, sizeof ABSENT / sizeof ABSENT[0]);
    fw_fill_groups(view, FW_DIM_COHORT, table, fill_absent);
    fw_doc_block(
        doc, FW_BLOCK_NOTE,
        "0 absent, 1 hinted, 2 present but vague, 3 specific, 4 specific with evidence. Absent: no points, "
        "as "
        "nothing of it is told, or too little to count. Improvement is demonstrated improvement: proof that "
        "behaviour is different now.");
}

/* ---- weakest part ---- */

/* All parts that are so equally often: one of them alone would be the first by the order of the arc. */
static void fill_weakest(fw_view *view, const fw_group *group, fw_row *row) {
    row->cells[1] = fw_number_cell((double)group->answers);
    size_t order[FW_ARC_PARTS];
    for (size_t p = 0; p < FW_ARC_PARTS; p++) row->cells[3 + p] = fw_number_cell(fw_weakest_share(group, p));
    if (fw_commonest_weakest(group) < 0) return;
    (void)fw_weakest_order(group, order);
    const size_t tied = fw_weakest_tied(group, order);
    const char *said = fw_part_labels[order[0]].noun;
    for (size_t i = 1; i < tied; i++)
        said = fw_doc_format(view->doc, "%s, %s", said, fw_part_labels[order[i]].noun);
    row->cells[2].text = said;
}

/* "a (25%), b (24%) and c (21%)". */
static const char *say_shares(fw_view *view, const size_t *parts, size_t count) {
    const char *said = "";
    for (size_t i = 0; i < count; i++)
        said = fw_doc_format(view->doc, "%s%s%s (%s)", said,
                             i == 0          ? ""
                             : i + 1 < count ? ", "
                                             : " and ",
                             fw_part_labels[parts[i]].label,
                             fw_say_share(view->doc, fw_weakest_share(view->all, parts[i])));
    return said;
}

/* What follows from how many parts may be the commonest. */
static const char *say_how_certain(fw_view *view, const size_t order[FW_ARC_PARTS], size_t close) {
    if (close == 1) return ", so practice time should go there first";
    const char *others = say_shares(view, order + 1, close - 1);
    return fw_doc_format(view->doc,
                         close == 2 ? ", then %s, and their order is not certain: practise both"
                                    : ", but does not stand out: %s may be so as often",
                         others);
}

static const char *say_weakest(fw_view *view, const size_t order[FW_ARC_PARTS], size_t close) {
    fw_doc *doc = view->doc;
    const double first = fw_weakest_share(view->all, order[0]);
    const size_t tied = fw_weakest_tied(view->all, order);
    const char *share = fw_say_share(doc, first);
    return fw_capital(
        doc, tied > 1
                 ? fw_doc_format(
                       doc, "%s are equally often the weakest part (%s of the answers each): practise %s.",
                       fw_say_parts(doc, order, tied), share, tied == 2 ? "both" : "all of them")
                 : fw_doc_format(doc, "%s is most often the weakest part (%s of the answers)%s.",
                                 fw_part_labels[order[0]].label, share, say_how_certain(view, order, close)));
}

static void weakest_chart(fw_view *view, const size_t order[FW_ARC_PARTS]) {
    fw_dot bars[FW_ARC_PARTS];
    for (size_t i = 0; i < FW_ARC_PARTS; i++)
        bars[i] = (fw_dot){.label = fw_capital(view->doc, fw_part_labels[order[i]].label),
                           .estimate = fw_weakest_estimate(view->all, order[i])};
    fw_chart_shares(view->doc, "How often each part is the weakest", bars, FW_ARC_PARTS);
}

/* A part can be told vaguely by everybody, or well by some and not at all by others. */
static void say_lower_mean(fw_view *view, size_t commonest) {
    size_t lowest = 0;
    for (size_t p = 1; p < FW_ARC_PARTS; p++)
        if (part_mean(view->all, p).value < part_mean(view->all, lowest).value) lowest = p;
    const fw_estimate here = part_mean(view->all, commonest), there = part_mean(view->all, lowest);
    if (here.value - there.value < TIE) return;
    fw_doc_block(
        view->doc, FW_BLOCK_NOTE,
        fw_doc_format(view->doc,
                      "The lowest mean is another part's, %s (%.2f, against %.2f): there more answers "
                      "are vague, here more are without it or far behind.",
                      fw_part_labels[lowest].label, there.value, here.value));
}

void fw_section_weakest(fw_view *view) {
    static const fw_table_column COLUMNS[] = {
        {"cohort", "Cohort", FW_CELL_TEXT, 0},      {"answers", "Answers", FW_CELL_COUNT, 0},
        {"weakest", "Most often", FW_CELL_TEXT, 0}, {"fail", "Failure", FW_CELL_PERCENT, 0},
        {"diag", "Diagnosis", FW_CELL_PERCENT, 0},  {"act", "Action", FW_CELL_PERCENT, 0},
        {"learn", "Learning", FW_CELL_PERCENT, 0},  {"impr", "Improvement", FW_CELL_PERCENT, 0},
    };
    fw_doc *doc = view->doc;
    if (fw_commonest_weakest(view->all) < 0) {
        fw_doc_finding(doc, "No answer has a weakest part, so there is nothing to single out.");
        return;
    }
    size_t order[FW_ARC_PARTS];
    const size_t close = fw_weakest_order(view->all, order);
    fw_doc_finding(doc, say_weakest(view, order, close));
    weakest_chart(view, order);
    fw_table *table =
        fw_doc_table(doc, FW_BLOCK_TABLE, "weakest", "Share of answers in which a part is the weakest",
                     COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    fw_fill_groups(view, FW_DIM_COHORT, table, fill_weakest);
    fw_doc_block(doc, FW_BLOCK_NOTE,
                 "Where several parts tie, the answer counts for each of them in equal shares.");
    say_lower_mean(view, order[0]);
}
