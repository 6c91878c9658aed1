/* records.c: drives libcsv over one block and reports records with their places. */
#include "load/records.h"
#include "base/arena.h"
#include "base/str.h"
#include "load/splice.h"
#include "load/splitter.h"

#include <assert.h>
#include <csv.h>
#include <stdlib.h>
#include <string.h>

enum { ENTRY_STEP = 4096, RUN_BYTES = 8192 };

struct fw_records {
    struct csv_parser csv;
    int known_state;  /* fw_splice_state() */
    int quoted_state; /* csv.pstate inside a quoted field, or -1: feed every byte */
    fw_arena arena;   /* bytes of unquoted fields that libcsv was fed whole */
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
    /* the run being fed: its bytes [run, run + run_len), or of those only `fed` */
    size_t run, run_len;
    size_t fed_count; /* 0: all were fed */
    size_t fed_at;    /* index of the first fed byte behind the last field told */
    char fed[RUN_BYTES];
    uint16_t place[RUN_BYTES]; /* of each fed byte in the run */
};
static_assert(RUN_BYTES <= UINT16_MAX, "places are 16 bits");

static bool start_parser(fw_records *records) {
    if (csv_init(&records->csv, FW_CSV_FLAGS) != 0) return false;
    csv_set_blk_size(&records->csv, ENTRY_STEP);
    csv_set_delim(&records->csv, (unsigned char)records->format.dialect.separator);
    return true;
}

fw_records *fw_records_new(void) {
    fw_records *records = calloc(1, sizeof *records);
    if (!records) return NULL;
    records->known_state = fw_splice_state();
    records->format.dialect = FW_PLAIN_DIALECT;
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
    csv_set_delim(&records->csv, (unsigned char)format->dialect.separator);
    /* The short cut takes a tab for a blank. */
    const bool every_byte = format->every_byte || format->dialect.separator == '\t';
    records->quoted_state = every_byte ? -1 : records->known_state;
    records->data = data;
    records->len = len;
    records->pos = 0;
    records->lines = 0;
    records->after_cr = SIZE_MAX;
    return FW_OK;
}

uint64_t fw_records_lines(const fw_records *records) { return records->lines; }

/* Only where no tab separates: there is no short cut with such a file. */
static bool is_blank(char c) { return fw_is_blank(c, FW_PLAIN_DIALECT); }

static void pass_blanks(fw_records *records) {
    while (records->fed_at < records->fed_count && is_blank(records->fed[records->fed_at])) records->fed_at++;
}

/* Where the unquoted field is of which libcsv kept `kept` of the fed bytes; goes on behind what ends it. */
static fw_str fed_field(fw_records *records, size_t kept, bool closing) {
    records->fed_at += closing; /* the quote */
    pass_blanks(records);
    const size_t first = records->fed_at;
    const size_t behind = first + kept;
    fw_str field = {0};
    if (kept) {
        const size_t start = records->place[first];
        const size_t end = behind < records->fed_count ? records->place[behind] : records->run_len;
        field = (fw_str){records->data + records->run + start, end - start};
    }
    records->fed_at = behind;
    pass_blanks(records);
    records->fed_at++; /* the separator or line end */
    return field;
}

/* libcsv: a field has ended. */
static void on_field(void *bytes, size_t len, void *context) {
    fw_records *records = context;
    const size_t index = records->field_count++;
    const bool has_body = records->body_ready;
    records->body_ready = false;
    const fw_str words = records->fed_count ? fed_field(records, has_body ? 0 : len, has_body) : (fw_str){0};
    if (index >= records->format.columns) return;
    if (has_body) {
        records->fields[index] = records->body;
        return;
    }
    if (len == 0) {
        records->fields[index] = FW_STR("");
        return;
    }
    if (records->fed_count) {
        records->fields[index] = words;
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

/* Of every separator there is: one that does not separate is fed for nothing, which is no harm. */
enum { APART = 1, STOP = 2 };
static const uint8_t KINDS[256] = {
    ['"'] = STOP | APART, ['\n'] = STOP | APART, ['\r'] = STOP | APART, [','] = APART,
    [';'] = APART,        ['|'] = APART,         [' '] = APART,         ['\t'] = APART};

/* Behind the word that goes on at `from`, and behind further ones that only blanks part from it: libcsv
 * counts blanks, and forgets the count with the next word. */
static size_t words_end(const char *bytes, size_t from, size_t limit) {
    for (;;) {
        while (from < limit && !KINDS[(unsigned char)bytes[from]]) from++;
        size_t next = from;
        while (next < limit && is_blank(bytes[next])) next++;
        if (next == from || next == limit || KINDS[(unsigned char)bytes[next]]) return from;
        from = next;
    }
}

/*
 * The run at `from`, without the insides of words, into `fed`; false when it is too long for that. It ends
 * behind the next byte that can change what comes after it: a quote or a line end; a quote that begins it
 * does not end it.
 */
static bool squeeze_run(fw_records *records, size_t from, bool closing) {
    const char *bytes = records->data + from;
    const size_t left = records->len - from;
    const size_t limit = left < RUN_BYTES ? left : RUN_BYTES;
    size_t n = 0, i = 0;
    bool stop = false;
    while (i < limit && !stop) {
        const unsigned kind = KINDS[(unsigned char)bytes[i]];
        records->fed[n] = bytes[i];
        records->place[n++] = (uint16_t)i;
        stop = kind & STOP && (i > 0 || !closing);
        i = kind ? i + 1 : words_end(bytes, i + 1, limit);
    }
    if (!stop && i < left) return false;
    records->run_len = i;
    records->fed_count = n;
    return true;
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
    const char *found = memchr(records->data + at, records->format.dialect.bad_end, records->len - at);
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

/* Feeds the run at `from`; returns its end, and in *at the byte that was refused, or the end. */
static size_t feed_bytes(fw_records *records, size_t from, size_t *at) {
    records->run = from;
    records->fed_at = records->fed_count = 0;
    if (records->quoted_state >= 0 && squeeze_run(records, from, records->body_ready)) {
        const size_t fed =
            csv_parse(&records->csv, records->fed, records->fed_count, on_field, on_row, records);
        *at = from + (fed < records->fed_count ? records->place[fed] : records->run_len);
        return from + records->run_len;
    }
    /* A closing quote does not stop the run that begins with it. */
    const size_t end = run_end(records, from + records->body_ready);
    *at = from + csv_parse(&records->csv, records->data + from, end - from, on_field, on_row, records);
    return end;
}

/* Feeds one run; *done when it ended a row, or broke it. */
static fw_code feed_run(fw_records *records, fw_record *record, bool *done, fw_error *err) {
    const size_t from = records->pos;
    size_t at; /* what libcsv refused, or the end of the run */
    const size_t end = feed_bytes(records, from, &at);
    if (at != end) {
        *done = true;
        return give_up_record(records, at, record, err);
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
    const fw_dialect dialect = records->format.dialect;
    while (records->pos < records->len && fw_is_blank(records->data[records->pos], dialect)) records->pos++;
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
