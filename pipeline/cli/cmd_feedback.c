/* cmd_feedback.c: pages for the people who gave the answers. */
#include "cli/cli.h"

#include <failwise/feedback.h>

#include <stdlib.h>

static fw_code check(const fw_cli *cli, fw_error *err) {
    if (cli->all && cli->participant)
        return fw_fail(err, FW_USAGE, "give --participant ID or --all, not both");
    if (!cli->all && !(cli->participant && cli->participant[0]))
        return fw_fail(err, FW_USAGE, "whose page? Give --participant ID, or --all");
    return FW_OK;
}

fw_code fw_cmd_feedback(fw_cli *cli, fw_error *err) {
    fw_code code = check(cli, err);
    if (code != FW_OK) return code;
    const fw_feedback_job job = {.source = cli->args[0], .participant = cli->participant};
    char *written = NULL;
    code = fw_run_feedback(&job, &cli->run, &written, err);
    fw_meter_end(&cli->meter);
    if (code == FW_OK && written) {
        fw_log_info(&cli->log,
                    cli->all ? "privacy   the pages hold people's words: give each person their own only"
                             : "privacy   the page holds the person's words: it is for them and their coach");
        printf("%s\n", written);
    }
    free(written);
    return code;
}
