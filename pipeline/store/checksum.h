/*
 * checksum.h: the mark of a finished dataset: XXH3-64 of the HDF5 file in a line of text behind its end.
 *
 * Damaged HDF5 files can crash or hang the library, so nothing is handed to it before the checksum was right.
 * HDF5 ignores bytes behind the end of its file, and drops them when another program changes the file.
 */
#ifndef FAILWISE_STORE_CHECKSUM_H
#define FAILWISE_STORE_CHECKSUM_H

#include "store/trial.h"

#include <failwise/status.h>

/* Appends the mark to a closed file (FW_IO), and tells size and XXH3-64 of the two together. `shown` is the
 * name for messages. */
fw_code fw_checksum_append(const char *path, const char *shown, uint64_t *bytes, uint64_t *hash,
                           fw_error *err);

/* A file that may be handed to HDF5: the one that was asked for, or a copy of its objects (trial.h). */
typedef struct fw_sound {
    const char *path; /* borrowed from the caller, or copy_path */
    uint64_t size;    /* of the HDF5 in it: bytes without the mark */
    int copy;         /* -1: there is none */
    char copy_path[FW_TRIAL_PATH];
} fw_sound;

/*
 * Checks that `path` is a whole HDF5 file with a right mark. FW_NOINPUT: missing, unreadable, not a regular
 * file; FW_DATA: empty, no HDF5, damaged. A file without a mark is another program's work, or cut off: it is
 * FW_OK only if all of it could be copied and read in a trial. The caller closes *sound when it is FW_OK,
 * once the library has let go of the file.
 */
fw_code fw_checksum_verify(const char *path, fw_sound *sound, fw_error *err);
void fw_sound_close(fw_sound *sound);

#endif
