/* helpers.c: how much two sets of stems have in common. */
#include "base/wide.h"
#include "extract/compute.h"

#include <assert.h>

/* Bits set in each byte of a word: sums that stay in their bytes are added for many words at once. */
static inline uint64_t bits_by_byte(uint64_t x) {
    x -= x >> 1 & 0x5555555555555555ULL;
    x = (x & 0x3333333333333333ULL) + (x >> 2 & 0x3333333333333333ULL);
    return (x + (x >> 4)) & 0x0F0F0F0F0F0F0F0FULL;
}

/* The sum of the bytes, each below 256, as 16-bit sums. */
static inline uint32_t sum_of_bytes(uint64_t x) {
    x = (x & 0x00FF00FF00FF00FFULL) + (x >> 8 & 0x00FF00FF00FF00FFULL);
    return (uint32_t)(x * 0x0001000100010001ULL >> 48);
}

/* Bits that are set in both sets, and in one of them. */
typedef struct {
    uint32_t both, either;
} overlap;

FW_INLINED overlap overlap_of(const uint64_t a[FW_STEM_WORDS], const uint64_t b[FW_STEM_WORDS]) {
    enum { AT_ONCE = 16 }; /* words whose bits fit a byte's sum */
    static_assert(FW_STEM_WORDS % AT_ONCE == 0 && AT_ONCE * 8 < 256, "no byte runs over");
    overlap sum = {0, 0};
    for (int first = 0; first < FW_STEM_WORDS; first += AT_ONCE) {
        uint64_t both = 0, either = 0;
        for (int i = first; i < first + AT_ONCE; i++) {
            both += bits_by_byte(a[i] & b[i]);
            either += bits_by_byte(a[i] | b[i]);
        }
        sum.both += sum_of_bytes(both);
        sum.either += sum_of_bytes(either);
    }
    return sum;
}

static overlap plain_overlap(const uint64_t a[FW_STEM_WORDS], const uint64_t b[FW_STEM_WORDS]) {
    return overlap_of(a, b);
}
FW_WIDE static overlap wide_overlap(const uint64_t a[FW_STEM_WORDS], const uint64_t b[FW_STEM_WORDS]) {
    return overlap_of(a, b);
}

/* Many answers have no stems in one of the sets. */
static bool is_empty(const uint64_t set[FW_STEM_WORDS]) {
    uint64_t any = 0;
    for (int i = 0; i < FW_STEM_WORDS; i++) any |= set[i];
    return any == 0;
}

double fw_jaccard(const uint64_t a[FW_STEM_WORDS], const uint64_t b[FW_STEM_WORDS]) {
    if (is_empty(b)) return 0;
    const overlap o = (fw_has_wide() ? wide_overlap : plain_overlap)(a, b);
    return fw_share(o.both, o.either);
}
