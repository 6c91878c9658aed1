/*
 * categories.h: the distinct strings of one category column.
 *
 * Codes are given in order of first appearance while rows stream in; the finished file has them in byte order
 * of the strings, so that it does not depend on the order of the rows. Memory grows with distinct values.
 * Whoever sorts what the first rows have named spares most files a second look at their codes.
 */
#ifndef FAILWISE_STORE_CATEGORIES_H
#define FAILWISE_STORE_CATEGORIES_H

#include "base/arena.h"
#include "base/idset.h"

/* A name that was met lately, and its code. */
typedef struct fw_known_category {
    fw_str name; /* empty: none */
    int32_t code;
} fw_known_category;

enum { FW_CATEGORIES_KNOWN = 64 };

/* Zero-initialise to start; fw_categories_free when done. */
typedef struct fw_categories {
    fw_idset *index; /* hash of the string -> code */
    fw_arena arena;
    const char **names; /* by code; NUL-terminated */
    size_t count;
    size_t capacity;
    fw_known_category known[FW_CATEGORIES_KNOWN]; /* by fw_name_glance: the same names come again and again */
} fw_categories;

/* The code of `text`: -1 when it is empty (missing). False when memory is out. */
bool fw_categories_code(fw_categories *categories, fw_str text, int32_t *code);

/*
 * Sorts the names and makes rank[count], the new code of each old one; the caller frees it. `*sorted` tells
 * that all codes stay as they are. NULL when memory is out. Codes can be given afterwards, too, by
 * fw_categories_settle; fw_categories_sort is the end of them.
 */
int32_t *fw_categories_settle(fw_categories *categories);
int32_t *fw_categories_sort(fw_categories *categories, bool *sorted);

void fw_categories_free(fw_categories *categories);

#endif
