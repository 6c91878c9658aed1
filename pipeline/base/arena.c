/* arena.c: bump allocation in doubling blocks. */
#include "base/arena.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { ALIGNMENT = 16, FIRST_BLOCK = 64 * 1024, LARGEST_BLOCK = 8 * 1024 * 1024 };

struct fw_arena_block {
    fw_arena_block *next;
    size_t size; /* usable bytes behind the header */
    size_t used;
    size_t padding; /* keeps the payload aligned to 16 */
};

static_assert(sizeof(fw_arena_block) % ALIGNMENT == 0, "the payload must stay aligned");

static fw_arena_block *block_new(size_t size) {
    fw_arena_block *block = malloc(sizeof *block + size);
    if (block) *block = (fw_arena_block){.size = size};
    return block;
}

/* The next block that holds `size` bytes: a kept one if it is large enough, else a new one spliced in. */
static fw_arena_block *next_block(fw_arena *arena, size_t size) {
    fw_arena_block *current = arena->current;
    fw_arena_block *kept = current ? current->next : arena->first;
    if (kept && kept->size >= size) return kept;
    size_t wanted = current ? current->size * 2 : FIRST_BLOCK;
    if (wanted > LARGEST_BLOCK) wanted = LARGEST_BLOCK;
    if (wanted < size) wanted = size;
    fw_arena_block *fresh = block_new(wanted);
    if (!fresh) return NULL;
    fresh->next = kept;
    if (current) {
        current->next = fresh;
    } else {
        arena->first = fresh;
    }
    return fresh;
}

void *fw_arena_alloc(fw_arena *arena, size_t size) {
    if (size > SIZE_MAX / 2) return NULL;
    const size_t need = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    fw_arena_block *block = arena->current;
    if (!block || block->size - block->used < need) {
        block = next_block(arena, need);
        if (!block) return NULL;
        block->used = 0;
        arena->current = block;
    }
    void *memory = (char *)(block + 1) + block->used;
    block->used += need;
    return memory;
}

char *fw_arena_copy(fw_arena *arena, fw_str text) {
    char *copy = fw_arena_alloc(arena, text.len + 1);
    if (!copy) return NULL;
    if (text.len) memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    return copy;
}

void fw_arena_reset(fw_arena *arena) { arena->current = NULL; }

void fw_arena_free(fw_arena *arena) {
    fw_arena_block *block = arena->first;
    while (block) {
        fw_arena_block *next = block->next;
        free(block);
        block = next;
    }
    *arena = (fw_arena){0};
}
