/*
 * masks.h: which of 64 bytes are of a kind, as bits: byte i is bit i.
 *
 * Functions compiled twice (wide.h) say by `wide` which twin they want. The twins give the same bits; a test
 * compares them.
 */
#ifndef FAILWISE_BASE_MASKS_H
#define FAILWISE_BASE_MASKS_H

#include "base/wide.h"

#include <endian.h>
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#endif

enum { FW_MASKED = 64 };

/* Up to four bytes of ASCII, and NUL, which is in every set. */
typedef struct fw_byte_set {
    char members[4];
    char of[16]; /* each at the place that its lower half names: no two have the same one, and none has 0 */
} fw_byte_set;

/* The set of four bytes, of which some may be NUL. */
static inline fw_byte_set fw_byte_set_of(const char members[4]) {
    fw_byte_set set = {{0}, {0}};
    for (int i = 0; i < 4; i++) set.members[i] = set.of[members[i] & 15] = members[i];
    set.of[0] = 0;
    return set;
}

/* 64 bytes to look at where only `left` are left: themselves, or in `room` with blanks behind them. */
FW_INLINED const char *fw_masked(const char *bytes, size_t left, char room[FW_MASKED]) {
    if (left >= FW_MASKED) return bytes;
    memset(room, ' ', FW_MASKED);
    memcpy(room, bytes, left);
    return room;
}

/* ---- eight bytes in a number, on any machine ---- */

#define FW_EACH_BYTE(value) (UINT64_C(0x0101010101010101) * (value))

/* The highest bit of each byte that is not 0; other bits are of no meaning. */
static inline uint64_t fw_filled(uint64_t eight) {
    const uint64_t low = FW_EACH_BYTE(0x7F);
    return ((eight & low) + low) | eight;
}

static inline uint64_t fw_eight(const char *bytes) {
    uint64_t eight;
    memcpy(&eight, bytes, sizeof eight);
    return le64toh(eight);
}

/* The highest bits of eight bytes, as the lowest eight bits. */
static inline uint64_t fw_gathered(uint64_t eight) {
    return (eight >> 7 & FW_EACH_BYTE(1)) * UINT64_C(0x0102040810204080) >> 56;
}

static inline uint64_t fw_equal_portable(const char *bytes, char c) {
    const uint64_t wanted = FW_EACH_BYTE((unsigned char)c);
    uint64_t mask = 0;
    for (int i = 0; i < FW_MASKED; i += 8) mask |= fw_gathered(~fw_filled(fw_eight(bytes + i) ^ wanted)) << i;
    return mask;
}

/* The highest bit of each byte that is in the set, or odd. */
static inline uint64_t fw_among_eight(const char *bytes, const fw_byte_set *set) {
    const uint64_t eight = fw_eight(bytes);
    uint64_t others = fw_filled(eight);
    for (int i = 0; i < 4; i++) others &= fw_filled(eight ^ FW_EACH_BYTE((unsigned char)set->members[i]));
    return ~others | eight;
}

static inline uint64_t fw_among_portable(const char *bytes, const fw_byte_set *set) {
    uint64_t mask = 0;
    for (int i = 0; i < FW_MASKED; i += 8) mask |= fw_gathered(fw_among_eight(bytes + i, set)) << i;
    return mask;
}

static inline bool fw_any_among_portable(const char *bytes, const fw_byte_set *set) {
    uint64_t any = 0;
    for (int i = 0; i < 2 * FW_MASKED; i += 8) any |= fw_among_eight(bytes + i, set);
    return any & FW_EACH_BYTE(0x80);
}

/* ---- 32 bytes at a time ---- */

#if defined(__x86_64__) && defined(__GNUC__)
FW_WIDE static inline __m256i fw_load_32(const char *bytes) {
    return _mm256_loadu_si256((const __m256i *)(const void *)bytes);
}

FW_WIDE static inline uint64_t fw_bits_of(__m256i low, __m256i high) {
    return (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32 | (uint32_t)_mm256_movemask_epi8(low);
}

FW_WIDE static inline uint64_t fw_equal_wide(const char *bytes, char c) {
    const __m256i wanted = _mm256_set1_epi8(c);
    return fw_bits_of(_mm256_cmpeq_epi8(fw_load_32(bytes), wanted),
                      _mm256_cmpeq_epi8(fw_load_32(bytes + 32), wanted));
}

/* The highest bit of each byte that is in the set: shuffling gives the member with the byte's lower half, or
 * 0 for bytes beyond ASCII, which have that bit themselves. */
FW_WIDE static inline __m256i fw_among_32(__m256i bytes, __m256i set) {
    return _mm256_or_si256(_mm256_cmpeq_epi8(_mm256_shuffle_epi8(set, bytes), bytes), bytes);
}

FW_WIDE static inline __m256i fw_twice(const fw_byte_set *set) {
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)set->of));
}

FW_WIDE static inline uint64_t fw_among_wide(const char *bytes, const fw_byte_set *set) {
    const __m256i both = fw_twice(set);
    return fw_bits_of(fw_among_32(fw_load_32(bytes), both), fw_among_32(fw_load_32(bytes + 32), both));
}

FW_WIDE static inline bool fw_any_among_wide(const char *bytes, const fw_byte_set *set) {
    const __m256i both = fw_twice(set);
    __m256i any = fw_among_32(fw_load_32(bytes), both);
    for (int i = 32; i < 2 * FW_MASKED; i += 32)
        any = _mm256_or_si256(any, fw_among_32(fw_load_32(bytes + i), both));
    return _mm256_movemask_epi8(any) != 0;
}
#else
static inline uint64_t fw_equal_wide(const char *bytes, char c) { return fw_equal_portable(bytes, c); }
static inline uint64_t fw_among_wide(const char *bytes, const fw_byte_set *set) {
    return fw_among_portable(bytes, set);
}
static inline bool fw_any_among_wide(const char *bytes, const fw_byte_set *set) {
    return fw_any_among_portable(bytes, set);
}
#endif

/* ---- the masks ---- */

/* The bytes that are `c`. */
FW_INLINED uint64_t fw_equal(const char *bytes, char c, bool wide) {
    return wide ? fw_equal_wide(bytes, c) : fw_equal_portable(bytes, c);
}

/* The bytes that are in the set, or odd: NUL, or not of ASCII. */
FW_INLINED uint64_t fw_among(const char *bytes, const fw_byte_set *set, bool wide) {
    return wide ? fw_among_wide(bytes, set) : fw_among_portable(bytes, set);
}

/* Whether any of 128 bytes is. */
FW_INLINED bool fw_any_among(const char *bytes, const fw_byte_set *set, bool wide) {
    return wide ? fw_any_among_wide(bytes, set) : fw_any_among_portable(bytes, set);
}

/* The bits below the lowest one of `mask`; all when it has none. */
FW_INLINED uint64_t fw_below(uint64_t mask) { return ~mask & (mask - 1); }

#endif
