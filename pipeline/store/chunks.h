/*
 * chunks.h: a dataset of fixed-size rows (a numeric column, the matrix, a table), written and read in whole
 * chunks through the codec.
 *
 * A writer holds one chunk in memory; a finished writer, or a reader, holds the last chunk read. HDF5's own
 * chunk cache is never used.
 */
#ifndef FAILWISE_STORE_CHUNKS_H
#define FAILWISE_STORE_CHUNKS_H

#include "store/chunk_codec.h"
#include "store/h5.h"

enum { FW_CHUNK_ROWS = 4096 };

/* Zero is not a valid state: start with fw_chunks_create or fw_chunks_open. */
typedef struct fw_chunks {
    hid_t set;
    size_t row_bytes;
    size_t element; /* bytes that shuffle treats as one value */
    size_t chunk_rows;
    hsize_t width; /* values a row; 0 = rank 1 */
    uint64_t rows; /* rows in the file; while writing without those in `block` */
    size_t filled; /* writing: rows in `block` */
    uint64_t held; /* reading: 1 + index of the chunk in `block`, 0 = none */
    unsigned char *block;
    unsigned char *encoded;
    size_t encoded_capacity;
} fw_chunks;

/* What is common to all rows; `type` is the file's type of one value. */
typedef struct fw_chunk_shape {
    hid_t type;
    hsize_t width;     /* values a row; 0 = rank 1, one value a row */
    size_t chunk_rows; /* rows a chunk */
} fw_chunk_shape;

bool fw_chunks_create(fw_chunks *chunks, const fw_h5 *h5, hid_t parent, const char *link,
                      fw_chunk_shape shape);
/* Adds `count` rows of row_bytes each, little-endian as in the file. */
bool fw_chunks_add(fw_chunks *chunks, fw_codec *codec, const void *rows, size_t count);
/* Writes what is left; afterwards the rows can be read. */
bool fw_chunks_finish(fw_chunks *chunks, fw_codec *codec);

/* Opens what fw_chunks_create made; false when the dataset has another type or shape. */
bool fw_chunks_open(fw_chunks *chunks, hid_t parent, const char *link, fw_chunk_shape shape);
bool fw_chunks_read(fw_chunks *chunks, fw_codec *codec, uint64_t first, size_t count, void *rows);
/* Rewrites all rows of a finished dataset in place, a chunk at a time. */
bool fw_chunks_map(fw_chunks *chunks, fw_codec *codec,
                   void (*change)(void *context, void *rows, size_t count), void *context);

/* Frees the memory and closes the dataset. Safe on a closed or zeroed one. */
bool fw_chunks_close(fw_chunks *chunks);

#endif
