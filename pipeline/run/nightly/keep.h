/* keep.h: a folder of dated runs: their names, the newest, `latest`, and which may go. */
#ifndef FAILWISE_RUN_KEEP_H
#define FAILWISE_RUN_KEEP_H

#include <failwise/status.h>

/* A folder of runs, locked. Start with lock -1; fw_keep_close. */
typedef struct fw_keep {
    char *parent;
    char **runs; /* names of finished runs, oldest first; owned */
    size_t count;
    int lock;
} fw_keep;

/*
 * Creates the folder where it is missing, locks it (FW_BUSY names the holder), lists the finished runs in it,
 * and removes what killed runs have left. FW_CANTCREATE: not a folder, or itself the folder of one run.
 */
fw_code fw_keep_open(fw_keep *keep, const char *parent, fw_error *err);
void fw_keep_close(fw_keep *keep);

/* Paths, to be freed: of a new run (with "-2" .. where the date is taken), of something in the folder, of the
 * newest run and of the one that `latest` leads to (NULL: there is none). The newest is none of a time behind
 * that of `id`, when a clock was wrong, unless all are. */
char *fw_keep_new(const fw_keep *keep, const char *id);
char *fw_keep_path(const fw_keep *keep, const char *name);
char *fw_keep_newest(const fw_keep *keep, const char *id);
char *fw_keep_latest(const fw_keep *keep);

/* The newest run by its date, where it is dated after `id`: a clock was wrong, then or now. NULL: none is. */
const char *fw_keep_ahead(const fw_keep *keep, const char *id);
/* Adds a run that has just been finished: it counts among those that stay. */
fw_code fw_keep_add(fw_keep *keep, const char *name, fw_error *err);
/* Removes the lock of a finished run that was killed before it could: the lock of the whole folder is ours.
 */
void fw_keep_settle(const char *folder);
/* Switches `latest` to the run in `folder`, in one step. */
fw_code fw_keep_switch(const fw_keep *keep, const char *folder, fw_error *err);
/* Removes the oldest of all finished runs but `most`; the one that `latest` leads to stays. */
fw_code fw_keep_retire(const fw_keep *keep, size_t most, fw_error *err);

/* True for names of dated runs: 2026-11-22T02-00-00Z, and the same with -2 .. -99 behind. */
bool fw_keep_is_run(const char *name);

#endif
