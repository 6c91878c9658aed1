/* bind.c: which column of a header plays which part, with --map, and help for names that are not there. */
#include "base/buffer.h"
#include "base/str.h"
#include "load/header.h"
#include "load/suggest.h"

#include <ctype.h>
#include <string.h>

enum { NAME_LIMIT = 64, LIST_LIMIT = 200, MAP_LIMIT = 120 };

/* Every column name that --map may set, of both input files. */
static const char *const RATING_COLUMNS[] = {"rater_id", "rating", "trait"};
enum { RATING_COLUMN_COUNT = sizeof RATING_COLUMNS / sizeof RATING_COLUMNS[0] };
enum { KNOWN_COUNT = FW_FIELD_COUNT + RATING_COLUMN_COUNT };

static const char *known_column(size_t i) {
    return i < FW_FIELD_COUNT ? fw_fields[i].name : RATING_COLUMNS[i - FW_FIELD_COUNT];
}

static void lower_copy(char out[NAME_LIMIT], const char *name) {
    size_t i = 0;
    for (; name[i] && i + 1 < NAME_LIMIT; i++) out[i] = (char)tolower((unsigned char)name[i]);
    out[i] = '\0';
}

/* Keeps the nearest name seen; names further off than half their length are no suggestion. */
typedef struct {
    char wanted[NAME_LIMIT];
    const char *best;
    size_t distance;
} nearest;

static void offer(nearest *search, const char *name) {
    char folded[NAME_LIMIT];
    lower_copy(folded, name);
    const size_t distance = fw_edit_distance(search->wanted, folded);
    if (distance >= search->distance) return;
    search->distance = distance;
    search->best = name;
}

static nearest begin_search(const char *wanted) {
    nearest search = {.best = NULL};
    lower_copy(search.wanted, wanted);
    search.distance = strlen(search.wanted) / 2 + 2;
    return search;
}

/* The headers, comma separated, as many as fit into `room` bytes. */
static void list_names(const fw_header *header, size_t room, fw_buffer *out) {
    static const char MORE[] = ", ...";
    for (size_t i = 0; i < header->count; i++) {
        const size_t more = i + 1 < header->count ? sizeof MORE - 1 : 0;
        if (out->len + (i ? 2 : 0) + strlen(header->names[i]) + more > room) {
            fw_buffer_text(out, i ? MORE : "...");
            return;
        }
        if (i) fw_buffer_text(out, ", ");
        fw_buffer_text(out, header->names[i]);
    }
}

fw_code fw_header_unknown(const fw_header *header, const char *file, const char *option, const char *name,
                          fw_error *err) {
    nearest search = begin_search(name);
    for (size_t i = 0; i < header->count; i++) offer(&search, header->names[i]);
    if (search.best)
        return fw_fail_in(err, FW_USAGE, file, "%s: no column '%.80s' in the header; did you mean '%.80s'?",
                          option, name, search.best);
    fw_buffer list = {0};
    list_names(header, LIST_LIMIT, &list);
    fw_fail_in(err, FW_USAGE, file, "%s: no column '%.80s' in the header (found: %s)", option, name,
               list.data ? list.data : "");
    fw_buffer_free(&list);
    return FW_USAGE;
}

static fw_code unknown_map_column(const char *column, fw_error *err) {
    nearest search = begin_search(column);
    fw_buffer list = {0};
    for (size_t i = 0; i < KNOWN_COUNT; i++) {
        offer(&search, known_column(i));
        fw_buffer_printf(&list, "%s%s", i ? ", " : "", known_column(i));
    }
    fw_fail(err, FW_USAGE, "--map: no column is called '%.80s'%s%s%s (there are %s)", column,
            search.best ? "; did you mean '" : "", search.best ? search.best : "", search.best ? "'?" : "",
            list.data ? list.data : "");
    fw_buffer_free(&list);
    return FW_USAGE;
}

static fw_code check_map(const fw_column_map *map, size_t map_count, fw_error *err) {
    for (size_t i = 0; i < map_count; i++) {
        const fw_str column = fw_str_of(map[i].column);
        bool known = false;
        for (size_t k = 0; k < KNOWN_COUNT; k++) {
            known = known || fw_str_equal_nocase(column, fw_str_of(known_column(k)));
        }
        if (!known) return unknown_map_column(map[i].column, err);
        for (size_t k = 0; k < i; k++) {
            if (fw_str_equal_nocase(column, fw_str_of(map[k].column))) {
                return fw_fail(err, FW_USAGE, "--map: column '%.80s' is mapped twice", map[i].column);
            }
        }
    }
    return FW_OK;
}

