/* cmd_run.c: the whole pipeline in one pass over the text, and what a nightly job is told about it. */
#include "cli/night.h"
#include "cli/summary.h"

#include "base/str.h"

fw_code fw_cmd_run(fw_cli *cli, fw_error *err) {
    cli->run.answers = cli->args[0];
    const fw_nightly_options options = {.run = &cli->run,
                                        .keep = cli->keep,
                                        .history = cli->history,
                                        .metrics = cli->metrics,
                                        .trend = cli->trend,
                                        .started = time(NULL)};
    char id[FW_RUN_ID_SIZE];
    fw_run_id(options.started, id);
    cli->log.run = fw_arena_copy(&cli->arena, fw_str_of(id));
    fw_log_event(&cli->log, "started", NULL);
    fw_nightly_result result = {0};
    fw_code code = fw_nightly_check(&options, err);
    if (code == FW_OK) code = fw_run_nightly(&options, &result, err);
    if (result.folder) cli->run.output = fw_arena_copy(&cli->arena, fw_str_of(result.folder));
    if (!cli->run.output) code = fw_fail_nomem(err);
    if (result.skipped) {
        code = fw_night_tell_skipped(cli, code, &result, err);
    } else {
        code = fw_summary(cli, code, &result.run, "report.html", err);
        fw_night_tell(cli, code, &result);
    }
    if (code == FW_GATE) code = fw_night_gates(cli, &result, err);
    fw_nightly_free(&result);
    return code;
}
