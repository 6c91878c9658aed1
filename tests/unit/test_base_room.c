/* test_base_room.c: arrays that grow by one item at a time keep what they hold. */
#include "base/room.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void items_are_kept_as_the_array_grows(void **unused) {
    (void)unused;
    enum { COUNT = 1000 };
    size_t capacity = 0;
    int *items = NULL;
    for (size_t i = 0; i < COUNT; i++) {
        int *room = fw_room(items, i, &capacity, sizeof *room);
        assert_non_null(room);
        assert_true(capacity > i && capacity <= 2 * i + 16);
        items = room;
        items[i] = (int)i;
    }
    for (size_t i = 0; i < COUNT; i++) assert_int_equal(items[i], (int)i);
    free(items);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_are_kept_as_the_array_grows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
