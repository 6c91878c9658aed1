/*
 * intake.h: the pass over the text: load, extract and hand on, batch by batch, in input order.
 */
#ifndef FAILWISE_RUN_INTAKE_H
#define FAILWISE_RUN_INTAKE_H

#include "load/rejects.h"
#include "run/rows.h"
#include "run/slot.h"

#include <failwise/run.h>

/*
 * Where the rows come from and go to. Everything is borrowed; what is NULL is not wanted. With `from`, rows
 * are not read and analysed but taken from blocks that others have packed; `reader` then has the header
 * (load/relay.h). With `to`, rows are packed into blocks and that is all: nothing is accepted, as duplicates
 * are for whoever has all rows, and only rows read, rejected and used so far are counted.
 */
typedef struct fw_intake_job {
    const fw_run_options *options;
    fw_reader *reader;
    const fw_block_source *from;
    const fw_block_sink *to;
    fw_reader
        *own; /* with `from`: a part whose rows are read and analysed first; the blocks go on behind it */
    const fw_slot_watch *watch; /* sees every slot, once it is accepted or passed on; features then stay with
                                 * who has found them: blocks have none but the length, and the fit hears of
                                 * ratings only (fw_fit_meet) */
    const fw_lexicon *lexicon;  /* NULL: load only, nothing is analysed */
    fw_ratings *ratings; /* long form, or an empty set that rating columns are added to; NULL: no ratings */
    bool rating_columns; /* ratings come from the answers file */
    int trait;           /* of `ratings` */
    const fw_row_plan *plan;
    fw_dataset *dataset;             /* rows of `plan`, and features when there is a lexicon */
    struct fw_column_shelf *columns; /* run/column_shelf.h: the same rows for the second pass, or NULL */
    const fw_row_plan *text_plan;
    fw_dataset *text_dataset; /* answers.h5 of --keep-text */
    fw_fit *fit;
    fw_rejects *rejects;
    fw_run_result *costs; /* takes CPU seconds of loading, extracting and fitting */
} fw_intake_job;

/* Runs the pass and fills `intake`. rows read = rows used + rows rejected is checked (FW_BUG otherwise). */
fw_code fw_take_in(const fw_intake_job *job, fw_intake *intake, fw_error *err);

#endif
