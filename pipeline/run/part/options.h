/* options.h: the options of a run as JSON and back, so that a part brings its own along. */
#ifndef FAILWISE_RUN_PART_OPTIONS_H
#define FAILWISE_RUN_PART_OPTIONS_H

#include "base/arena.h"

#include <failwise/run.h>

/* Everything that can change results; not where the output goes, threads, progress. FW_USAGE: a name that is
 * not UTF-8. */
fw_code fw_run_options_to_json(const fw_run_options *options, json_t **out, fw_error *err);
/* Sets these options, and no others. Strings point into `json`, lists into the arena. FW_IO: memory. */
fw_code fw_run_options_from_json(const json_t *json, fw_arena *arena, fw_run_options *options, fw_error *err);

#endif
