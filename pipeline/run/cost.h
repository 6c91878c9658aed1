/*
 * cost.h: what each part of a run costs, in CPU seconds, for `run -v`.
 *
 * Threads work on several parts at once, so that wall time cannot be shared out: thread clocks are read
 * around a batch of rows (never around a row), and what no clock was read for is the difference to the
 * process's clock.
 */
#ifndef FAILWISE_RUN_COST_H
#define FAILWISE_RUN_COST_H

#include <failwise/run.h>

/* CPU seconds by fw_run_cost. One a thread, or one a step that is never entered twice at a time. */
typedef struct fw_costs {
    double cpu[FW_COST_COUNT];
} fw_costs;

/* CPU seconds of this thread, and of all threads of the process. */
double fw_cpu_thread(void);
double fw_cpu_process(void);

/* Charges what this thread used since *mark to a part, and moves the mark on. */
void fw_cost_lap(fw_costs *costs, fw_run_cost part, double *mark);
/* Adds `count` entries to the result's. */
void fw_costs_add(fw_run_result *result, const fw_costs *costs, size_t count);
/* Charges to `part` what the process used since *mark beyond `known` seconds that were charged already. */
void fw_cost_rest(fw_run_result *result, fw_run_cost part, double *mark, double known);
/* All that has been charged. */
double fw_cost_sum(const fw_run_result *result);

#endif
