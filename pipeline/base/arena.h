/*
 * arena.h: bump allocation for data that lives and dies together (one batch, one model, one dictionary).
 *
 * Memory is reused after fw_arena_reset; nothing is freed one by one. Not thread-safe: one arena, one thread.
 */
#ifndef FAILWISE_BASE_ARENA_H
#define FAILWISE_BASE_ARENA_H

#include <failwise/types.h>

typedef struct fw_arena_block fw_arena_block;

/* Zero-initialise to start. */
typedef struct fw_arena {
    fw_arena_block *first;   /* oldest block, kept over resets */
    fw_arena_block *current; /* block being filled */
} fw_arena;

/* `size` bytes aligned to 16, uninitialised; NULL when memory is out. A size of 0 gives a valid pointer. */
void *fw_arena_alloc(fw_arena *arena, size_t size);

/* A NUL-terminated copy of `text`; NULL when memory is out. */
char *fw_arena_copy(fw_arena *arena, fw_str text);

/* Forgets everything, keeps the memory. */
void fw_arena_reset(fw_arena *arena);

/* Gives all memory back; the arena may be used again. */
void fw_arena_free(fw_arena *arena);

#endif
