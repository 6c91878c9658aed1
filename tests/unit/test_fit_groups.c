/* test_fit_groups.c: weights by group against R, and that groups are told apart only where they differ. */
#include "fit_table_support.h"

#include "fit/group.h"

enum { ROWS = 1200, FEATURE_COUNT = 3 };

static double figure(const sheet *s, const char *quantity, const char *name) {
    for (size_t i = 1; i <= s->rows; i++)
        if (strcmp(s->cell[i][0], quantity) == 0 && strcmp(s->cell[i][1], name) == 0)
            return strtod(s->cell[i][2], NULL);
    fail_msg("no figure %s %s", quantity, name);
    return 0;
}

/* The F tests of nested models, as R's anova gives them. */
static void test_as_r(void **state) {
    (void)state;
    static const char *const LANGUAGES[4] = {"Esperanto", "Klingon", "Navi", "Vulcan"};
    sheet *train = sheet_open("rsmtool/train.csv"), *s = sheet_open("groups_expected.csv");
    static uint32_t group[SHEET_ROWS];
    fw_feature_spec specs[8];
    for (size_t j = 0; j < 8; j++) specs[j] = spec_of(FEATURES[j]);
    fw_sample sample = sheet_sample(train, FEATURES, 8, "score");
    for (size_t i = 0; i < sample.rows; i++)
        while (strcmp(train->cell[i + 1][sheet_column(train, "L1")], LANGUAGES[group[i]]) != 0) group[i]++;
    fw_table_fit_options options = table_options(FW_MODEL_OLS, specs);
    options.group_column = "L1";
    options.group = group;
    options.group_names = LANGUAGES;
    options.group_count = 4;
    options.group_least = 5;
    fw_model *model = NULL;
    fw_error err = {0};
    assert_int_equal(fw_table_fit(&sample, &options, &(fw_table_predictions){0}, &model, &err), FW_OK);
    const fw_group_test *levels = &model->groups->levels, *weights = &model->groups->weights;
    assert_near(levels->f, figure(s, "levels", "f"), 1e-8);
    assert_near(levels->df1, figure(s, "levels", "df1"), 0);
    assert_near(levels->df2, figure(s, "levels", "df2"), 0);
    assert_near(levels->p, figure(s, "levels", "p"), 1e-8);
    assert_near(weights->f, figure(s, "weights", "f"), 1e-7);
    assert_near(weights->df1, figure(s, "weights", "df1"), 0);
    assert_near(weights->df2, figure(s, "weights", "df2"), 0);
    assert_near(weights->p, figure(s, "weights", "p"), 1e-7);
    assert_true(fabs(levels->p_resampled - levels->p) < .08);
    assert_true(fabs(weights->p_resampled - weights->p) < .08);
    fw_model_free(model);
    fw_sample_free(&sample);
    sheet_close(train);
    sheet_close(s);
}

