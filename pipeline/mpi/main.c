/* main.c: failwise-mpi: `run` over the processes of an MPI program. */
#include "cli/guard.h"
#include "cli/program.h"
#include "mpi/follow.h"
#include "mpi/lead.h"

#include "base/log.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
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

static const fw_program PROGRAM = {.name = "failwise-mpi",
                                   .usage = "mpirun -n N failwise-mpi",
                                   .commands = FW_CMD_RUN | FW_CMD_VERSION,
                                   .about = "one run of failwise over the processes of an MPI program",
                                   .without = "shard",
                                   .prepare = join_team};

static int lead_run(fw_crew *crew, int argc, char **argv) {
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

/*
 * Help by itself, where no launcher has started us: it is also asked for where programs are built, and MPI
 * may not be able to start there. Whoever is taken for alone and is not prints what the others print, too.
 */
static bool is_help_alone(int argc, char **argv) {
    static const char *const LAUNCHERS[] = {"OMPI_COMM_WORLD_SIZE", "PMIX_RANK", "PMI_RANK", "SLURM_PROCID"};
    static const char *const WORDS[] = {"help", "--help", "-h", "version", "--version"};
    for (size_t i = 0; i < sizeof LAUNCHERS / sizeof *LAUNCHERS; i++)
        if (getenv(LAUNCHERS[i])) return false;
    for (size_t i = 0; argc > 1 && i < sizeof WORDS / sizeof *WORDS; i++)
        if (strcmp(argv[1], WORDS[i]) == 0) return true;
    return argc == 1;
}

int main(int argc, char **argv) {
    fw_guard_process();
    const volatile int *stop = fw_program_catch_signals();
    if (is_help_alone(argc, argv)) return fw_program_main(&PROGRAM, argc, argv);
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
