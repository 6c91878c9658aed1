/* test_fit_evaluate_drift.c: drift of a column, by hand and against published examples. */
#include "test_fit_support.h"

#include <failwise/compare.h>

static void near(double value, double expected, double tolerance) {
    if (!(fabs(value - expected) <= tolerance)) fail_msg("%.12g, expected %.12g", value, expected);
}

static fw_drift drift(const double *a, size_t n_a, const double *b, size_t n_b) {
    double left[2000], right[2000];
    assert_true(n_a <= 2000 && n_b <= 2000);
    fw_drift out;
    fw_drift_measure(&(fw_drift_column){.values = a, .count = n_a, .sorted = left},
                     &(fw_drift_column){.values = b, .count = n_b, .sorted = right}, &out);
    return out;
}

static void nothing_to_compare(void **unused) {
    (void)unused;
    static const double SOME[3] = {1, 2, 3}, NO[2] = {(double)NAN, (double)INFINITY};
    fw_drift d = drift(SOME, 0, SOME, 3);
    assert_true(d.n_a == 0 && isnan(d.psi) && isnan(d.ks) && d.level == FW_DRIFT_NONE && d.mean_b == 2);
    d = drift(SOME, 3, NO, 2);
    assert_true(d.n_b == 0 && isnan(d.psi));
    d = drift(SOME, 1, SOME, 1); /* one value each */
    assert_true(d.psi == 0 && d.ks == 0 && isnan(d.sd_a));
}

static void same_values_do_not_drift(void **unused) {
    (void)unused;
    double a[100], constant[50];
    for (int i = 0; i < 100; i++) a[i] = (i * 37) % 100;
    for (int i = 0; i < 50; i++) constant[i] = 3;
    fw_drift d = drift(a, 100, a, 100);
    assert_true(d.psi == 0 && d.ks == 0 && d.ks_p == 1);
    d = drift(constant, 50, constant, 20);
    assert_true(d.psi == 0 && d.ks == 0 && d.level == FW_DRIFT_NONE);
}

/*
 * By hand. a = 0..99: deciles 9.9, 19.8, .. cut ten bins of ten. b has twenty in each of the upper five bins:
 * five bins .1 against half a value of 100, five .1 against .2.
 */
static void moved_upwards(void **unused) {
    (void)unused;
    double a[100], b[100];
    for (int i = 0; i < 100; i++) {
        a[i] = i;
        b[i] = 50 + i / 2;
    }
    const fw_drift d = drift(a, 100, b, 100);
    near(d.psi, 5 * (.005 - .1) * log(.005 / .1) + 5 * .1 * log(2), 1e-12);
    near(d.ks, .5, 1e-12);
    assert_true(d.level == FW_DRIFT_ALARM && d.ks_p < 1e-9);
    /* Chi-square .95 with 9 df, table value; bins of both sides .05 and .15, half of 1 / np each. */
    const double more = 1 + (5 * .95 / 10 + 5 * .85 / 30) / 9;
    near(d.psi_noise, 16.918977604620448 * .02 * more, 1e-9);
}

/* Many equal values: 70 zeros and 1..30 give the cuts 0, 10.1 and 20.05. Here all of b lies below them. */
static void ties_and_new_values(void **unused) {
    (void)unused;
    double a[100] = {0}, b[40];
    for (int i = 0; i < 30; i++) a[70 + i] = i + 1;
    for (int i = 0; i < 40; i++) b[i] = -1;
    const fw_drift d = drift(a, 100, b, 40);
    const double h = .5 / 40, p[] = {.7, .1, .1, .1};
    double expected = (1 - .005) * log(1 / .005);
    for (int k = 0; k < 4; k++) expected += (h - p[k]) * log(h / p[k]);
    near(d.psi, expected, 1e-9);
    assert_true(d.ks == 1);
    double constant[10], other[10];
    for (int i = 0; i < 10; i++) constant[i] = 3, other[i] = i < 5 ? 3 : 2;
    assert_true(drift(constant, 10, other, 10).psi > .25);
}

/*
 * A decile among equal values is that value: .9 x + .1 x is less than x = 1.51 by a rounding, and the three
 * would lie above it, in one bin with all of b. Cuts 1.51, 1.608, 2.3, 3.4 .. 8.9; bins of a 3 0 1 1 1 1 1 1
 * 1 2.
 */
