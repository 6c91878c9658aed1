/* fit.c: `fit --table`: from a table to a model and its tables. */
#include "run/intake_ratings.h"
#include "run/rows.h"
#include "run/stage.h"
#include "run/table/table.h"

#include "base/str.h"
#include "score/rubric.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What a table's features are held to unless told otherwise; a dataset's are left as they are. */
static const double CLAMP_SD = 4;

fw_table_options fw_table_defaults(void) {
    const double none = (double)NAN;
    return (fw_table_options){.id_column = "id",
                              .clamp_sd = none,
                              .trim_min = none,
                              .trim_max = none,
                              .trim_tolerance = .4998,
                              .lambda = none,
                              .bootstrap = 1000};
}

/* One fit and what it owns. */
typedef struct {
    const fw_run_options *run;
    const fw_table_options *table;
    fw_model_kind kind;
    fw_feature_list list;
    fw_table_rows rows;
    fw_sample sample;
    uint32_t *fold;
    size_t folds;
    fw_group_names groups; /* of --by */
    uint64_t *lines;
    double *raw, *modal, *cv; /* modal: ordinal models */
    fw_model *model;
    const char *dataset; /* instead of a table */
    fw_model *rubric;    /* holds the rubric: of a dataset, goes along with the model */
    fw_table_origin origin;
} job;

static void free_job(job *j) {
    free(j->list.specs);
    fw_table_rows_free(&j->rows);
    fw_sample_free(&j->sample);
    free(j->fold);
    fw_group_names_free(&j->groups);
    free(j->lines);
    free(j->raw);
    free(j->modal);
    free(j->cv);
    fw_model_free(j->model);
    fw_model_free(j->rubric);
}

static bool excludes_zeros(const job *j) {
    if (j->table->keep_zeros) return false;
    return j->table->exclude_zeros || fw_model_infos[j->kind].exclude_zeros;
}

/* Names the nearest kind, as for options. */
static fw_code unknown_type(const char *name, fw_error *err) {
    size_t best = SIZE_MAX, distance = name ? strlen(name) / 2 + 1 : 0;
    for (size_t i = 0; i < FW_MODEL_KIND_COUNT; i++) {
        const size_t d = fw_edit_distance(name, fw_model_infos[i].name);
        if (d >= distance) continue;
        distance = d;
        best = i;
    }
    if (best == SIZE_MAX)
        return fw_fail(err, FW_USAGE, "--model-type: no kind of model is called '%.40s'", name);
    return fw_fail(err, FW_USAGE, "--model-type: no kind of model is called '%.40s'; did you mean '%s'?",
                   name, fw_model_infos[best].name);
}

static fw_code check(job *j, fw_error *err) {
    const fw_table_options *t = j->table;
    j->kind = fw_model_find(j->run->model_type ? j->run->model_type : "rubric-ridge");
    if (j->kind == FW_MODEL_KIND_COUNT) return unknown_type(j->run->model_type, err);
    if (!t->human && !j->dataset && j->kind != FW_MODEL_RUBRIC)
        return fw_fail(err, FW_USAGE, "'fit --table' needs --human: the column of ratings");
    if (t->exclude_zeros && t->keep_zeros)
        return fw_fail(err, FW_USAGE, "give --exclude-zero-scores or --keep-zero-scores, not both");
    if (j->run->group_by_count > 1) return fw_fail(err, FW_USAGE, "'fit' takes one column by --by");
    if (j->run->group_by_count &&
        (j->kind == FW_MODEL_RUBRIC || j->kind == FW_MODEL_ORDINAL || fw_model_infos[j->kind].exclude_zeros))
        return fw_fail(err, FW_USAGE, "--by: weights of %s are not fitted by groups",
                       fw_model_infos[j->kind].name);
    if (t->min_items > 1 && !t->candidate_column)
        return fw_fail(err, FW_USAGE, "--min-items needs --candidate-column");
    return FW_OK;
}

/* Weights of the rubric for features of that name which the features file does not weigh. */
static fw_code add_expert_weights(job *j, fw_error *err) {
    if (j->kind != FW_MODEL_RUBRIC && j->kind != FW_MODEL_RUBRIC_RIDGE) return FW_OK;
    fw_code code = j->rubric ? FW_OK : fw_model_rubric(j->run->rubric, &j->rubric, err);
    const fw_rubric *rubric = code == FW_OK ? j->rubric->rubric : NULL;
    for (size_t i = 0; i < j->list.count && code == FW_OK; i++) {
        fw_feature_spec *spec = &j->list.specs[i];
        const fw_prior *prior = fw_rubric_prior(rubric, spec->name);
        if (!isnan(spec->weight) || !prior || !prior->predicts) continue;
        spec->weight = prior->weight * (spec->sign < 0 ? -1 : 1);
    }
    return code;
}

