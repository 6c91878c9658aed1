/* model_read.c: a model from JSON, strictly: anything missing, mistyped or impossible is named and refused.
 */
#include "score/json_field.h"
#include "score/model_measures.h"
#include "score/model_parts.h"
#include "score/model_table.h"
#include "score/rubric.h"

#include <stdlib.h>
#include <string.h>

enum { FEATURE_LIMIT = 100000 };

static void read_agreement(fw_json_reader *r, const json_t *parent, const char *key, fw_agreement *out) {
    const json_t *object = fw_json_object(r, parent, key);
    const size_t mark = fw_json_enter(r, key, 0);
    for (size_t i = 0; i < FW_MEASURE_COUNT; i++)
        *(double *)((char *)out + fw_measures[i].offset) = fw_json_real(r, object, fw_measures[i].name, true);
    fw_json_leave(r, mark);
}

static void read_interval(fw_json_reader *r, const json_t *parent, fw_agreement_interval *out) {
    const json_t *object = fw_json_object(r, parent, "cv_interval");
    const size_t mark = fw_json_enter(r, "cv_interval", 0);
    read_agreement(r, object, "low", &out->low);
    read_agreement(r, object, "high", &out->high);
    out->clusters = (size_t)fw_json_whole(r, object, "clusters", 0, INT64_MAX);
    out->resamples = (size_t)fw_json_whole(r, object, "resamples", 0, INT64_MAX);
    fw_json_leave(r, mark);
}

static void read_quality(fw_json_reader *r, const json_t *json, fw_fit_quality *out) {
    const json_t *object = fw_json_object(r, json, "quality");
    const size_t mark = fw_json_enter(r, "quality", 0);
    out->rows = (size_t)fw_json_whole(r, object, "rows", 0, INT64_MAX);
    out->participants = (size_t)fw_json_whole(r, object, "participants", 0, INT64_MAX);
    out->condition = fw_json_real(r, object, "condition", true);
    read_agreement(r, object, "cv", &out->cv);
    read_interval(r, object, &out->cv_interval);
    read_agreement(r, object, "length_only", &out->length_only);
    read_agreement(r, object, "mean_only", &out->mean_only);
    read_agreement(r, object, "train", &out->train);
    read_agreement(r, object, "rubric", &out->rubric);
    fw_json_leave(r, mark);
    out->lambda = fw_json_real(r, json, "lambda", true);
    out->folds = (size_t)fw_json_whole(r, json, "folds", 0, INT64_MAX);
}

static void read_weight(fw_json_reader *r, const json_t *object, fw_weight *w) {
    fw_json_text(r, object, "name", w->name, sizeof w->name);
    w->mean = fw_json_real(r, object, "mean", false);
    w->sd = fw_json_real(r, object, "sd", false);
    w->weight = fw_json_real(r, object, "weight", false);
    w->se = fw_json_real(r, object, "se", true);
    w->ci_low = fw_json_real(r, object, "ci_low", true);
    w->ci_high = fw_json_real(r, object, "ci_high", true);
    w->prior = fw_json_real(r, object, "prior", false);
    w->sign_expected = (int)fw_json_whole(r, object, "sign_expected", -1, 1);
    (void)fw_json_truth(r, object, "contradicts_rubric"); /* derived: only its type matters */
    w->used = fw_json_truth(r, object, "used");
    fw_json_text(r, object, "reason", w->reason, sizeof w->reason);
    if (r->failed != FW_OK) return;
    if (!w->name[0]) fw_json_refuse(r, "name", "a feature's name", json_object_get(object, "name"));
    if (w->sd < 0 || (w->used && !(w->sd > 0)))
        fw_json_refuse(r, "sd", "a positive number for a feature that is used",
                       json_object_get(object, "sd"));
}

