/*
 * schema.h: every path a dataset can hold, as a table: the writer takes units and descriptions from it, and
 * datasets/SCHEMA.md is printed from it.
 */
#ifndef FAILWISE_STORE_SCHEMA_H
#define FAILWISE_STORE_SCHEMA_H

#include <stddef.h>
#include <stdio.h>

/* One path; <...> stands for a name chosen by the user or by another stage. */
typedef struct fw_schema_entry {
    const char *path;
    const char *type;        /* AnnData encoding and stored type */
    const char *shape;       /* "answers", "answers x features", "scalar", ... */
    const char *unit;        /* of the values; "" = none, or given by the column */
    const char *description; /* one sentence */
} fw_schema_entry;

const fw_schema_entry *fw_schema(size_t *count);
/* The entry of a path that is spelled out in the table; NULL when there is none. */
const fw_schema_entry *fw_schema_find(const char *path);
/* Prints the table as Markdown. */
void fw_schema_write(FILE *out);

#endif
