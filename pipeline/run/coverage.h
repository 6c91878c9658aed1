/*
 * coverage.h: which kinds of story each participant has told, gathered over the rows and written as the
 * table uns/participants.
 */
#ifndef FAILWISE_RUN_COVERAGE_H
#define FAILWISE_RUN_COVERAGE_H

#include <failwise/dataset.h>

typedef struct fw_coverage fw_coverage;

/*
 * *out is NULL when the answers name no participants or no kind of story was found out. Rows wait in
 * temporary files in `folder` (base/spill.h), so that memory does not grow with the participants.
 */
fw_code fw_coverage_new(const fw_layout *layout, const char *folder, fw_coverage **out, fw_error *err);
void fw_coverage_free(fw_coverage *coverage);
/* Rows of a frame with the layout's columns, in order. Rows without a participant are passed over. */
fw_code fw_coverage_add(fw_coverage *coverage, const fw_frame *frame, fw_error *err);
/* Once, behind the last row: one row a participant, in the order in which they first appear. NULL writes
 * nothing. */
fw_code fw_coverage_write(fw_coverage *coverage, fw_dataset *dataset, fw_error *err);

#endif
