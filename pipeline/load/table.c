/* table.c: reads chosen columns of a CSV file, its blocks in parallel, its rows in order. */
#include "load/table.h"

#include "base/ordered.h"
#include "base/room.h"
#include "base/str.h"
#include "load/header.h"
#include "load/numbers.h"
#include "load/rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_BYTES = 1024 * 1024, MAX_RECORD = 16 * 1024 * 1024 };

/* One block in flight, and what its rows hold. */
typedef struct {
    fw_block block;
    fw_rows *rows;
    fw_table part; /* lines within the block */
    uint64_t lines;
} slot;

/* The file being read. */
typedef struct {
    fw_blocks blocks;
    fw_header header;
    fw_records_format format;
    const fw_table_column *columns;
    size_t *at; /* column of the file, by column wanted */
    slot *slots;
    size_t slot_count;
    uint64_t lines; /* physical lines before the next part */
    fw_table *table;
} loader;

/* What a row is read into. */
typedef struct {
    const loader *file;
    fw_table *table;
} target;

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

/* Room for `more` rows. */
static fw_code grow(fw_table *t, const fw_table_column *columns, size_t more, fw_error *err) {
    if (t->rows + more <= t->capacity) return FW_OK;
    const size_t twice = t->capacity ? t->capacity * 2 : 1024;
    const size_t capacity = twice < t->rows + more ? t->rows + more : twice;
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
    fw_table_reject *rejects = fw_room(t->rejects, t->reject_count, &t->reject_capacity, sizeof *rejects);
    if (!rejects) return fw_fail_nomem(err);
    t->rejects = rejects;
    rejects[t->reject_count++] = (fw_table_reject){line, reason};
    return FW_OK;
}

static const char *broken(const fw_record *record, size_t columns, size_t bad_field) {
    if (record->status == FW_RECORD_OPEN_QUOTE) return "open quote";
    if (record->status == FW_RECORD_LONG) return "record too long";
    if (record->status != FW_RECORD_OK) return "bad quote";
    if (record->count != columns) return "wrong number of fields";
    return bad_field != SIZE_MAX ? "not UTF-8" : NULL;
}

static double number_of(fw_str cell, char separator) {
    double value;
    return fw_cell_number(cell, separator != ',', &value) == FW_NUMBER_BAD ? (double)INFINITY : value;
}

static fw_code load_row(void *context, const fw_record *record, size_t bad_field, fw_error *err) {
    const target *to = context;
    const loader *file = to->file;
    fw_table *t = to->table;
    const uint64_t line = record->line + 1;
    const char *reason = broken(record, file->format.columns, bad_field);
    if (reason) return reject(t, line, reason, err);
    const fw_code code = grow(t, file->columns, 1, err);
    if (code != FW_OK) return code;
    for (size_t c = 0; c < t->columns; c++) {
        const bool present = file->table->present[c];
        const fw_str cell = present ? fw_str_trim(record->fields[file->at[c]]) : (fw_str){0};
        if (!file->columns[c].text) {
            t->number[c][t->rows] = number_of(cell, file->format.dialect.separator);
            continue;
        }
        const char *copy = fw_arena_copy(&t->arena, cell);
        if (!copy) return fw_fail_nomem(err);
        t->text[c][t->rows] = (fw_str){copy, cell.len};
    }
    t->line[t->rows++] = line;
    return FW_OK;
}

/* ---- the three steps of the loop ---- */

static fw_code fill_slot(void *context, size_t index, bool *more, fw_error *err) {
    loader *file = context;
    return fw_blocks_next(&file->blocks, false, &file->slots[index].block, more, err);
}

static fw_code read_slot(void *context, size_t index, size_t worker, fw_error *err) {
    (void)worker;
    const loader *file = context;
    slot *s = &file->slots[index];
    s->part.rows = s->part.reject_count = 0;
    fw_arena_reset(&s->part.arena);
    target to = {file, &s->part};
    return fw_rows_visit(s->rows, &file->format, &s->block, load_row, &to, &s->lines, err);
}

