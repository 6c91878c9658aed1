/* hash_file.h: what a file holds, as a number. */
#ifndef FAILWISE_BASE_HASH_FILE_H
#define FAILWISE_BASE_HASH_FILE_H

#include <failwise/status.h>

/* Size and XXH3-64 of a regular file; `follow`: through a link. FW_IO: not there, not regular, not readable.
 */
fw_code fw_hash_file(const char *path, bool follow, uint64_t *size, uint64_t *hash, fw_error *err);

#endif
