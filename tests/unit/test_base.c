/* test_base.c: strict numbers, UTF-8 validation, edit distance, id map, buffers, cells. */
#include "base/arena.h"
#include "base/buffer.h"
#include "base/csv_out.h"
#include "base/idset.h"
#include "base/str.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static void numbers_reject_what_is_not_wholly_decimal(void **unused) {
    (void)unused;
    static const char *const BAD[] = {"",    " 1",    "1 ",  "0x10", "nan", "inf", "1e400",
                                      "1,5", "1.2.3", "--1", "1e",   ".",   "+"};
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        double value = 7;
        assert_false(fw_parse_double(fw_str_of(BAD[i]), &value));
        assert_true(value == 7);
    }
    double value;
    assert_true(fw_parse_double(FW_STR("-1.5e3"), &value) && value == -1500.0);
    assert_true(fw_parse_double(FW_STR(".5"), &value) && value == 0.5);
    int64_t whole = 9;
    assert_false(fw_parse_int(FW_STR("99"), 0, 10, &whole));
    assert_false(fw_parse_int(FW_STR("5x"), 0, 10, &whole));
    assert_int_equal(whole, 9);
    assert_true(fw_parse_int(FW_STR("-3"), -5, 10, &whole) && whole == -3);
}

static void utf8_stops_at_the_first_bad_byte(void **unused) {
    (void)unused;
    assert_int_equal(fw_utf8_valid_prefix("caf\xC3\xA9 \xE2\x80\x99 \xF0\x9F\x98\x80", 14), 14);
    assert_int_equal(fw_utf8_valid_prefix("abcdefghij\xC0\x80", 12), 10); /* overlong */
    assert_int_equal(fw_utf8_valid_prefix("\xED\xA0\x80", 3), 0);         /* surrogate */
    assert_int_equal(fw_utf8_valid_prefix("ok\xE2\x80", 4), 2);           /* cut short */
    assert_int_equal(fw_utf8_valid_prefix("\xF4\x90\x80\x80", 4), 0);     /* above U+10FFFF */
}

static void text_is_utf8_without_nul(void **unused) {
    (void)unused;
    static const struct {
        const char *bytes;
        size_t len;
        bool text;
    } CASES[] = {{"", 0, true},
                 {"a", 1, true},
                 {"\0", 1, false},
                 {"caf\xC3\xA9", 5, true},
                 {"caf\xC3", 4, false},
                 {"\xE2\x80\x99", 3, true},
                 {"\xC0\x80", 2, false},
                 {"\xED\xA0\x80", 3, false},
                 {"\xF4\x90\x80\x80", 4, false}};
    char bytes[200];
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        for (size_t before = 0; before < 150; before++) {
            memset(bytes, 'w', sizeof bytes);
            memcpy(bytes + before, CASES[i].bytes, CASES[i].len);
            assert_true(fw_is_text(bytes, before + CASES[i].len) == CASES[i].text);
            assert_true(fw_is_text(bytes, sizeof bytes) == CASES[i].text);
        }
    }
}

static void edit_distance_counts_a_swap_once(void **unused) {
    (void)unused;
    assert_int_equal(fw_edit_distance("--thread", "--threads"), 1);
    assert_int_equal(fw_edit_distance("serach", "search"), 1);
    assert_int_equal(fw_edit_distance("abc", "xyz"), 3);
    assert_int_equal(fw_edit_distance("", "xyz"), 3);
}

/* CPU seconds to add `count` keys made by `key`. */
static double idset_seconds(fw_id128 (*key)(uint64_t), uint64_t count) {
    fw_idset *set = fw_idset_new();
    assert_non_null(set);
    const clock_t start = clock();
    for (uint64_t i = 0; i < count; i++) {
        bool present;
        uint64_t stored;
        assert_int_equal(fw_idset_add(set, key(i), i, &present, &stored, NULL), FW_OK);
        assert_false(present);
    }
    const double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    fw_idset_free(set);
    return seconds;
}

static fw_id128 low_half_equal(uint64_t i) { return (fw_id128){.lo = i << 32, .hi = 7}; }
static fw_id128 low_equal(uint64_t i) { return (fw_id128){.lo = 7, .hi = i}; }
static fw_id128 low_equal_high_apart(uint64_t i) { return (fw_id128){.lo = 7, .hi = i << 40}; }
static fw_id128 halves_cancel(uint64_t i) { return (fw_id128){.lo = i, .hi = UINT64_MAX - i}; }

