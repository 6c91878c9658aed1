/*
 * packing.h: what machines can do that choose among 64 bytes by one instruction (fw_has_packing): positions
 * from bits, records from positions, keys from texts. Beside masks.h the only place that names instructions.
 *
 * Where the machine cannot, callers have loops of their own that give the same; tests compare them.
 */
#ifndef FAILWISE_BASE_PACKING_H
#define FAILWISE_BASE_PACKING_H

#include "base/masks.h"

#include <stddef.h>

enum { FW_LANES = 16 }; /* records that are written at once */

/* A record of 16 bytes: a span, a number that is 0, and what the bytes around its start tell. */
typedef struct fw_span_record {
    uint32_t start, end, zero;
    uint8_t first, before;
    uint16_t none;
} fw_span_record;

/* What the first byte of a span tells, and the one before it: by ASCII character. */
typedef struct fw_span_tables {
    uint8_t first[128], before[128];
} fw_span_tables;

#ifdef FW_PACKING_KNOWN
/* The highest bits of 64 bytes. */
FW_PACKING static inline uint64_t fw_highest_packing(const void *bytes) {
    return _mm512_movepi8_mask(_mm512_loadu_si512(bytes));
}

/* Which bytes the lower two bytes of 16 numbers are made of, for records that are put together by lanes: 4 i
 * of each lane, then 4 i + 1. */
FW_PACKING static inline __m512i fw_lane_order(int from) {
    const __m512i order = _mm512_set_epi32(15, 11, 7, 3, 14, 10, 6, 2, 13, 9, 5, 1, 12, 8, 4, 0);
    const __m512i twice = _mm512_or_si512(order, _mm512_slli_epi32(order, 8));
    return _mm512_add_epi32(twice, _mm512_set1_epi32(from << 8 | from));
}

/* Records of the spans that start in 64 bytes, which lie at `at`: the bits of `ends` stand right behind them,
 * and the last one may have none. Writes FW_LANES at a time. The byte before the first one can be read; those
 * that are asked about are of ASCII. */
FW_PACKING static inline void fw_put_spans(void *records, uint64_t starts, uint64_t ends, const char *bytes,
                                           uint32_t at, const fw_span_tables *tables) {
    static const uint8_t PLACES[FW_MASKED] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
                                              16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
                                              32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
                                              48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
    static const uint64_t LOWEST = UINT64_C(0x1111111111111111), SECOND = LOWEST << 1;
    const __m512i places = _mm512_loadu_si512(PLACES), none = _mm512_setzero_si512();
    const __m512i first =
        _mm512_permutex2var_epi8(_mm512_loadu_si512(tables->first), _mm512_loadu_si512(bytes),
                                 _mm512_loadu_si512(tables->first + FW_MASKED));
    const __m512i before =
        _mm512_permutex2var_epi8(_mm512_loadu_si512(tables->before), _mm512_loadu_si512(bytes - 1),
                                 _mm512_loadu_si512(tables->before + FW_MASKED));
    const __m512i some_starts = _mm512_maskz_compress_epi8(starts, places);
    const __m512i some_ends = _mm512_maskz_compress_epi8(ends, places);
    const __m512i some_first = _mm512_maskz_compress_epi8(starts, first);
    const __m512i some_before = _mm512_maskz_compress_epi8(starts, before);
    const __m512i origin = _mm512_set1_epi32((int)at);
    const int count = __builtin_popcountll(starts);
    char *out = records;
    for (int from = 0; from < count; from += FW_LANES, out += FW_LANES * sizeof(fw_span_record)) {
        const __m512i order = fw_lane_order(from);
        const __m512i start =
            _mm512_add_epi32(_mm512_maskz_permutexvar_epi8(LOWEST, order, some_starts), origin);
        const __m512i end = _mm512_add_epi32(_mm512_maskz_permutexvar_epi8(LOWEST, order, some_ends), origin);
        const __m512i tail = _mm512_mask_permutexvar_epi8(
            _mm512_maskz_permutexvar_epi8(LOWEST, order, some_first), SECOND, order, some_before);
        const __m512i low = _mm512_unpacklo_epi32(start, end), high = _mm512_unpackhi_epi32(start, end);
        const __m512i low_tail = _mm512_unpacklo_epi32(none, tail);
        const __m512i high_tail = _mm512_unpackhi_epi32(none, tail);
        _mm512_storeu_si512(out, _mm512_unpacklo_epi64(low, low_tail));
        _mm512_storeu_si512(out + 64, _mm512_unpackhi_epi64(low, low_tail));
        _mm512_storeu_si512(out + 128, _mm512_unpacklo_epi64(high, high_tail));
        _mm512_storeu_si512(out + 192, _mm512_unpackhi_epi64(high, high_tail));
    }
}

