/* table_read.c: flat tables uns/NAME, found by name and read by ranges of rows. */
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

static void free_reader(fw_table_reader *reader) {
    fw_chunks_close(&reader->chunks);
    if (reader->record.type > 0) H5Tclose(reader->record.type);
    free(reader->records);
    free(reader);
}

void fw_table_forget(fw_dataset *dataset, const char *name) {
    for (fw_table_reader **at = &dataset->tables; *at;) {
        fw_table_reader *reader = *at;
        if (name && strcmp(reader->name, name) != 0) {
            at = &reader->next;
            continue;
        }
        *at = reader->next;
        free_reader(reader);
    }
}

/* The columns that the table's attributes describe; NULL when they are not as we write them. */
static fw_column *read_columns(fw_dataset *dataset, hid_t set, size_t *count) {
    static const char *const ATTRIBUTES[] = {"column-names", "column-types", "column-units",
                                             "column-descriptions"};
    enum { PARTS = sizeof ATTRIBUTES / sizeof ATTRIBUTES[0] };
    char **texts[PARTS];
    for (size_t i = 0; i < PARTS; i++) {
        size_t have = 0;
        texts[i] = fw_h5_get_texts(&dataset->h5, set, ATTRIBUTES[i], &dataset->arena, &have);
        if (i == 0) *count = have;
        if (!texts[i] || have != *count || have == 0) return NULL;
    }
    fw_column *columns = fw_arena_alloc(&dataset->arena, *count * sizeof *columns);
    for (size_t i = 0; columns && i < *count; i++) {
        columns[i] = (fw_column){.name = texts[0][i], .unit = texts[2][i], .description = texts[3][i]};
        if (!fw_column_type_parse(texts[1][i], &columns[i].type)) return NULL;
    }
    return columns;
}

/* Bytes of each member of the stored compound type. */
static size_t *read_widths(fw_dataset *dataset, hid_t set, size_t count) {
    size_t *widths = fw_arena_alloc(&dataset->arena, count * sizeof *widths);
    const hid_t type = H5Dget_type(set);
    bool ok =
        widths && type >= 0 && H5Tget_class(type) == H5T_COMPOUND && (size_t)H5Tget_nmembers(type) == count;
    for (unsigned i = 0; ok && i < count; i++) {
        const hid_t member = H5Tget_member_type(type, i);
        widths[i] = member >= 0 ? H5Tget_size(member) : 0;
        ok = widths[i] > 0 && H5Tclose(member) >= 0;
    }
    if (type >= 0) H5Tclose(type);
    return ok ? widths : NULL;
}

static bool open_table(fw_dataset *dataset, fw_table_reader *reader) {
    const hid_t set = H5Dopen2(dataset->uns, reader->name, H5P_DEFAULT);
    if (set < 0) return false;
    size_t count = 0;
    const fw_column *columns = read_columns(dataset, set, &count);
    const size_t *widths = columns ? read_widths(dataset, set, count) : NULL;
    H5Dclose(set);
    if (!widths || !fw_record_make(&reader->record, columns, count, widths, &dataset->arena)) return false;
    const fw_chunk_shape shape = {reader->record.type, fw_record_chunk_rows(&reader->record)};
    return fw_chunks_open(&reader->chunks, dataset->uns, reader->name, shape);
}

static fw_code bad_table(const fw_dataset *dataset, const char *name, const char *column, fw_error *err) {
    return fw_fail_in(err, FW_DATA, dataset->path, "the dataset has no usable %s%s%.200s", name,
                      column ? ", column " : "", column ? column : "");
}

static fw_table_reader *add_reader(fw_dataset *dataset, const char *name) {
    fw_table_reader *reader = calloc(1, sizeof *reader);
    if (!reader) return NULL;
    reader->chunks.set = -1;
    reader->name = fw_store_copy(dataset, name);
    if (reader->name && open_table(dataset, reader)) {
        reader->next = dataset->tables;
        dataset->tables = reader;
        return reader;
    }
    free_reader(reader);
    return NULL;
}

