/*
 * header.h: the header line, and which column of the file plays which part.
 *
 * Names are trimmed and compared without regard to ASCII case. A column without a name is called "column_N".
 */
#ifndef FAILWISE_LOAD_HEADER_H
#define FAILWISE_LOAD_HEADER_H

#include "load/blocks.h"
#include "load/records.h"

#define FW_NO_COLUMN SIZE_MAX

/* More columns than this are refused: a table of answers has dozens. */
enum { FW_MAX_COLUMNS = 4096 };

/* Zero-initialise to start. */
typedef struct fw_header {
    char **names; /* owned, in file order */
    size_t count;
    uint64_t lines;   /* physical lines up to the end of the header */
    bool survey_rows; /* of three rows, as Qualtrics writes it */
} fw_header;

/* One column a file may or must have. */
typedef struct fw_column_spec {
    const char *name;
    bool required;
    bool lenient; /* when --map names a header the file lacks, `name` itself will do */
} fw_column_spec;

/*
 * Reads the header: the first record of `blocks`, which then stands at the first row. A line "sep=;" before
 * it, and what survey tools write between it and the rows, is passed over. Also learns how the
 * lines of the file end (for resuming behind malformed records), and what separates its columns. FW_DATA: no
 * header, malformed, not UTF-8 text, the same name twice, too many columns.
 */
fw_code fw_header_read(fw_header *header, fw_blocks *blocks, fw_error *err);
void fw_header_free(fw_header *header);

/* Index of the column of that name, or FW_NO_COLUMN. */
size_t fw_header_find(const fw_header *header, const char *name);

/*
 * Finds the column of every spec: columns[i] is its index, or FW_NO_COLUMN. Map entries for columns that no
 * file of ours has, or for headers that this file lacks, are FW_USAGE; a missing required column is FW_DATA.
 * Entries for columns of the other file (answers, ratings) are passed over. `file` is named in errors.
 */
fw_code fw_header_bind(const fw_header *header, const char *file, const fw_column_spec *specs, size_t count,
                       const fw_column_map *map, size_t map_count, size_t *columns, fw_error *err);

/* Records that the header has no column `name` (FW_USAGE), with the nearest name it has. */
fw_code fw_header_unknown(const fw_header *header, const char *file, const char *option, const char *name,
                          fw_error *err);

#endif
