/*
 * chunks.h: a dataset of fixed-size rows (a numeric column, a table), written and read in whole chunks.
 *
 * A writer holds the chunk being filled and hands full ones to the queue; a finished writer, or a reader,
 * holds the last chunk read. HDF5's own chunk cache is never used.
 */
#ifndef FAILWISE_STORE_CHUNKS_H
#define FAILWISE_STORE_CHUNKS_H

#include "store/chunk_codec.h"
#include "store/chunk_queue.h"
#include "store/h5.h"

/* Zero is not a valid state: start with fw_chunks_create or fw_chunks_open. */
typedef struct fw_chunks {
    hid_t set;
    size_t row_bytes;
    size_t chunk_rows;
    uint64_t rows; /* rows in the file; while writing without those in `block` */
    size_t filled; /* writing: rows in `block` */
    bool shuffled; /* writing: `block` holds planes, see fw_chunks_rows */
    uint64_t held; /* reading: 1 + index of the chunk in `block`, 0 = none */
    unsigned char *block;
    unsigned char *encoded;
    size_t encoded_capacity;
} fw_chunks;

/* What is common to all rows; `type` is the file's type of a row. */
typedef struct fw_chunk_shape {
    hid_t type;
    size_t chunk_rows; /* rows a chunk */
} fw_chunk_shape;

bool fw_chunks_create(fw_chunks *chunks, const fw_h5 *h5, hid_t parent, const char *link,
                      fw_chunk_shape shape);
/* Adds `count` rows of row_bytes each, little-endian as in the file. */
bool fw_chunks_add(fw_chunks *chunks, fw_queue *queue, const void *rows, size_t count);
/*
 * Instead of fw_chunks_add, for rows of many bytes that are mostly zero: where the next rows go in the block
 * as it is coded, and for how many of them there is room. Byte k of a row goes chunk_rows * k behind; it is
 * zero until then. NULL when memory is out. With fw_chunks_end_rows, `count` of them are complete.
 */
unsigned char *fw_chunks_rows(fw_chunks *chunks, fw_queue *queue, size_t *room);
bool fw_chunks_end_rows(fw_chunks *chunks, fw_queue *queue, size_t count);
/* Puts what is left into the queue; once that is flushed the rows can be read. */
bool fw_chunks_finish(fw_chunks *chunks, fw_queue *queue);

/* Opens what fw_chunks_create made; false when the dataset has another type or shape. */
bool fw_chunks_open(fw_chunks *chunks, hid_t parent, const char *link, fw_chunk_shape shape);
bool fw_chunks_read(fw_chunks *chunks, fw_codec *codec, uint64_t first, size_t count, void *rows);
/* Rewrites all rows of a finished and flushed dataset, a chunk at a time, through the queue. */
bool fw_chunks_map(fw_chunks *chunks, fw_codec *codec, fw_queue *queue,
                   void (*change)(void *context, void *rows, size_t count), void *context);

/* What shuffle, deflate and fletcher32 look like in a creation list, in the order in which the codec applies
 * them; every chunk is written whole, so there are no fill values. -1 on failure; the caller closes it. */
hid_t fw_chunks_filters(int rank, const hsize_t *chunk);
/* Reads the encoded chunk that starts at `offset` into *encoded, grown as needed; `bytes` is its size
 * decoded. False when it is missing or cannot be read. */
bool fw_chunks_fetch(hid_t set, const hsize_t *offset, size_t bytes, unsigned char **encoded,
                     size_t *capacity, size_t *encoded_bytes);

/* Frees the memory and closes the dataset. Safe on a closed or zeroed one. */
bool fw_chunks_close(fw_chunks *chunks);

#endif
