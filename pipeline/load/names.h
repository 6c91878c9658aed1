/*
 * names.h: names by index of first appearance, for what has few of them and many rows: raters and traits.
 */
#ifndef FAILWISE_LOAD_NAMES_H
#define FAILWISE_LOAD_NAMES_H

#include "base/arena.h"
#include "base/idset.h"

/* Indices have 16 bits. */
enum { FW_MAX_NAMES = UINT16_MAX, FW_RECENT_NAMES = 64 };

typedef struct fw_names {
    const char *what; /* "raters" */
    fw_idset *index;  /* hash of the name -> index */
    fw_arena arena;
    fw_str *items; /* in the arena, each with a NUL behind it */
    size_t count, capacity;
    uint16_t recent[FW_RECENT_NAMES]; /* 1 + index of the name seen last, by fw_name_glance */
} fw_names;

/* `what` they are lives on. False when memory is out; fw_names_free in any case. */
bool fw_names_init(fw_names *names, const char *what);
void fw_names_free(fw_names *names);
/* The index of `name`, new or known. FW_DATA: there are too many. */
fw_code fw_names_index(fw_names *names, fw_str name, uint16_t *index, fw_error *err);
/* -1 where there is no such name. */
int fw_names_find(const fw_names *names, const char *name);

#endif
