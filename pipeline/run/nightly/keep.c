/* keep.c: a folder of dated runs. Nothing in it is touched but what has the name of a run. */
#include "run/nightly/keep.h"

#include "base/folder.h"
#include "base/lock.h"
#include "base/output.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char LATEST[] = "latest", LATEST_NEW[] = ".latest.new", PARTIAL[] = ".partial";
enum { MOST_A_SECOND = 99 };

/* The length of the date that `name` begins with; 0 when it does not. */
static size_t dated(const char *name) {
    static const char FORM[] = "dddd-dd-ddTdd-dd-ddZ";
    for (size_t i = 0; FORM[i]; i++) {
        const bool digit = name[i] >= '0' && name[i] <= '9';
        if (FORM[i] == 'd' ? !digit : name[i] != FORM[i]) return 0;
    }
    return sizeof FORM - 1;
}

/* The length of a whole name of a run. */
static size_t run_length(const char *name) {
    size_t at = dated(name);
    if (at == 0 || name[at] != '-') return at;
    const size_t digits = strspn(name + at + 1, "0123456789");
    return digits == 1 || digits == 2 ? at + 1 + digits : 0;
}

bool fw_keep_is_run(const char *name) {
    const size_t length = run_length(name);
    return length && name[length] == '\0';
}

static bool is_left_over(const char *name) {
    const size_t length = run_length(name);
    return length && strcmp(name + length, PARTIAL) == 0;
}

char *fw_keep_path(const fw_keep *keep, const char *name) { return fw_path_join(keep->parent, name); }

/* A folder of ours, not a link to one. */
static bool is_own_folder(const char *path) {
    struct stat info;
    return lstat(path, &info) == 0 && S_ISDIR(info.st_mode) && info.st_uid == geteuid();
}

/* A folder with a manifest. */
static bool is_finished(const char *path) {
    char *mark = is_own_folder(path) ? fw_path_join(path, "manifest.json") : NULL;
    const bool finished = mark && access(mark, F_OK) == 0;
    free(mark);
    return finished;
}

/* By date, then by number: "-10" is later than "-9". */
static int by_age(const void *a, const void *b) {
    const char *x = *(char *const *)a, *y = *(char *const *)b;
    const int date = strncmp(x, y, dated(x));
    if (date) return date;
    const size_t p = strlen(x), q = strlen(y);
    return p != q ? (p > q) - (p < q) : strcmp(x, y);
}

static bool add_run(fw_keep *keep, const char *name) {
    char **more = realloc(keep->runs, (keep->count + 1) * sizeof *more);
    if (!more) return false;
    keep->runs = more;
    char *copy = strdup(name);
    if (copy) more[keep->count++] = copy;
    return copy != NULL;
}

static fw_code list(fw_keep *keep, fw_error *err) {
    DIR *folder = opendir(keep->parent);
    if (!folder) return fw_fail_errno(err, FW_CANTCREATE, keep->parent, "cannot list the folder");
    bool good = true;
    for (struct dirent *entry = readdir(folder); entry && good; entry = readdir(folder)) {
        const bool run = fw_keep_is_run(entry->d_name);
        if (!run && !is_left_over(entry->d_name)) continue;
        char *path = fw_keep_path(keep, entry->d_name);
        if (!path) good = false;
        if (path && !run && is_own_folder(path))
            (void)fw_folder_remove(path); /* nobody else writes here: the lock is ours */
        if (path && run && is_finished(path)) good = add_run(keep, entry->d_name);
        free(path);
    }
    closedir(folder);
    if (!good) return fw_fail_nomem(err);
    if (keep->count) qsort(keep->runs, keep->count, sizeof *keep->runs, by_age);
    return FW_OK;
}

static fw_code open_parent(const char *parent, fw_error *err) {
    struct stat info;
    if (mkdir(parent, 0700) != 0 && errno != EEXIST)
        return fw_fail_errno(err, FW_CANTCREATE, parent, "cannot create the output folder");
    const char *why = stat(parent, &info) != 0 || !S_ISDIR(info.st_mode)
                          ? "the output exists and is not a folder"
                      : is_finished(parent) ? "the folder holds one run; --keep needs a folder for dated runs"
                                            : NULL;
    if (!why) return FW_OK;
    return fw_fail_in(err, FW_CANTCREATE, parent, "%s", why);
}

/* Before the work begins: a run must not end in finding that its link cannot be made. */
static fw_code check_link(const fw_keep *keep, fw_error *err) {
    struct stat info;
    char *link = fw_keep_path(keep, LATEST);
    if (!link) return fw_fail_nomem(err);
    fw_code code = FW_OK;
    if (lstat(link, &info) == 0 && !S_ISLNK(info.st_mode)) {
        code = fw_fail_in(err, FW_CANTCREATE, link,
                          "the name is needed for the link to the last run, and is taken");
    }
    free(link);
    return code;
}

