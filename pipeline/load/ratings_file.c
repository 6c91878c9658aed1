/*
 * ratings_file.c: reads ratings in long form.
 *
 * A row has one reject: the first that applies, in this order: bad_quote (also an open quote, or a record too
 * long to hold), ragged, bad_utf8 (or NUL), missing_value, not_a_number, off_scale, duplicate_rating.
 */
#include "base/str.h"
#include "load/blocks.h"
#include "load/header.h"
#include "load/ratings_set.h"
#include "load/rows.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { BLOCK_BYTES = 1024 * 1024, MAX_RECORD = 4 * 1024 * 1024 };

enum { ANSWER_ID, RATER_ID, RATING, TRAIT, COLUMN_COUNT };

static const fw_column_spec COLUMNS[COLUMN_COUNT] = {
    [ANSWER_ID] = {.name = "answer_id", .required = true, .lenient = true},
    [RATER_ID] = {.name = "rater_id", .required = true},
    [RATING] = {.name = "rating", .required = true},
    [TRAIT] = {.name = "trait"},
};

/* The file being read. */
typedef struct {
    fw_blocks blocks;
    fw_header header;
    fw_rows *rows;
    fw_block block;
    size_t column[COLUMN_COUNT];
    const fw_ratings_options *options;
    uint64_t lines; /* physical lines before the present block */
    fw_ratings *ratings;
} loader;

static fw_rating_reject place(const loader *file, const fw_record *record, fw_rating_reject_code code,
                              size_t column) {
    return (fw_rating_reject){.code = code,
                              .line = file->lines + record->line + 1,
                              .offset = file->block.offset + record->start,
                              .column = column == FW_NO_COLUMN ? 0 : (uint32_t)column + 1};
}

static const char *broken_message(fw_record_status status) {
    if (status == FW_RECORD_OPEN_QUOTE) return "the quoted field is never closed";
    if (status == FW_RECORD_LONG) return "the record is too long; is a quote never closed?";
    return "a quote stands where none is allowed; quote the whole field and double it";
}

static fw_code check_shape(const loader *file, const fw_record *record, size_t bad_field, bool *ok,
                           fw_error *err) {
    *ok = false;
    if (record->status != FW_RECORD_OK) {
        return fw_ratings_reject(file->ratings, place(file, record, FW_RATING_BAD_QUOTE, FW_NO_COLUMN), err,
                                 "%s", broken_message(record->status));
    }
    if (record->count != file->header.count) {
        return fw_ratings_reject(file->ratings, place(file, record, FW_RATING_RAGGED, FW_NO_COLUMN), err,
                                 "%zu field%s, but the header has %zu", record->count,
                                 record->count == 1 ? "" : "s", file->header.count);
    }
    if (bad_field != SIZE_MAX) {
        return fw_ratings_reject(file->ratings, place(file, record, FW_RATING_BAD_BYTES, bad_field), err,
                                 "not valid UTF-8, or a NUL byte");
    }
    *ok = true;
    return FW_OK;
}

