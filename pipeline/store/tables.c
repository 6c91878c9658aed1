/* tables.c: every table of a file under one roof, for those who take rows out again. */
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

static fw_code damaged(const fw_dataset *dataset, const char *name, fw_error *err) {
    return fw_fail_in(err, FW_DATA, dataset->path, "the dataset has no usable %.200s", name);
}

/* ---- which tables there are ---- */

static bool list_add(fw_dataset *dataset, const char *name, const fw_column *columns, size_t count,
                     uint64_t rows) {
    fw_dataset_table *grown = fw_arena_alloc(&dataset->arena, (dataset->all_count + 1) * sizeof *grown);
    if (!grown || !name || !columns) return false;
    if (dataset->all_count) memcpy(grown, dataset->all, dataset->all_count * sizeof *grown);
    grown[dataset->all_count++] = (fw_dataset_table){name, columns, count, rows};
    dataset->all = grown;
    return true;
}

/* The id, then numbers. */
static fw_column *id_and(fw_dataset *dataset, size_t numbers) {
    fw_column *columns = fw_arena_alloc(&dataset->arena, (1 + numbers) * sizeof *columns);
    if (columns) columns[0] = dataset->layout.columns[0];
    return columns;
}

static bool list_matrix(fw_dataset *dataset) {
    const fw_layout *layout = &dataset->layout;
    if (layout->var_count == 0) return true;
    fw_column *columns = id_and(dataset, layout->var_count);
    for (size_t i = 0; columns && i < layout->var_count; i++)
        columns[1 + i] = (fw_column){layout->vars[i].name, FW_COLUMN_FLOAT, layout->vars[i].unit,
                                     layout->vars[i].definition};
    return list_add(dataset, "X", columns, 1 + layout->var_count, dataset->rows);
}

/* var: what the layout has, and the numbers that were added. */
enum { VAR_OWN = 5 };
static bool list_vars(fw_dataset *dataset) {
    static const fw_column OWN[VAR_OWN] = {
        {"name", FW_COLUMN_STRING, "", "Name of the feature."},
        {"group", FW_COLUMN_STRING, "", "Group of the feature in the catalogue."},
        {"unit", FW_COLUMN_STRING, "", "Unit of the feature's values."},
        {"definition", FW_COLUMN_STRING, "", "How the feature is measured."},
        {"sign", FW_COLUMN_INT, "", "What the rubric expects: 1 helps, -1 hurts, 0 no expectation."},
    };
    if (dataset->layout.var_count == 0) return true;
    size_t count = 0, columns_count = VAR_OWN;
    char **order = fw_h5_get_texts(&dataset->h5, dataset->var, "column-order", &dataset->arena, &count);
    fw_column *columns = fw_arena_alloc(&dataset->arena, (VAR_OWN + count) * sizeof *columns);
    if (!order || !columns) return false;
    memcpy(columns, OWN, sizeof OWN);
    for (size_t i = 0; i < count; i++) {
        if (fw_column_find(OWN, VAR_OWN, order[i]) >= 0) continue;
        columns[columns_count++] = (fw_column){order[i], FW_COLUMN_FLOAT, "", ""};
    }
    return list_add(dataset, "var", columns, columns_count, dataset->layout.var_count);
}

static char *joined(fw_dataset *dataset, const char *group, const char *name) {
    const size_t head = strlen(group), tail = strlen(name);
    char *path = fw_arena_alloc(&dataset->arena, head + tail + 2);
    if (!path) return NULL;
    memcpy(path, group, head);
    path[head] = '/';
    memcpy(path + head + 1, name, tail + 1);
    return path;
}

static bool list_obsm(fw_dataset *dataset, hid_t group, const char *name) {
    const hid_t set = H5Dopen2(group, name, H5P_DEFAULT);
    if (set < 0) return false;
    size_t count = 0;
    char **names = NULL;
    const char *unit = "";
    const bool read = fw_h5_find_texts(&dataset->h5, set, "columns", &dataset->arena, &names, &count) &&
                      fw_h5_find_text(&dataset->h5, set, "unit", &dataset->arena, &unit);
    H5Dclose(set);
    if (!read || !names) return read; /* not one of ours */
    fw_column *columns = id_and(dataset, count);
    for (size_t i = 0; columns && i < count; i++)
        columns[1 + i] = (fw_column){names[i], FW_COLUMN_FLOAT, unit, ""};
    return list_add(dataset, joined(dataset, "obsm", name), columns, 1 + count, dataset->rows);
}