/* The ridge step alone, at given strengths: R solves the same normal equations. */
static void test_step_as_r(void **state) {
    (void)state;
    static const char *const LANGUAGES[4] = {"Esperanto", "Klingon", "Navi", "Vulcan"};
    sheet *train = sheet_open("rsmtool/train.csv"), *s = sheet_open("groups_expected.csv");
    fw_feature_spec specs[8];
    for (size_t j = 0; j < 8; j++) specs[j] = spec_of(FEATURES[j]);
    fw_sample sample = sheet_sample(train, FEATURES, 8, "score");
    const fw_table_fit_options options = table_options(FW_MODEL_OLS, specs);
    fw_model *model = NULL;
    fw_error err = {0};
    assert_int_equal(fw_table_fit(&sample, &options, &(fw_table_predictions){0}, &model, &err), FW_OK);
    size_t columns[8];
    double spread[8], form[12], moved[9];
    static uint32_t group[SHEET_ROWS];
    fw_gram grams[4];
    for (size_t j = 0; j < 8; j++) {
        columns[j] = j;
        spread[j] = 1; /* the features are standardised */
    }
    for (size_t i = 0; i < sample.rows; i++)
        while (strcmp(train->cell[i + 1][sheet_column(train, "L1")], LANGUAGES[group[i]]) != 0) group[i]++;
    assert_int_equal(fw_sample_grams(&sample, NULL, group, 4, grams, &err), FW_OK);
    fw_linear linear;
    assert_int_equal(fw_linear_init(&linear, 8, &err), FW_OK);
    for (size_t j = 0; j < 8; j++) linear.weight[j] = model->weights[j].weight;
    linear.intercept = model->intercept;
    fw_linear_form(&linear, sample.shift, form);
    fw_group_state groups = {.features = 8, .columns = columns, .spread = spread};
    const fw_table_state fit = {
        .groups = &groups, .training = {.features = 8, .shift = sample.shift}, .sample = &sample};
    for (size_t g = 0; g < 4; g++) {
        char quantity[48];
        snprintf(quantity, sizeof quantity, "moved.%s", LANGUAGES[g]);
        assert_int_equal(fw_group_ridge(&fit, &grams[g], form, 30, 100, moved, &err), FW_OK);
        for (size_t j = 0; j < 8; j++) assert_near(moved[1 + j], figure(s, quantity, FEATURES[j]), 1e-8);
        assert_near(moved[0], figure(s, quantity, "Intercept"), 1e-8);
        fw_gram_free(&grams[g]);
    }
    fw_linear_free(&linear);
    fw_model_free(model);
    fw_sample_free(&sample);
    sheet_close(train);
    sheet_close(s);
}

/* What made-up data are like. */
typedef struct truth {
    double slope;   /* by which the second group's first weight differs */
    double level;   /* and its level */
    size_t answers; /* of each participant */
    bool inside;    /* groups vary within participants */
    bool lonely;    /* the third feature is one participant's alone */
    uint64_t seed;
} truth;

static const char *const NAMES[3] = {"ic", "rare", "staff"};

static fw_model *fit_truth(const truth *t, const fw_table_predictions *predictions) {
    fw_sample sample;
    fw_error err = {0};
    assert_int_equal(fw_sample_alloc(&sample, ROWS, FEATURE_COUNT, &err), FW_OK);
    static uint32_t group[ROWS];
    uint64_t seed = t->seed;
    double person = 0;
    for (size_t i = 0; i < ROWS; i++) {
        const size_t who = i / t->answers;
        if (i % t->answers == 0) person = draw_normal(&seed) * (t->answers > 1 ? 1 : 0);
        group[i] = (t->inside ? i : who) % 2 ? 2 : 0;
        if (who < 3) group[i] = 1; /* three participants: too few */
        double *x = sample.x + i * FEATURE_COUNT;
        for (size_t j = 0; j < FEATURE_COUNT; j++) x[j] = draw_normal(&seed);
        if (t->lonely) x[2] = who == 20;
        sample.y[i] = 3 + x[0] + .5 * x[1] + person + draw_normal(&seed) +
                      (group[i] == 2 ? t->level + t->slope * x[0] : 0);
        sample.cluster[i] = fw_hash64(&who, sizeof who, 1);
    }
    fw_feature_spec specs[FEATURE_COUNT] = {spec_of("a"), spec_of("b"), spec_of("c")};
    fw_table_fit_options options = table_options(FW_MODEL_RIDGE, specs);
    options.group_column = "level";
    options.group = group;
    options.group_names = NAMES;
    options.group_count = 3;
    options.group_least = 5;
    fw_model *model = NULL;
    assert_int_equal(fw_table_fit(&sample, &options, predictions, &model, &err), FW_OK);
    fw_sample_free(&sample);
    return model;
}

