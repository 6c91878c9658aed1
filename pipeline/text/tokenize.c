/* tokenize.c: where tokens start and end, as bits of 64 bytes: a loop that looks for each end mispredicts it
 * in every word. What bits do not tell is scanned (scan.c), from blank to blank. */
#include "text/tokenize.h"

#include "base/packing.h"
#include "text/fold.h"
#include "text/letters.h"
#include "text/scan.h"

#include <limits.h>

/* ---- bits ---- */

/* Of a block, a bit for each byte. */
typedef struct {
    uint64_t starts; /* a token starts there */
    uint64_t ends;   /* a token ends right before it */
    uint64_t odd;    /* the token around it, or the one behind, is to be scanned */
} cuts;

/* What the last byte of the block before was, in the lowest bit. */
typedef struct {
    uint64_t letter, digit, line, run, mark;
} last_byte;

/* Words and numbers are runs of letters and digits, joined by apostrophes between letters and points between
 * digits; what else is visible is a mark of its own. Odd are characters beyond ASCII and "_", digits behind
 * letters (a mixed token), points that a number may begin with, and blanks that start a line. `next` stands
 * behind the block. */
FW_INLINED cuts find_cuts(const uint64_t of[FW_SORT_COUNT], char next, last_byte *last) {
    const uint64_t letters = of[FW_SORT_LETTER], digits = of[FW_SORT_DIGIT], lines = of[FW_SORT_LINE];
    const uint64_t letter_next = (unsigned char)((next | 0x20) - 'a') < 26;
    const uint64_t digit_next = (unsigned char)(next - '0') < 10;
    const uint64_t letter_before = letters << 1 | last->letter,
                   letter_behind = letters >> 1 | letter_next << 63;
    const uint64_t digit_before = digits << 1 | last->digit, digit_behind = digits >> 1 | digit_next << 63;
    const uint64_t points = of[FW_SORT_POINT] & digit_behind;
    const uint64_t joined =
        (of[FW_SORT_APOSTROPHE] & letter_before & letter_behind) | (points & digit_before);
    const uint64_t runs = letters | digits | joined, run_before = runs << 1 | last->run;
    const uint64_t marks = ~(runs | of[FW_SORT_BLANK] | of[FW_SORT_ODD]);
    const uint64_t indents = of[FW_SORT_BLANK] & ~lines & (lines << 1 | last->line);
    const cuts found = {.starts = (runs & ~run_before) | marks,
                        .ends = (run_before & ~runs) | marks << 1 | last->mark,
                        .odd =
                            of[FW_SORT_ODD] | (digits & letter_before) | (points & ~digit_before) | indents};
    *last = (last_byte){letters >> 63, digits >> 63, lines >> 63, runs >> 63, marks >> 63};
    return found;
}

/* ---- tokens ---- */

/* The last bytes of a token: what its first byte tells of it by its class, and the byte before it. */
typedef struct {
    uint8_t kind, flags;
    uint16_t clause;
} token_tail;
static_assert(sizeof(token_tail) == 4 && offsetof(fw_token, flags) == offsetof(fw_token, kind) + 1 &&
                  offsetof(fw_token, clause) == offsetof(fw_token, kind) + 2,
              "a tail is written at once");
#define TAIL(of_kind, of_flags)                                                                              \
    { .kind = (of_kind), .flags = (of_flags) }
#define NOTHING TAIL(0, 0)
#define MARK    TAIL(FW_TOKEN_PUNCT, 0)
static const token_tail OF_FIRST[UCHAR_MAX + 1] = {FW_ASCII_CLASSES(NOTHING, NOTHING, TAIL(FW_TOKEN_WORD, 0),
                                                                    TAIL(FW_TOKEN_NUMBER, 0), MARK, MARK,
                                                                    TAIL(FW_TOKEN_SYMBOL, 0))};
static const token_tail OF_BEFORE[UCHAR_MAX + 1] = {
    FW_ASCII_CLASSES(TAIL(0, FW_TOKEN_SPACE_BEFORE), TAIL(0, FW_TOKEN_SPACE_BEFORE | FW_TOKEN_LINE_BEFORE),
                     NOTHING, NOTHING, NOTHING, NOTHING, NOTHING)};

/* Puts together what two bytes tell. */
static inline void put_tail(fw_token *token, char first, char before) {
    uint32_t tail, more;
    memcpy(&tail, &OF_FIRST[(unsigned char)first], sizeof tail);
    memcpy(&more, &OF_BEFORE[(unsigned char)before], sizeof more);
    tail |= more;
    memcpy(&token->kind, &tail, sizeof tail);
}

/* The pass over an answer. */
typedef struct {
    fw_workspace *ws;
    uint32_t starts, ends; /* tokens that have begun, and ended */
    uint32_t behind;       /* bits below this byte are settled by a scan */
} cutter;

