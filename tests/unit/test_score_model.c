/* test_score_model.c: model.json: what is refused, that nothing crashes, and that a round trip is equal. */
#include "base/output.h"
#include "base/str.h"
#include "score/rubric.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* A model with every kind of content: figures, gaps, notes, extreme seeds. */
static fw_model *make_model(void) {
    fw_model *m = NULL;
    fw_error err = {0};
    assert_int_equal(fw_model_rubric(NULL, &m, &err), FW_OK);
    strcpy(m->type, "rubric-ridge");
    m->weights = calloc(3, sizeof *m->weights);
    assert_non_null(m->weights);
    m->weight_count = 3;
    m->weights[0] = (fw_weight){.name = "arc_fail",
                                .mean = .1,
                                .sd = 1. / 3,
                                .weight = .7,
                                .se = .05,
                                .ci_low = .6,
                                .ci_high = .8,
                                .prior = .5,
                                .sign_expected = 1,
                                .used = true};
    m->weights[1] = (fw_weight){.name = "hedge_rate",
                                .mean = 2,
                                .sd = 1,
                                .weight = .2,
                                .se = .05,
                                .ci_low = .1,
                                .ci_high = .3,
                                .prior = -.1,
                                .sign_expected = -1,
                                .used = true};
    m->weights[2] = (fw_weight){.name = "flat",
                                .mean = 1,
                                .se = (double)NAN,
                                .ci_low = (double)NAN,
                                .ci_high = (double)NAN,
                                .reason = "constant"};
    m->intercept = 2.9;
    m->seed = UINT64_MAX;
    m->lexicon_hash = 0xFEDCBA9876543210u;
    m->quality.rows = 40;
    m->quality.folds = 7;
    m->quality.lambda = .03;
    m->quality.cv = (fw_agreement){40, .61, .35, .7, .6, -.01, 55, 95};
    strcpy(m->note[0], "a note");
    m->note_count = 1;
    return m;
}

static json_t *make_json(void) {
    fw_model *m = make_model();
    json_t *json = fw_model_to_json(m);
    assert_non_null(json);
    fw_model_free(m);
    return json;
}

static void round_trip_is_equal(void **unused) {
    (void)unused;
    char path[] = "/tmp/failwise_model_XXXXXX";
    const int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    fw_model *m = make_model(), *back = NULL;
    fw_error err = {0};
    assert_int_equal(fw_model_save(m, path, false, &err), FW_CANTCREATE);
    assert_int_equal(fw_model_save(m, path, true, &err), FW_OK);
    assert_int_equal(fw_model_load(path, &back, &err), FW_OK);
    json_t *a = fw_model_to_json(m), *b = fw_model_to_json(back);
    assert_true(json_equal(a, b));
    assert_true(back->seed == UINT64_MAX && back->weights[0].sd == 1. / 3);
    assert_true(isnan(back->weights[2].se) && isnan(back->quality.train.r) && back->quality.folds == 7);
    assert_true(json_is_false(
        json_object_get(json_array_get(json_object_get(a, "features"), 0), "contradicts_rubric")));
    assert_true(json_is_true(
        json_object_get(json_array_get(json_object_get(a, "features"), 1), "contradicts_rubric")));
    json_decref(a);
    json_decref(b);
    fw_model_free(m);
    fw_model_free(back);
    unlink(path);
    assert_int_equal(fw_model_load(path, &back, &err), FW_NOINPUT);
}

static void what_is_not_a_model_is_refused(void **unused) {
    (void)unused;
    static const char *const TEXTS[] = {"{}", "[]", "{\"schema_version\": 1}", "{\"schema_version\": \"1\"}"};
    fw_model *m = NULL;
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        json_t *json = json_loads(TEXTS[i], 0, NULL);
        fw_error err = {0};
        assert_int_equal(fw_model_from_json(json, "m.json", &m, &err), FW_DATA);
        assert_string_equal(err.file, "m.json");
        json_decref(json);
    }
    fw_error err = {0};
    assert_int_equal(fw_model_from_json(NULL, "m.json", &m, &err), FW_DATA);
    assert_int_equal(fw_model_from_json(NULL, "m.json", &m, NULL), FW_DATA);
    assert_null(m);
}

/* Sets the member at `place` ("a.0.b": numbers index arrays) to `value` (taken over). */
static void set_at(json_t *json, const char *place, json_t *value) {
    char path[128];
    snprintf(path, sizeof path, "%s", place);
    char *key = path;
    for (char *dot = strchr(key, '.'); dot; dot = strchr(key, '.')) {
        *dot = '\0';
        json = json_is_array(json) ? json_array_get(json, (size_t)atoi(key)) : json_object_get(json, key);
        assert_non_null(json);
        key = dot + 1;
    }
    if (json_is_array(json))
        assert_int_equal(json_array_set_new(json, (size_t)atoi(key), value), 0);
    else
        assert_int_equal(json_object_set_new(json, key, value), 0);
}

