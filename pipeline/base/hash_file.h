/* hash_file.h: what a file holds, as a number. */
#ifndef FAILWISE_BASE_HASH_FILE_H
#define FAILWISE_BASE_HASH_FILE_H

#include <failwise/status.h>

/* Size and XXH3-64 of a regular file; `follow`: through a link. FW_IO: not there, not regular, not readable.
 */
fw_code fw_hash_file(const char *path, bool follow, uint64_t *size, uint64_t *hash, fw_error *err);

/* The same of its blocks (content_hash.h): what parts of the file can be told to be parts of. */
fw_code fw_hash_content(const char *path, uint64_t *hash, fw_error *err);

/* A hash under way, of bytes that come one after the other; NULL: memory is out. */
typedef struct XXH3_state_s fw_hashing;
fw_hashing *fw_hashing_new(void);
void fw_hashing_free(fw_hashing *hashing);
/* The next `size` bytes of an open file. False: not readable (errno), or memory is out. */
bool fw_hashing_read(fw_hashing *hashing, int fd, uint64_t size);
bool fw_hashing_add(fw_hashing *hashing, const void *bytes, size_t len);
/* XXH3-64 of all so far. */
uint64_t fw_hashing_value(const fw_hashing *hashing);

/* XXH3-64 of the next `size` bytes of an open file. False: not readable (errno), or memory is out. */
bool fw_hash_open(int fd, uint64_t size, uint64_t *hash);
/* Reads exactly `len` bytes, over short reads and interrupts. False at the end of the file and on errors. */
bool fw_read_exactly(int fd, void *bytes, size_t len);

#endif
