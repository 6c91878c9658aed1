/* open.c: opening a finished dataset and finding out what it holds. */
#include "store/checksum.h"
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

/* What a file of a kind must hold besides its rows. */
typedef struct {
    const char *kind;
    const char *column; /* an obs column, or NULL */
    bool matrix;
    const char *table; /* a table in uns, or NULL */
} promise;
static const promise PROMISES[] = {
    {"answers", "text", false, NULL},
    {"features", NULL, true, NULL},
    {"scores", NULL, true, "scores"},
    {"cohort", NULL, true, NULL},
};

static fw_code not_ours(const fw_dataset *dataset, fw_error *err, const char *lacks) {
    return fw_fail_in(err, FW_DATA, dataset->path, "not a whole dataset of failwise: no usable %s", lacks);
}

static fw_code other_format(const fw_dataset *dataset, const char *format, fw_error *err) {
    return fw_fail_in(
        err, FW_DATA, dataset->path,
        "the dataset has format %.20s, but this failwise reads and writes format %s: make it anew",
        format ? format : "(none)", FW_STORE_FORMAT);
}

static bool read_column(fw_dataset *dataset, const char *link, fw_column *column) {
    const hid_t object = H5Oopen(dataset->obs, link, H5P_DEFAULT);
    if (object < 0) return false;
    *column = (fw_column){.name = link, .unit = "", .description = ""};
    const bool ok =
        fw_h5_find_text(&dataset->h5, object, "failwise_name", &dataset->arena, &column->name) &&
        fw_h5_find_text(&dataset->h5, object, "unit", &dataset->arena, &column->unit) &&
        fw_h5_find_text(&dataset->h5, object, "description", &dataset->arena, &column->description);
    H5Oclose(object);
    return ok && fw_column_type_of(dataset->obs, link, &column->type);
}

static bool count_rows(fw_dataset *dataset, const char *link) {
    const hid_t set = H5Dopen2(dataset->obs, link, H5P_DEFAULT);
    const bool ok = set >= 0 && fw_h5_is_text(set) && fw_h5_rows(set, &dataset->rows);
    if (set >= 0) H5Dclose(set);
    return ok;
}

static fw_code read_obs(fw_dataset *dataset, fw_error *err) {
    size_t count = 0;
    char *index = fw_h5_get_text(&dataset->h5, dataset->obs, "_index", &dataset->arena);
    char **order = fw_h5_get_texts(&dataset->h5, dataset->obs, "column-order", &dataset->arena, &count);
    if (!index || !order || !count_rows(dataset, index)) return not_ours(dataset, err, "obs");
    fw_column *columns = fw_arena_alloc(&dataset->arena, (count + 1) * sizeof *columns);
    char **links = fw_arena_alloc(&dataset->arena, (count + 1) * sizeof *links);
    if (!columns || !links) return fw_fail_nomem(err);
    for (size_t i = 0; i <= count; i++) {
        links[i] = i == 0 ? index : order[i - 1];
        if (!read_column(dataset, links[i], &columns[i])) return not_ours(dataset, err, "obs column");
    }
    dataset->links = links;
    dataset->layout.columns = columns;
    dataset->layout.column_count = count + 1;
    return FW_OK;
}

static bool read_signs(fw_dataset *dataset, fw_var *vars, size_t count) {
    int32_t *signs = calloc(count + 1, sizeof *signs);
    const hid_t set = H5Dopen2(dataset->var, "sign", H5P_DEFAULT);
    uint64_t rows = 0;
    const bool ok = signs && set >= 0 && fw_h5_rows(set, &rows) && rows == count &&
                    (count == 0 || H5Dread(set, H5T_NATIVE_INT32, H5S_ALL, H5S_ALL, H5P_DEFAULT, signs) >= 0);
    for (size_t i = 0; ok && i < count; i++) vars[i].sign = signs[i];
    if (set >= 0) H5Dclose(set);
    free(signs);
    return ok;
}

