/*
 * rubric_table.h: the small CSV tables of a rubric folder, read strictly.
 *
 * Rubric tables are written by hand, so every complaint names file and line. Cells may be quoted (RFC 4180);
 * a cell holds no line break. Blank lines and lines that start with # are skipped.
 */
#ifndef FAILWISE_SCORE_RUBRIC_TABLE_H
#define FAILWISE_SCORE_RUBRIC_TABLE_H

#include <failwise/status.h>

enum { FW_TABLE_COLUMNS = 5, FW_TABLE_CELL = 160 };

/* One line of a table, unquoted. */
typedef struct fw_table_row {
    const char *file;
    uint64_t line; /* from 1 */
    size_t count;
    char cell[FW_TABLE_COLUMNS][FW_TABLE_CELL];
} fw_table_row;

/* Called for every row after the header. */
typedef fw_code fw_table_sink(void *context, const fw_table_row *row, fw_error *err);

/*
 * Reads `text`: a header that must be exactly `header` (`columns` names), then rows of as many cells. FW_DATA
 * with file and line on any deviation; what `sink` returns otherwise.
 */
fw_code fw_table_read(fw_str text, const char *file, const char *const *header, size_t columns,
                      fw_table_sink *sink, void *context, fw_error *err);

/* The cell as a finite number; FW_DATA with line and column otherwise. */
fw_code fw_table_number(const fw_table_row *row, size_t column, double *out, fw_error *err);

#endif
