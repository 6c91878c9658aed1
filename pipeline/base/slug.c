/* slug.c: a safe file name for a name from the data. */
#include "base/slug.h"

#include "base/str.h"

#include <inttypes.h>
#include <stdio.h>

enum { READABLE = 40 };

static char safe(char c) {
    if (c >= 'A' && c <= 'Z') return (char)(c + 32);
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '-';
}

void fw_slug(fw_str name, unsigned kind, char out[FW_SLUG_SIZE]) {
    size_t at = 0;
    for (size_t i = 0; i < name.len && at < READABLE; i++) {
        const char c = safe(name.ptr[i]);
        if (c != '-' || (at && out[at - 1] != '-')) out[at++] = c;
    }
    while (at && out[at - 1] == '-') at--;
    const uint64_t hash = fw_hash64(name.len ? name.ptr : "", name.len, kind) >> 16;
    (void)snprintf(out + at, FW_SLUG_SIZE - at, "%s%012" PRIx64, at ? "-" : "page-", hash);
}
