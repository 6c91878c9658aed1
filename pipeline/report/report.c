/* report.c: the life of a report: made, filled (accumulate.c), closed, freed. */
#include "report/data.h"

#include <stdlib.h>
#include <string.h>

/* Groupings every report looks for; the label is how a coach would say it. */
static const struct {
    fw_report_column column;
    const char *label;
} STANDARD_GROUPS[] = {
    {FW_COL_QUESTION, "Question"},
    {FW_COL_LEVEL, "Level"},
    {FW_COL_FRAMEWORK, "Framework"},
    {FW_COL_MODE, "Mode"},
};

/* A group of one person is no group: these columns would put ids into the report. */
static bool names_people(const char *column) {
    return strcmp(column, "answer_id") == 0 || strcmp(column, "participant_id") == 0 ||
           strcmp(column, "text") == 0;
}

static bool has_dimension(const fw_report *report, const char *column) {
    for (size_t i = 0; i < report->dimension_count; i++) {
        if (strcmp(report->dimensions[i].column, column) == 0) return true;
    }
    return false;
}

static fw_code add_dimension(fw_report *report, const char *column, const char *label, int index,
                             size_t width, fw_error *err) {
    if (report->dimension_count == FW_MAX_DIMENSIONS)
        return fw_fail(err, FW_USAGE, "too many columns to group by (at most %d)", FW_MAX_DIMENSIONS - 8);
    return fw_dimension_init(&report->dimensions[report->dimension_count++], column, label, index, width,
                             err);
}

static fw_code add_dimensions(fw_report *report, const fw_report_options *options, fw_error *err) {
    fw_code code = add_dimension(report, "", "All answers", -1, FW_METRIC_COUNT, err);
    if (code == FW_OK)
        code = add_dimension(report, "cohort", "Cohort", report->column[FW_COL_COHORT], FW_METRIC_COUNT, err);
    for (size_t i = 0; code == FW_OK && i < sizeof STANDARD_GROUPS / sizeof STANDARD_GROUPS[0]; i++) {
        const fw_report_column column = STANDARD_GROUPS[i].column;
        if (report->column[column] < 0) continue;
        code = add_dimension(report, fw_report_column_names[column], STANDARD_GROUPS[i].label,
                             report->column[column], 1, err);
    }
    for (size_t i = 0; code == FW_OK && i < options->group_by_count; i++) {
        const char *name = options->group_by[i];
        const int index = fw_column_find(report->columns, report->column_count, name);
        if (names_people(name))
            return fw_fail(err, FW_USAGE, "cannot group by %s: a report never shows single people", name);
        if (index < 0)
            return fw_fail(err, FW_USAGE, "cannot group by %s: the data have no such column", name);
        if (!has_dimension(report, name)) code = add_dimension(report, name, name, index, 1, err);
    }
    return code;
}

static fw_code allocate(fw_report *report, const fw_report_options *options, fw_error *err) {
    report->title = strdup(options->title ? options->title : "failwise report");
    report->command_line = strdup(options->command_line ? options->command_line : "");
    if (options->folder && !(report->folder = strdup(options->folder))) return fw_fail_nomem(err);
    report->features = calloc(report->var_count ? report->var_count : 1, sizeof *report->features);
    report->overall = calloc(1, sizeof *report->overall);
    report->seconds = calloc(1, sizeof *report->seconds);
    report->rating_sketch = calloc(1, sizeof *report->rating_sketch);
    if (report->title && report->command_line && report->features && report->overall && report->seconds &&
        report->rating_sketch)
        return fw_spill_new(options->folder, &report->participants.rows, err);
    return fw_fail_nomem(err);
}

