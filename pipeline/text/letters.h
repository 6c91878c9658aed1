/* letters.h: what 64 bytes are to the tokenizer. */
#ifndef FAILWISE_TEXT_LETTERS_H
#define FAILWISE_TEXT_LETTERS_H

#include "base/packing.h"

#include <failwise/types.h>

#include <string.h>

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

/* Each sort, and what is asked of a vector of bytes. */
#define FW_SORTS(X, c)                                                                                       \
    X(LETTER, ((c) | 0x20) - 'a' < 26)                                                                       \
    X(DIGIT, (c) - '0' < 10)                                                                                 \
    X(APOSTROPHE, (c) == '\'')                                                                               \
    X(POINT, ((c) | 2) == '.')                                                                               \
    X(BLANK, (c) <= ' ')                                                                                     \
    X(LINE, (c) - '\n' < 4)                                                                                  \
    X(QUOTE, ((c) == '"') | ((c) >= 0x80))                                                                   \
    X(ODD, (((c) | 0x20) == 0x7F) | ((c) >= 0x80))
/* As long as any machine's vectors are, as wide ones, and as the longest: longer ones are kept in memory. */
typedef uint8_t fw_some_bytes __attribute__((vector_size(16)));
typedef uint8_t fw_many_bytes __attribute__((vector_size(32)));
typedef uint8_t fw_most_bytes __attribute__((vector_size(64)));

/* The sorts of 64 bytes, a bit each. */
FW_INLINED void fw_sort_bytes(const char *text, uint8_t sorts[FW_TEXT_BLOCK]) {
    for (size_t i = 0; i < FW_TEXT_BLOCK; i += sizeof(fw_some_bytes)) {
        fw_some_bytes c, sum = {0};
        memcpy(&c, text + i, sizeof c);
#define ADD(name, asked) sum |= (fw_some_bytes)(asked)&1 << FW_SORT_##name;
        FW_SORTS(ADD, c)
#undef ADD
        memcpy(sorts + i, &sum, sizeof sum);
    }
}

/* The plane of each sort, a bit a byte. */
static inline void fw_sort_planes(const char *text, uint64_t of[FW_SORT_COUNT]) {
    uint8_t sorts[FW_TEXT_BLOCK];
    fw_sort_bytes(text, sorts);
    fw_turn_bytes(sorts, of);
}

/* The same; where there are wide vectors, answers become planes at once. */
FW_WIDE static inline void fw_sort_planes_wide(const char *text, uint64_t of[FW_SORT_COUNT]) {
    fw_many_bytes c[2], asked[2];
    memcpy(c, text, sizeof c);
#define TURN(name, of_byte)                                                                                  \
    for (int half = 0; half < 2; half++) asked[half] = (fw_many_bytes)(of_byte);                             \
    of[FW_SORT_##name] = fw_highest_wide(asked);
    FW_SORTS(TURN, c[half])
#undef TURN
}

#ifdef FW_PACKING_KNOWN
FW_PACKING static inline void fw_sort_planes_packing(const char *text, uint64_t of[FW_SORT_COUNT]) {
    fw_most_bytes c, asked;
    memcpy(&c, text, sizeof c);
#define TURN(name, of_byte)                                                                                  \
    asked = (fw_most_bytes)(of_byte);                                                                        \
    of[FW_SORT_##name] = fw_highest_packing(&asked);
    FW_SORTS(TURN, c)
#undef TURN
}
#endif

#endif
