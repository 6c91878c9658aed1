/* lock.h: a lock on a folder, held by one process at a time, that says who holds it. */
#ifndef FAILWISE_BASE_LOCK_H
#define FAILWISE_BASE_LOCK_H

#include <failwise/status.h>

/*
 * Takes the lock file `path`, for writing `target` (named in messages). The system releases it when the
 * process ends, however it ends: a file that a killed run left locks nothing. FW_BUSY names the holder;
 * FW_CANTCREATE. Some network file systems have no locks: there it is up to the user.
 * `*fd` is to be closed, -1 on failure.
 */
fw_code fw_lock_take(const char *path, const char *target, int *fd, fw_error *err);

#endif
