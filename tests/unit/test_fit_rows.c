/* test_fit_rows.c: bad input, edge cases, and that pieces and order of rows do not matter. */
#include "test_fit_support.h"

#include "score/rubric.h"

enum { P = 3 };
static const fw_var VARS[P] = {
    {.name = "arc_fail", .sign = 1}, {.name = "out_impr", .sign = 1}, {.name = "words"}};

static data cohort(size_t n, size_t per_participant) {
    data d = data_new(n, P);
    uint64_t state = 11;
    for (size_t i = 0; i < n; i++) {
        const uint64_t who = i / per_participant;
        d.cluster[i] = fw_hash64(&who, sizeof who, 3);
        d.x[i * P] = (float)draw(&state);
        d.x[i * P + 1] = (float)floor(3 * draw(&state));
        d.x[i * P + 2] = (float)floor(60 + 200 * draw(&state));
        d.y[i] = 1 + rint(8 * draw(&state) + 4 * (double)d.x[i * P] + (double)d.x[i * P + 1]) / 4;
    }
    return d;
}

static char *dump(const fw_model *model) {
    json_t *json = fw_model_to_json(model);
    assert_non_null(json);
    char *text = json_dumps(json, JSON_INDENT(1));
    json_decref(json);
    assert_non_null(text);
    return text;
}

static void bad_options_are_refused(void **unused) {
    (void)unused;
    static const fw_var TWICE[2] = {{.name = "a"}, {.name = "a"}};
    static const fw_var LONG[1] = {{.name = "a_name_of_fifty_bytes_that_does_not_fit_the_model_."}};
    const struct {
        const char *type;
        const fw_var *vars;
        size_t count, folds;
        double scale_min, scale_max;
        fw_code code;
    } cases[] = {{"lasso", VARS, P, 10, 1, 5, FW_USAGE},   {"ridge", VARS, P, 1, 1, 5, FW_USAGE},
                 {"ridge", VARS, P, 5000, 1, 5, FW_USAGE}, {"ridge", VARS, P, 10, 5, 5, FW_USAGE},
                 {"ridge", VARS, 0, 10, 1, 5, FW_DATA},    {"ridge", TWICE, 2, 10, 1, 5, FW_DATA},
                 {"ridge", LONG, 1, 10, 1, 5, FW_DATA}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fw_fit_options options = options_for(cases[i].type, cases[i].vars, cases[i].count);
        options.folds = cases[i].folds;
        options.scale_min = cases[i].scale_min;
        options.scale_max = cases[i].scale_max;
        fw_fit *fit = NULL;
        fw_error err = {0};
        assert_int_equal(fw_fit_new(&options, &fit, &err), cases[i].code);
        assert_null(fit);
        assert_true(err.message[0] != '\0');
    }
}

static void no_rated_row_is_bad_data(void **unused) {
    (void)unused;
    data d = cohort(5, 1);
    for (size_t i = 0; i < d.n; i++) d.y[i] = (double)NAN;
    d.y[3] = 4;
    d.x[3 * P] = (float)INFINITY;
    const fw_fit_options options = options_for("rubric-ridge", VARS, P);
    fw_fit *fit = NULL;
    fw_model *model = NULL;
    fw_error err = {0};
    assert_int_equal(fw_fit_new(&options, &fit, &err), FW_OK);
    feed(fit, &d, 5, false, NULL);
    assert_int_equal(fw_fit_solve(fit, &model, &err), FW_DATA);
    assert_null(model);
    fw_fit_free(fit);
    data_free(&d);
}

static void calls_out_of_order_are_bugs(void **unused) {
    (void)unused;
    data d = cohort(20, 1);
    const fw_fit_rows rows = {d.n, d.x, d.y, d.cluster};
    const fw_fit_options options = options_for("ridge", VARS, P);
    fw_fit *fit = NULL;
    fw_model *model = NULL;
    fw_error err = {0};
    assert_int_equal(fw_fit_new(&options, &fit, &err), FW_OK);
    assert_int_equal(fw_fit_evaluate(fit, &rows, NULL, &err), FW_BUG);
    assert_int_equal(fw_fit_add(fit, &rows, &err), FW_OK);
    assert_int_equal(fw_fit_solve(fit, &model, &err), FW_OK);
    assert_int_equal(fw_fit_add(fit, &rows, &err), FW_BUG);
    const fw_fit_rows fewer = {d.n - 1, d.x, d.y, d.cluster};
    assert_int_equal(fw_fit_evaluate(fit, &fewer, NULL, &err), FW_OK);
    assert_int_equal(fw_fit_finish(fit, model, &err), FW_BUG); /* the passes saw different rows */
    fw_model_free(model);
    fw_fit_free(fit);
    fw_fit_free(NULL);
    data_free(&d);
}

