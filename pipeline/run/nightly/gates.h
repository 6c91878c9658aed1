/* gates.h: the quality gates of a run: what is held to a limit, and how a failed one is told. */
#ifndef FAILWISE_RUN_GATES_H
#define FAILWISE_RUN_GATES_H

#include "base/output.h"

#include <failwise/run.h>

/* FW_USAGE: a gate is asked for that this run cannot measure. */
fw_code fw_gates_check(const fw_run_options *options, fw_error *err);

/* Holds what the run found (intake, quality, drift) to the limits asked for: fills result->gates. */
void fw_gates_measure(const fw_run_options *options, fw_run_result *result);

/*
 * How far the scores and features in `now` (a folder being built) have moved from those of the finished run
 * in options->baseline; also writes drift.csv into it. With the gate min_changed, whom that tells of. Nothing
 * is measured when either has fewer than k answers. Both runs are held in memory. Errors as fw_run_compare.
 */
fw_code fw_drift_from(const fw_run_options *options, const fw_outdir *now, fw_drift_found *out,
                      fw_error *err);

#endif
