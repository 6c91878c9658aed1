/* pack.c: numbers and strings as bytes and back. */
#include "base/pack.h"

#include <string.h>

enum { BITS = 7, MORE = 0x80, MOST_BYTES = 10 };

void fw_pack_number(fw_buffer *out, uint64_t value) {
    char bytes[MOST_BYTES];
    size_t n = 0;
    while (value >= MORE) {
        bytes[n++] = (char)(unsigned char)(value | MORE);
        value >>= BITS;
    }
    bytes[n++] = (char)(unsigned char)value;
    fw_buffer_append(out, bytes, n);
}

void fw_pack_bytes(fw_buffer *out, const void *bytes, size_t len) {
    if (len) fw_buffer_append(out, bytes, len);
}

void fw_pack_text(fw_buffer *out, fw_str text) {
    fw_pack_number(out, text.len);
    fw_pack_bytes(out, text.ptr, text.len);
}

fw_code fw_pack_put(void *buffer, const char *bytes, size_t len, fw_error *err) {
    fw_buffer *out = buffer;
    fw_pack_text(out, (fw_str){bytes, len});
    return out->failed ? fw_fail_nomem(err) : FW_OK;
}

/* From then on nothing can be read. */
static void give_up(fw_unpack *in) {
    in->bad = true;
    in->at = in->end;
}

uint64_t fw_unpack_number(fw_unpack *in) {
    uint64_t value = 0;
    for (unsigned shift = 0; in->at < in->end && shift < MOST_BYTES * BITS; shift += BITS) {
        const unsigned char byte = (unsigned char)*in->at++;
        value |= (uint64_t)(byte & (MORE - 1)) << shift;
        if (byte < MORE) return value;
    }
    give_up(in);
    return 0;
}

size_t fw_unpack_count(fw_unpack *in, size_t each) {
    const uint64_t count = fw_unpack_number(in);
    if (count <= (size_t)(in->end - in->at) / each) return (size_t)count;
    give_up(in);
    return 0;
}

bool fw_unpack_bytes(fw_unpack *in, void *bytes, size_t len) {
    if ((size_t)(in->end - in->at) < len) {
        give_up(in);
        memset(bytes, 0, len);
        return false;
    }
    if (len) memcpy(bytes, in->at, len);
    in->at += len;
    return true;
}

fw_str fw_unpack_text(fw_unpack *in) {
    const size_t len = fw_unpack_count(in, 1);
    const fw_str text = {in->at, len};
    in->at += len;
    return text;
}
