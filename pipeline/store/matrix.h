/*
 * matrix.h: X, float32, in chunks of one column each, so that one feature is read without the others.
 *
 * Rows come and go row by row; they are kept by column in bands of FW_BAND_ROWS rows, and a full band becomes
 * one chunk a column. A matrix of fewer rows has one band of exactly its rows: the dataset is made when that
 * is known. Some columns may also go, as the same coded bytes, to smaller matrices (obsm).
 */
#ifndef FAILWISE_STORE_MATRIX_H
#define FAILWISE_STORE_MATRIX_H

#include "store/chunks.h"

enum { FW_BAND_ROWS = 65536 };

/* A smaller matrix that repeats some columns, in the given order. */
typedef struct fw_matrix_copy {
    size_t *columns; /* of X */
    size_t count;
    hid_t set; /* -1 until it is made */
} fw_matrix_copy;

/* Start with .set = -1; a writer by fw_matrix_start, a reader by fw_matrix_open. */
typedef struct fw_matrix {
    hid_t set;
    size_t width;     /* columns; never 0 once started */
    size_t band_rows; /* rows of a chunk; while writing the most of them */
    uint64_t rows;    /* in the file; while writing without those in `columns` */
    /* Writing. */
    float **columns; /* width buffers of `capacity` rows */
    size_t capacity, filled;
    fw_matrix_copy *copies; /* borrowed */
    size_t copy_count;
    /* Reading. */
    float **band;  /* width buffers of band_rows rows */
    uint64_t held; /* 1 + index of the band in `band`, 0 = none */
} fw_matrix;

/* Makes the datasets of `matrix` and of its copies, with matrix->band_rows rows a chunk, without a row. */
typedef bool (*fw_matrix_make)(void *context, fw_matrix *matrix);

/* Memory for `width` columns. `band_rows` is FW_BAND_ROWS, except in tests. A column may be in at most
 * FW_QUEUE_PLACES - 1 copies. False when memory is out. */
bool fw_matrix_start(fw_matrix *matrix, size_t width, size_t band_rows, fw_matrix_copy *copies,
                     size_t copy_count);
/* Adds `count` rows of `width` values. `make` is called when the first band is full. */
bool fw_matrix_add(fw_matrix *matrix, fw_queue *queue, const float *rows, size_t count, fw_matrix_make make,
                   void *context);
/* Puts what is left into the queue (making the datasets, if that was not done) and frees the columns. */
bool fw_matrix_finish(fw_matrix *matrix, fw_queue *queue, fw_matrix_make make, void *context);
/* Instead of add and finish: makes the datasets for `rows` rows, which somebody else writes. */
bool fw_matrix_leave(fw_matrix *matrix, uint64_t rows, fw_matrix_make make, void *context);

/* An empty dataset of `width` columns in chunks of `band_rows` x 1; -1 on failure. */
hid_t fw_matrix_create(const fw_h5 *h5, hid_t parent, const char *link, size_t width, size_t band_rows);

/* Opens what was written so; false when the dataset has another type or shape. */
bool fw_matrix_open(fw_matrix *matrix, hid_t parent, const char *link, size_t width);
/* Rows [first, first + count), row by row, into `rows`; a band is decoded when the first of its rows is asked
 * for, by the queue's threads unless the caller is in a parallel loop, into blocks that the queue has no use
 * for while nothing is appended. False on damage or when memory is out. */
bool fw_matrix_read(fw_matrix *matrix, fw_queue *queue, uint64_t first, size_t count, float *rows);
/* Decodes the band that holds row `row`, which must exist. */
bool fw_matrix_hold(fw_matrix *matrix, fw_queue *queue, uint64_t row);

/* Frees the memory and closes the datasets. Safe on a closed one. */
bool fw_matrix_close(fw_matrix *matrix);

#endif
