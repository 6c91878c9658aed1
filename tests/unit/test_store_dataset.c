/* test_store_dataset.c: whole datasets: misuse, round trips, tables, documents, same bytes. */
#include <failwise/dataset.h>

#include "base/output.h"
#include "base/str.h"

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

static int make_folder(void **unused) {
    (void)unused;
    if (!mkdtemp(folder)) return -1;
    snprintf(path_a, sizeof path_a, "%s/a.h5", folder);
    snprintf(path_b, sizeof path_b, "%s/b.h5", folder);
    return 0;
}

static int remove_folder(void **unused) {
    (void)unused;
    unlink(path_a);
    unlink(path_b);
    return rmdir(folder); /* fails when a temporary was left behind */
}

/* ---- one row, made from its number: every kind of cell, with missing ones, UTF-8 and a long string ---- */

static void id_of(uint64_t row, char *out, size_t size) {
    snprintf(out, size, "id-%llu%s", (unsigned long long)row,
             row % 5 == 3 ? "-\xc3\xa9\xf0\x9f\x98\x80" : "");
}
static const char *cohort_of(uint64_t row) {
    static const char *const names[] = {"spring", "", "autumn", "\xc3\x89t\xc3\xa9", "spring"};
    return names[row % 5];
}
static double duration_of(uint64_t row) { return row % 4 == 1 ? (double)NAN : (double)row * 0.25; }
static int32_t attempt_of(uint64_t row) { return row % 7 == 0 ? -1 : (int32_t)(row % 3); }
static float x_of(uint64_t row, size_t feature) {
    return (row + feature) % 11 == 4 ? NAN : (float)row * 0.5f + (float)feature;
}
static fw_str note_of(uint64_t row) {
    static char big[70000];
    if (row % 1000 != 6) return fw_str_of(row % 2 ? "" : "note, \"quoted\"\n");
    memset(big, 'z', sizeof big);
    return (fw_str){big, sizeof big};
}

