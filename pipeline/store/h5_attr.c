/* h5_attr.c: attributes, and reading short string datasets. */
#include "store/h5.h"

#include "base/str.h"

#include <stdlib.h>
#include <string.h>

/* Writes an attribute of the given type and space (which it closes), replacing an old one. */
static bool put_attribute(hid_t object, const char *name, hid_t file_type, hid_t memory_type, hid_t space,
                          const void *value, bool empty) {
    hid_t attribute = space < 0 ? -1 : H5Acreate2(object, name, file_type, space, H5P_DEFAULT, H5P_DEFAULT);
    if (attribute < 0 && space >= 0 && H5Aexists(object, name) > 0 && H5Adelete(object, name) >= 0)
        attribute = H5Acreate2(object, name, file_type, space, H5P_DEFAULT, H5P_DEFAULT);
    bool ok = attribute >= 0 && (empty || H5Awrite(attribute, memory_type, value) >= 0);
    if (attribute >= 0) ok = H5Aclose(attribute) >= 0 && ok;
    if (space >= 0) H5Sclose(space);
    return ok;
}

bool fw_h5_put_text(const fw_h5 *h5, hid_t object, const char *name, const char *text) {
    return put_attribute(object, name, h5->text, h5->text, H5Screate(H5S_SCALAR), &text, false);
}

bool fw_h5_put_texts(const fw_h5 *h5, hid_t object, const char *name, const char *const *texts,
                     size_t count) {
    const hsize_t size = count;
    return put_attribute(object, name, h5->text, h5->text, H5Screate_simple(1, &size, NULL), texts,
                         count == 0);
}

bool fw_h5_put_bool(const fw_h5 *h5, hid_t object, const char *name, bool value) {
    const int8_t stored = value ? 1 : 0;
    return put_attribute(object, name, h5->boolean, h5->boolean, H5Screate(H5S_SCALAR), &stored, false);
}

bool fw_h5_put_int(hid_t object, const char *name, int64_t value) {
    return put_attribute(object, name, H5T_STD_I64LE, H5T_NATIVE_INT64, H5Screate(H5S_SCALAR), &value, false);
}

bool fw_h5_put_encoding(const fw_h5 *h5, hid_t object, fw_encoding encoding) {
    return fw_h5_put_text(h5, object, "encoding-type", encoding.type) &&
           fw_h5_put_text(h5, object, "encoding-version", encoding.version);
}

bool fw_h5_describe(const fw_h5 *h5, hid_t object, fw_encoding encoding, const char *unit,
                    const char *description) {
    return fw_h5_put_encoding(h5, object, encoding) && fw_h5_put_text(h5, object, "unit", unit ? unit : "") &&
           fw_h5_put_text(h5, object, "description", description ? description : "");
}

/* Opens an attribute and tells its number of values; -1 when it is absent or not of the class `kind`. */
static hid_t open_attribute(hid_t object, const char *name, H5T_class_t kind, size_t *count) {
    if (H5Aexists(object, name) <= 0) return -1;
    const hid_t attribute = H5Aopen(object, name, H5P_DEFAULT);
    const hid_t type = attribute >= 0 ? H5Aget_type(attribute) : -1;
    const hid_t space = attribute >= 0 ? H5Aget_space(attribute) : -1;
    const hssize_t values = space >= 0 ? H5Sget_simple_extent_npoints(space) : -1;
    bool ok = type >= 0 && values >= 0 && H5Tget_class(type) == kind;
    if (ok && kind == H5T_STRING) ok = H5Tis_variable_str(type) > 0;
    *count = ok ? (size_t)values : 0;
    if (space >= 0) H5Sclose(space);
    if (type >= 0) H5Tclose(type);
    if (!ok && attribute >= 0) H5Aclose(attribute);
    return ok ? attribute : -1;
}

/* Copies strings that the library made and gives them back to it. The result ends with a NULL. */
static char **keep_texts(char **texts, size_t count, fw_arena *arena) {
    char **copies = fw_arena_alloc(arena, (count + 1) * sizeof *copies);
    for (size_t i = 0; i < count; i++) {
        if (copies && !(copies[i] = fw_arena_copy(arena, fw_str_of(texts[i] ? texts[i] : "")))) copies = NULL;
        H5free_memory(texts[i]);
    }
    if (copies) copies[count] = NULL;
    return copies;
}

char **fw_h5_get_texts(const fw_h5 *h5, hid_t object, const char *name, fw_arena *arena, size_t *count) {
    size_t values = 0;
    const hid_t attribute = open_attribute(object, name, H5T_STRING, &values);
    if (attribute < 0) return NULL;
    char **texts = calloc(values + 1, sizeof *texts);
    char **kept = NULL;
    if (texts && (values == 0 || H5Aread(attribute, h5->text, texts) >= 0)) {
        kept = keep_texts(texts, values, arena);
    }
    free(texts);
    H5Aclose(attribute);
    *count = kept ? values : 0;
    return kept;
}

char *fw_h5_get_text(const fw_h5 *h5, hid_t object, const char *name, fw_arena *arena) {
    size_t count = 0;
    char **texts = fw_h5_get_texts(h5, object, name, arena, &count);
    return count == 1 ? texts[0] : NULL;
}

bool fw_h5_find_texts(const fw_h5 *h5, hid_t object, const char *name, fw_arena *arena, char ***texts,
                      size_t *count) {
    *texts = NULL;
    const htri_t there = H5Aexists(object, name);
    if (there <= 0) return there == 0;
    const hid_t attribute = open_attribute(object, name, H5T_STRING, count);
    if (attribute < 0) return true; /* of another kind */
    H5Aclose(attribute);
    *texts = fw_h5_get_texts(h5, object, name, arena, count);
    return *texts != NULL;
}

bool fw_h5_find_text(const fw_h5 *h5, hid_t object, const char *name, fw_arena *arena, const char **text) {
    char **texts;
    size_t count = 0;
    const bool ok = fw_h5_find_texts(h5, object, name, arena, &texts, &count);
    if (texts && count == 1) *text = texts[0];
    return ok;
}

bool fw_h5_get_int(hid_t object, const char *name, int64_t *value) {
    size_t count = 0;
    const hid_t attribute = open_attribute(object, name, H5T_INTEGER, &count);
    if (attribute < 0) return false;
    const bool ok = count == 1 && H5Aread(attribute, H5T_NATIVE_INT64, value) >= 0;
    H5Aclose(attribute);
    return ok;
}

char **fw_h5_read_texts(const fw_h5 *h5, hid_t parent, const char *link, fw_arena *arena, size_t *count) {
    const hid_t set = H5Dopen2(parent, link, H5P_DEFAULT);
    uint64_t rows = 0;
    char **texts = NULL;
    char **kept = NULL;
    if (set >= 0 && fw_h5_is_text(set) && fw_h5_rows(set, &rows) && rows < SIZE_MAX / sizeof *texts) {
        texts = calloc((size_t)rows + 1, sizeof *texts);
    }
    if (texts && (rows == 0 || H5Dread(set, h5->text, H5S_ALL, H5S_ALL, H5P_DEFAULT, texts) >= 0)) {
        kept = keep_texts(texts, (size_t)rows, arena);
    }
    free(texts);
    if (set >= 0) H5Dclose(set);
    *count = kept ? (size_t)rows : 0;
    return kept;
}
