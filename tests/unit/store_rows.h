/*
 * store_rows.h: rows for tests of the store: what row N holds, written and checked.
 */
#ifndef FAILWISE_TESTS_STORE_ROWS_H
#define FAILWISE_TESTS_STORE_ROWS_H

#include <failwise/dataset.h>

#include "base/output.h"
#include "base/str.h"
#include "same_bytes.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const fw_column COLUMNS[] = {
    {"answer_id", FW_COLUMN_STRING, "", "Unique id of the answer."},
    {"cohort", FW_COLUMN_CATEGORY, "", "Group of participants."},
    {"duration_s", FW_COLUMN_FLOAT, "s", "Recorded duration."},
    {"attempt", FW_COLUMN_INT, "", "Number of the attempt."},
    {"what/ever\n", FW_COLUMN_STRING, "", "A user's own column."},
    {"overall", FW_COLUMN_CATEGORY, "", "A user's column with the name of a score."},
};
static const fw_var VARS[] = {
    {"arc_fail", "arc", "0..1", "Squashed best clause score.", 1},
    {"arc_diag", "arc", "0..1", "Same, diagnosis.", 1},
    {"hedge_rate", "language", "per 100 words", "Hedges \xe2\x80\x9cmaybe\xe2\x80\x9d.", -1},
};
enum { COLUMN_COUNT = 6, VAR_COUNT = 3 };
static const char *const ARC[] = {"arc_diag", "arc_fail"};
static const char *const UNKNOWN[] = {"arc_fail", "no_such_feature"};
static const fw_obsm OBSM[] = {{"arc", ARC, 2}};
static const fw_obsm WRONG_OBSM[] = {{"arc", UNKNOWN, 2}};
static const fw_layout LAYOUT = {.columns = COLUMNS,
                                 .column_count = COLUMN_COUNT,
                                 .vars = VARS,
                                 .var_count = VAR_COUNT,
                                 .kind = "features",
                                 .obsm = OBSM,
                                 .obsm_count = 1};

static const fw_column SCORES[] = {
    {"answer_id", FW_COLUMN_STRING, "", "Unique id of the answer."},
    {"overall", FW_COLUMN_FLOAT, "points", "Overall score."},
    {"weakest", FW_COLUMN_CATEGORY, "", "Weakest part."},
    {"traps", FW_COLUMN_INT, "bits", "Traps."},
};
enum { SCORE_COUNT = 4 };

static char folder[] = "/tmp/failwise-store-XXXXXX";
static char path_a[64], path_b[64];

static inline int make_folder(void **unused) {
    (void)unused;
    if (!mkdtemp(folder)) return -1;
    snprintf(path_a, sizeof path_a, "%s/a.h5", folder);
    snprintf(path_b, sizeof path_b, "%s/b.h5", folder);
    return 0;
}

static inline int remove_folder(void **unused) {
    (void)unused;
    unlink(path_a);
    unlink(path_b);
    return rmdir(folder); /* fails when a temporary was left behind */
}

/* ---- one row, made from its number: every kind of cell, with missing ones, UTF-8 and a long string ---- */

static inline void id_of(uint64_t row, char *out, size_t size) {
    snprintf(out, size, "id-%llu%s", (unsigned long long)row,
             row % 5 == 3 ? "-\xc3\xa9\xf0\x9f\x98\x80" : "");
}
static inline const char *cohort_of(uint64_t row) {
    static const char *const names[] = {"spring", "", "autumn", "\xc3\x89t\xc3\xa9", "spring"};
    return names[row % 5];
}
static inline double duration_of(uint64_t row) { return row % 4 == 1 ? (double)NAN : (double)row * 0.25; }
static inline int32_t attempt_of(uint64_t row) { return row % 7 == 0 ? -1 : (int32_t)(row % 3); }
static inline float x_of(uint64_t row, size_t feature) {
    return (row + feature) % 11 == 4 ? NAN : (float)row * 0.5f + (float)feature;
}
static inline fw_str note_of(uint64_t row) {
    static char big[70000];
    if (row % 1000 != 6) return fw_str_of(row % 2 ? "" : "note, \"quoted\"\n");
    memset(big, 'z', sizeof big);
    return (fw_str){big, sizeof big};
}