/* Who knows the hash can make ids whose keys agree in any bits. With places that follow from those bits
 * alone, 200 000 such ids cost 20 000 000 000 steps: minutes. */
static void idset_is_not_slowed_by_chosen_keys(void **unused) {
    (void)unused;
    fw_id128 (*const chosen[])(uint64_t) = {low_half_equal, low_equal, low_equal_high_apart, halves_cancel};
    for (size_t i = 0; i < sizeof chosen / sizeof chosen[0]; i++)
        assert_true(idset_seconds(chosen[i], 200000) < 3);
}

static void idset_keeps_the_first_value(void **unused) {
    (void)unused;
    fw_idset *set = fw_idset_new();
    assert_non_null(set);
    for (uint64_t i = 0; i < 5000; i++) {
        bool present;
        uint64_t stored;
        assert_int_equal(
            fw_idset_add(set, fw_id_hash((fw_str){(const char *)&i, sizeof i}), i, &present, &stored, NULL),
            FW_OK);
        assert_false(present);
    }
    const uint64_t again = 42;
    bool present;
    uint64_t stored;
    assert_int_equal(fw_idset_add(set, fw_id_hash((fw_str){(const char *)&again, sizeof again}), 7, &present,
                                  &stored, NULL),
                     FW_OK);
    assert_true(present);
    assert_int_equal(stored, 42);
    assert_int_equal(fw_idset_count(set), 5000);
    assert_false(fw_idset_find(set, (fw_id128){1, 2}, &stored));
    fw_idset_free(set);
}

/* Bytes of memory that the process has pages for. */
static double resident(void) {
    unsigned long all = 0, held = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    assert_non_null(file);
    assert_int_equal(fscanf(file, "%lu %lu", &all, &held), 2);
    (void)fclose(file);
    return (double)held * (double)sysconf(_SC_PAGESIZE);
}

/* All keys are found again with the first value, and nothing else is, at any size on the way. */
static void idset_holds_many_keys_in_16_bytes_each(void **unused) {
    (void)unused;
    enum { MANY = 700000 };
    fw_idset *set = fw_idset_new();
    assert_non_null(set);
    double before = 0;
    for (uint64_t i = 0; i < MANY; i++) {
        bool present;
        uint64_t stored, found;
        if (i == MANY / 2) before = resident();
        const fw_id128 key = fw_id_hash((fw_str){(const char *)&i, sizeof i});
        assert_false(fw_idset_find(set, key, &found));
        assert_int_equal(fw_idset_add(set, key, i + 5, &present, &stored, NULL), FW_OK);
        assert_false(present);
        const uint64_t old = i / 2;
        const fw_id128 again = fw_id_hash((fw_str){(const char *)&old, sizeof old});
        assert_int_equal(fw_idset_add(set, again, 1, &present, &stored, NULL), FW_OK);
        assert_true(present);
        assert_int_equal(stored, old + 5);
    }
    assert_int_equal(fw_idset_count(set), MANY);
    assert_true((resident() - before) / (MANY / 2) < 18); /* 16, and what else was touched meanwhile */
    fw_idset_clear(set);
    uint64_t found;
    const uint64_t first = 0;
    assert_false(fw_idset_find(set, fw_id_hash((fw_str){(const char *)&first, sizeof first}), &found));
    fw_idset_free(set);
}

static void arena_blocks_are_reused_after_reset(void **unused) {
    (void)unused;
    fw_arena arena = {0};
    char *first = fw_arena_alloc(&arena, 100);
    assert_non_null(first);
    assert_non_null(fw_arena_alloc(&arena, 1 << 20));
    fw_arena_reset(&arena);
    assert_ptr_equal(fw_arena_alloc(&arena, 100), first);
    assert_null(fw_arena_alloc(&arena, SIZE_MAX - 8));
    fw_arena_free(&arena);
}

