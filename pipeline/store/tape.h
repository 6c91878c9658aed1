/*
 * tape.h: the strings of a column put aside while they are written, to be read back in the same order.
 *
 * HDF5 looks up each string in its heap, which takes many times what the rest of a row takes. A tape is an
 * unnamed file beside the dataset, and memory for one block of it. Whatever it cannot do, HDF5 does.
 */
#ifndef FAILWISE_STORE_TAPE_H
#define FAILWISE_STORE_TAPE_H

#include <failwise/dataset.h>

typedef struct fw_tape fw_tape;

/* For a column of the file `path`; NULL: it must go without. */
fw_tape *fw_tape_new(const char *path);
/* NULL is allowed. */
void fw_tape_free(fw_tape *tape);
/* The next row's string. False: the tape holds no longer what the column holds, and is of no use. */
bool fw_tape_add(fw_tape *tape, fw_str text);
/* Rows [first, first + count) into cells of the frame, from its row 0. False unless they begin at row 0 or
 * follow those read last, or when they cannot be read. */
bool fw_tape_read(fw_tape *tape, uint64_t first, size_t count, fw_frame *frame, size_t column);

#endif
