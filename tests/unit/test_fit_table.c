/* test_fit_table.c: what becomes of data that cannot be fitted, transforms, folds, weights, resamples. */
#include "fit_table_support.h"

/* ---- data that cannot be fitted as asked ---- */

/* n rows of p features from a generator; y = sum of the features + noise. */
static fw_sample made_sample(size_t n, size_t p, double noise) {
    fw_sample s;
    fw_error err = {0};
    uint64_t state = 7;
    assert_int_equal(fw_sample_alloc(&s, n, p, &err), FW_OK);
    for (size_t i = 0; i < n; i++) {
        s.y[i] = noise * draw_normal(&state);
        for (size_t j = 0; j < p; j++) s.y[i] += s.x[i * p + j] = draw_normal(&state);
        s.cluster[i] = fw_hash64(&i, sizeof i, 9);
    }
    return s;
}

static fw_code try_fit(fw_sample *sample, fw_model_kind kind, fw_model **model, fw_error *err) {
    fw_feature_spec specs[16];
    for (size_t j = 0; j < sample->features; j++) {
        char name[32];
        snprintf(name, sizeof name, "f%zu", j);
        specs[j] = spec_of(name);
    }
    const fw_table_fit_options options = table_options(kind, specs);
    const fw_table_predictions none = {0};
    *err = (fw_error){0};
    return fw_table_fit(sample, &options, &none, model, err);
}

static void too_few_rows_are_refused_or_shrunk(void **unused) {
    (void)unused;
    fw_error err;
    fw_model *m = NULL;
    fw_sample two = made_sample(2, 1, 1), six = made_sample(6, 8, 1);
    assert_int_equal(try_fit(&two, FW_MODEL_RIDGE, &m, &err), FW_DATA);
    assert_non_null(strstr(err.message, "2 can be used, a fit needs 3"));
    assert_int_equal(try_fit(&six, FW_MODEL_LINEAR_REGRESSION, &m, &err), FW_DATA);
    assert_non_null(strstr(err.message, "6 to fit 8 weights"));
    fw_sample_free(&six);
    six = made_sample(6, 8, 1);
    assert_int_equal(try_fit(&six, FW_MODEL_OLS, &m, &err), FW_OK);
    assert_string_equal(m->type, "ridge");
    assert_true(has_note(m, "ridge was fitted"));
    fw_model_free(m);
    fw_sample_free(&two);
    fw_sample_free(&six);
}

static void constant_and_collinear_features_are_left_out(void **unused) {
    (void)unused;
    fw_error err;
    fw_model *m = NULL;
    fw_sample s = made_sample(60, 4, 1);
    for (size_t i = 0; i < s.rows; i++) {
        s.x[i * 4 + 1] = 3.3;
        s.x[i * 4 + 3] = 2 * s.x[i * 4] - s.x[i * 4 + 2];
    }
    assert_int_equal(try_fit(&s, FW_MODEL_OLS, &m, &err), FW_OK);
    assert_string_equal(m->weights[1].reason, "constant");
    assert_string_equal(m->weights[3].reason, "collinear (set 1)");
    assert_true(m->weights[0].used && m->weights[2].used && !m->weights[1].used && !m->weights[3].used);
    assert_true(has_note(m, "constant") && has_note(m, "collinear"));
    assert_true(isnan(m->weights[3].se) && m->weights[0].se > 0);
    fw_model_free(m);
    fw_sample_free(&s);
}

static void equal_ratings_and_perfect_predictors_are_noted(void **unused) {
    (void)unused;
    fw_error err;
    fw_model *m = NULL;
    fw_sample flat = made_sample(30, 2, 1), perfect = made_sample(30, 2, 0);
    for (size_t i = 0; i < flat.rows; i++) flat.y[i] = 4;
    assert_int_equal(try_fit(&flat, FW_MODEL_NNLS, &m, &err), FW_OK);
    assert_true(has_note(m, "all ratings are equal"));
    assert_true(m->intercept == 4 && !m->weights[0].used && m->weights[0].weight == 0);
    fw_model_free(m);
    assert_int_equal(try_fit(&perfect, FW_MODEL_OLS, &m, &err), FW_OK);
    assert_true(has_note(m, "predicted exactly"));
    assert_near(m->table->r2, 1, 1e-12);
    fw_model_free(m);
    fw_sample_free(&flat);
    fw_sample_free(&perfect);
}

