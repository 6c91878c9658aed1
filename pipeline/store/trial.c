/* trial.c: copies every object of an HDF5 file, and reads the copy, in a child process with limits. */
#include "store/trial.h"

#include "base/unnamed.h"
#include "store/h5.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED true /* reserves more addresses than any limit */
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED true
#endif
#endif
#ifndef SANITIZED
#define SANITIZED false
#endif

#define MEMORY_BYTES (UINT64_C(2) << 30)  /* beyond what the process has already */
#define PIECE_BYTES  (UINT64_C(4) << 20)  /* read at once */
#define SPARE_BYTES  (UINT64_C(64) << 20) /* that a copy may be larger than twice the file */
enum { LEAST_SECONDS = 20, BYTES_PER_SECOND = 4 << 20, DAMAGED = 1, READ_WELL = 0 };

/* ---- in the child: every value of every object ---- */

/* One piece of a dataset (or all of an attribute), with the strings that HDF5 allocates for it given back. */
static bool read_rows(hid_t set, hid_t native, hid_t file, hsize_t rows, const hsize_t *sizes, int rank,
                      size_t bytes) {
    hsize_t wanted[H5S_MAX_RANK];
    memcpy(wanted, sizes, sizeof wanted);
    wanted[0] = rows;
    const hid_t memory = H5Screate_simple(rank, wanted, NULL);
    void *values = calloc(1, bytes + 1);
    const bool ok = memory >= 0 && values && H5Dread(set, native, memory, file, H5P_DEFAULT, values) >= 0 &&
                    H5Dvlen_reclaim(native, memory, H5P_DEFAULT, values) >= 0;
    free(values);
    if (memory >= 0) H5Sclose(memory);
    return ok;
}

static bool read_scalar(hid_t set, hid_t native, hid_t space) {
    void *value = calloc(1, H5Tget_size(native) + 1);
    const bool ok = value && H5Dread(set, native, H5S_ALL, H5S_ALL, H5P_DEFAULT, value) >= 0 &&
                    H5Dvlen_reclaim(native, space, H5P_DEFAULT, value) >= 0;
    free(value);
    return ok;
}

static bool read_pieces(hid_t set, hid_t native, hid_t space) {
    hsize_t sizes[H5S_MAX_RANK] = {0};
    hsize_t start[H5S_MAX_RANK] = {0};
    const int rank = H5Sget_simple_extent_dims(space, sizes, NULL);
    if (rank < 0) return false;
    if (rank == 0) return H5Sget_simple_extent_type(space) == H5S_NULL || read_scalar(set, native, space);
    uint64_t row = H5Tget_size(native);
    for (int i = 1; i < rank; i++)
        if (__builtin_mul_overflow(row, sizes[i], &row)) return false;
    if (row > MEMORY_BYTES) return false;
    const hsize_t most = row == 0 || row > PIECE_BYTES ? 1 : PIECE_BYTES / row;
    hsize_t count[H5S_MAX_RANK];
    memcpy(count, sizes, sizeof count);
    for (hsize_t done = 0; row > 0 && done < sizes[0]; done += count[0]) {
        start[0] = done;
        count[0] = sizes[0] - done < most ? sizes[0] - done : most;
        if (H5Sselect_hyperslab(space, H5S_SELECT_SET, start, NULL, count, NULL) < 0 ||
            !read_rows(set, native, space, count[0], sizes, rank, (size_t)(count[0] * row)))
            return false;
    }
    return true;
}

static bool read_set(hid_t set) {
    const hid_t type = H5Dget_type(set);
    const hid_t space = H5Dget_space(set);
    const hid_t native = type >= 0 ? H5Tget_native_type(type, H5T_DIR_DEFAULT) : -1;
    const bool ok = native >= 0 && space >= 0 && read_pieces(set, native, space);
    if (native >= 0) H5Tclose(native);
    if (space >= 0) H5Sclose(space);
    if (type >= 0) H5Tclose(type);
    return ok;
}

