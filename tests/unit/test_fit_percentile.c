/* test_fit_percentile.c: ends of resampled values: expanded percentiles, and what has no ends. */
#include "test_fit_support.h"

#include "fit/percentile.h"

static void near(double value, double expected, double tolerance) {
    if (!(fabs(value - expected) <= tolerance)) fail_msg("%.12g, expected %.12g", value, expected);
}

enum { COUNT = 1001 };

/* 0, 1, .. in another order. */
static void fill(double *values) {
    for (size_t i = 0; i < COUNT; i++) values[i] = (double)(i * 37 % COUNT);
}

static void nothing_is_told_of_nothing(void **unused) {
    (void)unused;
    double values[COUNT], low, high;
    fill(values);
    fw_percentile_ends(values, COUNT, 1, &low, &high);
    assert_true(isnan(low) && isnan(high));
    fw_percentile_ends(values, 0, 20, &low, &high);
    assert_true(isnan(low) && isnan(high));
    for (size_t i = 0; i < COUNT; i++) values[i] = i % 2 ? 1. + (double)i : (double)NAN;
    fw_percentile_ends(values, COUNT, 20, &low, &high); /* 500 of 1001 are defined */
    assert_true(isnan(low) && isnan(high));
}

/* Hesterberg (2015): the normal's share below -sqrt(n / (n - 1)) t(.975, n - 1); R 4.2.2's pnorm and qt. */
static void tails_are_those_of_students_t(void **unused) {
    (void)unused;
    static const double TAIL[][2] = {{5, .000954100551882}, {10, .00855063902441}, {20, .0158808299203},
                                     {40, .0202575363628},  {100, .0230643872071}, {300, .0243494858488}};
    for (size_t i = 0; i < sizeof TAIL / sizeof TAIL[0]; i++) {
        double values[COUNT], low, high;
        near(fw_percentile_tail(TAIL[i][0]), TAIL[i][1], 1e-12);
        fill(values);
        fw_percentile_ends(values, COUNT, TAIL[i][0], &low, &high);
        near(low, 1000 * TAIL[i][1], 1e-6);
        near(high, 1000 * (1 - TAIL[i][1]), 1e-6);
    }
    assert_true(isnan(fw_percentile_tail(1)) && isnan(fw_percentile_tail(0)));
    near(fw_percentile_tail(1e6), .025, 1e-6);
}

static void equal_values_are_no_certainty(void **unused) {
    (void)unused;
    double values[COUNT], low, high;
    for (size_t i = 0; i < COUNT; i++) values[i] = 100;
    fw_percentile_ends(values, COUNT, 20, &low, &high);
    assert_true(isnan(low) && isnan(high));
    fw_percent_ends(100, 20, &low, &high); /* Wilson (1927): n / (n + z^2) */
    near(low, 100 * 20 / (20 + 3.841458820694124), 1e-10);
    assert_true(high == 100);
    low = high = (double)NAN;
    fw_percent_ends(0, 20, &low, &high);
    near(high, 100 * 3.841458820694124 / (20 + 3.841458820694124), 1e-10);
    assert_true(low == 0);
    low = high = (double)NAN;
    fw_percent_ends(50, 20, &low, &high);
    assert_true(isnan(low) && isnan(high));
    low = 40, high = 60;
    fw_percent_ends(100, 20, &low, &high);
    assert_true(low == 40 && high == 60);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_told_of_nothing),
        cmocka_unit_test(tails_are_those_of_students_t),
        cmocka_unit_test(equal_values_are_no_certainty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
