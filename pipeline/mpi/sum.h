/* sum.h: the fit's sums over the rows of a process. */
#ifndef FAILWISE_MPI_SUM_H
#define FAILWISE_MPI_SUM_H

#include "base/shelf.h"

#include <failwise/model.h>
#include <failwise/run.h>

/* What the fit needs to know of a row beside its features; on a shelf of FW_FACTS_WIDTH. */
typedef struct fw_row_facts_kept {
    double rating; /* NaN: none */
    uint64_t cluster;
} fw_row_facts_kept;
enum { FW_FACTS_WIDTH = sizeof(fw_row_facts_kept) / sizeof(float) };

fw_code fw_facts_put(fw_row_shelf *facts, double rating, uint64_t cluster, fw_error *err);
/* Rated ones among those that are used. */
fw_code fw_facts_count(fw_row_shelf *facts, uint64_t *rated, fw_error *err);

/* Sums up the rated rows of both shelves by all threads of the options, and puts messages for the fit on
 * `out`. */
typedef struct fw_sum_job {
    const fw_run_options *options;
    fw_row_shelf *rows, *facts;
    uint64_t first; /* number of the first of them, of all rated rows */
    fw_block_shelf *out;
    fw_buffer *shift; /* doubles; empty: not known. Afterwards what was used, if anything was. */
} fw_sum_job;
fw_code fw_sum_rows(const fw_sum_job *job, fw_error *err);

#endif