static void test_groups_that_differ(void **state) {
    (void)state;
    fw_model *model =
        fit_truth(&(truth){.slope = .6, .level = .5, .answers = 1, .seed = 7}, &(fw_table_predictions){0});
    const fw_group_part *part = model->groups;
    assert_int_equal(part->count, 2);
    assert_int_equal(part->small, 1);
    assert_true(has_note(model, "fewer than 5 participants"));
    assert_true(part->levels.p < .001 && part->levels.p_resampled <= .001);
    assert_true(part->weights.p < .001 && part->weights.p_resampled <= .001);
    assert_true(isfinite(part->level_strength) && isfinite(part->weight_strength));
    const fw_group_weights *ic = &part->groups[0], *staff = &part->groups[1];
    assert_string_equal(staff->name, "staff");
    assert_true(fabs(staff->weight[0] - ic->weight[0] - .6) < .15);
    assert_true(fabs(staff->intercept - ic->intercept - .5) < .15);
    assert_true(fabs(staff->weight[1] - ic->weight[1]) < .2);
    assert_true(staff->se[0] > .02 && staff->se[0] < .08); /* about 1 / sqrt(600) */
    assert_true(staff->rmse < staff->pooled_rmse);
    assert_true(model->quality.cv.rmse < part->pooled.rmse);
    const fw_str name = {"staff", 5}, unseen = {"manager", 7};
    assert_ptr_equal(fw_group_find(part, name), staff);
    assert_null(fw_group_find(part, unseen));
    fw_model_free(model);
}

/* A pooled weight without an error takes that of its group's weight, and no other. */
static void test_weight_of_one_participant(void **state) {
    (void)state;
    const truth t = {.slope = .6, .answers = 2, .lonely = true, .seed = 7};
    fw_model *model = fit_truth(&t, &(fw_table_predictions){0});
    assert_true(has_note(model, "1 weight (c) rests on one or two participants"));
    for (size_t g = 0; g < model->groups->count; g++) {
        const double *se = model->groups->groups[g].se;
        assert_true(se[0] > .02 && se[0] < .1 && se[1] > .02 && se[1] < .1);
        assert_true(isnan(se[2]));
    }
    fw_model_free(model);
}

/* Under the null, participants that differ make the plain F reject far too often; drawn by participant it
 * holds. */
static void test_groups_alike(void **state) {
    (void)state;
    size_t plain = 0, drawn = 0, borrowed = 0;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        fw_model *model = fit_truth(&(truth){.answers = 8, .seed = seed}, &(fw_table_predictions){0});
        plain += model->groups->levels.p < .05;
        drawn += model->groups->levels.p_resampled < .05;
        borrowed += model->groups->weights.p_resampled < .05;
        fw_model_free(model);
    }
    print_message("of 40: F %zu, by participant %zu, weights %zu\n", plain, drawn, borrowed);
    assert_true(plain >= 8);
    assert_true(drawn <= 6);
    assert_true(borrowed <= 6);
}

static void test_json(void **state) {
    (void)state;
    fw_model *model =
        fit_truth(&(truth){.slope = .6, .answers = 2, .inside = true, .seed = 9}, &(fw_table_predictions){0});
    fw_model *back = NULL;
    fw_error err = {0};
    json_t *json = fw_model_to_json(model);
    assert_non_null(json);
    assert_int_equal(fw_model_from_json(json, "test", &back, &err), FW_OK);
    json_t *again = fw_model_to_json(back);
    assert_true(json_equal(json, again));
    json_t *groups = json_object_get(json_object_get(json, "groups"), "groups");
    json_object_set_new(json_array_get(groups, 0), "name", json_string("zz"));
    fw_model_free(back);
    assert_int_equal(fw_model_from_json(json, "test", &back, &err), FW_DATA);
    assert_non_null(strstr(err.message, "groups.groups[1].name"));
    json_decref(again);
    json_decref(json);
    fw_model_free(model);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_as_r),
        cmocka_unit_test(test_step_as_r),
        cmocka_unit_test(test_groups_alike),
        cmocka_unit_test(test_groups_that_differ),
        cmocka_unit_test(test_weight_of_one_participant),
        cmocka_unit_test(test_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
