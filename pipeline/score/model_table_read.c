/* model_table_read.c: a table's model from JSON, as strictly as the rest of model.json. */
#include "score/model_table.h"

#include <string.h>

static void read_members(fw_json_reader *r, const json_t *object, void *base, const fw_member *members,
                         size_t count) {
    for (size_t i = 0; i < count; i++)
        *(double *)((char *)base + members[i].offset) =
            fw_json_real(r, object, members[i].name, members[i].nullable);
}

static void read_step(fw_json_reader *r, const json_t *object, const char *feature, fw_step *step) {
    char name[48], transform[16];
    fw_json_text(r, object, "name", name, sizeof name);
    fw_json_text(r, object, "transform", transform, sizeof transform);
    step->sign = (int)fw_json_whole(r, object, "sign", -1, 1);
    read_members(r, object, step, fw_step_members, FW_STEP_MEMBERS);
    if (r->failed != FW_OK) return;
    step->transform = fw_transform_find(transform);
    if (strcmp(name, feature) != 0)
        fw_json_refuse(r, "name", "the feature at this place of \"features\"",
                       json_object_get(object, "name"));
    else if (step->transform == FW_TRANSFORM_COUNT)
        fw_json_refuse(r, "transform", "raw, inv, sqrt, log, addOneInv or addOneLn",
                       json_object_get(object, "transform"));
    else if (step->sign == 0)
        fw_json_refuse(r, "sign", "1 or -1", json_object_get(object, "sign"));
    else if (step->clamp_low > step->clamp_high)
        fw_json_refuse(r, "clamp_high", "a number not below clamp_low",
                       json_object_get(object, "clamp_high"));
}

/* The element of an array of exactly `count` objects. */
static const json_t *element(fw_json_reader *r, const json_t *array, const char *key, size_t count,
                             size_t i) {
    const json_t *object = json_array_get(array, i);
    if (r->failed == FW_OK && (json_array_size(array) != count || !json_is_object(object)))
        fw_json_refuse(r, key, "one object a feature", array);
    return object;
}

static void read_steps(fw_json_reader *r, const json_t *table, fw_model *model) {
    const json_t *array = fw_json_array(r, table, "preprocessing");
    if (json_array_size(array) != model->weight_count)
        fw_json_refuse(r, "preprocessing", "one object a feature", array);
    const size_t mark = fw_json_enter(r, "preprocessing", 0);
    for (size_t i = 0; i < model->weight_count && r->failed == FW_OK; i++) {
        const size_t inner = fw_json_enter(r, NULL, i);
        const json_t *object = element(r, array, "", model->weight_count, i);
        if (r->failed == FW_OK) read_step(r, object, model->weights[i].name, &model->table->steps[i]);
        fw_json_leave(r, inner);
    }
    fw_json_leave(r, mark);
}

static void read_estimates(fw_json_reader *r, const json_t *table, fw_model *model) {
    const json_t *array = fw_json_array(r, table, "estimates");
    const size_t count = model->weight_count + 1;
    const size_t mark = fw_json_enter(r, "estimates", 0);
    for (size_t i = 0; i < count && r->failed == FW_OK; i++) {
        const size_t inner = fw_json_enter(r, NULL, i);
        const json_t *object = element(r, array, "", count, i);
        if (r->failed == FW_OK)
            read_members(r, object, &model->table->estimates[i], fw_coefficient_members, FW_ESTIMATE_MEMBERS);
        fw_json_leave(r, inner);
    }
    fw_json_leave(r, mark);
}

static void read_learning(fw_json_reader *r, const json_t *table, fw_table_part *part) {
    const json_t *array = fw_json_array(r, table, "learning_curve");
    if (json_array_size(array) > FW_LEARNING_POINTS)
        fw_json_refuse(r, "learning_curve", "at most 6 points", array);
    for (size_t i = 0; i < json_array_size(array) && r->failed == FW_OK; i++) {
        const json_t *object = json_array_get(array, i);
        if (!json_is_object(object)) {
            fw_json_refuse(r, "learning_curve", "objects", object);
            return;
        }
        part->learning[i] = (fw_learning_point){.share = fw_json_real(r, object, "share", false),
                                                .rows = fw_json_real(r, object, "rows", false),
                                                .r = fw_json_real(r, object, "r", true)};
        part->learning_count = i + 1;
    }
}

static void read_part(fw_json_reader *r, const json_t *table, fw_table_part *part) {
    part->standardize = fw_json_truth(r, table, "standardize");
    part->exclude_zeros = fw_json_truth(r, table, "exclude_zeros");
    part->rows_read = (size_t)fw_json_whole(r, table, "rows_read", 0, INT64_MAX);
    part->rows_set_aside = (size_t)fw_json_whole(r, table, "rows_set_aside", 0, INT64_MAX);
    fw_json_text(r, table, "errors", part->errors, sizeof part->errors);
    fw_json_text(r, table, "solver", part->solver, sizeof part->solver);
    part->resamples = (size_t)fw_json_whole(r, table, "resamples", 0, INT64_MAX);
    read_members(r, table, part, fw_part_members, FW_PART_MEMBERS);
    if (r->failed == FW_OK && (part->trim_min > part->trim_max || part->trim_tolerance < 0))
        fw_json_refuse(r, "trim_max", "a number not below trim_min, and a tolerance of at least 0",
                       json_object_get(table, "trim_max"));
}

void fw_table_part_read(fw_json_reader *reader, const json_t *json, fw_model *model) {
    const json_t *table = fw_json_object(reader, json, "table");
    if (reader->failed != FW_OK) return;
    model->table = fw_table_part_new(model->weight_count);
    if (!model->table) {
        reader->failed = fw_fail_nomem(reader->err);
        return;
    }
    const size_t mark = fw_json_enter(reader, "table", 0);
    read_part(reader, table, model->table);
    read_steps(reader, table, model);
    read_estimates(reader, table, model);
    read_learning(reader, table, model->table);
    fw_json_leave(reader, mark);
}
