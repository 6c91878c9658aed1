/* splitter.c: record borders by jumping from quote to quote. */
#include "load/splitter.h"

#include <string.h>

static bool is_newline(char c) { return c == '\n' || c == '\r'; }

size_t fw_count_byte(const char *bytes, size_t len, char byte) {
    size_t total = 0;
    const char *first = memchr(bytes, byte, len); /* most texts have no line ends */
    if (!first) return 0;
    len -= (size_t)(first - bytes);
    bytes = first;
    while (len) {
        /* 255 at a time, so that compilers can count in vectors of bytes. */
        const size_t step = len < 255 ? len : 255;
        uint8_t count = 0;
        for (size_t i = 0; i < step; i++) count = (uint8_t)(count + (bytes[i] == byte));
        total += count;
        bytes += step;
        len -= step;
    }
    return total;
}

/* The state behind the unquoted bytes [from, end), which began in the splitter's state. */
static fw_split_state state_behind(const fw_splitter *splitter, const char *bytes, size_t from, size_t end) {
    while (end > from && fw_is_blank(bytes[end - 1], splitter->dialect)) end--;
    if (end == from) return splitter->state;
    const char last = bytes[end - 1];
    if (last == splitter->dialect.separator) return FW_SPLIT_FIELD;
    return is_newline(last) ? FW_SPLIT_ROW : FW_SPLIT_UNQUOTED;
}

/* A line end among [from, end): the first or the last one; `end` when there is none. */
static size_t find_newline(const char *bytes, size_t from, size_t end, bool first) {
    if (first) {
        while (from < end && !is_newline(bytes[from])) from++;
        return from;
    }
    const char *lf = memrchr(bytes + from, '\n', end - from);
    const size_t behind = lf ? (size_t)(lf - bytes) + 1 : from;
    const char *cr = memrchr(bytes + behind, '\r', end - behind);
    if (cr) return (size_t)(cr - bytes);
    return lf ? behind - 1 : end;
}

/* The border behind the line end at `at`; FW_NO_BORDER when only the next byte can tell. */
static size_t border_behind(fw_splitter *splitter, const char *bytes, size_t at, size_t len) {
    if (bytes[at] == '\n') return at + 1;
    if (at + 1 < len) return at + 1 + (bytes[at + 1] == '\n');
    splitter->after_cr = true;
    return FW_NO_BORDER;
}

/* Unquoted bytes from *pos up to the next quote; with `first`, up to the first line end. */
static size_t scan_unquoted(fw_splitter *splitter, const char *bytes, size_t *pos, size_t len, bool first) {
    const size_t from = *pos;
    const char *quote = memchr(bytes + from, '"', len - from);
    const size_t end = quote ? (size_t)(quote - bytes) : len;
    const size_t newline = find_newline(bytes, from, end, first);
    const size_t border = newline < end ? border_behind(splitter, bytes, newline, len) : FW_NO_BORDER;
    if (first && newline < end) {
        splitter->state = FW_SPLIT_ROW;
        *pos = border == FW_NO_BORDER ? len : border;
        return border;
    }
    splitter->state = state_behind(splitter, bytes, from, end);
    *pos = end;
    if (quote) {
        splitter->state = splitter->state == FW_SPLIT_UNQUOTED ? FW_SPLIT_BAD : FW_SPLIT_QUOTED;
        (*pos)++;
    }
    return border;
}

/* The state behind byte `c` after a quote inside a quoted field. Line ends are left to scan_unquoted. */
static fw_split_state state_after_close(const fw_splitter *splitter, char c) {
    if (c == splitter->dialect.separator || is_newline(c)) return FW_SPLIT_FIELD;
    if (fw_is_blank(c, splitter->dialect)) return FW_SPLIT_PADDED;
    return c == '"' && splitter->state == FW_SPLIT_CLOSED ? FW_SPLIT_QUOTED : FW_SPLIT_BAD;
}

/* Jumps to `byte`, which ends the present state; to `len` when it does not come. */
static size_t jump(const char *bytes, size_t from, size_t len, char byte) {
    const char *found = memchr(bytes + from, byte, len - from);
    return found ? (size_t)(found - bytes) : len;
}

/* One step from *pos; returns the border it found, if any. */
static size_t scan_step(fw_splitter *splitter, const char *bytes, size_t *pos, size_t len, bool first) {
    switch (splitter->state) {
    case FW_SPLIT_QUOTED:
        *pos = jump(bytes, *pos, len, '"');
        if (*pos < len) {
            splitter->state = FW_SPLIT_CLOSED;
            (*pos)++;
        }
        return FW_NO_BORDER;
    case FW_SPLIT_CLOSED:
    case FW_SPLIT_PADDED: {
        const char c = bytes[*pos];
        splitter->state = state_after_close(splitter, c);
        if (!is_newline(c)) (*pos)++;
        return FW_NO_BORDER;
    }
    case FW_SPLIT_BAD:
        *pos = jump(bytes, *pos, len, splitter->dialect.bad_end);
        if (*pos < len) splitter->state = FW_SPLIT_FIELD; /* the line end that follows ends the record */
        return FW_NO_BORDER;
    case FW_SPLIT_ROW:
    case FW_SPLIT_FIELD:
    case FW_SPLIT_UNQUOTED:
        break;
    }
    return scan_unquoted(splitter, bytes, pos, len, first);
}

size_t fw_splitter_scan(fw_splitter *splitter, const char *bytes, size_t from, size_t len, bool first) {
    size_t border = FW_NO_BORDER;
    size_t pos = from;
    if (splitter->after_cr && pos < len) {
        splitter->after_cr = false;
        if (bytes[pos] == '\n') pos++;
        border = pos;
        if (first) return border;
    }
    while (pos < len) {
        const size_t found = scan_step(splitter, bytes, &pos, len, first);
        if (found == FW_NO_BORDER) continue;
        border = found;
        if (first) break;
    }
    return border;
}
