/*
 * records.h: the records of one block, read by libcsv (strict mode).
 *
 * What libcsv would only copy is not fed to it (splice.h): while its parser is inside a quoted field, we go
 * to the next quote ourselves; of fields without quotes it sees the first and the last ones of a row, and of
 * their words one byte. Fields stay where they are in the block. Every decision that depends on what was
 * before stays libcsv's.
 *
 * After a strict error the record ends at the next `bad_end`, as in splitter.h. Blank lines are no records.
 */
#ifndef FAILWISE_LOAD_RECORDS_H
#define FAILWISE_LOAD_RECORDS_H

#include "load/dialect.h"

#include <failwise/answers.h>

typedef enum fw_record_status {
    FW_RECORD_OK,
    FW_RECORD_BAD_QUOTE,  /* a quote, or bytes behind a closing quote, where RFC 4180 allows none */
    FW_RECORD_OPEN_QUOTE, /* the input ended inside a quoted field */
    FW_RECORD_LONG        /* more than max_record bytes */
} fw_record_status;

/* What is wrong with a record, in words for whoever mends the file; of any status but OK. */
const char *fw_record_fault(fw_record_status status);

/* One record. `fields` and what they borrow from live until the next record, or, for the bytes, until the
 * next fw_records_begin. */
typedef struct fw_record {
    fw_record_status status;
    const fw_str *fields; /* the first min(count, columns) */
    size_t count;         /* fields of the record, stored or not; 0 unless the status is OK */
    size_t start, end;    /* byte range within the block, without the line end */
    bool odd;             /* there may be a NUL in it, or a byte beyond ASCII */
    size_t quoted;        /* fields that may have blanks at their ends: those in quotes */
    size_t quoted_column; /* the last of them */
    uint64_t line;        /* physical line within the block on which it starts, from 0 */
} fw_record;

/* Whether nothing stands in a row of which all fields are kept: spreadsheets export rows that were emptied.
 */
static inline bool fw_record_is_empty(const fw_record *record, size_t columns) {
    if (record->status != FW_RECORD_OK || record->count > columns) return false;
    size_t empty = 0;
    while (empty < record->count && record->fields[empty].len == 0) empty++;
    return empty == record->count;
}

typedef struct fw_records fw_records;

fw_records *fw_records_new(void);
void fw_records_free(fw_records *records);

typedef struct fw_records_format {
    size_t columns;    /* fields of a record that are kept */
    size_t max_record; /* bytes */
    fw_dialect dialect;
    bool every_byte; /* libcsv is fed everything, as also with a libcsv that the short cut was not made for */
} fw_records_format;

/* Starts on data[0, len), whole records (or the end of the input). The bytes are changed in place. */
fw_code fw_records_begin(fw_records *records, const fw_records_format *format, char *data, size_t len,
                         fw_error *err);
/* The next record; *more is false at the end. FW_IO when memory runs out. */
fw_code fw_records_next(fw_records *records, fw_record *record, bool *more, fw_error *err);
/* Physical lines passed so far: all of the block's, at the end. A line ends at LF, and at a CR that ends a
 * record (CRLF is one end). */
uint64_t fw_records_lines(const fw_records *records);

#endif
