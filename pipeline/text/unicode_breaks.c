/* unicode_breaks.c: Word_Break and Sentence_Break from general categories and a table of exceptions. */
#include "text/unicode_breaks.h"

#include <stddef.h>
#include <utf8proc.h>

/* Characters first to last have the value, whatever their category says. Unassigned ones may lie between. */
typedef struct {
    uint32_t first, last;
    uint8_t value;
} range;

/* clang-format off */
/* Word_Break of Unicode 14.0 where WORD_BREAK_OF_CATEGORY is not right: scripts written without blanks, Katakana,
 * Hebrew, the marks inside words and numbers, and so on. */
#define W(value) FW_WB_##value
static const range WORD_EXCEPTIONS[] = {
    {0xA, 0xD, W(NEWLINE)}, {0x22, 0x22, W(DOUBLE_QUOTE)}, {0x27, 0x27, W(SINGLE_QUOTE)},
    {0x2C, 0x2C, W(MID_NUM)}, {0x2E, 0x2E, W(MID_NUM_LET)}, {0x3A, 0x3A, W(MID_LETTER)},
    {0x3B, 0x3B, W(MID_NUM)}, {0x85, 0x85, W(NEWLINE)}, {0xB7, 0xB7, W(MID_LETTER)},
    {0x2C2, 0x2C5, W(LETTER)}, {0x2D2, 0x2D7, W(LETTER)}, {0x2DE, 0x2DF, W(LETTER)},
    {0x2E5, 0x2EB, W(LETTER)}, {0x2ED, 0x2ED, W(LETTER)}, {0x2EF, 0x2FF, W(LETTER)},
    {0x37E, 0x37E, W(MID_NUM)}, {0x387, 0x387, W(MID_LETTER)}, {0x55A, 0x55C, W(LETTER)},
    {0x55E, 0x55E, W(LETTER)}, {0x55F, 0x55F, W(MID_LETTER)}, {0x589, 0x589, W(MID_NUM)},
    {0x58A, 0x58A, W(LETTER)}, {0x5D0, 0x5F2, W(HEBREW)}, {0x5F3, 0x5F3, W(LETTER)},
    {0x5F4, 0x5F4, W(MID_LETTER)}, {0x60C, 0x60D, W(MID_NUM)}, {0x66B, 0x66B, W(NUMERIC)},
    {0x66C, 0x66C, W(MID_NUM)}, {0x7F8, 0x7F8, W(MID_NUM)}, {0xE01, 0xE30, W(OTHER)},
    {0xE32, 0xE33, W(OTHER)}, {0xE40, 0xE46, W(OTHER)}, {0xE81, 0xEB0, W(OTHER)}, {0xEB2, 0xEB3, W(OTHER)},
    {0xEBD, 0xEC6, W(OTHER)}, {0xEDC, 0xEDF, W(OTHER)}, {0x1000, 0x102A, W(OTHER)},
    {0x103F, 0x103F, W(OTHER)}, {0x1050, 0x1055, W(OTHER)}, {0x105A, 0x105D, W(OTHER)},
    {0x1061, 0x1061, W(OTHER)}, {0x1065, 0x1066, W(OTHER)}, {0x106E, 0x1070, W(OTHER)},
    {0x1075, 0x1081, W(OTHER)}, {0x108E, 0x108E, W(OTHER)}, {0x1780, 0x17B3, W(OTHER)},
    {0x17D7, 0x17D7, W(OTHER)}, {0x17DC, 0x17DC, W(OTHER)}, {0x1950, 0x19C9, W(OTHER)},
    {0x1A20, 0x1A54, W(OTHER)}, {0x1AA7, 0x1AA7, W(OTHER)}, {0x200B, 0x200B, W(OTHER)},
    {0x200C, 0x200C, W(EXTEND)}, {0x200D, 0x200D, W(ZWJ)}, {0x2018, 0x2019, W(MID_NUM_LET)},
    {0x2024, 0x2024, W(MID_NUM_LET)}, {0x2027, 0x2027, W(MID_LETTER)}, {0x2028, 0x2029, W(NEWLINE)},
    {0x202F, 0x202F, W(EXTEND_NUM_LET)}, {0x2044, 0x2044, W(MID_NUM)}, {0x24B6, 0x24E9, W(LETTER)},
    {0x3006, 0x3007, W(OTHER)}, {0x3021, 0x3029, W(OTHER)}, {0x3031, 0x3035, W(KATAKANA)},
    {0x3038, 0x303A, W(OTHER)}, {0x3041, 0x3096, W(OTHER)}, {0x309B, 0x309C, W(KATAKANA)},
    {0x309D, 0x309F, W(OTHER)}, {0x30A0, 0x30FA, W(KATAKANA)}, {0x30FC, 0x30FF, W(KATAKANA)},
    {0x31F0, 0x31FF, W(KATAKANA)}, {0x32D0, 0x32FE, W(KATAKANA)}, {0x3300, 0x3357, W(KATAKANA)},
    {0x3400, 0x4DBF, W(OTHER)}, {0x4E00, 0x9FFF, W(OTHER)}, {0xA708, 0xA716, W(LETTER)},
    {0xA720, 0xA721, W(LETTER)}, {0xA789, 0xA78A, W(LETTER)}, {0xA9E0, 0xA9E4, W(OTHER)},
    {0xA9E6, 0xA9EF, W(OTHER)}, {0xA9FA, 0xA9FE, W(OTHER)}, {0xAA60, 0xAA76, W(OTHER)},
    {0xAA7A, 0xAA7A, W(OTHER)}, {0xAA7E, 0xAAAF, W(OTHER)}, {0xAAB1, 0xAAB1, W(OTHER)},
    {0xAAB5, 0xAAB6, W(OTHER)}, {0xAAB9, 0xAABD, W(OTHER)}, {0xAAC0, 0xAAC0, W(OTHER)},
    {0xAAC2, 0xAADD, W(OTHER)}, {0xAB5B, 0xAB5B, W(LETTER)}, {0xF900, 0xFAD9, W(OTHER)},
    {0xFB1D, 0xFB1D, W(HEBREW)}, {0xFB1F, 0xFB28, W(HEBREW)}, {0xFB2A, 0xFB4F, W(HEBREW)},
    {0xFE10, 0xFE10, W(MID_NUM)}, {0xFE13, 0xFE13, W(MID_LETTER)}, {0xFE14, 0xFE14, W(MID_NUM)},
    {0xFE50, 0xFE50, W(MID_NUM)}, {0xFE52, 0xFE52, W(MID_NUM_LET)}, {0xFE54, 0xFE54, W(MID_NUM)},
    {0xFE55, 0xFE55, W(MID_LETTER)}, {0xFF07, 0xFF07, W(MID_NUM_LET)}, {0xFF0C, 0xFF0C, W(MID_NUM)},
    {0xFF0E, 0xFF0E, W(MID_NUM_LET)}, {0xFF1A, 0xFF1A, W(MID_LETTER)}, {0xFF1B, 0xFF1B, W(MID_NUM)},
    {0xFF66, 0xFF9D, W(KATAKANA)}, {0xFF9E, 0xFF9F, W(EXTEND)}, {0x11700, 0x1171A, W(OTHER)},
    {0x11740, 0x11746, W(OTHER)}, {0x17000, 0x18D08, W(OTHER)}, {0x1AFF0, 0x1B000, W(KATAKANA)},
    {0x1B001, 0x1B11F, W(OTHER)}, {0x1B120, 0x1B122, W(KATAKANA)}, {0x1B150, 0x1B152, W(OTHER)},
    {0x1B164, 0x1B167, W(KATAKANA)}, {0x1B170, 0x1B2FB, W(OTHER)}, {0x1F130, 0x1F149, W(LETTER)},
    {0x1F150, 0x1F169, W(LETTER)}, {0x1F170, 0x1F189, W(LETTER)}, {0x1F1E6, 0x1F1FF, W(REGIONAL)},
    {0x1F3FB, 0x1F3FF, W(EXTEND)}, {0x20000, 0x3134A, W(OTHER)}, {0xE0020, 0xE007F, W(EXTEND)},
};
#undef W

