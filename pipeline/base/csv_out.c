/* csv_out.c: CSV tables that are safe to open in a spreadsheet. */
#include "base/csv_out.h"

#include "base/masks.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

fw_code fw_csv_open(fw_csv *csv, const char *path, bool force, fw_error *err) {
    *csv = (fw_csv){0};
    return fw_output_open(&csv->output, path, force, err);
}

fw_code fw_csv_open_in(fw_csv *csv, const fw_outdir *dir, const char *name, fw_error *err) {
    char *path = fw_outdir_path(dir, name);
    const fw_code code = path ? fw_csv_open(csv, path, true, err) : fw_fail_nomem(err);
    free(path);
    return code;
}

static void separate(fw_csv *csv) {
    if (csv->row_started) fw_buffer_char(&csv->line, ',');
    csv->row_started = true;
}

/* SPECIAL: makes a cell need quotes. FORMULA: at its start, a spreadsheet runs it. BLANK: readers drop it at
 * the ends of a cell without quotes. */
enum { SPECIAL = 1, FORMULA = 2, BLANK = 4 };
static const unsigned char KINDS[UCHAR_MAX + 1] = {
    [','] = SPECIAL,  ['"'] = SPECIAL, ['\r'] = SPECIAL | FORMULA,
    ['\n'] = SPECIAL, ['='] = FORMULA, ['+'] = FORMULA,
    ['-'] = FORMULA,  ['@'] = FORMULA, ['\t'] = FORMULA | BLANK,
    [' '] = BLANK,
};

static unsigned kind_of(char c) { return KINDS[(unsigned char)c]; }

/* The highest bit of some byte, where one is below '-': of all others, none is special or blank. */
static uint64_t below_dash(const char *bytes) {
    const uint64_t eight = fw_eight(bytes);
    return (eight - FW_EACH_BYTE('-')) & ~eight & FW_EACH_BYTE(0x80);
}

/* Most are: ids and words. False for what is short. */
static bool is_plain(fw_str text) {
    enum { STEP = sizeof(uint64_t) };
    if (text.len < STEP) return false;
    uint64_t below = below_dash(text.ptr + text.len - STEP);
    for (size_t i = 0; i + STEP <= text.len; i += STEP) below |= below_dash(text.ptr + i);
    return !below;
}

static bool needs_quotes(fw_str text) {
    if (is_plain(text)) return false;
    unsigned kinds = 0;
    for (size_t i = 0; i < text.len; i++) kinds |= kind_of(text.ptr[i]);
    return kinds & SPECIAL ||
           (kinds & BLANK && (kind_of(text.ptr[0]) | kind_of(text.ptr[text.len - 1])) & BLANK);
}

void fw_csv_escape(fw_buffer *out, fw_str text) {
    const bool formula = text.len > 0 && kind_of(text.ptr[0]) & FORMULA;
    if (!needs_quotes(text)) {
        if (formula) fw_buffer_char(out, '\'');
        fw_buffer_str(out, text);
        return;
    }
    fw_buffer_char(out, '"');
    if (formula) fw_buffer_char(out, '\'');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"') fw_buffer_char(out, '"');
        fw_buffer_char(out, text.ptr[i]);
    }
    fw_buffer_char(out, '"');
}

void fw_csv_text(fw_csv *csv, fw_str text) {
    separate(csv);
    fw_csv_escape(&csv->line, text);
}

void fw_csv_word(fw_csv *csv, const char *text) { fw_csv_text(csv, (fw_str){text, strlen(text)}); }

void fw_csv_number(fw_csv *csv, double value, int digits) {
    separate(csv);
    if (!isfinite(value)) return;
    if (digits <= 0) {
        fw_buffer_number(&csv->line, value, digits == FW_CSV_EXACT_FLOAT);
        return;
    }
    fw_buffer_digits(&csv->line, value, digits);
}

void fw_csv_count(fw_csv *csv, uint64_t value) {
    separate(csv);
    fw_buffer_printf(&csv->line, "%" PRIu64, value);
}

static void flush(fw_csv *csv, fw_buffer *rows) {
    const bool written = rows->len == 0 || fwrite(rows->data, 1, rows->len, csv->output.stream) == rows->len;
    if (!csv->failure && (rows->failed || !written)) csv->failure = written ? ENOMEM : errno;
    fw_buffer_clear(rows);
}

void fw_csv_end_row(fw_csv *csv) {
    fw_buffer_char(&csv->line, '\n');
    csv->row_started = false;
    if (csv->output.stream) flush(csv, &csv->line);
}

void fw_csv_append(fw_csv *csv, fw_csv *rows) {
    enum { LONG = 16 << 20 };
    csv->unsent += rows->line.len;
    flush(csv, &rows->line);
    if (csv->unsent < LONG) return;
    csv->unsent = 0;
    fw_output_send(&csv->output);
}

void fw_csv_header(fw_csv *csv, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++) fw_csv_word(csv, names[i]);
    fw_csv_end_row(csv);
}

fw_code fw_csv_commit(fw_csv *csv, fw_error *err) {
    fw_buffer_free(&csv->line);
    if (!csv->failure) return fw_output_commit(&csv->output, err);
    const char *path = csv->output.path ? csv->output.path : "standard output";
    errno = csv->failure;
    const fw_code code = fw_fail_errno(err, FW_IO, path, "cannot write the table");
    fw_output_abort(&csv->output);
    return code;
}

void fw_csv_abort(fw_csv *csv) {
    fw_buffer_free(&csv->line);
    fw_output_abort(&csv->output);
}
