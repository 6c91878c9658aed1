/* forget.c: a folder of results, or one dataset, anew without somebody's answers. */
#include <failwise/forget.h>

#include "run/documents.h"
#include "run/nightly/keep.h"
#include "run/people/person.h"
#include "run/report.h"
#include "run/score.h"

#include "base/json.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* One file being written anew. */
typedef struct {
    const char *participant;
    bool among_runs;        /* one of a folder of runs: in some of them the person need not be */
    fw_run_options options; /* as the report was made: from the file's own provenance */
    const char **by;
    fw_dataset *from, *to;
    fw_idset *answers;
    json_t *provenance, *intake, *weights;
    fw_model *model; /* NULL: no scores */
    uint64_t dropped;
} renewal;

static void renewal_close(renewal *r) {
    fw_dataset_close(r->from);
    fw_dataset_close(r->to);
    fw_idset_free(r->answers);
    fw_model_free(r->model);
    json_decref(r->provenance);
    json_decref(r->intake);
    json_decref(r->weights);
    free(r->by);
    *r = (renewal){0};
}

static bool keep_others(void *context, const fw_frame *frame, size_t row) {
    const renewal *r = context;
    return !fw_person_owns(r->answers, frame->cells[0].text[row]);
}

/* The report is made with the settings it had. */
static fw_code recall_settings(renewal *r, fw_error *err) {
    const json_t *report = json_object_get(r->provenance, "report");
    const json_t *by = json_object_get(report, "by");
    const char *title = fw_json_get_text(report, "title");
    r->options.title = title && *title ? title : NULL;
    r->options.synthetic = json_is_true(json_object_get(r->provenance, "synthetic"));
    r->options.seed = (uint64_t)json_integer_value(json_object_get(r->provenance, "seed"));
    if (json_is_integer(json_object_get(report, "k")))
        r->options.k = (size_t)json_integer_value(json_object_get(report, "k"));
    r->by = calloc(json_array_size(by) + 1, sizeof *r->by);
    if (!r->by) return fw_fail_nomem(err);
    for (size_t i = 0; i < json_array_size(by); i++)
        if (json_is_string(json_array_get(by, i)))
            r->by[r->options.group_by_count++] = json_string_value(json_array_get(by, i));
    r->options.group_by = r->by;
    r->options.command_line = fw_json_get_text(r->provenance, "command");
    return FW_OK;
}

/* Opens a file and finds the person in it. */
static fw_code renewal_open(renewal *r, const char *path, fw_error *err) {
    fw_code code = fw_dataset_open(path, &r->from, err);
    r->answers = fw_idset_new();
    if (code == FW_OK && !r->answers) code = fw_fail_nomem(err);
    if (code == FW_OK) code = fw_person_answers(r->from, r->participant, r->answers, err);
    if (code == FW_OK) code = fw_dataset_get_json(r->from, "provenance", &r->provenance, err);
    if (code == FW_OK) code = fw_dataset_get_json(r->from, "intake", &r->intake, err);
    const fw_column *scores = NULL;
    size_t count;
    if (code == FW_OK) code = fw_dataset_table_columns(r->from, "scores", &scores, &count, err);
    if (code == FW_OK && scores) {
        code = fw_dataset_get_json(r->from, "model", &r->weights, err);
        if (code == FW_OK && r->weights) code = fw_model_from_json(r->weights, "uns/model", &r->model, err);
    }
    return code == FW_OK ? recall_settings(r, err) : code;
}

/* Nobody found, or nobody left: an error in `path`. */
static fw_code check_person(const renewal *r, const char *path, fw_error *err) {
    const uint64_t found = fw_idset_count(r->answers);
    if (found > 0 && found < fw_dataset_rows(r->from)) return FW_OK;
    return fw_fail_in(err, FW_DATA, path,
                      found == 0 ? "nothing is held about that participant"
                                 : "nobody else would be left: remove it instead");
}

