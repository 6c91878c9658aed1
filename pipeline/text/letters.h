/*
 * letters.h: where the ASCII letters of 64 bytes stand, as bits, and the bits of 64 numbers as planes: the
 * only place of the text stage that names processor instructions. The portable twins give the same bits
 * everywhere; a test compares the two.
 */
#ifndef FAILWISE_TEXT_LETTERS_H
#define FAILWISE_TEXT_LETTERS_H

#include <failwise/types.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { FW_LETTER_BLOCK = 64 };

/* Bit i is set when byte i of the 64 bytes at `text` is a letter of ASCII or "_". */
static inline uint64_t fw_letters_portable(const char *text) {
    uint64_t letters = 0;
    for (int i = 0; i < FW_LETTER_BLOCK; i++) {
        const unsigned lower = (unsigned char)text[i] | 0x20u;
        letters |= (uint64_t)((lower - 'a' < 26u) | (text[i] == '_')) << i;
    }
    return letters;
}

#ifdef __SSE2__
/* The same for 16 bytes, four times: SSE2 is part of every x86-64. */
static inline uint64_t fw_letters_of_16(const char *text) {
    const __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)text);
    const __m128i from_a =
        _mm_sub_epi8(_mm_or_si128(bytes, _mm_set1_epi8(0x20)), _mm_set1_epi8('a')); /* case folded */
    const __m128i letters = _mm_cmpeq_epi8(_mm_min_epu8(from_a, _mm_set1_epi8(25)), from_a);
    const __m128i joins = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('_'));
    return (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_or_si128(letters, joins));
}

static inline uint64_t fw_letters(const char *text) {
    return fw_letters_of_16(text) | fw_letters_of_16(text + 16) << 16 | fw_letters_of_16(text + 32) << 32 |
           fw_letters_of_16(text + 48) << 48;
}
#else
static inline uint64_t fw_letters(const char *text) { return fw_letters_portable(text); }
#endif

/* ---- planes ---- */

enum { FW_TURNED = 64, FW_TURNED_BITS = 32 }; /* numbers that are turned at once, and bits of each */

/* Bit i of planes[b] is bit b of numbers[i]. Eight bytes at a time: a product gathers one bit of each. */
static inline void fw_turn_portable(const uint32_t numbers[FW_TURNED], uint64_t planes[FW_TURNED_BITS]) {
    for (int b = 0; b < FW_TURNED_BITS; b++) planes[b] = 0;
    for (int byte = 0; byte < FW_TURNED_BITS; byte += 8) {
        for (int first = 0; first < FW_TURNED; first += 8) {
            uint64_t eight = 0;
            for (int i = 0; i < 8; i++) eight |= (uint64_t)(numbers[first + i] >> byte & 0xFF) << (8 * i);
            for (int b = 0; b < 8; b++) {
                const uint64_t lowest = eight >> b & UINT64_C(0x0101010101010101);
                planes[byte + b] |= (lowest * UINT64_C(0x0102040810204080) >> 56) << first;
            }
        }
    }
}

/* The same for bytes. */
static inline void fw_turn_bytes_portable(const uint8_t numbers[FW_TURNED], uint64_t planes[8]) {
    for (int b = 0; b < 8; b++) planes[b] = 0;
    for (int i = 0; i < FW_TURNED; i++) {
        for (int b = 0; b < 8; b++) planes[b] |= (uint64_t)(numbers[i] >> b & 1) << i;
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

#endif
