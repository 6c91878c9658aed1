/* map64.c: filling the map; it stays at most half full. */
#include "text/map64.h"

#include <stdlib.h>

enum { FIRST_CAPACITY = 1024, MOST_CAPACITY = 1 << 30 };

bool fw_map64_reserve(fw_map64 *map, uint32_t count) {
    uint32_t capacity = map->capacity ? map->capacity : FIRST_CAPACITY;
    while (capacity / 2 < count && capacity < MOST_CAPACITY) capacity *= 2;
    if (capacity == map->capacity) return true;
    fw_map64 larger = {.capacity = capacity, .count = map->count};
    larger.slots = calloc(larger.capacity, sizeof *larger.slots);
    if (!larger.slots) return false;
    for (uint32_t i = 0; i < map->capacity; i++) {
        if (map->slots[i].key)
            larger.slots[fw_map64_place(larger.slots, capacity, map->slots[i].key)] = map->slots[i];
    }
    free(map->slots);
    *map = larger;
    return true;
}

bool fw_map64_put(fw_map64 *map, uint64_t key, uint32_t value) {
    if (!fw_map64_reserve(map, map->count + 1)) return false;
    fw_map64_slot *slot = &map->slots[fw_map64_place(map->slots, map->capacity, key)];
    if (!slot->key) map->count++;
    *slot = (fw_map64_slot){.key = key, .value = value};
    return true;
}
