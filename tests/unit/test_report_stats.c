/* test_report_stats.c: intervals, tests, disclosure and hashing, against published or hand-worked numbers. */
#include "fit/distributions.h"
#include "report/feature_sums.h"
#include "report/sha256.h"
#include "report/sketch.h"
#include "report/stats.h"
#include "report/suppress.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void near(double got, double wanted, double tolerance) {
    if (!(fabs(got - wanted) <= tolerance)) fail_msg("got %.10g, wanted %.10g", got, wanted);
}

static void distributions_refuse_what_is_not_defined(void **unused) {
    (void)unused;
    double low = 0;
    double high = 0;
    assert_true(isnan(fw_t_quantile(.975, 0)));
    assert_true(isnan(fw_t_quantile(1.5, 3)));
    assert_true(isnan(fw_t_two_sided_p((double)NAN, 3)));
    assert_true(isnan(fw_normal_quantile(0)));
    fw_wilson(0, 0, .95, &low, &high);
    assert_true(isnan(low) && isnan(high));
    fw_wilson(3, 2, .95, &low, &high);
    assert_true(isnan(low));
}

/* t table of any textbook: 2.228 for 10 degrees of freedom, 12.706 for 1. */
static void t_quantiles_match_the_table(void **unused) {
    (void)unused;
    near(fw_t_quantile(.975, 10), 2.228, 5e-4);
    near(fw_t_quantile(.975, 1), 12.706, 5e-4);
    near(fw_normal_quantile(.975), 1.959964, 1e-6);
    near(fw_t_two_sided_p(2.228139, 10), .05, 1e-6);
}

/* Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3 (score, no continuity correction). */
static void wilson_matches_newcombe(void **unused) {
    (void)unused;
    static const struct {
        double r, n, low, high;
    } CASES[] = {{81, 263, .2553, .3662}, {15, 148, .0624, .1605}, {0, 20, 0, .1611}, {1, 29, .0061, .1718}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        double low = -1;
        double high = -1;
        fw_wilson(CASES[i].r, CASES[i].n, .95, &low, &high);
        near(low, CASES[i].low, 5e-5);
        near(high, CASES[i].high, 5e-5);
    }
}

/*
 * Ten people with two answers each, three of whom are counted in both and seven in none. As R's survey has it
 * (svyciprop, method "beta", with the number of people for that of clusters), but that nobody's repeating
 * leaves Wilson's interval as it is: squares 8.4 over 20 * .3 * .7, times 10/9 * 19/20, make a design effect
 * of 2.1111; quantiles t(19) 2.093024 and t(9) 2.262157 leave 8.110 answers, of which Wilson's interval is
 * .0966 to .6319.
 */
static void repeats_widen_a_share(void **unused) {
    (void)unused;
    fw_repeats alike = {0}, none = {0}, alone = {0}, one = {0};
    for (int person = 0; person < 10; person++) {
        fw_repeats_add(&alike, 2, person < 3 ? 2 : 0);
        fw_repeats_add(&none, 2, 0);
        fw_repeats_add(&none, 0, 0); /* nobody's */
    }
    const fw_estimate share = fw_share_interval_of(6, 20, &alike);
    near(share.value, .3, 1e-15);
    near(share.low, .09664470, 1e-7);
    near(share.high, .63192382, 1e-7);
    /* Nobody is counted: two answers of one person tell as much as one. */
    near(fw_share_interval_of(0, 20, &none).low, 0, 0);
    near(fw_share_interval_of(0, 20, &none).high, .30974428, 1e-7);
    /* Newcombe's 15 of 148, all of different people; and all of one, of whom nothing is known. */
    for (int person = 0; person < 148; person++) fw_repeats_add(&alone, 1, person < 15);
    near(fw_share_interval_of(15, 148, &alone).low, .0624, 5e-5);
    near(fw_share_interval_of(15, 148, &alone).high, .1605, 5e-5);
    fw_repeats_add(&one, 8, 3);
    assert_true(isnan(fw_share_interval_of(3, 8, &one).low) &&
                fw_share_interval_of(3, 8, &one).value == .375);
}

/*
 * Worked by hand: changes 1 2 3 4 5: mean 3, sd 1.58114, t = 3 / (1.58114 / sqrt 5) = 4.24264, df 4, p =
 * .013236 (from the closed form of t with 4 degrees of freedom), interval 3 -+ 2.776445 * .707107.
 */
