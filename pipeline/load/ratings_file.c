/*
 * ratings_file.c: reads ratings in long form, its blocks in parallel, its rows in order.
 *
 * A row has one reject: the first that applies, in this order: bad_quote (also an open quote, or a record too
 * long to hold), ragged, bad_utf8 (or NUL), missing_value, not_a_number, off_scale, duplicate_rating.
 */
#include "base/ordered.h"
#include "base/room.h"
#include "base/str.h"
#include "load/blocks.h"
#include "load/header.h"
#include "load/numbers.h"
#include "load/ratings_set.h"
#include "load/rows.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_BYTES = 256 * 1024, MAX_RECORD = 4 * 1024 * 1024 };

enum { ANSWER_ID, RATER_ID, RATING, TRAIT, COLUMN_COUNT };

static const fw_column_spec COLUMNS[COLUMN_COUNT] = {
    [ANSWER_ID] = {.name = "answer_id", .required = true, .lenient = true},
    [RATER_ID] = {.name = "rater_id", .required = true},
    [RATING] = {.name = "rating", .required = true},
    [TRAIT] = {.name = "trait"},
};

/* A reject, and how many usable rows of its block stand before it. */
typedef struct {
    fw_rating_reject reject;
    size_t behind;
} placed_reject;

/* Names as a slot has met them, over all of its blocks, and what they are in the set. */
typedef struct {
    fw_names names;
    uint16_t *in_set; /* 1 + index; 0: no row with that name was taken yet */
} local_names;

/* One block in flight and what its rows say; lines are counted from its start, names are the slot's. */
typedef struct {
    fw_block block;
    fw_rows *rows;
    uint64_t lines;
    fw_rating_row *usable;
    size_t usable_count, usable_capacity;
    placed_reject *rejects;
    size_t reject_count, reject_capacity;
    local_names raters, traits;
} slot;

/* The file being read. */
typedef struct {
    fw_blocks blocks;
    fw_header header;
    fw_records_format format;
    size_t column[COLUMN_COUNT];
    const fw_ratings_options *options;
    slot *slots;
    size_t slot_count;
    uint64_t lines; /* physical lines before the next block */
    fw_ratings *ratings;
} loader;

/* What a row is read into. */
typedef struct {
    const loader *file;
    slot *slot;
} target;

static fw_code add_reject(const target *to, const fw_record *record, fw_rating_reject_code code,
                          size_t column, fw_error *err, const char *format, ...)
    __attribute__((format(printf, 6, 7)));

static fw_code add_reject(const target *to, const fw_record *record, fw_rating_reject_code code,
                          size_t column, fw_error *err, const char *format, ...) {
    slot *s = to->slot;
    placed_reject *grown = fw_room(s->rejects, s->reject_count, &s->reject_capacity, sizeof *grown);
    if (!grown) return fw_fail_nomem(err);
    s->rejects = grown;
    placed_reject *at = &s->rejects[s->reject_count++];
    *at = (placed_reject){.reject = {.code = code,
                                     .line = record->line + 1,
                                     .offset = s->block.offset + record->start,
                                     .column = column == FW_NO_COLUMN ? 0 : (uint32_t)column + 1},
                          .behind = s->usable_count};
    va_list args;
    va_start(args, format);
    (void)vsnprintf(at->reject.message, sizeof at->reject.message, format, args);
    va_end(args);
    return FW_OK;
}

static fw_code check_shape(const target *to, const fw_record *record, size_t bad_field, bool *ok,
                           fw_error *err) {
    const size_t columns = to->file->header.count;
    *ok = false;
    if (record->status != FW_RECORD_OK)
        return add_reject(to, record, FW_RATING_BAD_QUOTE, FW_NO_COLUMN, err, "%s",
                          fw_record_fault(record->status));
    if (record->count != columns) {
        return add_reject(to, record, FW_RATING_RAGGED, FW_NO_COLUMN, err,
                          "%zu field%s, but the header has %zu", record->count, record->count == 1 ? "" : "s",
                          columns);
    }
    if (bad_field != SIZE_MAX)
        return add_reject(to, record, FW_RATING_BAD_BYTES, bad_field, err, "not valid UTF-8, or a NUL byte");
    *ok = true;
    return FW_OK;
}