fw_code fw_keep_open(fw_keep *keep, const char *parent, fw_error *err) {
    *keep = (fw_keep){.parent = strdup(parent), .lock = -1};
    if (!keep->parent) return fw_fail_nomem(err);
    size_t length = strlen(keep->parent);
    while (length > 1 && keep->parent[length - 1] == '/') keep->parent[--length] = '\0';
    fw_code code = open_parent(keep->parent, err);
    if (code == FW_OK) code = check_link(keep, err);
    char *lock = code == FW_OK ? fw_keep_path(keep, ".lock") : NULL;
    if (code == FW_OK) code = lock ? fw_lock_take(lock, keep->parent, &keep->lock, err) : fw_fail_nomem(err);
    free(lock);
    return code == FW_OK ? list(keep, err) : code;
}

void fw_keep_close(fw_keep *keep) {
    for (size_t i = 0; i < keep->count; i++) free(keep->runs[i]);
    free(keep->runs);
    free(keep->parent);
    if (keep->lock >= 0) close(keep->lock);
    *keep = (fw_keep){.lock = -1};
}

char *fw_keep_new(const fw_keep *keep, const char *id) {
    char *path = fw_keep_path(keep, id);
    struct stat info;
    for (int n = 2; path && n <= MOST_A_SECOND && lstat(path, &info) == 0; n++) {
        free(path);
        if (asprintf(&path, "%s/%s-%d", keep->parent, id, n) < 0) path = NULL;
    }
    return path;
}

char *fw_keep_newest(const fw_keep *keep, const char *id) {
    size_t past = keep->count;
    while (past > 0 && strncmp(keep->runs[past - 1], id, dated(id)) > 0) past--;
    if (past == 0) past = keep->count;
    return past ? fw_keep_path(keep, keep->runs[past - 1]) : NULL;
}

const char *fw_keep_ahead(const fw_keep *keep, const char *id) {
    const char *last = keep->count ? keep->runs[keep->count - 1] : NULL;
    return last && strncmp(last, id, dated(id)) > 0 ? last : NULL;
}

/* The name that `latest` leads to, when it is that of a run here. */
static bool read_latest(const fw_keep *keep, char name[64]) {
    char *link = fw_keep_path(keep, LATEST);
    const ssize_t length = link ? readlink(link, name, 63) : -1;
    free(link);
    name[length > 0 ? (size_t)length : 0] = '\0';
    return fw_keep_is_run(name);
}

char *fw_keep_latest(const fw_keep *keep) {
    char name[64];
    char *path = read_latest(keep, name) ? fw_keep_path(keep, name) : NULL;
    if (path && is_finished(path)) return path;
    free(path);
    return NULL;
}

fw_code fw_keep_add(fw_keep *keep, const char *name, fw_error *err) {
    return add_run(keep, name) ? FW_OK : fw_fail_nomem(err);
}

void fw_keep_settle(const char *folder) {
    char *lock = fw_path_join(folder, ".lock");
    if (lock) (void)unlink(lock); /* where memory is out it stays, and harms nobody */
    free(lock);
}

fw_code fw_keep_switch(const fw_keep *keep, const char *folder, fw_error *err) {
    const char *slash = strrchr(folder, '/');
    char *link = fw_keep_path(keep, LATEST), *fresh = fw_keep_path(keep, LATEST_NEW);
    fw_code code = link && fresh ? FW_OK : fw_fail_nomem(err);
    if (code == FW_OK) {
        (void)unlink(fresh);
        if (symlink(slash ? slash + 1 : folder, fresh) != 0 || rename(fresh, link) != 0 ||
            fw_folder_sync_parent(link) != 0) { /* old runs are removed next */
            code = fw_fail_errno(err, FW_CANTCREATE, link, "cannot switch the link");
            (void)unlink(fresh);
        }
    }
    free(fresh);
    free(link);
    return code;
}

/* In one step it is no run any more, but what a killed run leaves: whoever is stopped here, the next goes on.
 */
static fw_code remove_run(const char *path, fw_error *err) {
    char *gone = NULL;
    if (asprintf(&gone, "%s%s", path, PARTIAL) < 0) return fw_fail_nomem(err);
    fw_code code = FW_OK;
    if (rename(path, gone) != 0 && errno != ENOENT)
        code = fw_fail_errno(err, FW_IO, path, "cannot remove the old run");
    else if (fw_folder_remove(gone) != 0 && errno != ENOENT)
        code = fw_fail_errno(err, FW_IO, gone, "cannot remove an old run, which is left beside it");
    free(gone);
    return code;
}

fw_code fw_keep_retire(const fw_keep *keep, size_t most, fw_error *err) {
    char latest[64] = "";
    (void)read_latest(keep, latest);
    fw_code code = FW_OK;
    for (size_t i = 0; i + most < keep->count && code == FW_OK; i++) {
        if (strcmp(keep->runs[i], latest) == 0) continue;
        char *path = fw_keep_path(keep, keep->runs[i]);
        code = path ? remove_run(path, err) : fw_fail_nomem(err);
        free(path);
    }
    return code;
}
