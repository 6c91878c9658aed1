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

/* 64 bytes to look at where only `left` are left: themselves, or in `room` with blanks behind them. */
FW_INLINED const char *fw_masked(const char *bytes, size_t left, char room[FW_MASKED]) {
    if (left >= FW_MASKED) return bytes;
    memset(room, ' ', FW_MASKED);
    memcpy(room, bytes, left);
    return room;
}

/* ---- eight bytes in a number, on any machine ---- */

#define FW_EACH_BYTE(value) (UINT64_C(0x0101010101010101) * (value))

/* The highest bit of each byte that is 0. */
static inline uint64_t fw_zero_bytes(uint64_t eight) {
    const uint64_t low = FW_EACH_BYTE(0x7F);
    return ~(((eight & low) + low) | eight | low);
}

static inline uint64_t fw_eight(const char *bytes) {
    uint64_t eight;
    memcpy(&eight, bytes, sizeof eight);
    return le64toh(eight);
}

/* The highest bits of eight bytes, all others 0, as the lowest eight bits. */
static inline uint64_t fw_gathered(uint64_t highest) {
    return (highest >> 7) * UINT64_C(0x0102040810204080) >> 56;
}

static inline uint64_t fw_equal_portable(const char *bytes, char c) {
    const uint64_t wanted = FW_EACH_BYTE((unsigned char)c);
    uint64_t mask = 0;
    for (int i = 0; i < FW_MASKED; i += 8)
        mask |= fw_gathered(fw_zero_bytes(fw_eight(bytes + i) ^ wanted)) << i;
    return mask;
}

static inline uint64_t fw_odd_portable(const char *bytes) {
    uint64_t mask = 0;
    for (int i = 0; i < FW_MASKED; i += 8) {
        const uint64_t eight = fw_eight(bytes + i);
        mask |= fw_gathered(fw_zero_bytes(eight) | (eight & FW_EACH_BYTE(0x80))) << i;
    }
    return mask;
}

/* ---- 32 bytes at a time ---- */

#if defined(__x86_64__) && defined(__GNUC__)
FW_WIDE static inline __m256i fw_load_32(const char *bytes) {
    return _mm256_loadu_si256((const __m256i *)(const void *)bytes);
}

/* All bits of each byte that is one of two, or odd. */
FW_WIDE static inline __m256i fw_telling_32(__m256i bytes, char a, char b) {
    const __m256i either = _mm256_or_si256(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(a)),
                                           _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(b)));
    const __m256i least = _mm256_min_epi8(bytes, _mm256_setzero_si256()); /* itself: 0, or beyond ASCII */
    return _mm256_or_si256(either, _mm256_cmpeq_epi8(least, bytes));
}

FW_WIDE static inline uint64_t fw_bits_of(__m256i low, __m256i high) {
    return (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32 | (uint32_t)_mm256_movemask_epi8(low);
}

FW_WIDE static inline uint64_t fw_equal_wide(const char *bytes, char c) {
    const __m256i wanted = _mm256_set1_epi8(c);
    return fw_bits_of(_mm256_cmpeq_epi8(fw_load_32(bytes), wanted),
                      _mm256_cmpeq_epi8(fw_load_32(bytes + 32), wanted));
}

FW_WIDE static inline uint64_t fw_telling_wide(const char *bytes, char a, char b) {
    return fw_bits_of(fw_telling_32(fw_load_32(bytes), a, b), fw_telling_32(fw_load_32(bytes + 32), a, b));
}
#else
static inline uint64_t fw_equal_wide(const char *bytes, char c) { return fw_equal_portable(bytes, c); }
static inline uint64_t fw_telling_wide(const char *bytes, char a, char b) {
    return fw_equal_portable(bytes, a) | fw_equal_portable(bytes, b) | fw_odd_portable(bytes);
}
#endif

/* ---- the masks ---- */

/* The bytes that are `c`. */
FW_INLINED uint64_t fw_equal(const char *bytes, char c, bool wide) {
    return wide ? fw_equal_wide(bytes, c) : fw_equal_portable(bytes, c);
}

/* The bytes that are `a` or `b`, or odd: NUL, or not of ASCII. */
FW_INLINED uint64_t fw_telling(const char *bytes, char a, char b, bool wide) {
    return wide ? fw_telling_wide(bytes, a, b)
                : fw_equal_portable(bytes, a) | fw_equal_portable(bytes, b) | fw_odd_portable(bytes);
}

/* The bits below the lowest one of `mask`; all when it has none. */
FW_INLINED uint64_t fw_below(uint64_t mask) { return ~mask & (mask - 1); }

#endif
