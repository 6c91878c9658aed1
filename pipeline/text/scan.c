/* scan.c: one token after the other, by the word rules of UAX #29 as tailored in tokenize.h. */
#include "text/scan.h"

#include "base/masks.h"
#include "text/fold.h"
#include "text/unicode_breaks.h"

/* A character as the rules see it. */
typedef struct {
    uint8_t value; /* fw_word_break, tailored */
    uint32_t code_point;
    size_t size; /* bytes; 0 behind the text */
} character;

/* Word_Break of ASCII, tailored: ":" and ";" always split (OTHER), "." is one of MidNum: between letters it
 * splits.
 */
static const uint8_t ASCII_WORD_BREAK[128] = {
    ['\n'] = FW_WB_NEWLINE, ['\v'] = FW_WB_NEWLINE,     ['\f'] = FW_WB_NEWLINE,
    ['\r'] = FW_WB_NEWLINE, ['"'] = FW_WB_DOUBLE_QUOTE, ['\''] = FW_WB_SINGLE_QUOTE,
    [','] = FW_WB_MID_NUM,  ['.'] = FW_WB_MID_NUM,      ['_'] = FW_WB_EXTEND_NUM_LET,
};

static inline character character_at(const fw_str text, size_t at) {
    if (at >= text.len) return (character){FW_WB_NEWLINE, 0, 0};
    const unsigned char first = (unsigned char)text.ptr[at];
    if (first < 0x80) {
        const uint8_t class_of = fw_ascii_class[first];
        uint8_t value = ASCII_WORD_BREAK[first];
        if (class_of == FW_CHAR_LETTER && first != '_') value = FW_WB_LETTER;
        if (class_of == FW_CHAR_DIGIT) value = FW_WB_NUMERIC;
        return (character){value, first, 1};
    }
    uint32_t c;
    fw_char_class class_of;
    const size_t size = fw_decode(text.ptr + at, text.len - at, &c, &class_of);
    /* an apostrophe joins letters only, like the straight one */
    return (character){class_of == FW_CHAR_APOSTROPHE ? FW_WB_MID_LETTER : (uint8_t)fw_word_break_of(c), c,
                       size};
}

static bool is_ascii_digit(const fw_str text, size_t at) {
    return at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9';
}

static inline bool is_ascii_letter(char c) {
    return (unsigned char)c < 0x80 && fw_ascii_class[(unsigned char)c] == FW_CHAR_LETTER;
}

/* The first byte at or behind `at` that is no ASCII letter; may stop early at "_". Eight bytes at a time: a
 * loop over letters mispredicts its end in every word. */
static inline size_t skip_letters(const char *text, size_t at, size_t len) {
    const uint64_t high = FW_EACH_BYTE(0x80);
    while (len - at >= 8) {
        const uint64_t bytes = fw_eight(text + at);
        const uint64_t lower =
            (bytes | FW_EACH_BYTE(0x20)) & ~high; /* case folded, and no carries between bytes */
        const uint64_t from_a = lower + FW_EACH_BYTE(0x80 - 'a');
        const uint64_t behind_z = lower + FW_EACH_BYTE(0x80 - 'z' - 1);
        const uint64_t others = ~(from_a & ~behind_z & ~bytes) & high;
        if (others) return at + (size_t)(__builtin_ctzll(others) / 8);
        at += 8;
    }
    while (at < len && is_ascii_letter(text[at])) at++;
    return at;
}

/* ---- the word rules of UAX #29 ---- */

#define SET(value) (1u << FW_WB_##value)
enum {
    IGNORED = SET(EXTEND) | SET(FORMAT) | SET(ZWJ),
    LETTERS = SET(LETTER) | SET(HEBREW),
    MID_LETTERS = SET(MID_LETTER) | SET(MID_NUM_LET) | SET(SINGLE_QUOTE),
    MID_NUMBERS = SET(MID_NUM) | SET(MID_NUM_LET),
    EXTENDED = LETTERS | SET(NUMERIC) | SET(KATAKANA) | SET(EXTEND_NUM_LET)
};
enum { ZERO_WIDTH_JOINER = 0x200D };
static_assert(FW_WB_COUNT <= 32, "sets of values fit 32 bits");

