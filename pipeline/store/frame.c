/* frame.c: frames, the columnar pieces in which rows travel. */
#include <failwise/dataset.h>

#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

struct fw_frame_memory {
    fw_arena texts; /* what fw_frame_set_text copied */
};

static size_t cell_bytes(fw_column_type type) {
    if (fw_column_is_text(type)) return sizeof(fw_str);
    return type == FW_COLUMN_FLOAT ? sizeof(double) : sizeof(int32_t);
}

/* All members of fw_cells are pointers of one representation: text stands for whichever is used. */
static bool allocate_cells(fw_frame *frame) {
    for (size_t i = 0; i < frame->column_count; i++) {
        void *cells = calloc(frame->capacity ? frame->capacity : 1, cell_bytes(frame->columns[i].type));
        if (!cells) return false;
        switch (frame->columns[i].type) {
        case FW_COLUMN_STRING:
        case FW_COLUMN_CATEGORY:
            frame->cells[i].text = cells;
            break;
        case FW_COLUMN_FLOAT:
            frame->cells[i].number = cells;
            break;
        case FW_COLUMN_INT:
            frame->cells[i].integer = cells;
            break;
        }
    }
    return true;
}

static bool allocate_matrix(fw_frame *frame) {
    if (frame->feature_count == 0) return true;
    size_t values;
    if (__builtin_mul_overflow(frame->capacity, frame->feature_count, &values)) return false;
    frame->x = calloc(values ? values : 1, sizeof *frame->x);
    return frame->x != NULL;
}

fw_frame *fw_frame_new(const fw_column *columns, size_t column_count, size_t feature_count, size_t capacity) {
    fw_frame *frame = calloc(1, sizeof *frame);
    if (!frame) return NULL;
    *frame = (fw_frame){.capacity = capacity,
                        .columns = columns,
                        .column_count = column_count,
                        .feature_count = feature_count,
                        .cells = calloc(column_count ? column_count : 1, sizeof *frame->cells),
                        .memory = calloc(1, sizeof *frame->memory)};
    if (frame->cells && frame->memory && allocate_cells(frame) && allocate_matrix(frame)) return frame;
    fw_frame_free(frame);
    return NULL;
}

static void free_cells(const fw_frame *frame, size_t column) {
    switch (frame->columns[column].type) {
    case FW_COLUMN_STRING:
    case FW_COLUMN_CATEGORY:
        free(frame->cells[column].text);
        break;
    case FW_COLUMN_FLOAT:
        free(frame->cells[column].number);
        break;
    case FW_COLUMN_INT:
        free(frame->cells[column].integer);
        break;
    }
}

void fw_frame_free(fw_frame *frame) {
    if (!frame) return;
    for (size_t i = 0; frame->cells && i < frame->column_count; i++) free_cells(frame, i);
    if (frame->memory) fw_arena_free(&frame->memory->texts);
    free(frame->memory);
    free(frame->cells);
    free(frame->x);
    free(frame);
}

void fw_frame_clear(fw_frame *frame) {
    frame->rows = 0;
    fw_arena_reset(&frame->memory->texts);
    /* The texts are gone: a cell that is not set again must be empty, not dangling. */
    for (size_t i = 0; i < frame->column_count; i++) {
        if (fw_column_is_text(frame->columns[i].type)) {
            memset(frame->cells[i].text, 0, frame->capacity * sizeof(fw_str));
        }
    }
}

bool fw_frame_set_text(fw_frame *frame, size_t column, size_t row, fw_str text) {
    if (column >= frame->column_count || row >= frame->capacity) return false;
    if (!fw_column_is_text(frame->columns[column].type)) return false;
    const char *copy = text.len ? fw_arena_copy(&frame->memory->texts, text) : "";
    if (!copy) return false;
    frame->cells[column].text[row] = (fw_str){copy, text.len};
    return true;
}

bool fw_frame_copy_cell(const fw_frame *from, size_t from_column, size_t from_row, fw_frame *to,
                        size_t to_column, size_t to_row) {
    const fw_cells *cells = &from->cells[from_column];
    switch (from->columns[from_column].type) {
    case FW_COLUMN_FLOAT:
        to->cells[to_column].number[to_row] = cells->number[from_row];
        return true;
    case FW_COLUMN_INT:
        to->cells[to_column].integer[to_row] = cells->integer[from_row];
        return true;
    default:
        return fw_frame_set_text(to, to_column, to_row, cells->text[from_row]);
    }
}

int fw_column_find(const fw_column *columns, size_t count, const char *name) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(columns[i].name, name) == 0) return (int)i;
    }
    return -1;
}