static bool list_flat(fw_dataset *dataset, hid_t group, const char *name) {
    if (H5Oexists_by_name(group, name, H5P_DEFAULT) == 0) return true; /* a link to nothing */
    const hid_t set = H5Oopen(group, name, H5P_DEFAULT);
    if (set < 0) return false;
    const htri_t flat = H5Iget_type(set) == H5I_DATASET ? H5Aexists(set, "column-names") : 0;
    uint64_t rows = 0;
    const bool counted = flat > 0 && fw_h5_rows(set, &rows);
    H5Oclose(set);
    if (flat <= 0) return flat == 0; /* a document */
    size_t count = 0;
    const fw_column *columns = NULL;
    return counted && fw_dataset_table_columns(dataset, name, &columns, &count, NULL) == FW_OK && columns &&
           list_add(dataset, joined(dataset, "uns", name), columns, count, rows);
}

/* Calls `list` for the members of a group in order of their names. */
static bool list_members(fw_dataset *dataset, const char *path,
                         bool (*list)(fw_dataset *dataset, hid_t group, const char *name)) {
    const hid_t group = H5Gopen2(dataset->h5.file, path, H5P_DEFAULT);
    H5G_info_t info;
    bool ok = group >= 0 && H5Gget_info(group, &info) >= 0;
    for (hsize_t i = 0; ok && i < info.nlinks; i++) {
        char name[FW_H5_LINK_SIZE];
        const ssize_t len =
            H5Lget_name_by_idx(group, ".", H5_INDEX_NAME, H5_ITER_INC, i, name, sizeof name, H5P_DEFAULT);
        ok = len > 0 && ((size_t)len >= sizeof name || list(dataset, group, name));
    }
    if (group >= 0) H5Gclose(group);
    return ok;
}

fw_code fw_dataset_tables(fw_dataset *dataset, const fw_dataset_table **tables, size_t *count,
                          fw_error *err) {
    const fw_code code = fw_store_enter(dataset, false, err);
    if (code != FW_OK) return code;
    if (!dataset->all) {
        const fw_layout *layout = &dataset->layout;
        const bool ok = list_add(dataset, "obs", layout->columns, layout->column_count, dataset->rows) &&
                        list_matrix(dataset) && list_vars(dataset) &&
                        list_members(dataset, "obsm", list_obsm) && list_members(dataset, "uns", list_flat);
        if (!ok) return damaged(dataset, "list of tables", err);
    }
    *tables = dataset->all;
    *count = dataset->all_count;
    return FW_OK;
}

/* ---- their rows ---- */

/* Ids into column 0, the matrix spread over the columns behind it. */
static fw_code spread(fw_dataset *dataset, uint64_t first, size_t count, const float *x, fw_frame *frame,
                      fw_error *err) {
    fw_frame *ids = fw_frame_new(dataset->layout.columns, 1, 0, count);
    fw_code code = ids ? fw_dataset_read(dataset, first, count, ids, err) : fw_fail_nomem(err);
    const size_t width = frame->column_count - 1;
    for (size_t row = 0; row < count && code == FW_OK; row++) {
        if (!fw_frame_set_text(frame, 0, row, ids->cells[0].text[row])) code = fw_fail_nomem(err);
        for (size_t i = 0; i < width; i++) frame->cells[1 + i].number[row] = (double)x[row * width + i];
    }
    fw_frame_free(ids);
    return code;
}

static fw_code rows_of_matrix(fw_dataset *dataset, const fw_dataset_table *table, uint64_t first,
                              size_t count, fw_frame *frame, fw_error *err) {
    fw_frame *x = fw_frame_new(dataset->layout.columns, 0, table->column_count - 1, count);
    fw_code code = x ? fw_dataset_read(dataset, first, count, x, err) : fw_fail_nomem(err);
    if (code == FW_OK) code = spread(dataset, first, count, x->x, frame, err);
    fw_frame_free(x);
    return code;
}

