/* model_table_json.c: a table's model as JSON; the tables of members serve the reader too. */
#include "score/model_table.h"

#include "base/json.h"

#define STEP(member, nullable)                                                                               \
    { #member, offsetof(fw_step, member), nullable }
#define ESTIMATE(member)                                                                                     \
    { #member, offsetof(fw_coefficient, member), true }
#define PART(member, nullable)                                                                               \
    { #member, offsetof(fw_table_part, member), nullable }

const fw_member fw_step_members[FW_STEP_MEMBERS] = {
    STEP(clamp_low, true), STEP(clamp_high, true),        STEP(raw_mean, false),
    STEP(raw_sd, false),   STEP(transformed_mean, false), STEP(transformed_sd, false),
};
const fw_member fw_coefficient_members[FW_ESTIMATE_MEMBERS] = {
    ESTIMATE(standardized),
    ESTIMATE(relative),
    ESTIMATE(se),
    ESTIMATE(t),
    ESTIMATE(p),
    ESTIMATE(ci_low),
    ESTIMATE(ci_high),
    ESTIMATE(classical_se),
    ESTIMATE(boot_se),
    ESTIMATE(boot_low),
    ESTIMATE(boot_high),
    ESTIMATE(stable),
    ESTIMATE(vif),
    ESTIMATE(drop_one),
};
const fw_member fw_part_members[FW_PART_MEMBERS] = {
    PART(human_mean, true),      PART(human_sd, true),    PART(prediction_mean, true),
    PART(prediction_sd, true),   PART(trim_min, false),   PART(trim_max, false),
    PART(trim_tolerance, false), PART(r2, true),          PART(r2_adjusted, true),
    PART(fit_features, false),   PART(residual_sd, true),
};

static int add_members(json_t *object, const void *base, const fw_member *members, size_t count) {
    int failed = 0;
    for (size_t i = 0; i < count; i++) {
        const double value = *(const double *)((const char *)base + members[i].offset);
        failed |= json_object_set_new(object, members[i].name, fw_json_number(value));
    }
    return failed;
}

static json_t *steps_json(const fw_model *model) {
    json_t *array = json_array();
    int failed = !array;
    for (size_t i = 0; i < model->weight_count && !failed; i++) {
        const fw_step *step = &model->table->steps[i];
        json_t *object = json_pack("{s:s, s:s, s:i}", "name", model->weights[i].name, "transform",
                                   fw_transform_name(step->transform), "sign", step->sign);
        failed = !object || add_members(object, step, fw_step_members, FW_STEP_MEMBERS) != 0;
        failed |= json_array_append_new(array, object);
    }
    if (!failed) return array;
    json_decref(array);
    return NULL;
}

static json_t *estimates_json(const fw_model *model) {
    json_t *array = json_array();
    int failed = !array;
    for (size_t i = 0; i <= model->weight_count && !failed; i++) {
        const char *name = i < model->weight_count ? model->weights[i].name : "Intercept";
        json_t *object = json_pack("{s:s}", "name", name);
        failed = !object || add_members(object, &model->table->estimates[i], fw_coefficient_members,
                                        FW_ESTIMATE_MEMBERS) != 0;
        failed |= json_array_append_new(array, object);
    }
    if (!failed) return array;
    json_decref(array);
    return NULL;
}

static json_t *learning_json(const fw_table_part *part) {
    json_t *array = json_array();
    int failed = !array;
    for (size_t i = 0; i < part->learning_count && !failed; i++) {
        const fw_learning_point *point = &part->learning[i];
        failed = json_array_append_new(
            array, json_pack("{s:o, s:o, s:o}", "share", fw_json_number(point->share), "rows",
                             fw_json_number(point->rows), "r", fw_json_number(point->r)));
    }
    if (!failed) return array;
    json_decref(array);
    return NULL;
}

json_t *fw_table_part_to_json(const fw_model *model) {
    const fw_table_part *part = model->table;
    json_t *object =
        json_pack("{s:b, s:b, s:I, s:I, s:s, s:s, s:I}", "standardize", (int)part->standardize,
                  "exclude_zeros", (int)part->exclude_zeros, "rows_read", (json_int_t)part->rows_read,
                  "rows_set_aside", (json_int_t)part->rows_set_aside, "errors", part->errors, "solver",
                  part->solver, "resamples", (json_int_t)part->resamples);
    if (!object) return NULL;
    int failed = add_members(object, part, fw_part_members, FW_PART_MEMBERS);
    failed |= json_object_set_new(object, "preprocessing", steps_json(model));
    failed |= json_object_set_new(object, "estimates", estimates_json(model));
    failed |= json_object_set_new(object, "learning_curve", learning_json(part));
    if (!failed) return object;
    json_decref(object);
    return NULL;
}
