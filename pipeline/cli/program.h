/* program.h: what the main of each of our programs calls. */
#ifndef FAILWISE_CLI_PROGRAM_H
#define FAILWISE_CLI_PROGRAM_H

#include "cli/cli.h"

struct fw_program {
    const char *name;    /* "failwise" */
    const char *usage;   /* how it is started, for help */
    uint32_t commands;   /* FW_CMD_... bits of those it has */
    const char *about;   /* what it is, for its only manual page; NULL: each command has a page */
    const char *without; /* an option of the commands that it has not, and does not list; or NULL */
    /* Called before a command; may be NULL. */
    fw_code (*prepare)(fw_cli *cli, fw_error *err);
};

/* From now on a signal that asks to stop sets the value that is returned instead of ending the process. */
const volatile int *fw_program_catch_signals(void);

/* Runs the command that `argv` names and prints what went wrong. Gives the exit status; behind FW_IO the
 * process should end by _exit: the HDF5 library may crash in its own exit handler. */
int fw_program_main(const fw_program *program, int argc, char **argv);

#endif
