/*
 * test_load_oracle.h: what a reader must give for any bytes, by the plainest possible means.
 *
 * The oracle feeds libcsv one byte at a time from the header to the end of the input, with no blocks and no
 * jumps, and applies the documented rules one by one. Shared by test_load_property.c and fuzz_load_csv.c.
 */
#ifndef TEST_LOAD_ORACLE_H
#define TEST_LOAD_ORACLE_H

#include "base/str.h"
#include "load/dialect.h"

#include <csv.h>
#include <failwise/answers.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { ORACLE_FIELDS = 4 };

/* One row as the oracle, or the reader, sees it. */
typedef struct oracle_row {
    int code; /* an fw_reject_code, or -1 for a row that is used */
    uint64_t line, offset;
    uint32_t column;
    fw_id128 id;   /* of a used row, else 0 */
    uint64_t text; /* hash of the text of a used row, else 0 */
} oracle_row;

typedef struct oracle_rows {
    oracle_row *items;
    size_t count, capacity;
} oracle_rows;

static void oracle_push(oracle_rows *rows, oracle_row row) {
    if (rows->count == rows->capacity) {
        rows->capacity = rows->capacity ? rows->capacity * 2 : 16;
        rows->items = realloc(rows->items, rows->capacity * sizeof *rows->items);
        if (!rows->items) abort();
    }
    rows->items[rows->count++] = row;
}

/* The row libcsv is building. */
typedef struct oracle_state {
    char *field[ORACLE_FIELDS];
    size_t len[ORACLE_FIELDS];
    size_t count;
    bool ended;
} oracle_state;

static void oracle_field(void *bytes, size_t len, void *context) {
    oracle_state *s = context;
    if (s->count < ORACLE_FIELDS) {
        s->field[s->count] = malloc(len + 1);
        if (!s->field[s->count]) abort();
        memcpy(s->field[s->count], bytes, len);
        s->len[s->count] = len;
    }
    s->count++;
}

static void oracle_row_end(int c, void *context) {
    (void)c;
    ((oracle_state *)context)->ended = true;
}

static void oracle_clear(oracle_state *s) {
    for (size_t i = 0; i < s->count && i < ORACLE_FIELDS; i++) free(s->field[i]);
    *s = (oracle_state){0};
}

typedef struct oracle_limits {
    size_t max_field, max_record;
    fw_dialect dialect;
} oracle_limits;

/* Whether valid UTF-8 has only white space (Unicode's White_Space, U+200B, U+FEFF), by code points. */
static bool oracle_empty(const char *text, size_t len) {
    for (size_t i = 0; i < len;) {
        const unsigned char c = (unsigned char)text[i];
        const size_t step = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
        unsigned point = c & (step == 1 ? 0x7F : 0xFFU >> (step + 1));
        for (size_t k = 1; k < step; k++) point = point << 6 | ((unsigned char)text[i + k] & 0x3F);
        const bool blank = (point >= 9 && point <= 13) || point == 0x20 || point == 0x85 || point == 0xA0 ||
                           point == 0x1680 || (point >= 0x2000 && point <= 0x200B) || point == 0x2028 ||
                           point == 0x2029 || point == 0x202F || point == 0x205F || point == 0x3000 ||
                           point == 0xFEFF;
        if (!blank) return false;
        i += step;
    }
    return true;
}

/* The verdict on a row of two columns, answer_id and text. */
static void oracle_judge(const oracle_state *s, const oracle_limits *limits, oracle_row *row) {
    if (s->count != 2) {
        row->code = FW_REJECT_RAGGED;
        return;
    }
    for (int pass = 0; pass < 3; pass++) {
        for (uint32_t i = 0; i < 2; i++) {
            const bool nul = memchr(s->field[i], 0, s->len[i]) != NULL;
            const bool bad = fw_utf8_valid_prefix(s->field[i], s->len[i]) != s->len[i];
            const bool big = s->len[i] > limits->max_field;
            if (!(pass == 0 ? nul : pass == 1 ? bad : big)) continue;
            row->code = pass == 0   ? FW_REJECT_NUL_BYTE
                        : pass == 1 ? FW_REJECT_BAD_UTF8
                                    : FW_REJECT_LONG_FIELD;
            row->column = i + 1;
            return;
        }
    }
    const fw_str id = fw_str_trim((fw_str){s->field[0], s->len[0]});
    const fw_str text = {s->field[1], s->len[1]};
    if (id.len == 0 || oracle_empty(text.ptr, text.len)) {
        row->code = id.len ? FW_REJECT_MISSING_TEXT : FW_REJECT_MISSING_ID;
        row->column = id.len ? 2 : 1;
        return;
    }
    row->id = fw_id_hash(id);
    row->text = fw_hash64(text.ptr, text.len, 0);
}