static fw_code append_text(fw_table *t, const fw_table *part, size_t column, fw_error *err) {
    for (size_t i = 0; i < part->rows; i++) {
        const fw_str text = part->text[column][i];
        const char *copy = fw_arena_copy(&t->arena, text);
        if (!copy) return fw_fail_nomem(err);
        t->text[column][t->rows + i] = (fw_str){copy, text.len};
    }
    return FW_OK;
}

static fw_code append_slot(void *context, size_t index, fw_error *err) {
    loader *file = context;
    const slot *s = &file->slots[index];
    const fw_table *part = &s->part;
    fw_table *t = file->table;
    fw_code code = grow(t, file->columns, part->rows, err);
    for (size_t c = 0; c < t->columns && code == FW_OK && part->rows; c++) {
        if (file->columns[c].text)
            code = append_text(t, part, c, err);
        else
            memcpy(t->number[c] + t->rows, part->number[c], part->rows * sizeof **part->number);
    }
    for (size_t i = 0; i < part->rows && code == FW_OK; i++)
        t->line[t->rows + i] = file->lines + part->line[i];
    for (size_t i = 0; i < part->reject_count && code == FW_OK; i++)
        code = reject(t, file->lines + part->rejects[i].line, part->rejects[i].reason, err);
    t->rows += part->rows;
    file->lines += s->lines;
    return code;
}

/* ---- setting up and tearing down ---- */

static fw_code open_table(fw_table *t, size_t columns, fw_error *err) {
    *t = (fw_table){.columns = columns};
    t->present = calloc(columns + 1, sizeof *t->present);
    t->number = calloc(columns + 1, sizeof *t->number);
    t->text = calloc(columns + 1, sizeof *t->text);
    return t->present && t->number && t->text ? FW_OK : fw_fail_nomem(err);
}

static fw_code open_slots(loader *file, size_t threads, fw_error *err) {
    file->slot_count = threads * 2 + 1;
    file->slots = calloc(file->slot_count, sizeof *file->slots);
    if (!file->slots) return fw_fail_nomem(err);
    fw_code code = FW_OK;
    for (size_t i = 0; i < file->slot_count && code == FW_OK; i++) {
        file->slots[i].rows = fw_rows_new();
        code = file->slots[i].rows ? open_table(&file->slots[i].part, file->table->columns, err)
                                   : fw_fail_nomem(err);
    }
    return code;
}

static void close_loader(loader *file) {
    for (size_t i = 0; i < file->slot_count && file->slots; i++) {
        fw_block_free(&file->slots[i].block);
        fw_rows_free(file->slots[i].rows);
        fw_table_clear(&file->slots[i].part);
    }
    free(file->slots);
    fw_blocks_close(&file->blocks);
    fw_header_free(&file->header);
    free(file->at);
}

static fw_code load_file(loader *file, const char *path, size_t threads, fw_error *err) {
    fw_code code = fw_blocks_open(&file->blocks, path, BLOCK_BYTES, MAX_RECORD, err);
    if (code == FW_OK) code = fw_header_read(&file->header, &file->blocks, err);
    if (code == FW_OK) code = bind(file, file->columns, err);
    if (code == FW_OK) code = open_slots(file, threads, err);
    file->lines = file->header.lines;
    file->format = fw_blocks_format(&file->blocks, file->header.count);
    const fw_ordered loop = {.context = file,
                             .source = fill_slot,
                             .work = read_slot,
                             .sinks = {append_slot},
                             .slots = file->slot_count,
                             .threads = threads};
    if (code == FW_OK) code = fw_ordered_run(&loop, err);
    if (code == FW_OK) file->table->hash = fw_input_hash(file->blocks.input);
    return code;
}

fw_code fw_table_load(const char *path, const fw_table_column *columns, size_t count, size_t threads,
                      fw_table *out, fw_error *err) {
    fw_code code = open_table(out, count, err);
    loader file = {.table = out, .columns = columns, .at = calloc(count + 1, sizeof *file.at)};
    if (code == FW_OK && !file.at) code = fw_fail_nomem(err);
    if (code == FW_OK) code = load_file(&file, path, threads ? threads : fw_ordered_processors(), err);
    close_loader(&file);
    if (code != FW_OK) fw_table_clear(out);
    return code;
}