static inline void fill_row(fw_frame *frame, size_t at, uint64_t row) {
    char id[64];
    id_of(row, id, sizeof id);
    assert_true(fw_frame_set_text(frame, 0, at, fw_str_of(id)));
    assert_true(fw_frame_set_text(frame, 1, at, fw_str_of(cohort_of(row))));
    frame->cells[2].number[at] = duration_of(row);
    frame->cells[3].integer[at] = attempt_of(row);
    assert_true(fw_frame_set_text(frame, 4, at, note_of(row)));
    assert_true(fw_frame_set_text(frame, 5, at, fw_str_of("user's")));
    for (size_t f = 0; f < VAR_COUNT; f++) frame->x[at * VAR_COUNT + f] = x_of(row, f);
}

static inline bool same_number(double a, double b) { return (isnan(a) && isnan(b)) || a == b; }

static inline void check_row(const fw_frame *frame, size_t at, uint64_t row) {
    char id[64];
    id_of(row, id, sizeof id);
    assert_true(fw_str_equal(frame->cells[0].text[at], fw_str_of(id)));
    assert_true(fw_str_equal(frame->cells[1].text[at], fw_str_of(cohort_of(row))));
    assert_true(same_number(frame->cells[2].number[at], duration_of(row)));
    assert_int_equal(frame->cells[3].integer[at], attempt_of(row));
    assert_true(fw_str_equal(frame->cells[4].text[at], note_of(row)));
    for (size_t f = 0; f < VAR_COUNT; f++) {
        assert_true(same_number((double)frame->x[at * VAR_COUNT + f], (double)x_of(row, f)));
    }
}

static inline void append_all(fw_dataset *dataset, uint64_t rows, size_t cut) {
    fw_error err = {0};
    fw_frame *frame = fw_frame_new(COLUMNS, COLUMN_COUNT, VAR_COUNT, cut);
    assert_non_null(frame);
    for (uint64_t row = 0; row < rows;) {
        fw_frame_clear(frame);
        for (; frame->rows < cut && row < rows; frame->rows++, row++) fill_row(frame, frame->rows, row);
        assert_int_equal(fw_dataset_append(dataset, frame, &err), FW_OK);
    }
    fw_frame_free(frame);
}

static inline void check_all(fw_dataset *dataset, uint64_t rows, size_t cut) {
    fw_error err = {0};
    assert_int_equal(fw_dataset_rows(dataset), rows);
    const fw_layout *layout = fw_dataset_layout(dataset);
    fw_frame *frame = fw_frame_new(layout->columns, COLUMN_COUNT, layout->var_count, cut);
    assert_non_null(frame);
    for (uint64_t row = 0; row < rows;) {
        const size_t count = rows - row < cut ? (size_t)(rows - row) : cut;
        assert_int_equal(fw_dataset_read(dataset, row, count, frame, &err), FW_OK);
        assert_int_equal(frame->rows, count);
        for (size_t i = 0; i < count; i++) check_row(frame, i, row + i);
        row += count;
    }
    fw_frame_free(frame);
}

static inline void write_file(const char *path, uint64_t rows, size_t cut) {
    fw_error err = {0};
    fw_dataset *dataset = NULL;
    assert_int_equal(fw_dataset_create(path, &LAYOUT, true, &dataset, &err), FW_OK);
    append_all(dataset, rows, cut);
    assert_int_equal(fw_dataset_seal(dataset, &err), FW_OK);
    assert_int_equal(fw_dataset_commit(dataset, &err), FW_OK);
}

#endif
