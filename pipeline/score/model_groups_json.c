/* model_groups_json.c: weights by group as JSON, and back. An infinite strength (the pooled weights alone) is
 * null. */
#include "base/json.h"
#include "score/model_measures.h"
#include "score/model_parts.h"

#include <math.h>
#include <string.h>

enum { GROUP_LIMIT = 10000 };

static json_t *test_json(const fw_group_test *t) {
    return json_pack("{s:o, s:o, s:o, s:o, s:o}", "f", fw_json_number(t->f), "df1", fw_json_number(t->df1),
                     "df2", fw_json_number(t->df2), "p", fw_json_number(t->p), "p_resampled",
                     fw_json_number(t->p_resampled));
}

static json_t *weights_json(const fw_model *model, const fw_group_weights *g) {
    json_t *array = json_array();
    int failed = !array;
    for (size_t i = 0; i < model->weight_count && !failed; i++)
        failed = json_array_append_new(array, json_pack("{s:s, s:o, s:o}", "name", model->weights[i].name,
                                                        "weight", fw_json_number(g->weight[i]), "se",
                                                        fw_json_number(g->se[i])));
    if (!failed) return array;
    json_decref(array);
    return NULL;
}

static json_t *group_json(const fw_model *model, const fw_group_weights *g) {
    return json_pack("{s:s, s:I, s:I, s:o, s:o, s:o, s:o, s:o, s:o}", "name", g->name, "rows",
                     (json_int_t)g->rows, "participants", (json_int_t)g->participants, "intercept",
                     fw_json_number(g->intercept), "r", fw_json_number(g->r), "rmse", fw_json_number(g->rmse),
                     "pooled_r", fw_json_number(g->pooled_r), "pooled_rmse", fw_json_number(g->pooled_rmse),
                     "weights", weights_json(model, g));
}

static json_t *pooled_json(const fw_agreement *agreement) {
    json_t *object = json_object();
    int failed = !object;
    for (size_t i = 0; i < FW_MEASURE_COUNT && !failed; i++) {
        const double *value = (const double *)((const char *)agreement + fw_measures[i].offset);
        failed = json_object_set_new(object, fw_measures[i].name, fw_json_number(*value));
    }
    if (!failed) return object;
    json_decref(object);
    return NULL;
}

json_t *fw_group_part_to_json(const fw_model *model) {
    const fw_group_part *part = model->groups;
    json_t *array = json_array();
    int failed = !array;
    for (size_t g = 0; g < part->count && !failed; g++)
        failed = json_array_append_new(array, group_json(model, &part->groups[g]));
    if (failed) {
        json_decref(array);
        return NULL;
    }
    return json_pack("{s:s, s:I, s:I, s:I, s:o, s:o, s:o, s:o, s:I, s:o, s:o}", "column", part->column,
                     "least_participants", (json_int_t)part->least, "small_groups", (json_int_t)part->small,
                     "unnamed_rows", (json_int_t)part->unnamed, "level_strength",
                     fw_json_number(part->level_strength), "weight_strength",
                     fw_json_number(part->weight_strength), "levels_differ", test_json(&part->levels),
                     "weights_differ", test_json(&part->weights), "resamples", (json_int_t)part->resamples,
                     "pooled", pooled_json(&part->pooled), "groups", array);
}

static void read_test(fw_json_reader *r, const json_t *parent, const char *key, fw_group_test *out) {
    const json_t *object = fw_json_object(r, parent, key);
    const size_t mark = fw_json_enter(r, key, 0);
    out->f = fw_json_real(r, object, "f", true);
    out->df1 = fw_json_real(r, object, "df1", true);
    out->df2 = fw_json_real(r, object, "df2", true);
    out->p = fw_json_real(r, object, "p", true);
    out->p_resampled = fw_json_real(r, object, "p_resampled", true);
    fw_json_leave(r, mark);
}

