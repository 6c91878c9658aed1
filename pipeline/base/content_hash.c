/* content_hash.c: the hash of an input, block by block. */
#include "base/content_hash.h"

#include "base/hash_wide.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

struct fw_content_hash {
    XXH3_state_t *block; /* of the block being filled */
    XXH3_state_t *list;  /* of the list, while its hash is made */
    size_t filled;       /* its bytes so far, less than FW_HASH_BLOCK */
    uint64_t *blocks;    /* hashes of those before it */
    size_t count, capacity;
};

fw_content_hash *fw_content_hash_new(void) {
    fw_content_hash *hash = calloc(1, sizeof *hash);
    if (!hash) return NULL;
    hash->block = XXH3_createState();
    hash->list = XXH3_createState();
    if (hash->list && hash->block && XXH3_64bits_reset(hash->block) == XXH_OK) return hash;
    fw_content_hash_free(hash);
    return NULL;
}

void fw_content_hash_free(fw_content_hash *hash) {
    if (!hash) return;
    XXH3_freeState(hash->block);
    XXH3_freeState(hash->list);
    free(hash->blocks);
    free(hash);
}

bool fw_content_hash_add_blocks(fw_content_hash *hash, const uint64_t *blocks, size_t count) {
    if (count == 0) return true;
    if (hash->count + count > hash->capacity) {
        const size_t capacity =
            2 * hash->capacity > hash->count + count ? 2 * hash->capacity : hash->count + count;
        uint64_t *grown = realloc(hash->blocks, capacity * sizeof *grown);
        if (!grown) return false;
        hash->blocks = grown;
        hash->capacity = capacity;
    }
    memcpy(hash->blocks + hash->count, blocks, count * sizeof *blocks);
    hash->count += count;
    return true;
}

static bool end_block(fw_content_hash *hash) {
    const uint64_t value = XXH3_64bits_digest(hash->block);
    hash->filled = 0;
    return XXH3_64bits_reset(hash->block) == XXH_OK && fw_content_hash_add_blocks(hash, &value, 1);
}

bool fw_content_hash_add(fw_content_hash *hash, const void *bytes, size_t len) {
    const char *from = bytes;
    while (len) {
        const size_t room = FW_HASH_BLOCK - hash->filled;
        const size_t step = len < room ? len : room;
        if (XXH3_64bits_update(hash->block, from, step) != XXH_OK) return false;
        hash->filled += step;
        from += step;
        len -= step;
        if (hash->filled == FW_HASH_BLOCK && !end_block(hash)) return false;
    }
    return true;
}

bool fw_content_hash_end(fw_content_hash *hash) { return hash->filled == 0 || end_block(hash); }

const uint64_t *fw_content_hash_blocks(const fw_content_hash *hash, size_t *count) {
    *count = hash->count;
    return hash->blocks;
}

/* Of the list, and of the block that is not full yet; one block is what it is. */
uint64_t fw_content_hash_value(const fw_content_hash *hash) {
    const uint64_t open = XXH3_64bits_digest(hash->block);
    const size_t total = hash->count + (hash->filled > 0);
    if (total == 0) return open;
    if (total == 1) return hash->count ? hash->blocks[0] : open;
    (void)XXH3_64bits_reset(hash->list); /* fails for NULL only, as do updates */
    for (size_t i = 0; i < total; i++) {
        const uint64_t bytes = htole64(i < hash->count ? hash->blocks[i] : open);
        (void)XXH3_64bits_update(hash->list, &bytes, sizeof bytes);
    }
    return XXH3_64bits_digest(hash->list);
}
