/* unnamed.h: temporary files without a name: mode 0600, gone with the process whatever happens. */
#ifndef FAILWISE_BASE_UNNAMED_H
#define FAILWISE_BASE_UNNAMED_H

#include <failwise/status.h>

/* The folder for temporary files: `folder` if given, else TMPDIR, else /tmp. */
const char *fw_unnamed_folder(const char *folder);

/* Opens an empty file for reading and writing. FW_IO: it cannot be made there. */
fw_code fw_unnamed_open(const char *folder, int *file, fw_error *err);

#endif
