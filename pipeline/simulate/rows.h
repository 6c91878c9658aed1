/*
 * rows.h: the rows that simulated answers become, collected by batch.
 *
 * A batch is filled by any thread and written in order. Ids: syn000000001 (answers), sp00000001
 * (participants), synthetic-01 (cohorts), R001 (raters): whoever meets one of them elsewhere sees what it is.
 */
#ifndef FAILWISE_SIMULATE_ROWS_H
#define FAILWISE_SIMULATE_ROWS_H

#include "base/csv_out.h"
#include "simulate/compose.h"

enum { FW_BATCH_ANSWERS = 256 };

/* Rows of some answers. Zero-initialise; fw_sim_batch_free. */
typedef struct fw_sim_batch {
    uint64_t first, count;
    fw_csv answers, ratings, truth, planted;
    uint64_t rated, planted_count;
} fw_sim_batch;

/* What is needed to make rows; read by all threads. */
typedef struct fw_sim_source {
    const fw_population *population;
    const fw_grammar *grammar;
} fw_sim_source;

/* One thread's scratch. Zero-initialise; fw_sim_scratch_free. */
typedef struct fw_sim_scratch {
    fw_composer composer;
    fw_buffer text;
    fw_sim_rating rating[FW_SIM_RATERS];
    uint64_t teller; /* participant + 1 whose story this is; 0: none */
    fw_story story;
} fw_sim_scratch;

/* The headers, in the order of the cells. */
typedef struct fw_header {
    const char *const *names;
    size_t count;
} fw_header;
extern const fw_header fw_sim_answer_header, fw_sim_rating_header, fw_sim_truth_header, fw_sim_planted_header,
    fw_sim_rater_header;

/* Makes the rows of answers [batch->first, batch->first + batch->count). FW_IO when memory is out. */
fw_code fw_sim_fill(const fw_sim_source *source, fw_sim_scratch *scratch, fw_sim_batch *batch, fw_error *err);
void fw_sim_batch_clear(fw_sim_batch *batch);
void fw_sim_batch_free(fw_sim_batch *batch);
void fw_sim_scratch_free(fw_sim_scratch *scratch);

/* planted.c: after an answer, perhaps a row that has to be rejected. */
void fw_sim_plant(const fw_sim_source *source, const char *answer_id, uint64_t index, fw_sim_batch *batch);

/* truth.c: raters.csv, truth.json, README.md and manifest.json of the folder. */
fw_code fw_sim_write_rest(const fw_population *population, const char *folder, fw_error *err);

#endif
