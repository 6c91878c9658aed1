/* cmd_run.c: the whole pipeline in one pass over the text, or one part of it. */
#include "cli/night.h"
#include "cli/summary.h"

/* A part is not a run: what is kept of runs belongs to the merge. */
static fw_code run_part(fw_cli *cli, fw_error *err) {
    if (cli->keep || cli->history || cli->metrics)
        return fw_fail(err, FW_USAGE,
                       "--shard writes a part: give --keep, --history and --metrics-file to 'merge'");
    fw_run_result result = {0};
    return fw_summary(cli, fw_run_part(&cli->run, &result, err), &result, NULL, err);
}

fw_code fw_cmd_run(fw_cli *cli, fw_error *err) {
    cli->run.answers = cli->args[0];
    return cli->run.parts ? run_part(cli, err) : fw_night_run(cli, err);
}