/* Ends a row: [start, end) without its line end. */
static void oracle_finish_row(oracle_rows *out, oracle_state *s, const oracle_limits *limits, int broken,
                              uint64_t line, size_t start, size_t end) {
    oracle_row row = {.code = broken, .line = line, .offset = start};
    if (broken != FW_REJECT_OPEN_QUOTE && end - start > limits->max_record) {
        row.code = FW_REJECT_LONG_RECORD;
    } else if (broken < 0) {
        oracle_judge(s, limits, &row);
    }
    const bool empty = s->count <= 2 && s->len[0] == 0 && s->len[1] == 0;
    if (broken >= 0 || row.code == FW_REJECT_LONG_RECORD || !empty) oracle_push(out, row);
    oracle_clear(s);
}

/* Where a malformed record that went wrong at `at` ends: on its line end, or `len`. */
static size_t oracle_bad_end(const char *bytes, size_t at, size_t len, char bad_end) {
    while (at < len && bytes[at] != bad_end) at++;
    return at;
}

/* Where the oracle stands in the bytes. */
typedef struct oracle_place {
    uint64_t line;     /* physical line, from 1 */
    bool after_cr;     /* the byte before was a CR that ended a row: an LF now is not one more line */
    bool begun;        /* inside a row */
    size_t start;      /* of that row: its first byte that is not a blank */
    uint64_t row_line; /* of that row */
} oracle_place;

/* Passes byte `c`; `row_over` when it ended a row. */
static void oracle_pass(oracle_place *at, char c, bool row_over) {
    const bool ends = c == '\n' ? !at->after_cr : c == '\r' && row_over;
    at->line += ends;
    at->after_cr = c == '\r' && row_over;
    if (row_over) at->begun = false;
}

/* Rows of bytes[from, len); `line` is the physical line at `from`. */
static void oracle_parse(const char *bytes, size_t from, size_t len, uint64_t line,
                         const oracle_limits *limits, oracle_rows *out) {
    const unsigned char flags = CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL | CSV_APPEND_NULL;
    struct csv_parser csv;
    csv_init(&csv, flags);
    csv_set_delim(&csv, (unsigned char)limits->dialect.separator);
    oracle_state s = {0};
    oracle_place at = {.line = line};
    for (size_t i = from; i < len; i++) {
        if (!at.begun && bytes[i] != ' ' && (bytes[i] != '\t' || limits->dialect.separator == '\t')) {
            at.begun = true;
            at.start = i;
            at.row_line = at.line;
        }
        if (csv_parse(&csv, bytes + i, 1, oracle_field, oracle_row_end, &s) == 1) {
            const bool over = s.ended;
            if (over) oracle_finish_row(out, &s, limits, -1, at.row_line, at.start, i);
            oracle_pass(&at, bytes[i], over);
            continue;
        }
        const size_t end = oracle_bad_end(bytes, i, len, limits->dialect.bad_end);
        oracle_finish_row(out, &s, limits, FW_REJECT_BAD_QUOTE, at.row_line, at.start, end);
        for (; i < end; i++) oracle_pass(&at, bytes[i], false);
        if (end < len) oracle_pass(&at, bytes[end], true);
        if (end == len) at.begun = false;
        csv_free(&csv);
        csv_init(&csv, flags);
        csv_set_delim(&csv, (unsigned char)limits->dialect.separator);
    }
    if (at.begun) {
        const bool open = csv_fini(&csv, oracle_field, oracle_row_end, &s) != 0;
        oracle_finish_row(out, &s, limits, open ? FW_REJECT_OPEN_QUOTE : -1, at.row_line, at.start, len);
    }
    csv_free(&csv);
}

static bool oracle_same_id(const oracle_row *a, const oracle_row *b) {
    return a->code < 0 && b->code < 0 && a->id.lo == b->id.lo && a->id.hi == b->id.hi;
}

