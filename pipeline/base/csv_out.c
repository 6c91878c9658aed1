/* csv_out.c: CSV tables that are safe to open in a spreadsheet. */
#include "base/csv_out.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

fw_code fw_csv_open(fw_csv *csv, const char *path, bool force, fw_error *err) {
    *csv = (fw_csv){0};
    return fw_output_open(&csv->output, path, force, err);
}

static void separate(fw_csv *csv) {
    if (csv->row_started) fw_buffer_char(&csv->line, ',');
    csv->row_started = true;
}

static bool looks_like_formula(fw_str text) {
    return text.len > 0 && memchr("=+-@\t\r", text.ptr[0], 6) != NULL;
}

static bool needs_quotes(fw_str text) {
    for (size_t i = 0; i < text.len; i++) {
        if (memchr(",\"\r\n", text.ptr[i], 4)) return true;
    }
    return text.len > 0 && (text.ptr[0] == ' ' || text.ptr[text.len - 1] == ' ');
}

void fw_csv_escape(fw_buffer *out, fw_str text) {
    const bool formula = looks_like_formula(text);
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
    if (isfinite(value)) fw_buffer_printf(&csv->line, "%.*g", digits, value == 0 ? 0.0 : value);
}

void fw_csv_count(fw_csv *csv, uint64_t value) {
    separate(csv);
    fw_buffer_printf(&csv->line, "%" PRIu64, value);
}

static void flush(fw_csv *csv, fw_buffer *rows) {
    const bool written = rows->len == 0 || fwrite(rows->data, 1, rows->len, csv->output.stream) == rows->len;
    if (rows->failed || !written) csv->failed = true;
    fw_buffer_clear(rows);
}

void fw_csv_end_row(fw_csv *csv) {
    fw_buffer_char(&csv->line, '\n');
    csv->row_started = false;
    if (csv->output.stream) flush(csv, &csv->line);
}

void fw_csv_append(fw_csv *csv, fw_csv *rows) { flush(csv, &rows->line); }

void fw_csv_header(fw_csv *csv, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++) fw_csv_word(csv, names[i]);
    fw_csv_end_row(csv);
}

fw_code fw_csv_commit(fw_csv *csv, fw_error *err) {
    const bool failed = csv->failed;
    fw_buffer_free(&csv->line);
    if (!failed) return fw_output_commit(&csv->output, err);
    const char *path = csv->output.path ? csv->output.path : "standard output";
    const fw_code code = fw_fail_errno(err, FW_IO, path, "cannot write the table");
    fw_output_abort(&csv->output);
    return code;
}

void fw_csv_abort(fw_csv *csv) {
    fw_buffer_free(&csv->line);
    fw_output_abort(&csv->output);
}