/* The matrix read last stays open: its rows are asked for a few thousand at a time. */
static bool read_obsm(fw_dataset *dataset, const char *path, uint64_t first, size_t count, size_t width,
                      float *x) {
    if (dataset->obsm.set < 0 || strcmp(dataset->obsm_path, path) != 0) {
        if (!fw_matrix_close(&dataset->obsm)) return false;
        if (!fw_matrix_open(&dataset->obsm, dataset->h5.file, path, width)) return false;
        dataset->obsm_path = path;
    }
    return dataset->obsm.rows == dataset->rows &&
           fw_matrix_read(&dataset->obsm, dataset->queue, first, count, x);
}

static fw_code rows_of_obsm(fw_dataset *dataset, const fw_dataset_table *table, uint64_t first, size_t count,
                            fw_frame *frame, fw_error *err) {
    const size_t width = table->column_count - 1;
    float *x = calloc(count * width + 1, sizeof *x);
    fw_code code = x ? FW_OK : fw_fail_nomem(err);
    if (code == FW_OK && count && !read_obsm(dataset, table->name, first, count, width, x))
        code = damaged(dataset, table->name, err);
    if (code == FW_OK) code = spread(dataset, first, count, x, frame, err);
    free(x);
    return code;
}

static bool read_added(fw_dataset *dataset, const char *name, double *values) {
    const hid_t set = H5Dopen2(dataset->var, name, H5P_DEFAULT);
    uint64_t rows = 0;
    const bool ok = set >= 0 && fw_h5_rows(set, &rows) && rows == dataset->layout.var_count &&
                    H5Dread(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0;
    if (set >= 0) H5Dclose(set);
    return ok;
}

static fw_code rows_of_var(fw_dataset *dataset, const fw_dataset_table *table, uint64_t first, size_t count,
                           fw_frame *frame, fw_error *err) {
    for (size_t row = 0; row < count; row++) {
        const fw_var *var = &dataset->layout.vars[first + row];
        const char *const texts[] = {var->name, var->group, var->unit, var->definition};
        for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
            if (!fw_frame_set_text(frame, i, row, (fw_str){texts[i], strlen(texts[i])}))
                return fw_fail_nomem(err);
        frame->cells[VAR_OWN - 1].integer[row] = var->sign;
    }
    double *values = calloc(dataset->layout.var_count + 1, sizeof *values);
    fw_code code = values ? FW_OK : fw_fail_nomem(err);
    for (size_t i = VAR_OWN; i < table->column_count && code == FW_OK; i++) {
        if (!read_added(dataset, table->columns[i].name, values))
            code = damaged(dataset, table->columns[i].name, err);
        else
            memcpy(frame->cells[i].number, values + first, count * sizeof *values);
    }
    free(values);
    return code;
}

static fw_code rows_of_obs(fw_dataset *dataset, const fw_dataset_table *table, uint64_t first, size_t count,
                           fw_frame *frame, fw_error *err) {
    (void)table;
    return fw_dataset_read(dataset, first, count, frame, err);
}

static fw_code rows_of_flat(fw_dataset *dataset, const fw_dataset_table *table, uint64_t first, size_t count,
                            fw_frame *frame, fw_error *err) {
    return fw_dataset_read_table(dataset, table->name + strlen("uns/"), first, count, frame, err);
}

fw_code fw_dataset_read_rows(fw_dataset *dataset, const fw_dataset_table *table, uint64_t first, size_t count,
                             fw_frame *frame, fw_error *err) {
    static const struct {
        const char *path;
        fw_code (*read)(fw_dataset *dataset, const fw_dataset_table *table, uint64_t first, size_t count,
                        fw_frame *frame, fw_error *err);
    } READERS[] = {{"obsm/", rows_of_obsm},
                   {"obs", rows_of_obs},
                   {"X", rows_of_matrix},
                   {"var", rows_of_var},
                   {"uns/", rows_of_flat}};
    const fw_code code = fw_store_enter(dataset, false, err);
    if (code != FW_OK) return code;
    if (first > table->rows || count > table->rows - first || count > frame->capacity ||
        frame->columns != table->columns)
        return fw_store_misuse(dataset, err, "rows outside the table or the frame");
    fw_frame_clear(frame);
    for (size_t i = 0; i < sizeof READERS / sizeof READERS[0]; i++) {
        if (strncmp(table->name, READERS[i].path, strlen(READERS[i].path)) != 0) continue;
        const fw_code read = READERS[i].read(dataset, table, first, count, frame, err);
        if (read == FW_OK) frame->rows = count;
        return read;
    }
    return damaged(dataset, table->name, err);
}