static void paired_t_matches_a_worked_example(void **unused) {
    (void)unused;
    static const double BEFORE[] = {1, 2, 3, 4, 5};
    static const double AFTER[] = {2, 4, 6, 8, 10};
    fw_pairs pairs = {0};
    for (size_t i = 0; i < 5; i++) fw_pairs_add(&pairs, BEFORE[i], AFTER[i]);
    fw_pairs_add(&pairs, (double)NAN, 3);
    const fw_paired_test test = fw_paired(&pairs);
    near(test.change.n, 5, 0);
    near(test.change.value, 3, 1e-12);
    near(test.t, 4.242641, 1e-6);
    near(test.p, .0132356, 1e-6);
    near(test.change.low, 3 - 2.776445 * .7071068, 1e-5);
    near(test.change.high, 3 + 2.776445 * .7071068, 1e-5);
    near(test.improved.value, 1, 0);
    /* d_av = 3 / ((1.581139 + 3.162278) / 2), r = 1: the SD's variance is its square over 8, that of the
     * change over the SD's square 2.5 / 2.371708^2 / 4 */
    near(test.d_av.value, 1.264911, 1e-6);
    near(test.d_av.low, 1.264911 - 1.959964 * sqrt(1.6 / 8 + .4444444 / 4), 1e-5);
}

static void few_pairs_have_no_test(void **unused) {
    (void)unused;
    fw_pairs pairs = {0};
    assert_true(isnan(fw_paired(&pairs).change.value));
    fw_pairs_add(&pairs, 1, 2);
    assert_true(isnan(fw_paired(&pairs).p) && isnan(fw_paired(&pairs).change.low));
    fw_pairs_add(&pairs, 2, 3); /* the same change twice: no variance */
    assert_true(isnan(fw_paired(&pairs).t) && isnan(fw_paired(&pairs).p));
}

/* As `evaluate` and the programme's tables count: attempts are means of answers, and a rounding is no
 * progress. */
static void rounding_is_no_improvement(void **unused) {
    (void)unused;
    fw_pairs pairs = {0};
    fw_pairs_add(&pairs, 3.9999999999999996, 4);
    fw_pairs_add(&pairs, 0, 0);
    fw_pairs_add(&pairs, 4, 3.9999999999999996);
    fw_pairs_add(&pairs, 0, .001);
    near(fw_paired(&pairs).improved.value, .25, 0);
}

/* Holm, Scandinavian Journal of Statistics 6 (1979): p .01 .02 .03 .04 give .04 .06 .06 .06. */
static void holm_steps_down(void **unused) {
    (void)unused;
    const double p[] = {.04, .01, (double)NAN, .03, .02};
    double adjusted[5];
    assert_true(fw_holm(p, 5, adjusted));
    near(adjusted[1], .04, 1e-12);
    near(adjusted[4], .06, 1e-12);
    near(adjusted[3], .06, 1e-12);
    near(adjusted[0], .06, 1e-12);
    assert_true(isnan(adjusted[2]));
    const double same[] = {.5, .5, .5};
    assert_true(fw_holm(same, 3, adjusted));
    for (size_t i = 0; i < 3; i++) near(adjusted[i], 1, 0);
}

static void check_shown(const size_t *sizes, size_t count, size_t k, const char *wanted) {
    fw_shown shown[8] = {0};
    char got[9] = {0};
    fw_suppress(sizes, count, k, shown);
    for (size_t i = 0; i < count; i++) got[i] = ".xb"[shown[i]];
    assert_string_equal(got, wanted);
}

static void small_groups_are_withheld_and_cannot_be_subtracted(void **unused) {
    (void)unused;
    check_shown((const size_t[]){9, 8, 7}, 3, 5, "...");
    check_shown((const size_t[]){9, 3, 7}, 3, 5, ".xb");     /* one alone could be subtracted */
    check_shown((const size_t[]){9, 3, 3, 7}, 4, 5, ".xx."); /* two together are six */
    check_shown((const size_t[]){9, 1, 2, 7}, 4, 5, ".xxb"); /* two together are three: still below k */
    check_shown((const size_t[]){3}, 1, 5, "x");
    check_shown((const size_t[]){9, 0, 7}, 3, 5, ".x."); /* nobody is nobody's secret */
    check_shown((const size_t[]){9, 4}, 2, 5, "bx");
    check_shown((const size_t[]){9, 1}, 2, 1, "..");
    check_shown(NULL, 0, 5, "");
}