static int compare_names(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void refuse_duplicates(fw_json_reader *r, const fw_model *model) {
    const char **names = calloc(model->weight_count + 1, sizeof *names);
    if (!names) {
        r->failed = fw_fail_nomem(r->err);
        return;
    }
    for (size_t i = 0; i < model->weight_count; i++) names[i] = model->weights[i].name;
    qsort(names, model->weight_count, sizeof *names, compare_names);
    for (size_t i = 1; i < model->weight_count && r->failed == FW_OK; i++) {
        if (strcmp(names[i - 1], names[i]) != 0) continue;
        r->failed = fw_fail_in(r->err, FW_DATA, r->file, "\"features\" holds \"%s\" twice", names[i]);
    }
    free(names);
}

static void read_features(fw_json_reader *r, const json_t *json, fw_model *model) {
    const json_t *array = fw_json_array(r, json, "features");
    const size_t count = json_array_size(array);
    if (r->failed != FW_OK) return;
    if (count > FEATURE_LIMIT) {
        fw_json_refuse(r, "features", "at most 100000 features", array);
        return;
    }
    model->weights = calloc(count + 1, sizeof *model->weights);
    if (!model->weights) {
        r->failed = fw_fail_nomem(r->err);
        return;
    }
    model->weight_count = count;
    const size_t mark = fw_json_enter(r, "features", 0);
    for (size_t i = 0; i < count && r->failed == FW_OK; i++) {
        const size_t inner = fw_json_enter(r, NULL, i);
        const json_t *object = json_array_get(array, i);
        if (json_is_object(object))
            read_weight(r, object, &model->weights[i]);
        else
            fw_json_refuse(r, "", "an object", object);
        fw_json_leave(r, inner);
    }
    fw_json_leave(r, mark);
    if (r->failed == FW_OK) refuse_duplicates(r, model);
}

static void read_notes(fw_json_reader *r, const json_t *json, fw_model *model) {
    const json_t *array = fw_json_array(r, json, "notes");
    const size_t room = sizeof model->note / sizeof model->note[0];
    if (json_array_size(array) > room) fw_json_refuse(r, "notes", "at most 8 notes", array);
    for (size_t i = 0; i < json_array_size(array) && r->failed == FW_OK; i++) {
        const char *text = json_string_value(json_array_get(array, i));
        if (!text || strlen(text) >= sizeof model->note[0]) {
            fw_json_refuse(r, "notes", "texts of at most 159 bytes", json_array_get(array, i));
            return;
        }
        memcpy(model->note[i], text, strlen(text) + 1);
        model->note_count = i + 1;
    }
}

static void read_head(fw_json_reader *r, const json_t *json, fw_model *model) {
    char version[64];
    (void)fw_json_whole(r, json, "schema_version", FW_MODEL_SCHEMA, FW_MODEL_SCHEMA);
    fw_json_text(r, json, "type", model->type, sizeof model->type);
    fw_json_text(r, json, "trait", model->trait, sizeof model->trait);
    fw_json_text(r, json, "version", version, sizeof version);
    const fw_model_kind kind = r->failed == FW_OK ? fw_model_find(model->type) : FW_MODEL_RUBRIC;
    const bool table = json_object_get(json, "table") != NULL;
    if (kind == FW_MODEL_KIND_COUNT ||
        (!table && kind != FW_MODEL_RUBRIC && !fw_model_infos[kind].own_features))
        fw_json_refuse(r, "type", table ? "a kind of model" : "rubric, rubric-ridge, ridge or ols",
                       json_object_get(json, "type"));
}

static void read_seed(fw_json_reader *r, const json_t *json, fw_model *model) {
    char text[21];
    fw_json_text(r, json, "seed", text, sizeof text);
    if (r->failed != FW_OK) return;
    uint64_t seed = 0;
    bool good = text[0] != '\0';
    for (const char *c = text; *c && good; c++) {
        const unsigned digit = (unsigned)(*c - '0');
        good = *c >= '0' && *c <= '9' && seed <= (UINT64_MAX - digit) / 10;
        if (good) seed = seed * 10 + digit;
    }
    if (!good)
        fw_json_refuse(r, "seed", "the decimal digits of a 64-bit number, as text",
                       json_object_get(json, "seed"));
    model->seed = seed;
}

static void read_numbers(fw_json_reader *r, const json_t *json, fw_model *model) {
    model->intercept = fw_json_real(r, json, "intercept", false);
    const json_t *scale = fw_json_object(r, json, "scale");
    size_t mark = fw_json_enter(r, "scale", 0);
    model->scale_min = fw_json_real(r, scale, "min", false);
    model->scale_max = fw_json_real(r, scale, "max", false);
    if (r->failed == FW_OK && model->scale_min > model->scale_max)
        fw_json_refuse(r, "max", "a number not below min", json_object_get(scale, "max"));
    fw_json_leave(r, mark);
    const json_t *hashes = fw_json_object(r, json, "hashes");
    mark = fw_json_enter(r, "hashes", 0);
    model->lexicon_hash = fw_json_hex(r, hashes, "lexicon");
    model->answers_hash = fw_json_hex(r, hashes, "answers");
    model->ratings_hash = fw_json_hex(r, hashes, "ratings");
    fw_json_leave(r, mark);
}

/* A table's model has its own preprocessing, and no rubric unless it was fitted to a dataset's features. */
static void read_rubric(fw_json_reader *r, const json_t *json, fw_model *model) {
    if (json_object_get(json, "table")) {
        if (r->failed == FW_OK) fw_table_part_read(r, json, model);
        if (json_is_null(json_object_get(json, "rubric"))) return;
    }
    const json_t *rubric = fw_json_object(r, json, "rubric");
    if (r->failed == FW_OK) r->failed = fw_rubric_from_json(rubric, r->file, &model->rubric, r->err);
}

/* An ordinal model is nothing without its thresholds; groups are the user's choice. */
static void read_parts(fw_json_reader *r, const json_t *json, fw_model *model) {
    if (r->failed == FW_OK && strcmp(model->type, "ordinal") == 0) fw_ordinal_part_read(r, json, model);
    if (r->failed == FW_OK && json_object_get(json, "groups")) fw_group_part_read(r, json, model);
}

fw_code fw_model_from_json(const json_t *json, const char *name, fw_model **out, fw_error *err) {
    fw_error unread = {0};
    fw_json_reader r = {.file = name, .err = err ? err : &unread};
    if (!json_is_object(json)) {
        fw_json_refuse(&r, "", "a model: a JSON object", json);
        return r.failed;
    }
    fw_model *model = fw_model_new("", "");
    if (!model) return fw_fail_nomem(err);
    read_head(&r, json, model);
    read_numbers(&r, json, model);
    read_seed(&r, json, model);
    read_features(&r, json, model);
    read_rubric(&r, json, model);
    read_parts(&r, json, model);
    read_quality(&r, json, &model->quality);
    read_notes(&r, json, model);
    if (r.failed != FW_OK) {
        fw_model_free(model);
        return r.failed;
    }
    *out = model;
    return FW_OK;
}