/* The number of a row whose fields are all there. */
static fw_code check_value(const target *to, const fw_record *record, const fw_str field[COLUMN_COUNT],
                           double *value, bool *ok, fw_error *err) {
    const size_t column = to->file->column[RATING];
    const fw_ratings_options *o = to->file->options;
    const bool has_scale =
        o->has_scale && (!o->scale_trait || fw_str_equal_nocase(field[TRAIT], fw_str_of(o->scale_trait)));
    const fw_number found = fw_cell_number(field[RATING], to->file->format.dialect.separator != ',', value);
    *ok = false;
    if (found == FW_NUMBER_MISSING)
        return add_reject(to, record, FW_RATING_MISSING, column, err, "no rating: a mark of what is missing");
    if (found == FW_NUMBER_BAD)
        return add_reject(to, record, FW_RATING_NOT_NUMBER, column, err,
                          memchr(field[RATING].ptr, ',', field[RATING].len)
                              ? "the rating has a comma: write decimals behind a point, as in 3.5"
                              : "the rating is not a decimal number such as 3 or 3.5");
    if (fabs(*value) > FW_RATING_MOST)
        return add_reject(to, record, FW_RATING_OFF_SCALE, column, err, "the rating %g is on no scale",
                          *value);
    if (has_scale && (*value < o->scale_min || *value > o->scale_max))
        return add_reject(to, record, FW_RATING_OFF_SCALE, column, err,
                          "the rating %g is outside the scale %g to %g", *value, o->scale_min, o->scale_max);
    *ok = true;
    return FW_OK;
}

/* One row of the file: a rating, or a reject. */
static fw_code load_row(void *context, const fw_record *record, size_t bad_field, fw_error *err) {
    const target *to = context;
    const size_t *column = to->file->column;
    slot *s = to->slot;
    bool ok;
    fw_code code = check_shape(to, record, bad_field, &ok, err);
    if (code != FW_OK || !ok) return code;
    fw_str field[COLUMN_COUNT] = {[TRAIT] = FW_STR("")};
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        if (column[i] == FW_NO_COLUMN) continue;
        field[i] = fw_str_trim(record->fields[column[i]]);
        if (field[i].len || !COLUMNS[i].required) continue;
        return add_reject(to, record, FW_RATING_MISSING, column[i], err, "no %s", COLUMNS[i].name);
    }
    if (field[TRAIT].len == 0) field[TRAIT] = FW_STR("overall");
    double value = 0;
    code = check_value(to, record, field, &value, &ok, err);
    if (code != FW_OK || !ok) return code;
    fw_rating_row *grown = fw_room(s->usable, s->usable_count, &s->usable_capacity, sizeof *grown);
    if (!grown) return fw_fail_nomem(err);
    s->usable = grown;
    fw_rating_row *row = &s->usable[s->usable_count++];
    *row = (fw_rating_row){.answer = fw_id_hash(field[ANSWER_ID]),
                           .value = value,
                           .line = record->line + 1,
                           .offset = s->block.offset + record->start};
    code = fw_names_index(&s->raters.names, field[RATER_ID], &row->rater, err);
    return code == FW_OK ? fw_names_index(&s->traits.names, field[TRAIT], &row->trait, err) : code;
}

/* ---- the three steps of the loop ---- */

static fw_code fill_slot(void *context, size_t index, bool *more, fw_error *err) {
    loader *file = context;
    return fw_blocks_next(&file->blocks, false, &file->slots[index].block, more, err);
}

static fw_code read_slot(void *context, size_t index, size_t worker, fw_error *err) {
    (void)worker;
    const loader *file = context;
    slot *s = &file->slots[index];
    s->usable_count = s->reject_count = 0;
    target to = {file, s};
    return fw_rows_visit(s->rows, &file->format, &s->block, load_row, &to, &s->lines, err);
}

/* Rows whose answers are expected at once. */
enum { AHEAD = 16 };

/* A slot's name becomes the set's: by its index, which is that of the row where the file has it first. */
static fw_code meet(const local_names *local, fw_names *names, uint16_t *index, fw_error *err) {
    uint16_t *known = &local->in_set[*index];
    if (!*known) {
        uint16_t found;
        const fw_code code = fw_names_index(names, local->names.items[*index], &found, err);
        if (code != FW_OK) return code;
        *known = (uint16_t)(found + 1);
    }
    *index = (uint16_t)(*known - 1);
    return FW_OK;
}

static fw_code take_row(const loader *file, const slot *s, fw_rating_row *row, fw_error *err) {
    fw_ratings *ratings = file->ratings;
    row->line += file->lines;
    fw_code code = meet(&s->raters, &ratings->raters, &row->rater, err);
    if (code == FW_OK) code = meet(&s->traits, &ratings->traits, &row->trait, err);
    return code == FW_OK ? fw_ratings_put(ratings, row, err) : code;
}

