/*
 * column.h: one obs column of any type: written row by row, read by ranges.
 */
#ifndef FAILWISE_STORE_COLUMN_H
#define FAILWISE_STORE_COLUMN_H

#include "store/categories.h"
#include "store/chunks.h"
#include "store/texts.h"

/* A column being written. Zero-initialise before create. */
typedef struct fw_column_writer {
    fw_column column; /* borrowed strings */
    hid_t group;      /* CATEGORY: holds codes and categories */
    fw_chunks chunks; /* FLOAT, INT, and the codes of CATEGORY */
    fw_texts texts;   /* STRING */
    fw_categories categories;
    bool created;
} fw_column_writer;

/* Makes the column under `link` in `parent`; column->name is kept as an attribute where link differs. */
bool fw_column_create(fw_column_writer *writer, const fw_h5 *h5, hid_t parent, const char *link,
                      const fw_column *column);
/* Adds rows [first, first + count) of the cells. */
bool fw_column_add(fw_column_writer *writer, const fw_h5 *h5, fw_queue *queue, const fw_cells *cells,
                   size_t first, size_t count);
/* So many rows can be added before any is written but by the last of them; at least 1. */
size_t fw_column_room(const fw_column_writer *writer);
/* Two steps, each followed by a flush of the queue: what is left of the rows, then the categories, whose
 * codes are read back and put again where they change. */
bool fw_column_finish(fw_column_writer *writer, const fw_h5 *h5, fw_queue *queue);
bool fw_column_sort(fw_column_writer *writer, const fw_h5 *h5, fw_codec *codec, fw_queue *queue);
/* Frees and closes; safe on a zeroed one. */
bool fw_column_close(fw_column_writer *writer);

/* A column being read. */
typedef struct fw_column_reader {
    fw_column_type type;
    fw_chunks chunks;
    hid_t set;      /* STRING */
    fw_arena arena; /* CATEGORY */
    fw_str *names;
    size_t name_count;
    fw_str *met; /* of each name its copy in the frame, while a range is read */
    bool opened;
} fw_column_reader;

/* Opens obs column `link`, which must have `rows` rows. */
bool fw_column_open(fw_column_reader *reader, const fw_h5 *h5, hid_t parent, const char *link,
                    fw_column_type type, uint64_t rows);
/* Reads rows [first, first + count) into the frame's column, from its row 0. */
bool fw_column_read(fw_column_reader *reader, const fw_h5 *h5, fw_codec *codec, uint64_t first, size_t count,
                    fw_frame *frame, size_t column);
void fw_column_reader_close(fw_column_reader *reader);

/* What an obs member of a file is: its type by how it is stored. False when it is none of ours. */
bool fw_column_type_of(hid_t parent, const char *link, fw_column_type *type);

#endif
