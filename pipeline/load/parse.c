/*
 * parse.c: turns the records of a block into answers and rejects.
 *
 * A row has one reject: the first that applies, in this order.
 *   1. open_quote, long_record, bad_quote   the record cannot be told apart into fields
 *   2. ragged                               its number of fields is not the header's
 *   3. nul_byte, then bad_utf8              in any field, the leftmost first
 *   4. long_field                           likewise
 *   5. missing_id, then missing_text
 *   6. bad_number                           attempt, then duration_s
 *   7. duplicate_id                         found by fw_reader_accept
 * Fields are trimmed of surrounding blanks, except the text, which is kept as libcsv gives it (a quoted one
 * exactly). Blank lines are not rows, nor are rows whose fields are all empty.
 */
#include "base/room.h"
#include "base/str.h"
#include "load/blanks.h"
#include "load/numbers.h"
#include "load/reader.h"

#include <failwise/ratings.h>

#include <math.h>
#include <string.h>

enum { MAX_ATTEMPT = 1000, MAX_SECONDS = 86400 };

/* Empty, or a whole number from 1 to 1000; "2.0" is one too, as tables with gaps are often exported so. */
static bool read_attempt(fw_str field, int32_t *out) {
    *out = 0;
    if (field.len == 0) return true;
    double value;
    const fw_number found = fw_cell_number(field, false, &value);
    if (found != FW_NUMBER_GOOD) return found == FW_NUMBER_MISSING;
    if (!(value >= 1 && value <= MAX_ATTEMPT)) return false;
    *out = (int32_t)value;
    return (double)*out == value;
}

static bool read_seconds(fw_str field, double *out) {
    *out = (double)NAN;
    if (field.len == 0) return true;
    double value;
    const fw_number found = fw_cell_seconds(field, &value);
    if (found != FW_NUMBER_GOOD) return found == FW_NUMBER_MISSING;
    if (!(value >= 0 && value <= MAX_SECONDS)) return false;
    *out = value;
    return true;
}

bool fw_field_takes(fw_field field, fw_str cell) {
    int32_t attempt;
    double seconds;
    return field == FW_ATTEMPT      ? read_attempt(cell, &attempt)
           : field == FW_DURATION_S ? read_seconds(cell, &seconds)
                                    : true;
}

/* What every check of one row needs. */
typedef struct {
    const fw_reader *reader;
    fw_batch *batch;
    const fw_record *record;
    fw_error *err;
} row_context;

static fw_reject place(const row_context *row, fw_reject_code code, size_t column) {
    return (fw_reject){.code = code,
                       .line = row->record->line + 1,
                       .offset = row->batch->memory->block.offset + row->record->start,
                       .column = column == FW_NO_COLUMN ? 0 : (uint32_t)column + 1};
}

static fw_code reject_field(const row_context *row, fw_reject_code code, size_t column, const char *message) {
    return fw_batch_reject(row->batch, place(row, code, column), row->err, "%s", message);
}

static const fw_reject_code BROKEN[] = {
    [FW_RECORD_BAD_QUOTE] = FW_REJECT_BAD_QUOTE,
    [FW_RECORD_OPEN_QUOTE] = FW_REJECT_OPEN_QUOTE,
    [FW_RECORD_LONG] = FW_REJECT_LONG_RECORD,
};

/* Checks 1 and 2. */
static fw_code check_shape(const row_context *row, bool *ok) {
    const fw_record *record = row->record;
    *ok = false;
    if (record->status != FW_RECORD_OK)
        return reject_field(row, BROKEN[record->status], FW_NO_COLUMN, fw_record_fault(record->status));
    const size_t columns = row->reader->header.count;
    if (record->count != columns) {
        return fw_batch_reject(row->batch, place(row, FW_REJECT_RAGGED, FW_NO_COLUMN), row->err,
                               "%zu field%s, but the header has %zu", record->count,
                               record->count == 1 ? "" : "s", columns);
    }
    *ok = true;
    return FW_OK;
}

