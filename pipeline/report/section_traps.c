/* section_traps.c: humility and agency, the traps, spoken time. */
#include "report/charts.h"
#include "report/labels.h"
#include "report/view.h"

#include <math.h>
#include <stdlib.h>

static fw_estimate trap_rate(const fw_group *group, size_t trap) {
    return fw_group_share(group, (double)group->traps[trap], FW_MARK_TRAP + trap);
}

static void fill_traits(fw_view *view, const fw_group *group, fw_row *row) {
    (void)view;
    row->cells[1] = fw_number_cell((double)fw_group_participants(group));
    row->cells[2] = fw_estimate_cell(fw_group_points(group, FW_METRIC_HUMILITY));
    row->cells[3] = fw_estimate_cell(fw_group_points(group, FW_METRIC_AGENCY));
}

static void fill_traps(fw_view *view, const fw_group *group, fw_row *row) {
    (void)view;
    row->cells[1] = fw_number_cell((double)group->answers);
    for (size_t i = 0; i < FW_TRAP_COUNT; i++) row->cells[2 + i] = fw_estimate_cell(trap_rate(group, i));
    row->cells[2 + FW_TRAP_COUNT] =
        fw_estimate_cell(fw_group_share(group, (double)group->untrapped, FW_MARK_UNTRAPPED));
}

static void fill_time(fw_view *view, const fw_group *group, fw_row *row) {
    (void)view;
    const double n = fw_group_timed(group);
    row->cells[1] = fw_number_cell(n);
    if (n < 1) return;
    row->cells[2] = fw_number_cell(group->seconds.mean);
    for (size_t i = 0; i < FW_TIME_COUNT; i++)
        row->cells[3 + i] =
            fw_estimate_cell(fw_group_share(group, (double)group->timing[i], FW_MARK_TIME + i));
}

static void traps_chart(fw_view *view) {
    fw_dot dots[FW_TRAP_COUNT];
    for (size_t i = 0; i < FW_TRAP_COUNT; i++)
        dots[i] = (fw_dot){.label = fw_trap_labels[i].label, .estimate = trap_rate(view->all, i)};
    fw_chart_shares(view->doc, "Share of answers that fall into each trap, with 95% intervals", dots,
                    FW_TRAP_COUNT);
}

enum { TIME_BINS = 30 };

static void time_chart(fw_view *view) {
    const fw_sketch *seconds = view->report->seconds;
    if (seconds->count == 0) return;
    uint64_t bins[TIME_BINS];
    /* Ten-second bins as far as nearly all answers reach; the last bin takes the rest. */
    const double reach = ceil(fmax(150, fmin(seconds->max, fw_sketch_quantile(seconds, .99))) / 30) * 30;
    const double step = reach / TIME_BINS <= 10 ? 10 : reach / TIME_BINS;
    const size_t count = (size_t)ceil(reach / step);
    fw_sketch_rebin(seconds, 0, step * (double)count, count, bins);
    const fw_histogram_chart chart = {.title = "Spoken time in seconds, with the target band of 90 to 120 s",
                                      .axis = "seconds (longer answers are counted in the last bar)",
                                      .bins = bins,
                                      .bin_count = count,
                                      .low = 0,
                                      .high = step * (double)count,
                                      .tick = step > 10 ? 60 : 30,
                                      .quartiles = {FW_MISSING, FW_MISSING, FW_MISSING},
                                      .band_low = 90,
                                      .band_high = 120,
                                      .band_label = "target 90 to 120 s"};
    fw_chart_histogram(view->doc, &chart);
}

/* Mean seconds of the four steps; NaN without any. */
static void star_seconds(const fw_star_sums *sums, double seconds[4]) {
    for (size_t s = 0; s < 4; s++)
        seconds[s] = sums->answers > 0 ? sums->seconds[s] / sums->answers : FW_MISSING;
}

static fw_timeline star_line(const fw_view *view, size_t row, const size_t *order) {
    const bool all = row == 0;
    const size_t group = all ? 0 : order[row - 1];
    const fw_star_sums *sums = all ? &view->report->all_star : &view->report->cohort_star[group];
    fw_timeline line = {.label = all ? view->all->name : view->cohorts->groups[group].name,
                        .withheld = all ? NULL : fw_withheld_phrase(view, view->shown[FW_DIM_COHORT][group]),
                        .strong = all};
    star_seconds(sums, line.seconds);
    return line;
}

static void star_table(fw_view *view, const fw_timeline *lines, size_t count) {
    static const fw_table_column COLUMNS[] = {
        {"cohort", "Cohort", FW_CELL_TEXT, 0},
        {"situation", "Situation, s", FW_CELL_NUMBER, 0},
        {"task", "Task, s", FW_CELL_NUMBER, 0},
        {"action", "Action, s", FW_CELL_NUMBER, 0},
        {"result", "Result and learning, s", FW_CELL_NUMBER, 0},
    };
    fw_table *table = fw_doc_table(view->doc, FW_BLOCK_FOLD, "star", "Mean seconds by STAR step", COLUMNS, 5);
    if (!table) return;
    table->grouped = true;
    for (size_t i = 0; i < count; i++) {
        if (i == 1) continue; /* the target is no data */
        if (lines[i].withheld) {
            fw_table_withheld(view->doc, table, lines[i].label, lines[i].withheld);
            continue;
        }
        fw_row *row = fw_table_row(view->doc, table);
        if (!row) return;
        row->cells[0].text = lines[i].label;
        row->strong = i == 0;
        for (size_t s = 0; s < 4; s++) row->cells[1 + s] = fw_number_cell(lines[i].seconds[s]);
    }
}

