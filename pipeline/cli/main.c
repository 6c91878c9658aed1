/* main.c: the program for one machine. */
#include "cli/deferred/deferred.h"
#include "cli/guard.h"
#include "cli/program.h"

#include <unistd.h>

/* Ratings are read first, and need none of the libraries; a part needs them nowhere. */
static fw_code expect_libraries(fw_cli *cli, fw_error *err) {
    (void)err;
    if (fw_deferred_expect && cli->command->bit == FW_CMD_RUN && !cli->run.parts) fw_deferred_expect();
    return FW_OK;
}

int main(int argc, char **argv) {
    static const fw_program FAILWISE = {
        .name = "failwise", .usage = "failwise", .commands = FW_CMD_ALL, .prepare = expect_libraries};
    fw_guard_process();
    (void)fw_program_catch_signals();
    const int status = fw_program_main(&FAILWISE, argc, argv);
    if (fw_deferred_settle) fw_deferred_settle();
    if (status == FW_IO || status > FW_INTERRUPTED) _exit(status);
    return status;
}
