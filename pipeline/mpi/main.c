/* main.c: failwise-mpi: `run` over the processes of an MPI program. */
#include "cli/guard.h"
#include "cli/program.h"
#include "mpi/follow.h"
#include "mpi/lead.h"

#include "base/log.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static fw_lead lead; /* of the process that leads; `prepare` is given none */

static fw_code join_team(fw_cli *cli, fw_error *err) {
    fw_run_options *run = &cli->run;
    if (cli->command->bit != FW_CMD_RUN) return FW_OK;
    if (run->parts)
        return fw_fail(err, FW_USAGE,
                       "--shard is for machines that know nothing of each other: use failwise");
    if (lead.crew->size > 1) run->team = &lead.team; /* alone it is the program for one machine */
    run->threads = fw_crew_threads(lead.crew, run->threads);
    return FW_OK;
}

static int lead_run(fw_crew *crew, int argc, char **argv) {
    static const fw_program PROGRAM = {.name = "failwise-mpi",
                                       .usage = "mpirun -n N failwise-mpi",
                                       .commands = FW_CMD_RUN | FW_CMD_VERSION,
                                       .prepare = join_team};
    fw_error err = {0};
    if (fw_lead_open(&lead, crew, &err) != FW_OK) {
        fw_log_error(&(fw_log){.stream = stderr}, &err);
        return (int)err.code;
    }
    const int status = fw_program_main(&PROGRAM, argc, argv);
    if (status == FW_INTERRUPTED + SIGTERM && crew->size > 1)
        fprintf(stderr, "failwise: (this is also what happens when another process has died: mpirun then "
                        "stops the rest)\n");
    fw_lead_end(&lead, status);
    fw_lead_close(&lead);
    return status;
}

int main(int argc, char **argv) {
    fw_guard_process();
    const volatile int *stop = fw_program_catch_signals();
    fw_crew crew;
    fw_error err = {0};
    if (fw_crew_start(&crew, stop, &err) != FW_OK) {
        fw_log_error(&(fw_log){.stream = stderr}, &err);
        return (int)err.code;
    }
    const int status = crew.rank == 0 ? lead_run(&crew, argc, argv) : fw_follow(&crew);
    /* After a failed write MPI_Finalize would have HDF5 flush what it cannot, and crash; after a signal
     * others may not be there to leave with. */
    if (status == FW_IO || status > FW_INTERRUPTED) _exit(status);
    fw_crew_end(&crew);
    return crew.rank == 0 ? status : 0;
}