static void what_one_table_withholds_stays_withheld(void **unused) {
    (void)unused;
    fw_shown shown[3] = {FW_SHOWN, FW_WITHHELD, FW_WITHHELD_BESIDE};
    fw_suppress((const size_t[]){9, 9, 9}, 3, 5, shown);
    assert_int_equal(shown[1], FW_WITHHELD);
    assert_int_equal(shown[2], FW_WITHHELD_BESIDE);
    assert_int_equal(shown[0], FW_SHOWN);
}

static void sketch_does_not_depend_on_order(void **unused) {
    (void)unused;
    static fw_sketch forward, backward;
    forward = backward = (fw_sketch){0};
    assert_true(isnan(fw_sketch_quantile(&forward, .5)));
    for (int i = 0; i <= 1000; i++) {
        fw_sketch_add(&forward, i * .1 - 20);
        fw_sketch_add(&backward, (1000 - i) * .1 - 20);
    }
    fw_sketch_add(&forward, (double)NAN);
    fw_sketch_add(&forward, (double)INFINITY);
    assert_memory_equal(&forward, &backward, sizeof forward);
    near(fw_sketch_quantile(&forward, .5), 30, .15);
    near(fw_sketch_quantile(&forward, .25), 5, .15);
    near(fw_sketch_quantile(&forward, 1), 80, 1e-9);
    uint64_t bins[4];
    fw_sketch_rebin(&forward, -20, 80, 4, bins);
    assert_int_equal(bins[0] + bins[1] + bins[2] + bins[3], 1001);
}

static void constants_have_no_correlation(void **unused) {
    (void)unused;
    fw_comoments sums = {0};
    for (int i = 0; i < 10; i++) fw_comoments_add(&sums, .1, i);
    assert_true(isnan(fw_comoments_r(&sums)));
    sums = (fw_comoments){0};
    for (int i = 0; i < 10; i++) fw_comoments_add(&sums, 3 - i, 2 * i);
    near(fw_comoments_r(&sums), -1, 1e-12);
}

