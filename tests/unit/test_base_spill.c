/* test_base_spill.c: records come back by share, whole and in order, whether they went through the file or
 * not; a folder that cannot take the file is told by name; nothing stays behind. */
#include "base/spill.h"

#include "base/str.h"

#include <dirent.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

enum { RECORDS = 40000, LONGEST = 300, USED = 3 };
static const size_t SHARES[USED] = {0, 7, FW_SPILL_SHARES - 1};

/* Record i, made anew by writer and reader: its length and every byte depend on i. */
static size_t make(size_t i, unsigned char record[LONGEST]) {
    const size_t size = 1 + i * 7919 % LONGEST;
    for (size_t k = 0; k < size; k++) record[k] = (unsigned char)(i * 31 + k * 7);
    return size;
}

static fw_code fill(fw_spill *spill, fw_error *err) {
    unsigned char record[LONGEST];
    fw_code code = FW_OK;
    for (size_t i = 0; i < RECORDS && code == FW_OK; i++) {
        const size_t size = make(i, record);
        code = fw_spill_put(spill, SHARES[i % USED], record, size, err);
    }
    return code;
}

static void check_share(fw_spill *spill, size_t which) {
    fw_spill_place place = {.share = SHARES[which]}, other = place;
    fw_spill_block block = {0};
    fw_error err = {0};
    for (size_t i = which; i < RECORDS; i += USED) {
        unsigned char expected[LONGEST];
        const size_t size = make(i, expected);
        const void *record = NULL;
        size_t found = 0;
        assert_int_equal(fw_spill_next(spill, &place, &record, &found, &err), FW_OK);
        assert_non_null(record);
        assert_int_equal(found, size);
        assert_memory_equal(record, expected, size);
        const void *same = NULL;
        assert_int_equal(fw_spill_next_by(spill, &block, &other, &same, &found, &err), FW_OK);
        assert_non_null(same);
        assert_int_equal(found, size);
        assert_memory_equal(same, expected, size);
    }
    const void *record = &err;
    size_t found = 1;
    assert_int_equal(fw_spill_next(spill, &place, &record, &found, &err), FW_OK);
    assert_null(record);
    free(block.bytes);
}

static size_t files_in(const char *folder) {
    size_t count = 0;
    DIR *open = opendir(folder);
    assert_non_null(open);
    while (readdir(open)) count++;
    closedir(open);
    return count - 2; /* . and .. */
}

static void bad_records_are_refused(void **unused) {
    (void)unused;
    fw_spill *spill = NULL;
    fw_error err = {0};
    const char byte = 1;
    assert_int_equal(fw_spill_new(NULL, &spill, &err), FW_OK);
    assert_int_equal(fw_spill_put(spill, 0, &byte, 0, &err), FW_BUG);
    assert_int_equal(fw_spill_put(spill, 0, &byte, FW_SPILL_RECORD + 1, &err), FW_BUG);
    assert_int_equal(fw_spill_put(spill, FW_SPILL_SHARES, &byte, 1, &err), FW_BUG);
    fw_spill_free(spill);
    fw_spill_free(NULL);
}

/* The first full block needs the file, and nothing before it. */
static void a_missing_folder_is_named_when_it_is_needed(void **unused) {
    (void)unused;
    fw_spill *spill = NULL;
    fw_error err = {0};
    const char byte = 1;
    assert_int_equal(fw_spill_new("/nowhere/at/all", &spill, &err), FW_OK);
    assert_int_equal(fw_spill_put(spill, 0, &byte, 1, &err), FW_OK);
    assert_int_equal(fill(spill, &err), FW_IO);
    assert_non_null(strstr(err.file, "/nowhere/at/all/.failwise-"));
    assert_non_null(strstr(err.message, "cannot make a temporary file"));
    fw_spill_free(spill);
}

static void a_full_disk_is_told(void **unused) {
    (void)unused;
    char folder[] = "/tmp/fw_spill_XXXXXX";
    fw_spill *spill = NULL;
    fw_error err = {0};
    struct rlimit before;
    assert_non_null(mkdtemp(folder));
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    const struct rlimit small = {3 * FW_SPILL_BLOCK + 5, before.rlim_max}; /* within a block */
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    assert_int_equal(fw_spill_new(folder, &spill, &err), FW_OK);
    const fw_code code = fill(spill, &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(code, FW_IO);
    assert_memory_equal(err.file, folder, strlen(folder));
    assert_non_null(strstr(err.message, "cannot write a temporary file"));
    fw_spill_free(spill);
    assert_int_equal(files_in(folder), 0);
    assert_int_equal(rmdir(folder), 0);
}

static void records_come_back_in_order(void **unused) {
    (void)unused;
    char folder[] = "/tmp/fw_spill_XXXXXX";
    fw_spill *spill = NULL;
    fw_error err = {0};
    assert_non_null(mkdtemp(folder));
    assert_int_equal(fw_spill_new(folder, &spill, &err), FW_OK);
    assert_int_equal(fill(spill, &err), FW_OK);
    assert_int_equal(files_in(folder), 0); /* the file has no name */
    for (size_t which = USED; which-- > 0;) check_share(spill, which);
    check_share(spill, 1); /* once more, from the start */
    fw_spill_place place = {.share = 5};
    const void *record = &err;
    size_t size = 1;
    assert_int_equal(fw_spill_next(spill, &place, &record, &size, &err), FW_OK);
    assert_null(record); /* a share that nothing went to */
    fw_spill_free(spill);
    assert_int_equal(rmdir(folder), 0);
}

static void keys_spread_over_the_shares(void **unused) {
    (void)unused;
    size_t counts[FW_SPILL_SHARES] = {0};
    for (uint64_t i = 0; i < 100 * FW_SPILL_SHARES; i++)
        counts[fw_spill_share(fw_id_hash((fw_str){(const char *)&i, sizeof i}))]++;
    for (size_t s = 0; s < FW_SPILL_SHARES; s++) assert_in_range(counts[s], 50, 160);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_records_are_refused),
        cmocka_unit_test(a_missing_folder_is_named_when_it_is_needed),
        cmocka_unit_test(a_full_disk_is_told),
        cmocka_unit_test(records_come_back_in_order),
        cmocka_unit_test(keys_spread_over_the_shares),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
