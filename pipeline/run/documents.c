/* documents.c: what datasets, folders and results tell of how they were made. */
#include "run/documents.h"

#include "base/json.h"

#include <stdarg.h>
#include <stdio.h>

/* What the report was asked for, so that it can be made again. */
static json_t *report_settings_json(const fw_run_options *options) {
    json_t *by = json_array();
    for (size_t i = 0; i < options->group_by_count; i++)
        json_array_append_new(by, json_string(options->group_by[i]));
    return json_pack("{s:s, s:I, s:o}", "title", options->title ? options->title : "", "k",
                     (json_int_t)options->k, "by", by);
}

json_t *fw_provenance(const fw_run_options *options, uint64_t lexicon_hash, uint64_t answers_hash,
                      uint64_t ratings_hash) {
    json_t *object = json_object();
    json_object_set_new(object, "program", json_string("failwise"));
    json_object_set_new(object, "version", json_string(FAILWISE_VERSION));
    json_object_set_new(object, "command", json_string(options->command_line ? options->command_line : ""));
    json_object_set_new(object, "seed", json_integer((json_int_t)options->seed));
    json_object_set_new(object, "lexicon_xxh3", fw_json_hash(lexicon_hash));
    if (answers_hash) json_object_set_new(object, "answers_xxh3", fw_json_hash(answers_hash));
    if (ratings_hash) json_object_set_new(object, "ratings_xxh3", fw_json_hash(ratings_hash));
    json_object_set_new(object, "synthetic", json_boolean(options->synthetic));
    json_object_set_new(object, "report", report_settings_json(options));
    return object;
}

fw_code fw_seal_folder(fw_outdir *dir, fw_code code, const fw_run_options *options, uint64_t answers_hash,
                       uint64_t ratings_hash, fw_error *err) {
    if (code == FW_OK) {
        json_t *provenance = fw_provenance(options, 0, answers_hash, ratings_hash);
        code = provenance ? fw_manifest_write(dir->temporary, provenance, NULL, 0, err) : fw_fail_nomem(err);
        json_decref(provenance);
    }
    if (code == FW_OK) return fw_outdir_commit(dir, err);
    fw_outdir_abort(dir);
    return code;
}

/* ---- intake ---- */

typedef struct {
    const char *key;
    size_t offset;
} intake_field;
#define FIELD(name)                                                                                          \
    { #name, offsetof(fw_intake, name) }
static const intake_field INTAKE[] = {
    FIELD(rows_read),
    FIELD(rows_used),
    FIELD(rows_rejected),
    FIELD(rows_forgotten),
    FIELD(ratings_read),
    FIELD(ratings_used),
    FIELD(ratings_rejected),
    FIELD(ratings_unmatched),
    FIELD(rated_answers),
    FIELD(raters),
    FIELD(bytes),
    FIELD(pii_answers),
};
#undef FIELD

static uint64_t *field_of(const fw_intake *intake, const intake_field *field) {
    return (uint64_t *)(uintptr_t)((const char *)intake + field->offset);
}

/* Only what there is: most answers hold nothing but themselves. */
void fw_unread_to_json(const fw_intake *intake, json_t *object) {
    json_t *unread = json_object();
    for (int kind = 0; kind < FW_UNREAD_HESITATION; kind++) {
        const json_int_t count = (json_int_t)intake->unread_answers[kind];
        if (count) json_object_set_new(unread, fw_unread_name((fw_unread_kind)kind), json_integer(count));
    }
    if (json_object_size(unread)) json_object_set(object, "unread", unread);
    json_decref(unread);
}

json_t *fw_intake_to_json(const fw_intake *intake) {
    json_t *object = json_object();
    for (size_t i = 0; i < sizeof INTAKE / sizeof INTAKE[0]; i++) {
        json_object_set_new(object, INTAKE[i].key, json_integer((json_int_t)*field_of(intake, &INTAKE[i])));
    }
    json_t *rejects = json_object();
    for (int code = 0; code < FW_REJECT_CODE_COUNT; code++) {
        const json_int_t count = (json_int_t)intake->reject_counts[code];
        json_object_set_new(rejects, fw_reject_name((fw_reject_code)code), json_integer(count));
    }
    json_object_set_new(object, "rejects", rejects);
    json_t *pii = json_object();
    for (int type = 0; type < FW_PII_TYPE_COUNT; type++) {
        json_object_set_new(pii, fw_pii_type_name((fw_pii_type)type),
                            json_integer((json_int_t)intake->pii_hits[type]));
    }
    json_object_set_new(object, "pii_hits", pii);
    fw_unread_to_json(intake, object);
    return object;
}

void fw_intake_from_json(const json_t *json, fw_intake *intake) {
    for (size_t i = 0; i < sizeof INTAKE / sizeof INTAKE[0]; i++) {
        *field_of(intake, &INTAKE[i]) = (uint64_t)json_integer_value(json_object_get(json, INTAKE[i].key));
    }
    const json_t *rejects = json_object_get(json, "rejects");
    for (int code = 0; code < FW_REJECT_CODE_COUNT; code++) {
        intake->reject_counts[code] =
            (uint64_t)json_integer_value(json_object_get(rejects, fw_reject_name((fw_reject_code)code)));
    }
    const json_t *unread = json_object_get(json, "unread");
    for (int kind = 0; kind < FW_UNREAD_HESITATION; kind++)
        intake->unread_answers[kind] =
            (uint64_t)json_integer_value(json_object_get(unread, fw_unread_name((fw_unread_kind)kind)));
    const json_t *pii = json_object_get(json, "pii_hits");
    for (int type = 0; type < FW_PII_TYPE_COUNT; type++) {
        intake->pii_hits[type] =
            (uint64_t)json_integer_value(json_object_get(pii, fw_pii_type_name((fw_pii_type)type)));
    }
}

fw_code fw_score_documents(fw_dataset *dataset, const fw_model *scored_by, fw_error *err) {
    json_t *model = fw_model_to_json(scored_by);
    if (!model) return fw_fail_nomem(err);
    fw_code code = fw_dataset_put_json(dataset, "model", model, err);
    const json_t *quality = json_object_get(model, "quality");
    if (code == FW_OK && json_is_object(quality))
        code = fw_dataset_put_json(dataset, "evaluation", quality, err);
    json_decref(model);
    return code;
}

void fw_run_note(fw_run_result *result, const char *format, ...) {
    const size_t room = sizeof result->note / sizeof result->note[0];
    if (result->note_count == room) return;
    va_list args;
    va_start(args, format);
    (void)vsnprintf(result->note[result->note_count++], sizeof result->note[0], format, args);
    va_end(args);
}

void fw_run_note_pooled(const fw_model *model, size_t pooled, size_t rows, fw_run_result *result) {
    if (!model->groups || pooled == 0) return;
    fw_run_note(result, "%.40s: %zu of %zu rows are of no group with weights of its own: pooled weights",
                model->groups->column, pooled, rows);
}
