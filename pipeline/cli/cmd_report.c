/* cmd_report.c: pages and tables from scores. */
#include "cli/summary.h"

fw_code fw_cmd_report(fw_cli *cli, fw_error *err) {
    fw_run_result result = {0};
    return fw_summary(cli, fw_run_report(cli->args[0], &cli->run, &result, err), &result, "report.html", err);
}
