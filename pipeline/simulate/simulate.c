/* simulate.c: the run: batches in parallel, written in order. */
#include "simulate/rows.h"

#include "base/ordered.h"

#include <stdlib.h>
#include <time.h>

enum { SLOTS_A_THREAD = 2 };

typedef struct {
    fw_sim_source source;
    const fw_simulate_options *options;
    fw_sim_batch *batch;     /* by slot */
    fw_sim_scratch *scratch; /* by thread */
    size_t slots, threads;
    uint64_t next, done;
    fw_csv answers, ratings, truth, planted;
    fw_simulate_result *result;
} job;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* ---- the loop ---- */

static fw_code next_batch(void *context, size_t slot, bool *more, fw_error *err) {
    job *j = context;
    const volatile int *stop = j->options->progress.stop;
    if (stop && *stop) return fw_fail(err, FW_INTERRUPTED, "interrupted");
    const uint64_t left = j->options->answers - j->next;
    *more = left > 0;
    j->batch[slot].first = j->next;
    j->batch[slot].count = left < FW_BATCH_ANSWERS ? left : FW_BATCH_ANSWERS;
    j->next += j->batch[slot].count;
    return FW_OK;
}

static fw_code fill_batch(void *context, size_t slot, size_t worker, fw_error *err) {
    job *j = context;
    return fw_sim_fill(&j->source, &j->scratch[worker], &j->batch[slot], err);
}

static fw_code write_batch(void *context, size_t slot, fw_error *err) {
    job *j = context;
    fw_sim_batch *b = &j->batch[slot];
    j->result->bytes += b->answers.line.len;
    j->result->ratings += b->rated;
    j->result->planted += b->planted_count;
    fw_csv_append(&j->answers, &b->answers);
    fw_csv_append(&j->truth, &b->truth);
    if (j->options->ratings) fw_csv_append(&j->ratings, &b->ratings);
    if (j->options->dirty > 0) fw_csv_append(&j->planted, &b->planted);
    fw_sim_batch_clear(b);
    j->done += b->count;
    const fw_progress *p = &j->options->progress;
    if (p->tick) p->tick(p->context, "simulate", j->done, j->result->bytes, 0);
    if (j->answers.failure || j->ratings.failure || j->truth.failure || j->planted.failure)
        return fw_fail_errno(err, FW_IO, j->options->output, "cannot write the answers");
    return FW_OK;
}

/* ---- files ---- */

static fw_code open_table(fw_csv *csv, const fw_outdir *folder, const char *name, const fw_header *header,
                          fw_error *err) {
    const fw_code code = fw_csv_open_in(csv, folder, name, err);
    if (code == FW_OK) fw_csv_header(csv, header->names, header->count);
    return code;
}

static fw_code open_tables(job *j, const fw_outdir *folder, fw_error *err) {
    fw_code code = open_table(&j->answers, folder, "answers.csv", &fw_sim_answer_header, err);
    if (code == FW_OK) code = open_table(&j->truth, folder, "truth.csv", &fw_sim_truth_header, err);
    if (code == FW_OK && j->options->ratings)
        code = open_table(&j->ratings, folder, "ratings.csv", &fw_sim_rating_header, err);
    if (code == FW_OK && j->options->dirty > 0)
        code = open_table(&j->planted, folder, "planted.csv", &fw_sim_planted_header, err);
    return code;
}

static fw_code close_tables(job *j, fw_error *err) {
    fw_code code = fw_csv_commit(&j->answers, err);
    if (code == FW_OK) code = fw_csv_commit(&j->truth, err);
    if (code == FW_OK && j->options->ratings) code = fw_csv_commit(&j->ratings, err);
    if (code == FW_OK && j->options->dirty > 0) code = fw_csv_commit(&j->planted, err);
    return code;
}

static fw_code run(job *j, fw_error *err) {
    j->threads = j->options->threads ? j->options->threads : fw_ordered_processors();
    j->slots = SLOTS_A_THREAD * j->threads + 1;
    j->batch = calloc(j->slots, sizeof *j->batch);
    j->scratch = calloc(j->threads, sizeof *j->scratch);
    if (!j->batch || !j->scratch) return fw_fail_nomem(err);
    const fw_ordered loop = {.context = j,
                             .source = next_batch,
                             .work = fill_batch,
                             .sinks = {write_batch},
                             .slots = j->slots,
                             .threads = j->threads};
    return fw_ordered_run(&loop, err);
}

static fw_code write_folder(job *j, fw_error *err) {
    fw_outdir folder = {.lock = -1};
    fw_code code = fw_outdir_open(&folder, j->options->output, j->options->force, err);
    if (code == FW_OK) code = open_tables(j, &folder, err);
    if (code == FW_OK) code = run(j, err);
    if (code == FW_OK) code = close_tables(j, err);
    if (code == FW_OK) code = fw_sim_write_rest(j->source.population, folder.temporary, err);
    if (code == FW_OK) code = fw_outdir_commit(&folder, err);
    fw_csv_abort(&j->answers);
    fw_csv_abort(&j->truth);
    fw_csv_abort(&j->ratings);
    fw_csv_abort(&j->planted);
    fw_outdir_abort(&folder);
    for (size_t i = 0; j->batch && i < j->slots; i++) fw_sim_batch_free(&j->batch[i]);
    for (size_t i = 0; j->scratch && i < j->threads; i++) fw_sim_scratch_free(&j->scratch[i]);
    free(j->batch);
    free(j->scratch);
    return code;
}

fw_code fw_simulate(const fw_simulate_options *options, fw_simulate_result *result, fw_error *err) {
    const double start = now();
    fw_population *population = NULL;
    fw_grammar *grammar = NULL;
    *result = (fw_simulate_result){0};
    fw_code code = options->output ? fw_population_new(options, &population, err)
                                   : fw_fail(err, FW_USAGE, "a simulation needs a folder to write to");
    if (code == FW_OK) code = fw_grammar_new(options->grammar, &grammar, err);
    if (code == FW_OK) {
        result->truth = population->truth;
        result->answers = population->options.answers;
        result->participants = population->options.participants;
        job j = {.source = {population, grammar}, .options = &population->options, .result = result};
        code = write_folder(&j, err);
    }
    fw_grammar_free(grammar);
    fw_population_free(population);
    result->seconds = now() - start;
    return code;
}
