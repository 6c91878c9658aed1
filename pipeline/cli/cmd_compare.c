/* cmd_compare.c: two runs side by side. */
#include "cli/cli.h"

fw_code fw_cmd_compare(fw_cli *cli, fw_error *err) {
    const fw_compare_options options = {.a = cli->args[0],
                                        .b = cli->args[1],
                                        .output = cli->run.output,
                                        .command_line = cli->run.command_line,
                                        .max_psi = cli->max_psi,
                                        .force = cli->run.force};
    fw_compare_result result;
    const fw_code code = fw_run_compare(&options, &result, err);
    if (code != FW_OK && code != FW_GATE) return code;
    if (cli->json)
        puts(result.json);
    else if (!cli->quiet)
        fputs(result.summary, stdout);
    fw_compare_result_free(&result);
    return code;
}
