/* records.c: drives libcsv over one block and reports records with their places. */
#include "load/records.h"
#include "base/arena.h"
#include "base/str.h"
#include "load/splice.h"
#include "load/splitter.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

enum { ENTRY_STEP = 4096 };

struct fw_records {
    struct csv_parser csv;
    int known_state;  /* fw_splice_state() */
    int quoted_state; /* csv.pstate inside a quoted field, or -1: feed every byte */
    fw_arena arena;   /* bytes of unquoted fields */
    fw_records_format format;
    fw_str *fields;
    size_t field_capacity;
    char *data;
    size_t len, pos;
    uint64_t lines;
    size_t after_cr; /* offset behind the last CR that ended a row: an LF there is not one more line */
    /* the record being read */
    size_t field_count;
    bool row_done;
    fw_str body;     /* the quoted field whose closing quote is fed next */
    bool body_ready; /* `body` is to be used by the next field callback */
    bool no_memory;
};

static bool start_parser(fw_records *records) {
    if (csv_init(&records->csv, FW_CSV_FLAGS) != 0) return false;
    csv_set_blk_size(&records->csv, ENTRY_STEP);
    return true;
}

fw_records *fw_records_new(void) {
    fw_records *records = calloc(1, sizeof *records);
    if (!records) return NULL;
    records->known_state = fw_splice_state();
    if (start_parser(records)) return records;
    free(records);
    return NULL;
}

void fw_records_free(fw_records *records) {
    if (!records) return;
    csv_free(&records->csv);
    fw_arena_free(&records->arena);
    free(records->fields);
    free(records);
}

fw_code fw_records_begin(fw_records *records, const fw_records_format *format, char *data, size_t len,
                         fw_error *err) {
    if (format->columns > records->field_capacity) {
        fw_str *fields = realloc(records->fields, format->columns * sizeof *fields);
        if (!fields) return fw_fail_nomem(err);
        records->fields = fields;
        records->field_capacity = format->columns;
    }
    fw_arena_reset(&records->arena);
    records->format = *format;
    records->quoted_state = format->every_byte ? -1 : records->known_state;
    records->data = data;
    records->len = len;
    records->pos = 0;
    records->lines = 0;
    records->after_cr = SIZE_MAX;
    return FW_OK;
}

uint64_t fw_records_lines(const fw_records *records) { return records->lines; }

/* libcsv: a field has ended. */
static void on_field(void *bytes, size_t len, void *context) {
    fw_records *records = context;
    const size_t index = records->field_count++;
    const bool has_body = records->body_ready;
    records->body_ready = false;
    if (index >= records->format.columns) return;
    if (has_body) {
        records->fields[index] = records->body;
        return;
    }
    if (len == 0) {
        records->fields[index] = FW_STR("");
        return;
    }
    const char *copy = fw_arena_copy(&records->arena, (fw_str){bytes, len});
    if (!copy) records->no_memory = true;
    records->fields[index] = (fw_str){copy, copy ? len : 0};
}

/* libcsv: a row has ended (a blank line is a row without fields). */
static void on_row(int terminator, void *context) {
    (void)terminator;
    fw_records *records = context;
    records->row_done = true;
}

/* Behind the next byte that can change what comes after it: a quote or a line end. */
static size_t run_end(const fw_records *records, size_t from) {
    static const bool STOPS[256] = {['"'] = true, ['\n'] = true, ['\r'] = true};
    const unsigned char *bytes = (const unsigned char *)records->data;
    while (from < records->len && !STOPS[bytes[from]]) from++;
    return from < records->len ? from + 1 : from;
}

static bool in_quoted_field(const fw_records *records) {
    return records->csv.quoted && records->csv.pstate == records->quoted_state;
}

/*
 * Goes over the body of a quoted field to its closing quote, which is left for libcsv. Doubled quotes become
 * single ones: the bytes between them move together in place.
 */
static void take_body(fw_records *records) {
    char *data = records->data;
    const size_t start = records->pos;
    size_t to = start;
    for (;;) {
        const char *quote = memchr(data + records->pos, '"', records->len - records->pos);
        const size_t end = quote ? (size_t)(quote - data) : records->len;
        const size_t part = end - records->pos;
        records->lines += fw_count_byte(data + records->pos, part, '\n');
        if (to != records->pos) memmove(data + to, data + records->pos, part);
        to += part;
        records->pos = end;
        if (end + 1 >= records->len || data[end + 1] != '"') break;
        data[to++] = '"';
        records->pos = end + 2;
    }
    if (records->pos >= records->len) return; /* never closed: csv_fini will say so */
    records->body = (fw_str){data + start, to - start};
    records->body_ready = true;
}

