/* test_store_matrix.c: X in chunks of columns: borders of chunks, copies of columns, threads, damage. */
#include <failwise/dataset.h>

#include "base/ordered.h"
#include "base/output.h"
#include "base/str.h"
#include "same_bytes.h"
#include "store/matrix.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { WIDTH = 5, BAND = 64, COPY_WIDTH = 3, MOST_ROWS = 3 * BAND + 1 };
static size_t copied[COPY_WIDTH] = {4, 0, 4};

static char folder[] = "/tmp/failwise-matrix-XXXXXX";
static char path_a[64], path_b[64];

static int make_folder(void **unused) {
    (void)unused;
    fw_h5_quiet();
    if (!mkdtemp(folder)) return -1;
    snprintf(path_a, sizeof path_a, "%s/a.h5", folder);
    snprintf(path_b, sizeof path_b, "%s/b.h5", folder);
    return 0;
}

static int remove_folder(void **unused) {
    (void)unused;
    unlink(path_a);
    unlink(path_b);
    return rmdir(folder);
}

static float value_of(uint64_t row, size_t column) {
    return (row + column) % 13 == 5 ? NAN : (float)row * 0.25f - (float)column;
}

static bool same(float a, float b) { return (isnan(a) && isnan(b)) || (!(a < b) && !(a > b)); }

/* ---- a matrix of its own, in small bands ---- */

static bool make(void *context, fw_matrix *matrix) {
    const fw_h5 *h5 = context;
    matrix->set = fw_matrix_create(h5, h5->file, "X", matrix->width, matrix->band_rows);
    matrix->copies[0].set = fw_matrix_create(h5, h5->file, "copy", COPY_WIDTH, matrix->band_rows);
    return matrix->set >= 0 && matrix->copies[0].set >= 0;
}

static void write_rows(const char *path, uint64_t rows, size_t cut, size_t threads) {
    fw_h5 h5;
    fw_matrix matrix;
    fw_matrix_copy copy = {.columns = copied, .count = COPY_WIDTH, .set = -1};
    float piece[MOST_ROWS * WIDTH];
    fw_queue *queue = fw_queue_new();
    assert_non_null(queue);
    fw_queue_use_threads(queue, threads);
    assert_true(fw_h5_open(&h5, path, FW_H5_CREATE));
    assert_true(fw_matrix_start(&matrix, WIDTH, BAND, &copy, 1));
    for (uint64_t first = 0; first < rows; first += cut) {
        const size_t count = rows - first < cut ? (size_t)(rows - first) : cut;
        for (size_t i = 0; i < count * WIDTH; i++) piece[i] = value_of(first + i / WIDTH, i % WIDTH);
        assert_true(fw_matrix_add(&matrix, queue, piece, count, make, &h5));
    }
    assert_true(fw_matrix_finish(&matrix, queue, make, &h5));
    assert_true(fw_queue_flush(queue));
    assert_true(fw_matrix_close(&matrix));
    assert_true(fw_h5_close(&h5));
    fw_queue_free(queue);
}

/* With our own reader, and with HDF5's. */
static void check_rows(const char *path, uint64_t rows, size_t threads) {
    fw_h5 h5;
    fw_matrix matrix;
    float back[MOST_ROWS * WIDTH + 1];
    fw_queue *queue = fw_queue_new();
    assert_non_null(queue);
    fw_queue_use_threads(queue, threads);
    assert_true(fw_h5_open(&h5, path, FW_H5_READ));
    assert_false(fw_matrix_open(&matrix, h5.file, "X", WIDTH + 1));
    assert_true(fw_matrix_open(&matrix, h5.file, "X", WIDTH));
    assert_int_equal(matrix.rows, rows);
    assert_int_equal(matrix.band_rows, rows == 0 ? 1 : rows < BAND ? rows : BAND);
    assert_false(fw_matrix_read(&matrix, queue, 0, (size_t)rows + 1, back));
    assert_false(fw_matrix_read(&matrix, queue, rows + 1, 0, back));
    for (uint64_t first = 0; first < rows; first += 7) {
        const size_t count = rows - first < 100 ? (size_t)(rows - first) : 100;
        assert_true(fw_matrix_read(&matrix, queue, first, count, back));
        for (size_t i = 0; i < count * WIDTH; i++)
            assert_true(same(back[i], value_of(first + i / WIDTH, i % WIDTH)));
    }
    assert_true(H5Dread(matrix.set, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, back) >= 0);
    for (size_t i = 0; i < rows * WIDTH; i++) assert_true(same(back[i], value_of(i / WIDTH, i % WIDTH)));
    assert_true(fw_matrix_close(&matrix));
    const hid_t copy = H5Dopen2(h5.file, "copy", H5P_DEFAULT);
    assert_true(H5Dread(copy, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, back) >= 0);
    for (size_t i = 0; i < rows * COPY_WIDTH; i++)
        assert_true(same(back[i], value_of(i / COPY_WIDTH, copied[i % COPY_WIDTH])));
    H5Dclose(copy);
    assert_true(fw_h5_close(&h5));
    fw_queue_free(queue);
}