static void fill_row(fw_frame *frame, size_t at, uint64_t row) {
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

static bool same_number(double a, double b) { return (isnan(a) && isnan(b)) || a == b; }

static void check_row(const fw_frame *frame, size_t at, uint64_t row) {
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

static void append_all(fw_dataset *dataset, uint64_t rows, size_t cut) {
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

static void check_all(fw_dataset *dataset, uint64_t rows, size_t cut) {
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

static void write_file(const char *path, uint64_t rows, size_t cut) {
    fw_error err = {0};
    fw_dataset *dataset = NULL;
    assert_int_equal(fw_dataset_create(path, &LAYOUT, true, &dataset, &err), FW_OK);
    append_all(dataset, rows, cut);
    assert_int_equal(fw_dataset_seal(dataset, &err), FW_OK);
    assert_int_equal(fw_dataset_commit(dataset, &err), FW_OK);
}

static void assert_same_bytes(const char *a, const char *b) {
    char *bytes[2] = {NULL, NULL};
    size_t sizes[2] = {0, 0};
    fw_error err = {0};
    assert_int_equal(fw_read_file(a, 1 << 30, &bytes[0], &sizes[0], &err), FW_OK);
    assert_int_equal(fw_read_file(b, 1 << 30, &bytes[1], &sizes[1], &err), FW_OK);
    assert_int_equal(sizes[0], sizes[1]);
    assert_memory_equal(bytes[0], bytes[1], sizes[0]);
    free(bytes[0]);
    free(bytes[1]);
}

static void misuse_and_bad_inputs_are_refused(void **unused) {
    (void)unused;
    fw_error err = {0};
    fw_dataset *dataset = NULL;
    assert_int_equal(fw_dataset_open("/nowhere/x.h5", &dataset, &err), FW_NOINPUT);
    assert_int_equal(fw_dataset_open(folder, &dataset, &err), FW_NOINPUT);
    assert_int_equal(fw_dataset_create("/nowhere/x.h5", &LAYOUT, true, &dataset, &err), FW_CANTCREATE);
    assert_null(dataset);
    const fw_layout no_id = {.columns = COLUMNS + 2, .column_count = 1, .kind = "features"};
    assert_int_equal(fw_dataset_create(path_a, &no_id, true, &dataset, &err), FW_BUG);
    fw_layout wrong = LAYOUT;
    wrong.obsm = WRONG_OBSM;
    assert_int_equal(fw_dataset_create(path_a, &wrong, true, &dataset, &err), FW_DATA);
    assert_non_null(strstr(err.message, "no_such_feature"));
    const fw_obsm often[] = {OBSM[0], OBSM[0], OBSM[0], OBSM[0]};
    wrong.obsm = often;
    wrong.obsm_count = 4;
    assert_int_equal(fw_dataset_create(path_a, &wrong, true, &dataset, &err), FW_BUG);
    assert_int_not_equal(access(path_a, F_OK), 0);

    write_file(path_a, 10, 10);
    assert_int_equal(fw_dataset_create(path_a, &LAYOUT, false, &dataset, &err), FW_CANTCREATE);
    assert_int_equal(fw_dataset_open(path_a, &dataset, &err), FW_OK);
    assert_int_equal(fw_dataset_seal(dataset, &err), FW_BUG);
    assert_int_equal(fw_dataset_put_json(dataset, "model", NULL, &err), FW_BUG);
    assert_int_equal(fw_dataset_begin_table(dataset, "s", SCORES, SCORE_COUNT, NULL, 0, &err), FW_BUG);
    const fw_column missing = {"no_such", FW_COLUMN_FLOAT, "", ""};
    const fw_column other = {"cohort", FW_COLUMN_FLOAT, "", ""};
    fw_frame *frame = fw_frame_new(&missing, 1, 0, 4);
    assert_int_equal(fw_dataset_read(dataset, 0, 4, frame, &err), FW_DATA);
    assert_non_null(strstr(err.message, "no_such"));
    assert_int_equal(fw_dataset_read(dataset, 0, 5, frame, &err), FW_BUG);
    assert_int_equal(fw_dataset_read(dataset, 9, 2, frame, &err), FW_BUG);
    frame->columns = &other;
    assert_int_equal(fw_dataset_read(dataset, 0, 4, frame, &err), FW_DATA);
    assert_int_equal(fw_dataset_read_table(dataset, "scores", 0, 4, frame, &err), FW_DATA);
    fw_frame_free(frame);
    json_t *json = NULL;
    assert_int_equal(fw_dataset_get_json(dataset, "model", &json, &err), FW_OK);
    assert_null(json);
    assert_int_equal(fw_dataset_commit(dataset, &err), FW_BUG);
}

static void an_unfinished_file_leaves_the_old_one(void **unused) {
    (void)unused;
    fw_error err = {0};
    fw_dataset *dataset = NULL;
    write_file(path_a, 3, 3);
    assert_int_equal(fw_dataset_create(path_a, &LAYOUT, true, &dataset, &err), FW_OK);
    append_all(dataset, 5000, 999);
    assert_int_equal(fw_dataset_commit(dataset, &err), FW_BUG); /* not sealed */
    assert_int_equal(fw_dataset_create(path_a, &LAYOUT, true, &dataset, &err), FW_OK);
    fw_dataset_close(dataset);
    assert_int_equal(fw_dataset_open(path_a, &dataset, &err), FW_OK);
    check_all(dataset, 3, 2);
    fw_dataset_close(dataset);
    fw_dataset_close(NULL);
}

static void rows_come_back_as_they_went_in(void **unused) {
    (void)unused;
    static const uint64_t SIZES[] = {0, 1, 4095, 4096, 4097, 10000};
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++) {
        fw_error err = {0};
        fw_dataset *dataset = NULL;
        assert_int_equal(fw_dataset_create(path_a, &LAYOUT, true, &dataset, &err), FW_OK);
        append_all(dataset, SIZES[i], 1000);
        assert_int_equal(fw_dataset_seal(dataset, &err), FW_OK);
        check_all(dataset, SIZES[i], 1500); /* through the same handle */
        assert_int_equal(fw_dataset_commit(dataset, &err), FW_OK);
        assert_int_equal(fw_dataset_open(path_a, &dataset, &err), FW_OK);
        const fw_layout *layout = fw_dataset_layout(dataset);
        assert_string_equal(layout->kind, "features");
        assert_int_equal(layout->column_count, COLUMN_COUNT);
        for (size_t c = 0; c < COLUMN_COUNT; c++) {
            assert_string_equal(layout->columns[c].name, COLUMNS[c].name);
            assert_int_equal(layout->columns[c].type, COLUMNS[c].type);
            assert_string_equal(layout->columns[c].unit, COLUMNS[c].unit);
            assert_string_equal(layout->columns[c].description, COLUMNS[c].description);
        }
        assert_int_equal(layout->var_count, VAR_COUNT);
        assert_string_equal(layout->vars[2].definition, VARS[2].definition);
        assert_int_equal(layout->vars[2].sign, -1);
        check_all(dataset, SIZES[i], 4096);
        fw_dataset_close(dataset);
    }
}

static void the_same_rows_give_the_same_bytes_however_cut(void **unused) {
    (void)unused;
    write_file(path_a, 9000, 4096);
    write_file(path_b, 9000, 4096);
    assert_same_bytes(path_a, path_b);
    write_file(path_b, 9000, 701);
    assert_same_bytes(path_a, path_b);
}

static void add_scores(fw_dataset *dataset, uint64_t rows, size_t cut, double plus) {
    static const char *const ALSO[] = {"overall", "weakest"};
    fw_error err = {0};
    assert_int_equal(fw_dataset_begin_table(dataset, "scores", SCORES, SCORE_COUNT, ALSO, 2, &err), FW_OK);
    fw_frame *frame = fw_frame_new(SCORES, SCORE_COUNT, 0, cut);
    for (uint64_t row = 0; row < rows;) {
        fw_frame_clear(frame);
        for (; frame->rows < cut && row < rows; frame->rows++, row++) {
            char id[64];
            id_of(row, id, sizeof id);
            fw_frame_set_text(frame, 0, frame->rows, fw_str_of(id));
            frame->cells[1].number[frame->rows] = (double)row + plus;
            fw_frame_set_text(frame, 2, frame->rows, fw_str_of(row % 2 ? "impr" : "diag"));
            frame->cells[3].integer[frame->rows] = (int32_t)(row % 32);
        }
        assert_int_equal(fw_dataset_append_table(dataset, frame, &err), FW_OK);
    }
    fw_frame_free(frame);
    const fw_layout *layout = fw_dataset_layout(dataset); /* all of obs can still be read, old scores too */
    frame = fw_frame_new(layout->columns, layout->column_count, 0, cut);
    assert_int_equal(fw_dataset_read(dataset, rows - cut, cut, frame, &err), FW_OK);
    fw_frame_free(frame);
    assert_int_equal(fw_dataset_end_table(dataset, &err), FW_OK);
}

static void check_scores(fw_dataset *dataset, uint64_t rows, double plus) {
    fw_error err = {0};
    size_t count = 0;
    const fw_column *columns = fw_dataset_table_columns(dataset, "scores", &count);
    assert_int_equal(count, SCORE_COUNT);
    assert_string_equal(columns[1].unit, "points");
    assert_null(fw_dataset_table_columns(dataset, "no_such", &count));
    fw_frame *frame = fw_frame_new(columns, SCORE_COUNT, 0, rows);
    assert_int_equal(fw_dataset_read_table(dataset, "scores", 0, rows, frame, &err), FW_OK);
    static const fw_column obs[] = {{"scores_overall", FW_COLUMN_FLOAT, "", ""},
                                    {"weakest", FW_COLUMN_CATEGORY, "", ""},
                                    {"overall", FW_COLUMN_CATEGORY, "", ""}};
    fw_frame *beside = fw_frame_new(obs, 3, 0, rows);
    assert_int_equal(fw_dataset_read(dataset, 0, rows, beside, &err), FW_OK);
    for (uint64_t row = 0; row < rows; row++) {
        char id[64];
        id_of(row, id, sizeof id);
        assert_true(fw_str_equal(frame->cells[0].text[row], fw_str_of(id)));
        assert_true(frame->cells[1].number[row] == (double)row + plus);
        assert_true(beside->cells[0].number[row] == (double)row + plus);
        assert_true(fw_str_equal(beside->cells[1].text[row], frame->cells[2].text[row]));
        assert_true(fw_str_equal(beside->cells[2].text[row], FW_STR("user's")));
        assert_int_equal(frame->cells[3].integer[row], row % 32);
    }
    fw_frame_free(frame);
    fw_frame_free(beside);
}

static const char DOCUMENT[] = "{\"type\":\"ridge\",\"n\":3,\"lambda\":0.1,\"none\":null,\"yes\":true,"
                               "\"empty\":\"\",\"list\":[1,2.5,null],"
                               "\"ints\":[1,2],\"words\":[\"a\",\"\\u00e9\"],\"nothing\":[],\"weights\":[{"
                               "\"name\":\"x/y\",\"w\":0.30000000000000004},"
                               "{\"name\":\"z\",\"w\":-1}],\"a/b\":1,\"a_b\":2,\"\":{},\"failwise_json\":5}";

static void add_extras(fw_dataset *dataset) {
    fw_error err = {0};
    const fw_column mean = {"mean", FW_COLUMN_FLOAT, "", "Mean of the feature."};
    const double means[VAR_COUNT] = {0.5, (double)NAN, -3};
    assert_int_equal(fw_dataset_add_var(dataset, &mean, means, &err), FW_OK);
    assert_int_equal(fw_dataset_add_var(dataset, &mean, means, &err), FW_OK); /* replaces */
    json_t *object = json_loads(DOCUMENT, 0, NULL);
    assert_non_null(object);
    assert_int_equal(fw_dataset_put_json(dataset, "model", object, &err), FW_OK);
    assert_int_equal(fw_dataset_put_json(dataset, "model", object, &err), FW_OK); /* replaces */
    json_decref(object);
}

static void check_document(fw_dataset *dataset) {
    fw_error err = {0};
    json_t *back = NULL;
    assert_int_equal(fw_dataset_get_json(dataset, "model", &back, &err), FW_OK);
    json_t *object = json_loads(DOCUMENT, 0, NULL);
    assert_true(json_equal(object, back));
    json_decref(object);
    json_decref(back);
}

static void scores_and_documents_are_added_to_a_copy(void **unused) {
    (void)unused;
    enum { MANY = 5000 };
    fw_error err = {0};
    fw_dataset *dataset = NULL;
    write_file(path_a, MANY, 1000);
    assert_int_equal(fw_dataset_extend(path_a, path_b, "scores", true, &dataset, &err), FW_OK);
    add_scores(dataset, MANY, 333, 0.5);
    check_scores(dataset, MANY, 0.5);
    add_extras(dataset);
    check_document(dataset);
    assert_int_equal(fw_dataset_commit(dataset, &err), FW_OK);
    assert_int_equal(fw_dataset_open(path_b, &dataset, &err), FW_OK);
    assert_string_equal(fw_dataset_layout(dataset)->kind, "scores");
    assert_int_equal(fw_dataset_layout(dataset)->column_count, COLUMN_COUNT + 2);
    check_all(dataset, MANY, 4096);
    check_scores(dataset, MANY, 0.5);
    check_document(dataset);
    fw_dataset_close(dataset);
    /* Scored again, onto itself: the old scores go, nothing else does. */
    assert_int_equal(fw_dataset_extend(path_b, path_b, "scores", true, &dataset, &err), FW_OK);
    add_scores(dataset, MANY, 4096, 7);
    assert_int_equal(fw_dataset_commit(dataset, &err), FW_OK);
    assert_int_equal(fw_dataset_open(path_b, &dataset, &err), FW_OK);
    assert_int_equal(fw_dataset_layout(dataset)->column_count, COLUMN_COUNT + 2);
    check_scores(dataset, MANY, 7);
    check_all(dataset, MANY, 4096);
    fw_dataset_close(dataset);
    const char *keep = getenv("FAILWISE_KEEP_DATASET"); /* for tests/store/check_dataset.py */
    if (keep) assert_int_equal(rename(path_b, keep), 0);
}

static void long_table_texts_are_cut_between_characters(void **unused) {
    (void)unused;
    fw_error err = {0};
    fw_dataset *dataset = NULL;
    char text[101];
    for (size_t i = 0; i < 100; i += 2) memcpy(text + i, "\xc3\xa9", 3);
    memmove(text + 1, text, 100);
    text[0] = 'x'; /* the 64th byte is now the first half of a character */
    assert_int_equal(fw_dataset_create(path_a, &LAYOUT, true, &dataset, &err), FW_OK);
    assert_int_equal(fw_dataset_seal(dataset, &err), FW_OK);
    assert_int_equal(fw_dataset_begin_table(dataset, "scores", SCORES, SCORE_COUNT, NULL, 0, &err), FW_OK);
    fw_frame *frame = fw_frame_new(SCORES, SCORE_COUNT, 0, 1);
    frame->rows = 1;
    assert_true(fw_frame_set_text(frame, 2, 0, (fw_str){text, 100}));
    assert_false(fw_frame_set_text(frame, 2, 1, FW_STR("outside")));
    assert_false(fw_frame_set_text(frame, 1, 0, FW_STR("a number")));
    assert_int_equal(fw_dataset_append_table(dataset, frame, &err), FW_OK);
    assert_int_equal(fw_dataset_end_table(dataset, &err), FW_OK);
    assert_int_equal(fw_dataset_read_table(dataset, "scores", 0, 1, frame, &err), FW_OK);
    assert_int_equal(frame->cells[2].text[0].len, 63);
    assert_int_equal(fw_utf8_valid_prefix(frame->cells[2].text[0].ptr, 63), 63);
    fw_frame_free(frame);
    fw_dataset_close(dataset);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(misuse_and_bad_inputs_are_refused),
        cmocka_unit_test(an_unfinished_file_leaves_the_old_one),
        cmocka_unit_test(rows_come_back_as_they_went_in),
        cmocka_unit_test(the_same_rows_give_the_same_bytes_however_cut),
        cmocka_unit_test(scores_and_documents_are_added_to_a_copy),
        cmocka_unit_test(long_table_texts_are_cut_between_characters),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
