/* word_shape.c: what the letters of a word tell by themselves. */
#include "text/word_shape.h"

#include "base/str.h"

#include <string.h>

static bool ends_with(fw_str text, const char *ending) {
    const size_t len = strlen(ending);
    return text.len > len + 1 && memcmp(text.ptr + text.len - len, ending, len) == 0;
}

uint8_t fw_endings_of(fw_str text) {
    uint32_t endings = 0;
    if (ends_with(text, "ed")) endings |= FW_ENDS_ED;
    if (ends_with(text, "ing")) endings |= FW_ENDS_ING;
    if (ends_with(text, "s") && !ends_with(text, "ss") && !ends_with(text, "'s")) endings |= FW_ENDS_S;
    if (ends_with(text, "ly")) endings |= FW_ENDS_LY;
    if (ends_with(text, "n't")) endings |= FW_ENDS_NT;
    if (memchr(text.ptr, '\'', text.len)) endings |= FW_HAS_APOSTROPHE;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] >= '0' && text.ptr[i] <= '9') endings |= FW_HAS_DIGIT;
    }
    return (uint8_t)endings;
}

enum { STEM_LETTERS = 6 };

/* Words are stemmed to their first six letters. */
uint16_t fw_stem_of(fw_str folded) {
    const size_t len = folded.len < STEM_LETTERS ? folded.len : STEM_LETTERS;
    return (uint16_t)(fw_hash64(folded.ptr, len, 0) % (FW_STEM_WORDS * 64));
}

uint8_t fw_capital_flags(const char *text, size_t len) {
    size_t upper = 0, letters = 0;
    for (size_t i = 0; i < len; i++) {
        const char lower = (char)(text[i] | 0x20);
        if (lower < 'a' || lower > 'z') continue;
        letters++;
        upper += text[i] <= 'Z';
    }
    uint8_t flags = 0;
    if (text[0] >= 'A' && text[0] <= 'Z') flags |= FW_TOKEN_CAPITAL;
    if (letters >= 2 && upper == letters) flags |= FW_TOKEN_ALL_CAPS;
    return flags;
}
