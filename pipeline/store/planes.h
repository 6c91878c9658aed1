/*
 * planes.h: a deflate stream of the byte planes of numbers.
 *
 * Shuffled numbers and records are planes of bytes of one significance: zeros, small alphabets, or noise.
 * What repeats in them is the byte before, hardly ever a longer phrase: each plane becomes a block of its own
 * code for bytes and runs, which takes a fraction of the time of a search for phrases, and less room than its
 * fastest level.
 */
#ifndef FAILWISE_STORE_PLANES_H
#define FAILWISE_STORE_PLANES_H

#include <failwise/types.h>

enum { FW_PLANE_LEAST = 1024 }; /* shorter planes are not worth their codes */

/* Scratch; zero-initialise. */
typedef struct fw_planes {
    uint16_t *tokens;
    size_t capacity;
} fw_planes;
void fw_planes_free(fw_planes *planes);

/* What fw_planes_compress writes at most. */
size_t fw_planes_bound(size_t count, size_t length);
/* `count` planes of `length` bytes each as deflate (RFC 1951), all of the stream; returns its bytes, 0 when
 * memory is out. */
size_t fw_planes_compress(fw_planes *planes, const unsigned char *bytes, size_t count, size_t length,
                          unsigned char *out);

#endif
