/* test_fit_streamed.c: what a streamed fit says about its weights equals what a fit of the same rows in
 * memory says. */
#include "fit_table_support.h"

enum { COUNT = 6 };

static data made_up(size_t n, size_t answers) {
    data d = data_new(n, COUNT);
    uint64_t seed = 11;
    double person = 0;
    for (size_t i = 0; i < n; i++) {
        const size_t who = i / answers;
        if (i % answers == 0) person = draw_normal(&seed);
        d.cluster[i] = fw_hash64(&who, sizeof who, 5);
        for (size_t j = 0; j < COUNT; j++)
            d.x[i * COUNT + j] = (float)(draw_normal(&seed) * (double)(j + 1) + 5);
        d.x[i * COUNT + 3] += d.x[i * COUNT]; /* inflates variances */
        d.y[i] = rint(3 + .5 * (double)d.x[i * COUNT] - .1 * (double)d.x[i * COUNT + 2] + .7 * person +
                      draw_normal(&seed) * (1 + .3 * fabs((double)d.x[i * COUNT])));
    }
    return d;
}

static fw_model *in_memory(const data *d, fw_model_kind kind, const fw_model *streamed) {
    fw_sample sample;
    fw_error err = {0};
    fw_feature_spec specs[COUNT];
    assert_int_equal(fw_sample_alloc(&sample, d->n, COUNT, &err), FW_OK);
    for (size_t j = 0; j < COUNT; j++) specs[j] = spec_of(streamed->weights[j].name);
    for (size_t i = 0; i < d->n * COUNT; i++) sample.x[i] = (double)d->x[i];
    memcpy(sample.y, d->y, d->n * sizeof *d->y);
    memcpy(sample.cluster, d->cluster, d->n * sizeof *d->cluster);
    fw_table_fit_options options = table_options(kind, specs);
    options.steps.clamp_sd = 0;
    options.seed = 20;
    options.resamples = 1000;
    options.lambda = streamed->quality.lambda;
    fw_model *model = NULL;
    assert_int_equal(fw_table_fit(&sample, &options, &(fw_table_predictions){0}, &model, &err), FW_OK);
    fw_sample_free(&sample);
    return model;
}

static void compare(const char *type, fw_model_kind kind, size_t answers, const char *errors) {
    static const fw_var VARS[COUNT] = {{.name = "a"}, {.name = "b"}, {.name = "c"},
                                       {.name = "d"}, {.name = "e"}, {.name = "f"}};
    data d = made_up(900, answers);
    const fw_fit_options options = options_for(type, VARS, COUNT);
    fw_model *streamed = fit_all(&options, &d, 100, NULL), *whole = in_memory(&d, kind, streamed);
    assert_string_equal(streamed->table->errors, errors);
    assert_string_equal(whole->table->errors, errors);
    for (size_t j = 0; j < COUNT; j++) {
        const fw_coefficient *a = &streamed->table->estimates[j], *b = &whole->table->estimates[j];
        assert_near(streamed->weights[j].weight, whole->weights[j].weight, 1e-9);
        assert_near(streamed->weights[j].se, b->se, 1e-8);
        assert_near(a->t, b->t, 1e-8);
        assert_near(a->ci_low, b->ci_low, 1e-7);
        assert_near(a->vif, b->vif, 1e-8);
        assert_true(fabs(a->drop_one - b->drop_one) < 1e-9);
        assert_near(a->standardized, b->standardized, 1e-8);
        assert_near(a->relative, b->relative, 1e-8);
        /* Other bags, other draws: the same spread. */
        assert_near(a->boot_se, b->boot_se, .12);
        assert_true(fabs(a->stable - b->stable) < .05);
    }
    assert_near(streamed->table->estimates[COUNT].se, whole->table->estimates[COUNT].se, 1e-2);
    assert_near(streamed->table->r2, whole->table->r2, 1e-9);
    assert_near(streamed->table->residual_sd, whole->table->residual_sd, 1e-9);
    assert_near(streamed->table->prediction_sd, whole->table->prediction_sd, 1e-9);
    assert_near(streamed->table->prediction_mean, whole->table->prediction_mean, 1e-9);
    const size_t points = streamed->table->learning_count;
    assert_true(points >= 4);
    assert_near(streamed->table->learning[points - 1].r,
                whole->table->learning[whole->table->learning_count - 1].r, 1e-9);
    fw_model_free(streamed);
    fw_model_free(whole);
    data_free(&d);
}