/* ---- keys ---- */

/* Of 16 records the bytes of each span, up to 16, as bits: the lowest as many. */
FW_PACKING static inline void fw_put_lengths(const void *records, uint16_t lengths[FW_LANES]) {
    const __m512i pick = _mm512_set_epi32(29, 25, 21, 17, 13, 9, 5, 1, 28, 24, 20, 16, 12, 8, 4, 0);
    const char *at = records;
    const __m512i low = _mm512_permutex2var_epi32(_mm512_loadu_si512(at), pick, _mm512_loadu_si512(at + 64));
    const __m512i high =
        _mm512_permutex2var_epi32(_mm512_loadu_si512(at + 128), pick, _mm512_loadu_si512(at + 192));
    const __m512i length =
        _mm512_sub_epi32(_mm512_shuffle_i64x2(low, high, 0xEE), _mm512_shuffle_i64x2(low, high, 0x44));
    const __m512i held = _mm512_min_epu32(length, _mm512_set1_epi32(16)), one = _mm512_set1_epi32(1);
    const __m512i bits = _mm512_sub_epi32(_mm512_sllv_epi32(one, held), one);
    _mm256_storeu_si256((__m256i *)(void *)lengths, _mm512_cvtepi32_epi16(bits));
}

/* The bytes of a record's span that `length` has bits for, and zeros; no others are read. */
FW_PACKING static inline __m128i fw_key_of(const char *text, const void *record, uint16_t length) {
    uint32_t start;
    memcpy(&start, record, sizeof start);
    return _mm_maskz_loadu_epi8(length, text + start);
}

/* Of four records. */
FW_PACKING static inline __m512i fw_four_keys(const char *text, const void *records,
                                              const uint16_t *lengths) {
    const char *at = records;
    __m256i two[2];
    for (int i = 0; i < 2; i++, at += 2 * sizeof(fw_span_record)) {
        const __m128i first = fw_key_of(text, at, lengths[2 * i]);
        const __m128i second = fw_key_of(text, at + sizeof(fw_span_record), lengths[2 * i + 1]);
        two[i] = _mm256_inserti128_si256(_mm256_castsi128_si256(first), second, 1);
    }
    return _mm512_inserti64x4(_mm512_castsi256_si512(two[0]), two[1], 1);
}

/* How keys are hashed: the sum of both halves times a factor each, shifted down and masked. */
typedef struct fw_key_hash {
    uint64_t factors[2], mask;
    uint32_t shift;
} fw_key_hash;

/* The keys of eight records, 16 bytes each, and their hashes. Keys are put together in registers: memory that
 * was written in parts is slow to be read as a whole. */
