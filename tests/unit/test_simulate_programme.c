/* test_simulate_programme.c: the change put in between attempts is found again, and none where none was. */
#include "simulate_recovery.h"

#include <failwise/evaluate.h>

/* The change that a study of pairs of attempts finds, and the one that was put in. */
static double measure(const fw_simulate_options *o, fw_programme_effect *found) {
    enum { MOST = 100 };
    const size_t pairs = (size_t)o->answers / 2;
    double before[MOST], after[MOST];
    fw_error err = {0};
    fw_population *p = population(o);
    assert_true(pairs <= MOST);
    for (size_t i = 0; i < pairs; i++) {
        fw_sim_answer a;
        fw_population_answer(p, 2 * i, &a);
        before[i] = mean_rating(p, &a);
        fw_population_answer(p, 2 * i + 1, &a);
        assert_int_equal(a.attempt, 2);
        after[i] = mean_rating(p, &a);
    }
    assert_int_equal(fw_programme_measure(before, after, pairs, found, &err), FW_OK);
    const double truth = fw_population_truth(p)->effect;
    fw_population_free(p);
    return truth;
}

static void the_programme_effect_is_recovered(void **unused) {
    (void)unused;
    enum { SEEDS = 400, PAIRS = 60 };
    coverage change = {.what = "change"};
    double mean = 0, truth = 0;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        fw_simulate_options o = plain(2 * PAIRS, 6, 2, 5000 + seed);
        o.step = 1; /* as raters write it: whole points, on the scale */
        fw_programme_effect e;
        truth = measure(&o, &e);
        count(&change, e.change.low, truth, e.change.high);
        mean += e.change.value / SEEDS;
    }
    print_message("change %.3f put in, %.3f found\n", truth, mean);
    /* holding ratings to the scale takes a little of every change */
    assert_true(fabs(mean - truth) < 0.03);
    assert_nominal(&change);
}

/* An effect of nothing is found in one study of twenty. */
static void no_effect_is_found_where_none_was_put_in(void **unused) {
    (void)unused;
    enum { SEEDS = 400, PAIRS = 40 };
    coverage silent = {.what = "no effect"};
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        fw_simulate_options o = plain(2 * PAIRS, 6, 2, 9000 + seed);
        o.effect = 0;
        fw_programme_effect e;
        assert_true(measure(&o, &e) == 0);
        count(&silent, e.change.low, 0, e.change.high);
    }
    assert_nominal(&silent);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_programme_effect_is_recovered),
                                       cmocka_unit_test(no_effect_is_found_where_none_was_put_in)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
