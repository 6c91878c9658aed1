/* unnamed.h: temporary files without a name: mode 0600, gone with the process whatever happens. */
#ifndef FAILWISE_BASE_UNNAMED_H
#define FAILWISE_BASE_UNNAMED_H

#include <failwise/status.h>
#include <sys/uio.h>

/* The folder for temporary files: `folder` if given, else TMPDIR, else /tmp. */
const char *fw_unnamed_folder(const char *folder);

/* Opens an empty file for reading and writing. FW_IO: it cannot be made there. */
fw_code fw_unnamed_open(const char *folder, int *file, fw_error *err);

/* All of `len` bytes at a place of such a file; `folder` as it was opened, for the message of FW_IO. */
fw_code fw_unnamed_write(int file, const char *folder, uint64_t at, const void *bytes, size_t len,
                         fw_error *err);
/* The same of several pieces, one behind the other. */
fw_code fw_unnamed_write_pieces(int file, const char *folder, uint64_t at, const struct iovec *pieces,
                                size_t count, fw_error *err);
fw_code fw_unnamed_read(int file, const char *folder, uint64_t at, void *bytes, size_t len, fw_error *err);

#endif
