/* section_cohorts.c: mean overall by cohort, and how scores spread. */
#include "report/charts.h"
#include "report/view.h"

#include <stdlib.h>

static void fill_mean(fw_view *view, const fw_group *group, fw_row *row) {
    (void)view;
    row->cells[1] = fw_number_cell((double)group->answers);
    row->cells[2] = fw_number_cell((double)fw_group_participants(group));
    row->cells[3] = fw_estimate_cell(fw_mean_interval(&group->metric[FW_METRIC_OVERALL]));
    const double all = view->all->metric[FW_METRIC_OVERALL].mean;
    if (group != view->all) row->cells[4] = fw_number_cell(group->metric[FW_METRIC_OVERALL].mean - all);
    row->cells[5] = fw_number_cell(fw_moments_sd(&group->metric[FW_METRIC_OVERALL]));
}

/* A coach need not read what researchers do: scores by weights that few ratings made say little. */
static void say_few_rated(fw_view *view) {
    const fw_fit_quality *q = view->model ? &view->model->quality : NULL;
    if (!q || q->rows == 0 || q->participants >= FW_FIT_FEW) return;
    const char *few = fw_model_withheld(view)
                          ? fw_doc_format(view->doc, "fewer than %zu people", view->report->k)
                          : fw_say_count(view->doc, q->participants, "participant", "participants");
    fw_doc_block(
        view->doc, FW_BLOCK_CAUTION,
        fw_doc_format(view->doc,
                      "All scores come from weights that were fitted to ratings of %s only: too few to "
                      "trust them. A run without ratings scores by the rubric.",
                      few));
}

void fw_section_headline(fw_view *view) {
    static const fw_table_column COLUMNS[] = {
        {"cohort", "Cohort", FW_CELL_TEXT, 0},
        {"answers", "Answers", FW_CELL_COUNT, 0},
        {"participants", "Participants", FW_CELL_COUNT, 0},
        {"mean", "Mean overall (95% interval)", FW_CELL_INTERVAL, 2},
        {"difference", "Against all", FW_CELL_SIGNED, 2},
        {"sd", "SD", FW_CELL_NUMBER, 2},
    };
    fw_doc *doc = view->doc;
    const fw_estimate mean = fw_mean_interval(&view->all->metric[FW_METRIC_OVERALL]);
    const char *contrast = fw_say_contrast(view, FW_DIM_COHORT);
    fw_doc_finding(doc, fw_doc_format(doc, "The mean overall score is %s on a scale from %.4g to %.4g%s%s.",
                                      fw_say_estimate(doc, mean, 2), view->scale_min, view->scale_max,
                                      contrast ? "; " : "", contrast ? contrast : ""));
    say_few_rated(view);
    if (view->comparable)
        fw_chart_group_means(view, FW_DIM_COHORT, "Mean overall score by cohort, with 95% intervals");
    fw_table *table = fw_doc_table(doc, FW_BLOCK_TABLE, "cohorts", "Mean overall score by cohort", COLUMNS,
                                   sizeof COLUMNS / sizeof COLUMNS[0]);
    fw_fill_groups(view, FW_DIM_COHORT, table, fill_mean);
    fw_doc_block(
        doc, FW_BLOCK_NOTE,
        fw_doc_format(doc,
                      "%s Intervals made like this hold the true mean in 95 of 100 samples; cohorts whose "
                      "intervals overlap may be equally good.",
                      view->participants_known
                          ? "Means are over participants: each person's answers are averaged first."
                          : "Participants are not given: each answer counts as a person of its own."));
}

static void fill_quartiles(fw_view *view, const fw_group *group, fw_row *row) {
    (void)view;
    row->cells[1] = fw_number_cell((double)group->answers);
    for (size_t i = 0; group->overall && i < 3; i++)
        row->cells[2 + i] = fw_number_cell(fw_sketch_quantile(group->overall, .25 * (double)(i + 1)));
}

enum { BINS = 16, RIDGE_BINS = 32, RIDGE_BINS_FEW = 10, FEW = 200 };

