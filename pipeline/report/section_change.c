/* section_change.c: what changed between the first and the last attempt of the same people. */
#include "report/charts.h"
#include "report/labels.h"
#include "report/view.h"

#include <math.h>
#include <stdlib.h>

static void fill_test(fw_row *row, const fw_paired_test *test, double adjusted) {
    row->cells[1] = fw_number_cell(test->change.n);
    row->cells[2] = fw_number_cell(test->before);
    row->cells[3] = fw_number_cell(test->after);
    row->cells[4] = fw_estimate_cell(test->change);
    row->cells[5] = fw_number_cell(test->t);
    row->cells[6] = fw_number_cell(test->p);
    row->cells[7] = fw_number_cell(adjusted);
    row->cells[8] = fw_estimate_cell(test->d_av);
    row->cells[9] = fw_estimate_cell(test->improved);
}

#define CHANGE_COLUMNS(first_key, first_label)                                                               \
    {first_key, first_label, FW_CELL_TEXT, 0}, {"participants", "People", FW_CELL_COUNT, 0},                 \
        {"first", "First", FW_CELL_NUMBER, 2}, {"last", "Last", FW_CELL_NUMBER, 2},                          \
        {"change", "Change (95% interval)", FW_CELL_SIGNED_INTERVAL, 2}, {"t", "t", FW_CELL_EXTRA, 2},       \
        {"p", "p", FW_CELL_P, 0}, {"p_holm", "p, Holm", FW_CELL_P, 0},                                       \
        {"d_av", "Effect size d (95% interval)", FW_CELL_SIGNED_INTERVAL, 2}, {                              \
        "improved", "Improved (95% interval)", FW_CELL_PERCENT_INTERVAL, 0                                   \
    }

/* Tests of all shown cohorts, Holm-adjusted among each other. */
static void cohort_rows(fw_view *view, fw_table *table) {
    const fw_dimension *cohorts = view->cohorts;
    const size_t count = cohorts->count;
    double *p = calloc(2 * count + 1, sizeof *p);
    if (!p) {
        view->doc->failed = true;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        p[i] = FW_MISSING;
        if (view->change_shown[i] == FW_SHOWN) p[i] = fw_paired(&view->change[1 + i].pairs[0]).p;
    }
    if (!fw_holm(p, count, p + count)) view->doc->failed = true;
    for (size_t i = 0; i < count; i++) {
        if (view->change_shown[i] != FW_SHOWN) continue;
        fw_row *row = fw_table_row(view->doc, table);
        if (!row) break;
        row->cells[0].text = cohorts->groups[i].name;
        const fw_paired_test test = fw_paired(&view->change[1 + i].pairs[0]);
        fill_test(row, &test, p[count + i]);
    }
    for (size_t i = 0; i < count; i++) {
        const char *why = fw_withheld_phrase(view, view->change_shown[i]);
        if (why) fw_table_withheld(view->doc, table, cohorts->groups[i].name, why);
    }
    free(p);
}

static void cohort_table(fw_view *view) {
    static const fw_table_column COLUMNS[] = {CHANGE_COLUMNS("cohort", "Cohort")};
    fw_table *table =
        fw_doc_table(view->doc, FW_BLOCK_TABLE, "change", "Overall score at first and last attempt", COLUMNS,
                     sizeof COLUMNS / sizeof COLUMNS[0]);
    fw_row *row = fw_table_row(view->doc, table);
    if (!row) return;
    table->grouped = true;
    row->cells[0].text = view->all->name;
    row->strong = true;
    const fw_paired_test test = fw_paired(&view->change[0].pairs[0]);
    fill_test(row, &test, FW_MISSING);
    if (view->comparable) cohort_rows(view, table);
}