static herr_t read_attribute(hid_t object, const char *name, const H5A_info_t *info, void *context) {
    (void)info, (void)context;
    const hid_t attribute = H5Aopen(object, name, H5P_DEFAULT);
    const hid_t type = attribute >= 0 ? H5Aget_type(attribute) : -1;
    const hid_t space = attribute >= 0 ? H5Aget_space(attribute) : -1;
    const hid_t native = type >= 0 ? H5Tget_native_type(type, H5T_DIR_DEFAULT) : -1;
    const hssize_t count = space >= 0 ? H5Sget_simple_extent_npoints(space) : -1;
    uint64_t bytes = native >= 0 ? H5Tget_size(native) : 0;
    bool ok = native >= 0 && count >= 0 && !__builtin_mul_overflow(bytes, (uint64_t)count, &bytes) &&
              bytes < MEMORY_BYTES;
    void *values = ok ? calloc(1, (size_t)bytes + 1) : NULL;
    ok = values && (count == 0 || (H5Aread(attribute, native, values) >= 0 &&
                                   H5Dvlen_reclaim(native, space, H5P_DEFAULT, values) >= 0));
    free(values);
    if (native >= 0) H5Tclose(native);
    if (space >= 0) H5Sclose(space);
    if (type >= 0) H5Tclose(type);
    if (attribute >= 0) H5Aclose(attribute);
    return ok ? 0 : -1;
}

static herr_t read_object(hid_t root, const char *name, const H5O_info_t *info, void *context) {
    (void)context;
    const hid_t object = H5Oopen(root, name, H5P_DEFAULT);
    if (object < 0) return -1;
    hsize_t at = 0;
    bool ok = H5Aiterate2(object, H5_INDEX_NAME, H5_ITER_NATIVE, &at, read_attribute, NULL) >= 0;
    if (ok && info->type == H5O_TYPE_DATASET) ok = read_set(object);
    H5Oclose(object);
    return ok ? 0 : -1;
}

static bool read_all(const char *path) {
    fw_h5 h5;
    if (!fw_h5_open(&h5, path, FW_H5_READ_UNNAMED)) return false;
    const bool ok = H5Ovisit(h5.file, H5_INDEX_NAME, H5_ITER_NATIVE, read_object, NULL) >= 0;
    return fw_h5_close(&h5) && ok;
}

/* ---- in the child: a copy ---- */

static herr_t copy_object(hid_t root, const char *name, const H5L_info_t *info, void *context) {
    (void)info;
    const hid_t to = *(hid_t *)context;
    return H5Ocopy(root, name, to, name, H5P_DEFAULT, H5P_DEFAULT) < 0 ? -1 : 0;
}

/* What the root group itself carries: the library copies what is in a group, not into the root. */
static herr_t copy_attribute(hid_t root, const char *name, const H5A_info_t *info, void *context) {
    (void)info;
    const hid_t to = *(hid_t *)context;
    const hid_t attribute = H5Aopen(root, name, H5P_DEFAULT);
    const hid_t type = attribute >= 0 ? H5Aget_type(attribute) : -1;
    const hid_t space = attribute >= 0 ? H5Aget_space(attribute) : -1;
    const hid_t native = type >= 0 ? H5Tget_native_type(type, H5T_DIR_DEFAULT) : -1;
    const hssize_t count = space >= 0 ? H5Sget_simple_extent_npoints(space) : -1;
    const hid_t made =
        native >= 0 && count >= 0 ? H5Acreate2(to, name, type, space, H5P_DEFAULT, H5P_DEFAULT) : -1;
    void *values = made >= 0 ? calloc((size_t)count + 1, H5Tget_size(native)) : NULL;
    const bool ok =
        values &&
        (count == 0 || (H5Aread(attribute, native, values) >= 0 && H5Awrite(made, native, values) >= 0));
    free(values); /* the strings in it go with the process */
    if (made >= 0) H5Aclose(made);
    if (native >= 0) H5Tclose(native);
    if (space >= 0) H5Sclose(space);
    if (type >= 0) H5Tclose(type);
    if (attribute >= 0) H5Aclose(attribute);
    return ok ? 0 : -1;
}

