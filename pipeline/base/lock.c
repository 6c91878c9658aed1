/* lock.c: a lock on a folder, held by one process at a time, that says who holds it. */
#include "base/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

enum { HOLDER_SIZE = 160 };

/* "process 17 on host, since 2026-11-22T02:00:00Z": what somebody needs who has to find or end it. */
static void write_holder(int fd) {
    char host[65] = "", when[32] = "", text[HOLDER_SIZE];
    const time_t now = time(NULL);
    struct tm parts;
    if (gethostname(host, sizeof host - 1) != 0) (void)snprintf(host, sizeof host, "unknown");
    if (!gmtime_r(&now, &parts) || strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", &parts) == 0)
        when[0] = '\0';
    const int length =
        snprintf(text, sizeof text, "process %ld on %s, since %s\n", (long)getpid(), host, when);
    /* A holder without a name holds the lock all the same. */
    if (length <= 0 || ftruncate(fd, 0) != 0 || pwrite(fd, text, (size_t)length, 0) != length) return;
}

static fw_code busy(int fd, const char *target, fw_error *err) {
    char holder[HOLDER_SIZE] = "";
    const ssize_t length = pread(fd, holder, sizeof holder - 1, 0);
    holder[length > 0 ? (size_t)length : 0] = '\0';
    holder[strcspn(holder, "\n")] = '\0';
    return fw_fail_in(err, FW_BUSY, target,
                      "another run%s%s%s is writing this folder; try again when it has ended",
                      holder[0] ? " (" : "", holder, holder[0] ? ")" : "");
}

fw_code fw_lock_take(const char *path, const char *target, int *fd, fw_error *err) {
    *fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (*fd < 0) {
        const int reason = errno;
        const bool there = access(target, F_OK) == 0;
        errno = reason;
        return fw_fail_errno(err, FW_CANTCREATE, target,
                             there ? "cannot lock the output folder" : "cannot create the output folder");
    }
    fw_code code = FW_OK;
    if (flock(*fd, LOCK_EX | LOCK_NB) == 0) {
        write_holder(*fd);
    } else if (errno == EWOULDBLOCK) {
        code = busy(*fd, target, err);
    } else if (errno != ENOLCK && errno != EOPNOTSUPP) {
        code = fw_fail_errno(err, FW_CANTCREATE, target, "cannot lock the output folder");
    }
    if (code == FW_OK) return FW_OK;
    close(*fd);
    *fd = -1;
    return code;
}