/* A dataset's rated answers; only afterwards is known which features there are. */
static fw_code load_dataset(job *j, fw_intake *count, fw_error *err) {
    fw_code code = fw_model_rubric(j->run->rubric, &j->rubric, err);
    if (code == FW_OK)
        code = fw_table_from_dataset(j->dataset, j->run, j->rubric->rubric, &j->list, &j->rows.table,
                                     &j->origin, count, err);
    j->rows.role = fw_dataset_roles();
    j->rows.features = j->list.count;
    return code;
}

static fw_code load_rows(job *j, fw_error *err) {
    const size_t p = j->list.count;
    const char **names = calloc(p, sizeof *names);
    bool *needed = calloc(p, sizeof *needed);
    fw_code code = names && needed ? FW_OK : fw_fail_nomem(err);
    for (size_t i = 0; i < p && code == FW_OK; i++) {
        names[i] = j->list.specs[i].name;
        needed[i] = true;
    }
    const fw_row_rules rules = {.features = names,
                                .needed = needed,
                                .feature_count = p,
                                .need_rating = j->table->human != NULL,
                                .exclude_zeros = excludes_zeros(j),
                                .scale_min = j->run->scale_min,
                                .scale_max = j->run->scale_max,
                                .threads = j->run->threads};
    if (code == FW_OK)
        code = (j->dataset ? fw_table_rows_sort : fw_table_rows_load)(j->table, &rules, &j->rows, err);
    /* Column names are those of the specs, which outlive this; the array itself is not needed any more. */
    free(names);
    free(needed);
    return code;
}

/* The mean weight becomes 1, so that sums of weights count rows. */
static fw_code take_weights(job *j, fw_error *err) {
    fw_sample *s = &j->sample;
    if (j->rows.role.weight == SIZE_MAX || s->rows == 0) return FW_OK;
    s->weight = calloc(s->rows, sizeof *s->weight);
    if (!s->weight) return fw_fail_nomem(err);
    double sum = 0;
    for (size_t i = 0; i < s->rows; i++)
        sum += s->weight[i] = j->rows.table.number[j->rows.role.weight][j->rows.kept[i]];
    for (size_t i = 0; i < s->rows; i++) s->weight[i] *= (double)s->rows / sum;
    return FW_OK;
}

/* A length that is missing leaves the baseline out rather than the row. */
static fw_code take_lengths(job *j, fw_error *err) {
    fw_sample *s = &j->sample;
    if (j->rows.role.length == SIZE_MAX) return FW_OK;
    const double *cells = j->rows.table.number[j->rows.role.length];
    for (size_t i = 0; i < s->rows; i++)
        if (!isfinite(cells[j->rows.kept[i]])) return FW_OK;
    s->length = calloc(s->rows + 1, sizeof *s->length);
    if (!s->length) return fw_fail_nomem(err);
    for (size_t i = 0; i < s->rows; i++) s->length[i] = cells[j->rows.kept[i]];
    return FW_OK;
}

static int compare_texts(const void *a, const void *b) {
    return fw_str_compare(*(const fw_str *)a, *(const fw_str *)b);
}

/* Given folds: numbered in the order of their names. */
static fw_code take_folds(job *j, fw_error *err) {
    enum { FOLD_LIMIT = 1000 };
    const size_t n = j->sample.rows;
    j->folds = j->run->folds ? j->run->folds : 10;
    if (j->rows.role.fold == SIZE_MAX) return FW_OK;
    const fw_str *cells = j->rows.table.text[j->rows.role.fold];
    fw_str *names = calloc(n + 1, sizeof *names);
    j->fold = calloc(n + 1, sizeof *j->fold);
    if (!names || !j->fold) {
        free(names);
        return fw_fail_nomem(err);
    }
    for (size_t i = 0; i < n; i++) names[i] = cells[j->rows.kept[i]];
    if (n) qsort(names, n, sizeof *names, compare_texts);
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (i == 0 || !fw_str_equal(names[i], names[count - 1])) names[count++] = names[i];
    for (size_t i = 0; i < n; i++) {
        const fw_str *found = bsearch(&cells[j->rows.kept[i]], names, count, sizeof *names, compare_texts);
        j->fold[i] = (uint32_t)(found - names);
    }
    free(names);
    j->folds = count;
    if (count > FOLD_LIMIT)
        return fw_fail(err, FW_DATA, "--fold-column: %zu folds, at most %d make sense", count, FOLD_LIMIT);
    return FW_OK;
}