static void test_ols_hc3(void **state) {
    (void)state;
    compare("ols", FW_MODEL_OLS, 1, "HC3");
}

static void test_ols_clustered(void **state) {
    (void)state;
    compare("ols", FW_MODEL_OLS, 3, "clustered");
}

static void test_ridge(void **state) {
    (void)state;
    compare("ridge", FW_MODEL_RIDGE, 1, "HC3");
    compare("ridge", FW_MODEL_RIDGE, 3, "clustered");
}

static bool is_noted(const fw_model *model, const char *text) {
    bool found = false;
    for (size_t i = 0; i < model->note_count; i++) found = found || strstr(model->note[i], text);
    return found;
}

/*
 * A feature that one person alone has: least squares hits that person's rows, whose residuals are 0 or sum to
 * it, and the sandwich would tell of no error. None is told; three people are enough.
 */
static void test_few_carriers(void **state) {
    (void)state;
    static const fw_var VARS[COUNT] = {{.name = "a"}, {.name = "b"},   {.name = "c"},
                                       {.name = "d"}, {.name = "one"}, {.name = "three"}};
    for (size_t answers = 1; answers <= 3; answers += 2) {
        data d = made_up(900, answers);
        for (size_t i = 0; i < d.n; i++) {
            const size_t who = i / answers;
            d.x[i * COUNT + 4] = who == 100;
            d.x[i * COUNT + 5] = who == 20 || who == 130 || who == 260;
        }
        const fw_fit_options options = options_for("ols", VARS, COUNT);
        fw_model *streamed = fit_all(&options, &d, 100, NULL), *whole = in_memory(&d, FW_MODEL_OLS, streamed);
        const fw_coefficient *e = whole->table->estimates;
        assert_true(isnan(streamed->weights[4].se) && isnan(streamed->weights[4].ci_low));
        assert_true(isnan(streamed->table->estimates[4].p) && isnan(e[4].se) && isnan(e[4].ci_high));
        assert_true(streamed->table->estimates[4].classical_se > 0 && e[4].classical_se > 0);
        assert_true(e[5].se > 0);
        assert_near(streamed->weights[5].se, e[5].se, 1e-8);
        assert_near(streamed->weights[0].se, e[0].se, 1e-8);
        assert_true(is_noted(streamed, "1 weight (one) rests on one or two participants"));
        assert_true(is_noted(whole, "1 weight (one) rests on one or two participants"));
        fw_model_free(streamed);
        fw_model_free(whole);
        data_free(&d);
    }
}

/* A model with a table part is read back as it was written. */
static void test_json(void **state) {
    (void)state;
    static const fw_var VARS[COUNT] = {{.name = "a"}, {.name = "b"}, {.name = "c"},
                                       {.name = "d"}, {.name = "e"}, {.name = "f"}};
    data d = made_up(300, 2);
    const fw_fit_options options = options_for("rubric-ridge", VARS, COUNT);
    fw_model *model = fit_all(&options, &d, 77, NULL), *back = NULL;
    fw_error err = {0};
    json_t *json = fw_model_to_json(model);
    assert_int_equal(fw_model_from_json(json, "test", &back, &err), FW_OK);
    json_t *again = fw_model_to_json(back);
    assert_true(json_equal(json, again));
    json_decref(again);
    json_decref(json);
    fw_model_free(back);
    fw_model_free(model);
    data_free(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_ols_hc3), cmocka_unit_test(test_ols_clustered),
                                       cmocka_unit_test(test_ridge), cmocka_unit_test(test_few_carriers),
                                       cmocka_unit_test(test_json)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
