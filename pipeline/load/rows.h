/*
 * rows.h: the rows of a small or numeric CSV file, block by block: what tables and ratings are read with.
 *
 * A block without quotes and CR is cut at commas and line ends directly; any other goes through libcsv
 * (records.h). What the rows are does not depend on it.
 */
#ifndef FAILWISE_LOAD_ROWS_H
#define FAILWISE_LOAD_ROWS_H

#include "load/blocks.h"
#include "load/records.h"

typedef struct fw_rows fw_rows;

/*
 * Called for every record in order, whatever its status. `bad_field` is the first field that is not valid
 * UTF-8 or has a NUL byte, SIZE_MAX when there is none. The record lives for the call,
 * what its fields point to until the next visit.
 */
typedef fw_code fw_row_visitor(void *context, const fw_record *record, size_t bad_field, fw_error *err);

fw_rows *fw_rows_new(void);
void fw_rows_free(fw_rows *rows);

/*
 * Visits the records of a block and, as a record of its own, what was too long to hold behind it. Places are
 * within the block; *lines is the number of physical lines it has. The block's bytes are changed in place.
 */
fw_code fw_rows_visit(fw_rows *rows, const fw_records_format *format, fw_block *block, fw_row_visitor *visit,
                      void *context, uint64_t *lines, fw_error *err);

#endif
