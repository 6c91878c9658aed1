/*
 * checksum.h: the mark of a finished dataset: XXH3-64 of the HDF5 file in a line of text behind its end.
 *
 * Damaged HDF5 files can crash or hang the library, so nothing is handed to it before the checksum was right.
 * HDF5 ignores bytes behind the end of its file, and drops them when another program changes the file.
 */
#ifndef FAILWISE_STORE_CHECKSUM_H
#define FAILWISE_STORE_CHECKSUM_H

#include <failwise/status.h>

/* Appends the mark to a closed file (FW_IO). `shown` is the name for messages. */
fw_code fw_checksum_append(const char *path, const char *shown, fw_error *err);

/*
 * Checks that `path` is a whole HDF5 file with a right mark. FW_NOINPUT: missing, unreadable, not a regular
 * file; FW_DATA: empty, no HDF5, damaged. `*size` is the size without the mark. A file without a mark is
 * another program's work, or cut off: it is FW_OK only if all of it could be read in a trial (trial.h).
 */
fw_code fw_checksum_verify(const char *path, uint64_t *size, fw_error *err);

#endif
