/* hash_file.c: what a file holds, as a number; in blocks: what is mapped counts as memory, and a dataset may
 * be larger than memory. */
#include "base/hash_file.h"

#include "base/content_hash.h"
#include "base/hash_wide.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 1 << 20 };

bool fw_read_exactly(int fd, void *bytes, size_t len) {
    for (size_t done = 0; done < len;) {
        const ssize_t got = read(fd, (char *)bytes + done, len - done);
        if (got < 0 && errno == EINTR) continue;
        if (got == 0) errno = EIO; /* it ends before its size */
        if (got <= 0) return false;
        done += (size_t)got;
    }
    return true;
}

fw_hashing *fw_hashing_new(void) {
    XXH3_state_t *state = XXH3_createState();
    if (state && XXH3_64bits_reset(state) == XXH_OK) return state;
    fw_hashing_free(state);
    return NULL;
}

void fw_hashing_free(fw_hashing *hashing) { XXH3_freeState(hashing); }

bool fw_hashing_add(fw_hashing *hashing, const void *bytes, size_t len) {
    return XXH3_64bits_update(hashing, bytes, len) == XXH_OK;
}

uint64_t fw_hashing_value(const fw_hashing *hashing) { return XXH3_64bits_digest(hashing); }

bool fw_hashing_read(fw_hashing *hashing, int fd, uint64_t size) {
    char *block = malloc(BLOCK);
    bool ok = block != NULL;
    for (uint64_t left = size; ok && left > 0;) {
        const size_t piece = left < BLOCK ? (size_t)left : BLOCK;
        ok = fw_read_exactly(fd, block, piece) && fw_hashing_add(hashing, block, piece);
        left -= piece;
    }
    free(block);
    return ok;
}

bool fw_hash_open(int fd, uint64_t size, uint64_t *hash) {
    fw_hashing *hashing = fw_hashing_new();
    const bool ok = hashing && fw_hashing_read(hashing, fd, size);
    if (ok) *hash = fw_hashing_value(hashing);
    fw_hashing_free(hashing);
    return ok;
}

static bool hash_blocks(int fd, uint64_t size, uint64_t *out) {
    fw_content_hash *hash = fw_content_hash_new();
    char *block = malloc(FW_HASH_BLOCK);
    bool ok = hash && block;
    for (uint64_t left = size; ok && left > 0;) {
        const size_t piece = left < FW_HASH_BLOCK ? (size_t)left : FW_HASH_BLOCK;
        ok = fw_read_exactly(fd, block, piece) && fw_content_hash_add(hash, block, piece);
        left -= piece;
    }
    if (ok) *out = fw_content_hash_value(hash);
    fw_content_hash_free(hash);
    free(block);
    return ok;
}

static fw_code hash_by(bool (*way)(int, uint64_t, uint64_t *), const char *path, bool follow, uint64_t *size,
                       uint64_t *hash, fw_error *err) {
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | (follow ? 0 : O_NOFOLLOW));
    struct stat info = {0};
    const bool good =
        fd >= 0 && fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && way(fd, (uint64_t)info.st_size, hash);
    const fw_code code = good ? FW_OK : fw_fail_errno(err, FW_IO, path, "cannot read the file");
    *size = (uint64_t)info.st_size;
    if (fd >= 0) close(fd);
    return code;
}

fw_code fw_hash_file(const char *path, bool follow, uint64_t *size, uint64_t *hash, fw_error *err) {
    return hash_by(fw_hash_open, path, follow, size, hash, err);
}

fw_code fw_hash_content(const char *path, uint64_t *hash, fw_error *err) {
    uint64_t size;
    return hash_by(hash_blocks, path, true, &size, hash, err);
}