static void pieces_give_the_same_bytes(void **unused) {
    (void)unused;
    data d = cohort(23000, 2); /* several blocks a fold */
    fw_fit_options options = options_for("rubric-ridge", VARS, P);
    fw_model *whole = fit_all(&options, &d, d.n, NULL);
    char *expected = dump(whole);
    static const size_t PIECES[] = {1000, 4096, 77};
    for (size_t i = 0; i < 3; i++) {
        fw_model *pieces = fit_all(&options, &d, PIECES[i], NULL);
        char *text = dump(pieces);
        assert_string_equal(text, expected);
        free(text);
        fw_model_free(pieces);
    }
    free(expected);
    fw_model_free(whole);
    data_free(&d);
}

static void order_of_rows_changes_last_bits_only(void **unused) {
    (void)unused;
    data d = cohort(600, 3), reversed = cohort(600, 3);
    for (size_t i = 0; i < d.n; i++) {
        const size_t from = d.n - 1 - i;
        memcpy(reversed.x + i * P, d.x + from * P, P * sizeof(float));
        reversed.y[i] = d.y[from];
        reversed.cluster[i] = d.cluster[from];
    }
    const fw_fit_options options = options_for("rubric-ridge", VARS, P);
    fw_model *a = fit_all(&options, &d, d.n, NULL), *b = fit_all(&options, &reversed, d.n, NULL);
    for (size_t i = 0; i < 2; i++) assert_near(a->weights[i].weight, b->weights[i].weight, 1e-9);
    assert_near(a->quality.cv.r, b->quality.cv.r, 1e-9);
    assert_near(a->quality.cv_interval.low.r, b->quality.cv_interval.low.r, 1e-9);
    assert_near(a->quality.length_only.rmse, b->quality.length_only.rmse, 1e-9);
    fw_model_free(a);
    fw_model_free(b);
    data_free(&d);
    data_free(&reversed);
}

static void rows_with_gaps_are_set_aside_and_counted(void **unused) {
    (void)unused;
    data d = cohort(100, 1);
    d.x[10 * P + 1] = (float)NAN;
    d.y[11] = (double)INFINITY;
    d.y[12] = (double)NAN; /* not rated: not worth a note */
    const fw_fit_options options = options_for("ridge", VARS, P);
    double prediction[100];
    fw_model *m = fit_all(&options, &d, 30, prediction);
    assert_int_equal(m->quality.rows, 97);
    assert_true(has_note(m, "2 rated rows were set aside"));
    for (size_t i = 0; i < d.n; i++) assert_int_equal(isnan(prediction[i]), i >= 10 && i <= 12);
    fw_model_free(m);
    data_free(&d);
}

static void equal_ratings_give_that_rating(void **unused) {
    (void)unused;
    data d = cohort(30, 1);
    for (size_t i = 0; i < d.n; i++) d.y[i] = 3.7;
    const fw_fit_options options = options_for("rubric-ridge", VARS, P);
    fw_model *m = fit_all(&options, &d, 30, NULL);
    assert_near(m->intercept, 3.7, 1e-15);
    for (size_t i = 0; i < P; i++) assert_false(m->weights[i].used);
    assert_true(isnan(m->quality.cv.r) && isnan(m->quality.train.rmse));
    assert_true(has_note(m, "all ratings are equal"));
    fw_model_free(m);
    data_free(&d);
}

static void one_participant_is_not_cross_validated(void **unused) {
    (void)unused;
    data d = cohort(40, 40);
    const fw_fit_options options = options_for("rubric-ridge", VARS, P);
    fw_model *m = fit_all(&options, &d, 40, NULL);
    assert_int_equal(m->quality.folds, 0);
    assert_true(isnan(m->quality.cv.r) && isnan(m->quality.length_only.r));
    assert_true(isfinite(m->quality.train.r) && m->weights[0].used);
    assert_true(has_note(m, "no cross-validation"));
    fw_model_free(m);
    data_free(&d);
}

