/*
 * table.h: chosen columns of a CSV file in memory: anybody's numeric table with an id.
 *
 * 8 bytes a numeric cell, and the text of the text columns. A row whose shape is broken (quotes, number of
 * fields, not UTF-8) is kept apart with its line and reason; every other row is kept, whatever its cells
 * hold.
 */
#ifndef FAILWISE_LOAD_TABLE_H
#define FAILWISE_LOAD_TABLE_H

#include "base/arena.h"

#include <failwise/status.h>

/* A column wanted. `option` is what named it ("--features"), for messages. */
typedef struct fw_table_column {
    const char *name;
    const char *option;
    bool text; /* kept as text, else read as numbers */
    bool optional;
    bool owed; /* the file itself must have it: its absence is FW_DATA, not FW_USAGE */
} fw_table_column;

/* A row that could not be read. `reason` is static. */
typedef struct fw_table_reject {
    uint64_t line;
    const char *reason;
} fw_table_reject;

/* Zero-initialise; fw_table_clear when done. Columns stand in the order asked for. */
typedef struct fw_table {
    size_t rows, columns;
    bool *present;   /* by column: false for an optional one that the file lacks */
    double **number; /* by column, NULL for text: NaN where the cell is empty, infinity where not a number */
    fw_str **text;   /* by column, NULL for numbers: trimmed */
    uint64_t *line;  /* physical line of each row */
    fw_table_reject *rejects;
    size_t reject_count;
    uint64_t hash; /* XXH3-64 of the file's bytes */
    fw_arena arena;
    size_t capacity, reject_capacity;
} fw_table;

/*
 * Reads the columns of `path` ("-" = standard input, .gz is read directly) with `threads` (0: all). FW_USAGE,
 * or FW_DATA where it is owed: a column that the file lacks, with the nearest it has; FW_NOINPUT, FW_DATA (no
 * header), FW_IO.
 */
fw_code fw_table_load(const char *path, const fw_table_column *columns, size_t count, size_t threads,
                      fw_table *out, fw_error *err);
void fw_table_clear(fw_table *table);

#endif
