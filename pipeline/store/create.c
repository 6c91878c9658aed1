/* create.c: a new dataset: rows are appended, then sealed. */
#include "store/store.h"

#include <stdlib.h>

static bool copy_obsm(fw_dataset *dataset, const fw_layout *from) {
    fw_obsm *all = fw_arena_alloc(&dataset->arena, (from->obsm_count + 1) * sizeof *all);
    if (!all) return false;
    for (size_t i = 0; i < from->obsm_count; i++) {
        const fw_obsm *obsm = &from->obsm[i];
        const char **features = fw_arena_alloc(&dataset->arena, (obsm->count + 1) * sizeof *features);
        all[i] = (fw_obsm){fw_store_copy(dataset, obsm->name), features, obsm->count};
        if (!features || !all[i].name) return false;
        for (size_t k = 0; k < obsm->count; k++) {
            features[k] = fw_store_copy(dataset, obsm->features[k]);
            if (!features[k]) return false;
        }
    }
    dataset->layout.obsm = all;
    dataset->layout.obsm_count = from->obsm_count;
    return true;
}

static bool copy_layout(fw_dataset *dataset, const fw_layout *from) {
    fw_column *columns = fw_arena_alloc(&dataset->arena, from->column_count * sizeof *columns);
    fw_var *vars = fw_arena_alloc(&dataset->arena, from->var_count * sizeof *vars);
    char **links = fw_arena_alloc(&dataset->arena, from->column_count * sizeof *links);
    const char *kind = fw_store_copy(dataset, from->kind);
    if (!columns || !vars || !links || !kind) return false;
    for (size_t i = 0; i < from->column_count; i++) {
        if (!fw_store_copy_column(dataset, &from->columns[i], &columns[i])) return false;
        links[i] = NULL;
    }
    for (size_t i = 0; i < from->var_count; i++) {
        const fw_var *var = &from->vars[i];
        vars[i] =
            (fw_var){fw_store_copy(dataset, var->name), fw_store_copy(dataset, var->group),
                     fw_store_copy(dataset, var->unit), fw_store_copy(dataset, var->definition), var->sign};
        if (!vars[i].name || !vars[i].group || !vars[i].unit || !vars[i].definition) return false;
    }
    dataset->links = links;
    dataset->layout = (fw_layout){.columns = columns,
                                  .column_count = from->column_count,
                                  .vars = vars,
                                  .var_count = from->var_count,
                                  .kind = kind,
                                  .matrix_apart = from->matrix_apart};
    return copy_obsm(dataset, from);
}

static bool create_columns(fw_dataset *dataset) {
    const size_t count = dataset->layout.column_count;
    dataset->writers = calloc(count, sizeof *dataset->writers);
    if (!dataset->writers) return false;
    for (size_t i = 0; i < count; i++) {
        char link[FW_H5_LINK_SIZE];
        const fw_column *column = &dataset->layout.columns[i];
        if (!fw_h5_free_link(dataset->obs, column->name, link)) return false;
        dataset->links[i] = fw_store_copy(dataset, link);
        if (!dataset->links[i] ||
            !fw_column_create(&dataset->writers[i], &dataset->h5, dataset->obs, link, column)) {
            return false;
        }
    }
    return fw_h5_put_text(&dataset->h5, dataset->obs, "_index", dataset->links[0]) &&
           fw_h5_put_texts(&dataset->h5, dataset->obs, "column-order",
                           (const char *const *)dataset->links + 1, count - 1);
}

static fw_code start(fw_dataset *dataset, const fw_layout *layout, fw_error *err) {
    if (layout->column_count == 0 || layout->columns[0].type != FW_COLUMN_STRING) {
        return fw_store_misuse(dataset, err, "the first column must be the id, a string");
    }
    if (!copy_layout(dataset, layout)) return fw_fail_nomem(err);
    dataset->writable = true;
    dataset->appending = true;
    if (!fw_h5_open(&dataset->h5, dataset->output.temporary, FW_H5_CREATE)) {
        fw_store_fail(dataset, err, "the dataset");
        if (err) err->code = FW_CANTCREATE;
        return FW_CANTCREATE;
    }
    if (!fw_store_write_skeleton(dataset) || !create_columns(dataset) || !fw_store_write_vars(dataset)) {
        return fw_store_fail(dataset, err, "the dataset");
    }
    return fw_store_start_matrix(dataset, err);
}

fw_code fw_dataset_create(const char *path, const fw_layout *layout, bool force, fw_dataset **out,
                          fw_error *err) {
    *out = NULL;
    fw_h5_quiet();
    fw_dataset *dataset = fw_store_new(path);
    if (!dataset) return fw_fail_nomem(err);
    fw_code code = fw_output_reserve(&dataset->output, path, force, err);
    if (code == FW_OK) code = start(dataset, layout, err);
    if (code == FW_OK) {
        *out = dataset;
    } else {
        fw_dataset_close(dataset);
    }
    return code;
}

/* For each column of the layout the frame's column of that name; false when one is missing or of another
 * type. */
