/* load.c: a finished run from its folder: scores, model, features. */
#include "run/compare/compare.h"

#include "base/output.h"
#include "base/str.h"

#include <failwise/dataset.h>

#include <stdlib.h>
#include <unistd.h>

const char *const fw_run_metric_names[FW_RUN_METRICS] = {
    "overall", "scale", "raw", "humility", "agency", "fail", "diag", "act", "learn", "impr", "seconds"};
enum { ID, ID_ANSWER, FIRST_METRIC, COLUMNS = FIRST_METRIC + FW_RUN_METRICS, CHUNK = 4096 };

void fw_run_side_free(fw_run_side *side) {
    fw_table_clear(&side->scores);
    fw_model_free(side->model);
    free(side->feature);
    free(side->x);
    free(side->answer);
    free(side->person);
    free(side->content);
    *side = (fw_run_side){0};
}

/* The first of two files that is there; NULL when neither is, or memory is out. */
static char *either(const char *folder, const char *name, const char *other) {
    char *path = fw_path_join(folder, name);
    if (path && access(path, R_OK) == 0) return path;
    free(path);
    path = other ? fw_path_join(folder, other) : NULL;
    if (path && access(path, R_OK) == 0) return path;
    free(path);
    return NULL;
}

static fw_code load_scores(fw_run_side *side, fw_error *err) {
    char *path = either(side->folder, "scores.csv", "predictions.csv");
    if (!path)
        return fw_fail_in(err, FW_NOINPUT, side->folder,
                          "no scores.csv and no predictions.csv: not the folder of a finished run");
    fw_table_column columns[COLUMNS] = {{.name = "id", .option = "", .text = true, .optional = true},
                                        {.name = "answer_id", .option = "", .text = true, .optional = true}};
    for (size_t k = 0; k < FW_RUN_METRICS; k++)
        columns[FIRST_METRIC + k] =
            (fw_table_column){.name = fw_run_metric_names[k], .option = "", .optional = true};
    fw_code code = fw_table_load(path, columns, COLUMNS, 0, &side->scores, err);
    const fw_table *t = &side->scores;
    for (size_t k = 0; k < FW_RUN_METRICS && code == FW_OK; k++)
        side->metric[k] = t->present[FIRST_METRIC + k] ? t->number[FIRST_METRIC + k] : NULL;
    if (code == FW_OK) side->id = t->present[ID_ANSWER] ? t->text[ID_ANSWER] : t->text[ID];
    if (code == FW_OK && !t->present[ID_ANSWER] && !t->present[ID]) {
        code = fw_fail(err, FW_DATA, "the scores have no column answer_id or id");
        fw_error_at(err, path, 1, 0);
    }
    if (code == FW_OK && t->rows == 0) {
        code = fw_fail_in(err, FW_DATA, path, "there are no scores below the header");
    }
    free(path);
    return code;
}

static fw_code load_model(fw_run_side *side, fw_error *err) {
    char *path = either(side->folder, "model.json", NULL);
    if (!path) return FW_OK;
    const fw_code code = fw_model_load(path, &side->model, err);
    free(path);
    return code;
}

static uint64_t hash_answer(fw_str id) { return fw_hash64(id.ptr, id.len, 3); }

bool fw_run_same_rows(const fw_run_side *side) {
    if (side->feature_rows != side->scores.rows) return false;
    for (size_t i = 0; i < side->feature_rows; i++)
        if (hash_answer(side->id[i]) != side->answer[i]) return false;
    return true;
}

/* Whose a row is, and what is in it. */
static void take_row(fw_run_side *side, const fw_frame *frame, size_t row, size_t at) {
    const fw_str id = frame->cells[0].text[row];
    const fw_str person = frame->column_count > 1 ? frame->cells[1].text[row] : (fw_str){0};
    side->answer[at] = hash_answer(id);
    side->person[at] = person.len ? fw_hash64(person.ptr, person.len, 1) : fw_hash64(id.ptr, id.len, 2);
    side->content[at] = fw_hash64(side->features ? frame->x + row * side->features : NULL,
                                  side->features * sizeof(float), side->answer[at]);
}

static fw_code read_features(fw_run_side *side, fw_dataset *dataset, fw_frame *frame, fw_error *err) {
    const size_t rows = side->feature_rows, p = side->features;
    fw_code code = FW_OK;
    for (size_t first = 0; first < rows && code == FW_OK; first += CHUNK) {
        fw_frame_clear(frame);
        code = fw_dataset_read(dataset, first, rows - first < CHUNK ? rows - first : CHUNK, frame, err);
        for (size_t i = 0; i < frame->rows && code == FW_OK; i++) {
            take_row(side, frame, i, first + i);
            for (size_t j = 0; j < p; j++) side->x[j * rows + first + i] = frame->x[i * p + j];
        }
    }
    return code;
}

static fw_code read_origin(fw_run_side *side, fw_dataset *dataset, fw_error *err) {
    json_t *provenance = NULL;
    const fw_code code = fw_dataset_get_json(dataset, "provenance", &provenance, err);
    side->synthetic = json_is_true(json_object_get(provenance, "synthetic"));
    json_decref(provenance);
    return code;
}

static fw_code load_features(fw_run_side *side, fw_error *err) {
    char *path = either(side->folder, "cohort.h5", NULL);
    if (!path) return FW_OK;
    fw_dataset *dataset = NULL;
    fw_code code = fw_dataset_open(path, &dataset, err);
    free(path);
    if (code != FW_OK) return code;
    const fw_layout *layout = fw_dataset_layout(dataset);
    side->features = layout->var_count;
    side->feature_rows = (size_t)fw_dataset_rows(dataset);
    side->feature = calloc(side->features + 1, sizeof *side->feature);
    side->x = calloc(side->features * side->feature_rows + 1, sizeof *side->x);
    side->answer = calloc(side->feature_rows + 1, sizeof *side->answer);
    side->person = calloc(side->feature_rows + 1, sizeof *side->person);
    side->content = calloc(side->feature_rows + 1, sizeof *side->content);
    const int participant = fw_column_find(layout->columns, layout->column_count, "participant_id");
    const fw_column columns[] = {layout->columns[0], layout->columns[participant > 0 ? participant : 0]};
    fw_frame *frame = fw_frame_new(columns, participant > 0 ? 2 : 1, side->features, CHUNK);
    const bool good = side->feature && side->x && side->answer && side->person && side->content && frame;
    code = good ? FW_OK : fw_fail_nomem(err);
    for (size_t j = 0; j < side->features && code == FW_OK; j++)
        snprintf(side->feature[j], sizeof side->feature[j], "%s", layout->vars[j].name);
    if (code == FW_OK) code = read_features(side, dataset, frame, err);
    if (code == FW_OK) code = read_origin(side, dataset, err);
    fw_frame_free(frame);
    fw_dataset_close(dataset);
    return code;
}

fw_code fw_run_side_load(const char *folder, fw_run_side *side, fw_error *err) {
    *side = (fw_run_side){.folder = folder};
    fw_code code = load_scores(side, err);
    if (code == FW_OK) code = load_model(side, err);
    if (code == FW_OK) code = load_features(side, err);
    if (code != FW_OK) fw_run_side_free(side);
    return code;
}