/* The rows that remain, scored anew where there were scores. `report` may be NULL. */
static fw_code renew(renewal *r, const char *to, const char *scores_csv, bool force, fw_report **report,
                     fw_error *err) {
    fw_code code = fw_dataset_filter(r->from, to, force, keep_others, r, &r->to, &r->dropped, err);
    json_t *intake = r->intake ? json_copy(r->intake) : json_object();
    const json_int_t before = json_integer_value(json_object_get(intake, "rows_forgotten"));
    json_object_set_new(intake, "rows_forgotten", json_integer(before + (json_int_t)r->dropped));
    if (code == FW_OK && r->provenance) code = fw_dataset_put_json(r->to, "provenance", r->provenance, err);
    if (code == FW_OK) code = fw_dataset_put_json(r->to, "intake", intake, err);
    json_decref(r->intake);
    r->intake = intake;
    const fw_layout *layout = code == FW_OK ? fw_dataset_layout(r->to) : NULL;
    if (code == FW_OK && report) {
        const fw_report_options settings = fw_report_settings(&r->options);
        code = fw_report_new(&settings, layout->columns, layout->column_count, layout->vars,
                             layout->var_count, report, err);
    }
    if (code == FW_OK && r->model) {
        const fw_score_job job = {.options = &r->options,
                                  .dataset = r->to,
                                  .model = r->model,
                                  .report = report ? *report : NULL,
                                  .scores_csv = scores_csv};
        code = fw_score_rows(&job, err);
        if (code == FW_OK) code = fw_score_documents(r->to, r->model, err);
    }
    return code;
}

/* Puts the file of what remains into place. A report reads names from its layout: it is written before. */
static fw_code settle(renewal *r, fw_error *err) {
    const fw_code code = fw_dataset_commit(r->to, err);
    r->to = NULL;
    return code;
}

/* ---- one file ---- */

static fw_code forget_in_file(renewal *r, const char *path, fw_forget_result *result, fw_error *err) {
    fw_code code = renewal_open(r, path, err);
    if (code == FW_OK) code = check_person(r, path, err);
    if (code == FW_OK) {
        result->left = fw_dataset_rows(r->from) - fw_idset_count(r->answers);
        code = renew(r, path, NULL, true, NULL, err);
    }
    if (code == FW_OK) code = settle(r, err);
    result->answers = r->dropped;
    result->scored = r->model != NULL;
    result->refit = r->model && r->model->ratings_hash != 0;
    return code;
}

/* ---- a folder of results ---- */

/* Copies a file that nobody stands in by name. */
static fw_code carry_over(const char *folder, const fw_outdir *dir, const char *name, fw_error *err) {
    char *from = fw_path_join(folder, name), *to = fw_outdir_path(dir, name), *data = NULL;
    struct stat info;
    size_t len = 0;
    fw_output output = {0};
    fw_code code = from && to ? FW_OK : fw_fail_nomem(err);
    if (code == FW_OK && stat(from, &info) == 0) {
        code = fw_read_file(from, SIZE_MAX / 2, &data, &len, err);
        if (code == FW_OK) code = fw_output_open(&output, to, false, err);
        if (code == FW_OK && fwrite(data, 1, len, output.stream) != len)
            code = fw_fail_errno(err, FW_IO, to, "cannot write");
        if (code == FW_OK) code = fw_output_commit(&output, err);
        fw_output_abort(&output);
    }
    free(from);
    free(to);
    free(data);
    return code;
}

/* The text of the answers, where the run kept it. */
static fw_code forget_texts(const char *participant, const char *folder, const fw_outdir *dir,
                            fw_forget_result *result, fw_error *err) {
    char *from = fw_path_join(folder, "answers.h5"), *to = fw_outdir_path(dir, "answers.h5");
    struct stat info;
    renewal r = {.participant = participant, .options = fw_run_defaults()};
    fw_code code = from && to ? FW_OK : fw_fail_nomem(err);
    if (code == FW_OK && stat(from, &info) == 0) {
        code = renewal_open(&r, from, err);
        if (code == FW_OK) code = renew(&r, to, NULL, false, NULL, err);
        if (code == FW_OK) code = settle(&r, err);
        result->texts = r.dropped;
    }
    renewal_close(&r);
    free(from);
    free(to);
    return code;
}

static fw_code rebuild(renewal *r, const char *folder, const fw_outdir *dir, fw_error *err) {
    char *cohort = fw_outdir_path(dir, "cohort.h5"), *scores = fw_outdir_path(dir, "scores.csv");
    fw_report *report = NULL;
    fw_intake intake = {0};
    fw_code code = cohort && scores ? renew(r, cohort, scores, false, &report, err) : fw_fail_nomem(err);
    if (code == FW_OK) {
        fw_intake_from_json(r->intake, &intake);
        code = fw_report_write(report, dir->temporary, r->model, &intake, r->provenance, err);
    }
    if (code == FW_OK) code = settle(r, err);
    if (code == FW_OK) code = carry_over(folder, dir, "model.json", err);
    if (code == FW_OK) code = carry_over(folder, dir, "rejects.csv", err);
    fw_report_free(report);
    free(cohort);
    free(scores);
    return code;
}