static void a_transform_that_is_not_defined_names_feature_and_line(void **unused) {
    (void)unused;
    fw_sample s = made_sample(20, 1, 1);
    uint64_t lines[20];
    for (size_t i = 0; i < 20; i++) {
        lines[i] = i + 2;
        s.x[i] = 1 + (double)i;
    }
    s.x[4] = -1;
    fw_feature_spec spec = spec_of("speed");
    spec.transform = FW_TRANSFORM_LOG;
    fw_table_fit_options options = table_options(FW_MODEL_OLS, &spec);
    options.lines = lines;
    const fw_table_predictions none = {0};
    fw_model *m = NULL;
    fw_error err = {0};
    assert_int_equal(fw_table_fit(&s, &options, &none, &m, &err), FW_DATA);
    assert_non_null(strstr(err.message, "\"speed\""));
    assert_int_equal(err.row, 6);
    fw_sample_free(&s);
}

/* ---- transforms ---- */

static void the_best_transform_is_found_and_its_sign_kept(void **unused) {
    (void)unused;
    fw_sample s = made_sample(200, 3, 0);
    uint64_t state = 5;
    for (size_t i = 0; i < s.rows; i++) {
        const double a = draw(&state) * 9, b = draw(&state) * 30, c = draw(&state) + .1;
        s.x[i * 3] = a;
        s.x[i * 3 + 1] = b;
        s.x[i * 3 + 2] = -c;
        s.y[i] = i % 3 == 0 ? 1 / (1 + a) : i % 3 == 1 ? 1 / (1 + a) + 1e-9 * b : 1 / (1 + a);
    }
    fw_feature_spec specs[3] = {spec_of("a"), spec_of("b"), spec_of("c")};
    for (size_t j = 0; j < 3; j++) specs[j].automatic = true;
    const fw_table_fit_options options = table_options(FW_MODEL_OLS, specs);
    const fw_table_predictions none = {0};
    fw_model *m = NULL;
    fw_error err = {0};
    assert_int_equal(fw_table_fit(&s, &options, &none, &m, &err), FW_OK);
    assert_int_equal(m->table->steps[0].transform, FW_TRANSFORM_ADD_ONE_INV);
    assert_int_equal(m->table->steps[0].sign, -1);
    assert_true(m->weights[0].weight < 0); /* the sign turns z around: less of 1/(1+a) is more of z */
    fw_model_free(m);
    fw_sample_free(&s);
}

static void scoring_repeats_the_training_rows(void **unused) {
    (void)unused;
    sheet *train = sheet_open("rsmtool/train.csv");
    fw_sample s = sheet_sample(train, FEATURES, 8, "score");
    fw_feature_spec specs[8];
    for (size_t j = 0; j < 8; j++) specs[j] = spec_of(FEATURES[j]);
    specs[0].sign = -1;
    specs[5].transform = FW_TRANSFORM_ADD_ONE_LN;
    specs[6].min = 5;
    specs[6].max = 20;
    const fw_table_fit_options options = table_options(FW_MODEL_RIDGE, specs);
    double raw[SHEET_ROWS];
    const fw_table_predictions predictions = {.raw = raw};
    fw_model *m = NULL, *again = NULL;
    fw_error err = {0};
    assert_int_equal(fw_table_fit(&s, &options, &predictions, &m, &err), FW_OK);
    json_t *json = fw_model_to_json(m);
    assert_int_equal(fw_model_from_json(json, "model", &again, &err), FW_OK);
    for (size_t i = 0; i < train->rows; i++) {
        double sum = again->intercept;
        for (size_t j = 0; j < 8; j++)
            sum += again->weights[j].weight * fw_model_process(again, j, sheet_number(train, i, FEATURES[j]));
        assert_near(sum, raw[i], 1e-14);
    }
    json_t *twice = fw_model_to_json(again);
    assert_true(json_equal(json, twice));
    json_decref(json);
    json_decref(twice);
    fw_model_free(m);
    fw_model_free(again);
    fw_sample_free(&s);
    sheet_close(train);
}

