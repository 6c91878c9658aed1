/* test_simulate_weights.c: weights put into simulated cohorts are found again by the fit, at the nominal
 * rate. */
#include "simulate_recovery.h"

static void the_binomial_tolerance_is_that_of_tables(void **unused) {
    (void)unused;
    /* R: pbinom(180, 200, .95) and pbinom(8, 10, .95) */
    assert_near(binomial_below(180, 200, 0.95), 0.00266457954983, 1e-10);
    assert_near(binomial_below(8, 10, 0.95), 0.0861383558993, 1e-10);
}

static fw_model *fit_weights(const fw_population *p, size_t answers) {
    fw_sample s;
    fw_error err = {0};
    assert_int_equal(fw_sample_alloc(&s, answers, FW_SIM_ARC, &err), FW_OK);
    fw_feature_spec specs[FW_SIM_ARC];
    for (int k = 0; k < FW_SIM_ARC; k++) specs[k] = spec_of(fw_sim_part_name(FW_SIM_FAIL + k));
    for (size_t i = 0; i < answers; i++) {
        fw_sim_answer a;
        fw_population_answer(p, i, &a);
        for (int k = 0; k < FW_SIM_ARC; k++) s.x[i * FW_SIM_ARC + (size_t)k] = a.strength[FW_SIM_FAIL + k];
        s.y[i] = mean_rating(p, &a);
        s.cluster[i] = fw_hash64(&a.participant, sizeof a.participant, 1);
    }
    fw_table_fit_options options = table_options(FW_MODEL_OLS, specs);
    options.steps.standardize = false;
    fw_model *model = NULL;
    const fw_table_predictions none = {0};
    assert_int_equal(fw_table_fit(&s, &options, &none, &model, &err), FW_OK);
    fw_sample_free(&s);
    return model;
}

static void weights_are_recovered(void **unused) {
    (void)unused;
    enum { SEEDS = 200, ANSWERS = 300 };
    coverage found[FW_SIM_ARC] = {{0}};
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        const fw_simulate_options o = plain(ANSWERS, 6, 2, seed);
        fw_population *p = population(&o);
        fw_model *m = fit_weights(p, ANSWERS);
        for (int k = 0; k < FW_SIM_ARC; k++) {
            found[k].what = fw_sim_part_name(FW_SIM_FAIL + k);
            count(&found[k], m->table->estimates[k].ci_low, fw_population_truth(p)->weight[k],
                  m->table->estimates[k].ci_high);
        }
        fw_model_free(m);
        fw_population_free(p);
    }
    for (int k = 0; k < FW_SIM_ARC; k++) assert_nominal(&found[k]);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_binomial_tolerance_is_that_of_tables),
                                       cmocka_unit_test(weights_are_recovered)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