static bool has_nul(fw_str field) { return field.len && memchr(field.ptr, '\0', field.len); }
static bool has_bad_utf8(fw_str field) { return fw_utf8_valid_prefix(field.ptr, field.len) != field.len; }

/* Fields end at ASCII bytes, so a record that is clean as a whole has only clean fields. */
static bool is_clean(const row_context *row) {
    const fw_record *record = row->record;
    if (!record->odd) return true;
    const fw_str whole = {row->batch->memory->block.data + record->start, record->end - record->start};
    return fw_is_text(whole.ptr, whole.len);
}

static size_t find_field(const fw_record *record, bool (*test)(fw_str)) {
    for (size_t i = 0; i < record->count; i++) {
        if (test(record->fields[i])) return i;
    }
    return FW_NO_COLUMN;
}

/* Checks 3 and 4. */
static fw_code check_bytes(const row_context *row, bool *ok) {
    const fw_record *record = row->record;
    *ok = false;
    if (!is_clean(row)) {
        size_t column = find_field(record, has_nul);
        if (column != FW_NO_COLUMN) return reject_field(row, FW_REJECT_NUL_BYTE, column, "a NUL byte");
        column = find_field(record, has_bad_utf8);
        if (column != FW_NO_COLUMN)
            return reject_field(row, FW_REJECT_BAD_UTF8, column,
                                "not valid UTF-8 (of a spreadsheet? iconv -f WINDOWS-1252 -t UTF-8)");
    }
    const bool may_be_long = record->end - record->start > row->reader->max_field;
    for (size_t i = 0; i < record->count && may_be_long; i++) {
        if (record->fields[i].len <= row->reader->max_field) continue;
        return fw_batch_reject(row->batch, place(row, FW_REJECT_LONG_FIELD, i), row->err,
                               "%zu bytes, at most %zu are read", record->fields[i].len,
                               row->reader->max_field);
    }
    *ok = true;
    return FW_OK;
}

/* Checks 5 and 6, on an answer whose strings are set. */
static fw_code check_values(const row_context *row, fw_answer *answer, bool *ok) {
    const size_t *columns = row->reader->field_column;
    *ok = false;
    if (answer->field[FW_ANSWER_ID].len == 0) {
        return reject_field(row, FW_REJECT_MISSING_ID, columns[FW_ANSWER_ID], "no answer_id");
    }
    if (fw_only_blanks(answer->field[FW_TEXT])) {
        return reject_field(row, FW_REJECT_MISSING_TEXT, columns[FW_TEXT], "no text");
    }
    if (!read_attempt(answer->field[FW_ATTEMPT], &answer->attempt)) {
        return reject_field(row, FW_REJECT_BAD_NUMBER, columns[FW_ATTEMPT],
                            "attempt must be a whole number from 1 to 1000, or empty");
    }
    if (!read_seconds(answer->field[FW_DURATION_S], &answer->duration_s)) {
        const fw_str field = answer->field[FW_DURATION_S];
        return reject_field(
            row, FW_REJECT_BAD_NUMBER, columns[FW_DURATION_S],
            memchr(field.ptr, ',', field.len)
                ? "duration_s has a comma: write decimals behind a point, thousands without a mark"
                : "duration_s must be seconds from 0 to 86400 (83, or 1:23), or empty");
    }
    *ok = true;
    return FW_OK;
}

/* Whether no field but the text can have blanks at its ends. */
static bool is_bare(const row_context *row) {
    const fw_record *record = row->record;
    return record->quoted == 0 ||
           (record->quoted == 1 && record->quoted_column == row->reader->field_column[FW_TEXT]);
}

static void set_fields(const row_context *row, fw_answer *answer) {
    const bool bare = is_bare(row);
    for (size_t i = 0; i < FW_FIELD_COUNT; i++) {
        const size_t column = row->reader->field_column[i];
        fw_str field = {0};
        if (column != FW_NO_COLUMN) field = row->record->fields[column];
        answer->field[i] = bare || i == FW_TEXT ? field : fw_str_trim(field);
    }
}