/* ---- model.json ---- */

static json_t *small_model_json(void) {
    fw_error err;
    fw_model *m = NULL;
    fw_sample s = made_sample(30, 2, 1);
    assert_int_equal(try_fit(&s, FW_MODEL_OLS, &m, &err), FW_OK);
    json_t *json = fw_model_to_json(m);
    assert_non_null(json);
    fw_model_free(m);
    fw_sample_free(&s);
    return json;
}

static void damaged_models_are_refused_by_name(void **unused) {
    (void)unused;
    static const struct {
        const char *member, *value, *place;
    } CASES[] = {{"sign", "0", "preprocessing[0].sign"},
                 {"transform", "\"cube\"", "preprocessing[0].transform"},
                 {"clamp_low", "1e9", "preprocessing[0].clamp_high"},
                 {"raw_mean", "null", "preprocessing[0].raw_mean"},
                 {"name", "\"other\"", "preprocessing[0].name"}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        json_t *json = small_model_json();
        json_t *step = json_array_get(json_object_get(json_object_get(json, "table"), "preprocessing"), 0);
        json_object_set_new(step, CASES[i].member, json_loads(CASES[i].value, JSON_DECODE_ANY, NULL));
        fw_model *m = NULL;
        fw_error err = {0};
        assert_int_equal(fw_model_from_json(json, "m.json", &m, &err), FW_DATA);
        char text[1024];
        fw_error_format(&err, text, sizeof text);
        if (!strstr(text, CASES[i].place)) fail_msg("%s does not name %s", text, CASES[i].place);
        json_decref(json);
    }
    json_t *json = small_model_json();
    json_array_clear(json_object_get(json_object_get(json, "table"), "estimates"));
    fw_model *m = NULL;
    fw_error err = {0};
    assert_int_equal(fw_model_from_json(json, "m.json", &m, &err), FW_DATA);
    json_decref(json);
}

/* Bytes changed at random: refused or read, never worse (sanitizers watch). */
static void mutated_models_do_no_harm(void **unused) {
    (void)unused;
    json_t *json = small_model_json();
    char *text = json_dumps(json, 0);
    json_decref(json);
    assert_non_null(text);
    const size_t len = strlen(text);
    uint64_t state = 77;
    for (int round = 0; round < 3000; round++) {
        const size_t at = (size_t)(draw(&state) * (double)len);
        const char kept = text[at];
        text[at] = "0129.-e\"{}[],:nlx"[(size_t)(draw(&state) * 17)];
        json_t *damaged = json_loadb(text, len, 0, NULL);
        fw_model *m = NULL;
        fw_error err = {0};
        if (damaged && fw_model_from_json(damaged, "m.json", &m, &err) == FW_OK) {
            double kinds[FW_SCORE_KIND_COUNT];
            for (size_t j = 0; j < m->weight_count && m->table; j++) (void)fw_model_process(m, j, 1.5);
            if (m->table) fw_model_kinds(m, 2.5, kinds);
            fw_model_free(m);
        }
        json_decref(damaged);
        text[at] = kept;
    }
    free(text);
}

/* ---- folds, weights, resamples ---- */

