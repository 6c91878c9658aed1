/* score.c: `score --table`: a table scored with a model that was fitted to one. */
#include "run/documents.h"
#include "run/report.h"
#include "run/stage.h"
#include "run/table/table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* One scoring and what it owns. */
typedef struct {
    const fw_run_options *run;
    const fw_table_options *table;
    fw_model *model;
    fw_table_rows rows;
    const char **names;
    bool *needed, *shown;
    double *x;           /* processed, by used row */
    size_t pooled;       /* rows of groups without weights of their own */
    double *raw, *modal; /* modal: ordinal models */
} job;

static void free_job(job *j) {
    fw_table_rows_free(&j->rows);
    fw_model_free(j->model);
    free(j->names);
    free(j->needed);
    free(j->shown);
    free(j->x);
    free(j->raw);
    free(j->modal);
}

static fw_code load_model(job *j, fw_error *err) {
    if (!j->run->model)
        return fw_fail(err, FW_USAGE, "'score --table' needs --model: a model fitted to a table");
    const fw_code code = fw_model_load(j->run->model, &j->model, err);
    if (code != FW_OK || j->model->table) return code;
    return fw_fail_in(err, FW_DATA, j->run->model,
                      "the model was not fitted to a table: score a dataset of features with it");
}

/* A row needs the features that the model uses; others are processed where the table has them. */
static fw_code load_rows(job *j, fw_error *err) {
    const size_t p = j->model->weight_count;
    j->names = calloc(p + 1, sizeof *j->names);
    j->needed = calloc(p + 1, sizeof *j->needed);
    j->shown = calloc(p + 1, sizeof *j->shown);
    if (!j->names || !j->needed || !j->shown) return fw_fail_nomem(err);
    for (size_t i = 0; i < p; i++) {
        j->names[i] = j->model->weights[i].name;
        j->needed[i] = j->model->weights[i].used;
    }
    fw_table_options table = *j->table; /* what only a fit knows */
    if (j->model->groups) table.group_column = j->model->groups->column;
    table.length_column = table.weights_column = table.fold_column = NULL;
    const fw_row_rules rules = {.features = j->names,
                                .needed = j->needed,
                                .feature_count = p,
                                .from_model = true,
                                .scale_min = (double)NAN,
                                .scale_max = (double)NAN,
                                .threads = j->run->threads};
    const fw_code code = fw_table_rows_load(&table, &rules, &j->rows, err);
    for (size_t i = 0; i < p && code == FW_OK; i++)
        j->shown[i] = j->model->weights[i].sd > 0 && j->rows.table.present[j->rows.role.features + i];
    return code;
}

/* One row; the column whose transform is not defined, or NULL. */
static const char *score_row(job *j, size_t row, double *x, size_t at) {
    const fw_model *m = j->model;
    const fw_group_weights *group =
        m->groups ? fw_group_find(m->groups, j->rows.table.text[j->rows.role.group][row]) : NULL;
    double sum = group ? group->intercept : m->intercept;
    for (size_t i = 0; i < m->weight_count; i++) {
        const double value = fw_table_feature(&j->rows, row, i);
        x[i] = j->shown[i] && isfinite(value) ? fw_model_process(m, i, value) : (double)NAN;
        if (!m->weights[i].used) continue;
        if (!isfinite(x[i])) return m->weights[i].name;
        sum += (group ? group->weight[i] : m->weights[i].weight) * x[i];
    }
    j->pooled += m->groups && !group;
    j->raw[at] = m->ordinal ? fw_ordinal_expected(m->ordinal, sum) : sum;
    if (m->ordinal) j->modal[at] = m->ordinal->level[fw_ordinal_mode(m->ordinal, sum)];
    return NULL;
}

static fw_code score_rows(job *j, fw_error *err) {
    const size_t p = j->model->weight_count;
    size_t left = 0;
    j->x = calloc(j->rows.count * p + 1, sizeof *j->x);
    j->raw = calloc(j->rows.count + 1, sizeof *j->raw);
    if (j->model->ordinal) j->modal = calloc(j->rows.count + 1, sizeof *j->modal);
    fw_code code = j->x && j->raw && (j->modal || !j->model->ordinal) ? FW_OK : fw_fail_nomem(err);
    for (size_t i = 0; i < j->rows.count && code == FW_OK; i++) {
        const char *undefined = score_row(j, j->rows.kept[i], j->x + left * p, left);
        if (undefined)
            code = fw_table_exclude(&j->rows, j->rows.kept[i], 0, undefined, "transform not defined", err);
        else
            j->rows.kept[left++] = j->rows.kept[i];
    }
    j->rows.count = left;
    return code;
}

static fw_code write_all(const job *j, fw_error *err) {
    fw_table_output out;
    fw_code code = fw_table_output_open(&out, j->run, ".csv", err);
    if (code != FW_OK) return code;
    const fw_table_predictions predictions = {.raw = j->raw, .modal = j->modal};
    code = fw_write_predictions(&out, &j->rows, j->model, &predictions, err);
    if (out.folder) {
        if (code == FW_OK) code = fw_write_excluded(&out, &j->rows, err);
        if (code == FW_OK) code = fw_write_processed(&out, &j->rows, j->model, j->x, j->shown, err);
    }
    if (code == FW_OK) return fw_table_output_commit(&out, j->run, j->rows.table.hash, err);
    fw_table_output_abort(&out);
    return code;
}

fw_code fw_run_score_table(const fw_run_options *options, const fw_table_options *table,
                           fw_run_result *result, fw_error *err) {
    const double start = fw_clock();
    job j = {.run = options, .table = table};
    fw_code code = load_model(&j, err);
    if (code == FW_OK) code = load_rows(&j, err);
    if (code == FW_OK) code = score_rows(&j, err);
    if (code == FW_OK) code = write_all(&j, err);
    if (code == FW_OK) {
        double sum = 0;
        for (size_t i = 0; i < j.rows.count; i++) sum += j.raw[i];
        result->mean_overall = fw_mean_of_answers(sum, j.rows.count);
        result->intake.rows_read = j.rows.table.rows + j.rows.table.reject_count;
        result->intake.rows_used = j.rows.count;
        result->intake.rows_rejected = j.rows.excluded_count;
        fw_run_note_pooled(j.model, j.pooled, j.rows.count, result);
    }
    free_job(&j);
    result->seconds_total = result->seconds_stage[FW_STAGE_SCORE] = fw_clock() - start;
    return code;
}
