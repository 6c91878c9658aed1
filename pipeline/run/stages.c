/* stages.c: each stage alone, from the former's file. */
#include "run/documents.h"
#include "run/intake.h"
#include "run/open.h"
#include "run/report.h"
#include "run/rows.h"
#include "run/score.h"
#include "run/stage.h"

#include "base/json.h"
#include "base/ordered.h"

#include <stdlib.h>
#include <string.h>

static fw_code put_documents(fw_dataset *dataset, json_t *provenance, json_t *intake, fw_error *err) {
    fw_code code = provenance && intake ? FW_OK : fw_fail_nomem(err);
    if (code == FW_OK) code = fw_dataset_put_json(dataset, "provenance", provenance, err);
    if (code == FW_OK) code = fw_dataset_put_json(dataset, "intake", intake, err);
    return code;
}

/* ---- load ---- */

/* answers.h5 -> answers.rejects.csv */
static char *rejects_beside(const char *output) {
    const size_t len = strlen(output);
    const bool h5 = len > 3 && strcmp(output + len - 3, ".h5") == 0;
    char *path = NULL;
    return asprintf(&path, "%.*s.rejects.csv", (int)(h5 ? len - 3 : len), output) < 0 ? NULL : path;
}

static fw_code load_into(const fw_run_options *o, fw_reader *reader, fw_row_plan *plan, fw_run_result *result,
                         fw_error *err) {
    fw_dataset *dataset = NULL;
    fw_rejects rejects;
    char *path = rejects_beside(o->output);
    fw_code code = path ? FW_OK : fw_fail_nomem(err);
    const fw_layout layout = {.columns = plan->columns, .column_count = plan->count, .kind = "answers"};
    if (code == FW_OK) code = fw_dataset_create(o->output, &layout, o->force, &dataset, err);
    if (code == FW_OK) fw_dataset_use_threads(dataset, o->threads);
    if (code == FW_OK) code = fw_rejects_open(&rejects, path, true, err);
    free(path);
    if (code != FW_OK) {
        fw_dataset_close(dataset);
        return code;
    }
    const fw_intake_job job = {
        .options = o, .reader = reader, .plan = plan, .dataset = dataset, .rejects = &rejects};
    code = fw_take_in(&job, &result->intake, err);
    if (code == FW_OK) code = fw_dataset_seal(dataset, err);
    json_t *provenance = fw_provenance(o, 0, fw_reader_hash(reader), 0);
    json_t *intake = fw_intake_to_json(&result->intake);
    if (code == FW_OK) code = put_documents(dataset, provenance, intake, err);
    json_decref(provenance);
    json_decref(intake);
    if (code == FW_OK) {
        code = fw_dataset_commit(dataset, err);
        dataset = NULL;
    }
    fw_dataset_close(dataset);
    if (code == FW_OK && result->intake.rows_rejected) return fw_rejects_commit(&rejects, err);
    fw_rejects_abort(&rejects);
    return code;
}

fw_code fw_run_load(const fw_run_options *o, fw_run_result *result, fw_error *err) {
    const double start = fw_clock();
    fw_reader *reader = NULL;
    fw_row_plan plan = {0};
    fw_code code = fw_open_reader(o, &reader, err);
    if (code == FW_OK) {
        code = fw_row_plan_from_reader(&plan, reader, o->rating_columns, o->rating_column_count, true, err);
    }
    if (code == FW_OK) code = load_into(o, reader, &plan, result, err);
    fw_row_plan_free(&plan);
    fw_reader_close(reader);
    const fw_intake *in = &result->intake;
    result->reject_gate_failed = (double)in->rows_rejected > o->max_reject_rate * (double)in->rows_read;
    result->bytes_total = in->bytes;
    result->seconds_total = result->seconds_stage[FW_STAGE_LOAD_EXTRACT] = fw_clock() - start;
    return code;
}

/* ---- score ---- */

static fw_code check_lexicon(fw_dataset *dataset, const fw_model *model, const char *path, fw_error *err) {
    json_t *provenance = NULL;
    const fw_code code = fw_dataset_get_json(dataset, "provenance", &provenance, err);
    const uint64_t hash = fw_json_get_hash(provenance, "lexicon_xxh3");
    json_decref(provenance);
    if (code != FW_OK || !model->lexicon_hash || !hash || hash == model->lexicon_hash) return code;
    return fw_fail_in(err, FW_DATA, path,
                      "the features were extracted with another lexicon than the model was fitted with");
}

