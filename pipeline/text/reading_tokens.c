/* reading_tokens.c: tokens of what is not read are taken out, with their bits in the planes. */
#include "text/reading.h"

#include "base/wide.h"

/* Takes the bits of `count` tokens from token `first` on out of the planes; `tokens` are all before that. */
FW_INLINED void shift_planes(fw_planes *planes, uint32_t first, uint32_t count, uint32_t tokens) {
    const uint32_t left = tokens - count, room = fw_planes_room(tokens);
    for (uint32_t b = first / FW_PLANE_TOKENS; b < fw_planes_room(left); b++) {
        const uint32_t from = b * FW_PLANE_TOKENS + count, source = from / FW_PLANE_TOKENS;
        const uint32_t shift = from % FW_PLANE_TOKENS;
        const uint64_t kept = b == first / FW_PLANE_TOKENS ? fw_lowest(first % FW_PLANE_TOKENS) : 0;
        static const fw_planes NONE = {0};
        const uint64_t *low = source < room ? planes[source].of : NONE.of;
        const uint64_t *high = source + 1 < room ? planes[source + 1].of : NONE.of;
        for (int plane = 0; plane < FW_PLANES_FILLED; plane++) {
            const uint64_t moved = low[plane] >> shift | high[plane] << 1 << (FW_PLANE_TOKENS - 1 - shift);
            planes[b].of[plane] = (planes[b].of[plane] & kept) | (moved & ~kept);
        }
    }
}

static void shift_plain(fw_planes *planes, uint32_t first, uint32_t count, uint32_t tokens) {
    shift_planes(planes, first, count, tokens);
}
FW_WIDE static void shift_wide(fw_planes *planes, uint32_t first, uint32_t count, uint32_t tokens) {
    shift_planes(planes, first, count, tokens);
}

/* What stands before a token when those from `first` up to it are gone. */
static uint8_t flags_before(const fw_workspace *ws, uint32_t first, uint32_t next) {
    const fw_token *tokens = ws->tokens.items;
    const uint32_t start = tokens[first].start, end = tokens[next].start;
    const bool line =
        (tokens[first].flags & FW_TOKEN_LINE_BEFORE) || memchr(ws->text.ptr + start, '\n', end - start);
    return FW_TOKEN_SPACE_BEFORE | (line ? FW_TOKEN_LINE_BEFORE : 0);
}

static void take_out(fw_workspace *ws, uint32_t first, uint32_t end) {
    fw_token *tokens = ws->tokens.items;
    fw_planes *planes = ws->planes.items;
    const uint32_t count = ws->tokens.count;
    for (uint32_t i = first; i < end; i++) {
        if (fw_is_word(&tokens[i])) planes->syllables -= fw_word_at(ws, i)->syllables;
    }
    if (end < count) {
        tokens[end].flags |= flags_before(ws, first, end);
        fw_set_in(planes, FW_PLANE_SPACE, end, true);
        if (tokens[end].flags & FW_TOKEN_LINE_BEFORE) fw_set_in(planes, FW_PLANE_LINE, end, true);
        memmove(tokens + first, tokens + end, (count - end) * sizeof *tokens);
    }
    (fw_has_wide() ? shift_wide : shift_plain)(planes, first, end - first, count);
    ws->tokens.count -= end - first;
    ws->planes.count = fw_planes_room(ws->tokens.count);
}

static inline bool is_blank(const fw_workspace *ws, uint32_t index) {
    return (unsigned char)ws->text.ptr[ws->tokens.items[index].start] <= ' ';
}

/* Which of the `count` tokens from `first` on are blank, a bit each; without a branch. */
static uint64_t blanks_among(const fw_workspace *ws, uint32_t first, uint32_t count) {
    uint64_t blanks = 0;
    for (uint32_t i = first; i < first + count; i++)
        blanks = blanks >> 1 | (uint64_t)is_blank(ws, i) << (FW_PLANE_TOKENS - 1);
    return blanks >> (FW_PLANE_TOKENS - count);
}

/* Takes the blank ones out of up to 64 tokens from `first` on. Returns the token behind those that are left.
 */
static uint32_t take_out_of(fw_workspace *ws, uint32_t first, uint32_t count) {
    uint64_t blanks = blanks_among(ws, first, count);
    uint32_t taken = 0;
    while (blanks) {
        const uint32_t at = (uint32_t)__builtin_ctzll(blanks);
        uint32_t end = at;
        while (end < count && (blanks >> end & 1)) end++;
        take_out(ws, first + at - taken, first + end - taken);
        blanks &= ~fw_lowest(end);
        taken += end - at;
    }
    return first + count - taken;
}

void fw_take_blanks_out(fw_workspace *ws) {
    fw_planes *planes = ws->planes.items;
    for (uint32_t b = 1; b < ws->planes.count; b++) { /* of the whole answer: blocks may go */
        planes->syllables += planes[b].syllables;
        planes[b].syllables = 0;
    }
    for (uint32_t i = 0; i < ws->tokens.count;) {
        const uint32_t left = ws->tokens.count - i;
        i = take_out_of(ws, i, left < FW_PLANE_TOKENS ? left : FW_PLANE_TOKENS);
    }
}
