/*
 * abandon.h: what the program must know after a write to a dataset has failed.
 *
 * HDF5 1.10 keeps state of a file it could not flush and may crash in its own exit handler. The handler is
 * switched off when the first dataset is opened; where another part of the process opened HDF5 earlier that
 * is not possible, so main should leave by _exit after it has said what went wrong.
 */
#ifndef FAILWISE_STORE_ABANDON_H
#define FAILWISE_STORE_ABANDON_H

#include <failwise/types.h>

/* True once a write to any dataset of this process failed: flush the log, then _exit instead of exit. */
bool fw_dataset_must_exit_fast(void);

/* Records such a failure (store only). */
void fw_dataset_note_failed_write(void);

#endif
