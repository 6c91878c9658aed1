/*
 * column_shelf.h: the columns of frames, put aside as they come and given back in the same order, once:
 * sooner than a dataset gives them, which has strings one by one. X, which a dataset decodes, only of the
 * first rows: it is long, and what lies on a disk should not grow with it.
 */
#ifndef FAILWISE_RUN_COLUMN_SHELF_H
#define FAILWISE_RUN_COLUMN_SHELF_H

#include "base/shelf.h"

#include <failwise/dataset.h>

enum { FW_SHELF_WHOLE = 1 << 20 }; /* rows of a run that are put aside with X: 380 MB */

/* Zeroed, with .blocks.file = -1: closed. */
typedef struct fw_column_shelf {
    fw_block_shelf blocks;
    uint64_t whole;    /* frames that begin before that row have X */
    uint64_t put, got; /* rows put, and given back */
    fw_buffer block;   /* the columns of a frame being put */
} fw_column_shelf;

/* `folder`: of the temporary file; NULL: the system's. `whole`: rows that are put with X. */
fw_code fw_column_shelf_open(fw_column_shelf *shelf, const char *folder, uint64_t whole, fw_error *err);
void fw_column_shelf_close(fw_column_shelf *shelf);
/* All rows of the frame. */
fw_code fw_column_shelf_put(fw_column_shelf *shelf, const fw_frame *frame, fw_error *err);
/* The rows of the frame that was put next, into one with the same columns and room for them; its strings
 * point into `texts` and hold until that is changed. Behind the last put, before the first next, no frame may
 * be put. FW_BUG: there is none. */
fw_code fw_column_shelf_next(fw_column_shelf *shelf, fw_frame *frame, fw_buffer *texts, fw_error *err);

#endif