/* Rows and rejects in the order of the file. */
static fw_code take_slot(void *context, size_t index, fw_error *err) {
    loader *file = context;
    const slot *s = &file->slots[index];
    fw_code code = FW_OK;
    for (size_t row = 0, r = 0; row <= s->usable_count && code == FW_OK; row++) {
        for (; r < s->reject_count && s->rejects[r].behind == row && code == FW_OK; r++) {
            fw_rating_reject where = s->rejects[r].reject;
            where.line += file->lines;
            code = fw_ratings_reject(file->ratings, where, err, "%s", s->rejects[r].reject.message);
        }
        if (row == s->usable_count || code != FW_OK) break;
        if (row + AHEAD < s->usable_count) fw_ratings_expect(file->ratings, s->usable[row + AHEAD].answer);
        code = take_row(file, s, &s->usable[row], err);
    }
    file->lines += s->lines;
    return code;
}

/* ---- setting up and tearing down ---- */

/* Ratings without one usable row are a wrong file, not an empty result. */
static fw_code check_usable(const loader *file, fw_error *err) {
    const fw_ratings *ratings = file->ratings;
    if (ratings->count) return FW_OK;
    const char *name = fw_input_name(file->blocks.input);
    if (!ratings->reject_count) return fw_fail_in(err, FW_DATA, name, "the file has a header but no ratings");
    const fw_rating_reject *first = &ratings->rejects[0];
    fw_fail(err, FW_DATA, "no usable rating in %zu row%s; the first is %s: %s", ratings->reject_count,
            fw_plural(ratings->reject_count), fw_rating_reject_name(first->code), first->message);
    if (err) fw_error_at(err, name, first->line, first->column);
    return FW_DATA;
}

/* Pages of names that are never met are never touched. */
static bool open_names(local_names *local, const char *what) {
    local->in_set = calloc(FW_MAX_NAMES, sizeof *local->in_set);
    return fw_names_init(&local->names, what) && local->in_set;
}

static void close_names(local_names *local) {
    fw_names_free(&local->names);
    free(local->in_set);
}

static fw_code open_slots(loader *file, size_t threads, fw_error *err) {
    file->slot_count = threads + 1;
    file->slots = calloc(file->slot_count, sizeof *file->slots);
    if (!file->slots) return fw_fail_nomem(err);
    for (size_t i = 0; i < file->slot_count; i++) {
        slot *s = &file->slots[i];
        s->rows = fw_rows_new();
        if (!s->rows || !open_names(&s->raters, "raters") || !open_names(&s->traits, "traits"))
            return fw_fail_nomem(err);
    }
    return FW_OK;
}

static void close_loader(loader *file) {
    for (size_t i = 0; i < file->slot_count && file->slots; i++) {
        fw_block_free(&file->slots[i].block);
        fw_rows_free(file->slots[i].rows);
        free(file->slots[i].usable);
        free(file->slots[i].rejects);
        close_names(&file->slots[i].raters);
        close_names(&file->slots[i].traits);
    }
    free(file->slots);
    fw_blocks_close(&file->blocks);
    fw_header_free(&file->header);
}

static fw_code load_file(loader *file, const fw_ratings_options *options, fw_error *err) {
    const size_t threads = options->threads ? options->threads : fw_ordered_processors();
    fw_code code = fw_blocks_open(&file->blocks, options->path, BLOCK_BYTES, MAX_RECORD, err);
    if (code == FW_OK) code = fw_header_read(&file->header, &file->blocks, err);
    if (code == FW_OK) {
        code = fw_header_bind(&file->header, fw_input_name(file->blocks.input), COLUMNS, COLUMN_COUNT,
                              options->map, options->map_count, file->column, err);
    }
    if (code == FW_OK) code = open_slots(file, threads, err);
    file->lines = file->header.lines;
    file->format = fw_blocks_format(&file->blocks, file->header.count);
    const fw_ordered loop = {.context = file,
                             .source = fill_slot,
                             .work = read_slot,
                             .sinks = {take_slot},
                             .slots = file->slot_count,
                             .threads = threads};
    if (code == FW_OK) code = fw_ordered_run(&loop, err);
    if (code == FW_OK) code = check_usable(file, err);
    if (code == FW_OK) code = fw_ratings_seal(file->ratings, err);
    if (code == FW_OK) file->ratings->hash = fw_input_hash(file->blocks.input);
    return code;
}

fw_code fw_ratings_load(const fw_ratings_options *options, fw_ratings **out, fw_error *err) {
    if (!options->path) return fw_fail(err, FW_USAGE, "no ratings file was given");
    loader file = {.ratings = fw_ratings_new(), .options = options};
    const fw_code code = file.ratings ? load_file(&file, options, err) : fw_fail_nomem(err);
    close_loader(&file);
    if (code != FW_OK) {
        fw_ratings_free(file.ratings);
        return code;
    }
    *out = file.ratings;
    return FW_OK;
}
