/* records.c: drives libcsv over one block and reports records with their places. */
#include "load/records.h"
#include "base/arena.h"
#include "base/str.h"
#include "load/cut.h"
#include "load/splice.h"
#include "load/splitter.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

enum { ENTRY_STEP = 4096, FED = 8 };

struct fw_records {
    struct csv_parser csv;
    int known_state;  /* fw_splice_state() */
    int quoted_state; /* csv.pstate inside a quoted field, or -1: feed every byte */
    fw_arena arena;   /* bytes of fields that libcsv was fed whole */
    fw_records_format format;
    fw_cutter cutter;
    fw_str *fields;
    size_t field_capacity;
    char *data;
    size_t len, pos;
    uint64_t lines;
    size_t after_cr; /* offset behind the last CR that ended a row: an LF there is not one more line */
    /* the record being read */
    size_t field_count;
    bool row_done;
    fw_passed passed; /* in all of it */
    size_t quoted, quoted_column;
    bool body_ready; /* words[0] is a quoted field whose closing quote is fed next */
    bool no_memory;
    /* the run being fed: fields that libcsv tells of, and how many stand between the two */
    fw_str words[2];
    size_t told, between;
};

const char *fw_record_fault(fw_record_status status) {
    if (status == FW_RECORD_OPEN_QUOTE) return "the quoted field is never closed";
    if (status == FW_RECORD_LONG) return "the record is too long; is a quote never closed?";
    return "a quote stands where none is allowed; quote the whole field and double it";
}

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
    records->cutter = fw_cutter_of(format->dialect);
    csv_set_delim(&records->csv, (unsigned char)format->dialect.separator);
    records->quoted_state = format->every_byte ? -1 : records->known_state;
    records->data = data;
    records->len = len;
    records->pos = 0;
    records->lines = 0;
    records->after_cr = SIZE_MAX;
    return FW_OK;
}

uint64_t fw_records_lines(const fw_records *records) { return records->lines; }

/* A field that was fed whole: libcsv's copy of it goes with the next record. */
static fw_str kept_field(fw_records *records, const char *bytes, size_t len) {
    if (len == 0) return FW_STR("");
    const char *copy = fw_arena_copy(&records->arena, (fw_str){bytes, len});
    if (!copy) records->no_memory = true;
    return (fw_str){copy, copy ? len : 0};
}

/* libcsv: a field has ended. Behind the first one of a run come those that it was not fed. */
static void on_field(void *bytes, size_t len, void *context) {
    fw_records *records = context;
    const size_t index = records->field_count++;
    const bool spliced = records->quoted_state >= 0;
    records->body_ready = false;
    if (index < records->format.columns)
        records->fields[index] =
            spliced ? records->words[records->told > 0] : kept_field(records, bytes, len);
    if (spliced && records->told++ == 0) records->field_count += records->between;
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
 * single ones: the bytes between them move together in place, and blanks fill what they leave.
 */
static void take_body(fw_records *records) {
    char *data = records->data;
    const size_t start = records->pos;
    size_t to = start;
    for (;;) {
        const size_t end = fw_body_end(&records->cutter, data, records->pos, records->len, &records->passed);
        const size_t part = end - records->pos;
        if (to != records->pos) memmove(data + to, data + records->pos, part);
        to += part;
        records->pos = end;
        if (end + 1 >= records->len || data[end + 1] != '"') break;
        data[to++] = '"';
        records->pos = end + 2;
    }
    records->lines += records->passed.line_ends;
    records->passed.line_ends = 0;
    if (records->pos >= records->len) return; /* never closed: csv_fini will say so */
    memset(data + to, ' ', records->pos - to);
    records->words[0] = (fw_str){data + start, to - start};
    records->body_ready = true;
    records->quoted++;
    records->quoted_column = records->field_count;
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

/* The bytes of a run that are fed, and where they stand. */
typedef struct {
    char bytes[FED];
    size_t place[FED];
    size_t count;
} fed_bytes;

static void feed(fed_bytes *fed, const fw_records *records, size_t place) {
    fed->bytes[fed->count] = records->data[place];
    fed->place[fed->count++] = place;
}

/*
 * Of the run at `from` what decides: a quote that closes, with a blank or a byte of the word behind it; the
 * first separator; the stop, with a byte of the word before it.
 */
static size_t squeeze_run(fw_records *records, size_t from, fed_bytes *fed) {
    const size_t start = from + records->body_ready;
    const fw_cut cut = fw_cut_fields(&records->cutter, records->data, start, records->len, records->fields,
                                     records->field_count, records->format.columns);
    fed->count = 0;
    if (records->body_ready) {
        feed(fed, records, from);
        if (start < records->len && fw_is_blank(records->data[start], records->format.dialect))
            feed(fed, records, start);
    } else {
        records->words[0] = cut.first;
    }
    if (cut.first.len && (records->body_ready || !cut.separators))
        feed(fed, records, (size_t)(cut.first.ptr - records->data));
    if (cut.separators) {
        feed(fed, records, cut.separator);
        if (cut.last.len) feed(fed, records, (size_t)(cut.last.ptr - records->data));
    }
    if (cut.stop < records->len) feed(fed, records, cut.stop);
    records->words[1] = cut.last;
    records->told = 0;
    records->between = cut.separators ? cut.separators - 1 : 0;
    records->passed.odd |= cut.odd;
    return cut.stop < records->len ? cut.stop + 1 : cut.stop;
}

/* Feeds the run at `from`; returns its end, and in *at the byte that was refused, or the end. */
static size_t feed_bytes(fw_records *records, size_t from, size_t *at) {
    if (records->quoted_state >= 0) {
        fed_bytes fed;
        const size_t end = squeeze_run(records, from, &fed);
        const size_t done = csv_parse(&records->csv, fed.bytes, fed.count, on_field, on_row, records);
        *at = done < fed.count ? fed.place[done] : end;
        return end;
    }
    const size_t end = run_end(records, from);
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
    records->passed = (fw_passed){0};
    records->quoted = 0;
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
    const bool spliced = records->quoted_state >= 0; /* else nothing is known of its bytes */
    record->odd = !spliced || records->passed.odd;
    record->quoted = spliced ? records->quoted : record->count;
    record->quoted_column = records->quoted_column;
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