static inline bool in_set(uint8_t value, uint32_t set) { return (1u << value & set) != 0; }

/* What follows value by value: WB5, WB8-10, WB13-13b. */
static uint32_t joins_directly(uint8_t value) {
    static const uint32_t BEHIND[FW_WB_COUNT] = {
        [FW_WB_LETTER] = LETTERS | SET(NUMERIC) | SET(EXTEND_NUM_LET),
        [FW_WB_HEBREW] = LETTERS | SET(NUMERIC) | SET(EXTEND_NUM_LET) | SET(SINGLE_QUOTE), /* WB7a */
        [FW_WB_NUMERIC] = LETTERS | SET(NUMERIC) | SET(EXTEND_NUM_LET),
        [FW_WB_KATAKANA] = SET(KATAKANA) | SET(EXTEND_NUM_LET),
        [FW_WB_EXTEND_NUM_LET] = EXTENDED,
    };
    return BEHIND[value];
}

/* The next character that is not ignored (WB4), at `at` or behind. */
static character next_counted(const fw_str text, size_t at) {
    character c = character_at(text, at);
    while (c.size && in_set(c.value, IGNORED)) {
        at += c.size;
        c = character_at(text, at);
    }
    return c;
}

/* Whether `c` joins the word that ends in `last` because of what stands behind it: WB6, WB7b, WB12. */
static bool joins_across(const fw_str text, uint8_t last, character c, size_t behind) {
    if (in_set(last, LETTERS) && in_set(c.value, MID_LETTERS))
        return in_set(next_counted(text, behind).value, LETTERS);
    if (last == FW_WB_NUMERIC && in_set(c.value, MID_NUMBERS))
        return next_counted(text, behind).value == FW_WB_NUMERIC;
    return last == FW_WB_HEBREW && c.value == FW_WB_DOUBLE_QUOTE &&
           next_counted(text, behind).value == FW_WB_HEBREW;
}

/* The word that starts at `start`: its end, and in *values the set of values in it. */
static size_t word_end(const fw_str text, size_t start, uint32_t *values) {
    character c = character_at(text, start);
    size_t at = start + c.size;
    uint8_t last = c.value;
    bool across = false, joiner = last == FW_WB_ZWJ, paired = false;
    *values = 1u << last;
    for (;;) {
        const size_t behind = last == FW_WB_LETTER ? skip_letters(text.ptr, at, text.len) : at;
        if (behind > at) { /* all of them at once */
            at = behind;
            joiner = false;
            if (text.ptr[at - 1] == '_') last = FW_WB_EXTEND_NUM_LET;
        }
        c = character_at(text, at);
        if (c.size == 0) return at;
        if (in_set(c.value, IGNORED)) {
            joiner = c.value == FW_WB_ZWJ;
            at += c.size;
            continue;
        }
        const bool pictograph = joiner && fw_is_pictographic(c.code_point);               /* WB3c */
        const bool flag = last == FW_WB_REGIONAL && c.value == FW_WB_REGIONAL && !paired; /* WB15, WB16 */
        const bool now_across = !across && joins_across(text, last, c, at + c.size);
        if (!pictograph && !flag && !now_across && !across && !in_set(c.value, joins_directly(last)))
            return at;
        paired = flag;
        joiner = false;
        across = now_across; /* the character behind it joins too: WB7, WB7c, WB11 */
        last = c.value;
        *values |= 1u << last;
        at += c.size;
    }
}

