/* test_base_pages.c: memory for tables starts where it should, and all of it can be used. */
#include "base/pages.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void too_much_is_refused(void **state) {
    (void)state;
    assert_null(fw_pages(SIZE_MAX)); /* rounded up it would be none */
}

static void tables_start_at_their_pages(void **state) {
    (void)state;
    static const size_t SIZES[] = {FW_CACHE_LINE, 4096, FW_LARGE_PAGE, FW_LARGE_PAGE + FW_CACHE_LINE};
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++) {
        const size_t start = SIZES[i] < FW_LARGE_PAGE ? FW_CACHE_LINE : FW_LARGE_PAGE;
        unsigned char *pages = fw_pages(SIZES[i]);
        assert_non_null(pages);
        assert_int_equal((uintptr_t)pages % start, 0);
        memset(pages, 0xA5, SIZES[i]);
        assert_int_equal(pages[SIZES[i] - 1], 0xA5);
        free(pages);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(too_much_is_refused),
        cmocka_unit_test(tables_start_at_their_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
