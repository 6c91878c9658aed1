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
    if (set_size(file, 0, bytes)) mapped = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (mapped == MAP_FAILED) {
        (void)close(file);
        return false;
    }
    if (array->bytes) memcpy(mapped, array->data, array->bytes);
    free(array->data);
    *array = (fw_paged){.data = mapped, .bytes = bytes, .file = file + 1};
    return true;
}

static bool grow_file(fw_paged *array, size_t bytes) {
    if (!set_size(array->file - 1, array->bytes, bytes)) return false;
    void *mapped = mremap(array->data, array->bytes, bytes, MREMAP_MAYMOVE);
    if (mapped == MAP_FAILED) return false;
    array->data = mapped;
    array->bytes = bytes;
    return true;
}

bool fw_paged_reserve(fw_paged *array, size_t bytes) {
    enum { FIRST = 1024 };
    if (bytes <= array->bytes) return true;
    size_t wanted = array->bytes + array->bytes / 2;
    if (wanted < FIRST) wanted = FIRST;
    if (wanted < bytes) wanted = bytes;
    if (array->file) return grow_file(array, wanted) || grow_file(array, bytes);
    if (wanted > FW_PAGED_FROM && !array->no_file) {
        if (move_to_file(array, wanted)) return true;
        array->no_file = true;
    }
    return grow_heap(array, wanted);
}

void fw_paged_let_go(const fw_paged *array) {
    if (array->file) (void)madvise(array->data, array->bytes, MADV_DONTNEED); /* a hint: it stays correct */
}

void fw_paged_free(fw_paged *array) {
    if (array->file) {
        (void)munmap(array->data, array->bytes);
        (void)close(array->file - 1);
    } else {
        free(array->data);
    }
    *array = (fw_paged){0};
}
