/*
 * letters.h: where the ASCII letters of 64 bytes stand, as bits: the only place of the text stage that names
 * processor instructions. The portable twin gives the same bits everywhere; a test compares the two.
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

#endif
