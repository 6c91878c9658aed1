/* test_fit_agreement.c: agreement by hand, against published program output, and its bootstrap intervals. */
#include "test_fit_support.h"

#include "base/output.h"

#include <stdio.h>

static void undefined_measures_are_nan(void **unused) {
    (void)unused;
    fw_agreement a;
    fw_agreement_measure(&(fw_agreement_sums){0}, &a);
    assert_true(a.n == 0 && isnan(a.r) && isnan(a.r2) && isnan(a.rmse) && isnan(a.qwk) && isnan(a.exact));
    fw_agreement_sums one = {0};
    fw_agreement_add(&one, 3, 3);
    fw_agreement_measure(&one, &a);
    assert_true(isnan(a.r) && isnan(a.r2) && isnan(a.smd) && isnan(a.qwk));
    assert_true(a.exact == 100 && a.rmse == 0);
    fw_agreement_sums other = {0};
    fw_agreement_add(&other, 3, 4);
    fw_agreement_measure(&other, &a);
    assert_true(a.qwk == 0 && a.exact == 0 && a.adjacent == 100);
    fw_agreement_sums flat = {0}; /* 3.3 is not exact in binary: its variance must still be 0 */
    for (int i = 0; i < 7; i++) fw_agreement_add(&flat, 3.3, i);
    fw_agreement_measure(&flat, &a);
    assert_true(isnan(a.r) && isnan(a.smd) && a.r2 == 0 && a.qwk == 0);
}

/*
 * By hand: h = 1 2 3 4, m = 2 2 3 5. Means 2.5 and 3; variances (/4) 1.25 and 1.5; covariance 1.25; squared
 * errors 1 0 0 1. r = 1.25 / sqrt(1.875); R2 = 1 - 2/5; QWK = 2.5 / (1.25 + 1.5 + .25);
 * SMD = .5 / sqrt(5/3); two of four are exact, all adjacent.
 */
static void four_pairs_by_hand(void **unused) {
    (void)unused;
    static const double H[4] = {1, 2, 3, 4}, M[4] = {2, 2, 3, 5};
    fw_agreement_sums sums = {0}, left = {0};
    for (int i = 0; i < 2; i++) fw_agreement_add(&left, H[i], M[i]);
    for (int i = 2; i < 4; i++) fw_agreement_add(&sums, H[i], M[i]);
    fw_agreement_merge(&sums, &left);
    fw_agreement a;
    fw_agreement_measure(&sums, &a);
    assert_near(a.r, 1.25 / sqrt(1.875), 1e-14);
    assert_near(a.r2, .6, 1e-14);
    assert_near(a.rmse, sqrt(.5), 1e-14);
    assert_near(a.qwk, 2.5 / 3, 1e-14);
    assert_near(a.smd, .5 / sqrt(5 / 3.), 1e-14);
    assert_true(a.exact == 50 && a.adjacent == 100);
}

static void rounding_is_half_to_even(void **unused) {
    (void)unused;
    fw_agreement_sums sums = {0};
    fw_agreement_add(&sums, 2, 2.5);  /* rounds to 2 */
    fw_agreement_add(&sums, 4, 3.5);  /* rounds to 4 */
    fw_agreement_add(&sums, 1, 2.51); /* rounds to 3 */
    fw_agreement a;
    fw_agreement_measure(&sums, &a);
    assert_near(a.exact, 200 / 3., 1e-14);
    assert_near(a.adjacent, 200 / 3., 1e-14);
}

/* ---- against the reference program (tests/oracle/README.md) ---- */

enum { KINDS = 4 };

/* The next number of a comma-separated text; moves on behind it. */
static double next_number(char **at) {
    char *end;
    const double value = strtod(*at, &end);
    assert_true(end != *at);
    *at = *end ? end + 1 : end;
    return value;
}

static void read_oracle(const char *name, char **text) {
    size_t len;
    char path[512];
    fw_error err = {0};
    snprintf(path, sizeof path, "%s/tests/oracle/%s", FAILWISE_SOURCE_DIR, name);
    assert_int_equal(fw_read_file(path, 1 << 20, text, &len, &err), FW_OK);
}

