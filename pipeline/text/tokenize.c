/* tokenize.c: one pass over the bytes of an answer. */
#include "text/tokenize.h"

#include "text/fold.h"

#include <string.h>

/* The scanner's place in the text. */
typedef struct {
    const char *text;
    size_t len;
    size_t at;
} scanner;

static inline fw_char_class peek(const scanner *s, size_t at, size_t *size) {
    uint32_t c;
    fw_char_class class_of;
    if (at >= s->len) {
        *size = 0;
        return FW_CHAR_SPACE;
    }
    const unsigned char first = (unsigned char)s->text[at];
    if (first < 0x80) {
        *size = 1;
        return (fw_char_class)fw_ascii_class[first];
    }
    *size = fw_decode(s->text + at, s->len - at, &c, &class_of);
    return class_of;
}

static bool is_ascii_digit(const scanner *s, size_t at) {
    return at < s->len && s->text[at] >= '0' && s->text[at] <= '9';
}

static inline bool is_ascii_letter(char c) {
    return (unsigned char)c < 0x80 && fw_ascii_class[(unsigned char)c] == FW_CHAR_LETTER;
}

/* The first byte at or behind `at` that is no ASCII letter; may stop early at "_". Eight bytes at a time: a
 * loop over letters mispredicts its end in every word. */
static inline size_t skip_letters(const char *text, size_t at, size_t len) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    const uint64_t ones = 0x0101010101010101ULL, high = 0x80 * ones;
    while (len - at >= 8) {
        uint64_t bytes;
        memcpy(&bytes, text + at, 8);
        const uint64_t lower = (bytes | 0x20 * ones) & ~high; /* case folded, and no carries between bytes */
        const uint64_t from_a = lower + (0x80 - 'a') * ones, behind_z = lower + (0x80 - 'z' - 1) * ones;
        const uint64_t others = ~(from_a & ~behind_z & ~bytes) & high;
        if (others) return at + (size_t)(__builtin_ctzll(others) / 8);
        at += 8;
    }
#endif
    while (at < len && is_ascii_letter(text[at])) at++;
    return at;
}

/* Characters that end a word of plain letters whatever follows them; a dot may only go on behind a digit. */
static inline bool ends_plain_word(char c) {
    if ((unsigned char)c >= 0x80) return false;
    const uint8_t class_of = fw_ascii_class[(unsigned char)c];
    return class_of != FW_CHAR_LETTER && class_of != FW_CHAR_DIGIT && class_of != FW_CHAR_APOSTROPHE;
}

/* Letters and digits; apostrophes only between letters, dots only between digits. Returns true when a digit
 * was among them. */
static bool scan_word(scanner *s) {
    bool digits = false;
    for (;;) {
        while (s->at < s->len && is_ascii_letter(s->text[s->at])) s->at++;
        size_t size;
        const fw_char_class class_of = peek(s, s->at, &size);
        if (class_of == FW_CHAR_DIGIT) digits = true;
        if (class_of == FW_CHAR_APOSTROPHE) {
            size_t next;
            if (peek(s, s->at + size, &next) != FW_CHAR_LETTER) return digits;
        } else if (class_of == FW_CHAR_PUNCT) { /* "v2.3.1" is one token */
            if (s->text[s->at] != '.' || !is_ascii_digit(s, s->at - 1) || !is_ascii_digit(s, s->at + 1))
                return digits;
        } else if (class_of != FW_CHAR_LETTER && class_of != FW_CHAR_DIGIT) {
            return digits;
        }
        s->at += size;
    }
}

/* Digits and letters; dots and commas only before a digit. */
static void scan_number(scanner *s) {
    for (;;) {
        size_t size;
        const fw_char_class class_of = peek(s, s->at, &size);
        if (class_of == FW_CHAR_PUNCT) {
            const char c = s->text[s->at];
            if ((c != '.' && c != ',') || !is_ascii_digit(s, s->at + 1)) return;
        } else if (class_of != FW_CHAR_DIGIT && class_of != FW_CHAR_LETTER) {
            return;
        }
        s->at += size;
    }
}

static fw_token_kind scan_any(scanner *s) {
    size_t size;
    const fw_char_class class_of = peek(s, s->at, &size);
    switch (class_of) {
    case FW_CHAR_LETTER:
        return scan_word(s) ? FW_TOKEN_MIXED : FW_TOKEN_WORD;
    case FW_CHAR_DIGIT:
        scan_number(s);
        return FW_TOKEN_NUMBER;
    case FW_CHAR_PUNCT:
        if (s->text[s->at] == '.' && is_ascii_digit(s, s->at + 1)) {
            s->at++;
            scan_number(s);
            return FW_TOKEN_NUMBER;
        }
        s->at += size;
        return FW_TOKEN_PUNCT;
    case FW_CHAR_APOSTROPHE:
        s->at += size;
        return FW_TOKEN_PUNCT;
    default:
        s->at += size;
        return FW_TOKEN_SYMBOL;
    }
}

/* The same for what starts with no ASCII letter, or goes on behind letters. Out of line, so that the loop
 * over plain words keeps its place in registers. */
__attribute__((noinline)) static fw_token_kind scan_token(const fw_str text, size_t start, size_t *end) {
    scanner s = {text.ptr, text.len, start};
    const fw_token_kind kind = scan_any(&s);
    *end = s.at;
    return kind;
}

