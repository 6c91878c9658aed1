/* letters.h: what 64 bytes are to the tokenizer. */
#ifndef FAILWISE_TEXT_LETTERS_H
#define FAILWISE_TEXT_LETTERS_H

#include "base/wide.h"

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

/* The sorts of many bytes, a bit each; `type` is a vector of bytes. */
#define FW_SORT(type, name, asked) ((type)(asked)&1 << FW_SORT_##name)
#define FW_SORTS_OF(type, c)                                                                                 \
    (FW_SORT(type, LETTER, ((c) | 0x20) - 'a' < 26) | FW_SORT(type, DIGIT, (c) - '0' < 10) |                 \
     FW_SORT(type, APOSTROPHE, (c) == '\'') | FW_SORT(type, POINT, ((c) | 2) == '.') |                       \
     FW_SORT(type, BLANK, (c) <= ' ') | FW_SORT(type, LINE, (c) - '\n' < 4) |                                \
     FW_SORT(type, QUOTE, ((c) == '"') | ((c) >= 0x80)) |                                                    \
     FW_SORT(type, ODD, (((c) | 0x20) == 0x7F) | ((c) >= 0x80)))

/* Those of 64 bytes, in vectors of 32: machines without such make two of each. */
FW_INLINED void fw_sort_bytes(const char *text, uint8_t sorts[FW_TEXT_BLOCK]) {
    typedef uint8_t many __attribute__((vector_size(32)));
    for (size_t i = 0; i < FW_TEXT_BLOCK; i += sizeof(many)) {
        many c;
        memcpy(&c, text + i, sizeof c);
        const many s = FW_SORTS_OF(many, c);
        memcpy(sorts + i, &s, sizeof s);
    }
}

#endif
