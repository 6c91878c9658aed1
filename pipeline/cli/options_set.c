/* options_set.c: setting the value of one option from text. */
#include "cli/options.h"

#include "base/str.h"

#include <string.h>

static void *field(fw_cli *cli, size_t offset) { return (char *)cli + offset; }

static fw_code bad_value(fw_error *err, const char *origin, const char *value, const char *expected) {
    return fw_fail(err, FW_USAGE, "%s: '%.80s' is not %s", origin, value, expected);
}

static fw_code set_size(fw_cli *cli, const fw_option *o, const char *value, const char *origin,
                        fw_error *err) {
    int64_t number = 0;
    if (!fw_parse_int(fw_str_of(value), (int64_t)o->min, (int64_t)o->max, &number)) {
        char expected[96];
        snprintf(expected, sizeof expected, "a whole number from %.0f to %.0f", o->min, o->max);
        return bad_value(err, origin, value, expected);
    }
    *(size_t *)field(cli, o->offset) = (size_t)number;
    return FW_OK;
}

static fw_code set_seed(fw_cli *cli, const fw_option *o, const char *value, const char *origin,
                        fw_error *err) {
    int64_t number = 0;
    if (!fw_parse_int(fw_str_of(value), 0, INT64_MAX, &number)) {
        return bad_value(err, origin, value, "a whole number from 0 to 9223372036854775807");
    }
    *(uint64_t *)field(cli, o->offset) = (uint64_t)number;
    return FW_OK;
}

static bool number_within(const fw_option *o, fw_str text, double *out) {
    return fw_parse_double(text, out) && *out >= o->min && *out <= o->max;
}

static fw_code set_number(fw_cli *cli, const fw_option *o, const char *value, const char *origin,
                          fw_error *err) {
    double number = 0;
    if (!number_within(o, fw_str_of(value), &number)) {
        char expected[96];
        snprintf(expected, sizeof expected, "a number from %g to %g", o->min, o->max);
        return bad_value(err, origin, value, expected);
    }
    *(double *)field(cli, o->offset) = number;
    return FW_OK;
}

static fw_code set_range(fw_cli *cli, const fw_option *o, const char *value, const char *origin,
                         fw_error *err) {
    const char *colon = strchr(value, ':');
    double low = 0, high = 0;
    if (!colon || !number_within(o, (fw_str){value, (size_t)(colon - value)}, &low) ||
        !number_within(o, fw_str_of(colon + 1), &high) || !(low < high)) {
        return bad_value(err, origin, value, "MIN:MAX with MIN below MAX, as in 1:5");
    }
    *(double *)field(cli, o->offset) = low;
    *(double *)field(cli, o->extra) = high;
    return FW_OK;
}

static fw_code set_part(fw_cli *cli, const fw_option *o, const char *value, const char *origin,
                        fw_error *err) {
    const char *slash = strchr(value, '/');
    int64_t part = 0, parts = 0;
    if (!slash || !fw_parse_int(fw_str_of(slash + 1), 1, (int64_t)o->max, &parts) ||
        !fw_parse_int((fw_str){value, (size_t)(slash - value)}, 1, parts, &part)) {
        char expected[96];
        snprintf(expected, sizeof expected, "I/N with I from 1 to N, and N up to %.0f, as in 2/7", o->max);
        return bad_value(err, origin, value, expected);
    }
    *(size_t *)field(cli, o->offset) = (size_t)part;
    *(size_t *)field(cli, o->extra) = (size_t)parts;
    return FW_OK;
}

static fw_code set_choice(fw_cli *cli, const fw_option *o, const char *value, const char *origin,
                          fw_error *err) {
    const size_t length = strlen(value);
    for (const char *choice = o->choices; *choice; choice += strcspn(choice, "|"), choice += *choice == '|') {
        if (length == strcspn(choice, "|") && strncmp(choice, value, length) == 0) {
            *(const char **)field(cli, o->offset) = value;
            return FW_OK;
        }
    }
    char expected[96];
    snprintf(expected, sizeof expected, "one of %s", o->choices);
    return bad_value(err, origin, value, expected);
}

/* Appends one item of `size` bytes to the array at `offset`, whose count is at `extra`. */
static fw_code append(fw_cli *cli, const fw_option *o, const void *item, size_t size, fw_error *err) {
    size_t *count = field(cli, o->extra);
    char *grown = fw_arena_alloc(&cli->arena, (*count + 1) * size);
    if (!grown) return fw_fail_nomem(err);
    if (*count) memcpy(grown, *(void **)field(cli, o->offset), *count * size);
    memcpy(grown + *count * size, item, size);
    *(void **)field(cli, o->offset) = grown;
    (*count)++;
    return FW_OK;
}

static fw_code append_text(fw_cli *cli, const fw_option *o, fw_str text, fw_error *err) {
    const char *copy = fw_arena_copy(&cli->arena, text);
    return copy ? append(cli, o, &copy, sizeof copy, err) : fw_fail_nomem(err);
}

