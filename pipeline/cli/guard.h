/* guard.h: what the process itself must not give away. */
#ifndef FAILWISE_CLI_GUARD_H
#define FAILWISE_CLI_GUARD_H

/*
 * No core dumps, and no look into the memory by other processes of the same user: answers are in it. Files
 * are created for their owner alone, whatever the umask. To be called before anything is read.
 */
void fw_guard_process(void);

#endif
