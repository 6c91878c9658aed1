/* output.c: files that appear whole or not at all. */
#include "base/output.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* An existing target that is not a regular file (a symlink, a device, a folder) is never replaced. */
static fw_code check_target(const char *path, bool force, fw_error *err) {
    struct stat info;
    if (lstat(path, &info) != 0) return FW_OK;
    if (!S_ISREG(info.st_mode)) {
        fw_fail(err, FW_CANTCREATE, "the output exists and is not a regular file");
        return fw_error_at(err, path, 0, 0);
    }
    if (!force) {
        fw_fail(err, FW_CANTCREATE, "the output exists; give --force to replace it");
        return fw_error_at(err, path, 0, 0);
    }
    return FW_OK;
}

fw_code fw_output_reserve(fw_output *output, const char *path, bool force, fw_error *err) {
    *output = (fw_output){0};
    const fw_code code = check_target(path, force, err);
    if (code != FW_OK) return code;
    output->path = strdup(path);
    if (!output->path || asprintf(&output->temporary, "%s.partial-XXXXXX", path) < 0) {
        output->temporary = NULL;
        fw_output_abort(output);
        return fw_fail_nomem(err);
    }
    const int fd = mkstemp(output->temporary);
    if (fd < 0) {
        const fw_code failed = fw_fail_errno(err, FW_CANTCREATE, path, "cannot create the output");
        free(output->temporary);
        output->temporary = NULL;
        fw_output_abort(output);
        return failed;
    }
    close(fd);
    return FW_OK;
}

fw_code fw_output_open(fw_output *output, const char *path, bool force, fw_error *err) {
    if (strcmp(path, "-") == 0) {
        *output = (fw_output){.stream = stdout};
        return FW_OK;
    }
    const fw_code code = fw_output_reserve(output, path, force, err);
    if (code != FW_OK) return code;
    output->stream = fopen(output->temporary, "wb");
    if (output->stream) return FW_OK;
    const fw_code failed = fw_fail_errno(err, FW_CANTCREATE, path, "cannot create the output");
    fw_output_abort(output);
    return failed;
}

/* Makes the rename itself durable. */
static int sync_parent(const char *path) {
    char *copy = strdup(path);
    if (!copy) return -1;
    const int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(copy);
    if (fd < 0) return -1;
    const int status = fsync(fd);
    close(fd);
    return status;
}

static int sync_file(const char *path) {
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return -1;
    const int status = fsync(fd);
    close(fd);
    return status;
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
        failed = sync_file(output->temporary) != 0 || rename(output->temporary, output->path) != 0;
        if (!failed) {
            free(output->temporary);
            output->temporary = NULL;
            failed = sync_parent(output->path) != 0;
        }
    }
    const fw_code code = failed ? fw_fail_errno(err, FW_IO, name, "cannot write the output") : FW_OK;
    fw_output_abort(output);
    return code;
}

void fw_output_abort(fw_output *output) {
    if (!output) return;
    if (output->stream && output->stream != stdout) fclose(output->stream);
    if (output->temporary) unlink(output->temporary);
    free(output->temporary);
    free(output->path);
    *output = (fw_output){0};
}

static fw_code read_stream(FILE *stream, const char *path, size_t limit, char **data, size_t *len,
                           fw_error *err) {
    size_t capacity = 64 * 1024;
    size_t used = 0;
    char *bytes = malloc(capacity);
    while (bytes) {
        used += fread(bytes + used, 1, capacity - used - 1, stream);
        if (used < capacity - 1) break;
        if (used > limit) break;
        char *more = realloc(bytes, capacity * 2);
        if (!more) {
            free(bytes);
            return fw_fail_nomem(err);
        }
        bytes = more;
        capacity *= 2;
    }
    if (!bytes) return fw_fail_nomem(err);
    if (ferror(stream) || used > limit) {
        const bool large = used > limit;
        free(bytes);
        if (!large) return fw_fail_errno(err, FW_IO, path, "cannot read the file");
        fw_fail(err, FW_DATA, "the file is larger than the limit of %zu bytes", limit);
        return fw_error_at(err, path, 0, 0);
    }
    bytes[used] = '\0';
    *data = bytes;
    *len = used;
    return FW_OK;
}

fw_code fw_read_file(const char *path, size_t limit, char **data, size_t *len, fw_error *err) {
    if (strcmp(path, "-") == 0) return read_stream(stdin, "standard input", limit, data, len, err);
    FILE *stream = fopen(path, "rb");
    if (!stream) return fw_fail_errno(err, FW_NOINPUT, path, "cannot open the file");
    const fw_code code = read_stream(stream, path, limit, data, len, err);
    fclose(stream);
    return code;
}
