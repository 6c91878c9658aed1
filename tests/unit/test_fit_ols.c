/* test_fit_ols.c: least squares against NIST's certified values; collinear and constant columns. */
#include "test_fit_support.h"

/* The coefficient of column i on the raw scale, and its standard error. */
static double raw_weight(const fw_model *m, size_t i) { return m->weights[i].weight / m->weights[i].sd; }
static double raw_error(const fw_model *m, size_t i) {
    return m->table->estimates[i].classical_se / m->weights[i].sd;
}

static double raw_intercept(const fw_model *m) {
    double value = m->intercept;
    for (size_t i = 0; i < m->weight_count; i++) value -= raw_weight(m, i) * m->weights[i].mean;
    return value;
}

/*
 * NIST Statistical Reference Datasets, Longley (1967), higher difficulty, 16 rows: certified coefficients and
 * standard deviations. The first column is ten times the published one, so that float32 holds it exactly.
 */
static void longley_matches_nist(void **unused) {
    (void)unused;
    static const double Y[16] = {60323, 61122, 60171, 61187, 63221, 63639, 64989, 63761,
                                 66019, 67857, 68169, 66513, 68655, 69564, 69331, 70551};
    static const float X[16][6] = {
        {830, 234289, 2356, 1590, 107608, 1947},  {885, 259426, 2325, 1456, 108632, 1948},
        {882, 258054, 3682, 1616, 109773, 1949},  {895, 284599, 3351, 1650, 110929, 1950},
        {962, 328975, 2099, 3099, 112075, 1951},  {981, 346999, 1932, 3594, 113270, 1952},
        {990, 365385, 1870, 3547, 115094, 1953},  {1000, 363112, 3578, 3350, 116219, 1954},
        {1012, 397469, 2904, 3048, 117388, 1955}, {1046, 419180, 2822, 2857, 118734, 1956},
        {1084, 442769, 2936, 2798, 120445, 1957}, {1108, 444546, 4681, 2637, 121950, 1958},
        {1126, 482704, 3813, 2552, 123366, 1959}, {1142, 502601, 3931, 2514, 125368, 1960},
        {1157, 518173, 4806, 2572, 127852, 1961}, {1169, 554894, 4007, 2827, 130081, 1962}};
    static const double COEFFICIENT[6] = {15.0618722713733 / 10, -0.358191792925910e-01, -2.02022980381683,
                                          -1.03322686717359,     -0.511041056535807e-01, 1829.15146461355};
    static const double ERROR[6] = {84.9149257747669 / 10, 0.334910077722432e-01, 0.488399681651699,
                                    0.214274163161675,     0.226073200069370,     455.478499142212};
    static const fw_var VARS[6] = {{.name = "deflator"}, {.name = "gnp"},        {.name = "unemployed"},
                                   {.name = "armed"},    {.name = "population"}, {.name = "year"}};
    data d = data_new(16, 6);
    memcpy(d.x, X, sizeof X);
    memcpy(d.y, Y, sizeof Y);
    const fw_fit_options options = options_for("ols", VARS, 6);
    fw_model *m = fit_all(&options, &d, 16, NULL);
    assert_string_equal(m->type, "ols");
    for (size_t i = 0; i < 6; i++) {
        assert_true(m->weights[i].used);
        assert_near(raw_weight(m, i), COEFFICIENT[i], 1e-9);
        assert_near(raw_error(m, i), ERROR[i], 1e-9);
    }
    assert_near(raw_intercept(m), -3482258.63459582, 1e-9);
    fw_model_free(m);
    data_free(&d);
}

/*
 * NIST StRD Norris, lower difficulty, 36 rows: y = b0 + b1 x. x is ten times the published one (exact in
 * float32), hence the slope a tenth.
 */
