/* cmd_load.c: answers from CSV into a dataset. */
#include "cli/summary.h"

fw_code fw_cmd_load(fw_cli *cli, fw_error *err) {
    cli->run.answers = cli->args[0];
    fw_run_result result = {0};
    return fw_summary(cli, fw_run_load(&cli->run, &result, err), &result, NULL, err);
}
