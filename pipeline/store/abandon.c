/* abandon.c: remembers that a write failed. */
#include "store/abandon.h"

#include <stdatomic.h>

static atomic_bool failed_write; /* set from any thread, never cleared */

bool fw_dataset_must_exit_fast(void) { return atomic_load(&failed_write); }

void fw_dataset_note_failed_write(void) { atomic_store(&failed_write, true); }
