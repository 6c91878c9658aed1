/* cmd_evaluate.c: how good given scores are. */
#include "cli/cli.h"

#include <failwise/evaluate_run.h>

fw_code fw_cmd_evaluate(fw_cli *cli, fw_error *err) {
    fw_evaluate_options options = cli->evaluate;
    options.scores = cli->args[0];
    fw_evaluate_result result;
    const fw_code code = fw_run_evaluate(&cli->run, &cli->table, &options, &result, err);
    if (code != FW_OK) return code;
    if (cli->json)
        puts(result.json);
    else if (!cli->quiet)
        fputs(result.summary, stdout);
    if (result.rows_used < result.rows_read)
        fw_log_info(&cli->log, "set aside %zu of %zu rows", result.rows_read - result.rows_used,
                    result.rows_read);
    fw_evaluate_result_free(&result);
    return FW_OK;
}