/* Sentence_Break of Unicode 14.0 where SENTENCE_BREAK_OF_CATEGORY is not right: the marks, and letters whose case
 * the category does not tell. */
#define S(value) FW_SB_##value
static const range SENTENCE_EXCEPTIONS[] = {
    {0x9, 0x9, S(SP)}, {0xA, 0xA, S(SEP)}, {0xB, 0xC, S(SP)}, {0xD, 0xD, S(SEP)}, {0x21, 0x21, S(STERM)},
    {0x22, 0x22, S(CLOSE)}, {0x27, 0x27, S(CLOSE)}, {0x2C, 0x2D, S(SCONTINUE)}, {0x2E, 0x2E, S(ATERM)},
    {0x3A, 0x3A, S(SCONTINUE)}, {0x3F, 0x3F, S(STERM)}, {0x85, 0x85, S(SEP)}, {0xAA, 0xAA, S(LOWER)},
    {0xBA, 0xBA, S(LOWER)}, {0x2B0, 0x2B8, S(LOWER)}, {0x2C0, 0x2C1, S(LOWER)}, {0x2E0, 0x2E4, S(LOWER)},
    {0x37A, 0x37A, S(LOWER)}, {0x55D, 0x55D, S(SCONTINUE)}, {0x589, 0x589, S(STERM)},
    {0x5F3, 0x5F3, S(OLETTER)}, {0x60C, 0x60D, S(SCONTINUE)}, {0x61D, 0x61F, S(STERM)},
    {0x66B, 0x66C, S(NUMERIC)}, {0x6D4, 0x6D4, S(STERM)}, {0x700, 0x702, S(STERM)},
    {0x7F8, 0x7F8, S(SCONTINUE)}, {0x7F9, 0x7F9, S(STERM)}, {0x837, 0x837, S(STERM)},
    {0x839, 0x839, S(STERM)}, {0x83D, 0x83E, S(STERM)}, {0x964, 0x965, S(STERM)}, {0x104A, 0x104B, S(STERM)},
    {0x10D0, 0x10FA, S(OLETTER)}, {0x10FD, 0x10FF, S(OLETTER)}, {0x1362, 0x1362, S(STERM)},
    {0x1367, 0x1368, S(STERM)}, {0x166E, 0x166E, S(STERM)}, {0x1735, 0x1736, S(STERM)},
    {0x1802, 0x1802, S(SCONTINUE)}, {0x1803, 0x1803, S(STERM)}, {0x1808, 0x1808, S(SCONTINUE)},
    {0x1809, 0x1809, S(STERM)}, {0x1944, 0x1945, S(STERM)}, {0x1AA8, 0x1AAB, S(STERM)},
    {0x1B5A, 0x1B5B, S(STERM)}, {0x1B5E, 0x1B5F, S(STERM)}, {0x1B7D, 0x1B7E, S(STERM)},
    {0x1C3B, 0x1C3C, S(STERM)}, {0x1C7E, 0x1C7F, S(STERM)}, {0x1C90, 0x1CBF, S(OLETTER)},
    {0x1D2C, 0x1D6A, S(LOWER)}, {0x1D78, 0x1D78, S(LOWER)}, {0x1D9B, 0x1DBF, S(LOWER)},
    {0x200C, 0x200D, S(EXTEND)}, {0x2013, 0x2014, S(SCONTINUE)}, {0x2024, 0x2024, S(ATERM)},
    {0x2028, 0x2029, S(SEP)}, {0x203C, 0x203D, S(STERM)}, {0x2047, 0x2049, S(STERM)},
    {0x2071, 0x2071, S(LOWER)}, {0x207F, 0x207F, S(LOWER)}, {0x2090, 0x209C, S(LOWER)},
    {0x2160, 0x216F, S(UPPER)}, {0x2170, 0x217F, S(LOWER)}, {0x24B6, 0x24CF, S(UPPER)},
    {0x24D0, 0x24E9, S(LOWER)}, {0x275B, 0x2760, S(CLOSE)}, {0x2C7C, 0x2C7D, S(LOWER)},
    {0x2E00, 0x2E01, S(CLOSE)}, {0x2E06, 0x2E08, S(CLOSE)}, {0x2E0B, 0x2E0B, S(CLOSE)},
    {0x2E2E, 0x2E2E, S(STERM)}, {0x2E3C, 0x2E3C, S(STERM)}, {0x2E53, 0x2E54, S(STERM)},
    {0x3001, 0x3001, S(SCONTINUE)}, {0x3002, 0x3002, S(STERM)}, {0xA4FF, 0xA4FF, S(STERM)},
    {0xA60E, 0xA60F, S(STERM)}, {0xA69C, 0xA69D, S(LOWER)}, {0xA6F3, 0xA6F3, S(STERM)},
    {0xA6F7, 0xA6F7, S(STERM)}, {0xA770, 0xA770, S(LOWER)}, {0xA7F8, 0xA7F9, S(LOWER)},
    {0xA876, 0xA877, S(STERM)}, {0xA8CE, 0xA8CF, S(STERM)}, {0xA92F, 0xA92F, S(STERM)},
    {0xA9C8, 0xA9C9, S(STERM)}, {0xAA5D, 0xAA5F, S(STERM)}, {0xAAF0, 0xAAF1, S(STERM)},
    {0xAB5C, 0xAB5F, S(LOWER)}, {0xABEB, 0xABEB, S(STERM)}, {0xFE10, 0xFE11, S(SCONTINUE)},
    {0xFE13, 0xFE13, S(SCONTINUE)}, {0xFE31, 0xFE32, S(SCONTINUE)}, {0xFE50, 0xFE51, S(SCONTINUE)},
    {0xFE52, 0xFE52, S(ATERM)}, {0xFE55, 0xFE55, S(SCONTINUE)}, {0xFE56, 0xFE57, S(STERM)},
    {0xFE58, 0xFE58, S(SCONTINUE)}, {0xFE63, 0xFE63, S(SCONTINUE)}, {0xFF01, 0xFF01, S(STERM)},
    {0xFF0C, 0xFF0D, S(SCONTINUE)}, {0xFF0E, 0xFF0E, S(ATERM)}, {0xFF1A, 0xFF1A, S(SCONTINUE)},
    {0xFF1F, 0xFF1F, S(STERM)}, {0xFF61, 0xFF61, S(STERM)}, {0xFF64, 0xFF64, S(SCONTINUE)},
    {0xFF9E, 0xFF9F, S(EXTEND)}, {0x10780, 0x10780, S(LOWER)}, {0x10783, 0x107BA, S(LOWER)},
    {0x10A56, 0x10A57, S(STERM)}, {0x10F55, 0x10F59, S(STERM)}, {0x10F86, 0x10F89, S(STERM)},
    {0x11047, 0x11048, S(STERM)}, {0x110BE, 0x110C1, S(STERM)}, {0x11141, 0x11143, S(STERM)},
    {0x111C5, 0x111C6, S(STERM)}, {0x111CD, 0x111CD, S(STERM)}, {0x111DE, 0x111DF, S(STERM)},
    {0x11238, 0x11239, S(STERM)}, {0x1123B, 0x1123C, S(STERM)}, {0x112A9, 0x112A9, S(STERM)},
    {0x1144B, 0x1144C, S(STERM)}, {0x115C2, 0x115C3, S(STERM)}, {0x115C9, 0x115D7, S(STERM)},
    {0x11641, 0x11642, S(STERM)}, {0x1173C, 0x1173E, S(STERM)}, {0x11944, 0x11944, S(STERM)},
    {0x11946, 0x11946, S(STERM)}, {0x11A42, 0x11A43, S(STERM)}, {0x11A9B, 0x11A9C, S(STERM)},
    {0x11C41, 0x11C42, S(STERM)}, {0x11EF7, 0x11EF8, S(STERM)}, {0x16A6E, 0x16A6F, S(STERM)},
    {0x16AF5, 0x16AF5, S(STERM)}, {0x16B37, 0x16B38, S(STERM)}, {0x16B44, 0x16B44, S(STERM)},
    {0x16E98, 0x16E98, S(STERM)}, {0x1BC9F, 0x1BC9F, S(STERM)}, {0x1DA88, 0x1DA88, S(STERM)},
    {0x1F130, 0x1F149, S(UPPER)}, {0x1F150, 0x1F169, S(UPPER)}, {0x1F170, 0x1F189, S(UPPER)},
    {0x1F676, 0x1F678, S(CLOSE)}, {0xE0020, 0xE007F, S(EXTEND)},
};
#undef S
/* clang-format on */

