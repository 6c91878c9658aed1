/* same_bytes.h: two files that are to be the same. */
#ifndef FAILWISE_TEST_SAME_BYTES_H
#define FAILWISE_TEST_SAME_BYTES_H

#include "base/output.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static inline void assert_same_bytes(const char *a, const char *b) {
    char *bytes[2] = {NULL, NULL};
    size_t sizes[2] = {0, 0};
    fw_error err = {0};
    assert_int_equal(fw_read_file(a, 1 << 30, &bytes[0], &sizes[0], &err), FW_OK);
    assert_int_equal(fw_read_file(b, 1 << 30, &bytes[1], &sizes[1], &err), FW_OK);
    assert_int_equal(sizes[0], sizes[1]);
    assert_memory_equal(bytes[0], bytes[1], sizes[0]);
    free(bytes[0]);
    free(bytes[1]);
}

#endif
