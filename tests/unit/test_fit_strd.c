/*
 * test_fit_strd.c: NIST's Statistical Reference Datasets, linear regression: Filip (higher difficulty, a
 * polynomial of degree 10) and Wampler 1 to 5 (degree 5). Reports the digits that agree with the certified
 * values: -log10 of the relative error, at most 15.
 */
#include "fit_table_support.h"

static double digits(double value, double certified) {
    const double error = certified != 0 ? fabs(value - certified) / fabs(certified) : fabs(value);
    return error > 0 ? fmin(15, -log10(error)) : 15;
}

/* Rows of powers 1..degree of x, as a table of features. */
static fw_sample powers(const sheet *s, size_t degree, const char *rating) {
    fw_sample sample;
    fw_error err = {0};
    assert_int_equal(fw_sample_alloc(&sample, s->rows, degree, &err), FW_OK);
    for (size_t i = 0; i < s->rows; i++) {
        const double x = sheet_number(s, i, "x");
        double power = 1;
        for (size_t j = 0; j < degree; j++) sample.x[i * degree + j] = power *= x;
        sample.y[i] = sheet_number(s, i, rating);
        sample.cluster[i] = fw_hash64(&i, sizeof i, 1);
    }
    return sample;
}

static fw_model *fit_powers(const sheet *s, size_t degree, const char *rating) {
    fw_feature_spec specs[10];
    for (size_t j = 0; j < degree; j++) {
        char name[32];
        snprintf(name, sizeof name, "x%zu", j + 1);
        specs[j] = spec_of(name);
    }
    fw_sample sample = powers(s, degree, rating);
    fw_table_fit_options options = table_options(FW_MODEL_OLS, specs);
    options.steps = (fw_step_options){.clamp_sd = 0, .standardize = false};
    options.folds = 1;
    const fw_table_predictions none = {0};
    fw_model *m = NULL;
    fw_error err = {0};
    assert_int_equal(fw_table_fit(&sample, &options, &none, &m, &err), FW_OK);
    fw_sample_free(&sample);
    return m;
}

/* The fewest digits among all coefficients; of their SD where the certified ones are not 0. */
static void compare(const fw_model *m, const sheet *certified, const char *set, double *least,
                    double *least_sd) {
    *least = *least_sd = 15;
    for (size_t i = 0; i < certified->rows; i++) {
        if (strcmp(certified->cell[i + 1][0], set) != 0) continue;
        const size_t term = (size_t)sheet_number(certified, i, "term");
        const size_t at = term ? term - 1 : m->weight_count;
        const double value = term ? m->weights[at].weight : m->intercept;
        const double sd = sheet_number(certified, i, "sd");
        *least = fmin(*least, digits(value, sheet_number(certified, i, "coefficient")));
        if (sd != 0) *least_sd = fmin(*least_sd, digits(m->table->estimates[at].classical_se, sd));
    }
}

/* Filip: cross-products would leave no digit at all; QR of the rows is asked for by the condition number. */
static void filip_is_solved_from_the_rows(void **unused) {
    (void)unused;
    sheet *rows = sheet_open("nist/filip.csv"), *certified = sheet_open("nist/certified.csv");
    fw_model *m = fit_powers(rows, 10, "y");
    double least, sd;
    compare(m, certified, "filip", &least, &sd);
    print_message("filip     %s  %.1f digits, SD %.1f, condition %.1e\n", m->table->solver, least, sd,
                  m->quality.condition);
    assert_string_equal(m->table->solver, "tsqr");
    assert_true(has_note(m, "QR of the rows"));
    assert_true(least > 6 && sd > 6);
    assert_near(m->table->r2, .996727416185620, 1e-10);
    assert_near(m->table->residual_sd, .334801051324544e-02, 1e-7);
    fw_model_free(m);
    sheet_close(rows);
    sheet_close(certified);
}

static void wampler_one_to_five(void **unused) {
    (void)unused;
    static const struct {
        const char *name;
        double least, sd; /* digits wanted: the noise of 3 to 5 grows a hundredfold each */
    } SETS[] = {{"wampler1", 9, 14},
                {"wampler2", 12, 14},
                {"wampler3", 9, 11},
                {"wampler4", 9, 11},
                {"wampler5", 8, 11}};
    sheet *rows = sheet_open("nist/wampler.csv"), *certified = sheet_open("nist/certified.csv");
    for (size_t i = 0; i < sizeof SETS / sizeof SETS[0]; i++) {
        fw_model *m = fit_powers(rows, 5, SETS[i].name);
        double least, sd;
        compare(m, certified, SETS[i].name, &least, &sd);
        print_message("%s  %s  %.1f digits, SD %.1f, condition %.1e\n", SETS[i].name, m->table->solver, least,
                      sd, m->quality.condition);
        assert_true(least > SETS[i].least);
        assert_true(sd > SETS[i].sd);
        fw_model_free(m);
    }
    sheet_close(rows);
    sheet_close(certified);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(filip_is_solved_from_the_rows),
        cmocka_unit_test(wampler_one_to_five),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