#define CATEGORY(name) [UTF8PROC_CATEGORY_##name]
enum { CATEGORIES = UTF8PROC_CATEGORY_CO + 1 };

static const uint8_t WORD_BREAK_OF_CATEGORY[CATEGORIES] = {
    CATEGORY(LU) = FW_WB_LETTER, CATEGORY(LL) = FW_WB_LETTER,  CATEGORY(LT) = FW_WB_LETTER,
    CATEGORY(LM) = FW_WB_LETTER, CATEGORY(LO) = FW_WB_LETTER,  CATEGORY(NL) = FW_WB_LETTER,
    CATEGORY(MN) = FW_WB_EXTEND, CATEGORY(MC) = FW_WB_EXTEND,  CATEGORY(ME) = FW_WB_EXTEND,
    CATEGORY(CF) = FW_WB_FORMAT, CATEGORY(ND) = FW_WB_NUMERIC, CATEGORY(PC) = FW_WB_EXTEND_NUM_LET,
};

static const uint8_t SENTENCE_BREAK_OF_CATEGORY[CATEGORIES] = {
    CATEGORY(LU) = FW_SB_UPPER,   CATEGORY(LT) = FW_SB_UPPER,   CATEGORY(LL) = FW_SB_LOWER,
    CATEGORY(LM) = FW_SB_OLETTER, CATEGORY(LO) = FW_SB_OLETTER, CATEGORY(NL) = FW_SB_OLETTER,
    CATEGORY(MN) = FW_SB_EXTEND,  CATEGORY(MC) = FW_SB_EXTEND,  CATEGORY(ME) = FW_SB_EXTEND,
    CATEGORY(CF) = FW_SB_FORMAT,  CATEGORY(ND) = FW_SB_NUMERIC, CATEGORY(ZS) = FW_SB_SP,
    CATEGORY(PS) = FW_SB_CLOSE,   CATEGORY(PE) = FW_SB_CLOSE,   CATEGORY(PI) = FW_SB_CLOSE,
    CATEGORY(PF) = FW_SB_CLOSE,
};

static uint8_t value_of(uint32_t c, const range *exceptions, size_t count, const uint8_t *of_category) {
    size_t low = 0, high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (exceptions[middle].last < c) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low < count && exceptions[low].first <= c) return exceptions[low].value;
    return of_category[utf8proc_category((utf8proc_int32_t)c)];
}

fw_word_break fw_word_break_of(uint32_t c) {
    return (fw_word_break)value_of(c, WORD_EXCEPTIONS, sizeof WORD_EXCEPTIONS / sizeof WORD_EXCEPTIONS[0],
                                   WORD_BREAK_OF_CATEGORY);
}

fw_sentence_break fw_sentence_break_of(uint32_t c) {
    return (fw_sentence_break)value_of(c, SENTENCE_EXCEPTIONS,
                                       sizeof SENTENCE_EXCEPTIONS / sizeof SENTENCE_EXCEPTIONS[0],
                                       SENTENCE_BREAK_OF_CATEGORY);
}

bool fw_is_pictographic(uint32_t c) {
    return utf8proc_get_property((utf8proc_int32_t)c)->boundclass ==
           UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
}