/* Tokens are written by the dozen: how many there are in a block is not to be predicted. */
enum { TOKENS_AT_ONCE = 8, TOKEN_ROOM = FW_TEXT_BLOCK + FW_LANES };
static_assert((int)FW_TOKENS_NUMBERED <= (int)TOKEN_ROOM, "there is room behind the last token, too");
#define LAST_BIT (UINT64_C(1) << 63) /* one bit at least can be asked for */

/* Puts the starts and ends of tokens in a block, whose first byte is `at` of the text; a byte can be read
 * before it. */
FW_INLINED void put_tokens(cutter *c, uint64_t starts, uint64_t ends, const char *block, uint32_t at) {
    fw_token *begun = c->ws->tokens.items + c->starts, *ended = c->ws->tokens.items + c->ends;
    const uint32_t start_count = fw_bits_in(starts), end_count = fw_bits_in(ends);
    const uint32_t count = start_count > end_count ? start_count : end_count;
    for (uint32_t i = 0; i < count; i += TOKENS_AT_ONCE) {
        for (uint32_t k = 0; k < TOKENS_AT_ONCE; k++, begun++, ended++) {
            const int start = __builtin_ctzll(starts | LAST_BIT), end = __builtin_ctzll(ends | LAST_BIT);
            begun->start = at + (uint32_t)start;
            put_tail(begun, block[start], block[start - 1]);
            ended->end = at + (uint32_t)end;
            starts &= starts - 1;
            ends &= ends - 1;
        }
    }
    c->starts += start_count;
    c->ends += end_count;
}

#ifdef FW_PACKING_KNOWN
static const fw_span_tables OF_SPANS = {
    .first = {FW_ASCII_CLASSES(0, 0, FW_TOKEN_WORD, FW_TOKEN_NUMBER, FW_TOKEN_PUNCT, FW_TOKEN_PUNCT,
                               FW_TOKEN_SYMBOL)},
    .before = {FW_ASCII_CLASSES(FW_TOKEN_SPACE_BEFORE, FW_TOKEN_SPACE_BEFORE | FW_TOKEN_LINE_BEFORE, 0, 0, 0,
                                0, 0)}};
static_assert(sizeof(fw_span_record) == sizeof(fw_token) &&
                  offsetof(fw_span_record, end) == offsetof(fw_token, end) &&
                  offsetof(fw_span_record, first) == offsetof(fw_token, kind) &&
                  offsetof(fw_span_record, before) == offsetof(fw_token, flags),
              "tokens are records of spans");

/* The same where nothing is odd. A token that the block before has begun ends first: when there
 * is none, its end is written where the first one's will be. */
FW_PACKING static inline void put_packed_tokens(cutter *c, uint64_t starts, uint64_t ends, const char *block,
                                                uint32_t at) {
    fw_token *const tokens = c->ws->tokens.items;
    const uint32_t open = c->starts - c->ends;
    tokens[c->ends].end = at + (uint32_t)__builtin_ctzll(ends | LAST_BIT);
    fw_put_spans(tokens + c->starts, starts, ends & (ends - open), block, at, &OF_SPANS);
    c->starts += fw_bits_in(starts);
    c->ends += fw_bits_in(ends);
}
#endif

static bool make_token_room(fw_workspace *ws, uint32_t count) {
    while (ws->tokens.capacity - count < TOKEN_ROOM) {
        if (!fw_grow((void **)&ws->tokens.items, &ws->tokens.capacity, ws->tokens.capacity,
                     sizeof *ws->tokens.items))
            return false;
    }
    return true;
}

/* ---- what is to be scanned ---- */

static inline bool is_blank(char c) { return OF_BEFORE[(unsigned char)c].flags != 0; }

/* Scans from the blank before the odd character at `odd` to the one behind, and on while blanks beyond ASCII
 * tell of the next token. */
static bool scan_around(cutter *c, uint32_t start, uint32_t odd) {
    fw_workspace *ws = c->ws;
    const char *const text = ws->text.ptr;
    const uint32_t len = (uint32_t)ws->text.len;
    fw_scanner s = {.at = start, .before = OF_BEFORE[(unsigned char)(start ? text[start - 1] : '\n')].flags};
    uint32_t to = odd;
    while (c->starts > 0 && ws->tokens.items[c->starts - 1].start >= start) c->starts--;
    ws->tokens.count = c->starts;
    do {
        while (to < len && is_blank(text[to])) to++;
        while (to < len && !is_blank(text[to])) to++;
        if (!fw_scan_to(ws, &s, to)) return false;
    } while (s.before && to < len);
    c->starts = c->ends = ws->tokens.count;
    c->behind = to + 1;
    return true;
}