/* The columns carried along, and the rating columns. */
static fw_code set_carried(const row_context *row, fw_answer *answer) {
    const fw_reader *reader = row->reader;
    fw_arena *arena = &row->batch->memory->arena;
    if (reader->extra_count) {
        fw_str *extra = fw_arena_alloc(arena, reader->extra_count * sizeof *extra);
        if (!extra) return fw_fail_nomem(row->err);
        for (size_t i = 0; i < reader->extra_count; i++) {
            extra[i] = fw_str_trim(row->record->fields[reader->extra_column[i]]);
        }
        answer->extra = extra;
    }
    if (reader->rating_count) {
        double *ratings = fw_arena_alloc(arena, reader->rating_count * sizeof *ratings);
        if (!ratings) return fw_fail_nomem(row->err);
        for (size_t i = 0; i < reader->rating_count; i++) {
            const fw_str field = fw_str_trim(row->record->fields[reader->rating_column[i]]);
            const fw_number found =
                fw_cell_number(field, reader->format.dialect.separator != ',', &ratings[i]);
            if (found == FW_NUMBER_BAD) ratings[i] = (double)INFINITY;
        }
        answer->ratings = ratings;
    }
    return FW_OK;
}

static fw_code parse_row(const row_context *row) {
    fw_batch *batch = row->batch;
    bool ok;
    if (fw_record_is_empty(row->record, row->reader->header.count)) return FW_OK;
    batch->rows_read++;
    fw_code code = check_shape(row, &ok);
    if (code == FW_OK && ok) code = check_bytes(row, &ok);
    if (code != FW_OK || !ok) return code;
    fw_answer *answers =
        fw_room(batch->answers, batch->count, &batch->memory->answer_capacity, sizeof *answers);
    if (!answers) return fw_fail_nomem(row->err);
    batch->answers = answers;
    fw_answer *answer = &answers[batch->count];
    /* Each member is set once: to clear all of them first costs more than to read a number. */
    set_fields(row, answer);
    answer->extra = NULL;
    answer->ratings = NULL;
    answer->line = row->record->line + 1;
    answer->offset = batch->memory->block.offset + row->record->start;
    answer->used = true;
    code = check_values(row, answer, &ok);
    if (code != FW_OK || !ok) return code;
    answer->id = fw_id_hash(answer->field[FW_ANSWER_ID]);
    code = set_carried(row, answer);
    if (code == FW_OK) batch->count++;
    return code;
}

/* The record that was skipped because it was too long to hold. */
static fw_code add_tail(fw_batch *batch, fw_error *err) {
    const fw_block *block = &batch->memory->block;
    if (!block->has_tail) return FW_OK;
    const fw_reject where = {
        .code = BROKEN[block->tail_status], .line = batch->memory->lines + 1, .offset = block->tail_offset};
    batch->rows_read++;
    batch->memory->lines += block->tail_lines;
    return fw_batch_reject(batch, where, err, "%s", fw_record_fault(block->tail_status));
}

fw_code fw_reader_parse(const fw_reader *reader, fw_batch *batch, fw_error *err) {
    struct fw_batch_memory *memory = batch->memory;
    const fw_block *block = &memory->block;
    fw_arena_reset(&memory->arena);
    fw_code code = fw_records_begin(memory->records, &reader->format, block->data, block->len, err);
    bool more = code == FW_OK;
    while (more) {
        fw_record record;
        code = fw_records_next(memory->records, &record, &more, err);
        if (code != FW_OK || !more) break;
        const row_context row = {.reader = reader, .batch = batch, .record = &record, .err = err};
        code = parse_row(&row);
        more = code == FW_OK;
    }
    memory->lines = fw_records_lines(memory->records);
    return code == FW_OK ? add_tail(batch, err) : code;
}
