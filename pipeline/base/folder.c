/* folder.c: listing, emptying and syncing folders without asking for memory. */
#include "base/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- listing ---- */

void fw_listing_start(fw_listing *listing, int folder) {
    listing->folder = folder;
    listing->failed = lseek(folder, 0, SEEK_SET) < 0;
    listing->at = listing->len = 0;
}

const char *fw_listing_next(fw_listing *listing) {
    while (!listing->failed) {
        if (listing->at >= listing->len) {
            listing->len = getdents64(listing->folder, listing->bytes, sizeof listing->bytes);
            listing->at = 0;
            listing->failed = listing->len < 0;
            if (listing->len <= 0) return NULL;
        }
        const struct dirent64 *entry = (const void *)(listing->bytes + listing->at);
        listing->at += entry->d_reclen;
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) return entry->d_name;
    }
    return NULL;
}

int fw_folder_open(int at, const char *path) {
    return openat(at, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* ---- removing ---- */

static bool remove_entry(int folder, const char *name) {
    if (unlinkat(folder, name, 0) == 0) return true;
    const int inner = fw_folder_open(folder, name);
    if (inner >= 0) {
        fw_folder_clear(inner, NULL);
        close(inner);
    }
    return unlinkat(folder, name, AT_REMOVEDIR) == 0;
}

/* Some file systems lose their place in a folder that shrinks: again until nothing more goes. */
void fw_folder_clear(int folder, const char *keep) {
    for (bool removed = true; removed;) {
        fw_listing listing;
        fw_listing_start(&listing, folder);
        removed = false;
        for (const char *name; (name = fw_listing_next(&listing));) {
            if (keep && strcmp(name, keep) == 0) continue;
            removed = remove_entry(folder, name) || removed;
        }
    }
}

int fw_folder_remove(const char *path) {
    const int folder = fw_folder_open(AT_FDCWD, path);
    const int why = errno;
    if (folder >= 0) {
        fw_folder_clear(folder, NULL);
        close(folder);
    }
    if (rmdir(path) == 0) return 0;
    if (folder < 0) errno = why; /* and not that it is full */
    return -1;
}

/* ---- the folder that a path is in ---- */

/* Where the last part of a path starts, and the folder before it ("." where there is none). */
static const char *split(const char *path, char folder[PATH_MAX]) {
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    const size_t len = slash ? (size_t)(slash - path) : 0;
    if (len >= PATH_MAX) return NULL;
    memcpy(folder, path, len);
    folder[len] = '\0';
    if (len == 0) memcpy(folder, slash ? "/" : ".", 2);
    return name;
}

/* The parent may be reached through a link: it is the user's choice. */
static int open_parent(const char *path, const char **name) {
    char folder[PATH_MAX];
    *name = split(path, folder);
    if (*name) return open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    errno = ENAMETOOLONG;
    return -1;
}

int fw_folder_sync_parent(const char *path) {
    const char *name;
    const int folder = open_parent(path, &name);
    if (folder < 0) return -1;
    const int status = fsync(folder);
    close(folder);
    return status;
}

/* A living run holds a lock on the file that it writes; the lock of a killed one has gone. */
static void remove_if_stale(int folder, const char *name) {
    const int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) return;
    struct stat info;
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && flock(fd, LOCK_EX | LOCK_NB) == 0)
        (void)unlinkat(folder, name, 0);
    close(fd);
}

void fw_folder_remove_stale(const char *path) {
    static const char MARK[] = ".partial-";
    enum { MARK_LEN = sizeof MARK - 1, RANDOM_LEN = 6 };
    const char *target;
    const int folder = open_parent(path, &target);
    if (folder < 0) return;
    const size_t len = strlen(target);
    fw_listing listing;
    fw_listing_start(&listing, folder);
    for (const char *name; (name = fw_listing_next(&listing));) {
        if (strlen(name) == len + MARK_LEN + RANDOM_LEN && strncmp(name, target, len) == 0 &&
            strncmp(name + len, MARK, MARK_LEN) == 0)
            remove_if_stale(folder, name);
    }
    close(folder);
}