/* Given folds: a row's cross-validated prediction is that of the model fitted to the other folds' rows. */
static void cross_validated_rows_are_predicted_by_the_other_folds(void **unused) {
    (void)unused;
    enum { N = 90, P = 3 };
    fw_sample all = made_sample(N, P, 1), part = made_sample(N, P, 1), raw = made_sample(N, P, 1);
    uint32_t fold[N];
    double cv[N];
    fw_feature_spec specs[P] = {spec_of("a"), spec_of("b"), spec_of("c")};
    fw_table_fit_options options = table_options(FW_MODEL_OLS, specs);
    options.steps = (fw_step_options){.clamp_sd = 0, .standardize = false};
    options.folds = 3;
    options.fold = fold;
    options.trim_min = -100;
    options.trim_max = 100;
    for (size_t i = 0; i < N; i++) fold[i] = (uint32_t)(i % 3);
    const fw_table_predictions predictions = {.cv = cv}, none = {0};
    fw_model *m = NULL, *without = NULL;
    fw_error err = {0};
    assert_int_equal(fw_table_fit(&all, &options, &predictions, &m, &err), FW_OK);
    size_t rows = 0; /* the rows of folds 1 and 2 alone */
    for (size_t i = 0; i < N; i++) {
        if (fold[i] == 0) continue;
        memcpy(part.x + rows * P, part.x + i * P, P * sizeof *part.x);
        part.y[rows++] = part.y[i];
    }
    part.rows = rows;
    options.fold = NULL;
    assert_int_equal(fw_table_fit(&part, &options, &none, &without, &err), FW_OK);
    fw_agreement_sums sums = {0};
    for (size_t i = 0; i < N; i++) {
        fw_agreement_add(&sums, raw.y[i], cv[i]);
        if (fold[i] != 0) continue;
        double expected_cv = without->intercept;
        for (size_t j = 0; j < P; j++) expected_cv += without->weights[j].weight * raw.x[i * P + j];
        assert_near(cv[i], expected_cv, 1e-11);
    }
    fw_agreement measures;
    fw_agreement_measure(&sums, &measures);
    assert_near(m->quality.cv.r, measures.r, 1e-12);
    /* The learning curve's end is the same r, from cross-products instead of rows. */
    assert_near(m->table->learning[m->table->learning_count - 1].r, measures.r, 1e-10);
    fw_model_free(m);
    fw_model_free(without);
    fw_sample_free(&all);
    fw_sample_free(&part);
    fw_sample_free(&raw);
}

/* A weight of 2 is the row twice: the same coefficients, through every solver of least squares. */
static void a_weight_of_two_is_the_row_twice(void **unused) {
    (void)unused;
    enum { N = 40, P = 2 };
    fw_sample weighted = made_sample(N, P, 1), twice = made_sample(2 * N, P, 1);
    weighted.weight = calloc(N, sizeof *weighted.weight);
    assert_non_null(weighted.weight);
    size_t rows = 0;
    for (size_t i = 0; i < N; i++) {
        weighted.weight[i] = i % 2 ? 4. / 3 : 2. / 3;
        for (size_t copy = 0; copy < 1 + i % 2; copy++) {
            memcpy(twice.x + rows * P, weighted.x + i * P, P * sizeof *twice.x);
            twice.y[rows++] = weighted.y[i];
        }
    }
    twice.rows = rows;
    fw_feature_spec specs[P] = {spec_of("a"), spec_of("b")};
    fw_table_fit_options options = table_options(FW_MODEL_OLS, specs);
    options.steps = (fw_step_options){.clamp_sd = 0, .standardize = false};
    const fw_table_predictions none = {0};
    fw_model *a = NULL, *b = NULL;
    fw_error err = {0};
    assert_int_equal(fw_table_fit(&weighted, &options, &none, &a, &err), FW_OK);
    assert_int_equal(fw_table_fit(&twice, &options, &none, &b, &err), FW_OK);
    for (size_t j = 0; j < P; j++) assert_near(a->weights[j].weight, b->weights[j].weight, 1e-12);
    assert_near(a->intercept, b->intercept, 1e-11);
    assert_near(a->table->r2, b->table->r2, 1e-12);
    fw_model_free(a);
    fw_model_free(b);
    fw_sample_free(&weighted);
    fw_sample_free(&twice);
}

