/* reading_tokens.c: tokens of what is not read are taken out, with their bits in the planes. */
#include "text/reading.h"

#include "base/wide.h"

/* ---- tokens ---- */

/* Tells the token at `next` that those from `first` up to it are gone. */
static void close_gap(fw_workspace *ws, uint32_t first, uint32_t next) {
    fw_token *tokens = ws->tokens.items;
    const uint32_t start = tokens[first].start, end = tokens[next].start;
    const bool line =
        (tokens[first].flags & FW_TOKEN_LINE_BEFORE) || memchr(ws->text.ptr + start, '\n', end - start);
    tokens[next].flags |= FW_TOKEN_SPACE_BEFORE | (line ? FW_TOKEN_LINE_BEFORE : 0);
    fw_set_in(ws->planes.items, FW_PLANE_SPACE, next, true);
    if (line) fw_set_in(ws->planes.items, FW_PLANE_LINE, next, true);
}

/* The tokens from `first` on, which is gone, without those that are. Returns how many are left of all. */
static uint32_t close_tokens(fw_workspace *ws, uint32_t first) {
    fw_token *tokens = ws->tokens.items;
    fw_planes *planes = ws->planes.items;
    const uint32_t count = ws->tokens.count;
    uint32_t left = first;
    while (first < count) {
        uint32_t end = first;
        for (; end < count && fw_is_in(planes, FW_PLANE_GONE, end); end++) {
            if (fw_is_word(&tokens[end])) planes->syllables -= fw_word_at(ws, end)->syllables;
        }
        if (end < count) close_gap(ws, first, end);
        first = fw_next_in(planes, FW_PLANE_GONE, end, count);
        memmove(tokens + left, tokens + end, (first - end) * sizeof *tokens);
        left += first - end;
    }
    return left;
}

/* ---- planes ---- */

/* Bits of up to 64 tokens, of which some stand in no block yet. */
typedef struct {
    uint64_t of[FW_PLANES_FILLED];
    uint32_t count;
} some_bits;

/* Takes the tokens of `gone` out, from the last one on, as many at once as stand in a row. */
FW_INLINED void drop(some_bits *some, uint64_t gone) {
    while (gone) {
        const uint32_t behind = FW_PLANE_TOKENS - (uint32_t)__builtin_clzll(gone);
        const uint64_t others = ~gone & fw_lowest(behind);
        const uint32_t at = others ? FW_PLANE_TOKENS - (uint32_t)__builtin_clzll(others) : 0;
        const uint64_t before = fw_lowest(at);
        for (int plane = 0; plane < FW_PLANES_FILLED; plane++) {
            const uint64_t bits = some->of[plane];
            some->of[plane] = (bits & before) | (bits >> (behind - at - 1) >> 1 & ~before);
        }
        some->count -= behind - at;
        gone &= before;
    }
}

/* Puts more bits behind those that are held. A block that is full by that is written; true then, and what is
 * left is held. */
FW_INLINED bool append(some_bits *held, const some_bits *more, fw_planes *block) {
    const uint32_t shift = held->count;
    const bool full = shift + more->count >= FW_PLANE_TOKENS;
    for (int plane = 0; plane < FW_PLANES_FILLED; plane++) {
        const uint64_t bits = held->of[plane] | more->of[plane] << shift;
        held->of[plane] = full ? more->of[plane] >> 1 >> (FW_PLANE_TOKENS - 1 - shift) : bits;
        block->of[plane] = bits;
    }
    held->count += more->count - (full ? FW_PLANE_TOKENS : 0);
    return full;
}

/* The same for the planes of `count` tokens. */
FW_INLINED void close_planes(fw_planes *planes, uint32_t first, uint32_t count) {
    const uint32_t begun = first / FW_PLANE_TOKENS;
    fw_planes *block = planes + begun;
    some_bits held = {.count = 0}, some;
    for (uint32_t b = begun; b * FW_PLANE_TOKENS < count; b++) {
        const uint32_t left = count - b * FW_PLANE_TOKENS;
        const uint64_t gone = planes[b].of[FW_PLANE_GONE];
        memcpy(some.of, planes[b].of, sizeof some.of);
        some.count = left < FW_PLANE_TOKENS ? left : FW_PLANE_TOKENS;
        drop(&some, gone);
        block += append(&held, &some, block);
    }
    memcpy(block->of, held.of, sizeof held.of);
    memset(block[1].of, 0, sizeof held.of);
}
static void close_plain(fw_planes *planes, uint32_t first, uint32_t count) {
    close_planes(planes, first, count);
}
FW_WIDE static void close_wide(fw_planes *planes, uint32_t first, uint32_t count) {
    close_planes(planes, first, count);
}

void fw_take_out(fw_workspace *ws) {
    fw_planes *planes = ws->planes.items;
    const uint32_t count = ws->tokens.count, first = fw_next_in(planes, FW_PLANE_GONE, 0, count);
    for (uint32_t b = 1; b < ws->planes.count; b++) { /* of the whole answer: blocks may go */
        planes->syllables += planes[b].syllables;
        planes[b].syllables = 0;
    }
    ws->tokens.count = close_tokens(ws, first);
    (fw_has_wide() ? close_wide : close_plain)(planes, first, count);
    ws->planes.count = fw_planes_room(ws->tokens.count);
}
