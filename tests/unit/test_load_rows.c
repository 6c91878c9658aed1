/* test_load_rows.c: rows read by the short way, in blocks or by many threads, are those that libcsv reads. */
#include "load/rows.h"
#include "load/table.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { ROUNDS = 60000, LONGEST = 40, COLUMNS = 3, LIMIT = 30 };

static uint64_t next(uint64_t *state) {
    uint64_t x = *state += 0x9E3779B97F4A7C15u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    return x ^ (x >> 27);
}

/* What a visit or a plain libcsv loop saw, as text. */
typedef struct {
    char text[4096];
    size_t len;
} story;

static void tell(story *s, const fw_record *record, size_t bad) {
    s->len += (size_t)snprintf(s->text + s->len, sizeof s->text - s->len, "%d %zu %zu-%zu line %llu bad %zd",
                               (int)record->status, record->count, record->start, record->end,
                               (unsigned long long)record->line, (ssize_t)bad);
    for (size_t i = 0; i < record->count && i < COLUMNS; i++)
        s->len += (size_t)snprintf(s->text + s->len, sizeof s->text - s->len, " [%.*s]",
                                   (int)record->fields[i].len, record->fields[i].ptr);
    s->len += (size_t)snprintf(s->text + s->len, sizeof s->text - s->len, "\n");
}

static fw_code hear(void *context, const fw_record *record, size_t bad, fw_error *err) {
    (void)err;
    tell(context, record, bad);
    return FW_OK;
}

/* Blocks without quotes, with and without CR, blanks, empty lines, an open end: both ways tell the same. */
static void the_short_way_tells_what_libcsv_tells(void **unused) {
    (void)unused;
    static const char *const ALPHABETS[] = {"a1,,\n \t.", "ab,\n", "a,\n\r \"", ",\n ", "x"};
    const fw_records_format format = {.columns = COLUMNS, .max_record = LIMIT, .dialect = FW_PLAIN_DIALECT};
    fw_rows *rows = fw_rows_new();
    fw_records *records = fw_records_new();
    assert_true(rows && records);
    uint64_t state = 1;
    for (size_t round = 0; round < ROUNDS; round++) {
        const char *alphabet = ALPHABETS[round % (sizeof ALPHABETS / sizeof ALPHABETS[0])];
        char once[LONGEST], twice[LONGEST];
        const size_t len = 1 + (size_t)next(&state) % (LONGEST - 1);
        for (size_t i = 0; i < len; i++) once[i] = twice[i] = alphabet[next(&state) % strlen(alphabet)];
        fw_block block = {.data = once, .len = len};
        static story visited, parsed;
        visited.len = parsed.len = 0;
        fw_error err = {0};
        uint64_t lines = 0;
        assert_int_equal(fw_rows_visit(rows, &format, &block, hear, &visited, &lines, &err), FW_OK);
        assert_int_equal(fw_records_begin(records, &format, twice, len, &err), FW_OK);
        for (bool more = true; more;) {
            fw_record record;
            assert_int_equal(fw_records_next(records, &record, &more, &err), FW_OK);
            if (more && !fw_record_is_empty(&record, COLUMNS)) tell(&parsed, &record, SIZE_MAX);
        }
        assert_int_equal(visited.len, parsed.len);
        assert_memory_equal(visited.text, parsed.text, parsed.len);
        assert_int_equal(lines, fw_records_lines(records));
    }
    fw_records_free(records);
    fw_rows_free(rows);
}

static void bytes_that_are_no_text_are_placed(void **unused) {
    (void)unused;
    const fw_records_format format = {.columns = COLUMNS, .max_record = 100, .dialect = FW_PLAIN_DIALECT};
    fw_rows *rows = fw_rows_new();
    char bytes[] = "a,\xC3\xA9,c\na,b,\xC3\n,\xC3,\xA9\nx,\0,y\n";
    fw_block block = {.data = bytes, .len = sizeof bytes - 1};
    static story s;
    s.len = 0;
    fw_error err = {0};
    uint64_t lines;
    assert_int_equal(fw_rows_visit(rows, &format, &block, hear, &s, &lines, &err), FW_OK);
    static const char *const EXPECTED[] = {"line 0 bad -1", "line 1 bad 2", "line 2 bad 1", "line 3 bad 1"};
    for (size_t i = 0; i < 4; i++) assert_non_null(strstr(s.text, EXPECTED[i]));
    fw_rows_free(rows);
}

static const char PATH[] = "test_load_rows.tmp.csv";

/* Several blocks: plain ones, one with quotes that hold commas and line ends, broken rows between them. */
static void write_file(void) {
    FILE *file = fopen(PATH, "wb");
    assert_non_null(file);
    fputs("id,x,y\n", file);
    for (unsigned i = 0; i < 150000; i++) {
        if (i % 40000 == 39999)
            fprintf(file, "\"quoted, %u\nid\", %u.5 ,\"%u\"\n", i, i, i);
        else if (i % 30011 == 7)
            fprintf(file, "short,%u\n\n", i);
        else
            fprintf(file, "row-%u,%u.%04u,-%u\n", i, i % 97, i % 10000, i);
    }
    assert_int_equal(fclose(file), 0);
}

static void threads_do_not_matter(void **unused) {
    (void)unused;
    static const fw_table_column WANTED[] = {{.name = "y", .option = "-"},
                                             {.name = "id", .option = "-", .text = true},
                                             {.name = "x", .option = "-"}};
    static const size_t THREADS[] = {1, 2, 3, 8, 0};
    fw_table one, t;
    fw_error err = {0};
    write_file();
    assert_int_equal(fw_table_load(PATH, WANTED, 3, 1, &one, &err), FW_OK);
    assert_int_equal(one.rows, 150000 - 5);
    assert_int_equal(one.reject_count, 5);
    assert_int_equal(one.line[0], 2);
    assert_int_equal(one.line[one.rows - 1], 150000 + 1 + 3 + 5); /* 3 ids of two lines, 5 blank lines */
    assert_true(one.number[2][1] == 1.0001 && one.number[0][1] == -1);
    assert_string_equal(one.text[1][one.rows - 1].ptr, "row-149999");
    for (size_t k = 0; k < sizeof THREADS / sizeof THREADS[0]; k++) {
        assert_int_equal(fw_table_load(PATH, WANTED, 3, THREADS[k], &t, &err), FW_OK);
        assert_int_equal(t.rows, one.rows);
        assert_int_equal(t.reject_count, one.reject_count);
        assert_true(t.hash == one.hash);
        assert_memory_equal(t.line, one.line, one.rows * sizeof *one.line);
        assert_memory_equal(t.number[0], one.number[0], one.rows * sizeof(double));
        assert_memory_equal(t.number[2], one.number[2], one.rows * sizeof(double));
        for (size_t i = 0; i < one.reject_count; i++)
            assert_true(t.rejects[i].line == one.rejects[i].line &&
                        t.rejects[i].reason == one.rejects[i].reason);
        for (size_t i = 0; i < one.rows; i++)
            assert_true(t.text[1][i].len == one.text[1][i].len &&
                        memcmp(t.text[1][i].ptr, one.text[1][i].ptr, t.text[1][i].len) == 0);
        fw_table_clear(&t);
    }
    fw_table_clear(&one);
    unlink(PATH);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_that_are_no_text_are_placed),
        cmocka_unit_test(the_short_way_tells_what_libcsv_tells),
        cmocka_unit_test(threads_do_not_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