/* Where the time goes, against the middle of the recommended bands. */
static void star_chart(fw_view *view) {
    if (!(view->report->all_star.answers > 0)) return;
    const size_t cohorts = view->comparable ? view->cohorts->count : 0;
    fw_timeline *lines = calloc(cohorts + 2, sizeof *lines);
    size_t *order = fw_display_order(view, FW_DIM_COHORT);
    if (!lines || !order) {
        view->doc->failed = true;
    } else {
        lines[0] = star_line(view, 0, order);
        lines[1] = (fw_timeline){.label = "Target", .seconds = {17.5, 12.5, 45, 30}};
        for (size_t i = 0; i < cohorts; i++) lines[2 + i] = star_line(view, 1 + i, order);
        const fw_timeline_chart chart = {.title = "Where the time goes: mean seconds by STAR step",
                                         .lines = lines,
                                         .count = cohorts + 2,
                                         .band_low = 90,
                                         .band_high = 120,
                                         .band_label = "target 90 to 120 s"};
        fw_chart_timeline(view->doc, &chart);
        star_table(view, lines, cohorts + 2);
    }
    free(lines);
    free(order);
}

static void tables(fw_view *view) {
    static const fw_table_column TRAITS[] = {
        {"cohort", "Cohort", FW_CELL_TEXT, 0},
        {"participants", "Participants", FW_CELL_COUNT, 0},
        {"humility", "Humility, 0 to 4 (95% interval)", FW_CELL_INTERVAL, 2},
        {"agency", "Agency, 0 to 4 (95% interval)", FW_CELL_INTERVAL, 2},
    };
    static const fw_table_column TRAPS[] = {
        {"cohort", "Cohort", FW_CELL_TEXT, 0},
        {"answers", "Answers", FW_CELL_COUNT, 0},
        {"fake", "Strength as weakness", FW_CELL_PERCENT_INTERVAL, 0},
        {"team", "Somebody else's", FW_CELL_PERCENT_INTERVAL, 0},
        {"no_number", "No number", FW_CELL_PERCENT_INTERVAL, 0},
        {"no_change", "No change", FW_CELL_PERCENT_INTERVAL, 0},
        {"refusal", "No failure told", FW_CELL_PERCENT_INTERVAL, 0},
        {"none", "No trap", FW_CELL_PERCENT_INTERVAL, 0},
    };
    static const fw_table_column TIMES[] = {
        {"cohort", "Cohort", FW_CELL_TEXT, 0},
        {"answers", "Answers", FW_CELL_COUNT, 0},
        {"mean_seconds", "Mean seconds", FW_CELL_NUMBER, 0},
        {"below_90", "Under 90 s", FW_CELL_PERCENT_INTERVAL, 0},
        {"in_band", "90 to 120 s", FW_CELL_PERCENT_INTERVAL, 0},
        {"above_120", "Over 120 s", FW_CELL_PERCENT_INTERVAL, 0},
    };
    fw_table *table = fw_doc_table(view->doc, FW_BLOCK_TABLE, "traits", "Humility and agency", TRAITS,
                                   sizeof TRAITS / sizeof TRAITS[0]);
    fw_fill_groups(view, FW_DIM_COHORT, table, fill_traits);
    traps_chart(view);
    table = fw_doc_table(view->doc, FW_BLOCK_TABLE, "traps", "Share of answers in each trap (95% interval)",
                         TRAPS, sizeof TRAPS / sizeof TRAPS[0]);
    fw_fill_groups(view, FW_DIM_COHORT, table, fill_traps);
    time_chart(view);
    table = fw_doc_table(view->doc, FW_BLOCK_TABLE, "timing", "Spoken time against the band of 90 to 120 s",
                         TIMES, sizeof TIMES / sizeof TIMES[0]);
    fw_fill_groups(view, FW_DIM_COHORT, table, fill_time);
    star_chart(view);
}

void fw_section_traps(fw_view *view) {
    fw_doc *doc = view->doc;
    const fw_group *all = view->all;
    const int worst = fw_commonest_trap(all);
    const char *trap =
        worst < 0
            ? "No answer falls into a trap"
            : fw_doc_format(doc, "The commonest trap is \"%s\" (%s of the answers), and %s fall into none",
                            fw_trap_labels[worst].label,
                            fw_say_share(doc, trap_rate(all, (size_t)worst).value),
                            fw_say_share(doc, (double)all->untrapped / (double)all->answers));
    const double n = fw_group_timed(all);
    const char *time = n > 0 ? fw_doc_format(doc, "; %s take the recommended 90 to 120 seconds",
                                             fw_say_share(doc, (double)all->timing[FW_TIME_IN_BAND] / n))
                             : "";
    fw_doc_finding(doc, fw_doc_format(doc, "%s%s.", trap, time));
    tables(view);
    const double estimated = (double)view->report->flags[0] / (double)view->report->rows;
    if (estimated > 0)
        fw_doc_block(
            doc, FW_BLOCK_NOTE,
            fw_doc_format(doc, "The time of %s of the answers is estimated from their words, not recorded.",
                          fw_say_share(doc, estimated)));
}
