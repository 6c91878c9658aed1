/* cmd_completion.c: completion scripts for shells. */
#include "cli/completion.h"

fw_code fw_cmd_completion(fw_cli *cli, fw_error *err) {
    fw_buffer text = {0};
    fw_code code = FW_OK;
    if (!fw_completion(cli->args[0], &text))
        code = fw_fail(err, FW_USAGE, "'%.40s' is not one of bash, zsh, fish", cli->args[0]);
    else if (text.failed)
        code = fw_fail_nomem(err);
    else
        fputs(text.data, stdout);
    fw_buffer_free(&text);
    return code;
}
