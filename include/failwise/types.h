/*
 * types.h: the small value types that every other header uses.
 *
 * Text is UTF-8 everywhere, carried as pointer and length; offsets are bytes into it, end exclusive.
 */
#ifndef FAILWISE_TYPES_H
#define FAILWISE_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* A borrowed run of bytes: not NUL-terminated, owned by whoever the function's comment names. */
typedef struct fw_str {
    const char *ptr; /* may be NULL when len is 0 */
    size_t len;      /* bytes */
} fw_str;

/* A half-open byte range [start, end) in the UTF-8 text of one answer. */
typedef struct fw_span {
    uint32_t start;
    uint32_t end;
} fw_span;

/* The 128-bit XXH3 of an id: what is kept of an id when the id itself is not needed (16 bytes each). */
typedef struct fw_id128 {
    uint64_t lo;
    uint64_t hi;
} fw_id128;

/* An estimate with its 95 % interval; the ends are NaN where there is none. */
typedef struct fw_interval {
    double value, low, high;
} fw_interval;

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
