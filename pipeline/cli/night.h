/* night.h: what a repeated run tells beside the summary: what was skipped, gates, drift and trend. */
#ifndef FAILWISE_CLI_NIGHT_H
#define FAILWISE_CLI_NIGHT_H

#include "cli/cli.h"

/* Runs what cli->run says, with what the command line says of runs that are repeated, and tells the outcome.
 */
fw_code fw_night_run(fw_cli *cli, fw_error *err);

#endif