static bool match_columns(const fw_dataset *dataset, const fw_frame *frame, size_t *source) {
    for (size_t i = 0; i < dataset->layout.column_count; i++) {
        const int at = fw_column_find(frame->columns, frame->column_count, dataset->layout.columns[i].name);
        if (at < 0 || frame->columns[at].type != dataset->layout.columns[i].type) return false;
        source[i] = (size_t)at;
    }
    return true;
}

static bool append_row(fw_dataset *dataset, const fw_frame *frame, const size_t *source, size_t row,
                       bool texts_only) {
    for (size_t i = 0; i < dataset->layout.column_count; i++) {
        if (texts_only && dataset->layout.columns[i].type != FW_COLUMN_STRING) continue;
        if (!fw_column_add(&dataset->writers[i], &dataset->h5, dataset->queue, &frame->cells[source[i]], row,
                           1))
            return false;
    }
    return true;
}

/*
 * What is written when must not depend on where frames end. Only texts are written before a chunk is full:
 * they go row by row, the others column by column, and the last row, which may fill the chunk, column after
 * column.
 */
static bool append_cells(fw_dataset *dataset, const fw_frame *frame, const size_t *source, size_t from,
                         size_t to) {
    for (size_t row = from; row + 1 < to; row++) {
        if (!append_row(dataset, frame, source, row, true)) return false;
    }
    for (size_t i = 0; i < dataset->layout.column_count; i++) {
        if (dataset->layout.columns[i].type == FW_COLUMN_STRING) continue;
        if (!fw_column_add(&dataset->writers[i], &dataset->h5, dataset->queue, &frame->cells[source[i]], from,
                           to - from - 1))
            return false;
    }
    return append_row(dataset, frame, source, to - 1, false);
}

static bool append_rows(fw_dataset *dataset, const fw_frame *frame, const size_t *source) {
    for (size_t from = 0; from < frame->rows;) {
        const size_t room = FW_CHUNK_ROWS - (size_t)(dataset->rows % FW_CHUNK_ROWS);
        const size_t to = frame->rows - from < room ? frame->rows : from + room;
        if (!append_cells(dataset, frame, source, from, to)) return false;
        if (frame->feature_count > 0 && !dataset->layout.matrix_apart &&
            !fw_matrix_add(&dataset->matrix, dataset->queue, frame->x + from * frame->feature_count,
                           to - from, fw_store_make_matrix, dataset)) {
            return false;
        }
        dataset->rows += to - from;
        from = to;
    }
    return true;
}

fw_code fw_dataset_append(fw_dataset *dataset, const fw_frame *frame, fw_error *err) {
    const fw_code code = fw_store_enter(dataset, true, err);
    if (code != FW_OK) return code;
    if (frame->feature_count != dataset->layout.var_count) {
        return fw_store_misuse(dataset, err, "a frame with another number of features");
    }
    size_t *source = calloc(dataset->layout.column_count + 1, sizeof *source);
    if (!source) return fw_fail_nomem(err);
    const bool matched = match_columns(dataset, frame, source);
    const bool ok = matched && append_rows(dataset, frame, source);
    free(source);
    if (!matched) return fw_store_misuse(dataset, err, "a frame with other columns");
    if (!ok) return fw_store_fail(dataset, err, "rows");
    fw_store_send(dataset, frame->rows, dataset->rows);
    return FW_OK;
}

static bool finish_matrix(fw_dataset *dataset) {
    fw_matrix *matrix = &dataset->matrix;
    if (dataset->layout.var_count == 0) return true;
    return dataset->layout.matrix_apart
               ? fw_matrix_leave(matrix, dataset->rows, fw_store_make_matrix, dataset)
               : fw_matrix_finish(matrix, dataset->queue, fw_store_make_matrix, dataset);
}

/* What is left of the rows goes out; then the categories, which need their codes in the file. */
static fw_code finish_columns(fw_dataset *dataset, fw_error *err) {
    const size_t count = dataset->layout.column_count;
    for (size_t i = 0; i < count; i++) {
        if (!fw_column_finish(&dataset->writers[i], &dataset->h5, dataset->queue))
            return fw_store_fail(dataset, err, dataset->layout.columns[i].name);
    }
    if (!finish_matrix(dataset)) return fw_store_fail(dataset, err, "X");
    if (!fw_queue_flush(dataset->queue)) return fw_store_fail(dataset, err, "rows");
    for (size_t i = 0; i < count; i++) {
        if (!fw_column_sort(&dataset->writers[i], &dataset->h5, dataset->codec, dataset->queue))
            return fw_store_fail(dataset, err, dataset->layout.columns[i].name);
    }
    if (!fw_queue_flush(dataset->queue)) return fw_store_fail(dataset, err, "categories");
    return FW_OK;
}

fw_code fw_dataset_seal(fw_dataset *dataset, fw_error *err) {
    fw_code code = fw_store_enter(dataset, true, err);
    if (code == FW_OK) code = finish_columns(dataset, err);
    if (code != FW_OK) return code;
    for (size_t i = 0; i < dataset->layout.column_count; i++) {
        if (!fw_column_close(&dataset->writers[i]))
            return fw_store_fail(dataset, err, dataset->layout.columns[i].name);
    }
    free(dataset->writers);
    dataset->writers = NULL;
    dataset->appending = false;
    return FW_OK;
}