fw_code fw_report_new(const fw_report_options *options, const fw_column *columns, size_t column_count,
                      const fw_var *vars, size_t var_count, fw_report **out, fw_error *err) {
    *out = NULL;
    fw_report *report = calloc(1, sizeof *report);
    if (!report) return fw_fail_nomem(err);
    report->k = options->k ? options->k : 5;
    report->seed = options->seed;
    report->threads = options->threads;
    report->synthetic = options->synthetic;
    report->columns = columns;
    report->column_count = column_count;
    report->vars = vars;
    report->var_count = var_count;
    for (size_t i = 0; i < FW_COL_COUNT; i++)
        report->column[i] = fw_column_find(columns, column_count, fw_report_column_names[i]);
    report->id_column = fw_column_find(columns, column_count, "answer_id");
    fw_star_find(report);
    fw_code code = allocate(report, options, err);
    if (code == FW_OK) code = add_dimensions(report, options, err);
    if (code == FW_OK) code = fw_crossed_init(&report->crossed, report->dimension_count, err);
    if (code != FW_OK) {
        fw_report_free(report);
        return code;
    }
    report->rated =
        (fw_kept){FW_KEPT_RATED, report->dimension_count, sizeof(uint32_t), 0, 0, 0, 0, NULL, NULL};
    report->sampled = (fw_kept){FW_KEPT_FEATURES, var_count, sizeof(float), 0, 0, 0, 0, NULL, NULL};
    *out = report;
    return FW_OK;
}

void fw_report_use_ratings(fw_report *report, const fw_ratings *ratings, int trait) {
    report->ratings_set = ratings;
    report->trait = trait;
}

void fw_report_use_gates(fw_report *report, const fw_gate *gates, size_t count, const fw_drift_found *drift) {
    report->gates = gates;
    report->gate_count = count;
    report->drift = drift;
}

void fw_report_use_beside(fw_report *report, const fw_report_beside *beside) { report->beside = *beside; }

void fw_report_use_past(fw_report *report, const fw_past_figure *figures, size_t count) {
    report->past = figures;
    report->past_count = count;
}

/* Where a cohort as streamed has gone; the change goes with it. */
static fw_code order_cohorts(fw_report *report, fw_error *err) {
    const fw_dimension *cohorts = &report->dimensions[FW_DIM_COHORT];
    fw_change *change = calloc(cohorts->count + 1, sizeof *change);
    report->cohort_order = calloc(cohorts->count + 1, sizeof *report->cohort_order);
    if (!change || !report->cohort_order) {
        free(change);
        return fw_fail_nomem(err);
    }
    change[0] = report->change[0];
    for (size_t i = 0; i < cohorts->count; i++) {
        change[1 + i] = report->change[1 + cohorts->groups[i].seen];
        report->cohort_order[cohorts->groups[i].seen] = (uint32_t)i;
    }
    free(report->change);
    report->change = change;
    return FW_OK;
}

fw_code fw_report_close(fw_report *report, fw_error *err) {
    if (report->closed) return FW_OK;
    fw_code code = fw_participants_settle(report, err);
    if (code != FW_OK) return code;
    for (size_t i = 0; i < report->dimension_count; i++) fw_dimension_close(&report->dimensions[i]);
    code = order_cohorts(report, err);
    if (code == FW_OK) code = fw_star_close(report, err);
    if (code != FW_OK) return code;
    report->closed = true;
    return FW_OK;
}

bool fw_participants_known(const fw_report *report) {
    return report->column[FW_COL_PARTICIPANT] >= 0 && report->missing[FW_COL_PARTICIPANT] < report->rows;
}

fw_mean_overall fw_report_mean_overall(const fw_report *report) {
    const fw_dimension *all = &report->dimensions[FW_DIM_ALL];
    if (!all->count || fw_group_participants(&all->groups[0]) < report->k) return (fw_mean_overall){0};
    const fw_estimate mean = fw_mean_interval(&all->groups[0].metric[FW_METRIC_OVERALL]);
    return (fw_mean_overall){.value = mean.value,
                             .low = mean.low,
                             .high = mean.high,
                             .n = (uint64_t)mean.n,
                             .of_participants = fw_participants_known(report)};
}

void fw_report_free(fw_report *report) {
    if (!report) return;
    for (size_t i = 0; i < report->dimension_count; i++) fw_dimension_free(&report->dimensions[i]);
    fw_crossed_free(&report->crossed);
    fw_participants_let_go(report);
    free(report->change);
    free(report->cohort_order);
    free(report->features);
    free(report->cohort_star);
    fw_kept_free(&report->rated);
    fw_kept_free(&report->sampled);
    free(report->overall);
    free(report->seconds);
    free(report->rating_sketch);
    free(report->title);
    free(report->command_line);
    free(report->folder);
    free(report);
}
