/* cmd_agree.c: how raters agree, how reliable their ratings are, and which of them stand out. */
#include "cli/agree_view.h"
#include "cli/cli.h"

static fw_code tell(fw_cli *cli, const fw_agree *agree, fw_error *err) {
    if (cli->json) return fw_agree_print_json(agree, err);
    if (cli->run.output) {
        printf("%s\n", cli->run.output);
        return FW_OK;
    }
    const fw_console console = fw_console_when(cli->color);
    fw_agree_print(&console, agree, cli->verbose > 0);
    return FW_OK;
}

fw_code fw_cmd_agree(fw_cli *cli, fw_error *err) {
    const fw_agree_options options = {.path = cli->args[0],
                                      .run = &cli->run,
                                      .traits = cli->traits,
                                      .trait_count = cli->trait_count,
                                      .resamples = cli->table.bootstrap};
    fw_agree agree;
    const fw_code code = fw_run_agree(&options, &agree, err);
    if (code != FW_OK && code != FW_GATE) return code;
    fw_meter_end(&cli->meter);
    const size_t rejected = fw_ratings_reject_count(agree.ratings);
    if (rejected && (cli->run.output || cli->json))
        fw_log_warning(&cli->log, "%zu of %llu rows were set aside", rejected,
                       (unsigned long long)fw_ratings_rows(agree.ratings));
    if (code == FW_GATE)
        fw_log_warning(&cli->log, "more than %g %% of the rows were rejected",
                       100 * cli->run.max_reject_rate);
    const fw_code told = tell(cli, &agree, err);
    fw_agree_free(&agree);
    return told == FW_OK ? code : told;
}
