/* extra.c: further matrices and columns: obsm/NAME and var/NAME. */
#include "store/store.h"

#include "base/buffer.h"

#include <stdlib.h>
#include <string.h>

/* Positions of the named features in X; NULL with an error when one is missing. */
static size_t *find_features(const fw_dataset *dataset, const char *const *features, size_t count,
                             fw_error *err) {
    size_t *at = malloc((count ? count : 1) * sizeof *at);
    if (!at) {
        fw_fail_nomem(err);
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        size_t found = 0;
        while (found < dataset->layout.var_count &&
               strcmp(dataset->layout.vars[found].name, features[i]) != 0) {
            found++;
        }
        at[i] = found;
        if (found < dataset->layout.var_count) continue;
        fw_fail(err, FW_DATA, "the dataset has no feature %.200s", features[i]);
        fw_error_at(err, dataset->path, 0, 0);
        free(at);
        return NULL;
    }
    return at;
}

/* Unit: that of the features where they agree. Description: which features, in order. */
static bool describe_obsm(fw_dataset *dataset, hid_t set, const char *const *features, const size_t *at,
                          size_t count) {
    const char *unit = dataset->layout.vars[at[0]].unit;
    fw_buffer text = {0};
    fw_buffer_text(&text, "features taken from X:");
    for (size_t i = 0; i < count; i++) {
        if (strcmp(dataset->layout.vars[at[i]].unit, unit) != 0) unit = "";
        fw_buffer_printf(&text, " %s", features[i]);
    }
    const bool ok = !text.failed && fw_h5_describe(&dataset->h5, set, fw_as_array, unit, text.data) &&
                    fw_h5_put_texts(&dataset->h5, set, "columns", features, count);
    fw_buffer_free(&text);
    return ok;
}

/* Copies the chosen features of all rows, a chunk at a time. */
static bool copy_features(fw_dataset *dataset, fw_chunks *to, const size_t *at, size_t count) {
    const size_t width = dataset->layout.var_count;
    float *x = malloc(FW_CHUNK_ROWS * width * sizeof *x);
    float *taken = malloc(FW_CHUNK_ROWS * count * sizeof *taken);
    bool ok = x && taken && fw_store_open_matrix(dataset);
    for (uint64_t first = 0; ok && first < dataset->rows; first += FW_CHUNK_ROWS) {
        const uint64_t left = dataset->rows - first;
        const size_t rows = left < FW_CHUNK_ROWS ? (size_t)left : FW_CHUNK_ROWS;
        ok = fw_chunks_read(&dataset->matrix, dataset->codec, first, rows, x);
        for (size_t row = 0; ok && row < rows; row++) {
            for (size_t i = 0; i < count; i++) taken[row * count + i] = x[row * width + at[i]];
        }
        ok = ok && fw_chunks_add(to, dataset->codec, taken, rows);
    }
    free(x);
    free(taken);
    return ok && fw_chunks_finish(to, dataset->codec);
}

fw_code fw_dataset_add_obsm(fw_dataset *dataset, const char *name, const char *const *features, size_t count,
                            fw_error *err) {
    const fw_code code = fw_store_enter(dataset, false, err);
    if (code != FW_OK) return code;
    if (!dataset->writable || count == 0) return fw_store_misuse(dataset, err, "no obsm can be added here");
    size_t *at = find_features(dataset, features, count, err);
    if (!at) return err && err->code == FW_IO ? FW_IO : FW_DATA;
    const hid_t group = H5Gopen2(dataset->h5.file, "obsm", H5P_DEFAULT);
    const fw_chunk_shape shape = {H5T_IEEE_F32LE, count, FW_CHUNK_ROWS};
    fw_chunks chunks = {.set = -1};
    bool ok = group >= 0 && fw_store_remove(group, name) &&
              fw_chunks_create(&chunks, &dataset->h5, group, name, shape) &&
              describe_obsm(dataset, chunks.set, features, at, count) &&
              copy_features(dataset, &chunks, at, count);
    ok = fw_chunks_close(&chunks) && ok;
    if (group >= 0) H5Gclose(group);
    free(at);
    return ok ? FW_OK : fw_store_fail(dataset, err, name);
}

fw_code fw_dataset_add_var(fw_dataset *dataset, const fw_column *column, const double *values,
                           fw_error *err) {
    const fw_code code = fw_store_enter(dataset, false, err);
    if (code != FW_OK) return code;
    if (!dataset->writable || column->type != FW_COLUMN_FLOAT) {
        return fw_store_misuse(dataset, err, "only numbers can be added to var of a file being written");
    }
    static const char *const RESERVED[] = {"name", "group", "unit", "definition", "sign"};
    for (size_t i = 0; i < sizeof RESERVED / sizeof RESERVED[0]; i++) {
        if (strcmp(column->name, RESERVED[i]) == 0)
            return fw_store_misuse(dataset, err, "a reserved var name");
    }
    if (!fw_store_remove(dataset->var, column->name)) return fw_store_fail(dataset, err, column->name);
    const hid_t set = fw_h5_write(&dataset->h5, dataset->var, column->name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE,
                                  dataset->layout.var_count, values, fw_as_array);
    bool ok = set >= 0 && fw_h5_describe(&dataset->h5, set, fw_as_array, column->unit, column->description) &&
              fw_store_add_order(dataset, dataset->var, column->name);
    if (set >= 0) ok = H5Dclose(set) >= 0 && ok;
    return ok ? FW_OK : fw_store_fail(dataset, err, column->name);
}
