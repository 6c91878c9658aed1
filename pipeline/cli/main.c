/* main.c: the program for one machine. */
#include "cli/guard.h"
#include "cli/program.h"

#include <unistd.h>

int main(int argc, char **argv) {
    static const fw_program FAILWISE = {.name = "failwise", .usage = "failwise", .commands = FW_CMD_ALL};
    fw_guard_process();
    (void)fw_program_catch_signals();
    const int status = fw_program_main(&FAILWISE, argc, argv);
    if (status == FW_IO || status > FW_INTERRUPTED) _exit(status);
    return status;
}
