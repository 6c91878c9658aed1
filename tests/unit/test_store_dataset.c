/* test_store_dataset.c: whole datasets: misuse, round trips, tables, documents, same bytes. */
#include "store_rows.h"

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

/* A sealed dataset gives its rows, in any order, before it is committed; reading changes nothing. */
static void what_is_read_back_is_what_is_in_the_file(void **unused) {
    (void)unused;
    enum { ROWS = 9000 };
    fw_error err = {0};
    fw_dataset *dataset = NULL;
    assert_int_equal(fw_dataset_create(path_a, &LAYOUT, true, &dataset, &err), FW_OK);
    append_all(dataset, ROWS, 1000);
    assert_int_equal(fw_dataset_seal(dataset, &err), FW_OK);
    check_all(dataset, ROWS, 1500);
    check_all(dataset, ROWS, 4096); /* from the start again */
    fw_frame *frame = fw_frame_new(COLUMNS, COLUMN_COUNT, VAR_COUNT, 10);
    assert_non_null(frame);
    assert_int_equal(fw_dataset_read(dataset, 5000, 10, frame, &err), FW_OK); /* out of order */
    for (size_t i = 0; i < 10; i++) check_row(frame, i, 5000 + i);
    fw_frame_free(frame);
    check_all(dataset, ROWS, ROWS);
    assert_int_equal(fw_dataset_commit(dataset, &err), FW_OK);
    write_file(path_b, ROWS, 1000);
    assert_same_bytes(path_a, path_b);
}

static void the_same_rows_give_the_same_bytes_however_cut(void **unused) {
    (void)unused;
    write_file(path_a, 9000, 4096);
    write_file(path_b, 9000, 4096);
    assert_same_bytes(path_a, path_b);
    write_file(path_b, 9000, 701);
    assert_same_bytes(path_a, path_b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(misuse_and_bad_inputs_are_refused),
        cmocka_unit_test(an_unfinished_file_leaves_the_old_one),
        cmocka_unit_test(rows_come_back_as_they_went_in),
        cmocka_unit_test(what_is_read_back_is_what_is_in_the_file),
        cmocka_unit_test(the_same_rows_give_the_same_bytes_however_cut),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
