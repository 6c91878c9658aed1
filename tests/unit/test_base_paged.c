/* test_base_paged.c: a large array keeps what it holds while it grows and while its pages are let go of;
 * without a folder for the file it stays on the heap; without room on the disk it stays as it was. */
#include "base/paged.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

enum { LARGE = 48 << 20, STEP = 100000 };

static size_t resident(void) {
    size_t total = 0, pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    assert_non_null(file);
    assert_int_equal(fscanf(file, "%zu %zu", &total, &pages), 2);
    assert_int_equal(fclose(file), 0);
    return pages * (size_t)sysconf(_SC_PAGESIZE);
}

static void no_room_on_the_disk_leaves_all_as_it_was(void **unused) {
    (void)unused;
    fw_paged array = {0};
    struct rlimit limit, small;
    assert_true(fw_paged_reserve(&array, 2 * FW_PAGED_FROM));
    assert_true(array.file > 0);
    memset(array.data, 7, array.bytes);
    const size_t bytes = array.bytes;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    small = limit;
    small.rlim_cur = bytes;
    assert_true(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    const bool grown = fw_paged_reserve(&array, bytes + 1);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    assert_false(grown);
    assert_int_equal(array.bytes, bytes);
    for (size_t i = 0; i < bytes; i++) assert_int_equal(((unsigned char *)array.data)[i], 7);
    fw_paged_free(&array);
}

static void without_a_folder_it_stays_on_the_heap(void **unused) {
    (void)unused;
    fw_paged array = {0};
    assert_int_equal(setenv("TMPDIR", "/nowhere/at/all", 1), 0);
    assert_true(fw_paged_reserve(&array, 4 * FW_PAGED_FROM));
    assert_int_equal(unsetenv("TMPDIR"), 0);
    assert_int_equal(array.file, 0);
    for (size_t i = 0; i < array.bytes; i++) assert_int_equal(((unsigned char *)array.data)[i], 0);
    fw_paged_let_go(&array);
    fw_paged_free(&array);
    assert_null(array.data);
}

static void a_large_array_holds_its_numbers_and_little_memory(void **unused) {
    (void)unused;
    fw_paged array = {0};
    const size_t before = resident();
    size_t count = 0, most = 0;
    while (count * sizeof(uint64_t) < LARGE) {
        assert_true(fw_paged_reserve(&array, (count + STEP) * sizeof(uint64_t)));
        uint64_t *numbers = array.data;
        for (size_t i = 0; i < STEP; i++, count++) {
            assert_true(numbers[count] == 0);
            numbers[count] = count * 2654435761u;
        }
        fw_paged_let_go(&array);
        const size_t now = resident();
        if (now > before && now - before > most) most = now - before;
    }
    assert_true(array.file > 0);
    assert_true(most < LARGE / 4);
    const uint64_t *numbers = array.data;
    for (size_t i = 0; i < count; i++)
        if (numbers[i] != i * 2654435761u) fail_msg("number %zu is another one", i);
    fw_paged_free(&array);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_room_on_the_disk_leaves_all_as_it_was),
        cmocka_unit_test(without_a_folder_it_stays_on_the_heap),
        cmocka_unit_test(a_large_array_holds_its_numbers_and_little_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
