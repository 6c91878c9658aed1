/* summary.h: what a stage tells when it is done: what was read and used, how good the fit is, where time
 * went. */
#ifndef FAILWISE_CLI_SUMMARY_H
#define FAILWISE_CLI_SUMMARY_H

#include "cli/cli.h"

/* Connects run.progress with the meter, by --progress, -q and whether stderr is a terminal. */
void fw_cli_attach_progress(fw_cli *cli, const volatile int *stop);

/*
 * Tells the result of a stage on stderr and the path of what was written (`written`, inside the output
 * folder, or NULL for the output itself) on stdout. Takes the stage's code: FW_OK and FW_GATE are told,
 * others pass through.
 */
fw_code fw_summary(fw_cli *cli, fw_code code, const fw_run_result *result, const char *written,
                   fw_error *err);

/* Prints the path of what was written: the output itself (`written` NULL), or a file in it. */
void fw_tell_written(const char *output, const char *written);

#endif
