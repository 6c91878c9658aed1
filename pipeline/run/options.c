/* options.c: what a run may be told: defaults, and what cannot go together. */
#include "run/nightly/gates.h"

#include <failwise/run.h>

#include <math.h>
#include <string.h>

fw_run_options fw_run_defaults(void) {
    return (fw_run_options){
        .model_type = "rubric-ridge",
        .trait = "overall",
        .pii = "mask",
        .words_per_minute = 150,
        .max_reject_rate = 0.05,
        .min_r = (double)NAN,
        .min_qwk = (double)NAN,
        .max_missing_ratings = (double)NAN,
        .max_psi = (double)NAN,
        .min_changed = (double)NAN,
        .scale_min = (double)NAN,
        .scale_max = (double)NAN,
        .folds = 10,
        .k = 5,
        .seed = 1,
    };
}

fw_code fw_run_check(const fw_run_options *o, fw_error *err) {
    if (!o->output) return fw_fail(err, FW_USAGE, "--output is needed");
    if (o->ratings && o->rating_column_count) {
        return fw_fail(err, FW_USAGE, "give --ratings or --rating-columns, not both");
    }
    if (o->model && (o->ratings || o->rating_column_count)) {
        return fw_fail(err, FW_USAGE,
                       "--model scores with given weights and ratings fit new ones: give one of them");
    }
    if (o->ratings && o->answers && strcmp(o->ratings, "-") == 0 && strcmp(o->answers, "-") == 0) {
        return fw_fail(err, FW_USAGE, "answers and ratings cannot both come from standard input");
    }
    if (isfinite(o->scale_min) && !(o->scale_min < o->scale_max)) {
        return fw_fail(err, FW_USAGE, "--scale needs a lower end below its upper end");
    }
    return fw_gates_check(o, err);
}