/* *reader is NULL when there is no such table; what cannot be read must not be taken for that. */
static fw_code find_table(fw_dataset *dataset, const char *name, fw_table_reader **reader, fw_error *err) {
    for (*reader = dataset->tables; *reader; *reader = (*reader)->next) {
        if (strcmp((*reader)->name, name) == 0) return FW_OK;
    }
    const htri_t there = dataset->appending ? 0 : H5Lexists(dataset->uns, name, H5P_DEFAULT);
    if (there == 0) return FW_OK;
    if (there > 0) *reader = add_reader(dataset, name);
    return *reader ? FW_OK : bad_table(dataset, name, NULL, err);
}

fw_code fw_dataset_table_columns(fw_dataset *dataset, const char *name, const fw_column **columns,
                                 size_t *count, fw_error *err) {
    *columns = NULL;
    *count = 0;
    fw_code code = fw_store_enter(dataset, false, err);
    /* A table that is still being written cannot be read. */
    if (code != FW_OK || (dataset->table && strcmp(dataset->table->name, name) == 0)) return code;
    fw_table_reader *reader;
    code = find_table(dataset, name, &reader, err);
    if (code != FW_OK || !reader) return code;
    *columns = reader->record.columns;
    *count = reader->record.count;
    return FW_OK;
}

static bool get_cell(const fw_record *record, size_t column, const unsigned char *bytes, fw_frame *frame,
                     size_t to, size_t row) {
    const unsigned char *field = bytes + record->offsets[column];
    fw_str text = {(const char *)field, 0};
    switch (record->columns[column].type) {
    case FW_COLUMN_STRING:
    case FW_COLUMN_CATEGORY:
        text.len = strnlen(text.ptr, record->widths[column]);
        return fw_frame_set_text(frame, to, row, text);
    case FW_COLUMN_FLOAT:
        memcpy(&frame->cells[to].number[row], field, sizeof(double));
        return true;
    case FW_COLUMN_INT:
        memcpy(&frame->cells[to].integer[row], field, sizeof(int32_t));
        return true;
    }
    return false;
}

static bool unpack(const fw_table_reader *reader, size_t column, size_t count, fw_frame *frame, size_t to) {
    for (size_t row = 0; row < count; row++) {
        if (!get_cell(&reader->record, column, reader->records + row * reader->record.bytes, frame, to,
                      row)) {
            return false;
        }
    }
    return true;
}

static bool read_records(fw_dataset *dataset, fw_table_reader *reader, uint64_t first, size_t count) {
    if (count > reader->records_capacity) {
        free(reader->records);
        reader->records = calloc(count, reader->record.bytes);
        reader->records_capacity = reader->records ? count : 0;
    }
    return count == 0 || (reader->records &&
                          fw_chunks_read(&reader->chunks, dataset->codec, first, count, reader->records));
}

fw_code fw_dataset_read_table(fw_dataset *dataset, const char *name, uint64_t first, size_t count,
                              fw_frame *frame, fw_error *err) {
    fw_code code = fw_store_enter(dataset, false, err);
    if (code != FW_OK) return code;
    if (dataset->table && strcmp(dataset->table->name, name) == 0) {
        return fw_store_misuse(dataset, err, "a table is read while it is written");
    }
    fw_table_reader *reader;
    code = find_table(dataset, name, &reader, err);
    if (code != FW_OK) return code;
    if (!reader) return bad_table(dataset, name, NULL, err);
    const uint64_t rows = reader->chunks.rows;
    if (first > rows || count > rows - first || count > frame->capacity) {
        return fw_store_misuse(dataset, err, "rows outside the table or the frame");
    }
    if (!read_records(dataset, reader, first, count)) return bad_table(dataset, name, NULL, err);
    fw_frame_clear(frame);
    for (size_t i = 0; i < frame->column_count; i++) {
        const fw_record *record = &reader->record;
        const int at = fw_column_find(record->columns, record->count, frame->columns[i].name);
        if (at < 0 || record->columns[at].type != frame->columns[i].type) {
            return bad_table(dataset, name, frame->columns[i].name, err);
        }
        if (!unpack(reader, (size_t)at, count, frame, i)) return fw_fail_nomem(err);
    }
    frame->rows = count;
    return FW_OK;
}
