/* keep.c: a stage as what threads are kept for. */
#include "run/keep.h"

#include "base/ordered.h"
#include "base/threads.h"

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