static void parts_table(fw_view *view) {
    static const fw_table_column COLUMNS[] = {CHANGE_COLUMNS("part", "Part")};
    fw_table *table =
        fw_doc_table(view->doc, FW_BLOCK_TABLE, "change_by_part", "Parts (0 to 4) at first and last attempt",
                     COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    double p[FW_ARC_PARTS], adjusted[FW_ARC_PARTS];
    for (size_t i = 0; i < FW_ARC_PARTS; i++) p[i] = fw_paired(&view->change[0].pairs[1 + i]).p;
    if (!fw_holm(p, FW_ARC_PARTS, adjusted)) view->doc->failed = true;
    for (size_t i = 0; i < FW_ARC_PARTS; i++) {
        fw_row *row = fw_table_row(view->doc, table);
        if (!row) return;
        row->cells[0].text = fw_capital(view->doc, fw_part_labels[i].label);
        const fw_paired_test test = fw_paired(&view->change[0].pairs[1 + i]);
        fill_test(row, &test, adjusted[i]);
    }
}

static void cohort_part_row(fw_view *view, fw_table *table, size_t cohort, size_t part, double adjusted) {
    fw_row *row = fw_table_row(view->doc, table);
    if (!row) return;
    const fw_paired_test test = fw_paired(&view->change[1 + cohort].pairs[1 + part]);
    row->cells[0].text = view->cohorts->groups[cohort].name;
    row->cells[1].text = fw_part_labels[part].label;
    row->cells[2] = fw_number_cell(test.change.n);
    row->cells[3] = fw_estimate_cell(test.change);
    row->cells[4] = fw_number_cell(test.p);
    row->cells[5] = fw_number_cell(adjusted);
}

/* Every part of every shown cohort, adjusted over all of them: where did which cohort move? */
static void cohort_parts_table(fw_view *view) {
    static const fw_table_column COLUMNS[] = {
        {"cohort", "Cohort", FW_CELL_TEXT, 0},
        {"part", "Part", FW_CELL_TEXT, 0},
        {"participants", "Participants", FW_CELL_COUNT, 0},
        {"change", "Change (95% interval)", FW_CELL_SIGNED_INTERVAL, 2},
        {"p", "p", FW_CELL_P, 0},
        {"p_holm", "p, Holm", FW_CELL_P, 0},
    };
    const size_t count = view->cohorts->count;
    const size_t tests = count * FW_ARC_PARTS;
    double *p = calloc(2 * tests + 1, sizeof *p);
    if (!p) {
        view->doc->failed = true;
        return;
    }
    for (size_t i = 0; i < tests; i++) {
        const size_t cohort = i / FW_ARC_PARTS;
        p[i] = FW_MISSING;
        if (view->change_shown[cohort] == FW_SHOWN)
            p[i] = fw_paired(&view->change[1 + cohort].pairs[1 + i % FW_ARC_PARTS]).p;
    }
    if (!fw_holm(p, tests, p + tests)) view->doc->failed = true;
    fw_table *table =
        fw_doc_table(view->doc, FW_BLOCK_FOLD, "change_by_cohort_and_part", "Change of each part, by cohort",
                     COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    if (table) table->grouped = true;
    for (size_t i = 0; i < tests; i++) {
        const size_t cohort = i / FW_ARC_PARTS;
        const char *why = fw_withheld_phrase(view, view->change_shown[cohort]);
        if (!why) {
            cohort_part_row(view, table, cohort, i % FW_ARC_PARTS, p[tests + i]);
        } else if (i % FW_ARC_PARTS == 0) {
            fw_table_withheld(view->doc, table, view->cohorts->groups[cohort].name, why);
        }
    }
    free(p);
}

static void slopes(fw_view *view) {
    const size_t groups = view->comparable ? view->cohorts->count : 0;
    fw_slope *lines = calloc(groups + 1, sizeof *lines);
    if (!lines) {
        view->doc->failed = true;
        return;
    }
    fw_slope_chart chart = {.title = "Mean overall score at first and last attempt", .slopes = lines};
    for (size_t i = 0; i <= groups; i++) {
        if (i > 0 && view->change_shown[i - 1] != FW_SHOWN) {
            chart.withheld++;
            continue;
        }
        const fw_pairs *pairs = &view->change[i].pairs[0];
        const char *name = i == 0 ? "All cohorts" : view->cohorts->groups[i - 1].name;
        lines[chart.count++] = (fw_slope){
            .label = fw_doc_format(view->doc, "%s %s", fw_say_signed(view->doc, pairs->change.mean, 2),
                                   groups == 0 ? "all participants" : name),
            .before = pairs->before.mean,
            .after = pairs->after.mean,
            .strong = i == 0};
    }
    fw_chart_slopes(view->doc, &chart);
    free(lines);
}

static void parts_chart(fw_view *view) {
    fw_dot dots[FW_ARC_PARTS];
    for (size_t i = 0; i < FW_ARC_PARTS; i++)
        dots[i] = (fw_dot){.label = fw_capital(view->doc, fw_part_labels[i].label),
                           .estimate = fw_mean_interval(&view->change[0].pairs[1 + i].change)};
    const fw_dot_chart chart = {.title = "Change of each part from first to last attempt, with 95% intervals",
                                .dots = dots,
                                .count = FW_ARC_PARTS,
                                .low = FW_MISSING,
                                .high = FW_MISSING,
                                .norm = 0,
                                .norm_label = "no change",
                                .sign = true,
                                .digits = 2};
    fw_chart_dots(view->doc, &chart);
}

static const char *say_change(fw_view *view, const fw_paired_test *test) {
    fw_doc *doc = view->doc;
    const char *value = fw_say_signed(doc, test->change.value, 2);
    const char *people = fw_say_count(doc, (uint64_t)test->change.n, "participant", "participants");
    if (isnan(test->change.low) || (test->change.low <= 0 && test->change.high >= 0))
        return fw_doc_format(
            doc, "The mean change of %s from first to last attempt (%s) cannot be told from no change.",
            people, value);
    return fw_doc_format(
        doc,
        "At their last attempt %s score %.2f %s on average than at their first (95%% interval %s to %s); "
        "%s improved.",
        people, fabs(test->change.value), test->change.value > 0 ? "higher" : "lower",
        fw_say_signed(doc, test->change.low, 2), fw_say_signed(doc, test->change.high, 2),
        fw_say_share(doc, test->improved.value));
}

void fw_section_change(fw_view *view) {
    fw_doc *doc = view->doc;
    const fw_paired_test test = fw_paired(&view->change[0].pairs[0]);
    if (test.change.n < 1) {
        fw_doc_finding(
            doc, "No participant has two attempts that can be told apart, so no change can be measured.");
        fw_doc_block(doc, FW_BLOCK_NOTE,
                     "A change needs the column participant_id, and attempt, or date (2026-11-23), to say "
                     "which answer came first.");
        return;
    }
    if (test.change.n < (double)view->report->k) {
        fw_doc_finding(
            doc,
            fw_doc_format(doc, "Fewer than %zu participants have two attempts, so the change is suppressed.",
                          view->report->k));
        return;
    }
    fw_doc_finding(doc, say_change(view, &test));
    slopes(view);
    cohort_table(view);
    parts_chart(view);
    parts_table(view);
    if (view->comparable) cohort_parts_table(view);
    fw_programme_effect_table(view);
    fw_doc_block(
        doc, FW_BLOCK_CAUTION,
        "Without a comparison group this does not show that the programme caused the change: people also "
        "improve "
        "by repeating the task, and those who started low tend to come closer to the mean in any case "
        "(regression to the mean).");
    fw_doc_block(doc, FW_BLOCK_NOTE,
                 "Paired t test per participant; answers of the same attempt are averaged. p, Holm: adjusted "
                 "for the number of "
                 "rows tested together. Effect size d: mean change divided by the average of the two "
                 "standard deviations "
                 "(Cohen's d_av).");
}
