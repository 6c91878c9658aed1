/*
 * nightly.h: a run that is repeated: dated folders, skipped when nothing has changed, followed from night to
 * night.
 */
#ifndef FAILWISE_NIGHTLY_H
#define FAILWISE_NIGHTLY_H

#include <failwise/run.h>

#include <time.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

enum { FW_RUN_ID_SIZE = 24 };

typedef struct fw_nightly_options {
    const fw_run_options *run; /* output: the folder of the run, or with `keep` that of all runs */
    size_t keep;               /* dated runs that stay; 0: the output is the run itself */
    const char *history;       /* NULL: OUTPUT/history.csv with `keep`, else none */
    const char *metrics;       /* metrics file, or NULL */
    size_t trend;              /* earlier runs that a trend looks at */
    time_t started;            /* dates the run */
} fw_nightly_options;

/* Zero-initialise; fw_nightly_free. */
typedef struct fw_nightly_result {
    fw_run_result run;
    bool skipped;      /* nothing had changed: folder and summary are those of the earlier run */
    char *folder;      /* where the results are; owned */
    char changed[128]; /* which inputs differ from the run before, or empty */
    char ahead[64];    /* the newest of the earlier runs, where it is dated after this one; or empty */
    json_t *summary;   /* summary.json as written; owned */
    time_t ended;
} fw_nightly_result;

/* "2026-11-22T02-00-00Z": names a run in the log, and its folder. */
void fw_run_id(time_t started, char out[FW_RUN_ID_SIZE]);

/* Rules about options: FW_USAGE with a sentence. Includes fw_run_check. */
fw_code fw_nightly_check(const fw_nightly_options *options, fw_error *err);

/*
 * Runs unless nothing has changed since the last run (and run->force is not set). With `keep`: the run goes
 * into OUTPUT/DATE, OUTPUT/latest is switched to it when its gates passed, older runs are removed. Then
 * history and metrics are written; metrics also after a failure. FW_GATE: results are whole, a gate failed
 * (also of the run that still stands when skipped); `err` has no message then: result->summary has the gates.
 * FW_BUSY: another run holds the folder. Else as fw_run.
 */
fw_code fw_run_nightly(const fw_nightly_options *options, fw_nightly_result *result, fw_error *err);
void fw_nightly_free(fw_nightly_result *result);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
