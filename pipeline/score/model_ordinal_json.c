/* model_ordinal_json.c: thresholds and tests of an ordinal model as JSON, and back. */
#include "base/json.h"
#include "score/model_parts.h"

#include <math.h>
#include <string.h>

enum { LEVEL_LIMIT = 100 };

/* Appends a new reference; 0, or -1 when memory is out. */
static int append(json_t *array, json_t *value) { return json_array_append_new(array, value); }

static json_t *numbers(const double *values, size_t count) {
    json_t *array = json_array();
    for (size_t i = 0; i < count && array; i++) {
        if (append(array, fw_json_number(values[i])) == 0) continue;
        json_decref(array);
        array = NULL;
    }
    return array;
}

static json_t *test_json(const char *name, const fw_odds_test *t) {
    return json_pack("{s:s, s:o, s:o, s:o}", "name", name, "chi2", fw_json_number(t->chi2), "df",
                     fw_json_number(t->df), "p", fw_json_number(t->p));
}

json_t *fw_ordinal_part_to_json(const fw_model *model) {
    const fw_ordinal_part *part = model->ordinal;
    json_t *tests = json_array();
    int failed = !tests || append(tests, test_json("all", &part->odds));
    for (size_t i = 0; i < model->weight_count && !failed; i++)
        failed = append(tests, test_json(model->weights[i].name, &part->odds_alone[i]));
    if (failed) {
        json_decref(tests);
        return NULL;
    }
    return json_pack("{s:s, s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "status", part->status, "steps",
                     (json_int_t)part->steps, "levels", numbers(part->level, part->levels), "thresholds",
                     numbers(part->threshold, part->levels - 1), "threshold_se",
                     numbers(part->se, part->levels - 1), "log_likelihood",
                     fw_json_number(part->log_likelihood), "null_log_likelihood",
                     fw_json_number(part->null_log_likelihood), "penalty", fw_json_number(part->penalty),
                     "proportional_odds", tests);
}

/* The numbers of a member of exactly `count`; ascending unless null is allowed. */
static void read_numbers(fw_json_reader *r, const json_t *object, const char *key, size_t count,
                         bool nullable, double *out) {
    const json_t *array = fw_json_array(r, object, key);
    if (r->failed == FW_OK && json_array_size(array) != count)
        fw_json_refuse(r, key, "one number a level, or a threshold between two levels", array);
    for (size_t i = 0; i < count && r->failed == FW_OK; i++) {
        const json_t *value = json_array_get(array, i);
        const bool missing = nullable && json_is_null(value);
        out[i] = missing ? (double)NAN : json_number_value(value);
        if (missing) continue;
        if (!json_is_number(value) || !isfinite(out[i]) || (!nullable && i && !(out[i] > out[i - 1])))
            fw_json_refuse(r, key, "ascending finite numbers", value);
    }
}

static void read_test(fw_json_reader *r, const json_t *object, const char *name, fw_odds_test *out) {
    char found[48];
    fw_json_text(r, object, "name", found, sizeof found);
    *out = (fw_odds_test){fw_json_real(r, object, "chi2", true), fw_json_real(r, object, "df", true),
                          fw_json_real(r, object, "p", true)};
    if (r->failed == FW_OK && strcmp(found, name) != 0)
        fw_json_refuse(r, "name", "\"all\", then the features in their order",
                       json_object_get(object, "name"));
}

static void read_tests(fw_json_reader *r, const json_t *object, fw_model *model) {
    const json_t *array = fw_json_array(r, object, "proportional_odds");
    if (r->failed == FW_OK && json_array_size(array) != model->weight_count + 1)
        fw_json_refuse(r, "proportional_odds", "one object for all, and one a feature", array);
    const size_t mark = fw_json_enter(r, "proportional_odds", 0);
    for (size_t i = 0; i <= model->weight_count && r->failed == FW_OK; i++) {
        const size_t inner = fw_json_enter(r, NULL, i);
        const json_t *test = json_array_get(array, i);
        if (!json_is_object(test))
            fw_json_refuse(r, "", "an object", test);
        else
            read_test(r, test, i ? model->weights[i - 1].name : "all",
                      i ? &model->ordinal->odds_alone[i - 1] : &model->ordinal->odds);
        fw_json_leave(r, inner);
    }
    fw_json_leave(r, mark);
}

void fw_ordinal_part_read(fw_json_reader *r, const json_t *json, fw_model *model) {
    const json_t *object = fw_json_object(r, json, "ordinal");
    const size_t mark = fw_json_enter(r, "ordinal", 0);
    const json_t *levels = fw_json_array(r, object, "levels");
    const size_t count = json_array_size(levels);
    if (r->failed == FW_OK && (count == 0 || count > LEVEL_LIMIT))
        fw_json_refuse(r, "levels", "1 to 100 rating levels", levels);
    if (r->failed != FW_OK) return;
    model->ordinal = fw_ordinal_part_new(count, model->weight_count);
    if (!model->ordinal) {
        r->failed = fw_fail_nomem(r->err);
        return;
    }
    fw_ordinal_part *part = model->ordinal;
    fw_json_text(r, object, "status", part->status, sizeof part->status);
    part->steps = (size_t)fw_json_whole(r, object, "steps", 0, INT64_MAX);
    read_numbers(r, object, "levels", count, false, part->level);
    read_numbers(r, object, "thresholds", count - 1, false, part->threshold);
    read_numbers(r, object, "threshold_se", count - 1, true, part->se);
    part->log_likelihood = fw_json_real(r, object, "log_likelihood", true);
    part->null_log_likelihood = fw_json_real(r, object, "null_log_likelihood", true);
    part->penalty = fw_json_real(r, object, "penalty", false);
    read_tests(r, object, model);
    fw_json_leave(r, mark);
}
