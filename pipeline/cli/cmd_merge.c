/* cmd_merge.c: the parts of a run, into its results. */
#include "cli/night.h"

fw_code fw_cmd_merge(fw_cli *cli, fw_error *err) {
    fw_parts *parts = NULL;
    fw_code code = fw_parts_open(cli->args, cli->arg_count, &parts, err);
    if (code == FW_OK) code = fw_parts_use(parts, &cli->run, err);
    if (code == FW_OK) code = fw_night_run(cli, err);
    fw_parts_close(parts);
    return code;
}
