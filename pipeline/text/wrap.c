/* wrap.c: line breaks that only wrap a long line are no breaks: text pasted from mail or a terminal. */
#include "text/tokenize.h"

enum { LONG_LINE = 60 }; /* characters; nobody ends a note or a list item by habit at the same width */

/* One line feed between the tokens: two of them separate paragraphs. */
static bool is_single_break(const fw_workspace *ws, uint32_t index) {
    uint32_t feeds = 0;
    for (uint32_t i = ws->tokens.items[index - 1].end; i < ws->tokens.items[index].start; i++) {
        feeds += ws->text.ptr[i] == '\n';
    }
    return feeds == 1;
}

/* Characters, not bytes: curled quotes must not make a line longer. */
static bool is_long(const fw_workspace *ws, uint32_t start, uint32_t end) {
    uint32_t characters = 0;
    for (uint32_t i = start; i < end && characters < LONG_LINE; i++)
        characters += ((unsigned char)ws->text.ptr[i] & 0xC0) != 0x80;
    return characters >= LONG_LINE;
}

/* A line that ends in a mark was meant to end there. A comma goes on. */
static bool ends_in_mark(const fw_workspace *ws, uint32_t index) {
    const fw_token *token = &ws->tokens.items[index];
    return token->kind == FW_TOKEN_PUNCT && ws->text.ptr[token->start] != ',';
}

void fw_join_wrapped_lines(fw_workspace *ws) {
    fw_planes *const planes = ws->planes.items;
    const uint32_t count = ws->tokens.count;
    uint32_t line = 0; /* first byte of the line that the token before stands on */
    for (uint32_t i = fw_next_in(planes, FW_PLANE_LINE, 1, count); i < count;
         i = fw_next_in(planes, FW_PLANE_LINE, i + 1, count)) {
        fw_token *token = &ws->tokens.items[i];
        const bool wrapped = token->kind == FW_TOKEN_WORD && !ends_in_mark(ws, i - 1) &&
                             is_single_break(ws, i) && is_long(ws, line, ws->tokens.items[i - 1].end);
        line = token->start;
        if (!wrapped) continue;
        token->flags &= (uint8_t)~FW_TOKEN_LINE_BEFORE;
        fw_set_in(planes, FW_PLANE_LINE, i, false);
    }
}