static void csv_cells_are_safe_for_spreadsheets(void **unused) {
    (void)unused;
    static const struct {
        const char *in, *out;
    } CASES[] = {
        {"plain", "plain"}, {"=1+1", "'=1+1"},      {"-2", "'-2"},         {"@x", "'@x"},
        {"a,b", "\"a,b\""}, {"q\"q", "\"q\"\"q\""}, {"+a,b", "\"'+a,b\""}, {"", ""},
        {" a", "\" a\""},   {"a\t", "\"a\t\""},     {"\ta", "\"'\ta\""},   {"a\tb", "a\tb"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        fw_buffer buffer = {0};
        fw_csv_escape(&buffer, fw_str_of(CASES[i].in));
        assert_string_equal(buffer.data ? buffer.data : "", CASES[i].out);
        fw_buffer_free(&buffer);
    }
}

/* The fast way of printing against printf, over magnitudes and digits; ties aside (none is hit with these
 * values). */
static void csv_numbers_print_as_printf_does(void **unused) {
    (void)unused;
    uint64_t state = 12345;
    for (int i = 0; i < 200000; i++) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        const double unit = (double)(state >> 11) / 9007199254740992.0;
        const int exponent = (int)(state % 16) - 5;
        const double value = (unit - 0.5) * pow(10, exponent);
        const int digits = 1 + (int)(state / 16 % 9);
        fw_csv csv = {0};
        fw_csv_number(&csv, value, digits);
        assert_non_null(csv.line.data);
        char expected[64];
        snprintf(expected, sizeof expected, "%.*g", digits, value);
        if (strchr(expected, 'e')) { /* we keep plain notation where it fits */
            assert_true(fabs(strtod(csv.line.data, NULL) - strtod(expected, NULL)) <=
                        1e-8 * fabs(value) + 1e-9);
        } else {
            assert_string_equal(csv.line.data, expected);
        }
        fw_csv_abort(&csv);
    }
    static const struct {
        double value;
        const char *out;
    } CASES[] = {{0, "0"},           {-0.0, "0"},  {1, "1"},          {-2.5, "-2.5"},   {999999.7, "1e+06"},
                 {0.0001, "0.0001"}, {100, "100"}, {1e300, "1e+300"}, {0.99999999, "1"}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        fw_csv csv = {0};
        fw_csv_number(&csv, CASES[i].value, 6);
        if (strcmp(CASES[i].out, "1e+06") == 0) {
            assert_true(strtod(csv.line.data, NULL) == 1e6);
        } else {
            assert_string_equal(csv.line.data, CASES[i].out);
        }
        fw_csv_abort(&csv);
    }
}

static void errors_escape_control_bytes(void **unused) {
    (void)unused;
    fw_error err = {0};
    fw_fail(&err, FW_DATA, "bad \x1b[31m id");
    fw_error_at(&err, "a.csv", 3, 2);
    fw_error_detail(&err, "an id", "nothing");
    char line[512];
    fw_error_format(&err, line, sizeof line);
    assert_string_equal(line, "a.csv:3:2: bad \\x1b[31m id (expected an id, found nothing)");
}

static void a_failure_in_a_file_names_it(void **unused) {
    (void)unused;
    assert_int_equal(fw_fail_in(NULL, FW_NOINPUT, "a.csv", "row %d", 3), FW_NOINPUT);
    fw_error err = {.row = 7, .code = FW_IO};
    assert_int_equal(fw_fail_in(&err, FW_DATA, "a.csv", "no %s", "id"), FW_DATA);
    char line[512];
    fw_error_format(&err, line, sizeof line);
    assert_string_equal(line, "a.csv: no id");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_reject_what_is_not_wholly_decimal),
        cmocka_unit_test(utf8_stops_at_the_first_bad_byte),
        cmocka_unit_test(text_is_utf8_without_nul),
        cmocka_unit_test(edit_distance_counts_a_swap_once),
        cmocka_unit_test(idset_keeps_the_first_value),
        cmocka_unit_test(idset_holds_many_keys_in_16_bytes_each),
        cmocka_unit_test(idset_is_not_slowed_by_chosen_keys),
        cmocka_unit_test(arena_blocks_are_reused_after_reset),
        cmocka_unit_test(csv_cells_are_safe_for_spreadsheets),
        cmocka_unit_test(csv_numbers_print_as_printf_does),
        cmocka_unit_test(errors_escape_control_bytes),
        cmocka_unit_test(a_failure_in_a_file_names_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