/* Where a word of plain letters ends that starts at `start`; 0 when more than letters may belong to it. */
static inline size_t plain_word_end(const fw_str text, size_t start) {
    const size_t end = skip_letters(text.ptr, start, text.len);
    return end < text.len && ends_plain_word(text.ptr[end]) ? end : 0;
}

/* The length of the blank beyond ASCII at `at`, its class in `class_of`; 0 when something visible stands
 * there. */
static size_t wide_blank(const fw_str text, size_t at, uint8_t *class_of) {
    const scanner s = {text.ptr, text.len, at};
    size_t size;
    *class_of = (uint8_t)peek(&s, at, &size);
    return *class_of <= FW_CHAR_LINE ? size : 0;
}

static bool make_token_room(fw_workspace *ws, uint32_t count) {
    return fw_grow((void **)&ws->tokens.items, &ws->tokens.capacity, count, sizeof *ws->tokens.items);
}

fw_code fw_tokenize(fw_workspace *ws, fw_words *words, fw_error *err) {
    const fw_str text = ws->text;
    fw_token *token = ws->tokens.items, *room_end = token ? token + ws->tokens.capacity : token;
    uint8_t before = FW_TOKEN_SPACE_BEFORE | FW_TOKEN_LINE_BEFORE;
    fw_words_start(words);
    ws->tokens.count = 0;
    for (size_t at = 0; at < text.len;) {
        const unsigned char first = (unsigned char)text.ptr[at];
        uint8_t class_of = fw_ascii_class[first & 0x7F];
        const size_t blank = first >= 0x80 ? wide_blank(text, at, &class_of) : class_of <= FW_CHAR_LINE;
        if (blank) {
            before |= FW_TOKEN_SPACE_BEFORE | (class_of == FW_CHAR_LINE ? FW_TOKEN_LINE_BEFORE : 0);
            at += blank;
            continue;
        }
        uint8_t kind = FW_TOKEN_WORD;
        size_t end = class_of == FW_CHAR_LETTER && first < 0x80 ? plain_word_end(text, at) : 0;
        if (!end) kind = (uint8_t)scan_token(text, at, &end);
        const fw_form form = fw_words_find(words, text.ptr + at, end - at, text.len - at);
        if (token == room_end) {
            const uint32_t count = ws->tokens.capacity;
            if (!make_token_room(ws, count)) return fw_fail_nomem(err);
            token = ws->tokens.items + count;
            room_end = ws->tokens.items + ws->tokens.capacity;
        }
        if (form.word == UINT32_MAX) return fw_fail_nomem(err);
        if (kind <= FW_TOKEN_MIXED) before |= form.flags;
        *token++ = (fw_token){(uint32_t)at, (uint32_t)end, form.word, kind, before, 0};
        before = 0;
        at = end;
    }
    if (token) ws->tokens.count = (uint32_t)(token - ws->tokens.items);
    ws->words = fw_words_table(words);
    ws->memory = words;
    return FW_OK;
}

/* ---- quotation marks ---- */

typedef enum { MARK_NONE, MARK_OPEN, MARK_CLOSE, MARK_STRAIGHT } quote_mark;

static quote_mark mark_of(const fw_workspace *ws, uint32_t index) {
    const fw_str t = fw_token_text(ws, index);
    if (t.len == 1 && t.ptr[0] == '"') return MARK_STRAIGHT;
    if (t.len == 2 && memcmp(t.ptr, "\xC2\xAB", 2) == 0) return MARK_OPEN;
    if (t.len == 2 && memcmp(t.ptr, "\xC2\xBB", 2) == 0) return MARK_CLOSE;
    if (t.len != 3 || memcmp(t.ptr, "\xE2\x80", 2) != 0) return MARK_NONE;
    const unsigned char last = (unsigned char)t.ptr[2];
    if (last == 0x9C || last == 0x9E) return MARK_OPEN;
    return last == 0x9D ? MARK_CLOSE : MARK_NONE;
}

/* Most answers quote nobody: asked of the bytes before the tokens are walked. */
static bool may_quote(fw_str text) {
    return text.len && (memchr(text.ptr, '"', text.len) || memchr(text.ptr, 0xC2, text.len) ||
                        memchr(text.ptr, 0xE2, text.len));
}

/*
 * A mark opens when it is an opening one, or straight and none is open. Treating curly marks like straight
 * ones keeps the result the same when a word processor has curled them.
 */
void fw_mark_quotes(fw_workspace *ws) {
    const uint32_t count = ws->tokens.count;
    uint32_t open = UINT32_MAX;
    if (!may_quote(ws->text)) return;
    for (uint32_t i = 0; i < count; i++) {
        if (ws->tokens.items[i].kind != FW_TOKEN_PUNCT) continue;
        const quote_mark mark = mark_of(ws, i);
        if (mark == MARK_NONE) continue;
        if (open == UINT32_MAX) {
            open = i;
            continue;
        }
        const bool whole = open == 0 && i + 1 == count;
        for (uint32_t k = open + 1; k < i && !whole; k++) ws->tokens.items[k].flags |= FW_TOKEN_QUOTED;
        open = UINT32_MAX;
    }
}
