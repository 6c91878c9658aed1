/* outdir.c: an output folder that is swapped into place by one rename. */
#include "base/folder.h"
#include "base/lock.h"
#include "base/outdir_files.h"
#include "base/outdir_keep.h"
#include "base/output.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

char *fw_path_join(const char *folder, const char *name) {
    char *path = NULL;
    return asprintf(&path, "%s/%s", folder, name) < 0 ? NULL : path;
}

/* An existing target may be an empty folder, or a finished run when forced; anything else is refused. */
static fw_code check_target(const char *target, bool force, fw_error *err) {
    struct stat info;
    if (lstat(target, &info) != 0) return FW_OK;
    if (S_ISLNK(info.st_mode))
        return fw_fail_in(err, FW_CANTCREATE, target, "the output is a symbolic link; name what it leads to");
    if (!S_ISDIR(info.st_mode))
        return fw_fail_in(err, FW_CANTCREATE, target, "the output exists and is not a folder");
    char *mark = fw_path_join(target, fw_outdir_mark);
    if (!mark) return fw_fail_nomem(err);
    const bool finished = access(mark, F_OK) == 0;
    free(mark);
    if (finished && !force) {
        return fw_fail_in(err, FW_CANTCREATE, target,
                          "the folder holds a finished run; give --force to replace it");
    }
    return FW_OK;
}

/* A folder that is there already is what a killed run left, and will be emptied: so it must be a folder, not
 * a link to one, and ours. */
static fw_code make_temporary(const fw_outdir *dir, bool *made, fw_error *err) {
    *made = mkdir(dir->temporary, 0700) == 0;
    if (*made) return FW_OK;
    struct stat info;
    if (errno != EEXIST || lstat(dir->temporary, &info) != 0)
        return fw_fail_errno(err, FW_CANTCREATE, dir->target, "cannot create the output folder");
    if (!S_ISDIR(info.st_mode) || info.st_uid != geteuid())
        return fw_fail_in(err, FW_CANTCREATE, dir->temporary,
                          "this stands in the way: it is not a folder of yours");
    if (chmod(dir->temporary, 0700) == 0) return FW_OK;
    return fw_fail_errno(err, FW_CANTCREATE, dir->target, "cannot create the output folder");
}

/* Locks the temporary folder, so that two runs cannot build the same output. */
static fw_code take_lock(fw_outdir *dir, fw_error *err) {
    char *name = fw_path_join(dir->temporary, fw_outdir_lock);
    if (!name) return fw_fail_nomem(err);
    const fw_code code = fw_lock_take(name, dir->target, &dir->lock, err);
    free(name);
    return code;
}

/* Creates or adopts the temporary folder and locks it. What is not ours to keep is not left either. */
static fw_code lock_temporary(fw_outdir *dir, fw_error *err) {
    bool made;
    fw_code code = make_temporary(dir, &made, err);
    if (code != FW_OK) return code;
    code = take_lock(dir, err);
    if (code != FW_OK && made && code != FW_BUSY) (void)fw_folder_remove(dir->temporary);
    return code;
}

static fw_code not_moved(const char *target, fw_error *err) {
    return fw_fail_errno(err, FW_IO, target,
                         "files of yours cannot be moved from the old folder, which is left beside it");
}

/* The user's own files in an old folder that a killed run had already replaced move on to the new one. */
static fw_code mend(const char *old_folder, const char *target, fw_error *err) {
    struct stat info;
    json_t *manifest = NULL;
    if (lstat(target, &info) != 0) return FW_OK;
    fw_code code = fw_outdir_manifest(old_folder, &manifest, err);
    if (code == FW_OK && !fw_outdir_keep_foreign(manifest, old_folder, target)) code = not_moved(target, err);
    json_decref(manifest);
    return code;
}

/* The lock of a folder goes by its path. */
static void unlock(const char *folder) {
    char path[PATH_MAX];
    if (snprintf(path, sizeof path, "%s/%s", folder, fw_outdir_lock) < (int)sizeof path) (void)unlink(path);
}

static fw_code busy(const char *target, fw_error *err) {
    return fw_fail_in(err, FW_BUSY, target,
                      "another run is writing this folder; try again when it has ended");
}

