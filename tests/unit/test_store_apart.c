/* test_store_apart.c: X and obsm written by somebody else between the seal and the rest. */
#include "store_rows.h"

#include <hdf5.h>

enum { ROWS = 5000 };

/* Stands for the others: plain HDF5, as any program writes. */
static void write_set(hid_t file, const char *link, size_t width, const size_t *columns) {
    float *values = malloc(ROWS * width * sizeof *values);
    assert_non_null(values);
    for (size_t i = 0; i < ROWS * width; i++) values[i] = x_of(i / width, columns[i % width]);
    const hid_t set = H5Dopen2(file, link, H5P_DEFAULT);
    assert_true(set >= 0 && H5Dwrite(set, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0);
    assert_true(H5Dclose(set) >= 0);
    free(values);
}

static fw_code fill(void *context, const fw_matrix_apart *matrix, fw_error *err) {
    static const size_t ALL[] = {0, 1, 2}, PAIR[] = {1, 0};
    (void)err;
    (*(int *)context)++;
    assert_int_equal(matrix->rows, ROWS);
    assert_int_equal(matrix->band_rows, ROWS);
    assert_int_equal(matrix->layout->obsm_count, 1);
    const hid_t access = H5Pcreate(H5P_FILE_ACCESS); /* the file is locked by who is making it */
    assert_true(access >= 0 && H5Pset_file_locking(access, false, true) >= 0);
    const hid_t file = H5Fopen(matrix->path, H5F_ACC_RDWR, access);
    assert_true(file >= 0 && H5Pclose(access) >= 0);
    write_set(file, "X", VAR_COUNT, ALL);
    write_set(file, "obsm/arc", 2, PAIR);
    assert_true(H5Fclose(file) >= 0);
    return FW_OK;
}

static fw_code give_up(void *context, const fw_matrix_apart *matrix, fw_error *err) {
    (void)context, (void)matrix;
    return fw_fail(err, FW_IO, "no room");
}

static fw_dataset *open_apart(bool apart) {
    fw_error err = {0};
    fw_dataset *dataset = NULL;
    fw_layout layout = LAYOUT;
    layout.matrix_apart = apart;
    assert_int_equal(fw_dataset_create(path_a, &layout, true, &dataset, &err), FW_OK);
    append_all(dataset, ROWS, 777);
    return dataset;
}

static void what_others_write_is_read_as_if_it_were_ours(void **unused) {
    (void)unused;
    fw_error err = {0};
    int calls = 0;
    fw_dataset *dataset = open_apart(true);
    assert_int_equal(fw_dataset_seal_apart(dataset, fill, &calls, &err), FW_OK);
    assert_int_equal(calls, 1);
    check_all(dataset, ROWS, 1000);
    assert_int_equal(fw_dataset_commit(dataset, &err), FW_OK);
    assert_int_equal(fw_dataset_open(path_a, &dataset, &err), FW_OK);
    check_all(dataset, ROWS, 4096);
    fw_dataset_close(dataset);
}

static void when_others_fail_nothing_is_left(void **unused) {
    (void)unused;
    fw_error err = {0};
    fw_dataset *dataset = open_apart(true);
    assert_int_equal(fw_dataset_seal_apart(dataset, give_up, NULL, &err), FW_IO);
    assert_string_equal(err.message, "no room");
    assert_int_equal(fw_dataset_commit(dataset, &err), FW_IO);
}

static void a_matrix_of_its_own_is_not_left_to_others(void **unused) {
    (void)unused;
    fw_error err = {0};
    fw_dataset *dataset = open_apart(false);
    assert_int_equal(fw_dataset_seal_apart(dataset, fill, NULL, &err), FW_BUG);
    fw_dataset_close(dataset);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(when_others_fail_nothing_is_left),
        cmocka_unit_test(a_matrix_of_its_own_is_not_left_to_others),
        cmocka_unit_test(what_others_write_is_read_as_if_it_were_ours),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
