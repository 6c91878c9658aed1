/* quotes.c: which tokens are quoted. */
#include "text/tokenize.h"

#include <string.h>

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

/* The first token from `from` on that may be a quotation mark or start a line. */
static uint32_t next_mark(const fw_workspace *ws, uint32_t from) {
    const fw_planes *planes = ws->planes.items;
    for (; from < ws->tokens.count; from += FW_PLANE_TOKENS) {
        const uint64_t found =
            fw_window(planes, FW_PLANE_MARK, from) | fw_window(planes, FW_PLANE_LINE, from);
        if (found) return from + (uint32_t)__builtin_ctzll(found);
    }
    return ws->tokens.count;
}

/* Whether a mark can open a quotation: no closing one, and no straight one right behind a word: the inches of
 * 5'10". */
static bool can_open(const fw_workspace *ws, uint32_t index, quote_mark mark) {
    if (mark != MARK_STRAIGHT) return mark == MARK_OPEN;
    return index == 0 || (ws->tokens.items[index].flags & FW_TOKEN_SPACE_BEFORE) ||
           !fw_is_word(&ws->tokens.items[index - 1]);
}

/*
 * An open quotation ends at the next mark, whatever its form: treating curly marks like straight ones keeps
 * the result the same when a word processor has curled them. A mark that nothing closes in its paragraph
 * opens nothing, unless it starts the answer: that one may be closed at the end.
 */
void fw_mark_quotes(fw_workspace *ws) {
    const uint32_t count = ws->tokens.count;
    uint32_t open = UINT32_MAX;
    if (!ws->may_quote) return;
    for (uint32_t i = next_mark(ws, 0); i < count; i = next_mark(ws, i + 1)) {
        if (open != 0 && (ws->tokens.items[i].flags & FW_TOKEN_LINE_BEFORE)) open = UINT32_MAX;
        if (ws->tokens.items[i].kind != FW_TOKEN_PUNCT) continue;
        const quote_mark mark = mark_of(ws, i);
        if (mark == MARK_NONE) continue;
        if (open == UINT32_MAX) {
            if (can_open(ws, i, mark)) open = i;
            continue;
        }
        const bool whole = open == 0 && i + 1 == count;
        for (uint32_t k = open + 1; k < i && !whole; k++) {
            ws->tokens.items[k].flags |= FW_TOKEN_QUOTED;
            fw_set_in(ws->planes.items, FW_PLANE_QUOTED, k, true);
        }
        open = UINT32_MAX;
    }
}
