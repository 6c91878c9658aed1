/* follow.h: the processes that do as they are told: one part of the answers each. */
#ifndef FAILWISE_MPI_FOLLOW_H
#define FAILWISE_MPI_FOLLOW_H

#include "mpi/crew.h"

/* Follows orders until the run has ended. Gives its status, or 128 + n when a signal came first. */
int fw_follow(const fw_crew *crew);

#endif
