/* outdir.c: an output folder that is swapped into place by one rename. */
#include "base/json.h"
#include "base/output.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static const char LOCK_NAME[] = ".lock";
static const char COMMIT_MARK[] = "manifest.json";

static char *join(const char *folder, const char *name) {
    char *path = NULL;
    return asprintf(&path, "%s/%s", folder, name) < 0 ? NULL : path;
}

/* Removes a folder and what is in it, not following links. Runs have at most one level of folders, but be
 * thorough. */
static void remove_tree(const char *path) {
    DIR *folder = opendir(path);
    if (folder) {
        for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
            if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
            char *inner = join(path, entry->d_name);
            struct stat info;
            if (inner && lstat(inner, &info) == 0) {
                if (S_ISDIR(info.st_mode)) {
                    remove_tree(inner);
                } else {
                    unlink(inner);
                }
            }
            free(inner);
        }
        closedir(folder);
    }
    rmdir(path);
}

/* An existing target may be an empty folder, or a finished run when forced; anything else is refused. */
static fw_code check_target(const char *target, bool force, fw_error *err) {
    struct stat info;
    if (lstat(target, &info) != 0) return FW_OK;
    if (!S_ISDIR(info.st_mode)) {
        fw_fail(err, FW_CANTCREATE, "the output exists and is not a folder");
        return fw_error_at(err, target, 0, 0);
    }
    char *mark = join(target, COMMIT_MARK);
    if (!mark) return fw_fail_nomem(err);
    const bool finished = access(mark, F_OK) == 0;
    free(mark);
    if (finished && !force) {
        fw_fail(err, FW_CANTCREATE, "the folder holds a finished run; give --force to replace it");
        return fw_error_at(err, target, 0, 0);
    }
    return FW_OK;
}

/* A folder that is there already is what a killed run left, and will be emptied: so it must be a folder, not
 * a link to one, and ours. */
static fw_code make_temporary(const fw_outdir *dir, fw_error *err) {
    if (mkdir(dir->temporary, 0700) == 0) return FW_OK;
    struct stat info;
    if (errno != EEXIST || lstat(dir->temporary, &info) != 0)
        return fw_fail_errno(err, FW_CANTCREATE, dir->target, "cannot create the output folder");
    if (!S_ISDIR(info.st_mode) || info.st_uid != geteuid()) {
        fw_fail(err, FW_CANTCREATE, "this stands in the way: it is not a folder of yours");
        return fw_error_at(err, dir->temporary, 0, 0);
    }
    if (chmod(dir->temporary, 0700) == 0) return FW_OK;
    return fw_fail_errno(err, FW_CANTCREATE, dir->target, "cannot create the output folder");
}

/* Creates or adopts the temporary folder and locks it, so that two runs cannot build the same output. */
static fw_code lock_temporary(fw_outdir *dir, fw_error *err) {
    const fw_code made = make_temporary(dir, err);
    if (made != FW_OK) return made;
    char *name = join(dir->temporary, LOCK_NAME);
    if (!name) return fw_fail_nomem(err);
    dir->lock = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    free(name);
    if (dir->lock < 0)
        return fw_fail_errno(err, FW_CANTCREATE, dir->target, "cannot create the output folder");
    if (flock(dir->lock, LOCK_EX | LOCK_NB) != 0) {
        close(dir->lock);
        dir->lock = -1;
        fw_fail(err, FW_BUSY, "another run is writing this folder; try again when it has ended");
        return fw_error_at(err, dir->target, 0, 0);
    }
    return FW_OK;
}

/* What a killed run left in the temporary folder, all but the lock itself. */
static void clear_stale(const char *temporary) {
    DIR *folder = opendir(temporary);
    if (!folder) return;
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        const char *name = entry->d_name;
        if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || strcmp(name, LOCK_NAME) == 0) continue;
        char *inner = join(temporary, name);
        if (inner && unlink(inner) != 0) remove_tree(inner);
        free(inner);
    }
    closedir(folder);
}

