/* matrix_read.c: X read: a band of columns decoded at once, handed out row by row. */
#include "store/matrix.h"

#include "base/ordered.h"
#include "base/threads.h"
#include "store/matrix_turn.h"

#include <stdlib.h>

hid_t fw_matrix_create(const fw_h5 *h5, hid_t parent, const char *link, size_t width, size_t band_rows) {
    const hsize_t none[2] = {0, width};
    const hsize_t most[2] = {H5S_UNLIMITED, width};
    const hsize_t chunk[2] = {band_rows, 1};
    const hid_t space = H5Screate_simple(2, none, most);
    const hid_t list = fw_chunks_filters(2, chunk);
    hid_t set = -1;
    if (space >= 0 && list >= 0) {
        set = H5Dcreate2(parent, link, H5T_IEEE_F32LE, space, h5->link, list, H5P_DEFAULT);
    }
    if (list >= 0) H5Pclose(list);
    if (space >= 0) H5Sclose(space);
    return set;
}

/* Type, rank, width and chunks of one column must be as written: the reader relies on them. */
static bool check_shape(fw_matrix *matrix) {
    const hid_t type = H5Dget_type(matrix->set);
    const hid_t space = H5Dget_space(matrix->set);
    const hid_t list = H5Dget_create_plist(matrix->set);
    hsize_t sizes[2] = {0, 0};
    hsize_t chunk[2] = {0, 0};
    const bool ok = type >= 0 && space >= 0 && list >= 0 && H5Tequal(type, H5T_IEEE_F32LE) > 0 &&
                    H5Sget_simple_extent_ndims(space) == 2 &&
                    H5Sget_simple_extent_dims(space, sizes, NULL) == 2 && sizes[1] == matrix->width &&
                    H5Pget_layout(list) == H5D_CHUNKED && H5Pget_chunk(list, 2, chunk) == 2 && chunk[0] > 0 &&
                    chunk[0] <= FW_BAND_ROWS && chunk[1] == 1 && H5Pget_nfilters(list) == 3;
    matrix->rows = sizes[0];
    matrix->band_rows = (size_t)chunk[0];
    if (list >= 0) H5Pclose(list);
    if (space >= 0) H5Sclose(space);
    if (type >= 0) H5Tclose(type);
    return ok;
}

bool fw_matrix_open(fw_matrix *matrix, hid_t parent, const char *link, size_t width) {
    *matrix = (fw_matrix){.set = H5Dopen2(parent, link, H5P_DEFAULT), .width = width};
    if (matrix->set >= 0 && check_shape(matrix)) return true;
    fw_matrix_close(matrix);
    return false;
}

/* One band being decoded: chunks are fetched one after the other and decoded side by side. */
typedef struct {
    fw_matrix *matrix;
    uint64_t first; /* row */
    size_t next;    /* column to fetch */
    struct fetched {
        unsigned char *bytes;
        size_t capacity, size, column;
    } * slots;
    fw_codec **codecs; /* one a thread */
    size_t slot_count, threads;
} decoding;

static fw_code damaged(fw_error *err) { return fw_fail(err, FW_DATA, "a chunk of X is damaged"); }

static fw_code fetch_column(void *context, size_t slot, bool *more, fw_error *err) {
    fw_h5_quiet(); /* a setting of each thread, and this may be any */
    decoding *d = context;
    struct fetched *to = &d->slots[slot];
    *more = d->next < d->matrix->width;
    if (!*more) return FW_OK;
    to->column = d->next++;
    const hsize_t offset[2] = {d->first, to->column};
    const size_t bytes = d->matrix->band_rows * sizeof(float);
    const bool ok = fw_chunks_fetch(d->matrix->set, offset, bytes, &to->bytes, &to->capacity, &to->size);
    return ok ? FW_OK : damaged(err);
}

static fw_code decode_column(void *context, size_t slot, size_t worker, fw_error *err) {
    const decoding *d = context;
    const struct fetched *from = &d->slots[slot];
    const size_t rows = d->matrix->band_rows;
    const bool ok = fw_codec_decode(d->codecs[worker], from->bytes, from->size, sizeof(float),
                                    d->matrix->band[from->column], rows * sizeof(float));
    return ok ? FW_OK : damaged(err);
}

static fw_code done_column(void *context, size_t slot, fw_error *err) {
    (void)context, (void)slot, (void)err;
    return FW_OK;
}

static bool set_up(decoding *d) {
    d->slots = calloc(d->slot_count, sizeof *d->slots);
    d->codecs = calloc(d->threads, sizeof(fw_codec *));
    bool ok = d->slots && d->codecs;
    for (size_t i = 0; ok && i < d->threads; i++) ok = (d->codecs[i] = fw_codec_new()) != NULL;
    return ok;
}

static void tear_down(decoding *d) {
    for (size_t i = 0; d->slots && i < d->slot_count; i++) free(d->slots[i].bytes);
    for (size_t i = 0; d->codecs && i < d->threads; i++) fw_codec_free(d->codecs[i]);
    free(d->slots);
    free(d->codecs);
}

static bool make_band(fw_matrix *matrix, fw_queue *queue) {
    if (!matrix->band) matrix->band = calloc(matrix->width, sizeof *matrix->band);
    for (size_t c = 0; matrix->band && c < matrix->width; c++) {
        if (!matrix->band[c]) matrix->band[c] = fw_queue_block(queue, matrix->band_rows * sizeof(float));
        if (!matrix->band[c]) return false;
    }
    return matrix->band != NULL;
}

bool fw_matrix_hold(fw_matrix *matrix, fw_queue *queue, uint64_t row) {
    const uint64_t index = row / matrix->band_rows;
    if (matrix->held == index + 1) return true;
    matrix->held = 0;
    if (!make_band(matrix, queue)) return false;
    const size_t threads = fw_threads_inside() ? 1 : fw_queue_threads(queue);
    decoding d = {.matrix = matrix,
                  .first = index * matrix->band_rows,
                  .threads = threads,
                  .slot_count = 2 * threads + 1};
    const fw_ordered loop = {.context = &d,
                             .source = fetch_column,
                             .work = decode_column,
                             .sinks = {done_column},
                             .slots = d.slot_count,
                             .threads = threads};
    fw_error err = {0};
    if (set_up(&d) && fw_ordered_run(&loop, &err) == FW_OK) matrix->held = index + 1;
    tear_down(&d);
    return matrix->held != 0;
}

bool fw_matrix_read(fw_matrix *matrix, fw_queue *queue, uint64_t first, size_t count, float *rows) {
    if (first > matrix->rows || count > matrix->rows - first) return false;
    while (count > 0) {
        const size_t skip = (size_t)(first % matrix->band_rows);
        const size_t room = matrix->band_rows - skip;
        const size_t piece = count < room ? count : room;
        if (!fw_matrix_hold(matrix, queue, first)) return false;
        fw_columns_to_rows(matrix->band, matrix->width, skip, piece, rows);
        rows += piece * matrix->width;
        first += piece;
        count -= piece;
    }
    return true;
}
