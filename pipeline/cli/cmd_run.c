/* cmd_run.c: the whole pipeline in one pass over the text. */
#include "cli/summary.h"

fw_code fw_cmd_run(fw_cli *cli, fw_error *err) {
    cli->run.answers = cli->args[0];
    fw_run_result result = {0};
    fw_code code = fw_run_check(&cli->run, err);
    if (code == FW_OK) code = fw_run(&cli->run, &result, err);
    return fw_summary(cli, code, &result, "report.html", err);
}
