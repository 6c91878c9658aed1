/* map64.h: an open-addressing map from a 64-bit key that is not 0 to a 32-bit value: one cache line a
 * look-up. */
#ifndef FAILWISE_TEXT_MAP64_H
#define FAILWISE_TEXT_MAP64_H

#include <failwise/types.h>

typedef struct fw_map64_slot {
    uint64_t key; /* 0 = empty */
    uint32_t value;
} fw_map64_slot;

/* Zero-initialise; free `slots` when done. */
typedef struct fw_map64 {
    fw_map64_slot *slots;
    uint32_t capacity; /* a power of two */
    uint32_t count;
} fw_map64;

/* Makes room for `count` keys, so that filling the map moves nothing. False when memory is out. */
bool fw_map64_reserve(fw_map64 *map, uint32_t count);
/* Sets the value of a key. False when memory is out. */
bool fw_map64_put(fw_map64 *map, uint64_t key, uint32_t value);

/* The slot of a key, or the empty one where it belongs. The map has room. */
static inline fw_map64_slot *fw_map64_find(const fw_map64 *map, uint64_t key) {
    const uint64_t mixed = key * 0x9E3779B97F4A7C15ULL;
    uint32_t i = (uint32_t)(mixed >> 32) & (map->capacity - 1);
    while (map->slots[i].key && map->slots[i].key != key) i = (i + 1) & (map->capacity - 1);
    return &map->slots[i];
}

/* True when the key is there; `value` is written in any case where the map has slots. */
static inline bool fw_map64_get(const fw_map64 *map, uint64_t key, uint32_t *value) {
    if (!map->capacity) return false;
    const fw_map64_slot *slot = fw_map64_find(map, key);
    *value = slot->value;
    return slot->key != 0;
}

#endif