static void norris_matches_nist(void **unused) {
    (void)unused;
    static const double Y[36] = {0.1,   338.8, 118.1, 888.0, 9.2,   228.1, 668.5, 998.5, 449.1,
                                 778.9, 559.2, 0.3,   0.1,   778.1, 668.8, 339.3, 448.9, 10.8,
                                 557.7, 228.3, 998.0, 888.8, 119.6, 0.3,   0.6,   557.6, 339.3,
                                 888.0, 998.5, 778.9, 10.2,  117.6, 228.9, 668.4, 449.2, 0.2};
    static const float X[36] = {2, 3374, 1182, 8846, 101,  2265, 6663, 9963, 4486, 7770, 5582, 4,
                                6, 7755, 6669, 3380, 4475, 116,  5560, 2281, 9958, 8876, 1202, 3,
                                3, 5568, 3391, 8872, 9990, 7790, 111,  1183, 2292, 6691, 4489, 5};
    static const fw_var VAR = {.name = "x"};
    data d = data_new(36, 1);
    memcpy(d.x, X, sizeof X);
    memcpy(d.y, Y, sizeof Y);
    const fw_fit_options options = options_for("ols", &VAR, 1);
    fw_model *m = fit_all(&options, &d, 7, NULL);
    assert_near(raw_weight(m, 0), 1.00211681802045 / 10, 1e-12);
    assert_near(raw_error(m, 0), 0.429796848199937e-03 / 10, 1e-10);
    assert_near(raw_intercept(m), -0.262323073774029, 1e-10);
    fw_model_free(m);
    data_free(&d);
}

/* NIST StRD Wampler1 and Wampler2: polynomials of degree 5 over 0..20 that fit exactly. */
static void wampler_matches_nist(void **unused) {
    (void)unused;
    static const fw_var VARS[5] = {
        {.name = "x1"}, {.name = "x2"}, {.name = "x3"}, {.name = "x4"}, {.name = "x5"}};
    static const double STEP[2] = {1, .1}; /* coefficients STEP^k */
    for (size_t which = 0; which < 2; which++) {
        data d = data_new(21, 5);
        for (size_t i = 0; i < 21; i++) {
            double power = 1, coefficient = 1;
            d.y[i] = 1;
            for (size_t k = 0; k < 5; k++) {
                power *= (double)i;
                coefficient *= STEP[which];
                d.x[i * 5 + k] = (float)power;
                d.y[i] += coefficient * power;
            }
        }
        const fw_fit_options options = options_for("ols", VARS, 5);
        fw_model *m = fit_all(&options, &d, 21, NULL);
        double expected = 1;
        for (size_t k = 0; k < 5; k++) {
            expected *= STEP[which];
            assert_near(raw_weight(m, k), expected, 1e-6); /* squared condition about 1e9 */
        }
        fw_model_free(m);
        data_free(&d);
    }
}

static void collinear_and_constant_columns_are_dropped_with_a_reason(void **unused) {
    (void)unused;
    static const fw_var VARS[5] = {
        {.name = "a"}, {.name = "flat"}, {.name = "b"}, {.name = "sum"}, {.name = "words"}};
    data d = data_new(60, 5);
    uint64_t state = 3;
    for (size_t i = 0; i < d.n; i++) {
        float *x = d.x + i * 5;
        x[0] = (float)floor(100 * draw(&state));
        x[1] = 7;
        x[2] = (float)floor(100 * draw(&state));
        x[3] = 2 * x[0] - x[2];
        x[4] = (float)(50 + floor(100 * draw(&state)));
        d.y[i] = 1 + .02 * (double)x[0] + .01 * (double)x[2] + .1 * draw_normal(&state);
    }
    const fw_fit_options options = options_for("ols", VARS, 5);
    fw_model *m = fit_all(&options, &d, 60, NULL);
    assert_true(m->weights[0].used && m->weights[2].used);
    assert_string_equal(m->weights[1].reason, "constant");
    assert_false(m->weights[1].used);
    assert_string_equal(m->weights[3].reason, "collinear (set 1)");
    assert_false(m->weights[3].used);
    assert_true(m->weights[3].weight == 0 && isnan(m->weights[3].se));
    assert_string_equal(m->weights[4].reason, "reported only"); /* the rubric keeps `words` out */
    assert_near(raw_weight(m, 0), .02, .1);
    assert_true(m->weights[0].ci_low < m->weights[0].weight && m->weights[0].weight < m->weights[0].ci_high);
    assert_true(has_note(m, "1 features repeat earlier ones"));
    assert_true(isnan(m->quality.lambda));
    fw_model_free(m);
    data_free(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(longley_matches_nist),
        cmocka_unit_test(norris_matches_nist),
        cmocka_unit_test(wampler_matches_nist),
        cmocka_unit_test(collinear_and_constant_columns_are_dropped_with_a_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
