/* fold.c: character classes and case folding. */
#include "text/fold.h"

#include <string.h>
#include <utf8proc.h>

const uint8_t fw_ascii_class[128] = {FW_ASCII_CLASSES(FW_CHAR_SPACE, FW_CHAR_LINE, FW_CHAR_LETTER,
                                                      FW_CHAR_DIGIT, FW_CHAR_APOSTROPHE, FW_CHAR_PUNCT,
                                                      FW_CHAR_SYMBOL)};

enum { NEXT_LINE = 0x85 };

/* The right quotation mark, and what keyboards and programs put in its place: the left and the reversed one,
 * the modifier letter, the acute accent, the prime, the full width form. */
bool fw_is_apostrophe(uint32_t c) {
    static const uint16_t OTHERS[] = {0x2019, 0x2018, 0x201B, 0x02BC, 0x00B4, 0x2032, 0xFF07};
    for (size_t i = 0; i < sizeof OTHERS / sizeof OTHERS[0]; i++) {
        if (c == OTHERS[i]) return true;
    }
    return c == '\'';
}

static fw_char_class class_of_code_point(utf8proc_int32_t c) {
    if (fw_is_apostrophe((uint32_t)c)) return FW_CHAR_APOSTROPHE;
    if (c == NEXT_LINE) return FW_CHAR_LINE;
    switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_NL:
        return FW_CHAR_LETTER;
    case UTF8PROC_CATEGORY_ND:
        return FW_CHAR_DIGIT;
    case UTF8PROC_CATEGORY_PC:
    case UTF8PROC_CATEGORY_PD:
    case UTF8PROC_CATEGORY_PS:
    case UTF8PROC_CATEGORY_PE:
    case UTF8PROC_CATEGORY_PI:
    case UTF8PROC_CATEGORY_PF:
    case UTF8PROC_CATEGORY_PO:
        return FW_CHAR_PUNCT;
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return FW_CHAR_LINE;
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
        return FW_CHAR_SPACE;
    default:
        return FW_CHAR_SYMBOL;
    }
}

size_t fw_decode(const char *text, size_t len, uint32_t *code_point, fw_char_class *class_of) {
    const unsigned char first = (unsigned char)text[0];
    if (first < 0x80) {
        *code_point = first;
        *class_of = (fw_char_class)fw_ascii_class[first];
        return 1;
    }
    utf8proc_int32_t c;
    const utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)len, &c);
    if (size <= 0) { /* the text was validated before; stay safe all the same */
        *code_point = 0xFFFD;
        *class_of = FW_CHAR_SYMBOL;
        return 1;
    }
    *code_point = (uint32_t)c;
    *class_of = class_of_code_point(c);
    return (size_t)size;
}

/* Folds the ASCII characters that `text` starts with, in place of one call for each; returns how many. */
static size_t fold_ascii(fw_str text, fw_buffer *out) {
    char *room = fw_buffer_reserve(out, text.len);
    size_t n = 0;
    if (!room) return 0;
    for (; n < text.len && (unsigned char)text.ptr[n] < 0x80; n++) {
        const char c = text.ptr[n];
        room[n] = (char)(c + (c >= 'A' && c <= 'Z' ? 'a' - 'A' : 0));
    }
    room[n] = '\0';
    out->len += n;
    return n;
}

bool fw_fold_word(fw_str text, fw_buffer *out) {
    size_t i = fold_ascii(text, out);
    while (i < text.len) {
        const char byte = text.ptr[i];
        if ((unsigned char)byte < 0x80) {
            fw_buffer_char(out, byte >= 'A' && byte <= 'Z' ? (char)(byte + 32) : byte);
            i++;
            continue;
        }
        uint32_t c;
        fw_char_class class_of;
        i += fw_decode(text.ptr + i, text.len - i, &c, &class_of);
        if (class_of == FW_CHAR_APOSTROPHE) {
            fw_buffer_char(out, '\'');
            continue;
        }
        if (class_of == FW_CHAR_SPACE) continue; /* soft hyphens and joiners inside a word */
        utf8proc_uint8_t lower[4];
        const utf8proc_ssize_t size = utf8proc_encode_char(utf8proc_tolower((utf8proc_int32_t)c), lower);
        fw_buffer_append(out, lower, (size_t)size);
    }
    return !out->failed;
}

static bool is_ascii_letter(char c) {
    return (unsigned char)c < 0x80 && fw_ascii_class[(unsigned char)c] == FW_CHAR_LETTER;
}

bool fw_fold_term(fw_str term, fw_buffer *out) {
    bool gap = false, word = false;
    for (size_t i = 0; i < term.len;) {
        uint32_t c;
        fw_char_class class_of;
        size_t size = fw_decode(term.ptr + i, term.len - i, &c, &class_of);
        const bool letter =
            class_of == FW_CHAR_LETTER || class_of == FW_CHAR_DIGIT || class_of == FW_CHAR_APOSTROPHE;
        if (class_of == FW_CHAR_SPACE || class_of == FW_CHAR_LINE || c == '-') {
            gap = out->len > 0;
        } else if (letter || c == '*' || c == '?') {
            if (gap) fw_buffer_char(out, ' ');
            gap = false;
            word = word || letter;
            while (letter && i + size < term.len && is_ascii_letter(term.ptr[i + size]))
                size++; /* all of them at once */
            if (!fw_fold_word((fw_str){term.ptr + i, size}, out)) return false;
        } else {
            return false;
        }
        i += size;
    }
    return word && !out->failed;
}
