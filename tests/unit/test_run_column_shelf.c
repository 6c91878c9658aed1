/* test_run_column_shelf.c: rows come back as they were put aside, X of the first of them; none comes back
 * twice. */
#include "run/column_shelf.h"

#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { COLUMNS = 3, WIDTH = 5, ROWS = 9000, WHOLE = 7000 }; /* rows: more than a block of them */

static const fw_column columns[COLUMNS] = {{"id", FW_COLUMN_STRING, "", ""},
                                           {"seconds", FW_COLUMN_FLOAT, "s", ""},
                                           {"attempt", FW_COLUMN_INT, "", ""}};

static float value(int row, int feature) { return (float)row * .25F - (float)feature; }

/* Row `row` as the only one of the frame. */
static void make_row(fw_frame *frame, int row) {
    char id[32];
    (void)snprintf(id, sizeof id, "answer %.*d", row % 20 + 1, row);
    fw_frame_clear(frame);
    assert_true(fw_frame_set_text(frame, 0, 0, fw_str_of(id)));
    frame->cells[1].number[0] = row / 3.0;
    frame->cells[2].integer[0] = -row;
    for (int j = 0; j < WIDTH; j++) frame->x[j] = value(row, j);
    frame->rows = 1;
}

static void check_row(const fw_frame *expected, const fw_frame *got, int row) {
    assert_true(fw_str_equal(got->cells[0].text[0], expected->cells[0].text[0]));
    assert_memory_equal(got->cells[1].number, expected->cells[1].number, sizeof(double));
    assert_int_equal(got->cells[2].integer[0], -row);
    for (int j = 0; j < WIDTH; j++)
        assert_true(got->x[j] >= (row < WHOLE ? value(row, j) : -1) &&
                    got->x[j] <= (row < WHOLE ? value(row, j) : -1));
}

static void nothing_comes_out_of_an_empty_one(void **unused) {
    (void)unused;
    fw_error err = {0};
    fw_column_shelf shelf;
    fw_frame *frame = fw_frame_new(columns, COLUMNS, WIDTH, 1);
    assert_non_null(frame);
    assert_int_equal(fw_column_shelf_open(&shelf, NULL, WHOLE, &err), FW_OK);
    assert_int_equal(fw_column_shelf_next(&shelf, frame, 0, &err), FW_BUG);
    fw_column_shelf_close(&shelf);
    fw_frame_free(frame);
}

static void a_missing_folder_is_told(void **unused) {
    (void)unused;
    fw_error err = {0};
    fw_column_shelf shelf;
    assert_int_equal(fw_column_shelf_open(&shelf, "/nowhere/at/all", 0, &err), FW_IO);
    fw_column_shelf_close(&shelf);
}

static void rows_come_back(void **unused) {
    (void)unused;
    fw_error err = {0};
    fw_column_shelf shelf;
    fw_frame *put = fw_frame_new(columns, COLUMNS, WIDTH, 1), *got = fw_frame_new(columns, COLUMNS, WIDTH, 1);
    assert_true(put && got);
    assert_int_equal(fw_column_shelf_open(&shelf, NULL, WHOLE, &err), FW_OK);
    for (int row = 0; row < ROWS; row++) {
        make_row(put, row);
        assert_int_equal(fw_column_shelf_put(&shelf, put, 0, &err), FW_OK);
    }
    for (int row = 0; row < ROWS; row++) {
        make_row(put, row);
        fw_frame_clear(got);
        for (int j = 0; j < WIDTH; j++) got->x[j] = -1;
        assert_int_equal(fw_column_shelf_next(&shelf, got, 0, &err), FW_OK);
        check_row(put, got, row);
    }
    assert_int_equal(fw_column_shelf_next(&shelf, got, 0, &err), FW_BUG);
    fw_column_shelf_close(&shelf);
    fw_frame_free(put);
    fw_frame_free(got);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_comes_out_of_an_empty_one),
        cmocka_unit_test(a_missing_folder_is_told),
        cmocka_unit_test(rows_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
