/* unnamed.c: a temporary file without a name. */
#include "base/unnamed.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

const char *fw_unnamed_folder(const char *folder) {
    const char *given = folder ? folder : getenv("TMPDIR");
    return given && *given ? given : "/tmp";
}

/* Not every file system can make a file that never had a name: then the name goes at once. */
fw_code fw_unnamed_open(const char *folder, int *file, fw_error *err) {
    const char *where = fw_unnamed_folder(folder);
    *file = open(where, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (*file >= 0) return FW_OK;
    char *name = NULL;
    if (asprintf(&name, "%s/.failwise-XXXXXX", where) < 0) return fw_fail_nomem(err);
    fw_code code = FW_OK;
    *file = mkostemp(name, O_CLOEXEC);
    if (*file < 0) {
        code = fw_fail_errno(err, FW_IO, name, "cannot make a temporary file");
    } else if (unlink(name) != 0) {
        code = fw_fail_errno(err, FW_IO, name, "cannot remove the name of a temporary file");
        (void)close(*file);
        *file = -1;
    }
    free(name);
    return code;
}

fw_code fw_unnamed_write(int file, const char *folder, uint64_t at, const void *bytes, size_t len,
                         fw_error *err) {
    for (size_t done = 0; done < len;) {
        const ssize_t n = pwrite(file, (const char *)bytes + done, len - done, (off_t)(at + done));
        if (n > 0) done += (size_t)n;
        if (n == 0) errno = ENOSPC;
        if (n == 0 || (n < 0 && errno != EINTR))
            return fw_fail_errno(err, FW_IO, fw_unnamed_folder(folder), "cannot write a temporary file");
    }
    return FW_OK;
}

/* What is left of a short write is written piece by piece; which also tells what was wrong. */
fw_code fw_unnamed_write_pieces(int file, const char *folder, uint64_t at, const struct iovec *pieces,
                                size_t count, fw_error *err) {
    const ssize_t n = pwritev(file, pieces, (int)count, (off_t)at);
    size_t written = n > 0 ? (size_t)n : 0;
    fw_code code = FW_OK;
    for (size_t i = 0; i < count && code == FW_OK; i++) {
        const size_t len = pieces[i].iov_len, done = written < len ? written : len;
        code = fw_unnamed_write(file, folder, at + done, (const char *)pieces[i].iov_base + done, len - done,
                                err);
        written -= done;
        at += len;
    }
    return code;
}

fw_code fw_unnamed_read(int file, const char *folder, uint64_t at, void *bytes, size_t len, fw_error *err) {
    for (size_t done = 0; done < len;) {
        const ssize_t n = pread(file, (char *)bytes + done, len - done, (off_t)(at + done));
        if (n > 0) done += (size_t)n;
        if (n == 0) errno = EIO; /* shorter than it was written */
        if (n == 0 || (n < 0 && errno != EINTR))
            return fw_fail_errno(err, FW_IO, fw_unnamed_folder(folder), "cannot read a temporary file");
    }
    return FW_OK;
}