static void read_weights(fw_json_reader *r, const json_t *object, const fw_model *model,
                         fw_group_weights *g) {
    const json_t *array = fw_json_array(r, object, "weights");
    if (r->failed == FW_OK && json_array_size(array) != model->weight_count)
        fw_json_refuse(r, "weights", "one object a feature", array);
    const size_t mark = fw_json_enter(r, "weights", 0);
    for (size_t i = 0; i < model->weight_count && r->failed == FW_OK; i++) {
        char name[48];
        const size_t inner = fw_json_enter(r, NULL, i);
        const json_t *weight = json_array_get(array, i);
        if (!json_is_object(weight)) fw_json_refuse(r, "", "an object", weight);
        fw_json_text(r, weight, "name", name, sizeof name);
        g->weight[i] = fw_json_real(r, weight, "weight", false);
        g->se[i] = fw_json_real(r, weight, "se", true);
        if (r->failed == FW_OK && strcmp(name, model->weights[i].name) != 0)
            fw_json_refuse(r, "name", "the feature at this place of \"features\"",
                           json_object_get(weight, "name"));
        fw_json_leave(r, inner);
    }
    fw_json_leave(r, mark);
}

static void read_group(fw_json_reader *r, const json_t *object, const fw_model *model, fw_group_weights *g) {
    fw_json_text(r, object, "name", g->name, sizeof g->name);
    g->rows = (size_t)fw_json_whole(r, object, "rows", 0, INT64_MAX);
    g->participants = (size_t)fw_json_whole(r, object, "participants", 0, INT64_MAX);
    g->intercept = fw_json_real(r, object, "intercept", false);
    g->r = fw_json_real(r, object, "r", true);
    g->rmse = fw_json_real(r, object, "rmse", true);
    g->pooled_r = fw_json_real(r, object, "pooled_r", true);
    g->pooled_rmse = fw_json_real(r, object, "pooled_rmse", true);
    read_weights(r, object, model, g);
}

/* Groups are found by bisection: their order matters. */
static void read_groups(fw_json_reader *r, const json_t *array, const fw_model *model, fw_group_part *part) {
    const size_t mark = fw_json_enter(r, "groups", 0);
    for (size_t g = 0; g < part->count && r->failed == FW_OK; g++) {
        const size_t inner = fw_json_enter(r, NULL, g);
        const json_t *object = json_array_get(array, g);
        if (!json_is_object(object)) fw_json_refuse(r, "", "an object", object);
        read_group(r, object, model, &part->groups[g]);
        if (r->failed == FW_OK && g && strcmp(part->groups[g - 1].name, part->groups[g].name) >= 0)
            fw_json_refuse(r, "name", "groups in order of their names", json_object_get(object, "name"));
        fw_json_leave(r, inner);
    }
    fw_json_leave(r, mark);
}

static double strength(double value) { return isnan(value) ? (double)INFINITY : value; }

static void read_pooled(fw_json_reader *r, const json_t *parent, fw_agreement *out) {
    const json_t *object = fw_json_object(r, parent, "pooled");
    const size_t mark = fw_json_enter(r, "pooled", 0);
    for (size_t i = 0; i < FW_MEASURE_COUNT; i++)
        *(double *)((char *)out + fw_measures[i].offset) = fw_json_real(r, object, fw_measures[i].name, true);
    fw_json_leave(r, mark);
}

void fw_group_part_read(fw_json_reader *r, const json_t *json, fw_model *model) {
    const json_t *object = fw_json_object(r, json, "groups");
    const size_t mark = fw_json_enter(r, "groups", 0);
    const json_t *array = fw_json_array(r, object, "groups");
    if (r->failed == FW_OK && json_array_size(array) > GROUP_LIMIT)
        fw_json_refuse(r, "groups", "at most 10000 groups", array);
    if (r->failed != FW_OK) return;
    fw_group_part *part = model->groups = fw_group_part_new(json_array_size(array), model->weight_count);
    if (!part) {
        r->failed = fw_fail_nomem(r->err);
        return;
    }
    fw_json_text(r, object, "column", part->column, sizeof part->column);
    part->least = (size_t)fw_json_whole(r, object, "least_participants", 0, INT64_MAX);
    part->small = (size_t)fw_json_whole(r, object, "small_groups", 0, INT64_MAX);
    part->unnamed = (size_t)fw_json_whole(r, object, "unnamed_rows", 0, INT64_MAX);
    part->level_strength = strength(fw_json_real(r, object, "level_strength", true));
    part->weight_strength = strength(fw_json_real(r, object, "weight_strength", true));
    read_test(r, object, "levels_differ", &part->levels);
    read_test(r, object, "weights_differ", &part->weights);
    part->resamples = (size_t)fw_json_whole(r, object, "resamples", 0, INT64_MAX);
    read_pooled(r, object, &part->pooled);
    read_groups(r, array, model, part);
    fw_json_leave(r, mark);
}
