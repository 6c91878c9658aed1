/*
 * settings.h: values of options from configuration files and the environment, and where each came from.
 *
 * Weakest first: defaults, /etc/failwise.conf, $XDG_CONFIG_HOME/failwise.conf (or ~/.config), --config FILE,
 * FAILWISE_* variables, options of the command line. A stronger source replaces what a weaker one has set,
 * lists included.
 */
#ifndef FAILWISE_CLI_SETTINGS_H
#define FAILWISE_CLI_SETTINGS_H

#include "cli/options.h"

typedef enum fw_source {
    FW_SOURCE_DEFAULT,
    FW_SOURCE_SYSTEM,
    FW_SOURCE_USER,
    FW_SOURCE_CONFIG,
    FW_SOURCE_ENVIRONMENT,
    FW_SOURCE_OPTION
} fw_source;

/* The longest line of a file. `config show` prints none that is longer, so a setting must fit: NAME=VALUE. */
enum { FW_SETTING_LINE = 198 };

/* What set an option last. One a row of fw_options. */
struct fw_setting {
    fw_source source;
    const char *origin; /* "/etc/failwise.conf:3", "FAILWISE_K", "--k"; NULL: nothing has */
    fw_buffer values;   /* as given, one a line (lists have several); owned */
};

/* Room for the settings of a call; FW_IO when memory is out. Freed by fw_settings_free. */
fw_code fw_settings_begin(fw_cli *cli, fw_error *err);
void fw_settings_free(fw_cli *cli);

/*
 * Sets one value: nothing when a stronger source has spoken already. Flags take NULL (true) or yes/no. Errors
 * as fw_option_set.
 */
fw_code fw_setting_put(fw_cli *cli, const fw_option *option, const char *value, fw_source source,
                       const char *origin, fw_error *err);

/*
 * Reads one file: "key = value" lines, keys are the names of options; those in front of a section count for
 * every command that takes them, [COMMAND] is for one. FW_CONFIG with file and line: an unknown key (and the
 * nearest name), a bad value, a line that is neither; FW_NOINPUT: cannot be read.
 */
fw_code fw_settings_read(fw_cli *cli, const char *path, fw_source source, fw_error *err);

/* The files of the system and the user, where they are; the file that `config` names; FAILWISE_* variables.
 */
fw_code fw_settings_load(fw_cli *cli, const char *config, fw_error *err);

/* Settings of files and the environment that can change results, as words of a command line. */
void fw_settings_record(const fw_cli *cli, fw_buffer *out);
/* All settings of a command, as a configuration file; with `origin`, where each comes from. */
void fw_settings_print(const fw_cli *cli, const fw_command *command, bool origin, fw_buffer *out);

#endif
