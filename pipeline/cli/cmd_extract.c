/* cmd_extract.c: features of every answer of a dataset. */
#include "cli/summary.h"

fw_code fw_cmd_extract(fw_cli *cli, fw_error *err) {
    fw_run_result result = {0};
    return fw_summary(cli, fw_run_extract(cli->args[0], &cli->run, &result, err), &result, NULL, err);
}
