/*
 * crew.h: the processes of an MPI program, and messages between the one that leads (rank 0) and the others.
 *
 * Waiting looks at the stop flag and sleeps in between: other processes may share the machine, and a signal
 * that comes because another process has died must not find us waiting for that one. Called by one thread at
 * a time.
 */
#ifndef FAILWISE_MPI_CREW_H
#define FAILWISE_MPI_CREW_H

#include "base/buffer.h"

#include <failwise/status.h>

#include <mpi.h>

typedef struct fw_crew {
    MPI_Comm comm;
    int rank, size;
    int neighbours;           /* processes on this machine, this one among them */
    const volatile int *stop; /* a signal's number once one has come */
} fw_crew;

/* What a message is: an order of the leader, or the answer to one. */
typedef enum fw_mail { FW_MAIL_ORDER = 1, FW_MAIL_REPLY = 2 } fw_mail;

/* Joins the others. FW_IO: Open MPI cannot be used. */
fw_code fw_crew_start(fw_crew *crew, const volatile int *stop, fw_error *err);
/* Leaves, once all have. */
void fw_crew_end(fw_crew *crew);

/* Threads for this process: `asked`, or else its share of the machine's processors. */
size_t fw_crew_threads(const fw_crew *crew, size_t asked);

/* FW_INTERRUPTED: the stop flag was set meanwhile; what was being sent is then lost. */
fw_code fw_crew_send(const fw_crew *crew, int to, fw_mail what, const fw_buffer *message, fw_error *err);
fw_code fw_crew_receive(const fw_crew *crew, int from, fw_mail what, fw_buffer *message, fw_error *err);
/* Whether something has come that fw_crew_receive would give at once. */
bool fw_crew_has_mail(const fw_crew *crew, int from, fw_mail what);

#endif
