/*
 * room.h: arrays that grow by one item at a time.
 */
#ifndef FAILWISE_BASE_ROOM_H
#define FAILWISE_BASE_ROOM_H

#include <stddef.h>

/* Room for one item more than `count`: `items` (malloc's or NULL), or where it has been moved to when
 * `*capacity` was reached, which doubles then. `size` is that of an item in bytes. NULL: no memory; `items`
 * and `*capacity` are as they were. */
void *fw_room(void *items, size_t count, size_t *capacity, size_t size);

#endif
