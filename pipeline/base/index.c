/* index.c: open addressing with linear probing over positions. */
#include "base/index.h"

#include "base/secret.h"

enum { FIRST_CAPACITY = 1024 };

/* The upper bits of a product with a secret odd factor: hashes chosen without knowing it meet no more often
 * than random ones. */
static size_t first_slot(uint64_t mixed, size_t capacity) {
    return (size_t)(mixed >> (64 - (unsigned)__builtin_ctzll(capacity)));
}

/* Places take 32 bits at most. */
static uint16_t tag_of(uint64_t mixed) { return (uint16_t)(mixed >> 16); }

void fw_index_expect(const fw_index *index, uint64_t hash) {
    if (!index->capacity) return;
    const size_t i = first_slot(hash * index->secret, index->capacity);
    __builtin_prefetch(&index->slots[i], 1);
    __builtin_prefetch(&index->tags[i], 1);
}

size_t fw_index_find(const fw_index *index, const fw_indexed *items, uint64_t hash, const void *key) {
    if (!index->capacity) return FW_INDEX_NONE;
    const uint64_t mixed = hash * index->secret;
    const uint16_t tag = tag_of(mixed);
    for (size_t i = first_slot(mixed, index->capacity); index->slots[i];
         i = (i + 1) & (index->capacity - 1)) {
        const size_t position = index->slots[i] - 1;
        if (index->tags[i] == tag && items->equal(items->context, position, key)) return position;
    }
    return FW_INDEX_NONE;
}

static void place(fw_index *index, uint64_t hash, uint32_t entry) {
    const uint64_t mixed = hash * index->secret;
    size_t i = first_slot(mixed, index->capacity);
    while (index->slots[i]) i = (i + 1) & (index->capacity - 1);
    index->slots[i] = entry;
    index->tags[i] = tag_of(mixed);
}

/* Items in their order, as they lie in memory; their places are anywhere. */
static void place_all(fw_index *index, const fw_indexed *items) {
    enum { TOGETHER = 16 };
    uint64_t hash[TOGETHER];
    for (size_t from = 0; from < index->count; from += TOGETHER) {
        const size_t left = index->count - from, some = left < TOGETHER ? left : TOGETHER;
        for (size_t i = 0; i < some; i++) {
            hash[i] = items->hash(items->context, from + i);
            fw_index_expect(index, hash[i]);
        }
        for (size_t i = 0; i < some; i++) place(index, hash[i], (uint32_t)(from + i + 1));
    }
}

static bool grow(fw_index *index, const fw_indexed *items) {
    fw_index larger = {.capacity = index->capacity ? index->capacity * 2 : FIRST_CAPACITY,
                       .count = index->count,
                       .secret = index->secret ? index->secret : fw_secret(3)};
    if (!fw_paged_reserve(&larger.room, larger.capacity * (sizeof *larger.slots + sizeof *larger.tags)))
        return false;
    larger.slots = larger.room.data;
    larger.tags = (uint16_t *)(larger.slots + larger.capacity);
    place_all(&larger, items);
    fw_index_free(index);
    *index = larger;
    return true;
}

bool fw_index_add(fw_index *index, const fw_indexed *items, uint64_t hash) {
    if (index->count * 4 >= index->capacity * 3 && !grow(index, items)) return false;
    place(index, hash, (uint32_t)(++index->count));
    return true;
}

void fw_index_let_go(const fw_index *index) { fw_paged_let_go(&index->room); }

void fw_index_free(fw_index *index) {
    fw_paged_free(&index->room);
    *index = (fw_index){0};
}
