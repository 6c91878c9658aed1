/* json_field.c: typed reads that name the member they fail on. */
#include "score/json_field.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *type_name(const json_t *value) {
    static const char *const NAMES[] = {"an object", "an array", "text",  "a whole number",
                                        "a number",  "true",     "false", "null"};
    return value ? NAMES[json_typeof(value)] : "nothing";
}

void fw_json_refuse(fw_json_reader *reader, const char *key, const char *expected, const json_t *found) {
    if (reader->failed != FW_OK) return;
    const char *dot = reader->place[0] && key[0] ? "." : "";
    reader->failed = fw_fail_in(reader->err, FW_DATA, reader->file,
                                "\"%s%s%s\" is not what a model holds there", reader->place, dot, key);
    fw_error_detail(reader->err, expected, type_name(found));
}

size_t fw_json_enter(fw_json_reader *reader, const char *key, size_t index) {
    const size_t mark = strlen(reader->place);
    char *end = reader->place + mark;
    const size_t room = sizeof reader->place - mark;
    int written;
    if (key)
        written = snprintf(end, room, "%s%s", mark ? "." : "", key);
    else
        written = snprintf(end, room, "[%zu]", index);
    if (written < 0) *end = '\0'; /* the path is for messages only: a cut one does no harm */
    return mark;
}

void fw_json_leave(fw_json_reader *reader, size_t mark) { reader->place[mark] = '\0'; }

static const json_t *member(fw_json_reader *reader, const json_t *object, const char *key) {
    return reader->failed == FW_OK ? json_object_get(object, key) : NULL;
}

const json_t *fw_json_object(fw_json_reader *reader, const json_t *object, const char *key) {
    const json_t *value = member(reader, object, key);
    if (json_is_object(value)) return value;
    fw_json_refuse(reader, key, "an object", value);
    return NULL;
}

const json_t *fw_json_array(fw_json_reader *reader, const json_t *object, const char *key) {
    const json_t *value = member(reader, object, key);
    if (json_is_array(value)) return value;
    fw_json_refuse(reader, key, "an array", value);
    return NULL;
}

double fw_json_real(fw_json_reader *reader, const json_t *object, const char *key, bool nullable) {
    const json_t *value = member(reader, object, key);
    if (nullable && json_is_null(value)) return (double)NAN;
    if (json_is_number(value) && isfinite(json_number_value(value))) return json_number_value(value);
    fw_json_refuse(reader, key, nullable ? "a finite number or null" : "a finite number", value);
    return 0;
}

int64_t fw_json_whole(fw_json_reader *reader, const json_t *object, const char *key, int64_t min,
                      int64_t max) {
    const json_t *value = member(reader, object, key);
    if (json_is_integer(value) && json_integer_value(value) >= min && json_integer_value(value) <= max)
        return json_integer_value(value);
    char expected[80];
    snprintf(expected, sizeof expected, "a whole number in %" PRId64 "..%" PRId64, min, max);
    fw_json_refuse(reader, key, expected, value);
    return min;
}

bool fw_json_truth(fw_json_reader *reader, const json_t *object, const char *key) {
    const json_t *value = member(reader, object, key);
    if (!json_is_boolean(value)) fw_json_refuse(reader, key, "true or false", value);
    return json_is_true(value);
}

void fw_json_text(fw_json_reader *reader, const json_t *object, const char *key, char *out, size_t size) {
    const json_t *value = member(reader, object, key);
    out[0] = '\0';
    const char *text = json_string_value(value);
    const size_t len = json_string_length(value);
    if (text && len < size && !memchr(text, '\0', len)) {
        memcpy(out, text, len + 1);
        return;
    }
    char expected[64];
    snprintf(expected, sizeof expected, "text of at most %zu bytes", size - 1);
    fw_json_refuse(reader, key, expected, value);
}

uint64_t fw_json_hex(fw_json_reader *reader, const json_t *object, const char *key) {
    char text[17];
    fw_json_text(reader, object, key, text, sizeof text);
    if (reader->failed != FW_OK) return 0;
    if (strlen(text) == 16 && strspn(text, "0123456789abcdef") == 16) return strtoull(text, NULL, 16);
    fw_json_refuse(reader, key, "16 lower-case hexadecimal digits", json_object_get(object, key));
    return 0;
}
