/* test_simulate_power.c: sizes of studies against published tables, R, and simulated studies. */
#include "simulate/study.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* R: n <- 100; (tanh(atanh(.5) + qnorm(.975) / sqrt(n - 3)) - tanh(atanh(.5) - qnorm(.975) / sqrt(n - 3))) /
 * 2 */
static void intervals_of_r_are_fishers(void **unused) {
    (void)unused;
    assert_true(fabs(fw_power_half_width(0.5, 100) - 0.14874827) < 5e-9);
    for (double r = 0; r < 0.95; r += 0.1) {
        const uint64_t n = fw_power_answers(r, 0.05);
        assert_true(fw_power_half_width(r, (double)n) <= 0.05);
        assert_true(fw_power_half_width(r, (double)n - 1) > 0.05);
    }
    assert_int_equal(fw_power_answers(0.9, 0.9), 4);
}

/* Spearman (1910), Brown (1910): doubling a test of .7 gives .82; four of .5 give .8. */
static void raters_follow_spearman_and_brown(void **unused) {
    (void)unused;
    assert_true(fabs(fw_power_brown(0.7, 2) - 1.4 / 1.7) < 1e-15);
    assert_int_equal(fw_power_raters(0.5, 0.8), 4);
    assert_int_equal(fw_power_raters(0.5, 0.81), 5);
    assert_int_equal(fw_power_raters(0.9, 0.8), 1);
    for (double one = 0.2; one < 0.9; one += 0.1) {
        const uint64_t m = fw_power_raters(one, 0.93);
        assert_true(fw_power_brown(one, (double)m) >= 0.93 - 1e-12);
        assert_true(m == 1 || fw_power_brown(one, (double)m - 1) < 0.93);
    }
}

/* R: power.t.test(delta = d, power = .8, type = "paired")$n, rounded up: 199, 34, 15 (Cohen 1988,
 * table 2.4.1). */
static void participants_are_those_of_r(void **unused) {
    (void)unused;
    static const struct {
        double standardised, power;
        uint64_t needed;
    } CASES[] = {{0.2, 0.8, 199}, {0.5, 0.8, 34}, {0.8, 0.8, 15}, {0.5, 0.9, 44}, {0.3, 0.9, 119}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        assert_int_equal(fw_power_participants(CASES[i].standardised, CASES[i].power), CASES[i].needed);
        assert_true(fabs(fw_power_paired(CASES[i].standardised, (double)CASES[i].needed) - CASES[i].power) <
                    0.03);
    }
}

/* R: qt(.975, c(4, 9, 29, 199)) */
static void the_t_table_holds(void **unused) {
    (void)unused;
    static const double CASES[][2] = {{4, 2.776445}, {9, 2.262157}, {29, 2.045230}, {199, 1.971957}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++)
        assert_true(fabs(fw_t_critical(CASES[i][0]) - CASES[i][1]) < (i ? 5e-5 : 2e-3));
}

/* Every line of the table holds in simulated studies: within 5 standard errors, and what approximation takes.
 */
static void simulated_studies_agree_with_the_formulas(void **unused) {
    (void)unused;
    enum { REPEATS = 80 };
    fw_simulate_options o = fw_simulate_defaults();
    o.seed = 4;
    o.step = 0;
    fw_power power;
    fw_error err = {0};
    assert_int_equal(fw_power_compute(&o, REPEATS, &power, &err), FW_OK);
    size_t checked[3] = {0};
    for (size_t i = 0; i < power.count; i++) {
        const fw_power_row *row = &power.row[i];
        if (isnan(row->found)) continue;
        checked[row->kind]++;
        const double share = 5 * sqrt(row->target * (1 - row->target) / REPEATS);
        if (row->kind == FW_POWER_CORRELATION) {
            assert_true(row->expected <= row->target &&
                        row->coverage > 0.95 - 5 * sqrt(0.95 * 0.05 / REPEATS));
            assert_true(fabs(row->found - row->expected) < 0.06 * row->expected);
        } else if (row->kind == FW_POWER_RATERS) {
            assert_true(row->expected >= row->target - 1e-9 && fabs(row->found - row->expected) < 0.01);
        } else {
            assert_true(fabs(row->found - row->expected) < share + 0.02);
        }
    }
    for (int kind = 0; kind < 3; kind++) assert_true(checked[kind] >= 4);
}

static void power_without_ratings_is_refused(void **unused) {
    (void)unused;
    fw_simulate_options o = fw_simulate_defaults();
    fw_power power;
    fw_error err = {0};
    o.ratings = 0;
    assert_int_equal(fw_power_compute(&o, 0, &power, &err), FW_USAGE);
    o = fw_simulate_defaults();
    o.reliability = 0.99;
    assert_int_equal(fw_power_compute(&o, 0, &power, &err), FW_USAGE);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(intervals_of_r_are_fishers),
                                       cmocka_unit_test(raters_follow_spearman_and_brown),
                                       cmocka_unit_test(participants_are_those_of_r),
                                       cmocka_unit_test(the_t_table_holds),
                                       cmocka_unit_test(simulated_studies_agree_with_the_formulas),
                                       cmocka_unit_test(power_without_ratings_is_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
