/* test_simulate_random.c: the counter-based generator against published blocks, and what is drawn from it. */
#include "simulate/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* Known answers of philox4x32 with 10 rounds, from the Random123 distribution (kat_vectors). */
static void blocks_are_the_published_ones(void **unused) {
    (void)unused;
    static const struct {
        uint32_t counter[4], key[2], block[4];
    } CASES[] = {{{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
                 {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
                  {0xffffffff, 0xffffffff},
                  {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
                 {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
                  {0xa4093822, 0x299f31d0},
                  {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        uint32_t block[4];
        fw_philox(CASES[i].counter, CASES[i].key, block);
        assert_memory_equal(block, CASES[i].block, sizeof block);
    }
}

static void streams_differ_in_seed_purpose_and_index(void **unused) {
    (void)unused;
    static const struct {
        uint64_t seed, index;
        uint32_t purpose;
    } STREAMS[] = {{0, 0, 1}, {1, 0, 1}, {1ull << 32, 0, 1}, {0, 1, 1}, {0, 1ull << 32, 1}, {0, 0, 2}};
    enum { COUNT = sizeof STREAMS / sizeof STREAMS[0] };
    uint32_t first[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        fw_random random = fw_random_of(STREAMS[i].seed, STREAMS[i].purpose, STREAMS[i].index);
        first[i] = fw_random_word(&random);
        for (size_t j = 0; j < i; j++) assert_int_not_equal(first[i], first[j]);
    }
}

/* Chi-square of 60,000 throws of a die: below 20.5 in 99.9 % of honest dice (5 degrees of freedom). */
static void whole_numbers_are_even(void **unused) {
    (void)unused;
    enum { SIDES = 6, THROWS = 60000 };
    fw_random random = fw_random_of(5, 9, 0);
    double seen[SIDES] = {0}, chi = 0;
    for (int i = 0; i < THROWS; i++) seen[fw_random_below(&random, SIDES)]++;
    for (int i = 0; i < SIDES; i++) chi += pow(seen[i] - THROWS / SIDES, 2) / (THROWS / SIDES);
    assert_true(chi > 0 && chi < 20.5);
    assert_int_equal(fw_random_below(&random, 1), 0);
}

/* Published quantiles of the standard normal (Abramowitz and Stegun, table 26.1 and 26.2; R's qnorm). */
static void the_normal_inverse_has_its_digits(void **unused) {
    (void)unused;
    static const double CASES[][2] = {{0.5, 0},
                                      {0.975, 1.959963984540054},
                                      {0.9, 1.2815515655446004},
                                      {0.001, -3.090232306167813},
                                      {1e-10, -6.361340902404056},
                                      {1e-20, -9.262340089798408}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++)
        assert_true(fabs(fw_normal_inverse(CASES[i][0]) - CASES[i][1]) < 1e-13);
    for (double p = 0.001; p < 1; p += 0.001)
        assert_true(fabs(fw_normal_below(fw_normal_inverse(p)) - p) < 1e-14);
}

/* Moments of 200,000 draws, each within 4.5 standard errors. */
static void normal_numbers_have_normal_moments(void **unused) {
    (void)unused;
    enum { DRAWS = 200000 };
    fw_random random = fw_random_of(1, 1, 1);
    double sum[5] = {0};
    for (int i = 0; i < DRAWS; i++) {
        const double z = fw_random_normal(&random);
        for (int k = 1; k <= 4; k++) sum[k] += pow(z, k) / DRAWS;
    }
    const double error = 4.5 / sqrt(DRAWS);
    assert_true(fabs(sum[1]) < error);
    assert_true(fabs(sum[2] - 1) < error * sqrt(2));
    assert_true(fabs(sum[3]) < error * sqrt(15));
    assert_true(fabs(sum[4] - 3) < error * sqrt(96));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(blocks_are_the_published_ones),
                                       cmocka_unit_test(streams_differ_in_seed_purpose_and_index),
                                       cmocka_unit_test(whole_numbers_are_even),
                                       cmocka_unit_test(the_normal_inverse_has_its_digits),
                                       cmocka_unit_test(normal_numbers_have_normal_moments)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
