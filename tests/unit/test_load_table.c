/* test_load_table.c: tables read by column: what is refused, what is kept apart, and which line it stood on.
 */
#include "load/table.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char PATH[] = "test_load_table.tmp.csv";

static fw_code load(const char *text, const fw_table_column *columns, size_t count, fw_table *out,
                    fw_error *err) {
    FILE *file = fopen(PATH, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
    *err = (fw_error){0};
    const fw_code code = fw_table_load(PATH, columns, count, 2, out, err);
    unlink(PATH);
    return code;
}

static void missing_files_headers_and_columns_are_refused(void **unused) {
    (void)unused;
    static const fw_table_column ID = {.name = "id", .option = "--id-column", .text = true};
    static const fw_table_column OWED = {.name = "lenght", .option = "--model", .owed = true};
    fw_table t;
    fw_error err = {0};
    assert_int_equal(fw_table_load("no/such/file.csv", &ID, 1, 0, &t, &err), FW_NOINPUT);
    assert_int_equal(load("", &ID, 1, &t, &err), FW_DATA);
    assert_int_equal(load("name,x\na,1\n", &ID, 1, &t, &err), FW_USAGE);
    assert_non_null(strstr(err.message, "--id-column: no column 'id'"));
    assert_int_equal(load("id,length\na,1\n", &OWED, 1, &t, &err), FW_DATA);
    assert_int_equal(err.code, FW_DATA);
    assert_non_null(strstr(err.message, "did you mean 'length'?"));
    assert_int_equal(load("id,id\na,1\n", &ID, 1, &t, &err), FW_DATA);
}

static void cells_are_numbers_missing_or_neither(void **unused) {
    (void)unused;
    static const fw_table_column COLUMNS[] = {{.name = "ID", .option = "-", .text = true},
                                              {.name = "x", .option = "-"},
                                              {.name = "y", .option = "-", .optional = true}};
    fw_table t;
    fw_error err;
    const char *text = "\xEF\xBB\xBFx, id ,other\r\n1.5, a "
                       ",9\r\n,b,9\r\nfour,c,9\r\n1e400,d,9\r\n0x10,e,9\r\nnane,f,9\r\n-2e-3,\"g,h\",9";
    assert_int_equal(load(text, COLUMNS, 3, &t, &err), FW_OK);
    assert_int_equal(t.rows, 7);
    assert_true(t.present[0] && t.present[1] && !t.present[2]);
    assert_true(t.number[1][0] == 1.5 && t.number[1][6] == -2e-3);
    assert_true(isnan(t.number[1][1]));
    for (size_t row = 2; row < 6; row++) assert_true(isinf(t.number[1][row]));
    assert_true(isnan(t.number[2][0]));
    assert_string_equal(t.text[0][0].ptr, "a");
    assert_string_equal(t.text[0][6].ptr, "g,h");
    assert_int_equal(t.line[0], 2);
    assert_int_equal(t.line[6], 8);
    assert_true(t.hash != 0 && t.reject_count == 0);
    fw_table_clear(&t);
}

static void broken_rows_are_kept_apart_with_their_line(void **unused) {
    (void)unused;
    static const fw_table_column COLUMNS[] = {{.name = "id", .option = "-", .text = true},
                                              {.name = "x", .option = "-"}};
    fw_table t;
    fw_error err;
    assert_int_equal(
        load("id,x\na,1\nb\nc,2,3\n\n\xff,4\nd\"e,5\nf,6\n\"two\nlines\",7\ng,\"8\n", COLUMNS, 2, &t, &err),
        FW_OK);
    static const struct {
        uint64_t line;
        const char *reason;
    } EXPECTED[] = {{3, "wrong number of fields"},
                    {4, "wrong number of fields"},
                    {6, "not UTF-8"},
                    {7, "bad quote"},
                    {11, "open quote"}};
    assert_int_equal(t.reject_count, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(t.rejects[i].line, EXPECTED[i].line);
        assert_string_equal(t.rejects[i].reason, EXPECTED[i].reason);
    }
    assert_int_equal(t.rows, 3);
    assert_true(t.number[1][1] == 6 && t.number[1][2] == 7);
    assert_int_equal(t.line[2], 9);
    fw_table_clear(&t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(missing_files_headers_and_columns_are_refused),
        cmocka_unit_test(cells_are_numbers_missing_or_neither),
        cmocka_unit_test(broken_rows_are_kept_apart_with_their_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
