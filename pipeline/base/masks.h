/*
 * masks.h: which of 64 bytes are of a kind, and which of 64 numbers have a bit, as bits: byte i is bit i.
 * Beside packing.h the only place that names processor instructions.
 *
 * Functions compiled twice (wide.h) say by `wide`, or by the name, which twin they want. The twins give the
 * same bits; tests compare them.
 */
#ifndef FAILWISE_BASE_MASKS_H
#define FAILWISE_BASE_MASKS_H

#include "base/wide.h"

#include <endian.h>
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
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

/* The first of them is the lowest. */
static inline uint64_t fw_eight(const void *bytes) {
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

static inline uint64_t fw_alike_portable(const char *bytes, size_t further) {
    uint64_t mask = 0;
    for (int i = 0; i < FW_MASKED; i += 8)
        mask |= fw_gathered(~fw_filled(fw_eight(bytes + i) ^ fw_eight(bytes + i + further))) << i;
    return mask;
}

static inline uint64_t fw_highest_portable(const void *bytes) {
    uint64_t mask = 0;
    for (int i = 0; i < FW_MASKED; i += 8) mask |= fw_gathered(fw_eight((const char *)bytes + i)) << i;
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
FW_WIDE static inline __m256i fw_load_32(const void *bytes) {
    return _mm256_loadu_si256((const __m256i *)bytes);
}

FW_WIDE static inline uint64_t fw_bits_of(__m256i low, __m256i high) {
    return (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32 | (uint32_t)_mm256_movemask_epi8(low);
}

FW_WIDE static inline uint64_t fw_equal_wide(const char *bytes, char c) {
    const __m256i wanted = _mm256_set1_epi8(c);
    return fw_bits_of(_mm256_cmpeq_epi8(fw_load_32(bytes), wanted),
                      _mm256_cmpeq_epi8(fw_load_32(bytes + 32), wanted));
}

FW_WIDE static inline uint64_t fw_alike_wide(const char *bytes, size_t further) {
    return fw_bits_of(_mm256_cmpeq_epi8(fw_load_32(bytes), fw_load_32(bytes + further)),
                      _mm256_cmpeq_epi8(fw_load_32(bytes + 32), fw_load_32(bytes + 32 + further)));
}

FW_WIDE static inline uint64_t fw_highest_wide(const void *bytes) {
    return fw_bits_of(fw_load_32(bytes), fw_load_32((const char *)bytes + 32));
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
static inline uint64_t fw_alike_wide(const char *bytes, size_t further) {
    return fw_alike_portable(bytes, further);
}
static inline uint64_t fw_highest_wide(const void *bytes) { return fw_highest_portable(bytes); }
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

/* The bytes that are the same as those `further` behind them: so many more than 64 are looked at. */
FW_INLINED uint64_t fw_alike(const char *bytes, size_t further, bool wide) {
    return wide ? fw_alike_wide(bytes, further) : fw_alike_portable(bytes, further);
}

/* The bytes whose highest bit is set. */
FW_INLINED uint64_t fw_highest(const void *bytes, bool wide) {
    return wide ? fw_highest_wide(bytes) : fw_highest_portable(bytes);
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

/* ---- planes ---- */

enum { FW_TURNED = 64, FW_TURNED_BITS = 32 }; /* numbers that are turned at once, and bits of each */

/* Bit i of planes[b] is bit b of numbers[i]. Eight bytes at a time. */
static inline void fw_turn_portable(const uint32_t numbers[FW_TURNED], uint64_t planes[FW_TURNED_BITS]) {
    for (int b = 0; b < FW_TURNED_BITS; b++) planes[b] = 0;
    for (int byte = 0; byte < FW_TURNED_BITS; byte += 8) {
        for (int first = 0; first < FW_TURNED; first += 8) {
            uint64_t eight = 0;
            for (int i = 0; i < 8; i++) eight |= (uint64_t)(numbers[first + i] >> byte & 0xFF) << (8 * i);
            for (int b = 0; b < 8; b++) planes[byte + b] |= fw_gathered(eight << (7 - b)) << first;
        }
    }
}

/* The same for bytes. */
static inline void fw_turn_bytes_portable(const uint8_t numbers[FW_TURNED], uint64_t planes[8]) {
    for (int b = 0; b < 8; b++) planes[b] = 0;
    for (int first = 0; first < FW_TURNED; first += 8) {
        const uint64_t eight = fw_eight(numbers + first);
        for (int b = 0; b < 8; b++) planes[b] |= fw_gathered(eight << (7 - b)) << first;
    }
}

#ifdef __SSE2__
/* The planes of 64 bytes, each part sixteen of them. */
static inline void fw_turn_parts(__m128i bytes[4], uint64_t planes[8]) {
    for (int b = 7; b >= 0; b--) { /* the highest bit of each byte, then the next one moves up */
        uint64_t plane = 0;
        for (int part = 3; part >= 0; part--) {
            plane = plane << 16 | (uint32_t)_mm_movemask_epi8(bytes[part]);
            bytes[part] = _mm_add_epi8(bytes[part], bytes[part]);
        }
        planes[b] = plane;
    }
}

static inline void fw_turn_bytes(const uint8_t numbers[FW_TURNED], uint64_t planes[8]) {
    __m128i bytes[4];
    for (int part = 0; part < 4; part++)
        bytes[part] = _mm_loadu_si128((const __m128i *)(const void *)(numbers + 16 * part));
    fw_turn_parts(bytes, planes);
}

/* Byte `byte` of sixteen numbers. */
static inline __m128i fw_bytes_of_16(const __m128i numbers[4], int byte) {
    const __m128i mask = _mm_set1_epi32(0xFF);
    __m128i four[4];
    for (int i = 0; i < 4; i++) four[i] = _mm_and_si128(_mm_srli_epi32(numbers[i], 8 * byte), mask);
    return _mm_packus_epi16(_mm_packs_epi32(four[0], four[1]), _mm_packs_epi32(four[2], four[3]));
}

static inline void fw_turn(const uint32_t numbers[FW_TURNED], uint64_t planes[FW_TURNED_BITS]) {
    for (int byte = 0; byte < FW_TURNED_BITS / 8; byte++) {
        __m128i bytes[4];
        for (int part = 0; part < 4; part++) {
            __m128i some[4];
            for (int i = 0; i < 4; i++)
                some[i] = _mm_loadu_si128((const __m128i *)(const void *)(numbers + 16 * part + 4 * i));
            bytes[part] = fw_bytes_of_16(some, byte);
        }
        fw_turn_parts(bytes, planes + 8 * byte);
    }
}
#else
static inline void fw_turn(const uint32_t numbers[FW_TURNED], uint64_t planes[FW_TURNED_BITS]) {
    fw_turn_portable(numbers, planes);
}
static inline void fw_turn_bytes(const uint8_t numbers[FW_TURNED], uint64_t planes[8]) {
    fw_turn_bytes_portable(numbers, planes);
}
#endif

#if defined(__x86_64__) && defined(__GNUC__)
/* The planes of 64 bytes, each half of them in one register. */
FW_WIDE static inline void fw_turn_halves(__m256i low, __m256i high, uint64_t planes[8]) {
    for (int b = 7; b >= 0; b--) {
        planes[b] = fw_bits_of(low, high);
        low = _mm256_add_epi8(low, low);
        high = _mm256_add_epi8(high, high);
    }
}

FW_WIDE static inline void fw_turn_bytes_wide(const uint8_t numbers[FW_TURNED], uint64_t planes[8]) {
    fw_turn_halves(fw_load_32(numbers), fw_load_32(numbers + 32), planes);
}

/* The four bytes of 32 numbers, each 32 bytes: in each lane first byte by byte, then number by number; the
 * fours of both lanes alternate. */
FW_WIDE static inline void fw_bytes_of_32(const uint32_t *numbers, __m256i bytes[4]) {
    const __m256i by_byte = _mm256_setr_epi8(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15, /* lane */
                                             0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
    const __m256i in_order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
    __m256i eight[4];
    for (int i = 0; i < 4; i++) eight[i] = _mm256_shuffle_epi8(fw_load_32(numbers + 8 * i), by_byte);
    const __m256i low01 = _mm256_unpacklo_epi32(eight[0], eight[1]);
    const __m256i low23 = _mm256_unpacklo_epi32(eight[2], eight[3]);
    const __m256i high01 = _mm256_unpackhi_epi32(eight[0], eight[1]);
    const __m256i high23 = _mm256_unpackhi_epi32(eight[2], eight[3]);
    bytes[0] = _mm256_permutevar8x32_epi32(_mm256_unpacklo_epi64(low01, low23), in_order);
    bytes[1] = _mm256_permutevar8x32_epi32(_mm256_unpackhi_epi64(low01, low23), in_order);
    bytes[2] = _mm256_permutevar8x32_epi32(_mm256_unpacklo_epi64(high01, high23), in_order);
    bytes[3] = _mm256_permutevar8x32_epi32(_mm256_unpackhi_epi64(high01, high23), in_order);
}

/* As fw_turn, where fw_has_wide() says so. */
FW_WIDE static inline void fw_turn_wide(const uint32_t numbers[FW_TURNED], uint64_t planes[FW_TURNED_BITS]) {
    __m256i low[4], high[4];
    fw_bytes_of_32(numbers, low);
    fw_bytes_of_32(numbers + 32, high);
    for (int byte = 0; byte < 4; byte++) fw_turn_halves(low[byte], high[byte], planes + 8 * byte);
}
#else
static inline void fw_turn_wide(const uint32_t numbers[FW_TURNED], uint64_t planes[FW_TURNED_BITS]) {
    fw_turn(numbers, planes);
}
static inline void fw_turn_bytes_wide(const uint8_t numbers[FW_TURNED], uint64_t planes[8]) {
    fw_turn_bytes(numbers, planes);
}
#endif

#endif
