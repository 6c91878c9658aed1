/* rubric_json.c: the rubric's tables inside model.json. */
#include "score/json_field.h"
#include "score/rubric.h"

#include <string.h>

static json_t *rule_to_json(const fw_part_rule *rule) {
    const char *part = fw_part_name((fw_part)(FW_PART_FAIL + rule->part));
    if (rule->requires)
        return json_pack("{s:s, s:s, s:f, s:n, s:s}", "part", part, "feature", rule->feature, "threshold_low",
                         rule->low, "threshold_full", "points", "requires");
    return json_pack("{s:s, s:s, s:f, s:f, s:f}", "part", part, "feature", rule->feature, "threshold_low",
                     rule->low, "threshold_full", rule->full, "points", rule->points);
}

/* An array made by appending; NULL as soon as one append fails (the new element is then released too). */
static bool append(json_t **array, json_t *element) {
    if (*array && json_array_append_new(*array, element) == 0) return true;
    json_decref(*array);
    *array = NULL;
    return false;
}

static json_t *rules_to_json(const fw_rubric *rubric) {
    json_t *array = json_array();
    for (size_t i = 0; i < rubric->rule_count && array; i++) append(&array, rule_to_json(&rubric->rules[i]));
    return array;
}

static json_t *overall_to_json(const fw_rubric *rubric) {
    json_t *array = json_array();
    for (size_t i = 0; i < FW_RUBRIC_KEY_COUNT && array; i++)
        append(&array, json_pack("{s:s, s:f, s:s}", "key", fw_rubric_key_name(i), "value", rubric->overall[i],
                                 "meaning", rubric->meaning[i]));
    return array;
}

static json_t *priors_to_json(const fw_rubric *rubric) {
    json_t *array = json_array();
    for (size_t i = 0; i < rubric->prior_count && array; i++) {
        const fw_prior *prior = &rubric->priors[i];
        append(&array, json_pack("{s:s, s:f, s:s}", "feature", prior->feature, "weight", prior->weight, "use",
                                 prior->predicts ? "predict" : "report"));
    }
    return array;
}

json_t *fw_rubric_to_json(const fw_rubric *rubric) {
    return json_pack("{s:o, s:o, s:o}", "parts", rules_to_json(rubric), "overall", overall_to_json(rubric),
                     "weights", priors_to_json(rubric));
}

/* The message of an add function, with the member's path and the file. */
static void locate(fw_json_reader *r, fw_code code) {
    if (code == FW_OK || r->failed != FW_OK) return;
    const fw_error local = *r->err;
    r->failed = fw_fail_in(r->err, code, r->file, "\"%s\": %s", r->place, local.message);
}

static void read_rule(fw_json_reader *r, const json_t *object, fw_rubric *rubric) {
    char part[16];
    fw_part_rule rule = {.requires = json_is_string(json_object_get(object, "points"))};
    fw_json_text(r, object, "part", part, sizeof part);
    fw_json_text(r, object, "feature", rule.feature, sizeof rule.feature);
    rule.low = fw_json_real(r, object, "threshold_low", false);
    if (rule.requires) {
        (void)fw_json_real(r, object, "threshold_full", true);
        const char *points = json_string_value(json_object_get(object, "points"));
        if (strcmp(points, "requires") != 0)
            fw_json_refuse(r, "points", "a number or \"requires\"", json_object_get(object, "points"));
    } else {
        rule.full = fw_json_real(r, object, "threshold_full", false);
        rule.points = fw_json_real(r, object, "points", false);
    }
    if (r->failed != FW_OK) return;
    const int index = fw_rubric_part(part);
    if (index < 0) {
        fw_json_refuse(r, "part", "fail, diag, act, learn or impr", json_object_get(object, "part"));
        return;
    }
    rule.part = (uint8_t)index;
    locate(r, fw_rubric_add_rule(rubric, &rule, r->err));
}

static void read_overall(fw_json_reader *r, const json_t *object, fw_rubric *rubric) {
    char key[FW_NAME_MAX], meaning[FW_MEANING_MAX];
    fw_json_text(r, object, "key", key, sizeof key);
    const double value = fw_json_real(r, object, "value", false);
    fw_json_text(r, object, "meaning", meaning, sizeof meaning);
    if (r->failed == FW_OK) locate(r, fw_rubric_set(rubric, key, value, meaning, r->err));
}

static void read_prior(fw_json_reader *r, const json_t *object, fw_rubric *rubric) {
    char use[16];
    fw_prior prior = {0};
    fw_json_text(r, object, "feature", prior.feature, sizeof prior.feature);
    prior.weight = fw_json_real(r, object, "weight", false);
    fw_json_text(r, object, "use", use, sizeof use);
    if (r->failed != FW_OK) return;
    prior.predicts = strcmp(use, "predict") == 0;
    if (!prior.predicts && strcmp(use, "report") != 0)
        fw_json_refuse(r, "use", "predict or report", json_object_get(object, "use"));
    else
        locate(r, fw_rubric_add_prior(rubric, &prior, r->err));
}

static void read_table(fw_json_reader *r, const json_t *json, const char *key, fw_rubric *rubric,
                       void (*read)(fw_json_reader *, const json_t *, fw_rubric *)) {
    const json_t *array = fw_json_array(r, json, key);
    const size_t mark = fw_json_enter(r, key, 0);
    for (size_t i = 0; i < json_array_size(array) && r->failed == FW_OK; i++) {
        const size_t inner = fw_json_enter(r, NULL, i);
        const json_t *object = json_array_get(array, i);
        if (json_is_object(object))
            read(r, object, rubric);
        else
            fw_json_refuse(r, "", "an object", object);
        fw_json_leave(r, inner);
    }
    fw_json_leave(r, mark);
}

fw_code fw_rubric_from_json(const json_t *json, const char *file, fw_rubric **out, fw_error *err) {
    fw_error unread = {0};
    if (!err) err = &unread;
    fw_json_reader r = {.file = file, .err = err, .place = "rubric"};
    fw_rubric *rubric = fw_rubric_new();
    if (!rubric) return fw_fail_nomem(err);
    read_table(&r, json, "weights", rubric, read_prior);
    read_table(&r, json, "parts", rubric, read_rule);
    read_table(&r, json, "overall", rubric, read_overall);
    if (r.failed == FW_OK) locate(&r, fw_rubric_check(rubric, err));
    if (r.failed != FW_OK) {
        fw_rubric_free(rubric);
        return r.failed;
    }
    *out = rubric;
    return FW_OK;
}
