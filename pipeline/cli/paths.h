/* paths.h: one file that a command line names twice. */
#ifndef FAILWISE_CLI_PATHS_H
#define FAILWISE_CLI_PATHS_H

#include "cli/options.h"

/* FW_USAGE when two of the paths are the same file or both standard input; NULL paths are passed over. */
fw_code fw_paths_differ(const char *const *paths, size_t count, fw_error *err);

/* FW_USAGE when a file that the command would write is one that it reads, or two outputs are one file. */
fw_code fw_outputs_differ(const fw_cli *cli, fw_error *err);

#endif
