/* test_fit_table_r.c: table models against R's packages (oracle/models.R) and a published penalty. */
#include "fit_table_support.h"

/* A figure of models_expected.csv. */
static double expected(const sheet *s, const char *model, const char *quantity, const char *name) {
    for (size_t i = 1; i <= s->rows; i++)
        if (strcmp(s->cell[i][0], model) == 0 && strcmp(s->cell[i][1], quantity) == 0 &&
            strcmp(s->cell[i][2], name) == 0)
            return strtod(s->cell[i][3], NULL);
    fail_msg("no figure %s %s %s", model, quantity, name);
    return 0;
}

typedef struct bench {
    sheet *train, *figures;
} bench;

static int open_bench(void **state) {
    bench *b = calloc(1, sizeof *b);
    assert_non_null(b);
    b->train = sheet_open("rsmtool/train.csv");
    b->figures = sheet_open("models_expected.csv");
    *state = b;
    return 0;
}

static int close_bench(void **state) {
    bench *b = *state;
    sheet_close(b->train);
    sheet_close(b->figures);
    free(b);
    return 0;
}

static fw_model *fit_bench(const bench *b, fw_model_kind kind, double lambda, const char *cluster) {
    fw_sample s = sheet_sample(b->train, FEATURES, 8, "score");
    for (size_t i = 0; i < s.rows && cluster; i++) {
        const char *name = b->train->cell[i + 1][sheet_column(b->train, cluster)];
        s.cluster[i] = fw_hash64(name, strlen(name), 0);
    }
    fw_feature_spec specs[8];
    for (size_t j = 0; j < 8; j++) specs[j] = spec_of(FEATURES[j]);
    fw_table_fit_options options = table_options(kind, specs);
    options.lambda = lambda;
    const fw_table_predictions none = {0};
    fw_model *m = NULL;
    fw_error err = {0};
    assert_int_equal(fw_table_fit(&s, &options, &none, &m, &err), FW_OK);
    fw_sample_free(&s);
    return m;
}

/* Weights (and the intercept, where the figure has one) to a relative difference; figures of 0 exactly. */
static void check_weights(const bench *b, const fw_model *m, const char *model, const char *quantity,
                          bool intercept, double relative) {
    if (intercept) assert_near(m->intercept, expected(b->figures, model, quantity, "Intercept"), relative);
    for (size_t j = 0; j < 8; j++)
        assert_near(m->weights[j].weight, expected(b->figures, model, quantity, FEATURES[j]), relative);
}

static void least_squares_and_its_errors_match_r(void **state) {
    const bench *b = *state;
    fw_model *m = fit_bench(b, FW_MODEL_OLS, (double)NAN, NULL);
    check_weights(b, m, "ols", "coefficient", true, 1e-11);
    assert_string_equal(m->table->errors, "HC3");
    for (size_t j = 0; j <= 8; j++) {
        const char *name = j < 8 ? FEATURES[j] : "Intercept";
        assert_near(m->table->estimates[j].classical_se, expected(b->figures, "ols", "classical_se", name),
                    1e-12);
        assert_near(m->table->estimates[j].se, expected(b->figures, "ols", "HC3", name), 1e-12);
        if (j < 8) assert_near(m->table->estimates[j].vif, expected(b->figures, "ols", "vif", name), 1e-12);
    }
    fw_model_free(m);
    m = fit_bench(b, FW_MODEL_OLS, (double)NAN, "QUESTION");
    assert_string_equal(m->table->errors, "clustered");
    for (size_t j = 0; j <= 8; j++)
        assert_near(m->table->estimates[j].se,
                    expected(b->figures, "ols", "clustered", j < 8 ? FEATURES[j] : "Intercept"), 1e-11);
    fw_model_free(m);
}

static void robust_and_non_negative_match_r(void **state) {
    const bench *b = *state;
    fw_model *m = fit_bench(b, FW_MODEL_ROBUST, (double)NAN, NULL);
    check_weights(b, m, "robust", "coefficient", true, 1e-8);
    fw_model_free(m);
    m = fit_bench(b, FW_MODEL_NNLS, (double)NAN, NULL);
    check_weights(b, m, "nnls", "coefficient", true, 1e-11);
    assert_string_equal(m->weights[7].reason, "not selected");
    fw_model_free(m);
}

static void penalised_models_match_r(void **state) {
    static const struct {
        fw_model_kind kind;
        const char *model, *quantity;
        double lambda, scale, relative;
    } CASES[] = {{FW_MODEL_LASSO, "lasso", "coefficient0.05", .05, 1, 1e-8},
                 {FW_MODEL_LASSO, "lasso", "coefficient0.005", .005, 1, 1e-8},
                 {FW_MODEL_LASSO_PLUS, "lasso+", "coefficient0.05", .05, 1, 1e-8},
                 {FW_MODEL_LASSO_PLUS, "lasso+", "coefficient0.005", .005, 1, 1e-8},
                 {FW_MODEL_RIDGE, "ridge", "coefficient0.01", .01, 1, 1e-11},
                 {FW_MODEL_RIDGE, "ridge", "coefficient1", 1, 1, 1e-11}};
    const bench *b = *state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        fw_model *m = fit_bench(b, CASES[i].kind, CASES[i].lambda, NULL);
        check_weights(b, m, CASES[i].model, CASES[i].quantity, false, CASES[i].relative);
        fw_model_free(m);
    }
}

static void twins_match_their_formulas_in_r(void **state) {
    const bench *b = *state;
    fw_model *m = fit_bench(b, FW_MODEL_SCORE_WEIGHTED_LR, (double)NAN, NULL);
    check_weights(b, m, "ScoreWeightedLR", "coefficient", true, 1e-11);
    assert_near(m->table->r2, expected(b->figures, "ScoreWeightedLR", "r2", "all"), 1e-11);
    fw_model_free(m);
    m = fit_bench(b, FW_MODEL_EQUAL_WEIGHTS_LR, (double)NAN, NULL);
    check_weights(b, m, "EqualWeightsLR", "coefficient", true, 1e-11);
    assert_near(m->table->r2, expected(b->figures, "EqualWeightsLR", "r2", "all"), 1e-11);
    assert_near(m->weights[0].se, expected(b->figures, "EqualWeightsLR", "HC3", "FEATURE1"), 1e-11);
    assert_true(m->table->fit_features == 1);
    fw_model_free(m);
    m = fit_bench(b, FW_MODEL_REBALANCED_LR, (double)NAN, NULL);
    check_weights(b, m, "RebalancedLR", "coefficient", true, 1e-11);
    fw_model_free(m);
}

/* The penalty that the reference tool's PositiveLassoCV chooses for these rows, to the digits published. */
static void positive_lasso_cv_chooses_the_published_penalty(void **state) {
    const bench *b = *state;
    fw_model *m = fit_bench(b, FW_MODEL_LASSO_CV, (double)NAN, NULL);
    assert_near(m->quality.lambda, 4.690728e-4, 1e-6);
    fw_model_free(m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(least_squares_and_its_errors_match_r, open_bench, close_bench),
        cmocka_unit_test_setup_teardown(robust_and_non_negative_match_r, open_bench, close_bench),
        cmocka_unit_test_setup_teardown(penalised_models_match_r, open_bench, close_bench),
        cmocka_unit_test_setup_teardown(twins_match_their_formulas_in_r, open_bench, close_bench),
        cmocka_unit_test_setup_teardown(positive_lasso_cv_chooses_the_published_penalty, open_bench,
                                        close_bench),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
