/* escape.c: text from the data into HTML, SVG, Markdown. */
#include "report/escape.h"

#include "base/str.h"

#include <string.h>

enum { REPLACEMENT = 0xFFFD };

/* Decodes the character at `text`; *len is 1 and the result U+FFFD for a malformed byte. */
static uint32_t decode(const char *text, size_t available, size_t *len) {
    const unsigned char *b = (const unsigned char *)text;
    const size_t need = b[0] < 0x80 ? 1 : b[0] < 0xE0 ? 2 : b[0] < 0xF0 ? 3 : 4;
    *len = 1;
    if (b[0] < 0x80) return b[0];
    if (need > available || fw_utf8_valid_prefix(text, need) != need) return REPLACEMENT;
    *len = need;
    uint32_t code = b[0] & (0xFFU >> (need + 1));
    for (size_t i = 1; i < need; i++) code = (code << 6) | (b[i] & 0x3FU);
    return code;
}

static bool steers_direction(uint32_t c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F ||
           c == 0x061C;
}

static uint32_t harmless(uint32_t c) {
    if (c == '\t' || c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029) return ' ';
    const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0);
    const bool invisible = c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) || (c & 0xFFFE) == 0xFFFE ||
                           (c >= 0xFDD0 && c <= 0xFDEF) || (c >= 0xE0000 && c <= 0xE007F);
    return control || invisible || steers_direction(c) ? REPLACEMENT : c;
}

/* The next character made harmless: bytes to write. Advances *at. */
static fw_str next_safe(const char *text, size_t len, size_t *at) {
    size_t used = 1;
    const uint32_t raw = decode(text + *at, len - *at, &used);
    const uint32_t safe = harmless(raw);
    const fw_str same = {text + *at, used};
    *at += used;
    if (safe == ' ') return FW_STR(" ");
    if (safe == REPLACEMENT) return FW_STR("\xEF\xBF\xBD");
    return same;
}

void fw_escape_html(fw_buffer *out, const char *text) { fw_escape_html_str(out, fw_str_of(text)); }

void fw_escape_html_str(fw_buffer *out, fw_str text) {
    for (size_t at = 0; at < text.len;) {
        const fw_str c = next_safe(text.ptr, text.len, &at);
        switch (c.ptr[0]) {
        case '&':
            fw_buffer_text(out, "&amp;");
            break;
        case '<':
            fw_buffer_text(out, "&lt;");
            break;
        case '>':
            fw_buffer_text(out, "&gt;");
            break;
        case '"':
            fw_buffer_text(out, "&quot;");
            break;
        case '\'':
            fw_buffer_text(out, "&#39;");
            break;
        default:
            fw_buffer_str(out, c);
        }
    }
}

/* Backslashes before what Markdown gives a meaning inside a line; HTML cannot start either. */
void fw_escape_markdown(fw_buffer *out, const char *text) {
    const size_t len = strlen(text);
    for (size_t at = 0; at < len;) {
        const fw_str c = next_safe(text, len, &at);
        if (c.ptr[0] == '<') {
            fw_buffer_text(out, "&lt;");
            continue;
        }
        if (c.ptr[0] == '&') {
            fw_buffer_text(out, "&amp;");
            continue;
        }
        if (memchr("\\`*_[]|~$>", c.ptr[0], 10)) fw_buffer_char(out, '\\');
        fw_buffer_str(out, c);
    }
}

void fw_escape_plain(fw_buffer *out, const char *text) {
    const size_t len = strlen(text);
    for (size_t at = 0; at < len;) fw_buffer_str(out, next_safe(text, len, &at));
}

/* Rough: blocks that fonts draw about twice as wide as a Latin letter, and marks that take no room. */
static size_t columns_of(uint32_t c) {
    if ((c >= 0x300 && c <= 0x36F) || (c >= 0xFE00 && c <= 0xFE0F) || c == 0x200D || c == 0x200B) return 0;
    const bool wide = (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) ||
                      (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
                      (c >= 0xFF00 && c <= 0xFF60) || (c >= 0x1F300 && c <= 0x1FAFF) || c >= 0x20000;
    return wide ? 2 : 1;
}

size_t fw_text_columns(const char *text) {
    const size_t len = strlen(text);
    size_t columns = 0;
    for (size_t at = 0; at < len;) {
        size_t used = 1;
        columns += columns_of(decode(text + at, len - at, &used));
        at += used;
    }
    return columns;
}

bool fw_text_cut(const char *text, size_t columns, char *out, size_t size) {
    static const char DOTS[] = "…";
    const size_t len = strlen(text);
    if (fw_text_columns(text) <= columns && len + 1 <= size) {
        memcpy(out, text, len + 1);
        return false;
    }
    const bool dots = columns > 0 && size >= sizeof DOTS; /* else there is no room for them */
    const size_t room = dots ? columns - 1 : columns;
    const size_t end = dots ? sizeof DOTS : 1;
    size_t at = 0;
    size_t taken = 0;
    while (at < len) {
        size_t used = 1;
        const size_t wide = columns_of(decode(text + at, len - at, &used));
        if (taken + wide > room || at + used + end > size) break;
        taken += wide;
        at += used;
    }
    memcpy(out, text, at);
    memcpy(out + at, dots ? DOTS : "", end);
    return true;
}
