/* cmd_config.c: the settings in force, and where each came from. */
#include "cli/settings.h"

#include <string.h>

fw_code fw_cmd_config(fw_cli *cli, fw_error *err) {
    if (strcmp(cli->args[0], "show") != 0)
        return fw_fail(err, FW_USAGE, "'config' knows one thing to do: show");
    const char *name = cli->arg_count > 1 ? cli->args[1] : "run";
    const fw_command *shown = fw_command_find(name);
    if (!shown) return fw_fail(err, FW_USAGE, "'%.60s' is not a command", name);
    /* The settings are those that the other command would meet. */
    const fw_command *own = cli->command;
    cli->command = shown;
    fw_settings_free(cli);
    fw_code code = fw_settings_begin(cli, err);
    if (code == FW_OK) code = fw_settings_load(cli, cli->config, err);
    fw_buffer text = {0};
    if (code == FW_OK) fw_settings_print(cli, shown, cli->origin, &text);
    if (code == FW_OK && text.failed) code = fw_fail_nomem(err);
    if (code == FW_OK) fputs(text.data, stdout);
    fw_buffer_free(&text);
    cli->command = own;
    return code;
}
