/* test_load_helpers.h: opens CSV given as a literal, for the tests of the load stage. */
#ifndef TEST_LOAD_HELPERS_H
#define TEST_LOAD_HELPERS_H

#include "base/str.h"

#include <failwise/answers.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

/* An anonymous file with these bytes; its path goes into `path`. */
static int helper_file(const void *bytes, size_t len, char path[64]) {
    const int fd = memfd_create("csv", 0);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, len), (ssize_t)len);
    snprintf(path, 64, "/proc/self/fd/%d", fd);
    return fd;
}

/* A whole small file in one batch. */
typedef struct loaded {
    fw_reader *reader;
    fw_batch *batch;
    fw_code code; /* of fw_reader_open */
    fw_error err;
    int fd;
} loaded;

static loaded load_with(const void *bytes, size_t len, fw_reader_options options) {
    loaded file = {0};
    char path[64];
    file.fd = helper_file(bytes, len, path);
    if (!options.path) options.path = path;
    file.code = fw_reader_open(&options, &file.reader, &file.err);
    if (file.code != FW_OK) return file;
    file.batch = fw_batch_new();
    assert_non_null(file.batch);
    bool more;
    assert_int_equal(fw_reader_fill(file.reader, file.batch, &more, &file.err), FW_OK);
    if (!more) return file;
    assert_int_equal(fw_reader_parse(file.reader, file.batch, &file.err), FW_OK);
    assert_int_equal(fw_reader_accept(file.reader, file.batch, &file.err), FW_OK);
    return file;
}

static void unload(loaded *file) {
    fw_batch_free(file->batch);
    fw_reader_close(file->reader);
    close(file->fd);
}

#define LOAD(literal)               load_with((literal), sizeof(literal) - 1, (fw_reader_options){0})
#define LOAD_WITH(literal, options) load_with((literal), sizeof(literal) - 1, (options))

#define assert_str(str, literal)                                                                             \
    do {                                                                                                     \
        const fw_str str_ = (str);                                                                           \
        assert_int_equal(str_.len, sizeof(literal) - 1);                                                     \
        assert_memory_equal(str_.ptr ? str_.ptr : "", (literal), sizeof(literal) - 1);                       \
    } while (0)

#define assert_contains(haystack, needle)                                                                    \
    do {                                                                                                     \
        if (!strstr((haystack), (needle))) fail_msg("'%s' lacks '%s'", (haystack), (needle));                \
    } while (0)

#endif
