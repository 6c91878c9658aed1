/* checksum.c: a whole-file checksum behind the end of a dataset. */
#include "store/checksum.h"

#include "base/hash_file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MARK_TEXT = 18, MARK_BYTES = MARK_TEXT + 17, SIGNATURE_BYTES = 8 };
static const unsigned char SIGNATURE[SIGNATURE_BYTES] = {0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
#define MARK "\nfailwise xxh3-64 %016" PRIx64 "\n"

static void make_mark(uint64_t hash, char mark[MARK_BYTES + 1]) {
    snprintf(mark, MARK_BYTES + 1, MARK, hash);
}

static bool write_all(int fd, const char *bytes, size_t len) {
    for (size_t done = 0; done < len;) {
        const ssize_t put = write(fd, bytes + done, len - done);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return false;
        done += (size_t)put;
    }
    return true;
}

/* The file is read once: the hash of its content goes on to be that of all of it. */
static bool append_mark(int fd, uint64_t *bytes, uint64_t *hash) {
    struct stat info;
    fw_hashing *hashing = fw_hashing_new();
    bool ok = hashing && fstat(fd, &info) == 0 && fw_hashing_read(hashing, fd, (uint64_t)info.st_size);
    if (ok) {
        char mark[MARK_BYTES + 1];
        make_mark(fw_hashing_value(hashing), mark);
        ok = fw_hashing_add(hashing, mark, MARK_BYTES) && lseek(fd, 0, SEEK_END) >= 0 &&
             write_all(fd, mark, MARK_BYTES);
        *bytes = (uint64_t)info.st_size + MARK_BYTES;
        *hash = fw_hashing_value(hashing);
    }
    fw_hashing_free(hashing);
    return ok;
}

fw_code fw_checksum_append(const char *path, const char *shown, uint64_t *bytes, uint64_t *hash,
                           fw_error *err) {
    const int fd = open(path, O_RDWR | O_CLOEXEC);
    const bool ok = fd >= 0 && append_mark(fd, bytes, hash);
    const fw_code code = ok ? FW_OK : fw_fail_errno(err, FW_IO, shown, "cannot write the dataset");
    if (fd >= 0 && close(fd) != 0 && ok) {
        return fw_fail_errno(err, FW_IO, shown, "cannot write the dataset");
    }
    return code;
}

static fw_code damaged(const char *path, fw_error *err, const char *what, const char *found) {
    fw_fail_in(err, FW_DATA, path, "%s", what);
    fw_error_detail(err, "a dataset written by failwise", found);
    return FW_DATA;
}

/* Without a mark: a copy is made by a process that may come to grief. */
static fw_code copy_unmarked(const char *path, uint64_t size, fw_sound *sound, fw_error *err) {
    fw_code code = fw_trial_copy(path, size, &sound->copy, err);
    if (code != FW_OK) return code;
    struct stat info;
    if (fstat(sound->copy, &info) != 0) {
        code = fw_fail_errno(err, FW_IO, path, "cannot read the copy of the dataset");
        fw_sound_close(sound);
        return code;
    }
    fw_trial_path(sound->copy, sound->copy_path);
    sound->path = sound->copy_path;
    sound->size = (uint64_t)info.st_size;
    return FW_OK;
}

static fw_code verify_open(int fd, const char *path, fw_sound *sound, fw_error *err) {
    struct stat info;
    if (fstat(fd, &info) != 0) return fw_fail_errno(err, FW_NOINPUT, path, "cannot read the dataset");
    if (!S_ISREG(info.st_mode)) return fw_fail_in(err, FW_NOINPUT, path, "the dataset is not a regular file");
    unsigned char start[SIGNATURE_BYTES];
    if (info.st_size == 0) return damaged(path, err, "the dataset is empty", "no bytes");
    if (!fw_read_exactly(fd, start, sizeof start) || memcmp(start, SIGNATURE, sizeof start) != 0) {
        return damaged(path, err, "not a dataset", "not HDF5");
    }
    if (info.st_size < MARK_BYTES + SIGNATURE_BYTES || lseek(fd, 0, SEEK_SET) != 0) {
        return damaged(path, err, "the dataset is damaged", "a cut-off file");
    }
    const uint64_t content = (uint64_t)info.st_size - MARK_BYTES;
    uint64_t hash = 0;
    char stored[MARK_BYTES];
    char mark[MARK_BYTES + 1];
    if (!fw_hash_open(fd, content, &hash) || !fw_read_exactly(fd, stored, sizeof stored)) {
        return fw_fail_errno(err, FW_IO, path, "cannot read the dataset");
    }
    make_mark(hash, mark);
    if (memcmp(stored, mark, MARK_TEXT) != 0) {
        return copy_unmarked(path, (uint64_t)info.st_size, sound, err);
    }
    if (memcmp(stored, mark, MARK_BYTES) != 0) {
        return damaged(path, err, "the dataset is damaged", "a wrong checksum");
    }
    sound->size = content;
    return FW_OK;
}

fw_code fw_checksum_verify(const char *path, fw_sound *sound, fw_error *err) {
    *sound = (fw_sound){.path = path, .copy = -1};
    /* O_NONBLOCK: a FIFO of that name must give an error, not a wait. */
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return fw_fail_errno(err, FW_NOINPUT, path, "cannot open the dataset");
    const fw_code code = verify_open(fd, path, sound, err);
    close(fd);
    return code;
}

void fw_sound_close(fw_sound *sound) {
    if (sound->copy >= 0) (void)close(sound->copy);
    sound->copy = -1;
}
