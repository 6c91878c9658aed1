/* plane_tokens.c: runs are looked for at 64 places at once; other bytes are their own tokens. */
#include "store/plane_tokens.h"

#include "base/masks.h"

#include <assert.h>

FW_INLINED size_t run_length(const unsigned char *bytes, size_t at, size_t len, bool wide) {
    size_t i = at + 1;
    for (; len - i >= FW_MASKED; i += FW_MASKED) {
        const uint64_t others = ~fw_equal((const char *)bytes + i, (char)bytes[at], wide);
        if (others) return i + (size_t)__builtin_ctzll(others) - at;
    }
    while (i < len && bytes[i] == bytes[at]) i++;
    return i - at;
}

static size_t length_plain(const unsigned char *bytes, size_t at, size_t len) {
    return run_length(bytes, at, len, false);
}

FW_WIDE static size_t length_wide(const unsigned char *bytes, size_t at, size_t len) {
    return run_length(bytes, at, len, true);
}

size_t fw_run_length(const unsigned char *bytes, size_t at, size_t len) {
    return (fw_has_wide() ? length_wide : length_plain)(bytes, at, len);
}

/* The byte comes `run` times: as a byte, and as runs. */
FW_INLINED size_t put_run(uint16_t *tokens, size_t n, unsigned char byte, size_t run) {
    size_t left = run - 1;
    tokens[n++] = byte;
    while (left >= FW_RUN_LEAST) {
        const size_t step = left < FW_RUN_LONGEST ? left : FW_RUN_LONGEST;
        tokens[n++] = (uint16_t)(FW_TOKEN_RUN + step - FW_RUN_LEAST);
        left -= step;
    }
    while (left-- > 0) tokens[n++] = byte;
    return n;
}

/* Bytes that are their own tokens: as many as asked for and up to AT_ONCE - 1 more, in vain. */
FW_INLINED size_t put_bytes(uint16_t *tokens, size_t n, const unsigned char *bytes, size_t count) {
    enum { AT_ONCE = 16 };
    static_assert((int)AT_ONCE <= (int)FW_TOKENS_SPARE, "behind the last token");
    for (size_t i = 0; i < count; i += AT_ONCE) {
        unsigned char some[AT_ONCE];
        uint16_t made[AT_ONCE];
        memcpy(some, bytes + i, sizeof some);
        for (size_t k = 0; k < AT_ONCE; k++) made[k] = some[k];
        memcpy(tokens + n + i, made, sizeof made);
    }
    return n + count;
}

/* Bytes that FW_RUN_LEAST more like them follow, of 64 and what stands behind them. */
FW_INLINED uint64_t run_starts(uint64_t same, const unsigned char *behind) {
    static_assert((int)FW_RUN_LEAST == 3, "three neighbours are alike");
    const uint64_t next = behind[0] == behind[1], last = behind[1] == behind[2];
    return same & (same >> 1 | next << 63) & (same >> 2 | next << 62 | last << 63);
}

/* The tokens of the 64 bytes at `at`, and of those behind them that a run begun there goes on to. */
FW_INLINED size_t put_some(uint16_t *tokens, size_t n, const unsigned char *bytes, size_t *at, size_t len,
                           bool wide) {
    const unsigned char *some = bytes + *at;
    const char *chars = (const char *)some;
    const uint64_t same = fw_alike(chars, 1, wide);
    uint64_t starts = run_starts(same, some + FW_MASKED);
    size_t from = 0;
    if (!starts) {
        *at += FW_MASKED;
        return put_bytes(tokens, n, some, FW_MASKED);
    }
    while (starts) {
        const size_t start = (size_t)__builtin_ctzll(starts);
        const uint64_t others = ~same >> start;
        n = put_bytes(tokens, n, some + from, start - from);
        const size_t run =
            others ? (size_t)__builtin_ctzll(others) + 1 : run_length(bytes, *at + start, len, wide);
        n = put_run(tokens, n, some[start], run);
        from = start + run;
        if (from >= FW_MASKED) {
            *at += from;
            return n;
        }
        starts &= ~UINT64_C(0) << from;
    }
    *at += FW_MASKED;
    return put_bytes(tokens, n, some + from, FW_MASKED - from);
}

FW_INLINED size_t make_tokens(const unsigned char *bytes, size_t len, uint16_t *tokens, bool wide) {
    enum { LOOKED_AT = FW_MASKED + FW_TOKENS_SPARE }; /* more than are compared, or copied in vain */
    size_t n = 0, i = 0;
    while (len - i >= LOOKED_AT) n = put_some(tokens, n, bytes, &i, len, wide);
    while (i < len) {
        const size_t run = run_length(bytes, i, len, wide);
        n = put_run(tokens, n, bytes[i], run);
        i += run;
    }
    return n;
}

static size_t make_plain(const unsigned char *bytes, size_t len, uint16_t *tokens) {
    return make_tokens(bytes, len, tokens, false);
}

FW_WIDE static size_t make_wide(const unsigned char *bytes, size_t len, uint16_t *tokens) {
    return make_tokens(bytes, len, tokens, true);
}

size_t fw_make_tokens(const unsigned char *bytes, size_t len, uint16_t *tokens) {
    return (fw_has_wide() ? make_wide : make_plain)(bytes, len, tokens);
}

size_t fw_make_run(unsigned char byte, size_t len, uint16_t *tokens) { return put_run(tokens, 0, byte, len); }

/* Neighbours are often alike: counted in turn, so that none waits for the one before. */
void fw_count_tokens(const uint16_t *tokens, size_t n, uint32_t *often) {
    enum { TURNS = 4 };
    uint32_t turn[TURNS][FW_TOKENS] = {{0}};
    size_t i = 0;
    for (; i + TURNS <= n; i += TURNS)
        for (size_t k = 0; k < TURNS; k++) turn[k][tokens[i + k]]++;
    for (; i < n; i++) turn[0][tokens[i]]++;
    for (size_t t = 0; t < FW_TOKENS; t++) often[t] = turn[0][t] + turn[1][t] + turn[2][t] + turn[3][t];
}
