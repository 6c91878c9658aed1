/* features.c: which features of a table are used, and how: a list of names, a CSV or a JSON file.
 */
#include "run/table/table.h"

#include "base/json.h"
#include "base/str.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FEATURE, TRANSFORM, SIGN, MIN, MAX, WEIGHT, COLUMN_COUNT };
static const char *const COLUMNS[COLUMN_COUNT] = {"feature", "transform", "sign", "min", "max", "weight"};

static fw_code add(fw_feature_list *list, fw_str name, bool automatic, fw_error *err) {
    if (name.len == 0 || name.len >= sizeof list->specs->name)
        return fw_fail(err, FW_DATA, "feature \"%.60s\": a name must have 1 to 47 bytes",
                       name.ptr ? name.ptr : "");
    for (size_t i = 0; i < list->count; i++)
        if (fw_str_equal(fw_str_of(list->specs[i].name), name))
            return fw_fail(err, FW_DATA, "feature \"%s\" is listed twice", list->specs[i].name);
    fw_feature_spec *grown = realloc(list->specs, (list->count + 1) * sizeof *grown);
    if (!grown) return fw_fail_nomem(err);
    list->specs = grown;
    fw_feature_spec *spec = &grown[list->count++];
    *spec = (fw_feature_spec){
        .automatic = automatic, .min = (double)NAN, .max = (double)NAN, .weight = (double)NAN};
    memcpy(spec->name, name.ptr, name.len);
    return FW_OK;
}

static bool parse_number(fw_str text, double *out) {
    if (text.len == 0) return true;
    return fw_parse_double(text, out);
}

/* "+", "-", "1", "-1", "1.0"; empty = not said. */
static bool parse_sign(fw_str text, int *out) {
    double value = 0;
    if (text.len == 0) return true;
    if (text.len == 1 && (text.ptr[0] == '+' || text.ptr[0] == '-')) {
        *out = text.ptr[0] == '+' ? 1 : -1;
        return true;
    }
    if (!fw_parse_double(text, &value) || (value != 1 && value != -1)) return false;
    *out = (int)value;
    return true;
}

static bool parse_transform(fw_str text, fw_feature_spec *spec) {
    char name[16];
    if (text.len == 0) return true;
    if (text.len >= sizeof name) return false;
    memcpy(name, text.ptr, text.len);
    name[text.len] = '\0';
    spec->automatic = strcmp(name, "auto") == 0;
    if (spec->automatic) return true;
    spec->transform = fw_transform_find(name);
    return spec->transform != FW_TRANSFORM_COUNT;
}

/* One feature from its cells, in the order of COLUMNS; an empty cell keeps the default. */
static fw_code add_row(fw_feature_list *list, const fw_str cell[COLUMN_COUNT], bool automatic,
                       fw_error *err) {
    static const char *const EXPECTED[COLUMN_COUNT] = {
        "",        "raw, inv, sqrt, log, addOneInv, addOneLn or auto", "1 or -1", "a number", "a number",
        "a number"};
    fw_code code = add(list, cell[FEATURE], automatic, err);
    if (code != FW_OK) return code;
    fw_feature_spec *spec = &list->specs[list->count - 1];
    size_t wrong = 0;
    if (!parse_transform(cell[TRANSFORM], spec)) wrong = TRANSFORM;
    if (!wrong && !parse_sign(cell[SIGN], &spec->sign)) wrong = SIGN;
    if (!wrong && !parse_number(cell[MIN], &spec->min)) wrong = MIN;
    if (!wrong && !parse_number(cell[MAX], &spec->max)) wrong = MAX;
    if (!wrong && !parse_number(cell[WEIGHT], &spec->weight)) wrong = WEIGHT;
    if (wrong) {
        char found[64];
        snprintf(found, sizeof found, "%.*s", (int)(cell[wrong].len < 60 ? cell[wrong].len : 60),
                 cell[wrong].ptr);
        fw_fail(err, FW_DATA, "feature \"%s\": \"%s\" cannot be read", spec->name, COLUMNS[wrong]);
        return err ? fw_error_detail(err, EXPECTED[wrong], found) : FW_DATA;
    }
    if (spec->min > spec->max) return fw_fail(err, FW_DATA, "feature \"%s\": min lies above max", spec->name);
    return FW_OK;
}

