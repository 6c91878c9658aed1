/* json.c: JSON documents as nested AnnData dicts under uns. */
#include "store/store.h"

#include "base/json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The document as text, beside its members; those who read it back with us use this. */
static const char DOCUMENT_LINK[] = "failwise_json";
enum { DEPTH_MOST = 64 };

/* What a JSON array can be stored as. */
typedef enum { LIST_NUMBERS, LIST_INTEGERS, LIST_TEXTS, LIST_OTHER } list_kind;

static list_kind kind_of_list(const json_t *list) {
    bool integers = true, numbers = true, texts = true;
    const size_t count = json_array_size(list);
    for (size_t i = 0; i < count; i++) {
        const json_t *item = json_array_get(list, i);
        integers = integers && json_is_integer(item);
        numbers = numbers && (json_is_number(item) || json_is_null(item)); /* null is a missing number */
        texts = texts && json_is_string(item);
    }
    if (count > 0 && integers) return LIST_INTEGERS;
    if (numbers) return LIST_NUMBERS;
    return texts ? LIST_TEXTS : LIST_OTHER;
}

static bool close_member(const fw_h5 *h5, hid_t set, const char *description) {
    if (set < 0) return false;
    const bool ok =
        fw_h5_put_text(h5, set, "unit", "") && fw_h5_put_text(h5, set, "description", description);
    return H5Dclose(set) >= 0 && ok;
}

static hid_t write_numbers(const fw_h5 *h5, hid_t parent, const char *link, const json_t *list) {
    const size_t count = json_array_size(list);
    double *values = calloc(count + 1, sizeof *values);
    if (!values) return -1;
    for (size_t i = 0; i < count; i++) {
        const json_t *item = json_array_get(list, i);
        values[i] = json_is_number(item) ? json_number_value(item) : (double)NAN;
    }
    const hid_t set =
        fw_h5_write(h5, parent, link, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, count, values, fw_as_array);
    free(values);
    return set;
}

static hid_t write_integers(const fw_h5 *h5, hid_t parent, const char *link, const json_t *list) {
    const size_t count = json_array_size(list);
    int64_t *values = calloc(count + 1, sizeof *values);
    if (!values) return -1;
    for (size_t i = 0; i < count; i++) values[i] = json_integer_value(json_array_get(list, i));
    const hid_t set =
        fw_h5_write(h5, parent, link, H5T_STD_I64LE, H5T_NATIVE_INT64, count, values, fw_as_array);
    free(values);
    return set;
}

static hid_t write_texts(const fw_h5 *h5, hid_t parent, const char *link, const json_t *list) {
    const size_t count = json_array_size(list);
    const char **texts = calloc(count + 1, sizeof *texts);
    if (!texts) return -1;
    for (size_t i = 0; i < count; i++) texts[i] = json_string_value(json_array_get(list, i));
    const hid_t set = fw_h5_write(h5, parent, link, h5->text, h5->text, count, texts, fw_as_strings);
    free(texts);
    return set;
}

static hid_t write_scalar(const fw_h5 *h5, hid_t parent, const char *link, const json_t *value) {
    if (json_is_string(value)) {
        const char *text = json_string_value(value);
        return fw_h5_write(h5, parent, link, h5->text, h5->text, SIZE_MAX, &text, fw_as_string);
    }
    if (json_is_integer(value)) {
        const int64_t number = json_integer_value(value);
        return fw_h5_write(h5, parent, link, H5T_STD_I64LE, H5T_NATIVE_INT64, SIZE_MAX, &number,
                           fw_as_number);
    }
    if (json_is_real(value)) {
        const double number = json_real_value(value);
        return fw_h5_write(h5, parent, link, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, SIZE_MAX, &number,
                           fw_as_number);
    }
    const int8_t flag = json_is_true(value) ? 1 : 0;
    return fw_h5_write(h5, parent, link, h5->boolean, h5->boolean, SIZE_MAX, &flag, fw_as_number);
}

static bool write_value(const fw_h5 *h5, hid_t parent, const char *name, const json_t *value, int depth);

/* Members of an object, or items of an array, into an open group. */
static bool fill_group(const fw_h5 *h5, hid_t group, const json_t *value, int depth) {
    if (json_is_array(value)) {
        for (size_t i = 0; i < json_array_size(value); i++) {
            char name[24];
            snprintf(name, sizeof name, "%zu", i);
            if (!write_value(h5, group, name, json_array_get(value, i), depth)) return false;
        }
        return true;
    }
    /* jansson's macro wants a non-const object but changes nothing. */
    const char *key;
    json_t *member;
    json_object_foreach((json_t *)(uintptr_t)value, key, member) {
        if (!write_value(h5, group, key, member, depth)) return false;
    }
    return true;
}

/* One member of all items as a list of its own: flags as 0 and 1, absent texts empty, absent numbers missing.
 */
static json_t *column_of(const json_t *items, const char *key) {
    bool text = false;
    for (size_t i = 0; i < json_array_size(items); i++) {
        text = text || json_is_string(json_object_get(json_array_get(items, i), key));
    }
    json_t *column = json_array();
    for (size_t i = 0; i < json_array_size(items); i++) {
        json_t *member = json_object_get(json_array_get(items, i), key);
        json_t *cell = NULL;
        if (json_is_boolean(member)) {
            cell = json_integer(json_is_true(member));
        } else if (!member || json_is_null(member)) {
            cell = text ? json_string("") : json_null();
        } else if (json_is_string(member) == text && !json_is_object(member) && !json_is_array(member)) {
            cell = json_incref(member);
        }
        if (!cell || json_array_append_new(column, cell) != 0) {
            json_decref(column);
            return NULL;
        }
    }
    return column;
}