static const fw_column_map *find_map(const fw_column_map *map, size_t map_count, const char *column) {
    for (size_t i = 0; i < map_count; i++) {
        if (fw_str_equal_nocase(fw_str_of(map[i].column), fw_str_of(column))) return &map[i];
    }
    return NULL;
}

/* An argument as a shell takes it: whole, or left to the user, where it is long. Quotes within, which no
 * sensible header has, are left to the user too. */
static void put_map(fw_buffer *out, const char *column, const char *header) {
    static const char PLAIN[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
    if (!header || strlen(header) > MAP_LIMIT) header = "HEADER";
    const char *quote = header[strspn(header, PLAIN)] ? "'" : "";
    fw_buffer_printf(out, " --map %s=%s%s%s", column, quote, header, quote);
}

/* What else may be wrong where no header looks like a column that is needed. */
static const char *advice_on(const fw_header *header, const char *column) {
    const bool title = header->count == 1 || strcmp(header->names[1], "column_2") == 0;
    if (title) return "; is the first line a title? then remove it";
    if (strcmp(column, fw_fields[FW_ANSWER_ID].name) == 0)
        return "; where no column names the row's answer, add one that numbers the rows";
    if (strcmp(column, RATING_COLUMNS[0]) == 0)
        return "; a column for each rater? join them to the answers and name them with --rating-columns";
    return NULL;
}

/* What a message has left for the headers that were found. */
static size_t room_behind(const fw_buffer *told) {
    enum { WHOLE = sizeof((fw_error *)0)->message - sizeof " (found: )" };
    const size_t left = told->len < WHOLE ? WHOLE - told->len : 0;
    return left < LIST_LIMIT ? left : LIST_LIMIT;
}

/* All that is missing is told at once, with the --map that probably mends it. */
static fw_code missing_columns(const fw_header *header, const char *file, const fw_column_spec *specs,
                               size_t count, const size_t *columns, fw_error *err) {
    fw_buffer list = {0}, names = {0}, maps = {0}, told = {0};
    const char *advice = NULL;
    for (size_t i = 0; i < count; i++) {
        if (columns[i] != FW_NO_COLUMN || !specs[i].required) continue;
        fw_buffer_printf(&names, "%s'%s'", names.len ? " and no " : "", specs[i].name);
        const char *meant = fw_header_suggest(header, specs[i].name, NULL);
        put_map(&maps, specs[i].name, meant);
        const bool asked = !meant && !advice && !specs[i].lenient;
        if (asked && (i == 0 || columns[0] != FW_NO_COLUMN)) advice = advice_on(header, specs[i].name);
    }
    fw_buffer_printf(&told, "no column %s in the header; give%s%s", names.data ? names.data : "",
                     maps.data ? maps.data : "", advice ? advice : "");
    list_names(header, room_behind(&told), &list);
    fw_fail_in(err, FW_DATA, file, "%s (found: %s)", told.data ? told.data : "", list.data ? list.data : "");
    fw_buffer_free(&list);
    fw_buffer_free(&told);
    fw_buffer_free(&names);
    fw_buffer_free(&maps);
    return FW_DATA;
}

fw_code fw_header_bind(const fw_header *header, const char *file, const fw_column_spec *specs, size_t count,
                       const fw_column_map *map, size_t map_count, size_t *columns, fw_error *err) {
    const fw_code code = check_map(map, map_count, err);
    if (code != FW_OK) return code;
    for (size_t i = 0; i < count; i++) {
        const fw_column_map *mapped = find_map(map, map_count, specs[i].name);
        columns[i] = fw_header_find(header, mapped ? mapped->header : specs[i].name);
        if (columns[i] != FW_NO_COLUMN || !mapped) continue;
        if (specs[i].lenient) columns[i] = fw_header_find(header, specs[i].name);
        if (columns[i] == FW_NO_COLUMN) return fw_header_unknown(header, file, "--map", mapped->header, err);
    }
    /* Only then: what is wrong with --map is the better explanation of a column that is missing. */
    for (size_t i = 0; i < count; i++) {
        if (columns[i] == FW_NO_COLUMN && specs[i].required) {
            return missing_columns(header, file, specs, count, columns, err);
        }
    }
    return FW_OK;
}
