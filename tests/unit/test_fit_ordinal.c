/* test_fit_ordinal.c: the cumulative logit against published examples and R, and what it does with bad input.
 */
#include "fit_table_support.h"

#include "fit/ordinal.h"

#include <stdio.h>

enum { MOST_ROWS = 600, MOST_COLUMNS = 8 };

static void assert_within(double value, double wanted, double distance) {
    if (fabs(value - wanted) <= distance) return;
    print_error("got %.10g, expected %.10g\n", value, wanted);
    fail();
}

/* Rows for fw_ordinal_fit, with frequencies as weights. */
typedef struct cells {
    size_t n;
    double x[MOST_ROWS * MOST_COLUMNS];
    uint32_t level[MOST_ROWS];
    double weight[MOST_ROWS];
    size_t columns[MOST_COLUMNS];
} cells;

static fw_ordinal_rows rows_of(cells *c, size_t columns, size_t levels) {
    for (size_t j = 0; j < columns; j++) c->columns[j] = j;
    return (fw_ordinal_rows){.rows = c->n,
                             .features = columns,
                             .x = c->x,
                             .level = c->level,
                             .weight = c->weight,
                             .columns = c->columns,
                             .count = columns,
                             .levels = levels};
}

static fw_ordinal fit_rows(const fw_ordinal_rows *rows) {
    fw_ordinal fit;
    fw_error err = {0};
    assert_int_equal(fw_ordinal_init(&fit, rows->levels, rows->count, &err), FW_OK);
    assert_int_equal(fw_ordinal_fit(rows, &fit, &err), FW_OK);
    return fit;
}

static double se_of(const fw_ordinal *fit, size_t parameter) {
    const size_t size = fit->levels - 1 + fit->count;
    return sqrt(fit->inverse[parameter * size + parameter]);
}

/*
 * McCullagh and Nelder (1989), table 5.1: nine ratings of four cheeses; figures as in the SAS/STAT manual's
 * example of PROC LOGISTIC, "Ordinal Logistic Regression" (weights of additives 1 to 3 against 4, lower
 * ratings first).
 */
static void test_cheese(void **state) {
    (void)state;
    static const double COUNT[4][9] = {{0, 0, 1, 7, 8, 8, 19, 8, 1},
                                       {6, 9, 12, 11, 7, 6, 1, 0, 0},
                                       {1, 1, 6, 8, 23, 7, 5, 1, 0},
                                       {0, 0, 0, 1, 3, 7, 14, 16, 11}};
    static const double THRESHOLD[8] = {-7.0801, -6.0249, -4.9254, -3.8568, -2.5205, -1.5685, -.0669, 1.4930};
    static const double THRESHOLD_SE[8] = {.5640, .4764, .4257, .3880, .3453, .3122, .2738, .3357};
    static const double WEIGHT[3] = {1.6128, 4.9645, 3.3227}, WEIGHT_SE[3] = {.3805, .4767, .4218};
    static cells c;
    for (size_t cheese = 0; cheese < 4; cheese++)
        for (uint32_t rating = 0; rating < 9; rating++) {
            if (COUNT[cheese][rating] == 0) continue;
            for (size_t j = 0; j < 3; j++) c.x[c.n * 3 + j] = cheese == j ? -1 : 0;
            c.level[c.n] = rating;
            c.weight[c.n++] = COUNT[cheese][rating];
        }
    const fw_ordinal_rows rows = rows_of(&c, 3, 9);
    fw_ordinal fit = fit_rows(&rows);
    assert_true(fit.converged && !fit.separated);
    for (size_t k = 0; k < 8; k++) {
        assert_within(fit.threshold[k], THRESHOLD[k], 2e-4);
        assert_within(se_of(&fit, k), THRESHOLD_SE[k], 6e-5);
    }
    for (size_t j = 0; j < 3; j++) {
        assert_within(fit.weight[j], WEIGHT[j], 2e-4);
        assert_within(se_of(&fit, 8 + j), WEIGHT_SE[j], 6e-5);
    }
    assert_within(-2 * fit.log_likelihood, 711.3479, 5e-4);
    fw_ordinal_free(&fit);
}

/* A figure of ordinal_expected.csv. */
static double expected(const sheet *s, const char *set, const char *quantity, const char *name) {
    for (size_t i = 1; i <= s->rows; i++)
        if (strcmp(s->cell[i][0], set) == 0 && strcmp(s->cell[i][1], quantity) == 0 &&
            strcmp(s->cell[i][2], name) == 0)
            return strtod(s->cell[i][3], NULL);
    fail_msg("no figure %s %s %s", set, quantity, name);
    return 0;
}

