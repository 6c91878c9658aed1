/* rows.c: visits the records of a block, by the short way where the block is plain. */
#include "load/rows.h"

#include "base/str.h"

#include <stdlib.h>
#include <string.h>

struct fw_rows {
    fw_records *records;
    fw_str *fields;
    size_t capacity;
};

/* One block being visited. */
typedef struct {
    const fw_records_format *format;
    bool text; /* all of it is valid UTF-8 without NUL */
    fw_row_visitor *visit;
    void *context;
} visit;

fw_rows *fw_rows_new(void) {
    fw_rows *rows = calloc(1, sizeof *rows);
    if (!rows) return NULL;
    rows->records = fw_records_new();
    if (rows->records) return rows;
    free(rows);
    return NULL;
}

void fw_rows_free(fw_rows *rows) {
    if (!rows) return;
    fw_records_free(rows->records);
    free(rows->fields);
    free(rows);
}

static fw_code give(const visit *v, const fw_record *record, fw_error *err) {
    if (fw_record_is_empty(record, v->format->columns)) return FW_OK;
    size_t bad = SIZE_MAX;
    const size_t stored = record->count < v->format->columns ? record->count : v->format->columns;
    for (size_t i = 0; i < stored && !v->text && bad == SIZE_MAX; i++)
        if (!fw_is_text(record->fields[i].ptr, record->fields[i].len)) bad = i;
    return v->visit(v->context, record, bad, err);
}

/* ---- plain blocks ---- */

/* No quote, no lone or doubled line end, no tab but as a blank, and too short to hold a record that is too
 * long. */
static bool is_plain(const fw_block *block, const fw_records_format *format) {
    return block->len <= format->max_record && format->dialect.separator != '\t' &&
           !memchr(block->data, '"', block->len) && !memchr(block->data, '\r', block->len);
}

static bool is_blank(char c) { return fw_is_blank(c, FW_PLAIN_DIALECT); }

/* A field without the blanks around it, which libcsv takes off too. */
static fw_str bare(const char *from, const char *end) {
    while (from < end && is_blank(*from)) from++;
    while (end > from && is_blank(end[-1])) end--;
    return (fw_str){from, (size_t)(end - from)};
}

/* Fields of the line [from, end), the first `columns` of them stored. */
static size_t cut_fields(const char *from, const char *end, fw_str *fields, const fw_records_format *format) {
    size_t count = 0;
    const char *start = from;
    for (const char *at = from; at <= end; at++) {
        if (at < end && *at != format->dialect.separator) continue;
        if (count < format->columns) fields[count] = bare(start, at);
        count++;
        start = at + 1;
    }
    return count;
}

static fw_code visit_plain(fw_rows *rows, const fw_block *block, const visit *v, uint64_t *lines,
                           fw_error *err) {
    const char *at = block->data, *const end = block->data + block->len;
    *lines = 0;
    while (at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at)), *stop = newline ? newline : end;
        while (at < stop && is_blank(*at)) at++;
        if (at < stop) {
            const fw_record record = {.fields = rows->fields,
                                      .count = cut_fields(at, stop, rows->fields, v->format),
                                      .start = (size_t)(at - block->data),
                                      .end = (size_t)(stop - block->data),
                                      .line = *lines};
            const fw_code code = give(v, &record, err);
            if (code != FW_OK) return code;
        }
        *lines += newline != NULL;
        at = newline ? newline + 1 : end;
    }
    return FW_OK;
}

/* ---- any block ---- */

static fw_code visit_quoted(fw_rows *rows, fw_block *block, const visit *v, uint64_t *lines, fw_error *err) {
    fw_code code = fw_records_begin(rows->records, v->format, block->data, block->len, err);
    bool more = true;
    while (code == FW_OK) {
        fw_record record;
        code = fw_records_next(rows->records, &record, &more, err);
        if (code != FW_OK || !more) break;
        code = give(v, &record, err);
    }
    *lines = fw_records_lines(rows->records);
    return code;
}

/* The record that was skipped because it was too long to hold. */
static fw_code visit_tail(const fw_block *block, const visit *v, uint64_t *lines, fw_error *err) {
    const fw_record record = {
        .status = block->tail_status, .start = (size_t)(block->tail_offset - block->offset), .line = *lines};
    *lines += block->tail_lines;
    return give(v, &record, err);
}

fw_code fw_rows_visit(fw_rows *rows, const fw_records_format *format, fw_block *block,
                      fw_row_visitor *visitor, void *context, uint64_t *lines, fw_error *err) {
    if (format->columns > rows->capacity) {
        fw_str *fields = realloc(rows->fields, format->columns * sizeof *fields);
        if (!fields) return fw_fail_nomem(err);
        rows->fields = fields;
        rows->capacity = format->columns;
    }
    const visit v = {
        .format = format, .text = fw_is_text(block->data, block->len), .visit = visitor, .context = context};
    const fw_code code = block->len && is_plain(block, format) ? visit_plain(rows, block, &v, lines, err)
                                                               : visit_quoted(rows, block, &v, lines, err);
    return code == FW_OK && block->has_tail ? visit_tail(block, &v, lines, err) : code;
}
