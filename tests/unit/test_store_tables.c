/* test_store_tables.c: tables of scores and documents, added to a copy of a dataset. */
#include "store_rows.h"

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
    const fw_column *columns = NULL;
    const fw_column *none = NULL;
    assert_int_equal(fw_dataset_table_columns(dataset, "scores", &columns, &count, &err), FW_OK);
    assert_int_equal(count, SCORE_COUNT);
    assert_string_equal(columns[1].unit, "points");
    size_t no_count = 1;
    assert_int_equal(fw_dataset_table_columns(dataset, "no_such", &none, &no_count, &err), FW_OK);
    assert_true(none == NULL && no_count == 0);
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
        cmocka_unit_test(scores_and_documents_are_added_to_a_copy),
        cmocka_unit_test(long_table_texts_are_cut_between_characters),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
