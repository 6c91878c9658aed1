/*
 * forget.h: takes a person out of what was written about a cohort.
 */
#ifndef FAILWISE_FORGET_H
#define FAILWISE_FORGET_H

#include <failwise/run.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* What was done, for the program to tell. */
typedef struct fw_forget_result {
    uint64_t answers; /* taken out of the scores, or of the one file */
    uint64_t texts;   /* taken out of answers.h5 of a folder */
    uint64_t left;    /* answers that remain; of runs: in the newest that was written anew */
    uint64_t runs;    /* of a folder of dated runs: those that held the person */
    bool scored;      /* scores and what hangs on them were made anew */
    bool refit;       /* the weights were fitted with ratings of this cohort: only a new run forgets those */
} fw_forget_result;

/*
 * `path` is the output folder of a run, a folder of dated runs (all of them, under its lock), or one dataset.
 * Files are written anew without the participant's rows (where answers name no participants, without the
 * answer of that id) and swapped into place: statistics of features, scores, tables, report and manifest are
 * derived again with the weights there were. `options` gives threads, progress and the command line. FW_DATA:
 * nobody of that name, or nobody would be left; nothing is changed then, but of dated runs those before.
 */
fw_code fw_run_forget(const char *participant, const char *path, const fw_run_options *options,
                      fw_forget_result *result, fw_error *err);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
