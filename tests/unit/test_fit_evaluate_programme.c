/* test_fit_evaluate_programme.c: change between attempts, against published examples and by hand. */
#include "test_fit_support.h"

#include "fit/programme.h"

static void near(double value, double expected, double tolerance) {
    if (!(fabs(value - expected) <= tolerance)) fail_msg("%.12g, expected %.12g", value, expected);
}

static fw_programme_effect measure(const double *before, const double *after, size_t n) {
    fw_programme_effect e;
    fw_error err = {0};
    assert_int_equal(fw_programme_measure(before, after, n, &e, &err), FW_OK);
    return e;
}

static void nothing_to_measure(void **unused) {
    (void)unused;
    static const double A[4] = {2, 2, 2, 2}, B[4] = {3, 3, 3, 3};
    fw_programme_effect e = measure(A, B, 0);
    assert_true(e.n == 0 && isnan(e.change.value) && isnan(e.p) && isnan(e.improved.value));
    e = measure(A, B, 1); /* one pair: a change, but no test of it */
    assert_true(e.change.value == 1 && isnan(e.change.low) && isnan(e.t) && isnan(e.d_av.value));
    assert_true(e.improved.value == 1 && e.v_p == 1);
    e = measure(A, A, 4); /* nobody changed */
    assert_true(e.change.value == 0 && isnan(e.t) && isnan(e.p) && isnan(e.v_p) && e.v == 0);
    assert_true(e.improved.value == 0 && isnan(e.r));
    e = measure(A, B, 4); /* everybody by the same */
    assert_true(e.change.value == 1 && e.change.low == 1 && isnan(e.t) && isnan(e.d_av.value));
}

/*
 * Lakens (2013), Frontiers in Psychology 4:863, example of two films rated by ten people: mean
 * difference 1.0, t(9) = 4.74, p = .001, d_av = 1.13, r = .73. (There film 1 minus film 2.)
 */
static void lakens_films(void **unused) {
    (void)unused;
    static const double ONE[10] = {9, 7, 8, 9, 8, 9, 9, 10, 9, 9}, TWO[10] = {9, 6, 7, 8, 7, 9, 8, 8, 8, 7};
    const fw_programme_effect e = measure(TWO, ONE, 10);
    near(e.before, 7.7, 1e-12);
    near(e.after, 8.7, 1e-12);
    near(e.change.value, 1, 1e-12);
    near(e.t, 4.74, .005);
    near(e.p, .001, .0005);
    near(e.d_av.value, 1.13, .005);
    near(e.r, .73, .005);
    near(e.improved.value, .8, 1e-12);
    near(e.change.low, 1 - 2.2621571628 * sqrt(4 / 90.), 1e-9); /* by hand: t(.975; 9) * sqrt(4/9 / 10) */
}

/*
 * Bonett's example, as R's statpsych 1.7 documents it: ci.stdmean.ps(.05, 110.4, 102.1, 15.3, 14.6, .75, 25)
 * is .5550 with SE .1610, from .2395 to .8706. Its divisor is the root of the mean variance, 14.9541; that of
 * d_av is the mean SD, 14.95.
 */
static void effect_size_as_bonett_has_it(void **unused) {
    (void)unused;
    const fw_interval d = fw_effect_size(25, 110.4 - 102.1, 14.6, 15.3, .75);
    near(d.value, .5550319 * 14.954096 / 14.95, 1e-6);
    near(d.low, .2394905, 3e-4);
    near(d.high, .8705732, 3e-4);
    near((d.high - d.low) / 2 / 1.9599639845, .1609934, 1e-4);
}

/*
 * The ends need no SDs that are alike: of 10 pairs with SDs 1 and 3 and r .9 the change's SD is sqrt(1 + 9 -
 * 5.4), and without a change only that counts: 1.96 sqrt(4.6 / 9) / 2. Without r there are none.
 */
static void effect_size_of_unequal_spreads(void **unused) {
    (void)unused;
    const fw_interval d = fw_effect_size(10, 0, 1, 3, .9);
    assert_true(d.value == 0);
    near(d.high, 1.9599639845 * sqrt(4.6 / 9) / 2, 1e-9);
    near(d.low, -d.high, 0);
    assert_true(isnan(fw_effect_size(2, 1, 1, 3, (double)NAN).low));
    assert_true(isnan(fw_effect_size(5, 1, 0, 0, (double)NAN).value));
}

/*
 * Hollander and Wolfe (1973), 29f: depression scale of nine patients at two visits. Published: V of first
 * minus second 40, one-sided p .01953, so that after minus before has 45 - 40 = 5 and two-sided .03906.
 */
static void hollander_wolfe_depression(void **unused) {
    (void)unused;
    static const double X[9] = {1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30};
    static const double Y[9] = {0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29};
    const fw_programme_effect down = measure(X, Y, 9), up = measure(Y, X, 9);
    assert_true(up.v == 40 && down.v == 5 && up.v_exact);
    near(up.v_p, .0390625, 1e-12); /* 20 of 512 sums are as far out */
    near(down.v_p, up.v_p, 1e-12);
}

/* Ties and zeros: changes 0 1 1 -2 3, so ranks 1.5 1.5 3 4 of four; V 7, variance 4*5*9/24 - 6/48. */
static void wilcoxon_with_ties(void **unused) {
    (void)unused;
    static const double A[5] = {1, 1, 1, 3, 0}, B[5] = {1, 2, 2, 1, 3};
    const fw_programme_effect e = measure(A, B, 5);
    assert_true(e.v == 7 && !e.v_exact);
    near(e.v_p, erfc(1.5 / sqrt(7.375) / sqrt(2)), 1e-12);
    /* sizes that differ by rounding only are ties */
    static const double C[2] = {.3, 1}, D[2] = {.1 + .2 + .5, 1.5};
    assert_false(measure(C, D, 2).v_exact);
}

/* All 60 up: normal, p near 0; V is all ranks. */
static void many_pairs(void **unused) {
    (void)unused;
    double a[60], b[60];
    for (int i = 0; i < 60; i++) {
        a[i] = i % 7;
        b[i] = a[i] + .5 + i * .01;
    }
    const fw_programme_effect e = measure(a, b, 60);
    assert_true(!e.v_exact && e.v == 60 * 61 / 2. && e.v_p < 1e-9 && e.p < 1e-9);
    assert_true(e.improved.value == 1 && e.improved.low > .9 && e.improved.high == 1);
}

/* Holm (1979) by hand: .01 .04 .03 .005 of four: 4*.005, 3*.01, 2*.03, then the larger of .06 and .04. */
static void holm_by_hand(void **unused) {
    (void)unused;
    const double p[5] = {.01, .04, (double)NAN, .03, .005};
    double q[5];
    assert_true(fw_holm(p, 5, q));
    near(q[0], .03, 1e-15);
    near(q[1], .06, 1e-15);
    assert_true(isnan(q[2]));
    near(q[3], .06, 1e-15);
    near(q[4], .02, 1e-15);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_to_measure),
        cmocka_unit_test(lakens_films),
        cmocka_unit_test(effect_size_as_bonett_has_it),
        cmocka_unit_test(effect_size_of_unequal_spreads),
        cmocka_unit_test(hollander_wolfe_depression),
        cmocka_unit_test(wilcoxon_with_ties),
        cmocka_unit_test(many_pairs),
        cmocka_unit_test(holm_by_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
