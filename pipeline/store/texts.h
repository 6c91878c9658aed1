/*
 * texts.h: a column of variable-length UTF-8 strings, appended and read row by row.
 *
 * A writer buffers at most FW_CHUNK_ROWS strings or FW_TEXTS_BYTES bytes. When it writes depends on the rows
 * alone and not on how they were cut into frames, so that the file has the same bytes for any cut.
 */
#ifndef FAILWISE_STORE_TEXTS_H
#define FAILWISE_STORE_TEXTS_H

#include "store/chunks.h"

enum { FW_TEXTS_BYTES = 4 << 20 };

typedef struct fw_texts {
    hid_t set;
    fw_arena arena; /* what the buffered cells point to */
    char **cells;   /* FW_CHUNK_ROWS */
    size_t filled;
    size_t bytes;   /* buffered */
    size_t longest; /* bytes of the longest string so far */
    uint64_t rows;  /* in the file */
} fw_texts;

bool fw_texts_create(fw_texts *texts, const fw_h5 *h5, hid_t parent, const char *link);
bool fw_texts_add(fw_texts *texts, const fw_h5 *h5, fw_str text);
/* Writes what is buffered. */
bool fw_texts_flush(fw_texts *texts, const fw_h5 *h5);
/* Frees the memory and closes the dataset. Safe on a zeroed one. */
bool fw_texts_close(fw_texts *texts);

/* Reads rows [first, first + count) of an open string dataset into cells of the frame, from its row 0. */
bool fw_texts_read(const fw_h5 *h5, hid_t set, uint64_t first, size_t count, fw_frame *frame, size_t column);

#endif
