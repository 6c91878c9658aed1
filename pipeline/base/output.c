/* output.c: files that appear whole or not at all. */
#include "base/output.h"

#include "base/folder.h"
#include "base/outdir_files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* An existing target that is not a regular file (a symlink, a device, a folder) is never replaced. */
static fw_code check_target(const char *path, bool force, fw_error *err) {
    struct stat info;
    if (lstat(path, &info) != 0) return FW_OK;
    if (S_ISLNK(info.st_mode))
        return fw_fail_in(err, FW_CANTCREATE, path, "the output is a symbolic link; name what it leads to");
    if (!S_ISREG(info.st_mode))
        return fw_fail_in(err, FW_CANTCREATE, path, "the output exists and is not a regular file");
    if (!force) {
        return fw_fail_in(err, FW_CANTCREATE, path, "the output exists; give --force to replace it");
    }
    return FW_OK;
}

/*
 * A file of a name that nobody has, locked as long as it is written: so that others know it from one that a
 * killed run left. One that another run took for such, between creation and lock, is made again. Where locks
 * cannot be had, nobody removes anything.
 */
static int create_locked(fw_output *output) {
    for (int tries = 0; tries < 100; tries++) {
        memset(output->temporary + strlen(output->temporary) - 6, 'X', 6);
        const int fd = mkostemp(output->temporary, O_CLOEXEC);
        struct stat info;
        if (fd < 0) return -1;
        (void)flock(fd, LOCK_EX | LOCK_NB);
        if (fstat(fd, &info) == 0 && info.st_nlink > 0) return fd;
        close(fd);
    }
    errno = EEXIST;
    return -1;
}

fw_code fw_output_reserve(fw_output *output, const char *path, bool force, fw_error *err) {
    *output = (fw_output){0};
    if (strcmp(path, "-") == 0)
        return fw_fail(err, FW_USAGE, "this output cannot go to standard output: name a file with -o");
    const fw_code code = check_target(path, force, err);
    if (code != FW_OK) return code;
    fw_folder_remove_stale(path);
    output->path = strdup(path);
    if (!output->path || asprintf(&output->temporary, "%s.partial-XXXXXX", path) < 0) {
        output->temporary = NULL;
        fw_output_abort(output);
        return fw_fail_nomem(err);
    }
    const int fd = create_locked(output);
    if (fd < 0) {
        const fw_code failed = fw_fail_errno(err, FW_CANTCREATE, path, "cannot create the output");
        free(output->temporary);
        output->temporary = NULL;
        fw_output_abort(output);
        return failed;
    }
    output->held = fd + 1;
    return FW_OK;
}

/* The C library's own streams give up when a signal interrupts a write; this one goes on. */
static ssize_t write_all(void *cookie, const char *bytes, size_t size) {
    const int fd = (int)(intptr_t)cookie;
    size_t done = 0;
    while (done < size) {
        const ssize_t more = write(fd, bytes + done, size - done);
        if (more < 0 && errno == EINTR) continue;
        if (more < 0) break;
        done += (size_t)more;
    }
    return (ssize_t)done;
}

fw_code fw_output_open(fw_output *output, const char *path, bool force, fw_error *err) {
    if (strcmp(path, "-") == 0) {
        *output = (fw_output){.stream = stdout};
        return FW_OK;
    }
    const fw_code code = fw_output_reserve(output, path, force, err);
    if (code != FW_OK) return code;
    output->stream =
        fopencookie((void *)(intptr_t)(output->held - 1), "w", (cookie_io_functions_t){.write = write_all});
    if (output->stream) return FW_OK;
    const fw_code failed = fw_fail_errno(err, FW_CANTCREATE, path, "cannot create the output");
    fw_output_abort(output);
    return failed;
}

fw_code fw_output_commit(fw_output *output, fw_error *err) {
    const char *name = output->path ? output->path : "standard output";
    bool failed = false;
    if (output->stream) {
        failed = ferror(output->stream) != 0;
        failed = fflush(output->stream) != 0 || failed;
        if (output->stream != stdout) failed = fclose(output->stream) != 0 || failed;
        output->stream = NULL;
    }
    if (!failed && output->temporary && output->path) {
        const bool later = fw_outdir_files_note(output->path, output->held - 1);
        failed = (!later && fsync(output->held - 1) != 0) || rename(output->temporary, output->path) != 0;
        if (!failed) {
            free(output->temporary);
            output->temporary = NULL;
            failed = !later && fw_folder_sync_parent(output->path) != 0;
        }
    }
    const fw_code code = failed ? fw_fail_errno(err, FW_IO, name, "cannot write the output") : FW_OK;
    fw_output_abort(output);
    return code;
}

void fw_output_send(const fw_output *output) {
    if (output->held) (void)sync_file_range(output->held - 1, 0, 0, SYNC_FILE_RANGE_WRITE);
}

void fw_output_abort(fw_output *output) {
    if (!output) return;
    if (output->stream && output->stream != stdout) fclose(output->stream);
    if (output->temporary) unlink(output->temporary);
    if (output->held) close(output->held - 1);
    free(output->temporary);
    free(output->path);
    *output = (fw_output){0};
}

/* Regular files do not wait: an interrupted read is repeated. Elsewhere a signal that asks to stop must be
 * heard. */
static ssize_t read_some(int fd, char *bytes, size_t size) {
    struct stat info;
    ssize_t got;
    do {
        got = read(fd, bytes, size);
    } while (got < 0 && errno == EINTR && fstat(fd, &info) == 0 && S_ISREG(info.st_mode));
    return got;
}

static fw_code too_large(const char *path, size_t limit, fw_error *err) {
    return fw_fail_in(err, FW_DATA, path, "the file is larger than the limit of %zu bytes", limit);
}

/* Reads to the end of the file into `*data`, which grows; the caller frees it also on failure. */
static fw_code read_all(int fd, const char *path, size_t limit, char **data, size_t *len, fw_error *err) {
    size_t capacity = 0;
    for (*len = 0;;) {
        if (*len + 1 >= capacity) {
            capacity = capacity ? capacity * 2 : 64 * 1024;
            char *more = realloc(*data, capacity);
            if (!more) return fw_fail_nomem(err);
            *data = more;
        }
        const ssize_t got = read_some(fd, *data + *len, capacity - *len - 1);
        if (got < 0) return fw_fail_errno(err, FW_IO, path, "cannot read the file");
        (*data)[ *len += (size_t)got] = '\0';
        if (got == 0) return FW_OK;
        if (*len > limit) return too_large(path, limit, err);
    }
}

fw_code fw_read_file(const char *path, size_t limit, char **data, size_t *len, fw_error *err) {
    const bool standard = strcmp(path, "-") == 0;
    const char *name = standard ? "standard input" : path;
    const int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return fw_fail_errno(err, FW_NOINPUT, path, "cannot open the file");
    char *bytes = NULL;
    const fw_code code = read_all(fd, name, limit, &bytes, len, err);
    if (!standard) close(fd);
    if (code == FW_OK) {
        *data = bytes;
    } else {
        free(bytes);
    }
    return code;
}
