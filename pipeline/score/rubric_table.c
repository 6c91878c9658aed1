/* rubric_table.c: a strict reader for the hand-written tables of a rubric folder. */
#include "score/rubric_table.h"

#include "base/str.h"

#include <string.h>

static fw_code fail_at(const fw_table_row *row, size_t column, fw_error *err, const char *message) {
    fw_fail(err, FW_DATA, "%s", message);
    return fw_error_at(err, row->file, row->line, (uint32_t)(column + 1));
}

/* Reads one cell from `at`; *next is behind its comma or the end of the line. */
static fw_code read_cell(fw_table_row *row, size_t column, fw_str line, size_t at, size_t *next,
                         fw_error *err) {
    char *out = row->cell[column];
    size_t len = 0;
    const bool quoted = at < line.len && line.ptr[at] == '"';
    bool open = quoted;
    size_t i = at + (quoted ? 1 : 0);
    for (; i < line.len && (open || line.ptr[i] != ','); i++) {
        const char c = line.ptr[i];
        if (c == '\0') return fail_at(row, column, err, "a NUL byte in a rubric table");
        if (c == '"' && !quoted) return fail_at(row, column, err, "a quote inside an unquoted cell");
        if (quoted && !open) return fail_at(row, column, err, "text behind a closing quote");
        if (c == '"' && !(i + 1 < line.len && line.ptr[i + 1] == '"')) {
            open = false;
            continue;
        }
        if (c == '"') i++; /* a doubled quote stands for one */
        if (len + 1 >= FW_TABLE_CELL) return fail_at(row, column, err, "a cell is too long");
        out[len++] = c;
    }
    if (open) return fail_at(row, column, err, "a quoted cell does not end on its line");
    out[len] = '\0';
    *next = i < line.len ? i + 1 : line.len + 1; /* len + 1: no comma, so no further cell */
    return FW_OK;
}

static fw_code read_row(fw_table_row *row, fw_str line, size_t columns, fw_error *err) {
    size_t at = 0;
    row->count = 0;
    while (at <= line.len) {
        if (row->count == columns) return fail_at(row, columns, err, "more cells than the header");
        fw_code code = read_cell(row, row->count, line, at, &at, err);
        if (code != FW_OK) return code;
        row->count++;
    }
    return row->count == columns ? FW_OK : fail_at(row, row->count, err, "fewer cells than the header");
}

static fw_code check_header(const fw_table_row *row, const char *const *header, size_t columns,
                            fw_error *err) {
    for (size_t i = 0; i < columns; i++) {
        if (strcmp(row->cell[i], header[i]) == 0) continue;
        fail_at(row, i, err, "not the header of this rubric table");
        return fw_error_detail(err, header[i], row->cell[i]);
    }
    return FW_OK;
}

static bool skip_line(fw_str line) { return line.len == 0 || line.ptr[0] == '#'; }

fw_code fw_table_read(fw_str text, const char *file, const char *const *header, size_t columns,
                      fw_table_sink *sink, void *context, fw_error *err) {
    fw_table_row row = {.file = file};
    bool headed = false;
    if (fw_utf8_valid_prefix(text.ptr, text.len) != text.len)
        return fw_fail_in(err, FW_DATA, file, "a rubric table must be UTF-8");
    for (size_t at = 0; at < text.len;) {
        const char *end = memchr(text.ptr + at, '\n', text.len - at);
        const size_t len = end ? (size_t)(end - (text.ptr + at)) : text.len - at;
        const fw_str line = fw_str_trim((fw_str){text.ptr + at, len});
        at += len + 1;
        row.line++;
        if (skip_line(line)) continue;
        fw_code code = read_row(&row, line, columns, err);
        if (code == FW_OK)
            code = headed ? sink(context, &row, err) : check_header(&row, header, columns, err);
        if (code != FW_OK) return code;
        headed = true;
    }
    if (headed) return FW_OK;
    return fw_fail_in(err, FW_DATA, file, "an empty rubric table");
}

fw_code fw_table_number(const fw_table_row *row, size_t column, double *out, fw_error *err) {
    if (fw_parse_double(fw_str_of(row->cell[column]), out)) return FW_OK;
    fail_at(row, column, err, "not a number");
    return fw_error_detail(err, "a decimal number", row->cell[column]);
}