static bool copy_all(const char *path, const char *to) {
    fw_h5 from;
    fw_h5 copy;
    if (!fw_h5_open(&from, path, FW_H5_READ)) return false;
    bool ok = fw_h5_open(&copy, to, FW_H5_CREATE_UNNAMED);
    if (ok) {
        hsize_t at = 0;
        ok = H5Literate(from.file, H5_INDEX_NAME, H5_ITER_NATIVE, NULL, copy_object, &copy.file) >= 0 &&
             H5Aiterate2(from.file, H5_INDEX_NAME, H5_ITER_NATIVE, &at, copy_attribute, &copy.file) >= 0;
        ok = fw_h5_close(&copy) && ok;
    }
    return fw_h5_close(&from) && ok;
}

/* ---- its limits ---- */

static uint64_t memory_in_use(void) {
    char line[64] = "";
    FILE *stream = fopen("/proc/self/statm", "re");
    if (stream) {
        if (!fgets(line, sizeof line, stream)) line[0] = '\0';
        fclose(stream);
    }
    return strtoull(line, NULL, 10) * (uint64_t)sysconf(_SC_PAGESIZE);
}

static bool limit(__rlimit_resource_t resource, uint64_t most) {
    struct rlimit now;
    if (getrlimit(resource, &now) != 0) return false;
    if (now.rlim_max != RLIM_INFINITY && most > now.rlim_max) most = now.rlim_max;
    now.rlim_cur = now.rlim_max = most;
    return setrlimit(resource, &now) == 0;
}

_Noreturn static void try_in_child(const char *path, const char *copy, uint64_t size, uint64_t seconds) {
    /* What the C library has to say about a damaged heap is not for the user. */
    const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere >= 0) (void)dup2(nowhere, STDERR_FILENO);
    static const int FATAL[] = {SIGSEGV, SIGBUS,  SIGFPE, SIGILL,  SIGABRT, SIGALRM,
                                SIGINT,  SIGTERM, SIGHUP, SIGQUIT, SIGXCPU};
    for (size_t i = 0; i < sizeof FATAL / sizeof FATAL[0]; i++) (void)signal(FATAL[i], SIG_DFL);
    bool ok =
        limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, 2 * size + SPARE_BYTES) && limit(RLIMIT_CPU, seconds);
    if (!SANITIZED) ok = ok && limit(RLIMIT_AS, memory_in_use() + MEMORY_BYTES);
    (void)alarm((unsigned)(2 * seconds)); /* the other end of the disk may hang too */
    _exit(ok && copy_all(path, copy) && read_all(copy) ? READ_WELL : DAMAGED);
}

/* ---- outside ---- */

static fw_code try_copy(const char *path, const char *copy, uint64_t size, fw_error *err) {
    uint64_t seconds = LEAST_SECONDS + size / BYTES_PER_SECOND;
    if (seconds > INT32_MAX / 4) seconds = INT32_MAX / 4;
    const pid_t child = fork();
    if (child < 0) return fw_fail_errno(err, FW_IO, path, "cannot start a process to try the dataset");
    if (child == 0) try_in_child(path, copy, size, seconds);
    int status = 0;
    if (waitpid(child, &status, 0) != child) { /* interrupted: somebody wants us to stop */
        const fw_code code = fw_fail_errno(err, FW_IO, path, "cannot try the dataset");
        (void)kill(child, SIGKILL);
        (void)waitpid(child, &status, 0);
        return code;
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == READ_WELL) return FW_OK;
    fw_fail_in(err, FW_DATA, path,
               "the dataset has no checksum, and cannot be read: it is damaged or cut off");
    char found[64];
    (void)snprintf(found, sizeof found, "%s %d",
                   WIFSIGNALED(status) ? "a trial that ended by signal" : "a trial that ended with status",
                   WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
    fw_error_detail(err, "HDF5 that can be read", found);
    return FW_DATA;
}

void fw_trial_path(int copy, char path[FW_TRIAL_PATH]) {
    (void)snprintf(path, FW_TRIAL_PATH, "/proc/self/fd/%d", copy);
}

fw_code fw_trial_copy(const char *path, uint64_t size, int *copy, fw_error *err) {
    fw_code code = fw_unnamed_open(NULL, copy, err);
    if (code != FW_OK) return code;
    char name[FW_TRIAL_PATH];
    fw_trial_path(*copy, name);
    code = try_copy(path, name, size, err);
    if (code == FW_OK) return FW_OK;
    (void)close(*copy);
    *copy = -1;
    return code;
}
