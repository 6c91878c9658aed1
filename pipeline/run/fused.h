/* fused.h: what a fused run holds open, and its last stage. */
#ifndef FAILWISE_RUN_FUSED_H
#define FAILWISE_RUN_FUSED_H

#include "load/rejects.h"
#include "run/column_shelf.h"
#include "run/rows.h"

/* The long ones of the files that are written. */
enum { FW_KNOWN_SCORES, FW_KNOWN_COHORT, FW_KNOWN_COUNT };

/* Everything a fused run holds open. */
typedef struct fw_fused {
    const fw_run_options *options;
    fw_run_options labelled; /* where `options` points once the answers are known to be simulated */
    fw_run_result *result;
    fw_outdir dir;
    fw_lexicon *lexicon;
    fw_reader *reader;
    fw_reader *own; /* of the part that is read here, where a team reads the others */
    fw_ratings *ratings;
    int trait;
    fw_row_plan plan, text_plan;
    fw_model *rubric; /* prior of a fit */
    fw_model *model;
    fw_fit *fit;
    fw_dataset *dataset, *text_dataset;
    fw_column_shelf columns; /* of the rows, for the second pass */
    fw_rejects rejects;
    bool rejects_open;
    fw_report *report;
    json_t *provenance;
    double helped; /* seconds of the processor that a second thread gave to the model */
    fw_known_file known[FW_KNOWN_COUNT];
} fw_fused;

/* The last stage: the model, the dataset and the report are completed, and the folder is put into place. */
fw_code fw_fused_report(fw_fused *f, fw_error *err);

#endif
