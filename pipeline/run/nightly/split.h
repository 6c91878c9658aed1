/* split.h: which group of every column that the reports of two runs are split by each of their answers is in.
 */
#ifndef FAILWISE_RUN_SPLIT_H
#define FAILWISE_RUN_SPLIT_H

#include "run/compare/compare.h"

#include <failwise/run.h>

enum { FW_SPLIT_MOST = 72 /* columns: those of two reports */ };
typedef enum fw_side { FW_BEFORE, FW_NOW, FW_SIDES } fw_side;

/* A column by which at least one of the reports has a table. */
typedef struct fw_split_column {
    const char *name;
    uint32_t groups;          /* of both runs together */
    bool published[FW_SIDES]; /* the run's report has a table by it */
} fw_split_column;

/* Zero-initialise; fw_split_free. */
typedef struct fw_split {
    fw_split_column column[FW_SPLIT_MOST];
    size_t count;
    size_t rows[FW_SIDES];
    uint32_t *group[FW_SIDES]; /* rows x count: the same number for the same name in both runs */
    size_t k[FW_SIDES];        /* the threshold of the run's report */
    json_t *settings;          /* of the earlier report, whose strings are borrowed */
} fw_split;

/* From the cohort.h5 of both folders; what the earlier report was split by is told by its provenance. */
fw_code fw_split_load(const char *before, const char *now, const fw_run_options *options, fw_split *out,
                      fw_error *err);
void fw_split_free(fw_split *split);

#endif