/* Venables and Ripley (2002), section 7.3: satisfaction of 1681 tenants; R's clm, and the score test in R. */
static void test_housing(void **state) {
    (void)state;
    static const double COUNT[72] = {21, 21, 28, 34, 22, 36, 10, 11, 36, 61, 23, 17, 43, 35, 40, 26, 18, 54,
                                     13, 9,  10, 8,  8,  12, 6,  7,  9,  18, 6,  7,  15, 13, 13, 7,  5,  11,
                                     14, 19, 37, 17, 23, 40, 3,  5,  23, 78, 46, 43, 48, 45, 86, 15, 25, 62,
                                     20, 23, 20, 10, 22, 24, 7,  10, 21, 57, 23, 13, 31, 21, 13, 5,  6,  13};
    static const char *const NAMES[6] = {"InflMedium", "InflHigh",    "TypeApartment",
                                         "TypeAtrium", "TypeTerrace", "ContHigh"};
    static cells c;
    c.n = 72; /* satisfaction changes fastest, then influence, type and contact */
    for (size_t i = 0; i < 72; i++) {
        const size_t influence = i / 3 % 3, type = i / 9 % 4, contact = i / 36;
        const size_t on[6] = {influence == 1, influence == 2, type == 1, type == 2, type == 3, contact == 1};
        for (size_t j = 0; j < 6; j++) c.x[i * 6 + j] = (double)on[j];
        c.level[i] = (uint32_t)(i % 3);
        c.weight[i] = COUNT[i];
    }
    const fw_ordinal_rows rows = rows_of(&c, 6, 3);
    fw_ordinal fit = fit_rows(&rows);
    sheet *s = sheet_open("ordinal_expected.csv");
    fw_odds_test all, each[6];
    fw_error err = {0};
    assert_int_equal(fw_ordinal_test_odds(&rows, &fit, &all, each, &err), FW_OK);
    assert_near(fit.log_likelihood, expected(s, "housing", "log_likelihood", "all"), 1e-12);
    assert_near(fit.threshold[0], expected(s, "housing", "estimate", "threshold1"), 1e-10);
    assert_near(se_of(&fit, 1), expected(s, "housing", "se", "threshold2"), 1e-8);
    assert_near(all.chi2, expected(s, "housing", "odds", "all"), 1e-7);
    for (size_t j = 0; j < 6; j++) {
        assert_near(fit.weight[j], expected(s, "housing", "estimate", NAMES[j]), 1e-9);
        assert_near(se_of(&fit, 2 + j), expected(s, "housing", "se", NAMES[j]), 1e-8);
        assert_near(each[j].chi2, expected(s, "housing", "odds", NAMES[j]), 1e-6);
    }
    sheet_close(s);
    fw_ordinal_free(&fit);
}

static fw_model *fit_train(const sheet *train, const char *cluster, double *raw) {
    fw_feature_spec specs[8];
    for (size_t j = 0; j < 8; j++) specs[j] = spec_of(FEATURES[j]);
    fw_sample sample = sheet_sample(train, FEATURES, 8, "score");
    for (size_t i = 0; i < sample.rows && cluster; i++) {
        const char *who = train->cell[i + 1][sheet_column(train, cluster)];
        sample.cluster[i] = fw_hash64(who, strlen(who), 1);
    }
    const fw_table_fit_options options = table_options(FW_MODEL_ORDINAL, specs);
    const fw_table_predictions predictions = {.raw = raw};
    fw_model *model = NULL;
    fw_error err = {0};
    assert_int_equal(fw_table_fit(&sample, &options, &predictions, &model, &err), FW_OK);
    fw_sample_free(&sample);
    return model;
}

static void test_table_as_r(void **state) {
    (void)state;
    sheet *train = sheet_open("rsmtool/train.csv"), *s = sheet_open("ordinal_expected.csv");
    static double raw[SHEET_ROWS];
    fw_model *model = fit_train(train, NULL, raw), *by_question = fit_train(train, "QUESTION", NULL);
    const fw_ordinal_part *part = model->ordinal;
    assert_string_equal(part->status, "converged");
    assert_string_equal(by_question->table->errors, "clustered");
    for (size_t k = 0; k + 1 < part->levels; k++) {
        char name[32];
        snprintf(name, sizeof name, "threshold%zu", k + 1);
        assert_near(part->threshold[k], expected(s, "train", "estimate", name), 1e-9);
        assert_near(part->se[k], expected(s, "train", "se", name), 1e-7);
        assert_near(by_question->ordinal->se[k], expected(s, "train", "clustered", name), 1e-6);
    }
    for (size_t j = 0; j < 8; j++) {
        const fw_weight *w = &model->weights[j];
        assert_near(w->weight, expected(s, "train", "estimate", w->name), 1e-8);
        assert_near(w->se, expected(s, "train", "se", w->name), 1e-7);
        assert_near(by_question->weights[j].se, expected(s, "train", "clustered", w->name), 1e-6);
        assert_near(part->odds_alone[j].chi2, expected(s, "train", "odds", w->name), 1e-6);
    }
    assert_near(part->odds.chi2, expected(s, "train", "odds", "all"), 1e-6);
    for (size_t i = 0; i < 20; i++)
        assert_near(raw[i], expected(s, "train", "expected", train->cell[i + 1][0]), 1e-9);
    assert_true(model->quality.cv.r > .6 && model->quality.cv.r < model->quality.train.r);
    fw_model_free(model);
    fw_model_free(by_question);
    sheet_close(train);
    sheet_close(s);
}