/* Lines behind the run that ends at `end`. */
static void count_run_lines(fw_records *records, size_t end) {
    const char last = records->data[end - 1];
    if (last == '\n') {
        records->lines += records->after_cr != end - 1;
    } else if (last == '\r' && records->row_done) {
        records->lines++;
        records->after_cr = end;
    }
}

/* A strict error at `at`: the record goes on to the next line end, and a fresh parser starts behind it. */
static fw_code give_up_record(fw_records *records, size_t at, fw_record *record, fw_error *err) {
    if (csv_error(&records->csv) != CSV_EPARSE) return fw_fail_nomem(err);
    const char *found = memchr(records->data + at, records->format.bad_end, records->len - at);
    const size_t end = found ? (size_t)(found - records->data) : records->len;
    records->pos = found ? end + 1 : end;
    records->lines += fw_count_byte(records->data + at, records->pos - at, '\n');
    if (found && *found == '\r') {
        records->lines++;
        records->after_cr = records->pos;
    }
    csv_free(&records->csv);
    records->body_ready = false;
    record->status = FW_RECORD_BAD_QUOTE;
    record->end = end;
    return start_parser(records) ? FW_OK : fw_fail(err, FW_BUG, "libcsv cannot be started");
}

/* The block is at its end: what libcsv still holds is the last record of the input. */
static fw_code finish(fw_records *records, fw_record *record, fw_error *err) {
    record->end = records->len;
    if (csv_fini(&records->csv, on_field, on_row, records) == 0) return FW_OK;
    csv_free(&records->csv);
    records->body_ready = false;
    records->row_done = true;
    record->status = FW_RECORD_OPEN_QUOTE;
    return start_parser(records) ? FW_OK : fw_fail(err, FW_BUG, "libcsv cannot be started");
}

/* Feeds one run; *done when it ended a row, or broke it. */
static fw_code feed_run(fw_records *records, fw_record *record, bool *done, fw_error *err) {
    const size_t from = records->pos;
    /* A closing quote does not stop the run that begins with it. */
    const size_t end = run_end(records, from + records->body_ready);
    const size_t fed = csv_parse(&records->csv, records->data + from, end - from, on_field, on_row, records);
    if (fed != end - from) {
        *done = true;
        return give_up_record(records, from + fed, record, err);
    }
    if (records->no_memory) return fw_fail_nomem(err);
    count_run_lines(records, end);
    records->pos = end;
    *done = records->row_done;
    if (*done) {
        record->end = end - 1;
    } else if (in_quoted_field(records)) {
        take_body(records);
    }
    return FW_OK;
}

/* Reads one row; a blank line gives status OK and no fields. */
static fw_code read_row(fw_records *records, fw_record *record, fw_error *err) {
    while (records->pos < records->len &&
           (records->data[records->pos] == ' ' || records->data[records->pos] == '\t')) {
        records->pos++;
    }
    *record = (fw_record){.fields = records->fields, .start = records->pos, .line = records->lines};
    records->field_count = 0;
    records->row_done = false;
    bool done = false;
    while (!done && records->pos < records->len) {
        const fw_code code = feed_run(records, record, &done, err);
        if (code != FW_OK) return code;
    }
    if (!done) {
        const fw_code code = finish(records, record, err);
        if (code != FW_OK) return code;
    }
    if (records->no_memory) return fw_fail_nomem(err);
    record->count = record->status == FW_RECORD_OK ? records->field_count : 0;
    const bool is_long = record->end - record->start > records->format.max_record;
    if (is_long && (record->count || record->status == FW_RECORD_BAD_QUOTE)) {
        record->status = FW_RECORD_LONG;
        record->count = 0;
    }
    return FW_OK;
}

fw_code fw_records_next(fw_records *records, fw_record *record, bool *more, fw_error *err) {
    *more = false;
    while (!*more && records->pos < records->len) {
        const fw_code code = read_row(records, record, err);
        if (code != FW_OK) return code;
        *more = record->count > 0 || record->status != FW_RECORD_OK;
    }
    return FW_OK;
}