/* One row of the file: a rating, or a reject. */
static fw_code load_row(void *context, const fw_record *record, size_t bad_field, fw_error *err) {
    const loader *file = context;
    bool ok;
    fw_code code = check_shape(file, record, bad_field, &ok, err);
    if (code != FW_OK || !ok) return code;
    fw_str field[COLUMN_COUNT] = {[TRAIT] = FW_STR("")};
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        if (file->column[i] == FW_NO_COLUMN) continue;
        field[i] = fw_str_trim(record->fields[file->column[i]]);
        if (field[i].len || !COLUMNS[i].required) continue;
        return fw_ratings_reject(file->ratings, place(file, record, FW_RATING_MISSING, file->column[i]), err,
                                 "no %s", COLUMNS[i].name);
    }
    fw_rating_row row = {.answer = fw_id_hash(field[ANSWER_ID]),
                         .rater = field[RATER_ID],
                         .trait = field[TRAIT].len ? field[TRAIT] : FW_STR("overall"),
                         .line = file->lines + record->line + 1,
                         .offset = file->block.offset + record->start};
    if (!fw_parse_double(field[RATING], &row.value)) {
        const fw_rating_reject where = place(file, record, FW_RATING_NOT_NUMBER, file->column[RATING]);
        return fw_ratings_reject(file->ratings, where, err,
                                 "the rating is not a decimal number such as 3 or 3.5");
    }
    const fw_ratings_options *o = file->options;
    if (o->has_scale && (row.value < o->scale_min || row.value > o->scale_max)) {
        const fw_rating_reject where = place(file, record, FW_RATING_OFF_SCALE, file->column[RATING]);
        return fw_ratings_reject(file->ratings, where, err, "the rating %g is outside the scale %g to %g",
                                 row.value, o->scale_min, o->scale_max);
    }
    return fw_ratings_put(file->ratings, &row, err);
}

static fw_code load_block(loader *file, fw_error *err) {
    const fw_records_format format = {.columns = file->header.count,
                                      .max_record = file->blocks.max_record,
                                      .dialect = file->blocks.splitter.dialect};
    uint64_t lines = 0;
    const fw_code code = fw_rows_visit(file->rows, &format, &file->block, load_row, file, &lines, err);
    file->lines += lines;
    return code;
}

/* Ratings without one usable row are a wrong file, not an empty result. */
static fw_code check_usable(const loader *file, fw_error *err) {
    const fw_ratings *ratings = file->ratings;
    if (ratings->count) return FW_OK;
    const char *name = fw_input_name(file->blocks.input);
    if (!ratings->reject_count) {
        fw_fail(err, FW_DATA, "the file has a header but no ratings");
        if (err) fw_error_at(err, name, 0, 0);
        return FW_DATA;
    }
    const fw_rating_reject *first = &ratings->rejects[0];
    fw_fail(err, FW_DATA, "none of %zu rows is a usable rating; the first is %s: %s", ratings->reject_count,
            fw_rating_reject_name(first->code), first->message);
    if (err) fw_error_at(err, name, first->line, first->column);
    return FW_DATA;
}

static fw_code load_file(loader *file, const fw_ratings_options *options, fw_error *err) {
    fw_code code = fw_blocks_open(&file->blocks, options->path, BLOCK_BYTES, MAX_RECORD, err);
    if (code == FW_OK) code = fw_header_read(&file->header, &file->blocks, err);
    if (code == FW_OK) {
        code = fw_header_bind(&file->header, fw_input_name(file->blocks.input), COLUMNS, COLUMN_COUNT,
                              options->map, options->map_count, file->column, err);
    }
    file->lines = file->header.lines;
    bool more = true;
    while (code == FW_OK && more) {
        code = fw_blocks_next(&file->blocks, false, &file->block, &more, err);
        if (code == FW_OK && more) code = load_block(file, err);
    }
    if (code == FW_OK) code = check_usable(file, err);
    if (code == FW_OK) code = fw_ratings_seal(file->ratings, err);
    if (code == FW_OK) file->ratings->hash = fw_input_hash(file->blocks.input);
    return code;
}

fw_code fw_ratings_load(const fw_ratings_options *options, fw_ratings **out, fw_error *err) {
    if (!options->path) return fw_fail(err, FW_USAGE, "no ratings file was given");
    loader file = {.rows = fw_rows_new(), .ratings = fw_ratings_new(), .options = options};
    fw_code code = file.rows && file.ratings ? FW_OK : fw_fail_nomem(err);
    if (code == FW_OK) code = load_file(&file, options, err);
    fw_blocks_close(&file.blocks);
    fw_header_free(&file.header);
    fw_block_free(&file.block);
    fw_rows_free(file.rows);
    if (code != FW_OK) {
        fw_ratings_free(file.ratings);
        return code;
    }
    *out = file.ratings;
    return FW_OK;
}
