/* read.c: rows of obs and X, into frames. */
#include "store/store.h"

#include <errno.h>
#include <stdlib.h>

void fw_store_close_readers(fw_dataset *dataset) {
    for (size_t i = 0; dataset->readers && i < dataset->layout.column_count; i++) {
        fw_column_reader_close(&dataset->readers[i]);
    }
    free(dataset->readers);
    dataset->readers = NULL;
}

/* While a file is being made, reading it back may have to write first: a disk that is full is no damage. */
static fw_code bad_column(fw_dataset *dataset, const char *name, const char *what, fw_error *err) {
    if (dataset->writable && errno == ENOSPC) return fw_store_fail(dataset, err, name);
    return fw_fail_in(err, FW_DATA, dataset->path, "the dataset %s column %.200s", what, name);
}

/* The opened reader of the obs column that the frame's column names. */
static fw_code find_reader(fw_dataset *dataset, const fw_column *wanted, fw_column_reader **out,
                           fw_error *err) {
    const fw_layout *layout = &dataset->layout;
    const int at = fw_column_find(layout->columns, layout->column_count, wanted->name);
    if (at < 0) return bad_column(dataset, wanted->name, "has no", err);
    const fw_column_type have = layout->columns[at].type;
    const bool texts = have <= FW_COLUMN_CATEGORY && wanted->type <= FW_COLUMN_CATEGORY;
    if (have != wanted->type && !texts) return bad_column(dataset, wanted->name, "has another type in", err);
    if (!dataset->readers) dataset->readers = calloc(layout->column_count, sizeof *dataset->readers);
    if (!dataset->readers) return fw_fail_nomem(err);
    *out = &dataset->readers[at];
    if (!(*out)->opened &&
        !fw_column_open(*out, &dataset->h5, dataset->obs, dataset->links[at], have, dataset->rows)) {
        return bad_column(dataset, wanted->name, "is damaged in", err);
    }
    return FW_OK;
}

static fw_code read_matrix(fw_dataset *dataset, uint64_t first, size_t count, fw_frame *frame,
                           fw_error *err) {
    if (frame->feature_count == 0) return FW_OK;
    if (frame->feature_count != dataset->layout.var_count) {
        return fw_store_misuse(dataset, err, "a frame with another number of features");
    }
    if (!fw_store_open_matrix(dataset) ||
        !fw_matrix_read(&dataset->matrix, dataset->queue, first, count, frame->x)) {
        return bad_column(dataset, "X", "is damaged in", err);
    }
    return FW_OK;
}

fw_code fw_dataset_read(fw_dataset *dataset, uint64_t first, size_t count, fw_frame *frame, fw_error *err) {
    fw_code code = fw_store_enter(dataset, false, err);
    if (code != FW_OK) return code;
    if (first > dataset->rows || count > dataset->rows - first || count > frame->capacity) {
        return fw_store_misuse(dataset, err, "rows outside the dataset or the frame");
    }
    fw_frame_clear(frame);
    for (size_t i = 0; code == FW_OK && i < frame->column_count; i++) {
        fw_column_reader *reader = NULL;
        code = find_reader(dataset, &frame->columns[i], &reader, err);
        if (code == FW_OK && !fw_column_read(reader, &dataset->h5, dataset->codec, first, count, frame, i)) {
            code = bad_column(dataset, frame->columns[i].name, "is damaged in", err);
        }
    }
    if (code == FW_OK) code = read_matrix(dataset, first, count, frame, err);
    if (code == FW_OK) frame->rows = count;
    return code;
}

fw_code fw_dataset_prefetch(fw_dataset *dataset, uint64_t first, uint64_t *end, fw_error *err) {
    const fw_code code = fw_store_enter(dataset, false, err);
    if (code != FW_OK) return code;
    *end = dataset->rows;
    if (first >= dataset->rows || dataset->layout.var_count == 0) return FW_OK;
    if (!fw_store_open_matrix(dataset) || !fw_matrix_hold(&dataset->matrix, dataset->queue, first)) {
        return bad_column(dataset, "X", "is damaged in", err);
    }
    const uint64_t border = (first / dataset->matrix.band_rows + 1) * dataset->matrix.band_rows;
    if (border < *end) *end = border;
    return FW_OK;
}