/* ".5" is a number where nothing stands before it that the dot could close. */
static bool is_leading_dot(const fw_str text, size_t at) {
    if (text.ptr[at] != '.' || !is_ascii_digit(text, at + 1)) return false;
    if (at == 0) return true;
    const unsigned char before = (unsigned char)text.ptr[at - 1];
    return before < 0x80 && (fw_ascii_class[before] <= FW_CHAR_LINE ||
                             fw_ascii_class[before] == FW_CHAR_SYMBOL || before == '(' || before == '-');
}

static fw_token_kind kind_of(const fw_str text, size_t start, uint32_t values) {
    const character first = character_at(text, start);
    if (first.value == FW_WB_NUMERIC) return FW_TOKEN_NUMBER;
    if (in_set(first.value, EXTENDED)) return values & SET(NUMERIC) ? FW_TOKEN_MIXED : FW_TOKEN_WORD;
    uint32_t c;
    fw_char_class class_of;
    fw_decode(text.ptr + start, text.len - start, &c, &class_of);
    if (class_of == FW_CHAR_LETTER) return FW_TOKEN_WORD; /* of a script without blanks */
    return class_of == FW_CHAR_PUNCT || class_of == FW_CHAR_APOSTROPHE ? FW_TOKEN_PUNCT : FW_TOKEN_SYMBOL;
}

static fw_token_kind scan_token(const fw_str text, size_t start, size_t *end) {
    uint32_t values;
    const unsigned char first = (unsigned char)text.ptr[start];
    const uint8_t class_of = fw_ascii_class[first & 0x7F];
    const bool single = first < 0x80 && class_of >= FW_CHAR_APOSTROPHE && start + 1 < text.len &&
                        (unsigned char)text.ptr[start + 1] < 0x80; /* nothing that WB4 attaches */
    if (single && !is_leading_dot(text, start)) {                  /* most commas and full stops */
        *end = start + 1;
        return class_of == FW_CHAR_SYMBOL ? FW_TOKEN_SYMBOL : FW_TOKEN_PUNCT;
    }
    if (is_leading_dot(text, start)) {
        *end = word_end(text, start + 1, &values);
        return FW_TOKEN_NUMBER;
    }
    *end = word_end(text, start, &values);
    return kind_of(text, start, values);
}

/* The length of the blank beyond ASCII at `at`, its class in `class_of`; 0 when something visible stands
 * there. Marks that nothing carries, and invisible characters, count as blanks. */
static size_t wide_blank(const fw_str text, size_t at, uint8_t *class_of) {
    uint32_t c;
    fw_char_class found;
    const size_t size = fw_decode(text.ptr + at, text.len - at, &c, &found);
    *class_of = (uint8_t)found;
    if (c == ZERO_WIDTH_JOINER && fw_is_pictographic(character_at(text, at + size).code_point))
        return 0; /* WB3c */
    if (found <= FW_CHAR_LINE) return size;
    return in_set((uint8_t)fw_word_break_of(c), IGNORED) ? size : 0;
}

bool fw_scan_to(fw_workspace *ws, fw_scanner *s, uint32_t to) {
    const fw_str text = ws->text;
    while (s->at < to) {
        const unsigned char first = (unsigned char)text.ptr[s->at];
        uint8_t class_of = fw_ascii_class[first & 0x7F];
        const size_t blank = first >= 0x80 ? wide_blank(text, s->at, &class_of) : class_of <= FW_CHAR_LINE;
        if (blank) {
            s->before |= FW_TOKEN_SPACE_BEFORE | (class_of == FW_CHAR_LINE ? FW_TOKEN_LINE_BEFORE : 0);
            s->at += (uint32_t)blank;
            continue;
        }
        size_t end;
        const fw_token_kind kind = scan_token(text, s->at, &end);
        const fw_token token = {
            .start = s->at, .end = (uint32_t)end, .kind = (uint8_t)kind, .flags = s->before};
        if (!fw_push(&ws->tokens, token)) return false;
        s->before = 0;
        s->at = (uint32_t)end;
    }
    return true;
}
