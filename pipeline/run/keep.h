/* keep.h: threads that stay for all loops of a stage, or of a whole run. */
#ifndef FAILWISE_RUN_KEEP_H
#define FAILWISE_RUN_KEEP_H

#include <failwise/run.h>

typedef fw_code fw_stage_function(const char *input, const fw_run_options *options, fw_run_result *result,
                                  fw_error *err);
/* Calls the function, with as many threads at hand as the options say. */
fw_code fw_run_keeping_threads(fw_stage_function *stage, const char *input, const fw_run_options *options,
                               fw_run_result *result, fw_error *err);

#endif
