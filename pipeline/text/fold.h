/* fold.h: folding of words for matching: lower case, straight apostrophes, one space between words. */
#ifndef FAILWISE_TEXT_FOLD_H
#define FAILWISE_TEXT_FOLD_H

#include "base/buffer.h"

/* What a code point is to the tokenizer. */
typedef enum fw_char_class {
    FW_CHAR_SPACE,
    FW_CHAR_LINE,       /* line feed and other line separators */
    FW_CHAR_LETTER,     /* letters and marks that continue them */
    FW_CHAR_DIGIT,      /* decimal digits */
    FW_CHAR_APOSTROPHE, /* fw_is_apostrophe: may stand inside a word */
    FW_CHAR_PUNCT,
    FW_CHAR_SYMBOL
} fw_char_class;

/* Class of the ASCII character c (c < 0x80). */
extern const uint8_t fw_ascii_class[128];

/* The same as a list, for tables by character: S space, N line, L letter, D digit, A apostrophe, P
 * punctuation, Y symbol; whoever uses it says what these letters stand for. */
/* clang-format off */
#define FW_ASCII_CLASSES(S, N, L, D, A, P, Y) \
    S, S, S, S, S, S, S, S, S, S, N, N, N, N, S, S, \
    S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, /* controls */ \
    S, P, P, Y, Y, Y, Y, A, P, P, Y, Y, P, P, P, Y, \
    D, D, D, D, D, D, D, D, D, D, P, P, Y, Y, Y, P, /* space to ? */ \
    Y, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, \
    L, L, L, L, L, L, L, L, L, L, L, P, Y, P, Y, L, /* @ to _ */ \
    Y, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, \
    L, L, L, L, L, L, L, L, L, L, L, P, Y, P, Y, S /* ` to DEL */
/* clang-format on */

/* Decodes the well-formed sequence at `text`; returns its length in bytes and its class. */
size_t fw_decode(const char *text, size_t len, uint32_t *code_point, fw_char_class *class_of);

/* True for ' and the characters written for it. */
bool fw_is_apostrophe(uint32_t code_point);

/* Appends `text` in lower case, every apostrophe as '. False when memory is out. */
bool fw_fold_word(fw_str text, fw_buffer *out);

/*
 * Folds a dictionary term: words separated by blanks or hyphens come out separated by one space; wildcards
 * stay,
 * `*` for any letters and `?` for one. False when the term has no letter or digit, or has other characters.
 */
bool fw_fold_term(fw_str term, fw_buffer *out);

#endif
