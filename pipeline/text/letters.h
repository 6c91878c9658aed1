/*
 * letters.h: what 64 bytes are to the tokenizer, and the bits of 64 numbers as planes: the only place of the
 * text stage that names processor instructions. The portable twins give the same bits everywhere; a test
 * compares the two.
 */
#ifndef FAILWISE_TEXT_LETTERS_H
#define FAILWISE_TEXT_LETTERS_H

#include "base/wide.h"

#include <failwise/types.h>

#include <string.h>

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#endif

/* ---- characters ---- */

enum { FW_TEXT_BLOCK = 64 }; /* bytes that are looked at together */

/* What a byte is to the tokenizer: numbers of bits and of planes. */
typedef enum fw_byte_sort {
    FW_SORT_LETTER,
    FW_SORT_DIGIT,
    FW_SORT_APOSTROPHE, /* the straight one */
    FW_SORT_POINT,      /* full stop or comma */
    FW_SORT_BLANK,      /* a blank or control */
    FW_SORT_LINE,       /* of these one that ends a line */
    FW_SORT_QUOTE,      /* a straight quotation mark or beyond ASCII, as other ones are */
    FW_SORT_ODD,        /* "_", the last one of ASCII, which is a control, or beyond ASCII */
    FW_SORT_COUNT
} fw_byte_sort;

/* The sorts of many bytes, a bit each; `type` is a vector of bytes. */
#define FW_SORT(type, name, asked) ((type)(asked)&1 << FW_SORT_##name)
#define FW_SORTS_OF(type, c)                                                                                 \
    (FW_SORT(type, LETTER, (c | 0x20) - 'a' < 26) | FW_SORT(type, DIGIT, c - '0' < 10) |                     \
     FW_SORT(type, APOSTROPHE, c == '\'') | FW_SORT(type, POINT, (c | 2) == '.') |                           \
     FW_SORT(type, BLANK, c <= ' ') | FW_SORT(type, LINE, c - '\n' < 4) |                                    \
     FW_SORT(type, QUOTE, (c == '"') | (c >= 0x80)) |                                                        \
     FW_SORT(type, ODD, ((c | 0x20) == 0x7F) | (c >= 0x80)))

/* Those of 64 bytes, sixteen at a time: all machines have instructions for as many. */
static inline void fw_sort_bytes(const char *text, uint8_t sorts[FW_TEXT_BLOCK]) {
    typedef uint8_t sixteen __attribute__((vector_size(16)));
    for (size_t i = 0; i < FW_TEXT_BLOCK; i += sizeof(sixteen)) {
        sixteen c;
        memcpy(&c, text + i, sizeof c);
        const sixteen s = FW_SORTS_OF(sixteen, c);
        memcpy(sorts + i, &s, sizeof s);
    }
}

/* As fw_sort_bytes, where fw_has_wide() says so. */
FW_WIDE static inline void fw_sort_bytes_wide(const char *text, uint8_t sorts[FW_TEXT_BLOCK]) {
    typedef uint8_t many __attribute__((vector_size(32)));
    for (size_t i = 0; i < FW_TEXT_BLOCK; i += sizeof(many)) {
        many c;
        memcpy(&c, text + i, sizeof c);
        const many s = FW_SORTS_OF(many, c);
        memcpy(sorts + i, &s, sizeof s);
    }
}

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

#if defined(__x86_64__) && defined(__GNUC__)
/* The planes of 64 bytes, each half of them in one register. */
FW_WIDE static inline void fw_turn_halves(__m256i low, __m256i high, uint64_t planes[8]) {
    for (int b = 7; b >= 0; b--) {
        const uint64_t behind = (uint32_t)_mm256_movemask_epi8(high);
        planes[b] = behind << 32 | (uint32_t)_mm256_movemask_epi8(low);
        low = _mm256_add_epi8(low, low);
        high = _mm256_add_epi8(high, high);
    }
}

FW_WIDE static inline void fw_turn_bytes_wide(const uint8_t numbers[FW_TURNED], uint64_t planes[8]) {
    fw_turn_halves(_mm256_loadu_si256((const __m256i *)(const void *)numbers),
                   _mm256_loadu_si256((const __m256i *)(const void *)(numbers + 32)), planes);
}

/* The four bytes of 32 numbers, each 32 bytes: in each lane first byte by byte, then number by number; the
 * fours of both lanes alternate. */
FW_WIDE static inline void fw_bytes_of_32(const uint32_t *numbers, __m256i bytes[4]) {
    const __m256i by_byte = _mm256_setr_epi8(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15, /* lane */
                                             0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
    const __m256i in_order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
    __m256i eight[4];
    for (int i = 0; i < 4; i++)
        eight[i] = _mm256_shuffle_epi8(_mm256_loadu_si256((const __m256i *)(const void *)(numbers + 8 * i)),
                                       by_byte);
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
