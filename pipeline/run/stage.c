/* stage.c: what every stage is run with. */
#include "run/stage.h"

#include "base/ordered.h"
#include "base/threads.h"

#include <time.h>

typedef struct {
    fw_stage_function *stage;
    const char *input;
    const fw_run_options *options;
    fw_run_result *result;
    fw_error *err;
    fw_code code;
} call;

static void make_call(void *context) {
    call *c = context;
    c->code = c->stage(c->input, c->options, c->result, c->err);
}

fw_code fw_run_keeping_threads(fw_stage_function *stage, const char *input, const fw_run_options *options,
                               fw_run_result *result, fw_error *err) {
    call c = {stage, input, options, result, err, FW_BUG};
    fw_threads_keep(options->threads ? options->threads : fw_ordered_processors(), make_call, &c);
    return c.code;
}

double fw_clock(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

fw_code fw_run_tick(const fw_run_options *options, const char *stage, uint64_t rows, fw_error *err) {
    const fw_progress *progress = &options->progress;
    if (progress->stop && *progress->stop) return fw_fail(err, FW_INTERRUPTED, "interrupted");
    if (progress->tick) progress->tick(progress->context, stage, rows, 0, 0);
    return FW_OK;
}

void fw_run_tell_stage(const fw_run_options *options, const char *stage, double seconds, uint64_t rows) {
    const fw_progress *progress = &options->progress;
    if (progress->stage) progress->stage(progress->context, stage, seconds, rows);
}