static void rows_at_the_borders_of_chunks_come_back(void **unused) {
    (void)unused;
    static const uint64_t ROWS[] = {0, 1, BAND - 1, BAND, BAND + 1, 2 * BAND - 1, 2 * BAND, 3 * BAND + 1};
    static const size_t CUTS[] = {1, 31, BAND, MOST_ROWS};
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        write_rows(path_a, ROWS[i], MOST_ROWS, 1);
        for (size_t c = 0; c < sizeof CUTS / sizeof CUTS[0]; c++) {
            write_rows(path_b, ROWS[i], CUTS[c], c + 1);
            assert_same_bytes(path_a, path_b);
        }
        check_rows(path_a, ROWS[i], 1);
        check_rows(path_a, ROWS[i], 3);
    }
}

static void a_damaged_or_missing_chunk_is_refused(void **unused) {
    (void)unused;
    fw_h5 h5;
    fw_matrix matrix;
    float back[MOST_ROWS * WIDTH];
    unsigned char *bytes = NULL;
    size_t capacity = 0;
    size_t size = 0;
    const hsize_t offset[2] = {BAND, 2};
    fw_queue *queue = fw_queue_new();
    assert_non_null(queue);
    write_rows(path_a, 2 * BAND, BAND, 1);
    assert_true(fw_h5_open(&h5, path_a, FW_H5_CHANGE));
    assert_true(fw_matrix_open(&matrix, h5.file, "X", WIDTH));
    assert_true(fw_chunks_fetch(matrix.set, offset, BAND * sizeof(float), &bytes, &capacity, &size));
    bytes[size / 2] ^= 1;
    assert_true(H5Dwrite_chunk(matrix.set, H5P_DEFAULT, 0, offset, size, bytes) >= 0);
    free(bytes);
    for (size_t threads = 1; threads <= 3; threads++) {
        fw_queue_use_threads(queue, threads);
        assert_true(fw_matrix_read(&matrix, queue, 0, BAND, back));
        assert_false(fw_matrix_read(&matrix, queue, 0, BAND + 1, back));
    }
    const hsize_t longer[2] = {3 * BAND, WIDTH}; /* rows that were never written */
    assert_true(H5Dset_extent(matrix.set, longer) >= 0);
    assert_true(fw_matrix_close(&matrix));
    assert_true(fw_matrix_open(&matrix, h5.file, "X", WIDTH));
    assert_false(fw_matrix_read(&matrix, queue, 2 * BAND, 1, back));
    assert_true(fw_matrix_close(&matrix));
    assert_true(fw_h5_close(&h5));
    fw_queue_free(queue);
}

static void chunks_of_rows_are_not_taken_for_columns(void **unused) {
    (void)unused;
    fw_h5 h5;
    fw_matrix matrix;
    assert_true(fw_h5_open(&h5, path_a, FW_H5_CREATE));
    const hsize_t sizes[2] = {BAND, WIDTH};
    const hid_t space = H5Screate_simple(2, sizes, NULL);
    const hid_t list = fw_chunks_filters(2, sizes);
    const hid_t set = H5Dcreate2(h5.file, "X", H5T_IEEE_F32LE, space, H5P_DEFAULT, list, H5P_DEFAULT);
    assert_true(set >= 0);
    H5Dclose(set);
    H5Pclose(list);
    H5Sclose(space);
    assert_false(fw_matrix_open(&matrix, h5.file, "X", WIDTH));
    assert_false(fw_matrix_open(&matrix, h5.file, "Y", WIDTH));
    assert_true(fw_h5_close(&h5));
}

/* ---- the queue ---- */

static void a_chunk_that_cannot_be_written_is_told(void **unused) {
    (void)unused;
    fw_queue *queue = fw_queue_new();
    assert_non_null(queue);
    assert_false(fw_queue_help(queue));
    assert_true(fw_queue_flush(queue));
    for (int helped = 0; helped < 2; helped++) {
        fw_chunk chunk = {.block = fw_queue_block(queue, 8), .bytes = 8, .element = 4, .place_count = 1};
        chunk.places[0].set = -1; /* no dataset */
        memset(chunk.block, 7, 8);
        assert_true(fw_queue_put(queue, &chunk));
        if (helped) assert_true(fw_queue_help(queue));
        assert_false(fw_queue_help(queue) && helped);
        assert_false(fw_queue_flush(queue));
    }
    fw_queue_free(queue);
    fw_queue_free(NULL);
}

/* ---- a dataset over the real border, written by 1, 2, 3 and 8 threads ---- */

static const fw_column COLUMNS[] = {{"answer_id", FW_COLUMN_STRING, "", "Id."},
                                    {"cohort", FW_COLUMN_CATEGORY, "", "Cohort."},
                                    {"seconds", FW_COLUMN_FLOAT, "s", "Seconds."}};
static const fw_var VARS[] = {{"a", "g", "", "A.", 0}, {"b", "g", "", "B.", 0}};
static const char *const B_ONLY[] = {"b"};
static const fw_obsm OBSM[] = {{"few", B_ONLY, 1}};
static const fw_layout LAYOUT = {.columns = COLUMNS,
                                 .column_count = 3,
                                 .vars = VARS,
                                 .var_count = 2,
                                 .kind = "features",
                                 .obsm = OBSM,
                                 .obsm_count = 1};
