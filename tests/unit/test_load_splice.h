/*
 * test_load_splice.h: the records of fw_records against one plain csv_parse call over the same bytes.
 *
 * Both are boiled down to one number: every record's fate, its number of fields, and the bytes of its fields.
 * Shared by test_load_splice.c, fuzz_load_csv.c and tests/bench/load.c.
 */
#ifndef TEST_LOAD_SPLICE_H
#define TEST_LOAD_SPLICE_H

#include "base/str.h"
#include "load/records.h"
#include "load/splice.h"

#include <csv.h>
#include <string.h>

/* What was found in some bytes. */
typedef struct splice_trace {
    uint64_t hash; /* of everything below, in order */
    uint64_t records, fields, field_bytes;
    /* the record being read, plain loop only */
    uint64_t row_hash, row_bytes;
    size_t row_fields;
} splice_trace;

static uint64_t splice_mix(uint64_t hash, uint64_t value) {
    hash = (hash ^ value) * 0x9E3779B97F4A7C15ULL;
    return hash ^ hash >> 29;
}

static uint64_t splice_field(uint64_t hash, const void *bytes, size_t len) {
    return splice_mix(hash, fw_hash64(bytes, len, len));
}

/* Ends a record of `count` fields that hashed to `hash`; blank lines are none. */
static void splice_record(splice_trace *t, fw_record_status status, size_t count, uint64_t hash,
                          uint64_t bytes) {
    if (status == FW_RECORD_OK && count == 0) return;
    if (status != FW_RECORD_OK) count = hash = bytes = 0;
    t->hash = splice_mix(splice_mix(splice_mix(t->hash, (uint64_t)status), count), hash);
    t->records++;
    t->fields += count;
    t->field_bytes += bytes;
}

static void splice_on_field(void *bytes, size_t len, void *context) {
    splice_trace *t = context;
    t->row_hash = splice_field(t->row_hash, bytes, len);
    t->row_bytes += len;
    t->row_fields++;
}

static void splice_end_row(splice_trace *t, fw_record_status status) {
    splice_record(t, status, t->row_fields, t->row_hash, t->row_bytes);
    t->row_hash = t->row_bytes = t->row_fields = 0;
}

static void splice_on_row(int terminator, void *context) {
    (void)terminator;
    splice_end_row(context, FW_RECORD_OK);
}

/* The plain loop: everything through csv_parse; behind a strict error, on with the next `bad_end`. */
static splice_trace splice_plain(const char *bytes, size_t len, fw_dialect dialect) {
    enum { STEP = 1 << 16 };
    splice_trace t = {0};
    struct csv_parser csv;
    csv_init(&csv, FW_CSV_FLAGS);
    csv_set_delim(&csv, (unsigned char)dialect.separator);
    csv_set_blk_size(&csv, STEP); /* else a giant field grows by 128 bytes at a time */
    for (size_t at = 0; at < len;) {
        at += csv_parse(&csv, bytes + at, len - at, splice_on_field, splice_on_row, &t);
        if (at == len) break;
        const char *found = memchr(bytes + at, dialect.bad_end, len - at);
        at = found ? (size_t)(found - bytes) + 1 : len;
        splice_end_row(&t, FW_RECORD_BAD_QUOTE);
        csv_free(&csv);
        csv_init(&csv, FW_CSV_FLAGS);
        csv_set_delim(&csv, (unsigned char)dialect.separator);
    }
    if (csv_fini(&csv, splice_on_field, splice_on_row, &t) != 0) splice_end_row(&t, FW_RECORD_OPEN_QUOTE);
    csv_free(&csv);
    return t;
}

