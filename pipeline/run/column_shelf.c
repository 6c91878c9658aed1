/* column_shelf.c: rows of columns as bytes, in blocks. */
#include "run/column_shelf.h"

enum { BLOCK_BYTES = 1 << 18 };

static void pack_row(const fw_frame *frame, size_t row, fw_buffer *out) {
    for (size_t c = 0; c < frame->column_count; c++) {
        const fw_cells *cells = &frame->cells[c];
        switch (frame->columns[c].type) {
        case FW_COLUMN_FLOAT:
            fw_pack_bytes(out, &cells->number[row], sizeof *cells->number);
            break;
        case FW_COLUMN_INT:
            fw_pack_bytes(out, &cells->integer[row], sizeof *cells->integer);
            break;
        default:
            fw_pack_text(out, cells->text[row]);
        }
    }
}

static bool unpack_row(fw_unpack *in, fw_frame *frame, size_t row) {
    bool ok = true;
    for (size_t c = 0; c < frame->column_count; c++) {
        fw_cells *cells = &frame->cells[c];
        switch (frame->columns[c].type) {
        case FW_COLUMN_FLOAT:
            (void)fw_unpack_bytes(in, &cells->number[row], sizeof *cells->number);
            break;
        case FW_COLUMN_INT:
            (void)fw_unpack_bytes(in, &cells->integer[row], sizeof *cells->integer);
            break;
        default:
            ok = fw_frame_set_text(frame, c, row, fw_unpack_text(in)) && ok;
        }
    }
    return ok;
}

fw_code fw_column_shelf_open(fw_column_shelf *shelf, const char *folder, uint64_t whole, fw_error *err) {
    *shelf = (fw_column_shelf){.blocks.file = -1, .whole = whole};
    return fw_block_shelf_open(&shelf->blocks, folder, err);
}

void fw_column_shelf_close(fw_column_shelf *shelf) {
    fw_block_shelf_close(&shelf->blocks);
    fw_buffer_free(&shelf->waiting);
    fw_buffer_free(&shelf->block);
    *shelf = (fw_column_shelf){.blocks.file = -1};
}

static fw_code flush(fw_column_shelf *shelf, fw_error *err) {
    const fw_code code = fw_block_shelf_put(&shelf->blocks, shelf->waiting.data, shelf->waiting.len, err);
    fw_buffer_clear(&shelf->waiting);
    return code;
}

fw_code fw_column_shelf_put(fw_column_shelf *shelf, const fw_frame *frame, size_t row, fw_error *err) {
    const size_t width = frame->feature_count;
    pack_row(frame, row, &shelf->waiting);
    if (shelf->put++ < shelf->whole)
        fw_pack_bytes(&shelf->waiting, frame->x + row * width, width * sizeof *frame->x);
    if (shelf->waiting.failed) return fw_fail_nomem(err);
    return shelf->waiting.len >= BLOCK_BYTES ? flush(shelf, err) : FW_OK;
}

static fw_code next_block(fw_column_shelf *shelf, fw_error *err) {
    fw_code code = shelf->waiting.len ? flush(shelf, err) : FW_OK;
    fw_buffer_clear(&shelf->block);
    if (code == FW_OK && shelf->blocks.left == 0)
        code = fw_fail(err, FW_BUG, "columns were asked for that were not put aside");
    if (code == FW_OK) code = fw_block_shelf_take(&shelf->blocks, &shelf->block, err);
    shelf->in = (fw_unpack){.at = shelf->block.data, .end = shelf->block.data + shelf->block.len};
    return code;
}

fw_code fw_column_shelf_next(fw_column_shelf *shelf, fw_frame *frame, size_t row, fw_error *err) {
    const fw_code code = shelf->in.at == shelf->in.end ? next_block(shelf, err) : FW_OK;
    if (code != FW_OK) return code;
    const size_t width = frame->feature_count;
    if (!unpack_row(&shelf->in, frame, row)) return fw_fail_nomem(err);
    if (shelf->got++ < shelf->whole)
        (void)fw_unpack_bytes(&shelf->in, frame->x + row * width, width * sizeof *frame->x);
    return shelf->in.bad ? fw_fail(err, FW_BUG, "columns that were put aside cannot be read") : FW_OK;
}