static void fewer_participants_than_folds_reduce_the_folds(void **unused) {
    (void)unused;
    data d = cohort(40, 10); /* four participants */
    const fw_fit_options options = options_for("ridge", VARS, P);
    fw_model *m = fit_all(&options, &d, 40, NULL);
    assert_true(m->quality.folds >= 2 && m->quality.folds <= 4);
    assert_int_equal(m->quality.participants, 4);
    assert_true(has_note(m, "not the 10 asked for") && isfinite(m->quality.cv.rmse));
    assert_int_equal(m->quality.cv_interval.clusters, 4);
    fw_model_free(m);
    data_free(&d);
}

static void few_rows_turn_least_squares_into_ridge(void **unused) {
    (void)unused;
    enum { WIDE = 12 };
    static const char *const NAMES[WIDE] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"};
    fw_var vars[WIDE];
    data d = data_new(8, WIDE);
    uint64_t state = 4;
    for (size_t j = 0; j < WIDE; j++) vars[j] = (fw_var){.name = NAMES[j]};
    for (size_t i = 0; i < d.n; i++) {
        d.y[i] = 1 + floor(5 * draw(&state));
        for (size_t j = 0; j < WIDE; j++) d.x[i * WIDE + j] = (float)draw(&state);
    }
    const fw_fit_options options = options_for("ols", vars, WIDE);
    fw_model *m = fit_all(&options, &d, 8, NULL);
    assert_string_equal(m->type, "ridge");
    assert_true(has_note(m, "too few rows for least squares"));
    for (size_t j = 0; j < WIDE; j++) assert_true(isfinite(m->weights[j].weight));
    assert_true(isnan(m->quality.length_only.r)); /* no length column in this table */
    fw_model_free(m);
    data_free(&d);
}

static void one_row_is_a_constant(void **unused) {
    (void)unused;
    data d = cohort(1, 1);
    const fw_fit_options options = options_for("ols", VARS, P);
    fw_model *m = fit_all(&options, &d, 1, NULL);
    assert_true(m->intercept == d.y[0]);
    assert_false(m->weights[0].used);
    fw_model_free(m);
    data_free(&d);
}

static void baselines_are_cross_validated_beside_the_model(void **unused) {
    (void)unused;
    data d = cohort(400, 2);
    const fw_fit_options options = options_for("rubric-ridge", VARS, P);
    fw_model *m = fit_all(&options, &d, 64, NULL);
    const fw_fit_quality *q = &m->quality;
    assert_true(q->cv.rmse < q->mean_only.rmse && q->cv.r > .3);
    assert_true(q->train.rmse <= q->cv.rmse);
    assert_true(q->mean_only.r2 <= 0); /* a mean of others never beats the own mean */
    assert_true(fabs(q->length_only.r2) < .05);
    assert_true(q->cv_interval.low.r < q->cv.r && q->cv.r < q->cv_interval.high.r);
    assert_int_equal(q->cv_interval.clusters, 200);
    assert_int_equal(q->cv_interval.resamples, 1000);
    assert_true(isnan(q->rubric.r)); /* the table lacks most of the rubric's features */
    fw_model_free(m);
    data_free(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_options_are_refused),
        cmocka_unit_test(no_rated_row_is_bad_data),
        cmocka_unit_test(calls_out_of_order_are_bugs),
        cmocka_unit_test(rows_with_gaps_are_set_aside_and_counted),
        cmocka_unit_test(equal_ratings_give_that_rating),
        cmocka_unit_test(one_participant_is_not_cross_validated),
        cmocka_unit_test(fewer_participants_than_folds_reduce_the_folds),
        cmocka_unit_test(few_rows_turn_least_squares_into_ridge),
        cmocka_unit_test(one_row_is_a_constant),
        cmocka_unit_test(baselines_are_cross_validated_beside_the_model),
        cmocka_unit_test(order_of_rows_changes_last_bits_only),
        cmocka_unit_test(pieces_give_the_same_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
