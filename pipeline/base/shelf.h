/*
 * shelf.h: what waits until it is asked for: blocks of rows, and rows of numbers, in files without a name, so
 * that memory does not grow with the rows.
 */
#ifndef FAILWISE_BASE_SHELF_H
#define FAILWISE_BASE_SHELF_H

#include "base/buffer.h"

#include <failwise/status.h>

/* Numbers, row by row (TMPDIR). Rows that turn out not to be used are passed over when reading. */
typedef struct fw_row_shelf {
    int file; /* -1: none */
    size_t width;
    uint64_t rows;     /* put */
    uint64_t *dropped; /* of those, ascending */
    size_t dropped_count, dropped_capacity;
    fw_buffer waiting; /* not in the file yet */
} fw_row_shelf;

fw_code fw_row_shelf_open(fw_row_shelf *shelf, size_t width, fw_error *err);
void fw_row_shelf_close(fw_row_shelf *shelf);
fw_code fw_row_shelf_put(fw_row_shelf *shelf, const float *row, fw_error *err);
/* Row `row` (from 0, of those put, ascending) is not used. */
fw_code fw_row_shelf_drop(fw_row_shelf *shelf, uint64_t row, fw_error *err);
uint64_t fw_row_shelf_used(const fw_row_shelf *shelf);
/* The used rows [from, from + count), counted without the dropped ones. `context` is the shelf. */
fw_code fw_row_shelf_read(void *context, uint64_t from, size_t count, float *rows, fw_error *err);

/* Blocks, taken in the order in which they were put. */
typedef struct fw_block_shelf {
    int file; /* -1: none */
    const char *folder;
    uint64_t end, at; /* bytes in the file; of those, taken */
    uint64_t gone;    /* of those, given back */
    size_t left;      /* blocks that can be taken */
} fw_block_shelf;

/* `folder`: where the file goes (borrowed, for messages); NULL: the system's folder for temporary files. */
fw_code fw_block_shelf_open(fw_block_shelf *shelf, const char *folder, fw_error *err);
void fw_block_shelf_close(fw_block_shelf *shelf);
fw_code fw_block_shelf_put(fw_block_shelf *shelf, const char *bytes, size_t len, fw_error *err);
/* Appends the next block to `out`; there must be one. */
fw_code fw_block_shelf_take(fw_block_shelf *shelf, fw_buffer *out, fw_error *err);
/* The next block, which has `len` bytes (FW_BUG otherwise), to where they are wanted. */
fw_code fw_block_shelf_take_to(fw_block_shelf *shelf, void *bytes, size_t len, fw_error *err);

#endif
