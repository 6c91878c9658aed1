/*
 * csv_out.h: one CSV table, written row by row (RFC 4180, LF, UTF-8).
 *
 * Text cells that a spreadsheet would run as a formula (= + - @ TAB CR first) get a leading apostrophe.
 * Numbers are printed with %.*g and are never quoted; a missing number (NaN) is an empty cell.
 */
#ifndef FAILWISE_BASE_CSV_OUT_H
#define FAILWISE_BASE_CSV_OUT_H

#include "base/buffer.h"
#include "base/output.h"

/* A table being written. Opened by fw_csv_open, ended by commit or abort. */
typedef struct fw_csv {
    fw_output output;
    fw_buffer line;
    bool row_started;
    size_t unsent; /* bytes appended since the disk was last given what there was */
    int failure;   /* why a row could not be written (errno, of whatever thread it was); 0: all were */
} fw_csv;

fw_code fw_csv_open(fw_csv *csv, const char *path, bool force, fw_error *err);
/* The table `name` of a folder being built. */
fw_code fw_csv_open_in(fw_csv *csv, const fw_outdir *dir, const char *name, fw_error *err);
void fw_csv_text(fw_csv *csv, fw_str text);
void fw_csv_word(fw_csv *csv, const char *text);
void fw_csv_number(fw_csv *csv, double value, int digits);
/* Instead of digits: as few as read back as the same double, or the same float. */
enum { FW_CSV_EXACT = 0, FW_CSV_EXACT_FLOAT = -1 };
void fw_csv_count(fw_csv *csv, uint64_t value);
void fw_csv_end_row(fw_csv *csv);
/* A whole row of words, for headers. */
void fw_csv_header(fw_csv *csv, const char *const *names, size_t count);
/*
 * Rows made ahead, by another thread: a zeroed fw_csv without an output collects rows in its line buffer;
 * append writes them all and empties it.
 */
void fw_csv_append(fw_csv *csv, fw_csv *rows);
fw_code fw_csv_commit(fw_csv *csv, fw_error *err);
void fw_csv_abort(fw_csv *csv);

/* The cell as it would be written, appended to `out` (used by report tables too). */
void fw_csv_escape(fw_buffer *out, fw_str text);

#endif
