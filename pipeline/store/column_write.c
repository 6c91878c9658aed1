/* column_write.c: obs columns, written row by row. */
#include "store/column.h"

#include <stdlib.h>
#include <string.h>

static const char CODES_NOTE[] = "index into categories, -1 where missing";
static const char CATEGORIES_NOTE[] = "the distinct values in byte order";

static bool create_category(fw_column_writer *writer, const fw_h5 *h5, hid_t parent, const char *link) {
    writer->group = fw_h5_make_group(h5, parent, link, fw_as_categorical);
    const fw_chunk_shape codes = {H5T_STD_I32LE, FW_CHUNK_ROWS};
    return writer->group >= 0 && fw_h5_put_bool(h5, writer->group, "ordered", false) &&
           fw_chunks_create(&writer->chunks, h5, writer->group, "codes", codes) &&
           fw_h5_describe(h5, writer->chunks.set, fw_as_array, "", CODES_NOTE);
}

/* The object that carries the column's attributes; -1 when the column could not be made. */
static hid_t create_object(fw_column_writer *writer, const fw_h5 *h5, hid_t parent, const char *link) {
    const fw_chunk_shape number = {writer->column.type == FW_COLUMN_FLOAT ? H5T_IEEE_F64LE : H5T_STD_I32LE,
                                   FW_CHUNK_ROWS};
    switch (writer->column.type) {
    case FW_COLUMN_STRING:
        return fw_texts_create(&writer->texts, h5, parent, link) ? writer->texts.set : -1;
    case FW_COLUMN_CATEGORY:
        return create_category(writer, h5, parent, link) ? writer->group : -1;
    case FW_COLUMN_FLOAT:
    case FW_COLUMN_INT:
        return fw_chunks_create(&writer->chunks, h5, parent, link, number) ? writer->chunks.set : -1;
    }
    return -1;
}

static fw_encoding encoding_of(fw_column_type type) {
    if (type == FW_COLUMN_STRING) return fw_as_strings;
    return type == FW_COLUMN_CATEGORY ? fw_as_categorical : fw_as_array;
}

bool fw_column_create(fw_column_writer *writer, const fw_h5 *h5, hid_t parent, const char *link,
                      const fw_column *column) {
    *writer = (fw_column_writer){.column = *column, .group = -1, .chunks = {.set = -1}, .texts = {.set = -1}};
    writer->created = true;
    const hid_t object = create_object(writer, h5, parent, link);
    return object >= 0 &&
           fw_h5_describe(h5, object, encoding_of(column->type), column->unit, column->description) &&
           (strcmp(link, column->name) == 0 || fw_h5_put_text(h5, object, "failwise_name", column->name));
}

static void apply_rank(void *context, void *rows, size_t count) {
    const int32_t *rank = context;
    int32_t *codes = rows;
    for (size_t i = 0; i < count; i++) {
        if (codes[i] >= 0) codes[i] = rank[codes[i]];
    }
}

/*
 * Before the first chunk of codes goes out: of most columns it has seen all names there are, and what it has
 * is in memory still. Later chunks then have their final codes, and need not be read and written again.
 * `codes`: the last of the chunk, not in its block yet.
 */
static bool settle_first(fw_column_writer *writer, int32_t *codes, size_t count) {
    int32_t *rank = fw_categories_settle(&writer->categories);
    if (!rank) return false;
    apply_rank(rank, writer->chunks.block, writer->chunks.filled);
    apply_rank(rank, codes, count);
    free(rank);
    return true;
}

static bool add_codes(fw_column_writer *writer, fw_queue *queue, const fw_str *texts, size_t count) {
    enum { PIECE = 256 };
    int32_t codes[PIECE];
    for (size_t done = 0, piece; done < count; done += piece) {
        const size_t room = fw_column_room(writer);
        piece = count - done < PIECE ? count - done : PIECE;
        if (piece > room) piece = room;
        for (size_t i = 0; i < piece; i++) {
            if (!fw_categories_code(&writer->categories, texts[done + i], &codes[i])) return false;
        }
        if (piece == room && writer->chunks.rows == 0 && !settle_first(writer, codes, piece)) return false;
        if (!fw_chunks_add(&writer->chunks, queue, codes, piece)) return false;
    }
    return true;
}

bool fw_column_add(fw_column_writer *writer, const fw_h5 *h5, fw_queue *queue, const fw_cells *cells,
                   size_t first, size_t count) {
    bool ok = true;
    switch (writer->column.type) {
    case FW_COLUMN_STRING:
        for (size_t i = 0; i < count && ok; i++)
            ok = fw_texts_add(&writer->texts, h5, cells->text[first + i]);
        return ok;
    case FW_COLUMN_CATEGORY:
        return add_codes(writer, queue, cells->text + first, count);
    case FW_COLUMN_FLOAT:
        return fw_chunks_add(&writer->chunks, queue, cells->number + first, count);
    case FW_COLUMN_INT:
        return fw_chunks_add(&writer->chunks, queue, cells->integer + first, count);
    }
    return false;
}

size_t fw_column_room(const fw_column_writer *writer) {
    const fw_chunks *chunks = &writer->chunks;
    return writer->column.type == FW_COLUMN_STRING ? 1 : chunks->chunk_rows - chunks->filled;
}

bool fw_column_finish(fw_column_writer *writer, const fw_h5 *h5, fw_queue *queue) {
    if (writer->column.type == FW_COLUMN_CATEGORY && writer->chunks.rows == 0 &&
        !settle_first(writer, NULL, 0))
        return false;
    if (writer->column.type != FW_COLUMN_STRING) return fw_chunks_finish(&writer->chunks, queue);
    /* Tables made later need to know how wide an id can be. */
    return fw_texts_flush(&writer->texts, h5) &&
           fw_h5_put_int(writer->texts.set, "max_length", (int64_t)writer->texts.longest);
}

bool fw_column_sort(fw_column_writer *writer, const fw_h5 *h5, fw_codec *codec, fw_queue *queue) {
    if (writer->column.type != FW_COLUMN_CATEGORY) return true;
    bool sorted = true;
    int32_t *rank = fw_categories_sort(&writer->categories, &sorted);
    bool ok = rank && (sorted || fw_chunks_map(&writer->chunks, codec, queue, apply_rank, rank));
    free(rank);
    if (!ok) return false;
    const hid_t set = fw_h5_write(h5, writer->group, "categories", h5->text, h5->text,
                                  writer->categories.count, writer->categories.names, fw_as_strings);
    if (set < 0) return false;
    ok = fw_h5_describe(h5, set, fw_as_strings, "", CATEGORIES_NOTE);
    return H5Dclose(set) >= 0 && ok;
}

bool fw_column_close(fw_column_writer *writer) {
    if (!writer->created) return true;
    bool ok = fw_chunks_close(&writer->chunks);
    ok = fw_texts_close(&writer->texts) && ok;
    fw_categories_free(&writer->categories);
    if (writer->group >= 0) ok = H5Gclose(writer->group) >= 0 && ok;
    *writer = (fw_column_writer){0};
    return ok;
}
