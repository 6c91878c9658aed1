/* matrix.c: X written: rows turned into columns, full bands into one chunk a column. */
#include "store/matrix.h"

#include "store/matrix_turn.h"

#include <stdlib.h>
#include <string.h>

bool fw_matrix_start(fw_matrix *matrix, size_t width, size_t band_rows, fw_matrix_copy *copies,
                     size_t copy_count) {
    *matrix = (fw_matrix){.set = -1,
                          .width = width,
                          .band_rows = band_rows,
                          .columns = calloc(width, sizeof *matrix->columns),
                          .copies = copies,
                          .copy_count = copy_count};
    return matrix->columns != NULL;
}

/* Room for a band, in blocks that the queue may take over. What no row comes to is never touched: a small
 * cohort takes no more memory than it fills. */
static bool make_room(fw_matrix *matrix, fw_queue *queue) {
    if (matrix->filled < matrix->capacity) return true;
    for (size_t c = 0; c < matrix->width; c++) {
        matrix->columns[c] = fw_queue_block(queue, matrix->band_rows * sizeof(float));
        if (!matrix->columns[c]) return false;
    }
    matrix->capacity = matrix->band_rows;
    return true;
}

/* Where the chunk of column `c` that starts at row matrix->rows goes. */
static size_t find_places(const fw_matrix *matrix, size_t c, fw_chunk_place *places) {
    size_t count = 0;
    places[count++] = (fw_chunk_place){matrix->set, {matrix->rows, c}};
    for (size_t i = 0; i < matrix->copy_count; i++) {
        const fw_matrix_copy *copy = &matrix->copies[i];
        for (size_t k = 0; k < copy->count && count < FW_QUEUE_PLACES; k++) {
            if (copy->columns[k] == c) places[count++] = (fw_chunk_place){copy->set, {matrix->rows, k}};
        }
    }
    return count;
}

static bool grow_sets(const fw_matrix *matrix, uint64_t rows) {
    const hsize_t size[2] = {rows, matrix->width};
    if (H5Dset_extent(matrix->set, size) < 0) return false;
    for (size_t i = 0; i < matrix->copy_count; i++) {
        const hsize_t copy[2] = {rows, matrix->copies[i].count};
        if (H5Dset_extent(matrix->copies[i].set, copy) < 0) return false;
    }
    return true;
}

/* The band as one chunk a column; behind its rows stand zeros. */
static bool put_band(fw_matrix *matrix, fw_queue *queue) {
    if (!grow_sets(matrix, matrix->rows + matrix->filled)) return false;
    for (size_t c = 0; c < matrix->width; c++) {
        float *column = matrix->columns[c];
        memset(column + matrix->filled, 0, (matrix->band_rows - matrix->filled) * sizeof *column);
        fw_chunk chunk = {
            .block = column, .bytes = matrix->band_rows * sizeof *column, .element = sizeof *column};
        chunk.place_count = find_places(matrix, c, chunk.places);
        matrix->columns[c] = NULL;
        if (!fw_queue_put(queue, &chunk)) return false;
    }
    matrix->rows += matrix->filled;
    matrix->capacity = matrix->filled = 0;
    return true;
}

bool fw_matrix_add(fw_matrix *matrix, fw_queue *queue, const float *rows, size_t count, fw_matrix_make make,
                   void *context) {
    while (count > 0) {
        if (!make_room(matrix, queue)) return false;
        const size_t room = matrix->capacity - matrix->filled;
        const size_t piece = count < room ? count : room;
        fw_rows_to_columns(rows, piece, matrix->columns, matrix->width, matrix->filled);
        matrix->filled += piece;
        rows += piece * matrix->width;
        count -= piece;
        if (matrix->filled < matrix->band_rows) continue;
        if (matrix->set < 0 && !make(context, matrix)) return false;
        if (!put_band(matrix, queue)) return false;
    }
    return true;
}

static void free_columns(float ***columns, size_t width) {
    for (size_t c = 0; *columns && c < width; c++) free((*columns)[c]);
    free(*columns);
    *columns = NULL;
}

bool fw_matrix_finish(fw_matrix *matrix, fw_queue *queue, fw_matrix_make make, void *context) {
    if (matrix->set < 0) {
        /* One band, of exactly the rows there are; a chunk cannot be empty. */
        matrix->band_rows = matrix->filled ? matrix->filled : 1;
        if (!make(context, matrix)) return false;
    }
    if (matrix->filled > 0 && !put_band(matrix, queue)) return false;
    free_columns(&matrix->columns, matrix->width);
    return true;
}

bool fw_matrix_leave(fw_matrix *matrix, uint64_t rows, fw_matrix_make make, void *context) {
    if (rows < matrix->band_rows) matrix->band_rows = rows ? (size_t)rows : 1;
    free_columns(&matrix->columns, matrix->width);
    matrix->rows = rows;
    return make(context, matrix) && grow_sets(matrix, rows);
}

bool fw_matrix_close(fw_matrix *matrix) {
    bool ok = matrix->set < 0 || H5Dclose(matrix->set) >= 0;
    for (size_t i = 0; i < matrix->copy_count; i++) {
        if (matrix->copies[i].set >= 0) ok = H5Dclose(matrix->copies[i].set) >= 0 && ok;
        matrix->copies[i].set = -1;
    }
    free_columns(&matrix->columns, matrix->width);
    free_columns(&matrix->band, matrix->width);
    *matrix = (fw_matrix){.set = -1};
    return ok;
}
