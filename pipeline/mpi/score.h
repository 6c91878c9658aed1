/* score.h: the second pass over the rows of a process: what it keeps of them, and the pieces it makes. */
#ifndef FAILWISE_MPI_SCORE_H
#define FAILWISE_MPI_SCORE_H

#include "base/shelf.h"
#include "run/column_shelf.h"
#include "run/rows.h"

#include <failwise/model.h>
#include <failwise/run.h>

/* Columns of the rows of a process, put aside while they are read. */
typedef struct fw_kept_columns {
    fw_row_plan plan;
    fw_frame *rows; /* that are not on the shelf yet, or just taken from it */
    fw_column_shelf shelf;
} fw_kept_columns;

/* `rated`: there are ratings. Close also after a failure; .shelf.blocks.file is -1 before. */
fw_code fw_kept_columns_open(fw_kept_columns *kept, const fw_reader *reader, const fw_run_options *options,
                             bool rated, fw_error *err);
void fw_kept_columns_close(fw_kept_columns *kept);
fw_code fw_kept_columns_put(fw_kept_columns *kept, const fw_answer *answer, const fw_row_facts *facts,
                            fw_error *err);

/* Which of all `total` rows are in pieces that a process makes: [*from, *to), where it has `used` rows from
 * `first` on. A piece with rows of two processes is the leader's. */
void fw_own_pieces(uint64_t first, uint64_t used, uint64_t total, uint64_t *from, uint64_t *to);

/* Makes the pieces (run/piece.h) all of whose rows are here, by all threads of the options, and puts them on
 * `out`, in order. To be called once: the columns are used up. */
typedef struct fw_score_rows_job {
    const fw_run_options *options;
    fw_row_shelf *rows; /* features; knows which rows are not used */
    fw_kept_columns *columns;
    uint64_t first, total; /* number of the first used row among all, and how many these are */
    fw_str model;          /* JSON */
    fw_str fit;            /* fw_fit_share; empty: there is none */
    fw_block_shelf *out;
} fw_score_rows_job;
fw_code fw_score_own_rows(const fw_score_rows_job *job, fw_error *err);

#endif
