/* options.c: the options of a run as JSON and back. */
#include "run/part/options.h"

#include <math.h>
#include <stddef.h>

typedef enum { TEXT, TEXTS, MAPS, NUMBER, SIZE, SEED, FLAG } field_kind;

/* One option: where it is, and where its count is. */
typedef struct {
    const char *key;
    field_kind kind;
    size_t offset, count;
} field;

#define FIELD(kind, name)                                                                                    \
    { #name, kind, offsetof(fw_run_options, name), 0 }
#define LIST(kind, name, counter)                                                                            \
    { #name, kind, offsetof(fw_run_options, name), offsetof(fw_run_options, counter) }
static const field FIELDS[] = {
    FIELD(TEXT, answers),
    FIELD(TEXT, ratings),
    FIELD(TEXT, model),
    FIELD(TEXT, rubric),
    FIELD(TEXT, title),
    LIST(TEXTS, lexicons, lexicon_count),
    FIELD(TEXT, arc),
    LIST(MAPS, map, map_count),
    LIST(TEXTS, rating_columns, rating_column_count),
    LIST(TEXTS, group_by, group_by_count),
    FIELD(TEXT, model_type),
    FIELD(TEXT, trait),
    FIELD(TEXT, raters),
    FIELD(TEXT, pii),
    FIELD(NUMBER, words_per_minute),
    FIELD(NUMBER, max_reject_rate),
    FIELD(NUMBER, min_r),
    FIELD(NUMBER, min_qwk),
    FIELD(NUMBER, max_missing_ratings),
    FIELD(NUMBER, max_psi),
    FIELD(NUMBER, min_changed),
    FIELD(TEXT, baseline),
    FIELD(NUMBER, scale_min),
    FIELD(NUMBER, scale_max),
    FIELD(SIZE, folds),
    FIELD(SIZE, k),
    FIELD(SEED, seed),
    FIELD(FLAG, keep_text),
    FIELD(FLAG, synthetic),
    FIELD(TEXT, command_line), /* last: that the options differ is told by the first that does */
};
enum { FIELD_COUNT = sizeof FIELDS / sizeof FIELDS[0] };

static const void *at(const fw_run_options *options, size_t offset) { return (const char *)options + offset; }
static void *place(fw_run_options *options, size_t offset) { return (char *)options + offset; }

/* ---- to JSON: what is not set is left out ---- */

/* NULL when one of the texts is not UTF-8. */
static json_t *texts_to_json(const char *const *texts, size_t count) {
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++) json_array_append_new(array, json_string(texts[i]));
    if (json_array_size(array) == count) return array;
    json_decref(array);
    return NULL;
}

static json_t *maps_to_json(const fw_column_map *map, size_t count) {
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(array, json_pack("[s, s]", map[i].column, map[i].header));
    if (json_array_size(array) == count) return array;
    json_decref(array);
    return NULL;
}

static json_t *value_of(const fw_run_options *o, const field *f) {
    const void *value = at(o, f->offset);
    switch (f->kind) {
    case TEXT:
        return json_string(*(const char *const *)value);
    case TEXTS:
        return texts_to_json(*(const char *const *const *)value, *(const size_t *)at(o, f->count));
    case MAPS:
        return maps_to_json(*(const fw_column_map *const *)value, *(const size_t *)at(o, f->count));
    case NUMBER:
        return json_real(*(const double *)value);
    case SIZE:
        return json_integer((json_int_t) * (const size_t *)value);
    case SEED:
        return json_integer((json_int_t) * (const uint64_t *)value);
    case FLAG:
        break;
    }
    return json_boolean(*(const bool *)value);
}

static bool is_set(const fw_run_options *o, const field *f) {
    switch (f->kind) {
    case TEXT:
        return *(const char *const *)at(o, f->offset) != NULL;
    case TEXTS:
    case MAPS:
        return *(const size_t *)at(o, f->count) > 0;
    case NUMBER:
        return isfinite(*(const double *)at(o, f->offset));
    default:
        return true;
    }
}

fw_code fw_run_options_to_json(const fw_run_options *options, json_t **out, fw_error *err) {
    json_t *object = json_object();
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        if (!is_set(options, &FIELDS[i])) continue;
        if (json_object_set_new(object, FIELDS[i].key, value_of(options, &FIELDS[i])) == 0) continue;
        json_decref(object);
        return fw_fail(err, FW_USAGE, "'%s' cannot be kept in a part: it is not UTF-8 text", FIELDS[i].key);
    }
    *out = object;
    return FW_OK;
}

/* ---- from JSON ---- */

static const char *text_or_empty(const json_t *value) {
    const char *text = json_string_value(value);
    return text ? text : "";
}

static bool texts_from_json(const json_t *array, fw_arena *arena, const char *const **out) {
    const size_t count = json_array_size(array);
    const char **texts = fw_arena_alloc(arena, count * sizeof *texts);
    for (size_t i = 0; texts && i < count; i++) texts[i] = text_or_empty(json_array_get(array, i));
    *out = texts;
    return texts != NULL;
}

static bool maps_from_json(const json_t *array, fw_arena *arena, const fw_column_map **out) {
    const size_t count = json_array_size(array);
    fw_column_map *maps = fw_arena_alloc(arena, count * sizeof *maps);
    for (size_t i = 0; maps && i < count; i++) {
        const json_t *pair = json_array_get(array, i);
        maps[i] =
            (fw_column_map){text_or_empty(json_array_get(pair, 0)), text_or_empty(json_array_get(pair, 1))};
    }
    *out = maps;
    return maps != NULL;
}

static bool set_value(fw_run_options *o, const field *f, const json_t *value, fw_arena *arena) {
    if (f->count) *(size_t *)place(o, f->count) = json_array_size(value);
    switch (f->kind) {
    case TEXT:
        *(const char **)place(o, f->offset) = json_string_value(value);
        return true;
    case TEXTS:
        return texts_from_json(value, arena, place(o, f->offset));
    case MAPS:
        return maps_from_json(value, arena, place(o, f->offset));
    case NUMBER:
        *(double *)place(o, f->offset) = json_is_number(value) ? json_number_value(value) : (double)NAN;
        return true;
    case SIZE:
        *(size_t *)place(o, f->offset) = (size_t)json_integer_value(value);
        return true;
    case SEED:
        *(uint64_t *)place(o, f->offset) = (uint64_t)json_integer_value(value);
        return true;
    case FLAG:
        break;
    }
    *(bool *)place(o, f->offset) = json_is_true(value);
    return true;
}

fw_code fw_run_options_from_json(const json_t *json, fw_arena *arena, fw_run_options *options,
                                 fw_error *err) {
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        if (!set_value(options, &FIELDS[i], json_object_get(json, FIELDS[i].key), arena))
            return fw_fail_nomem(err);
    }
    return FW_OK;
}
