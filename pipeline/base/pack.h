/*
 * pack.h: numbers and strings as bytes that another process of the same program reads again.
 *
 * Whole numbers take seven bits a byte, low ones first; floating ones the machine's own bytes. Reading never
 * leaves the bytes given: what does not fit sets `bad`, gives zeros from then on, and is asked for once, at
 * the end.
 */
#ifndef FAILWISE_BASE_PACK_H
#define FAILWISE_BASE_PACK_H

#include "base/buffer.h"

#include <failwise/status.h>

void fw_pack_number(fw_buffer *out, uint64_t value);
void fw_pack_bytes(fw_buffer *out, const void *bytes, size_t len);
/* Its length, then its bytes. */
void fw_pack_text(fw_buffer *out, fw_str text);
/* The same for who gives bytes to a function: `buffer` is a fw_buffer. FW_IO when memory is out. */
fw_code fw_pack_put(void *buffer, const char *bytes, size_t len, fw_error *err);

typedef struct fw_unpack {
    const char *at, *end;
    bool bad;
} fw_unpack;

uint64_t fw_unpack_number(fw_unpack *in);
/* A number of things of which each takes at least `each` bytes (from 1): never more than there is room for.
 */
size_t fw_unpack_count(fw_unpack *in, size_t each);
bool fw_unpack_bytes(fw_unpack *in, void *bytes, size_t len);
/* Points into the bytes. */
fw_str fw_unpack_text(fw_unpack *in);

#endif