enum { FRAME_ROWS = 1000 };

typedef struct {
    fw_dataset *dataset;
    fw_frame *frames[4];
    uint64_t rows, next;
} writing;

static fw_code next_frame(void *context, size_t slot, bool *more, fw_error *err) {
    (void)err;
    writing *w = context;
    fw_frame *frame = w->frames[slot];
    fw_frame_clear(frame);
    for (; frame->rows < FRAME_ROWS && w->next < w->rows; frame->rows++, w->next++) {
        const size_t at = frame->rows;
        char id[32];
        snprintf(id, sizeof id, "id-%llu", (unsigned long long)w->next);
        if (!fw_frame_set_text(frame, 0, at, fw_str_of(id))) return FW_BUG;
        if (!fw_frame_set_text(frame, 1, at, w->next % 3 ? FW_STR("b") : FW_STR("a"))) return FW_BUG;
        frame->cells[2].number[at] = (double)w->next;
        for (size_t c = 0; c < 2; c++) frame->x[at * 2 + c] = value_of(w->next, c);
    }
    *more = frame->rows > 0;
    return FW_OK;
}

static fw_code no_work(void *context, size_t slot, size_t worker, fw_error *err) {
    (void)context, (void)slot, (void)worker, (void)err;
    return FW_OK;
}

static fw_code append_frame(void *context, size_t slot, fw_error *err) {
    const writing *w = context;
    return fw_dataset_append(w->dataset, w->frames[slot], err);
}

static bool help(void *context) { return fw_dataset_help(((writing *)context)->dataset); }

static void write_dataset(const char *path, uint64_t rows, size_t threads) {
    writing w = {.rows = rows};
    fw_error err = {0};
    assert_int_equal(fw_dataset_create(path, &LAYOUT, true, &w.dataset, &err), FW_OK);
    fw_dataset_use_threads(w.dataset, threads);
    for (size_t i = 0; i < 4; i++) w.frames[i] = fw_frame_new(COLUMNS, 3, 2, FRAME_ROWS);
    const fw_ordered loop = {.context = &w,
                             .source = next_frame,
                             .work = no_work,
                             .sinks = {append_frame},
                             .help = help,
                             .slots = 4,
                             .threads = threads};
    assert_int_equal(fw_ordered_run(&loop, &err), FW_OK);
    for (size_t i = 0; i < 4; i++) fw_frame_free(w.frames[i]);
    assert_int_equal(fw_dataset_seal(w.dataset, &err), FW_OK);
    assert_int_equal(fw_dataset_commit(w.dataset, &err), FW_OK);
}

static void check_dataset(const char *path, uint64_t rows) {
    fw_error err = {0};
    fw_dataset *dataset = NULL;
    uint64_t end = 0;
    assert_int_equal(fw_dataset_open(path, &dataset, &err), FW_OK);
    fw_dataset_use_threads(dataset, 2);
    fw_frame *frame = fw_frame_new(COLUMNS, 3, 2, FRAME_ROWS);
    for (uint64_t first = 0; first < rows;) {
        if (first >= end) assert_int_equal(fw_dataset_prefetch(dataset, first, &end, &err), FW_OK);
        assert_int_equal(end, rows > FW_BAND_ROWS && first < FW_BAND_ROWS ? FW_BAND_ROWS : rows);
        const size_t count = end - first < FRAME_ROWS ? (size_t)(end - first) : FRAME_ROWS;
        assert_int_equal(fw_dataset_read(dataset, first, count, frame, &err), FW_OK);
        for (size_t r = 0; r < count; r++) {
            assert_true(same((float)frame->cells[2].number[r], (float)(first + r)));
            assert_true(same(frame->x[2 * r], value_of(first + r, 0)));
            assert_true(same(frame->x[2 * r + 1], value_of(first + r, 1)));
        }
        first += count;
    }
    fw_frame_free(frame);
    fw_dataset_close(dataset);
}

static void any_number_of_threads_writes_the_same_bytes(void **unused) {
    (void)unused;
    static const uint64_t ROWS[] = {0, 1, FW_BAND_ROWS - 1, FW_BAND_ROWS, FW_BAND_ROWS + 1};
    static const size_t THREADS[] = {2, 3, 8};
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        write_dataset(path_a, ROWS[i], 1);
        check_dataset(path_a, ROWS[i]);
        for (size_t t = 0; t < sizeof THREADS / sizeof THREADS[0]; t++) {
            write_dataset(path_b, ROWS[i], THREADS[t]);
            assert_same_bytes(path_a, path_b);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_at_the_borders_of_chunks_come_back),
        cmocka_unit_test(a_damaged_or_missing_chunk_is_refused),
        cmocka_unit_test(chunks_of_rows_are_not_taken_for_columns),
        cmocka_unit_test(a_chunk_that_cannot_be_written_is_told),
        cmocka_unit_test(any_number_of_threads_writes_the_same_bytes),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