static void wrong_values_are_refused_and_named(void **unused) {
    (void)unused;
    static const struct {
        const char *place, *value, *named;
    } CASES[] = {
        {"schema_version", "2", "schema_version"},
        {"type", "\"lasso\"", "type"},
        {"intercept", "null", "intercept"},
        {"scale.min", "9", "scale.max"},
        {"seed", "\"18446744073709551616\"", "seed"},
        {"seed", "\"-1\"", "seed"},
        {"seed", "20", "seed"},
        {"hashes.lexicon", "\"FEDCBA9876543210\"", "hashes.lexicon"},
        {"hashes.answers", "\"12\"", "hashes.answers"},
        {"features.0.name", "\"\"", "features[0].name"},
        {"features.0.name", "\"a_name_of_fifty_bytes_that_does_not_fit_the_model_.\"", "features[0].name"},
        {"features.0.weight", "\"1\"", "features[0].weight"},
        {"features.0.sd", "0", "features[0].sd"},
        {"features.2.sd", "-1", "features[2].sd"},
        {"features.1.sign_expected", "2", "features[1].sign_expected"},
        {"features.1.used", "1", "features[1].used"},
        {"features.1.name", "\"arc_fail\"", "arc_fail"},
        {"features.1", "3", "features[1]"},
        {"rubric.parts.0.part", "\"moral\"", "rubric.parts[0].part"},
        {"rubric.parts.0.points", "\"maybe\"", "rubric.parts[0].points"},
        {"rubric.parts.1.threshold_full", "0", "rubric.parts[1]"},
        {"rubric.parts.1.feature", "\"unheard_of\"", "unheard_of"},
        {"rubric.overall.0.key", "\"scale\"", "rubric.overall[0]"},
        {"rubric.weights.0.use", "\"x\"", "rubric.weights[0].use"},
        {"quality.cv.r", "\"high\"", "quality.cv.r"},
        {"quality.rows", "-1", "quality.rows"},
        {"quality.cv_interval.low", "[]", "quality.cv_interval.low"},
        {"notes", "[1]", "notes"},
        {"notes", "[\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\"]", "notes"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        json_t *json = make_json();
        set_at(json, CASES[i].place, json_loads(CASES[i].value, JSON_DECODE_ANY, NULL));
        fw_model *m = NULL;
        fw_error err = {0};
        assert_int_equal(fw_model_from_json(json, "m.json", &m, &err), FW_DATA);
        assert_null(m);
        if (!strstr(err.message, CASES[i].named)) print_error("%s: %s\n", CASES[i].place, err.message);
        assert_non_null(strstr(err.message, CASES[i].named));
        json_decref(json);
    }
}

/* ---- every member of the document, damaged in turn ---- */

static json_t *replacement(size_t kind) {
    switch (kind) {
    case 0:
        return json_null();
    case 1:
        return json_string("x");
    case 2:
        return json_real(-1e308);
    case 3:
        return json_array();
    case 4:
        return json_object();
    case 5:
        return json_true();
    default:
        return json_integer(INT64_MIN);
    }
}
enum { REPLACEMENTS = 7 };

/* Reads the damaged document: it may be refused or accepted, it must not crash or leak. */
static size_t try_read(const json_t *json) {
    fw_model *m = NULL;
    fw_error err = {0};
    const fw_code code = fw_model_from_json(json, "m.json", &m, &err);
    assert_true(code == FW_OK || code == FW_DATA);
    assert_true((code == FW_OK) == (m != NULL));
    if (code != FW_OK) assert_true(err.message[0] && err.file[0]);
    fw_model_free(m);
    return code == FW_OK;
}

/* Visits every member below `value`, damages it in every way, and puts it back. Arrays: first element only.
 */
static void damage(json_t *whole, json_t *value, size_t *tried, size_t *accepted) {
    if (json_is_array(value) && json_array_size(value)) {
        json_t *kept = json_incref(json_array_get(value, 0));
        for (size_t kind = 0; kind < REPLACEMENTS; kind++, ++*tried) {
            json_array_set_new(value, 0, replacement(kind));
            *accepted += try_read(whole);
        }
        json_array_set_new(value, 0, kept);
        damage(whole, json_array_get(value, 0), tried, accepted);
    }
    char keys[32][48]; /* copies: putting a member back moves it to the end */
    size_t count = 0;
    for (void *at = json_object_iter(value); at && count < 32; at = json_object_iter_next(value, at))
        snprintf(keys[count++], sizeof keys[0], "%s", json_object_iter_key(at));
    for (size_t i = 0; i < count; i++) {
        json_t *kept = json_incref(json_object_get(value, keys[i]));
        for (size_t kind = 0; kind < REPLACEMENTS; kind++, ++*tried) {
            json_object_set_new(value, keys[i], replacement(kind));
            *accepted += try_read(whole);
        }
        json_object_del(value, keys[i]); /* every member is required */
        if (try_read(whole)) fail_msg("a model without \"%s\" was read", keys[i]);
        json_object_set_new(value, keys[i], kept);
        damage(whole, kept, tried, accepted);
    }
}

static void damaged_members_never_crash(void **unused) {
    (void)unused;
    json_t *json = make_json();
    size_t tried = 0, accepted = 0;
    damage(json, json, &tried, &accepted);
    assert_true(tried > 700);
    assert_true(accepted < tried / 2);
    assert_int_equal(try_read(json), 1); /* everything was put back */
    json_decref(json);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_a_model_is_refused),
        cmocka_unit_test(wrong_values_are_refused_and_named),
        cmocka_unit_test(damaged_members_never_crash),
        cmocka_unit_test(round_trip_is_equal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
