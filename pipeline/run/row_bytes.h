/* row_bytes.h: a row of columns as bytes, and back: rows that wait until they are wanted again. */
#ifndef FAILWISE_RUN_ROW_BYTES_H
#define FAILWISE_RUN_ROW_BYTES_H

#include "base/pack.h"

#include <failwise/dataset.h>

/* Appends row `row` of the frame, without X. */
void fw_row_pack(const fw_frame *frame, size_t row, fw_buffer *out);
/* The next row into row `row` of a frame with the same columns. False when memory is out. */
bool fw_row_unpack(fw_unpack *in, fw_frame *frame, size_t row);

#endif