/* One feature, one rating a row. */
static fw_model *fit_small(const double *x, const double *y, size_t n, fw_code expected_code, fw_error *err) {
    const fw_feature_spec spec = spec_of("f");
    fw_sample sample;
    assert_int_equal(fw_sample_alloc(&sample, n, 1, err), FW_OK);
    for (size_t i = 0; i < n; i++) {
        sample.x[i] = x[i];
        sample.y[i] = y[i];
        sample.cluster[i] = fw_hash64(&i, sizeof i, 1);
    }
    fw_table_fit_options options = table_options(FW_MODEL_ORDINAL, &spec);
    options.scale_min = 1;
    options.scale_max = 5;
    fw_model *model = NULL;
    assert_int_equal(fw_table_fit(&sample, &options, &(fw_table_predictions){0}, &model, err), expected_code);
    fw_sample_free(&sample);
    return model;
}

static void test_separation(void **state) {
    (void)state;
    double x[30], y[30];
    fw_error err = {0};
    for (size_t i = 0; i < 30; i++) {
        x[i] = (double)i;
        y[i] = i < 10 ? 1 : i < 20 ? 2 : 5;
    }
    fw_model *model = fit_small(x, y, 30, FW_OK, &err);
    assert_string_equal(model->ordinal->status, "separated");
    assert_true(has_note(model, "separation") && has_note(model, "no row has the rating 3"));
    assert_true(isfinite(model->weights[0].weight) && model->weights[0].weight > 0);
    assert_true(isnan(model->weights[0].se));
    assert_true(model->ordinal->penalty > 0);
    /* Quasi-separation: one value of a rare mark goes with the top rating alone. */
    fw_model_free(model);
    for (size_t i = 0; i < 30; i++) {
        x[i] = i == 7 || i == 19;
        y[i] = x[i] > 0 ? 5 : 1 + (double)(i % 4);
    }
    model = fit_small(x, y, 30, FW_OK, &err);
    assert_string_equal(model->ordinal->status, "separated");
    fw_model_free(model);
}

static void test_one_level(void **state) {
    (void)state;
    double x[12], y[12];
    fw_error err = {0};
    for (size_t i = 0; i < 12; i++) {
        x[i] = (double)(i * i % 7);
        y[i] = 3;
    }
    fw_model *model = fit_small(x, y, 12, FW_OK, &err);
    assert_string_equal(model->ordinal->status, "one level");
    assert_true(has_note(model, "all ratings are equal"));
    assert_within(fw_ordinal_expected(model->ordinal, 2), 3, 0);
    fw_model_free(model);
}

static void test_too_many_levels(void **state) {
    (void)state;
    double x[60], y[60];
    fw_error err = {0};
    for (size_t i = 0; i < 60; i++) {
        x[i] = (double)(i % 7);
        y[i] = 1 + (double)i / 30;
    }
    assert_null(fit_small(x, y, 60, FW_DATA, &err));
    assert_non_null(strstr(err.message, "rating levels"));
}

static void test_json(void **state) {
    (void)state;
    sheet *train = sheet_open("rsmtool/train.csv");
    fw_model *model = fit_train(train, NULL, NULL), *back = NULL;
    fw_error err = {0};
    json_t *json = fw_model_to_json(model);
    assert_non_null(json);
    assert_int_equal(fw_model_from_json(json, "test", &back, &err), FW_OK);
    assert_int_equal(back->ordinal->levels, model->ordinal->levels);
    for (double eta = -9; eta < 9; eta += .5) {
        assert_true(fw_ordinal_expected(back->ordinal, eta) == fw_ordinal_expected(model->ordinal, eta));
        assert_true(fw_ordinal_expected(model->ordinal, eta) < fw_ordinal_expected(model->ordinal, eta + .5));
    }
    fw_model_free(back);
    /* Thresholds out of order are refused by name. */
    json_t *thresholds = json_object_get(json_object_get(json, "ordinal"), "thresholds");
    json_array_set_new(thresholds, 1, json_real(-1e9));
    assert_int_equal(fw_model_from_json(json, "test", &back, &err), FW_DATA);
    assert_non_null(strstr(err.message, "ordinal.thresholds"));
    json_object_del(json, "ordinal");
    assert_int_equal(fw_model_from_json(json, "test", &back, &err), FW_DATA);
    json_decref(json);
    fw_model_free(model);
    sheet_close(train);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_separation),
        cmocka_unit_test(test_one_level),
        cmocka_unit_test(test_too_many_levels),
        cmocka_unit_test(test_cheese),
        cmocka_unit_test(test_housing),
        cmocka_unit_test(test_table_as_r),
        cmocka_unit_test(test_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
