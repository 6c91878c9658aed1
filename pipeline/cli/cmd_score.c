/* cmd_score.c: scores of every answer of a dataset, or of every row of a table. */
#include "cli/summary.h"

fw_code fw_cmd_score(fw_cli *cli, fw_error *err) {
    fw_run_result result = {0};
    if (cli->table.table) {
        if (cli->arg_count) return fw_fail(err, FW_USAGE, "give a dataset or --table, not both");
        return fw_summary(cli, fw_run_score_table(&cli->run, &cli->table, &result, err), &result, NULL, err);
    }
    if (cli->arg_count == 0)
        return fw_fail(err, FW_USAGE, "'score' needs an argument: failwise score %s", cli->command->synopsis);
    return fw_summary(cli, fw_run_score(cli->args[0], &cli->run, &result, err), &result, NULL, err);
}
