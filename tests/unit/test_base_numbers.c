/* test_base_numbers.c: decimals are read as strtod reads them, to the last bit, by the short way and by the
 * long one; floats are printed with as few digits as read back the same. */
#include "base/buffer.h"
#include "base/str.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void check(const char *text, bool readable) {
    double value = -7;
    assert_int_equal(fw_parse_double(fw_str_of(text), &value), readable);
    const double expected = readable ? strtod(text, NULL) : -7;
    if (memcmp(&value, &expected, sizeof value) != 0) fail_msg("%s: %.17g, not %.17g", text, value, expected);
}

static void test_refused(void **state) {
    (void)state;
    static const char *const BAD[] = {"",     "-",   ".",   "-.",    "1.2.3", "1,5",
                                      "0x10", "nan", "inf", "1e999", "1 ",    "--1"};
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) check(BAD[i], false);
}

static void test_read(void **state) {
    (void)state;
    static const char *const GOOD[] = {"0",
                                       "-0",
                                       "0.0",
                                       "-0.000",
                                       "000012.500",
                                       "123456789012345",
                                       "0.1",
                                       "1e5",
                                       "-2.5e-7",
                                       "9007199254740993",
                                       "0.30000000000000004",
                                       "99999999999999.9",
                                       "0.000000000000001"};
    for (size_t i = 0; i < sizeof GOOD / sizeof GOOD[0]; i++) check(GOOD[i], true);
}

static void test_random(void **state) {
    (void)state;
    uint64_t seed = 5;
    for (int i = 0; i < 200000; i++) {
        char digits[24], text[32];
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        const uint64_t whole = seed >> (11 + seed % 50);
        const int n = snprintf(digits, sizeof digits, "%llu", (unsigned long long)whole);
        const int point = (int)(seed >> 33) % (n + 1);
        snprintf(text, sizeof text, "%s%.*s%s%s", seed & 1 ? "-" : "", point, digits,
                 point && point < n ? "." : "", digits + point);
        check(text, true);
    }
}

/* The digits that printf and strtof settle on. */
static void check_float(float value) {
    char expected[32];
    for (int digits = 6; digits <= 9; digits++) {
        snprintf(expected, sizeof expected, "%.*g", digits, (double)value);
        const float back = strtof(expected, NULL);
        if (memcmp(&back, &value, sizeof back) == 0) break;
    }
    fw_buffer out = {0};
    fw_buffer_number(&out, (double)value, true);
    assert_string_equal(out.data, expected);
    fw_buffer_free(&out);
}

static void test_floats_printed(void **state) {
    (void)state;
    static const float ODD[] = {
        0,          -0.0F,        1,    -1,    0.1F,           999999,        1e6F,   1234567,
        16777216,   9.9999994e8F, 1e9F, 1e-4F, 0.00012345678F, 9.9999994e-5F, 1e-40F, 3.4e38F,
        -123456.78F};
    for (size_t i = 0; i < sizeof ODD / sizeof ODD[0]; i++) check_float(ODD[i]);
    uint64_t seed = 9;
    for (int i = 0; i < 100000; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        const uint32_t bits = (uint32_t)(seed >> 32);
        float value;
        memcpy(&value, &bits, sizeof value);
        if (isfinite(value)) check_float(value);
        const float share = (float)(bits >> 20) / (float)(1 + bits % 997); /* as features are */
        check_float(share);
        check_float(nextafterf(share, 0));
        check_float((float)(bits % 100000) / 1000);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_refused), cmocka_unit_test(test_read),
                                       cmocka_unit_test(test_random), cmocka_unit_test(test_floats_printed)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
