/* obsm.c: X, and the smaller matrices obsm/NAME that repeat some of its columns. */
#include "store/store.h"

#include "base/buffer.h"

#include <string.h>

static size_t find_feature(const fw_layout *layout, const char *name) {
    size_t at = 0;
    while (at < layout->var_count && strcmp(layout->vars[at].name, name) != 0) at++;
    return at;
}

/* The columns of X that make a matrix; FW_DATA when there is no such feature. */
static fw_code find_columns(fw_dataset *dataset, const fw_obsm *obsm, fw_matrix_copy *copy, fw_error *err) {
    size_t *columns = fw_arena_alloc(&dataset->arena, obsm->count * sizeof *columns);
    if (!columns) return fw_fail_nomem(err);
    for (size_t i = 0; i < obsm->count; i++) {
        columns[i] = find_feature(&dataset->layout, obsm->features[i]);
        if (columns[i] < dataset->layout.var_count) continue;
        return fw_fail_in(err, FW_DATA, dataset->path, "the dataset has no feature %.200s",
                          obsm->features[i]);
    }
    *copy = (fw_matrix_copy){.columns = columns, .count = obsm->count, .set = -1};
    return FW_OK;
}

/* True when no column is repeated more often than the queue can write one chunk. */
static bool few_repeats(const fw_dataset *dataset) {
    for (size_t c = 0; c < dataset->layout.var_count; c++) {
        size_t uses = 0;
        for (size_t i = 0; i < dataset->layout.obsm_count; i++) {
            for (size_t k = 0; k < dataset->copies[i].count; k++) uses += dataset->copies[i].columns[k] == c;
        }
        if (uses >= FW_QUEUE_PLACES) return false;
    }
    return true;
}

fw_code fw_store_start_matrix(fw_dataset *dataset, fw_error *err) {
    const fw_layout *layout = &dataset->layout;
    dataset->copies = fw_arena_alloc(&dataset->arena, (layout->obsm_count + 1) * sizeof *dataset->copies);
    if (!dataset->copies) return fw_fail_nomem(err);
    for (size_t i = 0; i < layout->obsm_count; i++) {
        if (layout->obsm[i].count == 0) return fw_store_misuse(dataset, err, "an obsm of no feature");
        const fw_code code = find_columns(dataset, &layout->obsm[i], &dataset->copies[i], err);
        if (code != FW_OK) return code;
    }
    if (!few_repeats(dataset)) return fw_store_misuse(dataset, err, "a feature in too many obsm");
    if (layout->var_count == 0) return FW_OK;
    return fw_matrix_start(&dataset->matrix, layout->var_count, FW_BAND_ROWS, dataset->copies,
                           layout->obsm_count)
               ? FW_OK
               : fw_fail_nomem(err);
}

/* Unit: that of the features where they agree. Description: which features, in order. */
static bool describe_obsm(const fw_dataset *dataset, hid_t set, const fw_obsm *obsm, const size_t *at) {
    const char *unit = dataset->layout.vars[at[0]].unit;
    fw_buffer text = {0};
    fw_buffer_text(&text, "features taken from X:");
    for (size_t i = 0; i < obsm->count; i++) {
        if (strcmp(dataset->layout.vars[at[i]].unit, unit) != 0) unit = "";
        fw_buffer_printf(&text, " %s", obsm->features[i]);
    }
    const bool ok = !text.failed && fw_h5_describe(&dataset->h5, set, fw_as_array, unit, text.data) &&
                    fw_h5_put_texts(&dataset->h5, set, "columns", obsm->features, obsm->count);
    fw_buffer_free(&text);
    return ok;
}

static bool make_obsm(fw_dataset *dataset, hid_t group, size_t band_rows) {
    for (size_t i = 0; i < dataset->layout.obsm_count; i++) {
        const fw_obsm *obsm = &dataset->layout.obsm[i];
        fw_matrix_copy *copy = &dataset->copies[i];
        copy->set = fw_matrix_create(&dataset->h5, group, obsm->name, obsm->count, band_rows);
        if (copy->set < 0 || !describe_obsm(dataset, copy->set, obsm, copy->columns)) return false;
    }
    return true;
}

bool fw_store_make_matrix(void *context, fw_matrix *matrix) {
    fw_dataset *dataset = context;
    const fw_h5 *h5 = &dataset->h5;
    const fw_schema_entry *entry = fw_schema_find("X");
    matrix->set = fw_matrix_create(h5, h5->file, "X", matrix->width, matrix->band_rows);
    if (matrix->set < 0 || !fw_h5_describe(h5, matrix->set, fw_as_array, entry->unit, entry->description)) {
        return false;
    }
    const hid_t group = H5Gopen2(h5->file, "obsm", H5P_DEFAULT);
    const bool ok = group >= 0 && make_obsm(dataset, group, matrix->band_rows);
    return group >= 0 && H5Gclose(group) >= 0 && ok;
}