/* The same by fw_records, which changes the bytes; false when it failed. */
static bool splice_records(fw_records *records, char *bytes, size_t len, fw_dialect dialect, bool every_byte,
                           splice_trace *t) {
    enum { COLUMNS = 256 };
    const fw_records_format format = {
        .columns = COLUMNS, .max_record = SIZE_MAX, .dialect = dialect, .every_byte = every_byte};
    fw_error err = {0};
    *t = (splice_trace){0};
    bool more = fw_records_begin(records, &format, bytes, len, &err) == FW_OK;
    if (!more) return false;
    while (more) {
        fw_record record;
        if (fw_records_next(records, &record, &more, &err) != FW_OK) return false;
        if (!more) break;
        uint64_t hash = 0, size = 0;
        for (size_t i = 0; i < record.count && i < COLUMNS; i++) {
            hash = splice_field(hash, record.fields[i].ptr, record.fields[i].len);
            size += record.fields[i].len;
        }
        splice_record(t, record.status, record.count, hash, size);
    }
    return true;
}

static bool splice_equal(const splice_trace *a, const splice_trace *b) {
    return a->hash == b->hash && a->records == b->records && a->fields == b->fields &&
           a->field_bytes == b->field_bytes;
}

/* Whether spliced and byte-by-byte reading both find what the plain loop finds; `copy` has room for `len`
 * bytes. */
static bool splice_agrees(fw_records *records, const char *bytes, size_t len, fw_dialect dialect,
                          char *copy) {
    const splice_trace plain = splice_plain(bytes, len, dialect);
    for (int every_byte = 0; every_byte < 2; every_byte++) {
        splice_trace t;
        memcpy(copy, bytes, len);
        if (!splice_records(records, copy, len, dialect, every_byte, &t) || !splice_equal(&t, &plain))
            return false;
    }
    return true;
}

/* ---- random inputs: the same on every machine ---- */

enum { SPLICE_SHORT = 48, SPLICE_LONGEST = 240 };

static uint64_t splice_random(uint64_t *state) { /* splitmix64 */
    uint64_t z = *state += 0x9E3779B97F4A7C15ULL;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ z >> 27) * 0x94D049BB133111EBULL;
    return z ^ z >> 31;
}

/* Up to SPLICE_SHORT bytes in which quotes, separators, blanks and line ends are frequent; or, of eight
 * inputs one, up to SPLICE_LONGEST, of which most are letters: what is looked at 64 bytes at a time. */
static size_t splice_input(uint64_t *state, char *bytes) {
    static const char ALPHABET[32] = {'"', '"',  '"',  '"',  '"',  '"',  '"', '"',  ',',    ',',   ',',
                                      ',', '\n', '\n', '\n', '\r', '\r', ' ', ' ',  '\t',   'a',   'b',
                                      'c', ';',  ';',  '|',  'y',  'z',  0,   '\v', '\xC3', '\xA9'};
    const uint64_t shape = splice_random(state);
    const bool is_long = shape >> 61 == 0;
    const size_t longest = is_long ? SPLICE_LONGEST : SPLICE_SHORT, len = shape % (longest + 1);
    uint64_t bits = 0;
    for (size_t i = 0; i < len; i++) {
        if (i % 8 == 0) bits = splice_random(state);
        bytes[i] = is_long && bits & 0xE0 ? 'w' : ALPHABET[bits & 31];
        bits >>= 8;
    }
    return len;
}

/* Compares `count` random inputs; the number of the first that differs (its bytes in `bytes`), or `count`. */
static inline uint64_t splice_try(uint64_t seed, uint64_t count, char bytes[SPLICE_LONGEST], size_t *len) {
    char copy[SPLICE_LONGEST];
    fw_records *records = fw_records_new();
    if (!records) return 0;
    uint64_t n = 0, state = seed;
    for (; n < count; n++) {
        *len = splice_input(&state, bytes);
        const fw_dialect dialect = {n & 3 ? ',' : FW_SEPARATORS[n / 4 % 4], n & 7 ? '\n' : '\r'};
        if (!splice_agrees(records, bytes, *len, dialect, copy)) break;
    }
    fw_records_free(records);
    return n;
}

#endif