FW_PACKING static inline void fw_put_keys(const char *text, const void *records, const uint16_t *lengths,
                                          const fw_key_hash *hash, void *keys, uint64_t hashes[8]) {
    const __m512i four = fw_four_keys(text, records, lengths);
    const __m512i more = fw_four_keys(text, (const char *)records + 4 * sizeof(fw_span_record), lengths + 4);
    const __m512i by = _mm512_broadcast_i64x2(_mm_loadu_si128((const __m128i *)(const void *)hash->factors));
    const __m512i low = _mm512_mullo_epi64(four, by), high = _mm512_mullo_epi64(more, by);
    const __m512i even = _mm512_set_epi64(14, 12, 10, 8, 6, 4, 2, 0);
    const __m512i odd = _mm512_set_epi64(15, 13, 11, 9, 7, 5, 3, 1);
    const __m512i sum = _mm512_add_epi64(_mm512_permutex2var_epi64(low, even, high),
                                         _mm512_permutex2var_epi64(low, odd, high));
    const __m512i shifted = _mm512_srl_epi64(sum, _mm_cvtsi32_si128((int)hash->shift));
    _mm512_storeu_si512(hashes, _mm512_and_si512(shifted, _mm512_set1_epi64((long long)hash->mask)));
    _mm512_storeu_si512(keys, four);
    _mm512_storeu_si512((char *)keys + 64, more);
}

/* ---- planes ---- */

/* The planes of 64 bytes. */
FW_PACKING static inline void fw_turn_lanes(__m512i bytes, uint64_t planes[8]) {
    for (int b = 7; b >= 0; b--) {
        planes[b] = _mm512_movepi8_mask(bytes);
        bytes = _mm512_add_epi8(bytes, bytes);
    }
}

/* The planes of the first bytes of 64 pairs; returns the sum of the second ones. */
FW_PACKING static inline uint32_t fw_turn_pairs(const void *pairs, uint64_t planes[8]) {
    const __m512i low = _mm512_loadu_si512(pairs), high = _mm512_loadu_si512((const char *)pairs + 64);
    const __m512i first =
        _mm512_inserti64x4(_mm512_castsi256_si512(_mm512_cvtepi16_epi8(low)), _mm512_cvtepi16_epi8(high), 1);
    const __m512i second =
        _mm512_add_epi64(_mm512_sad_epu8(_mm512_srli_epi16(low, 8), _mm512_setzero_si512()),
                         _mm512_sad_epu8(_mm512_srli_epi16(high, 8), _mm512_setzero_si512()));
    fw_turn_lanes(first, planes);
    return (uint32_t)_mm512_reduce_add_epi64(second);
}

/* As fw_turn. */
FW_PACKING static inline void fw_turn_packing(const uint32_t numbers[FW_TURNED],
                                              uint64_t planes[FW_TURNED_BITS]) {
    const __m128i by_byte = _mm_setr_epi8(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
    const __m512i in_lanes = _mm512_broadcast_i32x4(by_byte);
    const __m512i by_lane = _mm512_set_epi32(15, 11, 7, 3, 14, 10, 6, 2, 13, 9, 5, 1, 12, 8, 4, 0);
    __m512i of[4];
    for (int i = 0; i < 4; i++) /* four bytes of 16 numbers, byte by byte */
        of[i] = _mm512_permutexvar_epi32(by_lane,
                                         _mm512_shuffle_epi8(_mm512_loadu_si512(numbers + 16 * i), in_lanes));
    const __m512i low01 = _mm512_shuffle_i32x4(of[0], of[1], 0x44),
                  low23 = _mm512_shuffle_i32x4(of[2], of[3], 0x44);
    const __m512i high01 = _mm512_shuffle_i32x4(of[0], of[1], 0xEE),
                  high23 = _mm512_shuffle_i32x4(of[2], of[3], 0xEE);
    fw_turn_lanes(_mm512_shuffle_i32x4(low01, low23, 0x88), planes);
    fw_turn_lanes(_mm512_shuffle_i32x4(low01, low23, 0xDD), planes + 8);
    fw_turn_lanes(_mm512_shuffle_i32x4(high01, high23, 0x88), planes + 16);
    fw_turn_lanes(_mm512_shuffle_i32x4(high01, high23, 0xDD), planes + 24);
}
#endif

#endif