static fw_code fill_sample(job *j, fw_error *err) {
    const size_t p = j->list.count;
    fw_code code = fw_sample_alloc(&j->sample, j->rows.count, p, err);
    fw_sample *s = &j->sample;
    j->lines = calloc(s->rows + 1, sizeof *j->lines);
    j->raw = calloc(s->rows + 1, sizeof *j->raw);
    j->cv = calloc(s->rows + 1, sizeof *j->cv);
    const bool ordinal = j->kind == FW_MODEL_ORDINAL;
    if (ordinal) j->modal = calloc(s->rows + 1, sizeof *j->modal);
    if (code == FW_OK && (!j->lines || !j->raw || !j->cv || (ordinal && !j->modal)))
        code = fw_fail_nomem(err);
    for (size_t i = 0; i < s->rows && code == FW_OK; i++) {
        const size_t row = j->rows.kept[i];
        for (size_t k = 0; k < p; k++) s->x[i * p + k] = fw_table_feature(&j->rows, row, k);
        s->y[i] = j->table->human ? j->rows.table.number[j->rows.role.human][row] : 0;
        const fw_str who = j->rows.role.candidate == SIZE_MAX
                               ? (fw_str){"", 0}
                               : j->rows.table.text[j->rows.role.candidate][row];
        s->cluster[i] = fw_cluster_of(who, fw_table_id(&j->rows, row));
        j->lines[i] = j->rows.table.line[row];
    }
    if (code == FW_OK) code = take_weights(j, err);
    if (code == FW_OK) code = take_lengths(j, err);
    if (code == FW_OK) code = take_folds(j, err);
    if (code != FW_OK || !j->run->group_by_count) return code;
    return fw_group_names_take(&j->rows, j->run->group_by[0], &j->groups, err);
}

static fw_code fit(job *j, fw_error *err) {
    const fw_table_fit_options options = {
        .kind = j->kind,
        .trait = j->run->trait,
        .specs = j->list.specs,
        .steps = {.clamp_sd = isnan(j->table->clamp_sd) ? CLAMP_SD : j->table->clamp_sd,
                  .standardize = !j->table->no_standardize,
                  .threads = j->run->threads},
        .folds = j->folds ? j->folds : 1,
        .seed = j->run->seed,
        .fold = j->fold,
        .scale_min = j->run->scale_min,
        .scale_max = j->run->scale_max,
        .trim_min = j->table->trim_min,
        .trim_max = j->table->trim_max,
        .trim_tolerance = j->table->trim_tolerance,
        .lambda = j->table->lambda,
        .gcv = j->table->lambda_by && strcmp(j->table->lambda_by, "gcv") == 0,
        .resamples = j->table->bootstrap,
        .exclude_zeros = excludes_zeros(j),
        .unrated = !j->table->human,
        .group_column = j->run->group_by_count ? j->run->group_by[0] : NULL,
        .group = j->groups.group,
        .group_names = (const char *const *)j->groups.names,
        .group_count = j->groups.count,
        .group_least = j->run->k,
        .lines = j->lines};
    const fw_table_predictions predictions = {.raw = j->raw, .modal = j->modal, .cv = j->cv};
    const fw_code code = fw_table_fit(&j->sample, &options, &predictions, &j->model, err);
    if (code == FW_DATA && err && !err->file[0])
        fw_error_at(err, j->dataset ? j->dataset : j->table->table, err->row, 0);
    if (code != FW_OK) return code;
    j->model->answers_hash = j->rows.table.hash;
    j->model->lexicon_hash = j->origin.lexicon;
    j->model->ratings_hash = j->origin.ratings;
    j->model->table->rows_read = j->rows.table.rows + j->rows.table.reject_count;
    j->model->table->rows_set_aside = j->rows.excluded_count;
    return FW_OK;
}

