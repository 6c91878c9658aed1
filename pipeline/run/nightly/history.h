/* history.h: history.csv: one row a run, and this run beside the last ones. */
#ifndef FAILWISE_RUN_HISTORY_H
#define FAILWISE_RUN_HISTORY_H

#include "load/table.h"
#include "run/figures.h"

#include <failwise/report.h>

/* Earlier runs as read; oldest first. Zero-initialise; fw_history_free. */
typedef struct fw_history {
    fw_table table; /* columns as fw_figures, then the status */
    size_t last;    /* how many of them the trend looks at */
} fw_history;

/*
 * Reads a history, of which the last `last` runs count; a file that is not there has none. Rows that are
 * broken (the machine stopped while one was written) are left out. FW_DATA: a file without our columns.
 */
fw_code fw_history_read(const char *path, size_t last, fw_history *out, fw_error *err);
/* Leaves out runs that a gate has failed: `latest` was not switched to them, and their reports not given out.
 */
void fw_history_drop_failed(fw_history *history);
void fw_history_free(fw_history *history);

/* The figures that are followed, as they were in those last runs; how many. They point into `history`. */
size_t fw_history_past(const fw_history *history, fw_past_figure out[FW_FIGURE_COUNT]);

/* What a row says besides the figures of its summary. */
typedef struct fw_history_row {
    const char *time, *run;
    int status;
    double seconds;
    const json_t *summary;
} fw_history_row;
/* Adds a row behind the last whole one, in one write; creates the file with its header. Other runs may do the
 * same at the same time. */
fw_code fw_history_append(const char *path, const fw_history_row *row, fw_error *err);
/* Whether there is a whole row of the run with this name. */
fw_code fw_history_has(const char *path, const char *run, bool *has, fw_error *err);

#endif