static void published_evaluation_is_reproduced(void **unused) {
    (void)unused;
    char *scores = NULL, *expected = NULL;
    read_oracle("agreement_scores.csv", &scores);
    read_oracle("agreement_expected.csv", &expected);
    fw_agreement_sums sums[KINDS] = {0};
    for (char *at = strchr(scores, '\n') + 1; *at;) {
        const double human = next_number(&at);
        for (size_t k = 0; k < KINDS; k++) fw_agreement_add(&sums[k], human, next_number(&at));
    }
    char *at = expected;
    for (size_t k = 0; k < KINDS; k++) {
        at = strchr(at, '\n') + 1;
        const bool rounded = strstr(at, "_round,") == at + strcspn(at, ",") - 6;
        at = strchr(at, ',') + 1;
        fw_agreement a;
        fw_agreement_measure(&sums[k], &a);
        assert_true(a.n == next_number(&at));
        assert_near(a.r, next_number(&at), 1e-12);
        assert_near(a.qwk, next_number(&at), 1e-12);
        assert_near(a.r2, next_number(&at), 1e-12);
        const double exact = next_number(&at), adjacent = next_number(&at);
        assert_int_equal(rounded, k % 2);
        if (rounded) assert_near(a.exact, exact, 1e-12);
        if (rounded) assert_near(a.adjacent, adjacent, 1e-12);
        assert_near(a.smd, next_number(&at), 1e-10);
        assert_near(a.rmse, next_number(&at), 1e-12);
        at--; /* back onto the line's end */
    }
    free(scores);
    free(expected);
}

/* ---- bootstrap ---- */

enum { CLUSTERS = 60 };

/* Two answers a participant; human = truth + noise, machine = truth + noise: r = 1 / 1.5. */
static void draw_clusters(uint64_t *state, fw_agreement_sums *clusters) {
    for (size_t i = 0; i < CLUSTERS; i++) {
        clusters[i] = (fw_agreement_sums){0};
        for (int k = 0; k < 2; k++) {
            const double truth = draw_normal(state), noise = sqrt(.5);
            fw_agreement_add(&clusters[i], truth + noise * draw_normal(state),
                             truth + noise * draw_normal(state));
        }
    }
}

static void bootstrap_is_deterministic_and_skips_empty_clusters(void **unused) {
    (void)unused;
    fw_agreement_sums clusters[CLUSTERS + 3] = {0};
    uint64_t state = 8;
    draw_clusters(&state, clusters + 3); /* the first three stay empty */
    fw_agreement_interval a, b, c, d;
    fw_error err = {0};
    assert_int_equal(fw_agreement_bootstrap(clusters, CLUSTERS + 3, 500, 0, &a, &err), FW_OK);
    assert_int_equal(fw_agreement_bootstrap(clusters, CLUSTERS + 3, 500, 0, &b, &err), FW_OK);
    assert_int_equal(fw_agreement_bootstrap(clusters, CLUSTERS + 3, 500, 1, &c, &err), FW_OK);
    assert_int_equal(fw_agreement_bootstrap(clusters + 3, CLUSTERS, 500, 0, &d, &err), FW_OK);
    assert_memory_equal(&a, &b, sizeof a);
    assert_memory_equal(&a, &d, sizeof a);
    assert_true(a.low.r != c.low.r);
    assert_int_equal(a.clusters, CLUSTERS);
}

static void bootstrap_of_one_cluster_has_no_interval(void **unused) {
    (void)unused;
    fw_agreement_sums one = {0};
    fw_agreement_add(&one, 1, 2);
    fw_agreement_interval interval;
    fw_error err = {0};
    assert_int_equal(fw_agreement_bootstrap(&one, 1, 100, 1, &interval, &err), FW_OK);
    assert_true(isnan(interval.low.r) && isnan(interval.high.rmse));
    assert_int_equal(fw_agreement_bootstrap(NULL, 0, 100, 1, &interval, &err), FW_OK);
    assert_int_equal(interval.clusters, 0);
}

/* 200 simulated studies: a 95 % percentile interval of 60 participants covers the truth 89 to 99 % of times.
 */
static void bootstrap_covers_the_truth(void **unused) {
    (void)unused;
    uint64_t state = 77;
    int covered = 0;
    for (uint64_t study = 0; study < 200; study++) {
        fw_agreement_sums clusters[CLUSTERS];
        draw_clusters(&state, clusters);
        fw_agreement_interval interval;
        fw_error err = {0};
        assert_int_equal(fw_agreement_bootstrap(clusters, CLUSTERS, 200, study, &interval, &err), FW_OK);
        covered += interval.low.r <= 1 / 1.5 && 1 / 1.5 <= interval.high.r;
    }
    assert_in_range(covered, 178, 198);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(undefined_measures_are_nan),
        cmocka_unit_test(four_pairs_by_hand),
        cmocka_unit_test(rounding_is_half_to_even),
        cmocka_unit_test(published_evaluation_is_reproduced),
        cmocka_unit_test(bootstrap_is_deterministic_and_skips_empty_clusters),
        cmocka_unit_test(bootstrap_of_one_cluster_has_no_interval),
        cmocka_unit_test(bootstrap_covers_the_truth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
