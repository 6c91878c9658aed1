/* header.c: reads and checks the header line. */
#include "load/header.h"
#include "base/str.h"
#include "load/blanks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void fw_header_free(fw_header *header) {
    for (size_t i = 0; i < header->count; i++) free(header->names[i]);
    free(header->names);
    *header = (fw_header){0};
}

size_t fw_header_find(const fw_header *header, const char *name) {
    const fw_str wanted = fw_trim_blanks(fw_str_of(name));
    for (size_t i = 0; i < header->count; i++) {
        if (fw_str_equal_nocase(fw_str_of(header->names[i]), wanted)) return i;
    }
    return FW_NO_COLUMN;
}

static fw_code fail_header(const fw_blocks *blocks, uint64_t row, fw_error *err, const char *message) {
    fw_fail(err, FW_DATA, "%s", message);
    if (err) fw_error_at(err, fw_input_name(blocks->input), row, 0);
    return FW_DATA;
}

/* A name as it will be shown; NULL when memory is out. */
static char *column_name(fw_str field, size_t index) {
    const fw_str name = fw_trim_blanks(field);
    if (name.len) return fw_str_dup(name);
    char *made = NULL;
    return asprintf(&made, "column_%zu", index + 1) < 0 ? NULL : made;
}

static fw_code check_names(const fw_header *header, const fw_blocks *blocks, uint64_t row, fw_error *err) {
    for (size_t i = 1; i < header->count; i++) {
        const size_t first = fw_header_find(header, header->names[i]);
        if (first == i) continue;
        fw_fail(err, FW_DATA, "columns %zu and %zu have the same header '%.100s'", first + 1, i + 1,
                header->names[i]);
        if (err) fw_error_at(err, fw_input_name(blocks->input), row, (uint32_t)(i + 1));
        return FW_DATA;
    }
    return FW_OK;
}

/* "sep=;", which some spreadsheets write for themselves. The separator itself may make a second field. */
static bool is_separator_line(const fw_record *record) {
    static const fw_str NOTE = {"sep=", 4};
    if (record->count > 2 || (record->count == 2 && record->fields[1].len)) return false;
    const fw_str first = record->fields[0];
    return first.len >= NOTE.len && first.len <= NOTE.len + 1 &&
           fw_str_equal_nocase((fw_str){first.ptr, NOTE.len}, NOTE);
}

static fw_code check_record(const fw_record *record, const fw_blocks *blocks, uint64_t row, fw_error *err) {
    static const char *const BROKEN[] = {
        [FW_RECORD_BAD_QUOTE] = "the header is not CSV: a quote stands where none is allowed",
        [FW_RECORD_OPEN_QUOTE] = "the header is not CSV: a quoted name is never closed",
        [FW_RECORD_LONG] = "the header is too long to be one",
    };
    if (record->status != FW_RECORD_OK) return fail_header(blocks, row, err, BROKEN[record->status]);
    if (record->count > FW_MAX_COLUMNS) return fail_header(blocks, row, err, "more than 4096 columns");
    for (size_t i = 0; i < record->count; i++) {
        const fw_str field = record->fields[i];
        if (field.len && memchr(field.ptr, '\0', field.len)) {
            return fail_header(blocks, row, err,
                               "NUL bytes in the header: not text, or UTF-16; save the file as UTF-8");
        }
        if (fw_utf8_valid_prefix(field.ptr, field.len) != field.len) {
            return fail_header(
                blocks, row, err,
                "the header is not UTF-8 text; save the file as UTF-8 (or: iconv -f WINDOWS-1252 -t UTF-8)");
        }
    }
    return FW_OK;
}

static fw_code keep_names(fw_header *header, const fw_record *record, fw_error *err) {
    header->names = calloc(record->count, sizeof *header->names);
    if (!header->names) return fw_fail_nomem(err);
    for (size_t i = 0; i < record->count; i++) {
        header->names[i] = column_name(record->fields[i], i);
        if (!header->names[i]) return fw_fail_nomem(err);
        header->count++;
    }
    return FW_OK;
}

/* The next record that is not a blank line, in a block of its own. */
static fw_code next_record(fw_header *header, fw_blocks *blocks, fw_records *records, fw_block *block,
                           fw_record *record, fw_error *err) {
    const fw_records_format format = fw_blocks_format(blocks, FW_MAX_COLUMNS);
    bool found = false;
    while (!found) {
        bool more;
        fw_code code = fw_blocks_next(blocks, true, block, &more, err);
        if (code != FW_OK) return code;
        if (!more && !block->has_tail) {
            return fail_header(blocks, 0, err, "the file is empty: no header line");
        }
        if (block->has_tail) return fail_header(blocks, 1, err, "the header is too long, or never closed");
        code = fw_records_begin(records, &format, block->data, block->len, err);
        if (code == FW_OK) code = fw_records_next(records, record, &found, err);
        if (code != FW_OK) return code;
        if (!found) header->lines += fw_records_lines(records);
    }
    return FW_OK;
}

