/* paged.c: large arrays in an unnamed file that is mapped into memory. */
#include "base/paged.h"

#include "base/unnamed.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static bool grow_heap(fw_paged *array, size_t bytes) {
    unsigned char *grown = realloc(array->data, bytes);
    if (!grown) return false;
    memset(grown + array->bytes, 0, bytes - array->bytes);
    array->data = grown;
    array->bytes = bytes;
    return true;
}

/* The disk's room is taken now: a page that could not be written later would be a signal, not an error. */
static bool set_size(int file, size_t from, size_t bytes) {
    return posix_fallocate(file, (off_t)from, (off_t)(bytes - from)) == 0;
}

static bool move_to_file(fw_paged *array, size_t bytes) {
    int file = -1;
    if (fw_unnamed_open(NULL, &file, NULL) != FW_OK) return false;
    void *mapped = MAP_FAILED;
    if (set_size(file, 0, bytes) && fw_unnamed_write(file, NULL, 0, array->data, array->bytes, NULL) == FW_OK)
        mapped = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (mapped == MAP_FAILED) {
        (void)close(file);
        return false;
    }
    free(array->data);
    *array = (fw_paged){.data = mapped, .bytes = array->bytes, .mapped = bytes, .file = file + 1};
    return true;
}

static bool grow_file(fw_paged *array, size_t bytes) {
    if (!set_size(array->file - 1, array->mapped, bytes)) return false;
    void *mapped = mremap(array->data, array->mapped, bytes, MREMAP_MAYMOVE);
    if (mapped == MAP_FAILED) return false;
    array->data = mapped;
    array->mapped = bytes;
    return true;
}

/*
 * Room for `bytes`, and some more, that the file has already. Zeros are written to it: that makes many pages
 * at once, which would be made one by one, at several times the price, as each is first touched. No harm is
 * done where it fails.
 */
static void open_up(fw_paged *array, size_t bytes) {
    enum { PIECE = 1 << 18 };
    void *zeros = calloc(1, PIECE);
    while (array->bytes < bytes) {
        const size_t left = array->mapped - array->bytes, piece = left < PIECE ? left : PIECE;
        if (zeros) (void)fw_unnamed_write(array->file - 1, NULL, array->bytes, zeros, piece, NULL);
        array->bytes += piece;
    }
    free(zeros);
}

static bool grow(fw_paged *array, size_t bytes) {
    enum { FIRST = 1024 };
    const size_t now = array->file ? array->mapped : array->bytes;
    size_t wanted = now + now / 2;
    if (wanted < FIRST) wanted = FIRST;
    if (wanted < bytes) wanted = bytes;
    if (array->file) return grow_file(array, wanted) || grow_file(array, bytes);
    if (wanted > FW_PAGED_FROM && !array->no_file) {
        if (move_to_file(array, wanted)) return true;
        array->no_file = true;
    }
    return grow_heap(array, wanted);
}

bool fw_paged_reserve(fw_paged *array, size_t bytes) {
    if (bytes <= array->bytes) return true;
    if (bytes > array->mapped && !grow(array, bytes)) return false;
    if (array->file) open_up(array, bytes);
    return true;
}

void fw_paged_let_go(const fw_paged *array) {
    if (array->file) (void)madvise(array->data, array->mapped, MADV_DONTNEED); /* a hint: it stays correct */
}

void fw_paged_free(fw_paged *array) {
    if (array->file) {
        (void)munmap(array->data, array->mapped);
        (void)close(array->file - 1);
    } else {
        free(array->data);
    }
    *array = (fw_paged){0};
}
