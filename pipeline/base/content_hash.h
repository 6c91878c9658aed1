/*
 * content_hash.h: the hash of an input, which several machines can each compute a part of.
 *
 * XXH3-64 goes through bytes from the first to the last and cannot be put together from parts. So bytes are
 * hashed in blocks of 1 MiB from the start: content of one block has that block's hash (what `xxhsum -H3`
 * prints), and longer content the hash of its blocks' hashes, each as eight bytes, the low one first. Whoever
 * has a range of blocks knows their hashes, and the hash of all follows from the list: 8 bytes a MiB.
 */
#ifndef FAILWISE_BASE_CONTENT_HASH_H
#define FAILWISE_BASE_CONTENT_HASH_H

#include <failwise/types.h>

enum { FW_HASH_BLOCK = 1 << 20 };

typedef struct fw_content_hash fw_content_hash;

/* NULL when memory is out. */
fw_content_hash *fw_content_hash_new(void);
void fw_content_hash_free(fw_content_hash *hash);

/* The next bytes. False when memory is out. */
bool fw_content_hash_add(fw_content_hash *hash, const void *bytes, size_t len);
/* Hashes of the next blocks, computed elsewhere; only where a block begins. False when memory is out. */
bool fw_content_hash_add_blocks(fw_content_hash *hash, const uint64_t *blocks, size_t count);
/* The end of the content, or of the blocks of this part: makes a block of what is left. No more can be added
 * then. False when memory is out. */
bool fw_content_hash_end(fw_content_hash *hash);
/* Hashes of the blocks that are full, and of the last one behind fw_content_hash_end. */
const uint64_t *fw_content_hash_blocks(const fw_content_hash *hash, size_t *count);
/* The hash of all bytes so far. */
uint64_t fw_content_hash_value(const fw_content_hash *hash);

#endif
