/* map64.h: an open-addressing map from a 64-bit key that is not 0 to a 32-bit value: one cache line a
 * look-up. */
#ifndef FAILWISE_TEXT_MAP64_H
#define FAILWISE_TEXT_MAP64_H

#include <failwise/types.h>

typedef struct fw_map64_slot {
    uint64_t key; /* 0 = empty */
    uint32_t value;
    uint32_t unused; /* 0: slots are written out as they are */
} fw_map64_slot;

/* Zero-initialise; free `slots` when done. */
typedef struct fw_map64 {
    fw_map64_slot *slots;
    uint32_t capacity; /* a power of two */
    uint32_t count;
} fw_map64;

/* A map that is only read. */
typedef struct fw_map64_view {
    const fw_map64_slot *slots;
    uint32_t capacity; /* a power of two */
} fw_map64_view;

/* Makes room for `count` keys, so that filling the map moves nothing. False when memory is out. */
bool fw_map64_reserve(fw_map64 *map, uint32_t count);
/* Sets the value of a key. False when memory is out. */
bool fw_map64_put(fw_map64 *map, uint64_t key, uint32_t value);

/* The place of a key, or the empty one where it belongs. There is room. */
static inline uint32_t fw_map64_place(const fw_map64_slot *slots, uint32_t capacity, uint64_t key) {
    const uint64_t mixed = key * 0x9E3779B97F4A7C15ULL;
    uint32_t i = (uint32_t)(mixed >> 32) & (capacity - 1);
    while (slots[i].key && slots[i].key != key) i = (i + 1) & (capacity - 1);
    return i;
}

/* True when the key is there; `value` is written in any case. The map has slots. */
static inline bool fw_map64_look(const fw_map64_view *map, uint64_t key, uint32_t *value) {
    const fw_map64_slot *slot = &map->slots[fw_map64_place(map->slots, map->capacity, key)];
    *value = slot->value;
    return slot->key != 0;
}

/* The same in a map that is being filled, and may have no slots yet. */
static inline bool fw_map64_get(const fw_map64 *map, uint64_t key, uint32_t *value) {
    return map->capacity && fw_map64_look(&(fw_map64_view){map->slots, map->capacity}, key, value);
}

#endif