/* The first row with an id is used: later ones turn into rejects. */
static void oracle_mark_duplicates(oracle_rows *rows) {
    for (size_t i = 0; i < rows->count; i++) {
        oracle_row *row = &rows->items[i];
        for (size_t k = 0; k < i; k++) {
            if (!oracle_same_id(&rows->items[k], row)) continue;
            *row = (oracle_row){
                .code = FW_REJECT_DUPLICATE_ID, .line = row->line, .offset = row->offset, .column = 1};
        }
    }
}

/* Puts the bytes into an anonymous file and its path into `path`; returns the descriptor. */
static int oracle_file(const char *bytes, size_t len, char path[64]) {
    const int fd = memfd_create("csv", 0);
    if (fd < 0) abort();
    for (size_t done = 0; done < len;) {
        const ssize_t n = write(fd, bytes + done, len - done);
        if (n <= 0) abort();
        done += (size_t)n;
    }
    snprintf(path, 64, "/proc/self/fd/%d", fd);
    return fd;
}

/* Used rows and rejects of an accepted batch, merged by offset; false when the counts do not add up. */
static bool oracle_collect(const fw_batch *batch, oracle_rows *rows) {
    size_t reject = 0;
    size_t used = 0;
    for (size_t i = 0; i <= batch->count; i++) {
        const uint64_t limit = i < batch->count ? batch->answers[i].offset : UINT64_MAX;
        while (reject < batch->reject_count && batch->rejects[reject].offset <= limit) {
            const fw_reject *r = &batch->rejects[reject++];
            oracle_push(rows, (oracle_row){(int)r->code, r->line, r->offset, r->column, {0, 0}, 0});
        }
        if (i == batch->count || !batch->answers[i].used) continue;
        const fw_answer *a = &batch->answers[i];
        const fw_str text = a->field[FW_TEXT];
        used++;
        oracle_push(rows, (oracle_row){-1, a->line, a->offset, 0, a->id, fw_hash64(text.ptr, text.len, 0)});
    }
    return batch->rows_read == used + batch->reject_count;
}

/* The rows a reader finds; false when it fails, or does not count them rightly. */
static bool oracle_read(const fw_reader_options *options, oracle_rows *rows, uint64_t *hash) {
    fw_reader *reader = NULL;
    fw_error err = {0};
    if (fw_reader_open(options, &reader, &err) != FW_OK) return false;
    fw_batch *batch = fw_batch_new();
    bool ok = batch != NULL;
    bool more = true;
    while (ok && more) {
        ok = fw_reader_fill(reader, batch, &more, &err) == FW_OK;
        if (!ok || !more) break;
        ok = fw_reader_parse(reader, batch, &err) == FW_OK &&
             fw_reader_accept(reader, batch, &err) == FW_OK && oracle_collect(batch, rows);
    }
    *hash = fw_reader_hash(reader);
    fw_batch_free(batch);
    fw_reader_close(reader);
    return ok;
}

static bool oracle_same_row(const oracle_row *a, const oracle_row *b) {
    return a->code == b->code && a->line == b->line && a->offset == b->offset && a->column == b->column &&
           a->id.lo == b->id.lo && a->id.hi == b->id.hi && a->text == b->text;
}

/* Whether the reader, with these options, finds in `bytes` exactly `expected`. */
static bool oracle_agrees(const char *bytes, size_t len, const oracle_rows *expected,
                          fw_reader_options options) {
    char path[64];
    const int fd = oracle_file(bytes, len, path);
    options.path = path;
    oracle_rows found = {0};
    uint64_t hash = 0;
    bool ok = oracle_read(&options, &found, &hash) && hash == fw_hash64(bytes, len, 0) &&
              found.count == expected->count;
    for (size_t i = 0; ok && i < found.count; i++) {
        ok = oracle_same_row(&found.items[i], &expected->items[i]);
    }
    close(fd);
    free(found.items);
    return ok;
}

/* What the reader must find in `bytes`: the header "answer_id,text" (or with another separator) and its line
 * end, then rows. */
static oracle_rows oracle_expect(const char *bytes, size_t len, size_t header_len, size_t max_field,
                                 size_t max_record) {
    const fw_dialect dialect = {bytes[strlen("answer_id")], bytes[header_len - 1] == '\r' ? '\r' : '\n'};
    const oracle_limits limits = {max_field, max_record, dialect};
    oracle_rows rows = {0};
    oracle_parse(bytes, header_len, len, 2, &limits, &rows);
    oracle_mark_duplicates(&rows);
    return rows;
}

#endif
