/* secret.c: from the 16 random bytes that the kernel gives every process. */
#include "base/secret.h"

#include "base/str.h"

#include <string.h>
#include <sys/auxv.h>

enum { RANDOM_BYTES = 16 };

uint64_t fw_secret(uint64_t purpose) {
    const unsigned long at = getauxval(AT_RANDOM);
    char bytes[RANDOM_BYTES] = {0};
    if (at) memcpy(bytes, (const void *)at, sizeof bytes); /* NOLINT(performance-no-int-to-ptr) */
    return fw_hash64(bytes, sizeof bytes, purpose) | 1U;
}
