/* cmd_fit.c: scoring weights from ratings: of a dataset's features, or of anybody's table. */
#include "cli/summary.h"

#include <math.h>

fw_code fw_cmd_fit(fw_cli *cli, fw_error *err) {
    fw_run_result result = {.mean_overall = (double)NAN};
    if (cli->table.table) {
        if (cli->arg_count || cli->run.ratings)
            return fw_fail(err, FW_USAGE, "'fit --table' takes its rows and ratings from the table alone");
        return fw_summary(cli, fw_run_fit_table(&cli->run, &cli->table, &result, err), &result, NULL, err);
    }
    if (cli->arg_count == 0)
        return fw_fail(err, FW_USAGE, "'fit' needs an argument: failwise fit %s", cli->command->synopsis);
    if (!cli->run.ratings) return fw_fail(err, FW_USAGE, "'fit' needs --ratings: the judgements to fit to");
    return fw_summary(cli, fw_run_fit(cli->args[0], &cli->run, &result, err), &result, NULL, err);
}
