/* hash_file.c: what a file holds, as a number; by mapping, as a dataset may be larger than memory. */
#include "base/hash_file.h"

#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

fw_code fw_hash_file(const char *path, bool follow, uint64_t *size, uint64_t *hash, fw_error *err) {
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | (follow ? 0 : O_NOFOLLOW));
    struct stat info;
    if (fd < 0 || fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
        const fw_code code = fw_fail_errno(err, FW_IO, path, "cannot read the file");
        if (fd >= 0) close(fd);
        return code;
    }
    *size = (uint64_t)info.st_size;
    *hash = fw_hash64("", 0, 0);
    if (info.st_size > 0) {
        void *bytes = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (bytes == MAP_FAILED) {
            const fw_code code = fw_fail_errno(err, FW_IO, path, "cannot read the file");
            close(fd);
            return code;
        }
        *hash = fw_hash64(bytes, (size_t)info.st_size, 0);
        (void)munmap(bytes, (size_t)info.st_size);
    }
    close(fd);
    return FW_OK;
}
