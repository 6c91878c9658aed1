/* grow.c: growth of the workspace's arrays. */
#include "text/workspace.h"

#include <stdlib.h>

bool fw_grow(void **items, uint32_t *capacity, uint32_t count, size_t item_size) {
    if (count < *capacity) return true;
    const uint32_t wanted = *capacity ? *capacity * 2 : 64;
    if (wanted < *capacity) return false; /* more than 2^32 items */
    void *grown = realloc(*items, wanted * item_size);
    if (!grown) return false;
    *items = grown;
    *capacity = wanted;
    return true;
}
