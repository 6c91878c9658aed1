/* test_run_column_shelf.c: frames come back as they were put aside, X of the first of them; none comes back
 * twice. */
#include "run/column_shelf.h"

#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { COLUMNS = 5, WIDTH = 5, FRAME = 500, FRAMES = 7, WHOLE = 4 * FRAME };

static const fw_column columns[COLUMNS] = {{"id", FW_COLUMN_STRING, "", ""},
                                           {"seconds", FW_COLUMN_FLOAT, "s", ""},
                                           {"attempt", FW_COLUMN_INT, "", ""},
                                           {"level", FW_COLUMN_CATEGORY, "", ""},
                                           {"date", FW_COLUMN_CATEGORY, "", ""}};

/* Names of the last column in a frame: around what fits a byte, and a name for each row. */
static const size_t names[FRAMES] = {1, 2, 254, 255, 256, FRAME, 7};

static float value(size_t row, size_t feature) { return (float)row * .25F - (float)feature; }

/* The last frame is not full. */
static size_t rows_of(size_t frame) { return frame + 1 < FRAMES ? FRAME : FRAME / 3; }

static void make_frame(fw_frame *frame, size_t index) {
    fw_frame_clear(frame);
    for (size_t i = 0; i < rows_of(index); i++) {
        const size_t row = index * FRAME + i;
        char id[32];
        (void)snprintf(id, sizeof id, "answer %0*zu", (int)(row % 20), row);
        assert_true(fw_frame_set_text(frame, 0, i, row % 7 ? fw_str_of(id) : FW_STR("")));
        assert_true(fw_frame_set_text(frame, 3, i, i % 5 ? (fw_str){id, 2 * (i % 5)} : FW_STR("")));
        (void)snprintf(id, sizeof id, "day %zu", i % names[index]);
        assert_true(fw_frame_set_text(frame, 4, i, fw_str_of(id)));
        frame->cells[1].number[i] = (double)row / 3;
        frame->cells[2].integer[i] = -(int)row;
        for (size_t j = 0; j < WIDTH; j++) frame->x[i * WIDTH + j] = value(row, j);
    }
    frame->rows = rows_of(index);
}

static void check_frame(const fw_frame *expected, const fw_frame *got, bool whole) {
    const size_t rows = expected->rows;
    assert_int_equal(got->rows, rows);
    for (size_t i = 0; i < rows; i++) {
        for (size_t c = 0; c < COLUMNS; c += c ? 1 : 3) { /* those with text */
            const fw_str text = got->cells[c].text[i];
            assert_true(fw_str_equal(text, expected->cells[c].text[i]));
            assert_int_equal(text.ptr[text.len], 0);
        }
    }
    assert_memory_equal(got->cells[1].number, expected->cells[1].number, rows * sizeof(double));
    assert_memory_equal(got->cells[2].integer, expected->cells[2].integer, rows * sizeof(int32_t));
    for (size_t k = 0; k < rows * WIDTH; k++) {
        const float wanted = whole ? expected->x[k] : -1;
        assert_true(got->x[k] >= wanted && got->x[k] <= wanted);
    }
}

static void nothing_comes_out_of_an_empty_one(void **unused) {
    (void)unused;
    fw_error err = {0};
    fw_column_shelf shelf;
    fw_buffer texts = {0};
    fw_frame *frame = fw_frame_new(columns, COLUMNS, WIDTH, 1);
    assert_non_null(frame);
    assert_int_equal(fw_column_shelf_open(&shelf, NULL, WHOLE, &err), FW_OK);
    assert_int_equal(fw_column_shelf_next(&shelf, frame, &texts, &err), FW_BUG);
    fw_column_shelf_close(&shelf);
    fw_buffer_free(&texts);
    fw_frame_free(frame);
}

static void a_missing_folder_is_told(void **unused) {
    (void)unused;
    fw_error err = {0};
    fw_column_shelf shelf;
    assert_int_equal(fw_column_shelf_open(&shelf, "/nowhere/at/all", 0, &err), FW_IO);
    fw_column_shelf_close(&shelf);
}

static void a_frame_without_room_or_of_other_columns_is_told(void **unused) {
    (void)unused;
    const struct { size_t columns, capacity; } others[] = {{COLUMNS, FRAME - 1}, {COLUMNS - 1, FRAME}};
    for (size_t i = 0; i < 2; i++) {
        fw_error err = {0};
        fw_column_shelf shelf;
        fw_buffer texts = {0};
        fw_frame *put = fw_frame_new(columns, COLUMNS, WIDTH, FRAME),
                 *got = fw_frame_new(columns, others[i].columns, WIDTH, others[i].capacity);
        assert_true(put && got);
        assert_int_equal(fw_column_shelf_open(&shelf, NULL, 0, &err), FW_OK);
        make_frame(put, 0);
        assert_int_equal(fw_column_shelf_put(&shelf, put, &err), FW_OK);
        assert_int_equal(fw_column_shelf_next(&shelf, got, &texts, &err), FW_BUG);
        fw_column_shelf_close(&shelf);
        fw_buffer_free(&texts);
        fw_frame_free(put);
        fw_frame_free(got);
    }
}

static void frames_come_back(void **unused) {
    (void)unused;
    fw_error err = {0};
    fw_column_shelf shelf;
    fw_buffer texts = {0};
    fw_frame *put = fw_frame_new(columns, COLUMNS, WIDTH, FRAME),
             *got = fw_frame_new(columns, COLUMNS, WIDTH, FRAME);
    assert_true(put && got);
    assert_int_equal(fw_column_shelf_open(&shelf, NULL, WHOLE, &err), FW_OK);
    for (size_t i = 0; i < FRAMES; i++) {
        make_frame(put, i);
        assert_int_equal(fw_column_shelf_put(&shelf, put, &err), FW_OK);
    }
    for (size_t i = 0; i < FRAMES; i++) {
        make_frame(put, i);
        for (size_t k = 0; k < FRAME * WIDTH; k++) got->x[k] = -1;
        assert_int_equal(fw_column_shelf_next(&shelf, got, &texts, &err), FW_OK);
        check_frame(put, got, i * FRAME < WHOLE);
    }
    assert_int_equal(fw_column_shelf_next(&shelf, got, &texts, &err), FW_BUG);
    fw_column_shelf_close(&shelf);
    fw_buffer_free(&texts);
    fw_frame_free(put);
    fw_frame_free(got);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_comes_out_of_an_empty_one),
        cmocka_unit_test(a_missing_folder_is_told),
        cmocka_unit_test(a_frame_without_room_or_of_other_columns_is_told),
        cmocka_unit_test(frames_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
