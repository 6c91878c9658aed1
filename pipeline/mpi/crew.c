/* crew.c: joining, sending, waiting. */
#include "mpi/crew.h"

#include "base/ordered.h"

#include <sched.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static fw_code mpi_failed(int reason, const char *what, fw_error *err) {
    char text[MPI_MAX_ERROR_STRING] = "";
    int length = 0;
    if (MPI_Error_string(reason, text, &length) != MPI_SUCCESS) text[0] = '\0';
    return fw_fail(err, FW_IO, "cannot %s: %.200s", what, text);
}

/* How many of the processes run here. */
static int count_neighbours(MPI_Comm all) {
    MPI_Comm here;
    int count = 1;
    if (MPI_Comm_split_type(all, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &here) != MPI_SUCCESS) return 1;
    if (MPI_Comm_size(here, &count) != MPI_SUCCESS) count = 1;
    (void)MPI_Comm_free(&here);
    return count;
}

fw_code fw_crew_start(fw_crew *crew, const volatile int *stop, fw_error *err) {
    /* Memory of a process that is not dumpable (cli/guard.h) cannot be read by its neighbours. */
    (void)setenv("OMPI_MCA_btl_vader_single_copy_mechanism", "none", 0);
    *crew = (fw_crew){.comm = MPI_COMM_WORLD, .stop = stop};
    int given = 0;
    int reason = MPI_Init_thread(NULL, NULL, MPI_THREAD_SERIALIZED, &given);
    if (reason == MPI_SUCCESS) reason = MPI_Comm_set_errhandler(crew->comm, MPI_ERRORS_RETURN);
    if (reason == MPI_SUCCESS) reason = MPI_Comm_rank(crew->comm, &crew->rank);
    if (reason == MPI_SUCCESS) reason = MPI_Comm_size(crew->comm, &crew->size);
    if (reason != MPI_SUCCESS) return mpi_failed(reason, "start with Open MPI", err);
    if (given < MPI_THREAD_SERIALIZED) return fw_fail(err, FW_IO, "this Open MPI was built without threads");
    crew->neighbours = count_neighbours(crew->comm);
    return FW_OK;
}

void fw_crew_end(fw_crew *crew) {
    (void)MPI_Finalize(); /* there is nobody left to tell */
    crew->size = 0;
}

size_t fw_crew_threads(const fw_crew *crew, size_t asked) {
    const size_t here = fw_ordered_processors();
    const long all = sysconf(_SC_NPROCESSORS_ONLN);
    if (asked) return asked;
    if (all > 0 && here < (size_t)all) return here; /* each process was given processors of its own */
    const size_t share = here / (size_t)(crew->neighbours > 0 ? crew->neighbours : 1);
    return share ? share : 1;
}

/* ---- waiting ---- */

/* Answers mostly come at once, but an order may be hours away. */
static void pause_a_while(unsigned *round) {
    enum { YIELDS = 100, DOUBLINGS = 7 };
    const unsigned beyond = *round < YIELDS ? 0 : (*round - YIELDS) / YIELDS;
    if ((*round)++ < YIELDS) {
        (void)sched_yield();
        return;
    }
    const struct timespec nap = {.tv_nsec = 20000L << (beyond < DOUBLINGS ? beyond : DOUBLINGS)};
    (void)nanosleep(&nap, NULL);
}

static fw_code stopped(const fw_crew *crew, fw_error *err) {
    return *crew->stop ? fw_fail(err, FW_INTERRUPTED, "interrupted") : FW_OK;
}

fw_code fw_crew_send(const fw_crew *crew, int to, fw_mail what, const fw_buffer *message, fw_error *err) {
    MPI_Request request;
    if (message->failed || message->len > INT32_MAX) return fw_fail_nomem(err);
    int reason = MPI_Isend(message->data ? message->data : "", (int)message->len, MPI_BYTE, to, (int)what,
                           crew->comm, &request);
    unsigned round = 0;
    fw_code code = FW_OK;
    for (int done = 0; reason == MPI_SUCCESS && !done && code == FW_OK;) {
        reason = MPI_Test(&request, &done, MPI_STATUS_IGNORE);
        if (reason != MPI_SUCCESS || done) break;
        code = stopped(crew, err);
        pause_a_while(&round);
    }
    /* The send was completed by MPI_Test, which the checker does not know, or is given up with the whole run.
     */
    /* NOLINTNEXTLINE(clang-analyzer-optin.mpi.MPI-Checker) */
    return reason == MPI_SUCCESS ? code : mpi_failed(reason, "send to another process", err);
}

bool fw_crew_has_mail(const fw_crew *crew, int from, fw_mail what) {
    int there = 0;
    return MPI_Iprobe(from, (int)what, crew->comm, &there, MPI_STATUS_IGNORE) == MPI_SUCCESS && there;
}

fw_code fw_crew_receive(const fw_crew *crew, int from, fw_mail what, fw_buffer *message, fw_error *err) {
    MPI_Status status;
    unsigned round = 0;
    int there = 0, length = 0;
    fw_buffer_clear(message);
    for (;;) {
        const int reason = MPI_Iprobe(from, (int)what, crew->comm, &there, &status);
        if (reason != MPI_SUCCESS) return mpi_failed(reason, "hear from another process", err);
        if (there) break;
        const fw_code code = stopped(crew, err);
        if (code != FW_OK) return code;
        pause_a_while(&round);
    }
    int reason = MPI_Get_count(&status, MPI_BYTE, &length);
    char *to = reason == MPI_SUCCESS ? fw_buffer_reserve(message, (size_t)length + 1) : NULL;
    if (reason == MPI_SUCCESS && !to) return fw_fail_nomem(err);
    if (reason == MPI_SUCCESS)
        reason = MPI_Recv(to, length, MPI_BYTE, from, (int)what, crew->comm, MPI_STATUS_IGNORE);
    if (reason != MPI_SUCCESS) return mpi_failed(reason, "hear from another process", err);
    message->len = (size_t)length;
    return FW_OK;
}