/* FIPS 180-4 example "abc", and the empty string in base 64 as browsers write it. */
static void sha256_matches_the_standard(void **unused) {
    (void)unused;
    static const uint8_t ABC[4] = {0xba, 0x78, 0x16, 0xbf};
    uint8_t digest[FW_SHA256_BYTES];
    char text[FW_SHA256_BASE64];
    fw_sha256("abc", 3, digest);
    assert_memory_equal(digest, ABC, sizeof ABC);
    fw_sha256_base64("", 0, text);
    assert_string_equal(text, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    /* 56 bytes: the padding needs a second block (FIPS 180-4, second example) */
    static const char LONG[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    static const uint8_t SECOND[4] = {0x24, 0x8d, 0x6a, 0x61};
    fw_sha256(LONG, sizeof LONG - 1, digest);
    assert_memory_equal(digest, SECOND, sizeof SECOND);
}

enum { SUM_ROWS = 500, SUM_WIDTH = 21, MISSING_AT = SUM_WIDTH - 2 };

/* Row r, feature j: a constant, a large offset, counts, values that are missing in some rows, noise. */
static float summed_value(size_t r, size_t j) {
    const size_t mixed = (r * 2654435761u + j * 40503u) % 1009;
    if (j == 0) return 7;
    if (j == 1) return 1e6f + (float)(mixed % 16);
    if (j == 2) return mixed % 3 ? 0 : (float)(mixed % 5);
    if (j == MISSING_AT && mixed % 50 == 0) return mixed % 100 ? NAN : -INFINITY;
    return (float)mixed / 100 - 5;
}

static void same_sums(const fw_feature_sums *a, const fw_feature_sums *b) {
    near(a->moments.n, b->moments.n, 0);
    near(a->moments.mean, b->moments.mean, 1e-9);
    near(a->moments.m2, b->moments.m2, 1e-6);
    near(a->with_rating.n, b->with_rating.n, 0);
    near(a->with_rating.xy, b->with_rating.xy, 1e-7);
    near(a->with_rating.mean_y, b->with_rating.mean_y, 1e-12);
    near(a->min, b->min, 0);
    near(a->max, b->max, 0);
    assert_int_equal(a->nonzero, b->nonzero);
}

/* Rows with and without one take turns, and then stand together. */
static double summed_rating(size_t r) {
    const bool rated = r < SUM_ROWS / 2 ? r % 7 : r < SUM_ROWS * 4 / 5;
    return rated ? (double)(r % 5) : (double)NAN;
}

/* Against one value after the other; `piece` rows at a time. */
static void sums_in_pieces(size_t width, size_t piece) {
    float x[SUM_ROWS * SUM_WIDTH];
    double rating[SUM_ROWS];
    fw_feature_sums plain[SUM_WIDTH] = {0}, total[SUM_WIDTH] = {0}, part[SUM_WIDTH];
    for (size_t r = 0; r < SUM_ROWS; r++) {
        rating[r] = summed_rating(r);
        for (size_t j = 0; j < width; j++) {
            const double value = (double)(x[r * width + j] = summed_value(r, j));
            const bool first = plain[j].moments.n < 1;
            fw_moments_add(&plain[j].moments, value);
            fw_comoments_add(&plain[j].with_rating, value, rating[r]);
            if (!isfinite(value)) continue;
            plain[j].min = first || value < plain[j].min ? value : plain[j].min;
            plain[j].max = first || value > plain[j].max ? value : plain[j].max;
            plain[j].nonzero += value != 0;
        }
    }
    for (size_t r = 0; r < SUM_ROWS; r += piece) {
        const size_t rows = SUM_ROWS - r < piece ? SUM_ROWS - r : piece;
        assert_true(fw_feature_sums_of(x + r * width, rows, width, rating + r, part));
        for (size_t j = 0; j < width; j++) fw_feature_sums_merge(&total[j], &part[j]);
    }
    for (size_t j = 0; j < width; j++) same_sums(&total[j], &plain[j]);
}

static void features_are_summed_in_pieces_as_one_by_one(void **unused) {
    (void)unused;
    fw_feature_sums none = {.nonzero = 9};
    assert_true(fw_feature_sums_of(NULL, 0, 1, NULL, &none));
    near(none.moments.n, 0, 0);
    assert_int_equal(none.nonzero, 0);
    for (size_t piece = 1; piece <= SUM_ROWS; piece = 3 * piece + 1) {
        sums_in_pieces(SUM_WIDTH, piece);  /* something is missing in some pieces */
        sums_in_pieces(MISSING_AT, piece); /* nothing is */
        sums_in_pieces(16, piece);
        sums_in_pieces(3, piece);
    }
}

/* Welch (1947). R 4.2.2: t.test(c(1, 2, 3, 4, 5), c(4, 6, 8, 11)) has p = 0.05717 with 4.33322 df. */
static void means_are_compared_by_welch(void **unused) {
    (void)unused;
    static const double A[] = {1, 2, 3, 4, 5}, B[] = {4, 6, 8, 11};
    fw_moments a = {0}, b = {0}, one = {0}, same = {0};
    for (size_t i = 0; i < 5; i++) fw_moments_add(&a, A[i]);
    for (size_t i = 0; i < 4; i++) fw_moments_add(&b, B[i]);
    fw_moments_add(&one, 3);
    for (size_t i = 0; i < 3; i++) fw_moments_add(&same, 2);
    near(fw_means_p(&a, &b), 0.0571748490377108, 1e-9);
    near(fw_means_p(&b, &a), 0.0571748490377108, 1e-9);
    assert_true(isnan(fw_means_p(&a, &one)) && isnan(fw_means_p(&same, &same)));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(distributions_refuse_what_is_not_defined),
        cmocka_unit_test(t_quantiles_match_the_table),
        cmocka_unit_test(means_are_compared_by_welch),
        cmocka_unit_test(wilson_matches_newcombe),
        cmocka_unit_test(repeats_widen_a_share),
        cmocka_unit_test(paired_t_matches_a_worked_example),
        cmocka_unit_test(few_pairs_have_no_test),
        cmocka_unit_test(rounding_is_no_improvement),
        cmocka_unit_test(holm_steps_down),
        cmocka_unit_test(small_groups_are_withheld_and_cannot_be_subtracted),
        cmocka_unit_test(what_one_table_withholds_stays_withheld),
        cmocka_unit_test(sketch_does_not_depend_on_order),
        cmocka_unit_test(constants_have_no_correlation),
        cmocka_unit_test(features_are_summed_in_pieces_as_one_by_one),
        cmocka_unit_test(sha256_matches_the_standard),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