static fw_code set_list(fw_cli *cli, const fw_option *o, const char *value, const char *origin,
                        fw_error *err) {
    fw_code code = FW_OK;
    for (const char *item = value; code == FW_OK; item += strcspn(item, ",") + 1) {
        const fw_str name = fw_str_trim((fw_str){item, strcspn(item, ",")});
        if (name.len == 0) return bad_value(err, origin, value, "a list of names with commas between them");
        code = append_text(cli, o, name, err);
        if (item[strcspn(item, ",")] == '\0') break;
    }
    return code;
}

/* Where the next COLUMN=HEADER of a list starts: behind a comma that a column's name and '=' follow. A comma
 * that is followed by anything else belongs to the header. */
static const char *next_map(const char *at) {
    static const char NAME[] = "abcdefghijklmnopqrstuvwxyz_";
    while ((at = strchr(at, ',')) != NULL) {
        at++;
        const char *name = at + strspn(at, " \t");
        const size_t len = strspn(name, NAME);
        if (len && name[len] == '=') return name;
    }
    return NULL;
}

static fw_code add_map(fw_cli *cli, const fw_option *o, fw_str entry, const char *origin, fw_error *err) {
    const char *equals = entry.len ? memchr(entry.ptr, '=', entry.len) : NULL;
    const fw_str header =
        equals ? fw_str_trim((fw_str){equals + 1, (size_t)(entry.ptr + entry.len - equals - 1)})
               : (fw_str){0};
    if (equals == entry.ptr || header.len == 0)
        return bad_value(err, origin, entry.ptr, "COLUMN=HEADER, as in text=Response");
    const fw_column_map map = {fw_arena_copy(&cli->arena, (fw_str){entry.ptr, (size_t)(equals - entry.ptr)}),
                               fw_arena_copy(&cli->arena, header)};
    if (!map.column || !map.header) return fw_fail_nomem(err);
    return append(cli, o, &map, sizeof map, err);
}

static fw_code set_map(fw_cli *cli, const fw_option *o, const char *value, const char *origin,
                       fw_error *err) {
    fw_code code = FW_OK;
    for (const char *entry = value, *next; entry && code == FW_OK; entry = next) {
        next = next_map(entry);
        fw_str text = fw_str_trim((fw_str){entry, next ? (size_t)(next - entry) : strlen(entry)});
        if (text.len && text.ptr[text.len - 1] == ',') text = fw_str_trim((fw_str){text.ptr, text.len - 1});
        code = add_map(cli, o, text, origin, err);
    }
    return code;
}

/* Without a value, as on a command line: yes. */
static fw_code set_flag(fw_cli *cli, const fw_option *o, const char *value, const char *origin,
                        fw_error *err) {
    static const struct {
        const char *word;
        bool means;
    } WORDS[] = {{"yes", true}, {"true", true},   {"on", true},   {"1", true},
                 {"no", false}, {"false", false}, {"off", false}, {"0", false}};
    if (!value) value = "yes";
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        if (!fw_str_equal_nocase(fw_str_of(value), fw_str_of(WORDS[i].word))) continue;
        *(bool *)field(cli, o->offset) = WORDS[i].means;
        return FW_OK;
    }
    return bad_value(err, origin, value, "yes or no");
}

static fw_code set_count(fw_cli *cli, const fw_option *o, const char *value, const char *origin,
                         fw_error *err) {
    int64_t number = 0;
    size_t *count = field(cli, o->offset);
    if (value && !fw_parse_int(fw_str_of(value), 0, 9, &number))
        return bad_value(err, origin, value, "a whole number from 0 to 9");
    *count = value ? (size_t)number : *count + 1;
    return FW_OK;
}

void fw_option_reset(fw_cli *cli, const fw_option *option) {
    switch (option->kind) {
    case FW_OPTION_COUNT:
        *(size_t *)field(cli, option->offset) = 0;
        break;
    case FW_OPTION_LIST:
    case FW_OPTION_REPEAT:
    case FW_OPTION_MAP:
        *(size_t *)field(cli, option->extra) = 0;
        break;
    default:
        break;
    }
}

fw_code fw_option_set(fw_cli *cli, const fw_option *option, const char *value, const char *origin,
                      fw_error *err) {
    switch (option->kind) {
    case FW_OPTION_FLAG:
        return set_flag(cli, option, value, origin, err);
    case FW_OPTION_COUNT:
        return set_count(cli, option, value, origin, err);
    case FW_OPTION_SIZE:
        return set_size(cli, option, value, origin, err);
    case FW_OPTION_SEED:
        return set_seed(cli, option, value, origin, err);
    case FW_OPTION_NUMBER:
        return set_number(cli, option, value, origin, err);
    case FW_OPTION_CHOICE:
        return set_choice(cli, option, value, origin, err);
    case FW_OPTION_LIST:
        return set_list(cli, option, value, origin, err);
    case FW_OPTION_REPEAT:
        return append_text(cli, option, fw_str_of(value), err);
    case FW_OPTION_MAP:
        return set_map(cli, option, value, origin, err);
    case FW_OPTION_PART:
        return set_part(cli, option, value, origin, err);
    case FW_OPTION_RANGE:
        return set_range(cli, option, value, origin, err);
    case FW_OPTION_TEXT:
        break;
    }
    if (!value || value[0] == '\0') return fw_fail(err, FW_USAGE, "%s: the value is empty", origin);
    *(const char **)field(cli, option->offset) = value;
    return FW_OK;
}