/* The header: the first record, or the second behind a spreadsheet's note, which has told the separator. */
static fw_code first_record(fw_header *header, fw_blocks *blocks, fw_records *records, fw_block *block,
                            fw_record *record, fw_error *err) {
    fw_code code = next_record(header, blocks, records, block, record, err);
    if (code != FW_OK || record->status != FW_RECORD_OK || !is_separator_line(record)) return code;
    header->lines += fw_records_lines(records);
    return next_record(header, blocks, records, block, record, err);
}

/* Whether the record at bytes[at] is Qualtrics' row of what its columns were imported as. */
static bool is_import_row(fw_str bytes, size_t at) {
    static const char *const BEGINS[] = {
        "\"{\"\"ImportId\"\":", "{\"ImportId\":", "{'ImportId':", "\"{'ImportId':"};
    for (size_t i = 0; i < sizeof BEGINS / sizeof BEGINS[0]; i++) {
        const size_t len = strlen(BEGINS[i]);
        if (bytes.len - at >= len && memcmp(bytes.ptr + at, BEGINS[i], len) == 0) return true;
    }
    return false;
}

/* Whether such a row stands behind the next one. It is looked for in the same bytes, whatever size blocks
 * have. */
static fw_code find_import_row(fw_blocks *blocks, fw_block *block, bool *found, fw_error *err) {
    enum { AS_FAR_AS = 64 * 1024 };
    fw_str ahead = {NULL, 0};
    fw_code code = FW_OK;
    *found = false;
    for (size_t seen = SIZE_MAX; code == FW_OK && ahead.len < AS_FAR_AS && ahead.len != seen;) {
        seen = ahead.len;
        code = fw_blocks_peek(blocks, block, &ahead, err);
    }
    if (code != FW_OK) return code;
    if (ahead.len > AS_FAR_AS) ahead.len = AS_FAR_AS;
    fw_splitter splitter = blocks->splitter;
    const size_t second = fw_splitter_scan(&splitter, ahead.ptr, 0, ahead.len, true);
    *found = second != FW_NO_BORDER && is_import_row(ahead, second);
    return FW_OK;
}

/* Qualtrics writes three rows of header: names, questions, imports. Those behind the names are passed over.
 */
static fw_code pass_survey_rows(fw_header *header, fw_blocks *blocks, fw_records *records, fw_block *block,
                                fw_error *err) {
    fw_code code = find_import_row(blocks, block, &header->survey_rows, err);
    for (int i = 0; i < 2 && code == FW_OK && header->survey_rows; i++) {
        fw_record passed;
        code = next_record(header, blocks, records, block, &passed, err);
        header->lines += fw_records_lines(records);
    }
    return code;
}

static fw_code learn_separator(fw_blocks *blocks, fw_block *block, fw_error *err) {
    fw_code code = FW_OK;
    bool whole = false;
    for (size_t seen = 0; !whole && seen <= blocks->max_record;) {
        fw_str bytes;
        code = fw_blocks_peek(blocks, block, &bytes, err);
        if (code != FW_OK || bytes.len == seen) break;
        seen = bytes.len;
        blocks->splitter.dialect.separator = fw_dialect_separator(bytes.ptr, bytes.len, &whole);
    }
    return code;
}

fw_code fw_header_read(fw_header *header, fw_blocks *blocks, fw_error *err) {
    fw_records *records = fw_records_new();
    fw_block block = {0};
    fw_record record;
    fw_code code = records ? learn_separator(blocks, &block, err) : fw_fail_nomem(err);
    if (code == FW_OK) code = first_record(header, blocks, records, &block, &record, err);
    if (code == FW_OK) {
        const uint64_t row = header->lines + 1;
        code = check_record(&record, blocks, row, err);
        if (code == FW_OK) code = keep_names(header, &record, err);
        if (code == FW_OK) code = check_names(header, blocks, row, err);
        header->lines += fw_records_lines(records);
        if (block.len && block.data[block.len - 1] == '\r') blocks->splitter.dialect.bad_end = '\r';
        if (code == FW_OK) code = pass_survey_rows(header, blocks, records, &block, err);
    }
    fw_block_free(&block);
    fw_records_free(records);
    return code;
}
