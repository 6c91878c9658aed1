/* night.h: what a repeated run tells beside the summary: what was skipped, gates, drift and trend. */
#ifndef FAILWISE_CLI_NIGHT_H
#define FAILWISE_CLI_NIGHT_H

#include "cli/cli.h"

/* Runs what cli->run says, with what the command line says of runs that are repeated, and tells the outcome.
 */
fw_code fw_night_run(fw_cli *cli, fw_error *err);

/* Nothing had changed: says so, and where the results are. Takes and returns the run's code. */
fw_code fw_night_tell_skipped(fw_cli *cli, fw_code code, const fw_nightly_result *result, fw_error *err);
/* Drift and what is out of the ordinary, of a run that has ended well or with a failed gate. */
void fw_night_tell(fw_cli *cli, fw_code code, const fw_nightly_result *result);
/* Names each failed gate and fills the error with all of them. Returns FW_GATE. */
fw_code fw_night_gates(fw_cli *cli, const fw_nightly_result *result, fw_error *err);

#endif
