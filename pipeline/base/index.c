/* index.c: open addressing with linear probing over positions. */
#include "base/index.h"

#include "base/secret.h"

#include <stdlib.h>

enum { FIRST_CAPACITY = 1024 };

/* The upper bits of a product with a secret odd factor: hashes chosen without knowing it meet no more often
 * than random ones. */
static size_t first_slot(uint64_t secret, uint64_t hash, size_t capacity) {
    return (size_t)((hash * secret) >> (64 - (unsigned)__builtin_ctzll(capacity)));
}

size_t fw_index_find(const fw_index *index, const fw_indexed *items, uint64_t hash, const void *key) {
    if (!index->capacity) return FW_INDEX_NONE;
    for (size_t i = first_slot(index->secret, hash, index->capacity); index->slots[i];
         i = (i + 1) & (index->capacity - 1)) {
        const size_t position = index->slots[i] - 1;
        if (items->equal(items->context, position, key)) return position;
    }
    return FW_INDEX_NONE;
}

static void place(uint64_t secret, uint32_t *slots, size_t capacity, uint64_t hash, uint32_t entry) {
    size_t i = first_slot(secret, hash, capacity);
    while (slots[i]) i = (i + 1) & (capacity - 1);
    slots[i] = entry;
}

static bool grow(fw_index *index, const fw_indexed *items) {
    const size_t capacity = index->capacity ? index->capacity * 2 : FIRST_CAPACITY;
    uint32_t *slots = calloc(capacity, sizeof *slots);
    if (!slots) return false;
    if (!index->secret) index->secret = fw_secret(3);
    for (size_t i = 0; i < index->capacity; i++)
        if (index->slots[i])
            place(index->secret, slots, capacity, items->hash(items->context, index->slots[i] - 1),
                  index->slots[i]);
    free(index->slots);
    index->slots = slots;
    index->capacity = capacity;
    return true;
}

bool fw_index_add(fw_index *index, const fw_indexed *items, uint64_t hash, size_t position) {
    if (index->count * 4 >= index->capacity * 3 && !grow(index, items)) return false;
    place(index->secret, index->slots, index->capacity, hash, (uint32_t)(position + 1));
    index->count++;
    return true;
}

void fw_index_free(fw_index *index) {
    free(index->slots);
    *index = (fw_index){0};
}