static fw_code load_csv(const char *path, bool automatic, fw_feature_list *out, fw_error *err) {
    fw_table_column columns[COLUMN_COUNT];
    for (size_t c = 0; c < COLUMN_COUNT; c++)
        columns[c] = (fw_table_column){
            .name = COLUMNS[c], .option = "--features-file", .text = true, .optional = c != FEATURE};
    fw_table table;
    fw_code code = fw_table_load(path, columns, COLUMN_COUNT, 1, &table, err);
    if (code != FW_OK) return code;
    if (table.reject_count) {
        code = fw_fail(err, FW_DATA, "a row cannot be read: %s", table.rejects[0].reason);
        if (err) fw_error_at(err, path, table.rejects[0].line, 0);
    }
    for (size_t row = 0; row < table.rows && code == FW_OK; row++) {
        fw_str cell[COLUMN_COUNT];
        for (size_t c = 0; c < COLUMN_COUNT; c++) cell[c] = table.text[c][row];
        code = add_row(out, cell, automatic, err);
        if (code != FW_OK && err) fw_error_at(err, path, table.line[row], 0);
    }
    fw_table_clear(&table);
    return code;
}

/* A member as text: texts as they are, numbers as printed; `room` holds what is made. */
static fw_str member_text(const json_t *object, const char *key, char room[32]) {
    const json_t *value = json_object_get(object, key);
    if (json_is_string(value)) return (fw_str){json_string_value(value), json_string_length(value)};
    if (!json_is_number(value)) return (fw_str){"", 0};
    snprintf(room, 32, "%.17g", json_number_value(value));
    return fw_str_of(room);
}

/* An array of names or of objects, or an object that holds it as "features". */
static fw_code load_json(const char *path, bool automatic, fw_feature_list *out, fw_error *err) {
    json_t *json = NULL;
    fw_code code = fw_json_read(path, &json, err);
    if (code != FW_OK) return code;
    const json_t *array = json_is_object(json) ? json_object_get(json, "features") : json;
    if (!json_is_array(array)) code = fw_fail(err, FW_DATA, "expected an array of features");
    for (size_t i = 0; i < json_array_size(array) && code == FW_OK; i++) {
        const json_t *item = json_array_get(array, i);
        char room[COLUMN_COUNT][32];
        fw_str cell[COLUMN_COUNT] = {{"", 0}, {"", 0}, {"", 0}, {"", 0}, {"", 0}, {"", 0}};
        if (json_is_string(item)) cell[FEATURE] = (fw_str){json_string_value(item), json_string_length(item)};
        for (size_t c = 0; c < COLUMN_COUNT && json_is_object(item); c++)
            cell[c] = member_text(item, COLUMNS[c], room[c]);
        code = add_row(out, cell, automatic, err);
    }
    if (code != FW_OK && err && !err->file[0]) fw_error_at(err, path, 0, 0);
    json_decref(json);
    return code;
}

fw_code fw_feature_list_load(const fw_table_options *o, fw_feature_list *out, fw_error *err) {
    *out = (fw_feature_list){0};
    if (o->feature_count && o->features_file)
        return fw_fail(err, FW_USAGE, "give --features or --features-file, not both");
    fw_code code = FW_OK;
    for (size_t i = 0; i < o->feature_count && code == FW_OK; i++)
        code = add(out, fw_str_of(o->features[i]), o->auto_transform, err);
    if (o->features_file) {
        const size_t len = strlen(o->features_file);
        const bool json = len > 5 && strcmp(o->features_file + len - 5, ".json") == 0;
        code = (json ? load_json : load_csv)(o->features_file, o->auto_transform, out, err);
    }
    if (code == FW_OK && out->count == 0)
        code = fw_fail(err, FW_USAGE, "no features: give --features A,B,.. or --features-file FILE");
    if (code != FW_OK) {
        free(out->specs);
        *out = (fw_feature_list){0};
    }
    return code;
}