static fw_code write_folder(renewal *r, const char *folder, fw_forget_result *result, fw_error *err) {
    fw_outdir dir = {.lock = -1};
    fw_code code = fw_outdir_open(&dir, folder, true, err);
    if (code == FW_OK) code = rebuild(r, folder, &dir, err);
    if (code == FW_OK) code = forget_texts(r->participant, folder, &dir, result, err);
    if (code == FW_OK) code = fw_manifest_write(dir.temporary, r->provenance, NULL, 0, err);
    if (code == FW_OK) {
        result->answers = r->dropped;
        result->left = fw_dataset_rows(r->from) - r->dropped;
        result->scored = true;
        result->refit = r->model->ratings_hash != 0;
        code = fw_outdir_commit(&dir, err);
    }
    fw_outdir_abort(&dir);
    return code;
}

static fw_code forget_in_folder(renewal *r, const char *folder, fw_forget_result *result, fw_error *err) {
    char *cohort = fw_path_join(folder, "cohort.h5");
    fw_code code = cohort ? renewal_open(r, cohort, err) : fw_fail_nomem(err);
    const bool absent = code == FW_OK && r->among_runs && fw_idset_count(r->answers) == 0;
    if (code == FW_OK && !absent) {
        code = check_person(r, folder, err);
        if (code == FW_OK && !r->model)
            code = fw_fail_in(err, FW_DATA, cohort, "the dataset holds no scores");
        if (code == FW_OK) code = write_folder(r, folder, result, err);
    }
    free(cohort);
    return code;
}

/* ---- a folder of dated runs ---- */

/* As `run --keep` leaves one: its lock, and nothing that a run itself has. */
static bool holds_runs(const char *folder) {
    char *lock = fw_path_join(folder, ".lock"), *mark = fw_path_join(folder, "manifest.json");
    struct stat info;
    const bool runs = lock && mark && stat(lock, &info) == 0 && stat(mark, &info) != 0;
    free(lock);
    free(mark);
    return runs;
}

static renewal renewal_of(const char *participant, const fw_run_options *options) {
    renewal r = {.participant = participant, .options = fw_run_defaults()};
    r.options.threads = options->threads;
    r.options.progress = options->progress;
    return r;
}

/* One after the other, each whole: whoever is stopped begins again, and those done are passed over. */
static fw_code forget_in_runs(const char *participant, const char *folder, const fw_run_options *options,
                              fw_forget_result *result, fw_error *err) {
    fw_keep keep;
    fw_code code = fw_keep_open(&keep, folder, err);
    for (size_t i = 0; i < keep.count && code == FW_OK; i++) {
        fw_forget_result one = {0};
        renewal r = renewal_of(participant, options);
        r.among_runs = true;
        char *path = fw_keep_path(&keep, keep.runs[i]);
        code = path ? forget_in_folder(&r, path, &one, err) : fw_fail_nomem(err);
        renewal_close(&r);
        free(path);
        if (code != FW_OK || one.answers == 0) continue;
        result->runs++;
        result->answers += one.answers;
        result->texts += one.texts;
        result->left = one.left;
        result->scored = true;
        result->refit = result->refit || one.refit;
    }
    fw_keep_close(&keep);
    if (code == FW_OK && result->runs == 0)
        code = fw_fail_in(err, FW_DATA, folder, "no run in it holds anything about that participant");
    return code;
}

fw_code fw_run_forget(const char *participant, const char *path, const fw_run_options *options,
                      fw_forget_result *result, fw_error *err) {
    struct stat info;
    *result = (fw_forget_result){0};
    renewal r = renewal_of(participant, options);
    fw_code code = fw_outdir_bring_back(path, err);
    const bool folder = stat(path, &info) == 0 && S_ISDIR(info.st_mode);
    if (code == FW_OK) {
        code = !folder            ? forget_in_file(&r, path, result, err)
               : holds_runs(path) ? forget_in_runs(participant, path, options, result, err)
                                  : forget_in_folder(&r, path, result, err);
    }
    renewal_close(&r);
    return code;
}
