/* column_read.c: obs columns, read by ranges of rows. */
#include "store/column.h"

#include "base/str.h"

#include <stdlib.h>
#include <string.h>

static bool read_names(fw_column_reader *reader, const fw_h5 *h5, hid_t group) {
    char **names = fw_h5_read_texts(h5, group, "categories", &reader->arena, &reader->name_count);
    const size_t bytes = (reader->name_count + 1) * sizeof *reader->names;
    if (!names) return false;
    reader->names = fw_arena_alloc(&reader->arena, bytes);
    reader->met = fw_arena_alloc(&reader->arena, bytes);
    if (!reader->names || !reader->met) return false;
    for (size_t i = 0; i < reader->name_count; i++) reader->names[i] = fw_str_of(names[i]);
    return true;
}

static bool open_category(fw_column_reader *reader, const fw_h5 *h5, hid_t parent, const char *link) {
    const hid_t group = H5Gopen2(parent, link, H5P_DEFAULT);
    if (group < 0) return false;
    const fw_chunk_shape codes = {H5T_STD_I32LE, FW_CHUNK_ROWS};
    const bool ok = read_names(reader, h5, group) && fw_chunks_open(&reader->chunks, group, "codes", codes);
    H5Gclose(group);
    return ok;
}

static bool open_text(fw_column_reader *reader, hid_t parent, const char *link) {
    reader->set = H5Dopen2(parent, link, H5P_DEFAULT);
    return reader->set >= 0 && fw_h5_is_text(reader->set);
}

static bool open_any(fw_column_reader *reader, const fw_h5 *h5, hid_t parent, const char *link) {
    const fw_chunk_shape number = {reader->type == FW_COLUMN_FLOAT ? H5T_IEEE_F64LE : H5T_STD_I32LE,
                                   FW_CHUNK_ROWS};
    switch (reader->type) {
    case FW_COLUMN_STRING:
        return open_text(reader, parent, link);
    case FW_COLUMN_CATEGORY:
        return open_category(reader, h5, parent, link);
    case FW_COLUMN_FLOAT:
    case FW_COLUMN_INT:
        return fw_chunks_open(&reader->chunks, parent, link, number);
    }
    return false;
}

bool fw_column_open(fw_column_reader *reader, const fw_h5 *h5, hid_t parent, const char *link,
                    fw_column_type type, uint64_t rows) {
    *reader = (fw_column_reader){.type = type, .chunks = {.set = -1}, .set = -1, .opened = true};
    uint64_t have = 0;
    if (open_any(reader, h5, parent, link) &&
        fw_h5_rows(type == FW_COLUMN_STRING ? reader->set : reader->chunks.set, &have) && have == rows) {
        return true;
    }
    fw_column_reader_close(reader);
    return false;
}

/* A name comes again and again: where there are fewer than rows, each is copied into the frame once. */
static bool set_names(fw_column_reader *reader, const int32_t *codes, size_t count, fw_frame *frame,
                      size_t column) {
    const bool few = reader->name_count < count;
    if (few) memset(reader->met, 0, reader->name_count * sizeof *reader->met);
    for (size_t i = 0; i < count; i++) {
        fw_str *cell = &frame->cells[column].text[i];
        if (codes[i] >= 0 && (size_t)codes[i] >= reader->name_count) return false;
        if (few && codes[i] >= 0 && reader->met[codes[i]].ptr) {
            *cell = reader->met[codes[i]];
            continue;
        }
        const fw_str name = codes[i] < 0 ? (fw_str){"", 0} : reader->names[codes[i]];
        if (!fw_frame_set_text(frame, column, i, name)) return false;
        if (few && codes[i] >= 0) reader->met[codes[i]] = *cell;
    }
    return true;
}

static bool read_category(fw_column_reader *reader, fw_codec *codec, uint64_t first, size_t count,
                          fw_frame *frame, size_t column) {
    int32_t *codes = malloc((count ? count : 1) * sizeof *codes);
    const bool ok = codes && fw_chunks_read(&reader->chunks, codec, first, count, codes) &&
                    set_names(reader, codes, count, frame, column);
    free(codes);
    return ok;
}

bool fw_column_read(fw_column_reader *reader, const fw_h5 *h5, fw_codec *codec, uint64_t first, size_t count,
                    fw_frame *frame, size_t column) {
    switch (reader->type) {
    case FW_COLUMN_STRING:
        return fw_texts_read(h5, reader->set, first, count, frame, column);
    case FW_COLUMN_CATEGORY:
        return read_category(reader, codec, first, count, frame, column);
    case FW_COLUMN_FLOAT:
        return fw_chunks_read(&reader->chunks, codec, first, count, frame->cells[column].number);
    case FW_COLUMN_INT:
        return fw_chunks_read(&reader->chunks, codec, first, count, frame->cells[column].integer);
    }
    return false;
}

void fw_column_reader_close(fw_column_reader *reader) {
    if (!reader->opened) return;
    fw_chunks_close(&reader->chunks);
    if (reader->set >= 0) H5Dclose(reader->set);
    fw_arena_free(&reader->arena);
    *reader = (fw_column_reader){0};
}

static bool type_of_set(hid_t set, fw_column_type *type) {
    if (fw_h5_is_text(set)) {
        *type = FW_COLUMN_STRING;
        return true;
    }
    const hid_t stored = H5Dget_type(set);
    const H5T_class_t class = stored >= 0 ? H5Tget_class(stored) : H5T_NO_CLASS;
    if (stored >= 0) H5Tclose(stored);
    *type = class == H5T_FLOAT ? FW_COLUMN_FLOAT : FW_COLUMN_INT;
    return class == H5T_FLOAT || class == H5T_INTEGER;
}

bool fw_column_type_of(hid_t parent, const char *link, fw_column_type *type) {
    const hid_t object = H5Oopen(parent, link, H5P_DEFAULT);
    if (object < 0) return false;
    bool ok = false;
    switch (H5Iget_type(object)) {
    case H5I_GROUP:
        *type = FW_COLUMN_CATEGORY;
        ok = true;
        break;
    case H5I_DATASET:
        ok = type_of_set(object, type);
        break;
    default:
        break;
    }
    H5Oclose(object);
    return ok;
}
