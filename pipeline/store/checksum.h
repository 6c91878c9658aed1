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
 * file; FW_DATA: empty, no HDF5, without mark, damaged. `*size` (may be NULL) is the size without the mark.
 */
fw_code fw_checksum_verify(const char *path, uint64_t *size, fw_error *err);

#endif