static fw_code write_all(const job *j, fw_error *err) {
    fw_table_output out;
    fw_code code = fw_table_output_open(&out, j->run, ".json", err);
    if (code != FW_OK) return code;
    char *path = out.folder ? fw_outdir_path(&out.dir, "model.json") : strdup(out.path);
    code = path ? fw_model_save(j->model, path, j->run->force, err) : fw_fail_nomem(err);
    free(path);
    if (out.folder) {
        if (code == FW_OK) code = fw_write_model_tables(&out, j->model, err);
        if (code == FW_OK) code = fw_write_excluded(&out, &j->rows, err);
        const fw_table_predictions predictions = {.raw = j->raw, .modal = j->modal, .cv = j->cv};
        if (code == FW_OK) code = fw_write_predictions(&out, &j->rows, j->model, &predictions, err);
        if (code == FW_OK) code = fw_write_processed(&out, &j->rows, j->model, j->sample.x, NULL, err);
    }
    if (code == FW_OK) return fw_table_output_commit(&out, j->run, j->rows.table.hash, err);
    fw_table_output_abort(&out);
    return code;
}

/* With no row left, the first reason says more than the number of rows. */
static fw_code need_rows(const job *j, fw_error *err) {
    if (j->rows.count || !j->rows.excluded_count) return FW_OK;
    const fw_excluded *first = &j->rows.excluded[0];
    fw_fail(err, FW_DATA, "no usable row among %zu; the first was set aside: %s%s%s", j->rows.excluded_count,
            first->column, first->column[0] ? ": " : "", first->reason);
    return fw_error_at(err, j->dataset ? j->dataset : j->table->table, first->line, 0);
}

static fw_code run_job(job *j, fw_run_result *result, fw_error *err) {
    fw_code code = check(j, err);
    const bool listed = j->table->feature_count || j->table->features_file;
    if (code == FW_OK && (listed || !j->dataset)) code = fw_feature_list_load(j->table, &j->list, err);
    if (code == FW_OK && j->dataset) code = load_dataset(j, &result->intake, err);
    if (code == FW_OK) code = add_expert_weights(j, err);
    if (code == FW_OK) code = load_rows(j, err);
    if (code == FW_OK) code = need_rows(j, err);
    if (code == FW_OK) code = fill_sample(j, err);
    if (code == FW_OK) code = fit(j, err);
    if (code == FW_OK && j->dataset) code = fw_need_people(j->run, &j->model->quality, err);
    if (code != FW_OK) return code;
    if (j->dataset) { /* parts and traps are scored by the rubric whatever the weights are */
        j->model->rubric = j->rubric->rubric;
        j->rubric->rubric = NULL;
    } else {
        result->intake.rows_read = j->model->table->rows_read;
        result->intake.rows_used = j->rows.count;
        result->intake.rows_rejected = j->rows.excluded_count;
    }
    result->quality = j->model->quality;
    memcpy(result->note, j->model->note, sizeof result->note);
    result->note_count = j->model->note_count;
    result->fitted = j->rows.role.human != SIZE_MAX;
    return write_all(j, err);
}

fw_code fw_run_fit_dataset(const char *features_h5, const fw_run_options *options,
                           const fw_table_options *table, fw_run_result *result, fw_error *err) {
    const double start = fw_clock();
    fw_table_options as_table = *table; /* the dataset's own columns */
    as_table.id_column = "answer_id";
    as_table.human = "rating";
    as_table.candidate_column = "participant_id";
    as_table.human2 = as_table.weights_column = as_table.fold_column = NULL;
    as_table.flag_count = 0;
    if (isnan(as_table.clamp_sd)) as_table.clamp_sd = 0;
    job j = {.run = options, .table = &as_table, .dataset = features_h5};
    const fw_code code = run_job(&j, result, err);
    free_job(&j);
    result->seconds_total = result->seconds_stage[FW_STAGE_FIT] = fw_clock() - start;
    return code;
}

fw_code fw_run_fit_table(const fw_run_options *options, const fw_table_options *table, fw_run_result *result,
                         fw_error *err) {
    const double start = fw_clock();
    fw_table_options grouped = *table;
    if (options->group_by_count) grouped.group_column = options->group_by[0];
    job j = {.run = options, .table = &grouped};
    const fw_code code = run_job(&j, result, err);
    free_job(&j);
    result->seconds_total = result->seconds_stage[FW_STAGE_FIT] = fw_clock() - start;
    return code;
}
