/* split.c: reads the groups of two runs' answers. */
#include "run/nightly/split.h"

#include "base/idset.h"
#include "base/json.h"
#include "base/output.h"
#include "base/str.h"

#include <failwise/dataset.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_LENGTH = 32 };
/* Every report has a table by these, where the data have the column. */
static const char *const ALWAYS[] = {"cohort", "question", "level", "framework", "mode"};

void fw_split_free(fw_split *split) {
    for (size_t s = 0; s < FW_SIDES; s++) free(split->group[s]);
    json_decref(split->settings);
    *split = (fw_split){0};
}

/* ---- which columns ---- */

static void add_column(fw_split *split, const char *name, fw_side side) {
    size_t at = 0;
    while (at < split->count && strcmp(split->column[at].name, name) != 0) at++;
    if (at == FW_SPLIT_MOST) return; /* a report has fewer than half as many */
    if (at == split->count) split->column[split->count++].name = name;
    split->column[at].published[side] = true;
}

/* What a report is split by that does not say: nothing more than usual, and nothing withheld. */
static void choose_columns(fw_split *split, const fw_run_options *options) {
    for (size_t i = 0; i < sizeof ALWAYS / sizeof ALWAYS[0]; i++)
        for (int side = 0; side < FW_SIDES; side++) add_column(split, ALWAYS[i], (fw_side)side);
    for (size_t i = 0; i < options->group_by_count; i++) add_column(split, options->group_by[i], FW_NOW);
    const json_t *report = json_object_get(split->settings, "report"), *by = json_object_get(report, "by");
    for (size_t i = 0; i < json_array_size(by); i++) {
        const char *name = json_string_value(json_array_get(by, i));
        if (name) add_column(split, name, FW_BEFORE);
    }
    const double k = fw_json_get_number(report, "k");
    split->k[FW_BEFORE] = k >= 1 && k < 1e9 ? (size_t)k : 1;
    split->k[FW_NOW] = options->k;
}

/* ---- their cells ---- */

/* A number is printed as reports print the names of groups. */
static fw_str cell_of(const fw_frame *frame, size_t column, size_t row, char space[NAME_LENGTH]) {
    const fw_cells cells = frame->cells[column];
    double value = (double)NAN;
    if (frame->columns[column].type == FW_COLUMN_FLOAT)
        value = cells.number[row];
    else if (frame->columns[column].type == FW_COLUMN_INT && cells.integer[row] >= 0)
        value = cells.integer[row];
    else if (frame->columns[column].type != FW_COLUMN_INT)
        return fw_str_trim(cells.text[row]);
    if (!isfinite(value)) return (fw_str){0};
    const int length = snprintf(space, NAME_LENGTH, "%.10g", value);
    return (fw_str){space, length > 0 ? (size_t)length : 0};
}

/* The number of a group, the next one where it is new. */
static fw_code number_of(fw_split_column *column, fw_idset *names, size_t at, fw_str cell, uint32_t *out,
                         fw_error *err) {
    const uint64_t key[2] = {at, fw_hash64(cell.ptr, cell.len, 4)};
    bool present = false;
    uint64_t stored = 0;
    const fw_code code = fw_idset_add(names, fw_id_hash((fw_str){(const char *)key, sizeof key}),
                                      column->groups, &present, &stored, err);
    if (code == FW_OK && !present) column->groups++;
    *out = (uint32_t)stored;
    return code;
}

typedef struct reading {
    fw_dataset *dataset;
    fw_frame *frame;
    fw_idset *names;
    int from[FW_SPLIT_MOST]; /* column of the frame; -1: the data have none */
} reading;

static fw_code read_cells(reading *r, fw_split *split, fw_side side, fw_error *err) {
    const size_t rows = split->rows[side];
    char space[NAME_LENGTH];
    fw_code code = FW_OK;
    for (size_t first = 0; first < rows && code == FW_OK; first += FW_CHUNK_ROWS) {
        code = fw_dataset_read(r->dataset, first, fw_chunk_rows(first, rows), r->frame, err);
        for (size_t i = 0; code == FW_OK && i < r->frame->rows; i++) {
            uint32_t *group = split->group[side] + (first + i) * split->count;
            for (size_t c = 0; c < split->count && code == FW_OK; c++) {
                fw_str cell = {0};
                if (r->from[c] >= 0) cell = cell_of(r->frame, (size_t)r->from[c], i, space);
                code = number_of(&split->column[c], r->names, c, cell, &group[c], err);
            }
        }
    }
    return code;
}

static fw_code read_side(const char *folder, fw_split *split, fw_side side, fw_idset *names, fw_error *err) {
    reading r = {.names = names};
    char *path = fw_path_join(folder, "cohort.h5");
    fw_code code = path ? fw_dataset_open(path, &r.dataset, err) : fw_fail_nomem(err);
    free(path);
    if (code != FW_OK) return code;
    const fw_layout *layout = fw_dataset_layout(r.dataset);
    fw_column columns[FW_SPLIT_MOST];
    size_t count = 0;
    for (size_t c = 0; c < split->count; c++) {
        const int at = fw_column_find(layout->columns, layout->column_count, split->column[c].name);
        r.from[c] = at < 0 ? -1 : (int)count;
        if (at >= 0)
            columns[count++] = layout->columns[at];
        else
            split->column[c].published[side] = false;
    }
    split->rows[side] = (size_t)fw_dataset_rows(r.dataset);
    split->group[side] = calloc(split->rows[side] * split->count + 1, sizeof *split->group[side]);
    r.frame = fw_frame_new(columns, count, 0, FW_CHUNK_ROWS);
    code = split->group[side] && r.frame ? read_cells(&r, split, side, err) : fw_fail_nomem(err);
    fw_frame_free(r.frame);
    fw_dataset_close(r.dataset);
    return code;
}

static fw_code read_settings(const char *folder, json_t **out, fw_error *err) {
    fw_dataset *dataset = NULL;
    char *path = fw_path_join(folder, "cohort.h5");
    fw_code code = path ? fw_dataset_open(path, &dataset, err) : fw_fail_nomem(err);
    if (code == FW_OK) code = fw_dataset_get_json(dataset, "provenance", out, err);
    fw_dataset_close(dataset);
    free(path);
    return code;
}

fw_code fw_split_load(const char *before, const char *now, const fw_run_options *options, fw_split *out,
                      fw_error *err) {
    *out = (fw_split){0};
    fw_idset *names = fw_idset_new();
    fw_code code = names ? read_settings(before, &out->settings, err) : fw_fail_nomem(err);
    if (code == FW_OK) choose_columns(out, options);
    if (code == FW_OK) code = read_side(before, out, FW_BEFORE, names, err);
    if (code == FW_OK) code = read_side(now, out, FW_NOW, names, err);
    if (names) fw_idset_free(names);
    if (code != FW_OK) fw_split_free(out);
    return code;
}
