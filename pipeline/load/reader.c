/* reader.c: opens an answers file, hands out its blocks, accepts parsed batches in order. */
#include "load/reader.h"
#include "base/str.h"
#include "load/suggest.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEFAULT_BLOCK = 256 * 1024, DEFAULT_FIELD = 1024 * 1024, DEFAULT_RECORD = 4 * 1024 * 1024 };

static size_t or_default(size_t value, size_t fallback) { return value ? value : fallback; }

static fw_code bind_fields(fw_reader *reader, const fw_reader_options *options, fw_error *err) {
    fw_column_spec specs[FW_FIELD_COUNT];
    for (size_t i = 0; i < FW_FIELD_COUNT; i++) {
        specs[i] = (fw_column_spec){.name = fw_fields[i].name, .required = fw_fields[i].required};
    }
    return fw_header_bind(&reader->header, fw_reader_name(reader), specs, FW_FIELD_COUNT, options->map,
                          options->map_count, reader->field_column, err);
}

static fw_code bind_ratings(fw_reader *reader, const fw_reader_options *options, fw_error *err) {
    if (!options->rating_column_count) return FW_OK;
    reader->rating_column = calloc(options->rating_column_count, sizeof *reader->rating_column);
    if (!reader->rating_column) return fw_fail_nomem(err);
    for (size_t i = 0; i < options->rating_column_count; i++) {
        const char *name = options->rating_columns[i];
        reader->rating_column[i] = fw_header_find(&reader->header, name);
        if (reader->rating_column[i] == FW_NO_COLUMN) {
            return fw_header_unknown(&reader->header, fw_reader_name(reader), "--rating-columns", name, err);
        }
        reader->rating_count++;
    }
    return FW_OK;
}

static bool is_extra(const fw_reader *reader, size_t column) {
    for (size_t i = 0; i < FW_FIELD_COUNT; i++) {
        if (reader->field_column[i] == column) return false;
    }
    for (size_t i = 0; i < reader->rating_count; i++) {
        if (reader->rating_column[i] == column) return false;
    }
    return true;
}

/* A column whose name belongs to a field that --map reads from elsewhere must not pass for that field. */
static char *extra_name(const char *header) {
    for (size_t i = 0; i < FW_FIELD_COUNT; i++) {
        if (!fw_str_equal_nocase(fw_str_of(header), fw_str_of(fw_fields[i].name))) continue;
        char *name = NULL;
        return asprintf(&name, "%s_original", header) < 0 ? NULL : name;
    }
    return strdup(header);
}

static fw_code bind_extras(fw_reader *reader, fw_error *err) {
    reader->extra_column = calloc(reader->header.count, sizeof *reader->extra_column);
    reader->extra_name = calloc(reader->header.count, sizeof *reader->extra_name);
    if (!reader->extra_column || !reader->extra_name) return fw_fail_nomem(err);
    for (size_t i = 0; i < reader->header.count; i++) {
        if (!is_extra(reader, i)) continue;
        char *name = extra_name(reader->header.names[i]);
        if (!name) return fw_fail_nomem(err);
        reader->extra_name[reader->extra_count] = name;
        reader->extra_column[reader->extra_count++] = i;
    }
    return FW_OK;
}

fw_code fw_reader_bind(fw_reader *reader, const fw_reader_options *options, fw_error *err) {
    reader->ids = fw_idset_new();
    if (!reader->ids) return fw_fail_nomem(err);
    fw_code code = bind_fields(reader, options, err);
    if (code == FW_OK) code = bind_ratings(reader, options, err);
    if (code == FW_OK) code = bind_extras(reader, err);
    reader->lines = reader->header.lines;
    return code;
}

static fw_code open_reader(fw_reader *reader, const fw_reader_options *options, fw_error *err) {
    reader->max_field = or_default(options->max_field, DEFAULT_FIELD);
    fw_code code =
        fw_blocks_open(&reader->blocks, options->path, or_default(options->block_bytes, DEFAULT_BLOCK),
                       or_default(options->max_record, DEFAULT_RECORD), err);
    if (code == FW_OK) code = fw_header_read(&reader->header, &reader->blocks, err);
    if (code == FW_OK) code = fw_reader_bind(reader, options, err);
    if (code == FW_OK && options->parts) {
        code = fw_blocks_use_part(&reader->blocks, options->part, options->parts, &reader->range, err);
        reader->in_parts = true;
    }
    reader->format = fw_blocks_format(&reader->blocks, reader->header.count);
    return code;
}

fw_code fw_reader_open(const fw_reader_options *options, fw_reader **out, fw_error *err) {
    if (!options->path) return fw_fail(err, FW_USAGE, "no input file was given");
    fw_reader *reader = calloc(1, sizeof *reader);
    if (!reader) return fw_fail_nomem(err);
    const fw_code code = open_reader(reader, options, err);
    if (code != FW_OK) {
        fw_reader_close(reader);
        return code;
    }
    *out = reader;
    return FW_OK;
}

void fw_reader_finish(fw_reader *reader) {
    fw_idset_free(reader->ids);
    reader->ids = NULL;
}