static void a_decile_of_equal_values(void **unused) {
    (void)unused;
    static const double A[12] = {1.51, 1.51, 1.51, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    double b[12];
    for (int i = 0; i < 12; i++) b[i] = 1.55;
    const double h = .5 / 12, rest = 7 * (h - 1. / 12) * log(h * 12) + (h - 2. / 12) * log(h * 6);
    near(drift(A, 12, b, 12).psi, (h - .25) * log(h / .25) + (1 - h) * log(1 / h) + rest, 1e-12);
}

/*
 * Kolmogorov's limiting distribution: the tabled critical value of 5 % is 1.358 (Smirnov 1948), so that two
 * samples of 800 that differ by 1.358 / sqrt(400) have p = .05.
 */
static void kolmogorov_table(void **unused) {
    (void)unused;
    double a[800], b[800];
    for (int i = 0; i < 800; i++) {
        a[i] = i;
        b[i] = i;
    }
    for (int i = 0; i < 54; i++) b[i] = 10000 + i; /* 54 / 800 = .0675, x 20 = 1.35 */
    const fw_drift d = drift(a, 800, b, 800);
    near(d.ks, .0675, 1e-12);
    near(d.ks_p, .0522, .0005);
}

/*
 * A hundred people who say everything twice are a hundred values: the variance of shares is twice that of two
 * hundred, and people / (people - 1) of that as it is found from them. One who says it once more is no one
 * new.
 */
static void answers_of_one_person_are_alike(void **unused) {
    (void)unused;
    double a[200], b[200], left[200], right[200];
    uint32_t person[200];
    for (int i = 0; i < 200; i++) {
        a[i] = (i / 2 * 37) % 100;
        b[i] = (i / 2 * 37) % 100 + 3;
        person[i] = (uint32_t)(i / 2);
    }
    fw_drift_column x = {a, person, 200, left}, y = {b, person, 200, right};
    fw_drift d;
    fw_drift_measure(&x, &y, &d);
    const fw_drift alone = drift(a, 200, b, 200);
    near(d.design_effect, 200. / 99, 1e-12);
    /* Bins expect half of the values, about: what they are beyond normal is doubled. */
    const double psi = alone.psi_noise * 200 / 99;
    assert_true(d.psi_noise > psi * 1.02 && d.psi_noise < psi * 1.04);
    assert_true(alone.design_effect == 1 && d.psi == alone.psi && d.ks == alone.ks && d.ks_p > alone.ks_p);
    x.person = y.person = NULL;
    fw_drift_measure(&x, &y, &d);
    assert_true(d.psi_noise == alone.psi_noise && d.ks_p == alone.ks_p);
    for (int i = 0; i < 200; i++) person[i] = 7; /* one person: nobody to tell chance by */
    x.person = person;
    fw_drift_measure(&x, &y, &d);
    assert_true(d.design_effect == 1);
    a[0] = a[1] = (double)NAN; /* the first person has nothing to say */
    for (int i = 0; i < 200; i++) person[i] = (uint32_t)(i / 2);
    fw_drift_measure(&x, &y, &d);
    assert_true(d.n_a == 198 && d.design_effect > 1.4 && d.design_effect < 1.6); /* one side of two */
}

/*
 * Values of a hash, so that nothing moves: of 2000 pairs of 240 with 60 values some 100 are beyond what
 * chance brings. Without the second order of small bins there were 190.
 */
static void chance_of_small_bins(void **unused) {
    (void)unused;
    double a[240], b[60];
    int beyond = 0;
    uint64_t state = 1;
    for (int study = 0; study < 2000; study++) {
        for (int i = 0; i < 300; i++) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            *(i < 240 ? &a[i] : &b[i - 240]) = (double)(state >> 11);
        }
        const fw_drift d = drift(a, 240, b, 60);
        beyond += d.psi > d.psi_noise;
    }
    if (beyond < 80 || beyond > 160) fail_msg("%d beyond chance", beyond);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_to_compare),
        cmocka_unit_test(same_values_do_not_drift),
        cmocka_unit_test(moved_upwards),
        cmocka_unit_test(ties_and_new_values),
        cmocka_unit_test(a_decile_of_equal_values),
        cmocka_unit_test(kolmogorov_table),
        cmocka_unit_test(answers_of_one_person_are_alike),
        cmocka_unit_test(chance_of_small_bins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
