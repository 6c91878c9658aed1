/* table.c: reads chosen columns of a CSV file. */
#include "load/table.h"

#include "base/str.h"
#include "load/header.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_BYTES = 1024 * 1024, MAX_RECORD = 16 * 1024 * 1024 };

/* The file being read. */
typedef struct {
    fw_blocks blocks;
    fw_header header;
    fw_records *records;
    fw_block block;
    uint64_t lines; /* physical lines before the present block */
    size_t *at;     /* column of the file, by column wanted */
    fw_table *table;
} loader;

void fw_table_clear(fw_table *table) {
    for (size_t c = 0; c < table->columns; c++) {
        if (table->number) free(table->number[c]);
        if (table->text) free(table->text[c]);
    }
    free(table->present);
    free(table->number);
    free(table->text);
    free(table->line);
    free(table->rejects);
    fw_arena_free(&table->arena);
    *table = (fw_table){0};
}

static fw_code bind(loader *file, const fw_table_column *columns, fw_error *err) {
    fw_table *t = file->table;
    for (size_t c = 0; c < t->columns; c++) {
        file->at[c] = fw_header_find(&file->header, columns[c].name);
        t->present[c] = file->at[c] != FW_NO_COLUMN;
        if (t->present[c] || columns[c].optional) continue;
        const fw_code code = fw_header_unknown(&file->header, fw_input_name(file->blocks.input),
                                               columns[c].option, columns[c].name, err);
        if (!columns[c].owed) return code;
        if (err) err->code = FW_DATA;
        return FW_DATA;
    }
    return FW_OK;
}

/* Room for one more row. */
static fw_code grow(fw_table *t, const fw_table_column *columns, fw_error *err) {
    if (t->rows < t->capacity) return FW_OK;
    const size_t capacity = t->capacity ? t->capacity * 2 : 1024;
    uint64_t *line = realloc(t->line, capacity * sizeof *line);
    if (!line) return fw_fail_nomem(err);
    t->line = line;
    for (size_t c = 0; c < t->columns; c++) {
        if (columns[c].text) {
            fw_str *text = realloc(t->text[c], capacity * sizeof *text);
            if (!text) return fw_fail_nomem(err);
            t->text[c] = text;
        } else {
            double *number = realloc(t->number[c], capacity * sizeof *number);
            if (!number) return fw_fail_nomem(err);
            t->number[c] = number;
        }
    }
    t->capacity = capacity;
    return FW_OK;
}

static fw_code reject(fw_table *t, uint64_t line, const char *reason, fw_error *err) {
    if (t->reject_count == t->reject_capacity) {
        const size_t capacity = t->reject_capacity ? t->reject_capacity * 2 : 64;
        fw_table_reject *grown = realloc(t->rejects, capacity * sizeof *grown);
        if (!grown) return fw_fail_nomem(err);
        t->rejects = grown;
        t->reject_capacity = capacity;
    }
    t->rejects[t->reject_count++] = (fw_table_reject){line, reason};
    return FW_OK;
}

static const char *broken(const fw_record *record, size_t columns) {
    if (record->status == FW_RECORD_OPEN_QUOTE) return "open quote";
    if (record->status == FW_RECORD_LONG) return "record too long";
    if (record->status != FW_RECORD_OK) return "bad quote";
    if (record->count != columns) return "wrong number of fields";
    for (size_t i = 0; i < record->count; i++) {
        const fw_str f = record->fields[i];
        if (f.len && (memchr(f.ptr, '\0', f.len) || fw_utf8_valid_prefix(f.ptr, f.len) != f.len))
            return "not UTF-8";
    }
    return NULL;
}

static double number_of(fw_str cell) {
    double value;
    if (cell.len == 0) return (double)NAN;
    return fw_parse_double(cell, &value) ? value : (double)INFINITY;
}

static fw_code load_row(loader *file, const fw_table_column *columns, const fw_record *record,
                        fw_error *err) {
    fw_table *t = file->table;
    const uint64_t line = file->lines + record->line + 1;
    const char *reason = broken(record, file->header.count);
    if (reason) return reject(t, line, reason, err);
    const fw_code code = grow(t, columns, err);
    if (code != FW_OK) return code;
    for (size_t c = 0; c < t->columns; c++) {
        const fw_str cell = t->present[c] ? fw_str_trim(record->fields[file->at[c]]) : (fw_str){0};
        if (!columns[c].text) {
            t->number[c][t->rows] = number_of(cell);
            continue;
        }
        const char *copy = fw_arena_copy(&t->arena, cell);
        if (!copy) return fw_fail_nomem(err);
        t->text[c][t->rows] = (fw_str){copy, cell.len};
    }
    t->line[t->rows++] = line;
    return FW_OK;
}

static fw_code load_block(loader *file, const fw_table_column *columns, fw_error *err) {
    const fw_records_format format = {.columns = file->header.count,
                                      .max_record = file->blocks.max_record,
                                      .bad_end = file->blocks.splitter.bad_end};
    fw_code code = fw_records_begin(file->records, &format, file->block.data, file->block.len, err);
    bool more = true;
    while (code == FW_OK) {
        fw_record record;
        code = fw_records_next(file->records, &record, &more, err);
        if (code != FW_OK || !more) break;
        code = load_row(file, columns, &record, err);
    }
    file->lines += fw_records_lines(file->records);
    if (code != FW_OK || !file->block.has_tail) return code;
    const bool open = file->block.tail_code == FW_REJECT_OPEN_QUOTE;
    code = reject(file->table, file->lines + 1, open ? "open quote" : "record too long", err);
    file->lines += file->block.tail_lines;
    return code;
}

static fw_code load_file(loader *file, const char *path, const fw_table_column *columns, fw_error *err) {
    fw_code code = fw_blocks_open(&file->blocks, path, BLOCK_BYTES, MAX_RECORD, err);
    if (code == FW_OK) code = fw_header_read(&file->header, &file->blocks, err);
    if (code == FW_OK) code = bind(file, columns, err);
    file->lines = file->header.lines;
    bool more = true;
    while (code == FW_OK && more) {
        code = fw_blocks_next(&file->blocks, false, &file->block, &more, err);
        if (code == FW_OK && more) code = load_block(file, columns, err);
    }
    if (code == FW_OK) file->table->hash = fw_input_hash(file->blocks.input);
    return code;
}

fw_code fw_table_load(const char *path, const fw_table_column *columns, size_t count, fw_table *out,
                      fw_error *err) {
    *out = (fw_table){.columns = count};
    out->present = calloc(count + 1, sizeof *out->present);
    out->number = calloc(count + 1, sizeof *out->number);
    out->text = calloc(count + 1, sizeof *out->text);
    loader file = {.records = fw_records_new(), .table = out, .at = calloc(count + 1, sizeof *file.at)};
    const bool good = out->present && out->number && out->text && file.records && file.at;
    fw_code code = good ? load_file(&file, path, columns, err) : fw_fail_nomem(err);
    fw_blocks_close(&file.blocks);
    fw_header_free(&file.header);
    fw_block_free(&file.block);
    fw_records_free(file.records);
    free(file.at);
    if (code != FW_OK) fw_table_clear(out);
    return code;
}