static fw_code read_vars(fw_dataset *dataset, fw_error *err) {
    static const char *const LINKS[] = {"name", "group", "unit", "definition"};
    enum { MEMBERS = sizeof LINKS / sizeof LINKS[0] };
    char **texts[MEMBERS];
    size_t count = 0;
    for (size_t i = 0; i < MEMBERS; i++) {
        size_t have = 0;
        texts[i] = fw_h5_read_texts(&dataset->h5, dataset->var, LINKS[i], &dataset->arena, &have);
        if (i == 0) count = have;
        if (!texts[i] || have != count) return not_ours(dataset, err, "var");
    }
    fw_var *vars = fw_arena_alloc(&dataset->arena, count * sizeof *vars);
    if (!vars) return fw_fail_nomem(err);
    for (size_t i = 0; i < count; i++) {
        vars[i] = (fw_var){texts[0][i], texts[1][i], texts[2][i], texts[3][i], 0};
    }
    if (!read_signs(dataset, vars, count)) return not_ours(dataset, err, "var");
    dataset->layout.vars = vars;
    dataset->layout.var_count = count;
    return FW_OK;
}

bool fw_store_open_matrix(fw_dataset *dataset) {
    if (dataset->layout.var_count == 0 || dataset->matrix.set >= 0) return true;
    return fw_h5_has(dataset->h5.file, "X") &&
           fw_matrix_open(&dataset->matrix, dataset->h5.file, "X", dataset->layout.var_count) &&
           dataset->matrix.rows == dataset->rows;
}

static fw_code check_promises(fw_dataset *dataset, fw_error *err) {
    for (size_t i = 0; i < sizeof PROMISES / sizeof PROMISES[0]; i++) {
        const promise *made = &PROMISES[i];
        if (strcmp(made->kind, dataset->layout.kind) != 0) continue;
        if (made->matrix && dataset->layout.var_count == 0) return not_ours(dataset, err, "X");
        if (made->table && !fw_h5_has(dataset->uns, made->table)) return not_ours(dataset, err, "uns/scores");
        if (made->column &&
            fw_column_find(dataset->layout.columns, dataset->layout.column_count, made->column) < 0) {
            return not_ours(dataset, err, "text");
        }
    }
    return FW_OK;
}

fw_code fw_store_read_layout(fw_dataset *dataset, fw_error *err) {
    dataset->layout.kind = fw_h5_get_text(&dataset->h5, dataset->h5.file, "failwise_kind", &dataset->arena);
    if (!dataset->layout.kind) return not_ours(dataset, err, "attribute failwise_kind");
    const char *format = fw_h5_get_text(&dataset->h5, dataset->h5.file, "failwise_format", &dataset->arena);
    if (!format || strcmp(format, FW_STORE_FORMAT) != 0) return other_format(dataset, format, err);
    dataset->obs = H5Gopen2(dataset->h5.file, "obs", H5P_DEFAULT);
    dataset->var = H5Gopen2(dataset->h5.file, "var", H5P_DEFAULT);
    dataset->uns = H5Gopen2(dataset->h5.file, "uns", H5P_DEFAULT);
    if (dataset->obs < 0 || dataset->var < 0 || dataset->uns < 0) return not_ours(dataset, err, "group");
    fw_code code = read_obs(dataset, err);
    if (code == FW_OK) code = read_vars(dataset, err);
    if (code == FW_OK && !fw_store_open_matrix(dataset)) code = not_ours(dataset, err, "X");
    return code == FW_OK ? check_promises(dataset, err) : code;
}

fw_code fw_dataset_open(const char *path, fw_dataset **out, fw_error *err) {
    *out = NULL;
    fw_h5_quiet();
    fw_sound sound;
    fw_code code = fw_checksum_verify(path, &sound, err);
    if (code != FW_OK) return code;
    fw_dataset *dataset = fw_store_new(path);
    if (!dataset) {
        fw_sound_close(&sound);
        return fw_fail_nomem(err);
    }
    const bool open = fw_h5_open(&dataset->h5, sound.path, sound.copy >= 0 ? FW_H5_READ_UNNAMED : FW_H5_READ);
    fw_sound_close(&sound); /* the library has opened it for itself */
    code = open ? fw_store_read_layout(dataset, err) : not_ours(dataset, err, "HDF5 structure");
    if (code == FW_OK) {
        *out = dataset;
    } else {
        fw_dataset_close(dataset);
    }
    return code;
}
