/* row_bytes.c: the cells of a row, one after the other. */
#include "run/row_bytes.h"

void fw_row_pack(const fw_frame *frame, size_t row, fw_buffer *out) {
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

bool fw_row_unpack(fw_unpack *in, fw_frame *frame, size_t row) {
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
