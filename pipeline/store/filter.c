/* filter.c: a dataset anew, with some of its rows. */
#include "store/store.h"

#include <string.h>

/* The layout without the columns that tables made: those come back with the tables. */
static bool base_layout(fw_dataset *from, fw_layout *layout) {
    *layout = from->layout;
    fw_column *columns = fw_arena_alloc(&from->arena, layout->column_count * sizeof *columns);
    if (!columns) return false;
    layout->column_count = 0;
    for (size_t i = 0; i < from->layout.column_count; i++) {
        if (!fw_store_made_by_table(from, from->links[i]))
            columns[layout->column_count++] = from->layout.columns[i];
    }
    layout->columns = columns;
    return true;
}

/* The matrices that repeat columns of X, as the file's tables tell them. */
static fw_code same_obsm(fw_dataset *from, fw_layout *layout, fw_error *err) {
    static const char GROUP[] = "obsm/";
    const fw_dataset_table *tables;
    size_t count;
    const fw_code code = fw_dataset_tables(from, &tables, &count, err);
    if (code != FW_OK) return code;
    fw_obsm *obsm = fw_arena_alloc(&from->arena, (count + 1) * sizeof *obsm);
    if (!obsm) return fw_fail_nomem(err);
    layout->obsm = obsm;
    layout->obsm_count = 0;
    for (size_t i = 0; i < count; i++) {
        const fw_dataset_table *table = &tables[i];
        if (strncmp(table->name, GROUP, sizeof GROUP - 1) != 0) continue;
        const char **features = fw_arena_alloc(&from->arena, table->column_count * sizeof *features);
        if (!features) return fw_fail_nomem(err);
        for (size_t k = 1; k < table->column_count; k++) features[k - 1] = table->columns[k].name;
        obsm[layout->obsm_count++] =
            (fw_obsm){table->name + sizeof GROUP - 1, features, table->column_count - 1};
    }
    return FW_OK;
}

static bool copy_row(const fw_frame *from, size_t row, fw_frame *to) {
    const size_t at = to->rows;
    for (size_t i = 0; i < from->column_count; i++)
        if (!fw_frame_copy_cell(from, i, row, to, i, at)) return false;
    const size_t width = from->feature_count;
    if (width) memcpy(to->x + at * width, from->x + row * width, width * sizeof *to->x);
    to->rows++;
    return true;
}

/* What the loop over the rows needs. */
typedef struct {
    fw_dataset *from, *to;
    fw_frame *read, *kept;
    fw_keep_row *keep;
    void *context;
    uint64_t dropped;
} filtering;

static fw_code copy_rows(filtering *f, fw_error *err) {
    fw_code code = FW_OK;
    for (uint64_t first = 0; first < f->from->rows && code == FW_OK; first += FW_CHUNK_ROWS) {
        code = fw_dataset_read(f->from, first, fw_chunk_rows(first, f->from->rows), f->read, err);
        fw_frame_clear(f->kept);
        for (size_t row = 0; row < f->read->rows && code == FW_OK; row++) {
            if (!f->keep(f->context, f->read, row))
                f->dropped++;
            else if (!copy_row(f->read, row, f->kept))
                code = fw_fail_nomem(err);
        }
        if (code == FW_OK) code = fw_dataset_append(f->to, f->kept, err);
    }
    return code;
}

fw_code fw_dataset_filter(fw_dataset *from, const char *to, bool force, fw_keep_row *keep, void *context,
                          fw_dataset **out, uint64_t *dropped, fw_error *err) {
    *out = NULL;
    fw_layout layout;
    fw_code code = fw_store_enter(from, false, err);
    if (code != FW_OK) return code;
    if (!base_layout(from, &layout)) return fw_fail_nomem(err);
    code = same_obsm(from, &layout, err);
    if (code != FW_OK) return code;
    filtering f = {.from = from, .keep = keep, .context = context};
    f.read = fw_frame_new(layout.columns, layout.column_count, layout.var_count, FW_CHUNK_ROWS);
    f.kept = fw_frame_new(layout.columns, layout.column_count, layout.var_count, FW_CHUNK_ROWS);
    code = f.read && f.kept ? fw_dataset_create(to, &layout, force, &f.to, err) : fw_fail_nomem(err);
    if (code == FW_OK) code = copy_rows(&f, err);
    if (code == FW_OK) code = fw_dataset_seal(f.to, err);
    fw_frame_free(f.read);
    fw_frame_free(f.kept);
    *dropped = f.dropped;
    if (code == FW_OK)
        *out = f.to;
    else
        fw_dataset_close(f.to);
    return code;
}