/* With unequal errors HC3 and the bootstrap agree, and the classical error does not. */
static void resampled_errors_agree_with_hc3(void **unused) {
    (void)unused;
    enum { N = 1500 };
    fw_sample s = made_sample(N, 1, 0);
    uint64_t state = 11;
    for (size_t i = 0; i < N; i++) s.y[i] = s.x[i] + s.x[i] * draw_normal(&state);
    fw_feature_spec spec = spec_of("a");
    fw_table_fit_options options = table_options(FW_MODEL_OLS, &spec);
    options.resamples = 1000;
    const fw_table_predictions none = {0};
    fw_model *m = NULL;
    fw_error err = {0};
    assert_int_equal(fw_table_fit(&s, &options, &none, &m, &err), FW_OK);
    const fw_coefficient *e = &m->table->estimates[0];
    assert_near(e->boot_se, e->se, .1);
    assert_true(e->classical_se < .75 * e->se);
    assert_true(e->stable == 1 && e->boot_low < 1 && e->boot_high > 1);
    assert_true(m->quality.cv_interval.resamples == 1000);
    /* What is lost without the only feature is all there was. */
    assert_near(e->drop_one, m->quality.cv.r, 1e-2);
    fw_model_free(m);
    fw_sample_free(&s);
}

/* A feature without any relation: its sign is a coin, its interval holds 0, and dropping it costs nothing. */
static void noise_is_told_from_signal(void **unused) {
    (void)unused;
    enum { N = 400, P = 3 };
    fw_sample s = made_sample(N, P, 1);
    uint64_t state = 23;
    for (size_t i = 0; i < N; i++) s.x[i * P + 2] = draw_normal(&state);
    for (size_t i = 0; i < N; i++) s.y[i] = s.x[i * P] + .8 * s.x[i * P + 1] + draw_normal(&state);
    fw_feature_spec specs[P] = {spec_of("a"), spec_of("b"), spec_of("noise")};
    fw_table_fit_options options = table_options(FW_MODEL_LASSO, specs);
    options.resamples = 300;
    const fw_table_predictions none = {0};
    fw_model *m = NULL;
    fw_error err = {0};
    assert_int_equal(fw_table_fit(&s, &options, &none, &m, &err), FW_OK);
    const fw_coefficient *e = m->table->estimates;
    assert_true(e[0].stable == 1 && e[1].stable == 1 && !(e[2].stable > .98));
    assert_true(e[2].boot_low <= 0 && e[2].boot_high >= 0);
    assert_true(e[0].drop_one > .1 && fabs(m->weights[2].weight) < .12);
    assert_true(!(e[2].drop_one > .01));
    assert_string_equal(m->table->errors, "bootstrap");
    assert_true(has_note(m, "conditional on lambda"));
    fw_model_free(m);
    fw_sample_free(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(too_few_rows_are_refused_or_shrunk),
        cmocka_unit_test(constant_and_collinear_features_are_left_out),
        cmocka_unit_test(equal_ratings_and_perfect_predictors_are_noted),
        cmocka_unit_test(a_transform_that_is_not_defined_names_feature_and_line),
        cmocka_unit_test(the_best_transform_is_found_and_its_sign_kept),
        cmocka_unit_test(scoring_repeats_the_training_rows),
        cmocka_unit_test(damaged_models_are_refused_by_name),
        cmocka_unit_test(mutated_models_do_no_harm),
        cmocka_unit_test(cross_validated_rows_are_predicted_by_the_other_folds),
        cmocka_unit_test(a_weight_of_two_is_the_row_twice),
        cmocka_unit_test(resampled_errors_agree_with_hc3),
        cmocka_unit_test(noise_is_told_from_signal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
