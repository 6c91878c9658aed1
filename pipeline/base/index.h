/*
 * index.h: finds items of an array by what they hold, at 6 bytes times 1.3 to 2.7 an item: the table has only
 * their positions and two bytes of their hash, and the owner of the array says what is equal. Items whose
 * bytes are others are not looked at: they may lie where looking is dear.
 */
#ifndef FAILWISE_BASE_INDEX_H
#define FAILWISE_BASE_INDEX_H

#include "base/paged.h"

/* Zero-initialise to start. Positions are below UINT32_MAX. */
typedef struct fw_index {
    fw_paged room;   /* of slots and tags: in a file once it is large */
    uint32_t *slots; /* position + 1; 0 is empty */
    uint16_t *tags;  /* by slot: two bytes of the hash that the place does not depend on */
    size_t capacity; /* a power of two, or 0 */
    size_t count;    /* of items: those at positions 0 to count - 1 */
    uint64_t secret; /* see secret.h */
} fw_index;

/* The owner's array. Equal items have equal hashes. */
typedef struct fw_indexed {
    const void *context;
    uint64_t (*hash)(const void *context, size_t position);
    bool (*equal)(const void *context, size_t position, const void *key);
} fw_indexed;

#define FW_INDEX_NONE SIZE_MAX

/* Fetches the place of a hash that will be asked for soon: it is rarely in the processor's cache. */
void fw_index_expect(const fw_index *index, uint64_t hash);
/* Position of the item equal to `key`, whose hash is given; FW_INDEX_NONE without one. */
size_t fw_index_find(const fw_index *index, const fw_indexed *items, uint64_t hash, const void *key);
/* Adds the item at position `count`, which is not there yet; false when memory is out. */
bool fw_index_add(fw_index *index, const fw_indexed *items, uint64_t hash);
/* What lies in the file takes no memory until it is looked at again. */
void fw_index_let_go(const fw_index *index);
void fw_index_free(fw_index *index);

#endif