/* Few bins for small cohorts: an outline shows a shape, never single answers. */
static size_t ridge_bins(const fw_view *view) {
    for (size_t i = 0; i < view->cohorts->count; i++)
        if (view->shown[FW_DIM_COHORT][i] == FW_SHOWN && view->cohorts->groups[i].answers < FEW)
            return RIDGE_BINS_FEW;
    return RIDGE_BINS;
}

/* The outline of every cohort, all answers first. */
static void ridges(fw_view *view) {
    const fw_dimension *cohorts = view->cohorts;
    const size_t count = 1 + cohorts->count;
    const size_t width = ridge_bins(view);
    fw_ridge *rows = calloc(count, sizeof *rows);
    uint64_t *bins = calloc(count * width, sizeof *bins);
    size_t *order = fw_display_order(view, FW_DIM_COHORT);
    if (!rows || !bins || !order) view->doc->failed = true;
    for (size_t r = 0; r < count && !view->doc->failed; r++) {
        const fw_group *group = r == 0 ? view->all : &cohorts->groups[order[r - 1]];
        rows[r] = (fw_ridge){
            .label = group->name,
            .bins = &bins[r * width],
            .strong = r == 0,
            .withheld = r == 0 ? NULL : fw_withheld_phrase(view, view->shown[FW_DIM_COHORT][order[r - 1]])};
        if (rows[r].withheld || !group->overall) continue;
        fw_sketch_rebin(group->overall, view->scale_min, view->scale_max, width, &bins[r * width]);
        rows[r].median = fw_sketch_quantile(group->overall, .5);
    }
    const fw_ridge_chart chart = {.title =
                                      "Distribution of overall scores by cohort; the diamond is the median",
                                  .ridges = rows,
                                  .count = count,
                                  .bin_count = width,
                                  .low = view->scale_min,
                                  .high = view->scale_max};
    if (!view->doc->failed) fw_chart_ridges(view->doc, &chart);
    free(rows);
    free(bins);
    free(order);
}

/* Half score the median or less, however many have it. */
static const char *say_quartiles(fw_doc *doc, const double quartiles[3]) {
    if (quartiles[2] - quartiles[0] < .005)
        return fw_doc_format(doc, "At least half of the answers score %.2f.", quartiles[1]);
    return fw_doc_format(
        doc, "The middle half of the answers scores between %.2f and %.2f; half score %.2f or less.",
        quartiles[0], quartiles[2], quartiles[1]);
}

void fw_section_distribution(fw_view *view) {
    static const fw_table_column COLUMNS[] = {
        {"cohort", "Cohort", FW_CELL_TEXT, 0},
        {"answers", "Answers", FW_CELL_COUNT, 0},
        {"q1", "A quarter below", FW_CELL_NUMBER, 2},
        {"median", "Half below", FW_CELL_NUMBER, 2},
        {"q3", "Three quarters below", FW_CELL_NUMBER, 2},
    };
    fw_doc *doc = view->doc;
    uint64_t bins[BINS];
    fw_sketch_rebin(view->report->overall, view->scale_min, view->scale_max, BINS, bins);
    fw_histogram_chart chart = {.title = "Distribution of overall scores",
                                .axis = "overall score",
                                .bins = bins,
                                .bin_count = BINS,
                                .low = view->scale_min,
                                .high = view->scale_max,
                                .band_low = FW_MISSING,
                                .band_high = FW_MISSING};
    for (size_t i = 0; i < 3; i++)
        chart.quartiles[i] = fw_sketch_quantile(view->report->overall, .25 * (double)(i + 1));
    fw_doc_finding(doc, say_quartiles(doc, chart.quartiles));
    fw_chart_histogram(doc, &chart);
    fw_doc_block(doc, FW_BLOCK_NOTE,
                 "Below the bars: the middle half of the answers, with the median as a diamond.");
    if (view->comparable) ridges(view);
    fw_table *table = fw_doc_table(doc, FW_BLOCK_TABLE, "distribution", "Quartiles of the overall score",
                                   COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    fw_fill_groups(view, FW_DIM_COHORT, table, fill_quartiles);
}