fw_code fw_outdir_open(fw_outdir *dir, const char *target, bool force, fw_error *err) {
    *dir = (fw_outdir){.lock = -1};
    char *copy = strdup(target);
    if (!copy) return fw_fail_nomem(err);
    size_t len = strlen(copy);
    while (len > 1 && copy[len - 1] == '/') copy[--len] = '\0';
    dir->target = copy;
    fw_code code = check_target(copy, force, err);
    if (code == FW_OK && asprintf(&dir->temporary, "%s.partial", copy) < 0) {
        dir->temporary = NULL;
        code = fw_fail_nomem(err);
    }
    if (code == FW_OK) code = lock_temporary(dir, err);
    if (code == FW_OK) {
        clear_stale(dir->temporary);
        return FW_OK;
    }
    free(dir->temporary); /* not ours to remove: another run may hold it */
    dir->temporary = NULL;
    fw_outdir_abort(dir);
    return code;
}

char *fw_outdir_path(const fw_outdir *dir, const char *name) { return join(dir->temporary, name); }

/* Whether the manifest lists `name`, or something in a folder of that name. */
static bool is_listed(const json_t *manifest, const char *name) {
    const json_t *files = json_object_get(manifest, "files");
    const size_t len = strlen(name);
    for (size_t i = 0; i < json_array_size(files); i++) {
        const char *path = fw_json_get_text(json_array_get(files, i), "path");
        if (path && strncmp(path, name, len) == 0 && (path[len] == '\0' || path[len] == '/')) return true;
    }
    return strcmp(name, COMMIT_MARK) == 0;
}

/* Files that the user put into the old folder move on; what the old run wrote goes with it, also what the new
 * one did not write again: text that is no longer to be kept, above all. */
static void keep_foreign_files(const char *old_folder, const char *new_folder) {
    DIR *folder = opendir(old_folder);
    if (!folder) return;
    json_t *manifest = NULL;
    char *mark = join(old_folder, COMMIT_MARK);
    if (mark) (void)fw_json_read(mark, &manifest, NULL);
    free(mark);
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        const char *name = entry->d_name;
        if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || strcmp(name, LOCK_NAME) == 0) continue;
        if (is_listed(manifest, name)) continue;
        char *from = join(old_folder, name);
        char *to = join(new_folder, name);
        if (from && to && access(to, F_OK) != 0) (void)rename(from, to);
        free(from);
        free(to);
    }
    json_decref(manifest);
    closedir(folder);
}

/* One atomic exchange where the file system can do it, else a plain rename (target absent) is atomic too. */
static int swap_into_place(const char *temporary, const char *target) {
    if (access(target, F_OK) != 0) return rename(temporary, target);
    if (renameat2(AT_FDCWD, temporary, AT_FDCWD, target, RENAME_EXCHANGE) == 0) {
        keep_foreign_files(temporary, target);
        remove_tree(temporary);
        return 0;
    }
    if (rename(temporary, target) == 0) return 0; /* an empty folder may be replaced */
    char *aside = NULL;
    if (asprintf(&aside, "%s.old", target) < 0) return -1;
    int status = rename(target, aside);
    if (status == 0) status = rename(temporary, target);
    if (status == 0) {
        keep_foreign_files(aside, target);
        remove_tree(aside);
    }
    free(aside);
    return status;
}

fw_code fw_outdir_commit(fw_outdir *dir, fw_error *err) {
    char *lock = join(dir->temporary, LOCK_NAME);
    if (!lock) return fw_fail_nomem(err);
    const int fd = open(dir->temporary, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool failed = fd < 0 || fsync(fd) != 0;
    if (fd >= 0) close(fd);
    failed = failed || unlink(lock) != 0 || swap_into_place(dir->temporary, dir->target) != 0;
    free(lock);
    if (failed) {
        const fw_code code =
            fw_fail_errno(err, FW_IO, dir->target, "cannot put the output folder into place");
        fw_outdir_abort(dir);
        return code;
    }
    free(dir->temporary);
    dir->temporary = NULL;
    fw_outdir_abort(dir);
    return FW_OK;
}

void fw_outdir_abort(fw_outdir *dir) {
    if (dir->temporary) remove_tree(dir->temporary);
    if (dir->lock >= 0) close(dir->lock);
    free(dir->temporary);
    free(dir->target);
    *dir = (fw_outdir){.lock = -1};
}
