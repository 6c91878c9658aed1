/* test_base_index.c: the index of positions finds what is there, and nothing else, through every growth. */
#include "base/index.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { ITEMS = 5000 };

/* Hashes of ten values only: chains as long as they get. */
static uint64_t poor_hash(const void *context, size_t at) { return ((const uint64_t *)context)[at] % 10; }

static bool equal(const void *context, size_t at, const void *key) {
    return ((const uint64_t *)context)[at] == *(const uint64_t *)key;
}

static void items_are_found_and_others_are_not(void **unused) {
    (void)unused;
    uint64_t *values = calloc(ITEMS, sizeof *values);
    assert_non_null(values);
    const fw_indexed items = {values, poor_hash, equal};
    fw_index index = {0};
    const uint64_t absent = 1;
    assert_true(fw_index_find(&index, &items, 1, &absent) == FW_INDEX_NONE); /* nothing in it yet */
    for (size_t i = 0; i < ITEMS; i++) {
        values[i] = 2 * i;
        assert_true(fw_index_find(&index, &items, values[i] % 10, &values[i]) == FW_INDEX_NONE);
        assert_true(fw_index_add(&index, &items, values[i] % 10));
    }
    assert_int_equal(index.count, ITEMS);
    for (size_t i = 0; i < ITEMS; i += 7) {
        const uint64_t odd = 2 * i + 1;
        assert_int_equal(fw_index_find(&index, &items, values[i] % 10, &values[i]), i);
        assert_true(fw_index_find(&index, &items, odd % 10, &odd) == FW_INDEX_NONE);
    }
    fw_index_free(&index);
    assert_true(fw_index_find(&index, &items, 0, &values[0]) == FW_INDEX_NONE);
    free(values);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(items_are_found_and_others_are_not)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