void fw_reader_close(fw_reader *reader) {
    if (!reader) return;
    fw_blocks_close(&reader->blocks);
    fw_header_free(&reader->header);
    fw_reader_finish(reader);
    for (size_t i = 0; i < reader->extra_count; i++) free(reader->extra_name[i]);
    free(reader->extra_name);
    free(reader->extra_column);
    free(reader->rating_column);
    free(reader->relayed.name);
    fw_content_hash_free(reader->relayed.content);
    free(reader);
}

fw_code fw_reader_fill(fw_reader *reader, fw_batch *batch, bool *more, fw_error *err) {
    batch->count = 0;
    batch->reject_count = 0;
    batch->rows_read = 0;
    batch->bytes = 0;
    *more = false;
    if (reader->relayed.name) return fw_fail(err, FW_BUG, "this reader has no file");
    const uint64_t before = reader->blocks.offset;
    const fw_code code = fw_blocks_next(&reader->blocks, false, &batch->memory->block, more, err);
    if (code == FW_OK) batch->bytes = reader->blocks.offset - before;
    return code;
}

/* Moves the line numbers from "within the block" to "within the file". */
static void place_lines(const fw_reader *reader, fw_batch *batch) {
    for (size_t i = 0; i < batch->count; i++) batch->answers[i].line += reader->lines;
    for (size_t i = 0; i < batch->reject_count; i++) batch->rejects[i].line += reader->lines;
}

/* Answers whose ids are expected at once. */
enum { AHEAD = 8 };

static int by_offset(const void *a, const void *b) {
    const uint64_t left = ((const fw_reject *)a)->offset;
    const uint64_t right = ((const fw_reject *)b)->offset;
    return (left > right) - (left < right);
}

fw_code fw_reader_accept(fw_reader *reader, fw_batch *batch, fw_error *err) {
    if (!reader->ids) return fw_fail(err, FW_BUG, "answers were accepted behind the end");
    place_lines(reader, batch);
    const size_t parsed_rejects = batch->reject_count;
    for (size_t i = 0; i < batch->count; i++) {
        fw_answer *answer = &batch->answers[i];
        if (i + AHEAD < batch->count) fw_idset_expect(reader->ids, answer[AHEAD].id);
        bool present;
        uint64_t first;
        fw_code code = fw_idset_add(reader->ids, answer->id, answer->line, &present, &first, err);
        if (code == FW_OK && present) {
            answer->used = false;
            const fw_reject where = {.code = FW_REJECT_DUPLICATE_ID,
                                     .line = answer->line,
                                     .offset = answer->offset,
                                     .column = (uint32_t)reader->field_column[FW_ANSWER_ID] + 1};
            code = fw_batch_reject(batch, where, err, "the id was used before, on line %" PRIu64, first);
        }
        if (code != FW_OK) return code;
    }
    if (batch->reject_count > parsed_rejects) {
        qsort(batch->rejects, batch->reject_count, sizeof *batch->rejects, by_offset);
    }
    reader->lines += batch->memory->lines;
    reader->relayed.position += batch->bytes;
    return FW_OK;
}

bool fw_reader_has(const fw_reader *reader, fw_field field) {
    return reader->field_column[field] != FW_NO_COLUMN;
}
size_t fw_reader_extra_count(const fw_reader *reader) { return reader->extra_count; }
const char *fw_reader_extra_name(const fw_reader *reader, size_t index) {
    return index < reader->extra_count ? reader->extra_name[index] : NULL;
}

const char *fw_reader_column_name(const fw_reader *reader, uint32_t column) {
    return column && column <= reader->header.count ? reader->header.names[column - 1] : NULL;
}

const char *fw_reader_suggest(const fw_reader *reader, fw_field field) {
    bool *extra = fw_reader_has(reader, field) ? NULL : calloc(reader->header.count + 1, sizeof *extra);
    if (!extra) return NULL;
    for (size_t i = 0; i < reader->extra_count; i++) extra[reader->extra_column[i]] = true;
    const char *found = fw_header_suggest(&reader->header, fw_fields[field].name, extra);
    free(extra);
    return found;
}

bool fw_reader_survey_header(const fw_reader *reader) { return reader->header.survey_rows; }

/* ---- the file: read here, or by others ---- */

uint64_t fw_reader_size(const fw_reader *reader) {
    if (reader->relayed.name) return reader->relayed.size;
    if (reader->in_parts) return reader->range.end - reader->range.start;
    return fw_input_size(reader->blocks.input);
}
uint64_t fw_reader_position(const fw_reader *reader) {
    return reader->relayed.name ? reader->relayed.position : fw_input_position(reader->blocks.input);
}
uint64_t fw_reader_hash(const fw_reader *reader) {
    return reader->relayed.name ? fw_content_hash_value(reader->relayed.content)
                                : fw_input_hash(reader->blocks.input);
}
char fw_reader_separator(const fw_reader *reader) { return reader->format.dialect.separator; }
const char *fw_reader_name(const fw_reader *reader) {
    return reader->relayed.name ? reader->relayed.name : fw_input_name(reader->blocks.input);
}
