/* stage.h: what every stage is run with: threads that stay for all of its loops, a clock, a progress that can
 * stop it. */
#ifndef FAILWISE_RUN_STAGE_H
#define FAILWISE_RUN_STAGE_H

#include <failwise/run.h>

typedef fw_code fw_stage_function(const char *input, const fw_run_options *options, fw_run_result *result,
                                  fw_error *err);
/* Calls the function, with as many threads at hand as the options say. */
fw_code fw_run_keeping_threads(fw_stage_function *stage, const char *input, const fw_run_options *options,
                               fw_run_result *result, fw_error *err);

/* Seconds of a monotonic clock, for the time of each stage. */
double fw_clock(void);

/* FW_INTERRUPTED when a signal asked to stop; also tells the progress. */
fw_code fw_run_tick(const fw_run_options *options, const char *stage, uint64_t rows, fw_error *err);

/* Tells that a stage begins (seconds negative) or has ended. */
void fw_run_tell_stage(const fw_run_options *options, const char *stage, double seconds, uint64_t rows);

#endif
