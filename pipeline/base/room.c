/* room.c: arrays that grow by one item at a time. */
#include "base/room.h"

#include <stdlib.h>

enum { FIRST = 16 };

void *fw_room(void *items, size_t count, size_t *capacity, size_t size) {
    if (count < *capacity) return items;
    const size_t wanted = *capacity ? *capacity * 2 : FIRST;
    void *grown = realloc(items, wanted * size);
    if (grown) *capacity = wanted;
    return grown;
}