/*
 * A list of objects with plain members is a table: stored by column, as readers want it, and in far fewer
 * pieces. NULL when the list is something else.
 */
static json_t *columns_of(const json_t *items) {
    const size_t count = json_array_size(items);
    json_t *columns = json_object();
    for (size_t i = 0; i < count; i++) {
        const json_t *item = json_array_get(items, i);
        const char *key;
        json_t *member;
        bool ok = json_is_object(item);
        json_object_foreach((json_t *)(uintptr_t)item, key, member) {
            if (!ok || json_object_get(columns, key)) continue;
            json_t *column = column_of(items, key);
            ok = column && json_object_set_new(columns, key, column) == 0;
        }
        if (ok) continue;
        json_decref(columns);
        return NULL;
    }
    return columns;
}

static bool write_list(const fw_h5 *h5, hid_t parent, const char *link, const char *name,
                       const json_t *list) {
    switch (kind_of_list(list)) {
    case LIST_INTEGERS:
        return close_member(h5, write_integers(h5, parent, link, list), name);
    case LIST_NUMBERS:
        return close_member(h5, write_numbers(h5, parent, link, list), name);
    case LIST_TEXTS:
        return close_member(h5, write_texts(h5, parent, link, list), name);
    case LIST_OTHER:
        break;
    }
    return false;
}

static bool write_value(const fw_h5 *h5, hid_t parent, const char *name, const json_t *value, int depth) {
    char link[FW_H5_LINK_SIZE];
    if (json_is_null(value)) return true;
    /* Deeper members are only in the text: nobody nests so deep, and the stack is finite. */
    if (depth >= DEPTH_MOST) return true;
    if (!fw_h5_free_link(parent, name, link)) return false;
    const bool list = json_is_array(value);
    if (list && kind_of_list(value) != LIST_OTHER) return write_list(h5, parent, link, name, value);
    json_t *columns = list ? columns_of(value) : NULL;
    if (columns) {
        const bool written = write_value(h5, parent, name, columns, depth);
        json_decref(columns);
        return written;
    }
    if (!list && !json_is_object(value)) return close_member(h5, write_scalar(h5, parent, link, value), name);
    const hid_t group = fw_h5_make_group(h5, parent, link, fw_as_dict);
    if (group < 0) return false;
    const bool ok = fill_group(h5, group, value, depth + 1);
    return H5Gclose(group) >= 0 && ok;
}

static bool write_document(const fw_h5 *h5, hid_t group, const json_t *object) {
    char *text = fw_json_dump(object, JSON_COMPACT | JSON_PRESERVE_ORDER);
    if (!text) return false;
    const hid_t set =
        fw_h5_write(h5, group, DOCUMENT_LINK, h5->text, h5->text, SIZE_MAX, &text, fw_as_string);
    free(text);
    return close_member(h5, set, fw_schema_find("uns/<document>/failwise_json")->description);
}

fw_code fw_dataset_put_json(fw_dataset *dataset, const char *name, const json_t *object, fw_error *err) {
    const fw_code code = fw_store_enter(dataset, false, err);
    if (code != FW_OK) return code;
    if (fw_json_memory_failed()) return fw_fail_nomem(err);
    if (!dataset->writable || !json_is_object(object)) {
        return fw_store_misuse(dataset, err, "only a JSON object can be put, into a file being written");
    }
    fw_table_forget(dataset, name);
    if (!fw_store_remove(dataset->uns, name)) return fw_store_fail(dataset, err, name);
    const hid_t group = fw_h5_make_group(&dataset->h5, dataset->uns, name, fw_as_dict);
    bool ok = group >= 0 && write_document(&dataset->h5, group, object) &&
              fill_group(&dataset->h5, group, object, 0);
    if (group >= 0) ok = H5Gclose(group) >= 0 && ok;
    if (!ok && fw_json_memory_failed()) return fw_fail_nomem(err);
    return ok ? FW_OK : fw_store_fail(dataset, err, name);
}

/* The stored text, to be freed with H5free_memory; NULL when it is not there as we write it. */
static char *read_document(const fw_dataset *dataset, const char *name) {
    const hid_t group = H5Gopen2(dataset->uns, name, H5P_DEFAULT);
    const bool there = group >= 0 && fw_h5_has(group, DOCUMENT_LINK);
    const hid_t set = there ? H5Dopen2(group, DOCUMENT_LINK, H5P_DEFAULT) : -1;
    const hid_t space = set >= 0 ? H5Dget_space(set) : -1;
    char *text = NULL;
    if (space >= 0 && fw_h5_is_text(set) && H5Sget_simple_extent_type(space) == H5S_SCALAR &&
        H5Dread(set, dataset->h5.text, H5S_ALL, H5S_ALL, H5P_DEFAULT, &text) < 0) {
        text = NULL;
    }
    if (space >= 0) H5Sclose(space);
    if (set >= 0) H5Dclose(set);
    if (group >= 0) H5Gclose(group);
    return text;
}

fw_code fw_dataset_get_json(fw_dataset *dataset, const char *name, json_t **out, fw_error *err) {
    *out = NULL;
    const fw_code code = fw_store_enter(dataset, false, err);
    if (code != FW_OK) return code;
    const htri_t there = H5Lexists(dataset->uns, name, H5P_DEFAULT); /* negative: that cannot be told */
    if (there == 0) return FW_OK;
    char *text = there > 0 ? read_document(dataset, name) : NULL;
    if (text) *out = json_loads(text, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
    H5free_memory(text);
    if (*out) return FW_OK;
    if (fw_json_memory_failed()) return fw_fail_nomem(err);
    return fw_fail_in(err, FW_DATA, dataset->path, "the dataset's %.200s is not a JSON document", name);
}
