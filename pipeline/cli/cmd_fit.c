/* cmd_fit.c: scoring weights from ratings. */
#include "cli/summary.h"

#include <math.h>

fw_code fw_cmd_fit(fw_cli *cli, fw_error *err) {
    if (!cli->run.ratings) return fw_fail(err, FW_USAGE, "'fit' needs --ratings: the judgements to fit to");
    fw_run_result result = {.mean_overall = (double)NAN};
    return fw_summary(cli, fw_run_fit(cli->args[0], &cli->run, &result, err), &result, NULL, err);
}
