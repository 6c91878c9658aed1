/* test_base_sort.c: the same order as qsort's, for keys that share bytes, for few and many, for numbers and
 * their sizes. */
#include "base/sort.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MOST = 20000 };
static const size_t COUNTS[] = {0, 1, 2, 23, 24, 25, 26, 50, 257, 2048, 2049, 5000, MOST};
enum { KINDS = sizeof COUNTS / sizeof COUNTS[0] };

static uint64_t draw(uint64_t *state) {
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state;
}

static int by_key(const void *a, const void *b) {
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static int by_number(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static int by_size(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    if (fabs(x) < fabs(y) || fabs(x) > fabs(y)) return fabs(x) < fabs(y) ? -1 : 1;
    return (x < y) - (x > y);
}

static void keys_of_any_kind(void **unused) {
    (void)unused;
    static uint64_t keys[MOST], same[MOST];
    static const uint64_t MASKS[] = {UINT64_MAX, 0, 1, 0xff, UINT64_C(0xff) << 56, UINT64_C(0xf00000000f),
                                     0x10101};
    uint64_t state = 5;
    for (size_t m = 0; m < sizeof MASKS / sizeof MASKS[0]; m++) {
        for (size_t k = 0; k < KINDS; k++) {
            const size_t count = COUNTS[k];
            for (size_t i = 0; i < count; i++) same[i] = keys[i] = draw(&state) & MASKS[m];
            qsort(same, count, sizeof *same, by_key);
            fw_sort_keys(keys, count);
            assert_memory_equal(keys, same, count * sizeof *keys);
        }
    }
}

static void numbers_by_value_and_by_size(void **unused) {
    (void)unused;
    static double values[MOST], sizes[MOST], same[MOST];
    uint64_t state = 8;
    for (size_t k = 0; k < KINDS; k++) {
        const size_t count = COUNTS[k];
        for (size_t i = 0; i < count; i++) {
            const int64_t drawn = (int64_t)draw(&state);
            values[i] = i % 3 ? (double)(drawn >> 60) / 4 : ldexp((double)drawn, (int)(i % 80) - 100);
            same[i] = sizes[i] = values[i];
        }
        if (count > 2) same[1] = sizes[1] = values[1] = (double)INFINITY;
        if (count > 2) same[2] = sizes[2] = values[2] = -(double)INFINITY;
        qsort(same, count, sizeof *same, by_number);
        fw_sort_doubles(values, count);
        assert_memory_equal(values, same, count * sizeof *values);
        qsort(same, count, sizeof *same, by_size);
        fw_sort_by_size(sizes, count);
        assert_memory_equal(sizes, same, count * sizeof *sizes);
    }
    double zeros[] = {0.0, -0.0, 0.0, -1};
    fw_sort_doubles(zeros, 4);
    assert_true(zeros[0] == -1 && signbit(zeros[1]) && !signbit(zeros[2]) && !signbit(zeros[3]));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_of_any_kind),
        cmocka_unit_test(numbers_by_value_and_by_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