static fw_code score_stage(const char *features_h5, const fw_run_options *o, fw_run_result *result,
                           fw_error *err) {
    const double start = fw_clock();
    fw_model *model = NULL;
    fw_dataset *dataset = NULL;
    fw_code code = fw_open_model(o, &model, err);
    if (code == FW_OK) code = fw_dataset_extend(features_h5, o->output, "scores", o->force, &dataset, err);
    if (code == FW_OK) code = fw_need_features(dataset, features_h5, err);
    if (code == FW_OK) code = check_lexicon(dataset, model, features_h5, err);
    if (code == FW_OK) {
        const fw_score_job job = {.options = o, .dataset = dataset, .model = model, .result = result};
        code = fw_score_rows(&job, err);
    }
    if (code == FW_OK) code = fw_score_documents(dataset, model, err);
    if (code == FW_OK) {
        code = fw_dataset_commit(dataset, err);
        dataset = NULL;
    }
    fw_dataset_close(dataset);
    fw_model_free(model);
    result->seconds_total = result->seconds_stage[FW_STAGE_SCORE] = fw_clock() - start;
    return code;
}

fw_code fw_run_score(const char *features_h5, const fw_run_options *o, fw_run_result *result, fw_error *err) {
    return fw_run_keeping_threads(score_stage, features_h5, o, result, err);
}

/* ---- report ---- */

static fw_code write_pages(fw_dataset *dataset, fw_report *report, const fw_outdir *dir,
                           fw_run_result *result, fw_error *err) {
    json_t *provenance = NULL, *intake = NULL, *weights = NULL;
    fw_model *model = NULL;
    fw_code code = fw_dataset_get_json(dataset, "provenance", &provenance, err);
    if (code == FW_OK) code = fw_dataset_get_json(dataset, "intake", &intake, err);
    if (code == FW_OK) code = fw_dataset_get_json(dataset, "model", &weights, err);
    if (code == FW_OK && weights) code = fw_model_from_json(weights, "uns/model", &model, err);
    if (code == FW_OK) {
        fw_intake_from_json(intake, &result->intake);
        code = fw_report_write(report, dir->temporary, model, &result->intake, provenance, err);
        if (code == FW_OK) result->mean_overall = fw_report_mean_overall(report);
    }
    if (code == FW_OK) code = fw_manifest_write(dir->temporary, provenance, NULL, 0, err);
    fw_model_free(model);
    json_decref(provenance);
    json_decref(intake);
    json_decref(weights);
    return code;
}

static fw_code need_scores(fw_dataset *dataset, const char *path, fw_error *err) {
    const fw_column *columns = NULL;
    size_t count;
    const fw_code code = fw_dataset_table_columns(dataset, "scores", &columns, &count, err);
    if (code != FW_OK || columns) return code;
    return fw_fail_in(err, FW_DATA, path, "the dataset holds no scores: run 'failwise score' on it first");
}

static fw_code report_stage(const char *scores_h5, const fw_run_options *o, fw_run_result *result,
                            fw_error *err) {
    const double start = fw_clock();
    fw_dataset *dataset = NULL;
    fw_report *report = NULL;
    fw_outdir dir = {.lock = -1};
    fw_code code = fw_dataset_open(scores_h5, &dataset, err);
    if (code == FW_OK) fw_dataset_use_threads(dataset, o->threads);
    if (code == FW_OK) code = need_scores(dataset, scores_h5, err);
    if (code == FW_OK) code = fw_outdir_open(&dir, o->output, o->force, err);
    if (code == FW_OK) {
        const fw_layout *layout = fw_dataset_layout(dataset);
        fw_report_options settings = fw_report_settings(o);
        settings.folder = dir.temporary;
        code = fw_report_new(&settings, layout->columns, layout->column_count, layout->vars,
                             layout->var_count, &report, err);
    }
    char *scores_csv = code == FW_OK ? fw_outdir_path(&dir, "scores.csv") : NULL;
    if (code == FW_OK)
        code = scores_csv ? fw_report_rows(o, dataset, report, scores_csv, err) : fw_fail_nomem(err);
    free(scores_csv);
    if (code == FW_OK) code = write_pages(dataset, report, &dir, result, err);
    if (code == FW_OK) code = fw_outdir_commit(&dir, err);
    fw_report_free(report);
    fw_dataset_close(dataset);
    fw_outdir_abort(&dir);
    result->seconds_total = result->seconds_stage[FW_STAGE_REPORT] = fw_clock() - start;
    return code;
}

fw_code fw_run_report(const char *scores_h5, const fw_run_options *o, fw_run_result *result, fw_error *err) {
    return fw_run_keeping_threads(report_stage, scores_h5, o, result, err);
}