/* A block with something odd, or one that a scan reached into. */
__attribute__((noinline)) static bool cut_odd_block(cutter *c, cuts found, const char *block, uint32_t at) {
    const char *const text = c->ws->text.ptr;
    while (c->behind < at + FW_TEXT_BLOCK) {
        const uint64_t open = UINT64_MAX << (c->behind > at ? c->behind - at : 0), odd = found.odd & open;
        if (!make_token_room(c->ws, c->starts)) return false;
        if (!odd) {
            put_tokens(c, found.starts & open, found.ends & open, block, at);
            break;
        }
        const uint32_t first = at + (uint32_t)__builtin_ctzll(odd);
        uint32_t start = first;
        while (start > 0 && !is_blank(text[start - 1])) start--;
        const uint64_t before = open & fw_lowest(start > at ? start - at : 0);
        put_tokens(c, found.starts & before, found.ends & before, block, at);
        if (!scan_around(c, start, first)) return false;
    }
    return true;
}

/* ---- the pass ---- */

/* A copy of the first block or the last one, with a line feed before the text and blanks behind it. */
static const char *copy_edge(fw_str text, size_t at, char edge[1 + FW_TEXT_BLOCK]) {
    const size_t left = text.len - at, some = left < FW_TEXT_BLOCK ? left : FW_TEXT_BLOCK;
    memset(edge, 0, 1 + FW_TEXT_BLOCK);
    edge[0] = at > 0 ? text.ptr[at - 1] : '\n';
    if (some > 0) memcpy(edge + 1, text.ptr + at, some);
    return edge + 1;
}

/* `sort` fills the planes of what 64 bytes are, `put` does what put_tokens does where nothing is odd. */
typedef void sorter(const char *text, uint64_t of[FW_SORT_COUNT]);
typedef void putter(cutter *c, uint64_t starts, uint64_t ends, const char *block, uint32_t at);
FW_INLINED bool cut_tokens(fw_workspace *ws, sorter *sort, putter *put) {
    const fw_str text = ws->text;
    cutter c = {.ws = ws};
    last_byte last = {.line = 1};
    uint64_t quotes = 0;
    char edge[1 + FW_TEXT_BLOCK];
    for (size_t at = 0; at <= text.len; at += FW_TEXT_BLOCK) {
        const bool inside = at > 0 && text.len - at > FW_TEXT_BLOCK;
        const char *const block = inside ? text.ptr + at : copy_edge(text, at, edge);
        uint64_t of[FW_SORT_COUNT];
        sort(block, of);
        const char next = text.len - at > FW_TEXT_BLOCK ? text.ptr[at + FW_TEXT_BLOCK] : '\0';
        const cuts found = find_cuts(of, next, &last);
        quotes |= of[FW_SORT_QUOTE];
        if (found.odd || c.behind > at) {
            if (!cut_odd_block(&c, found, block, (uint32_t)at)) return false;
            continue;
        }
        if (!make_token_room(ws, c.starts)) return false;
        put(&c, found.starts, found.ends, block, (uint32_t)at);
    }
    ws->tokens.count = c.starts;
    ws->may_quote = quotes != 0;
    if (!make_token_room(ws, c.starts)) return false;
    /* behind the last one stand empty ones, for who looks at FW_LANES at once */
    memset(ws->tokens.items + c.starts, 0, FW_LANES * sizeof *ws->tokens.items);
    return true;
}
static bool cut_plain(fw_workspace *ws) { return cut_tokens(ws, fw_sort_planes, put_tokens); }
FW_WIDE static bool cut_wide(fw_workspace *ws) { return cut_tokens(ws, fw_sort_planes_wide, put_tokens); }
#ifdef FW_PACKING_KNOWN
FW_PACKING static bool cut_packing(fw_workspace *ws) {
    return cut_tokens(ws, fw_sort_planes_packing, put_packed_tokens);
}
#else
#define cut_packing cut_plain
#endif

static bool cut(fw_workspace *ws) {
    if (fw_has_packing()) return cut_packing(ws);
    return fw_has_wide() ? cut_wide(ws) : cut_plain(ws);
}

/* Room for the planes of all tokens. */
static bool make_planes(fw_workspace *ws) {
    const uint32_t room = fw_planes_room(ws->tokens.count);
    while (ws->planes.capacity < room) {
        if (!fw_grow((void **)&ws->planes.items, &ws->planes.capacity, ws->planes.capacity,
                     sizeof *ws->planes.items))
            return false;
    }
    ws->planes.count = room;
    return true;
}

fw_code fw_tokenize(fw_workspace *ws, fw_words *words, fw_error *err) {
    fw_words_start(words);
    if (!cut(ws) || !make_planes(ws) ||
        !fw_words_resolve(words, ws->text, ws->tokens.items, ws->tokens.count, ws->planes.items))
        return fw_fail_nomem(err);
    ws->words = fw_words_table(words);
    ws->memory = words;
    return FW_OK;
}
