/*
 * completion.h: what shells and `man` need to know of commands and options, printed from the tables.
 */
#ifndef FAILWISE_CLI_COMPLETION_H
#define FAILWISE_CLI_COMPLETION_H

#include "cli/options.h"

/* A completion script for "bash", "zsh" or "fish"; false for another shell. */
bool fw_completion(const char *shell, fw_buffer *out);

/* The manual page failwise-COMMAND(1) as roff, or that of defaults->program; defaults are read from
 * `defaults`. */
void fw_manual_page(const fw_command *command, const fw_cli *defaults, fw_buffer *out);

#endif