static bool is_same_file(int a, int b) {
    struct stat x, y;
    return fstat(a, &x) == 0 && fstat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

/* By somebody else: a run that was killed between two renames has left its lock under two names, of which we
 * hold one (`ours`, or -1). */
static bool is_locked(const char *folder, int ours) {
    const int at = fw_folder_open(AT_FDCWD, folder);
    const int fd = at < 0 ? -1 : openat(at, fw_outdir_lock, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    const bool locked = fd >= 0 && !(ours >= 0 && is_same_file(fd, ours)) &&
                        flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    if (fd >= 0) close(fd);
    if (at >= 0) close(at);
    return locked;
}

/* Where the old folder stands between the two renames of swap_by_two; false when the name is too long. */
static bool aside_of(const char *target, char path[PATH_MAX]) {
    size_t len = strlen(target);
    while (len > 1 && target[len - 1] == '/') len--;
    return len < PATH_MAX && snprintf(path, PATH_MAX, "%.*s.partial-old", (int)len, target) < PATH_MAX;
}

static fw_code bring_back(const char *target, int lock, fw_error *err) {
    char aside[PATH_MAX];
    struct stat info;
    if (lstat(target, &info) == 0 || !aside_of(target, aside) || lstat(aside, &info) != 0) return FW_OK;
    if (is_locked(aside, lock)) return busy(target, err);
    if (rename(aside, target) == 0) return FW_OK;
    return fw_fail_errno(err, FW_CANTCREATE, target, "cannot bring back the old folder");
}

fw_code fw_outdir_bring_back(const char *target, fw_error *err) { return bring_back(target, -1, err); }

/* Killed between the two renames a run left no target, killed later an old folder. */
static fw_code clear_aside(const fw_outdir *dir, fw_error *err) {
    char aside[PATH_MAX];
    struct stat info;
    fw_code code = bring_back(dir->target, dir->lock, err);
    if (code != FW_OK || !aside_of(dir->target, aside) || lstat(aside, &info) != 0) return code;
    if (is_locked(aside, dir->lock)) return busy(dir->target, err);
    code = mend(aside, dir->target, err);
    if (code == FW_OK) (void)fw_folder_remove(aside);
    return code;
}

/*
 * What a killed run left in the temporary folder. While folders are swapped both hold the lock, so a lock of
 * two names tells that this may be the old one.
 */
static fw_code clear_stale(fw_outdir *dir, fw_error *err) {
    fw_code code = clear_aside(dir, err);
    struct stat lock;
    const bool swapped = fstat(dir->lock, &lock) == 0 && lock.st_nlink > 1;
    if (code == FW_OK && swapped) code = mend(dir->temporary, dir->target, err);
    const int folder = code == FW_OK ? fw_folder_open(AT_FDCWD, dir->temporary) : -1;
    if (folder >= 0) {
        fw_folder_clear(folder, fw_outdir_lock);
        close(folder);
        if (swapped) unlock(dir->target);
    }
    return code;
}

fw_code fw_outdir_name(const char *target, fw_error *err) {
    if (strcmp(target, "-") != 0) return FW_OK;
    return fw_fail(err, FW_USAGE, "a folder cannot go to standard output: name one with -o");
}

fw_code fw_outdir_open(fw_outdir *dir, const char *target, bool force, fw_error *err) {
    *dir = (fw_outdir){.lock = -1, .force = force};
    fw_code code = fw_outdir_name(target, err);
    if (code != FW_OK) return code;
    char *copy = strdup(target);
    if (!copy) return fw_fail_nomem(err);
    size_t len = strlen(copy);
    while (len > 1 && copy[len - 1] == '/') copy[--len] = '\0';
    dir->target = copy;
    code = check_target(copy, force, err);
    if (code == FW_OK && asprintf(&dir->temporary, "%s.partial", copy) < 0) {
        dir->temporary = NULL;
        code = fw_fail_nomem(err);
    }
    if (code == FW_OK && !(dir->files = fw_outdir_files_new(dir->temporary))) code = fw_fail_nomem(err);
    if (code == FW_OK) code = lock_temporary(dir, err);
    if (code == FW_OK) code = clear_stale(dir, err);
    if (code == FW_OK) return FW_OK;
    free(dir->temporary); /* not ours to remove: another run may hold it */
    dir->temporary = NULL;
    fw_outdir_abort(dir);
    return code;
}

char *fw_outdir_path(const fw_outdir *dir, const char *name) { return fw_path_join(dir->temporary, name); }

/*
 * The swap is durable before anything of the old folder goes. False: the new folder is in place, but
 * something of the user's is still in the old one, which then keeps its lock's second name so that the next
 * run knows; or the disk does not say that it has kept the change.
 */
static bool leave_old(const json_t *manifest, const char *old_folder, const char *target, bool *left) {
    const bool moved = fw_outdir_keep_foreign(manifest, old_folder, target);
    const int reason = errno;
    const bool synced = fw_folder_sync_parent(target) == 0;
    if (moved) {
        unlock(target);
        (void)fw_folder_remove(old_folder);
    } else {
        *left = true;
        errno = reason;
    }
    return moved && synced;
}

static bool settle(const char *target) {
    unlock(target);
    return fw_folder_sync_parent(target) == 0;
}

/* Where folders cannot be exchanged, two renames; the first is taken back when the second fails. */
static bool swap_by_two(const json_t *manifest, const char *temporary, const char *target, bool *in_place,
                        bool *left) {
    char aside[PATH_MAX];
    if (!aside_of(target, aside)) {
        errno = ENAMETOOLONG;
        return false;
    }
    bool done = rename(target, aside) == 0;
    if (done && rename(temporary, target) != 0) {
        const int reason = errno;
        (void)rename(aside, target);
        errno = reason;
        done = false;
    }
    *in_place = done;
    if (done) done = leave_old(manifest, aside, target, left);
    return done;
}

/* One atomic exchange where the file system can do it, else a plain rename (target absent) is atomic too. */
static bool swap_into_place(const json_t *manifest, const char *temporary, const char *target, bool *in_place,
                            bool *left) {
    struct stat info;
    *in_place = true;
    if (lstat(target, &info) != 0) {
        *in_place = rename(temporary, target) == 0;
        return *in_place && settle(target);
    }
    if (renameat2(AT_FDCWD, temporary, AT_FDCWD, target, RENAME_EXCHANGE) == 0)
        return leave_old(manifest, temporary, target, left);
    if (rename(temporary, target) == 0) return settle(target); /* it was empty */
    return swap_by_two(manifest, temporary, target, in_place, left);
}

static fw_code check_conflicts(const fw_outdir *dir, const json_t *manifest, fw_error *err) {
    char name[256];
    if (dir->force || !fw_outdir_conflicts(manifest, dir->target, dir->temporary, name)) return FW_OK;
    return fw_fail_in(err, FW_CANTCREATE, dir->target,
                      "the folder holds '%.100s', which is none of a finished run's files; "
                      "give --force to replace it",
                      name);
}

/* Until all is done both folders hold the lock: nobody takes either for one that a killed run left. File
 * systems without hard links have to do without. */
static bool share_lock(int folder, const char *target) {
    const int old = fw_folder_open(AT_FDCWD, target);
    if (old < 0) return true; /* there is none */
    (void)unlinkat(old, fw_outdir_lock, 0);
    const bool done = linkat(folder, fw_outdir_lock, old, fw_outdir_lock, 0) == 0 || errno == EPERM ||
                      errno == EOPNOTSUPP || errno == ENOSYS;
    const int reason = errno;
    close(old);
    errno = reason;
    return done;
}

static bool lock_both(const fw_outdir *dir) {
    const int folder = fw_folder_open(AT_FDCWD, dir->temporary);
    const bool done = folder >= 0 && share_lock(folder, dir->target);
    const int reason = errno;
    if (folder >= 0) close(folder);
    errno = reason;
    return done;
}

/* What is read of the old folder is read before anything changes: afterwards memory may run out. */
fw_code fw_outdir_commit(fw_outdir *dir, fw_error *err) {
    json_t *manifest = NULL;
    bool in_place = false, left = false;
    fw_code code = check_target(dir->target, dir->force, err); /* another run may have finished meanwhile */
    if (code == FW_OK) code = fw_outdir_manifest(dir->target, &manifest, err);
    if (code == FW_OK) code = check_conflicts(dir, manifest, err);
    if (code == FW_OK) code = fw_outdir_files_sync(dir->files, err);
    if (code == FW_OK &&
        !(lock_both(dir) && swap_into_place(manifest, dir->temporary, dir->target, &in_place, &left))) {
        code = left ? not_moved(dir->target, err)
                    : fw_fail_errno(err, FW_IO, dir->target, "cannot put the output folder into place");
        if (!in_place) unlock(dir->target);
    }
    json_decref(manifest);
    if (in_place) { /* what now has the temporary's name is the old folder, or nothing */
        free(dir->temporary);
        dir->temporary = NULL;
    }
    fw_outdir_abort(dir);
    return code;
}

void fw_outdir_abort(fw_outdir *dir) {
    fw_outdir_files_free(dir->files);
    if (dir->temporary) (void)fw_folder_remove(dir->temporary);
    if (dir->lock >= 0) close(dir->lock);
    free(dir->temporary);
    free(dir->target);
    *dir = (fw_outdir){.lock = -1};
}
