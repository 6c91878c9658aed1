/* model_json.c: a model as JSON with stable key order; NaN becomes null. */
#include "base/json.h"
#include "score/model_measures.h"
#include "score/model_parts.h"
#include "score/model_table.h"
#include "score/rubric.h"

#include <inttypes.h>
#include <stdio.h>

const fw_measure fw_measures[FW_MEASURE_COUNT] = {
    {"n", offsetof(fw_agreement, n)},         {"r", offsetof(fw_agreement, r)},
    {"r2", offsetof(fw_agreement, r2)},       {"rmse", offsetof(fw_agreement, rmse)},
    {"qwk", offsetof(fw_agreement, qwk)},     {"smd", offsetof(fw_agreement, smd)},
    {"exact", offsetof(fw_agreement, exact)}, {"adjacent", offsetof(fw_agreement, adjacent)},
};

static json_t *agreement_json(const fw_agreement *agreement) {
    json_t *object = json_object();
    for (size_t i = 0; i < FW_MEASURE_COUNT && object; i++) {
        const double *value = (const double *)((const char *)agreement + fw_measures[i].offset);
        if (json_object_set_new(object, fw_measures[i].name, fw_json_number(*value)) == 0) continue;
        json_decref(object);
        object = NULL;
    }
    return object;
}

static json_t *weight_json(const fw_weight *w) {
    return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:i, s:b, s:b, s:s}", "name", w->name, "mean",
                     fw_json_number(w->mean), "sd", fw_json_number(w->sd), "weight",
                     fw_json_number(w->weight), "se", fw_json_number(w->se), "ci_low",
                     fw_json_number(w->ci_low), "ci_high", fw_json_number(w->ci_high), "prior",
                     fw_json_number(w->prior), "sign_expected", w->sign_expected, "contradicts_rubric",
                     (int)fw_weight_contradicts(w), "used", (int)w->used, "reason", w->reason);
}

static json_t *features_json(const fw_model *model) {
    json_t *array = json_array();
    for (size_t i = 0; i < model->weight_count && array; i++) {
        if (json_array_append_new(array, weight_json(&model->weights[i])) == 0) continue;
        json_decref(array);
        array = NULL;
    }
    return array;
}

static json_t *notes_json(const fw_model *model) {
    json_t *array = json_array();
    for (size_t i = 0; i < model->note_count && array; i++) {
        if (json_array_append_new(array, json_string(model->note[i])) == 0) continue;
        json_decref(array);
        array = NULL;
    }
    return array;
}

static json_t *interval_json(const fw_agreement_interval *interval) {
    return json_pack("{s:o, s:o, s:I, s:I}", "low", agreement_json(&interval->low), "high",
                     agreement_json(&interval->high), "clusters", (json_int_t)interval->clusters, "resamples",
                     (json_int_t)interval->resamples);
}

static json_t *quality_json(const fw_fit_quality *q) {
    return json_pack("{s:I, s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "rows", (json_int_t)q->rows,
                     "participants", (json_int_t)q->participants, "condition", fw_json_number(q->condition),
                     "cv", agreement_json(&q->cv), "cv_interval", interval_json(&q->cv_interval),
                     "length_only", agreement_json(&q->length_only), "mean_only",
                     agreement_json(&q->mean_only), "train", agreement_json(&q->train), "rubric",
                     agreement_json(&q->rubric));
}

static json_t *model_json(const fw_model *model) {
    /* The seed is text: JSON numbers above 2^53 do not survive most readers. */
    char seed[24];
    snprintf(seed, sizeof seed, "%" PRIu64, model->seed);
    return json_pack(
        "{s:i, s:s, s:s, s:s, s:o, s:o, s:{s:o, s:o}, s:o, s:I, s:s, s:{s:o, s:o, s:o}, s:o, s:o, s:o}",
        "schema_version", FW_MODEL_SCHEMA, "type", model->type, "trait", model->trait, "version",
        FAILWISE_VERSION, "features", features_json(model), "intercept", fw_json_number(model->intercept),
        "scale", "min", fw_json_number(model->scale_min), "max", fw_json_number(model->scale_max), "lambda",
        fw_json_number(model->quality.lambda), "folds", (json_int_t)model->quality.folds, "seed", seed,
        "hashes", "lexicon", fw_json_hash(model->lexicon_hash), "answers", fw_json_hash(model->answers_hash),
        "ratings", fw_json_hash(model->ratings_hash), "rubric",
        model->rubric ? fw_rubric_to_json(model->rubric) : json_null(), "quality",
        quality_json(&model->quality), "notes", notes_json(model));
}

json_t *fw_model_to_json(const fw_model *model) {
    json_t *object = model_json(model);
    int failed = !object;
    if (model->table && !failed) failed = json_object_set_new(object, "table", fw_table_part_to_json(model));
    if (model->ordinal && !failed)
        failed = json_object_set_new(object, "ordinal", fw_ordinal_part_to_json(model));
    if (model->groups && !failed)
        failed = json_object_set_new(object, "groups", fw_group_part_to_json(model));
    if (!failed) return object;
    json_decref(object);
    return NULL;
}
