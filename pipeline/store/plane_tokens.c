/* plane_tokens.c: runs are looked for at eight places at once; other bytes are their own tokens. */
#include "store/plane_tokens.h"

#include "base/masks.h"

#include <assert.h>

/* Places looked at at once. */
enum { EIGHT = sizeof(uint64_t) };

size_t fw_run_length(const unsigned char *bytes, size_t at, size_t len) {
    const uint64_t same = FW_EACH_BYTE(bytes[at]);
    size_t i = at + 1;
    for (; len - i >= EIGHT; i += EIGHT) {
        const uint64_t others = fw_eight(bytes + i) ^ same;
        if (others) return i + (size_t)__builtin_ctzll(others) / 8 - at;
    }
    while (i < len && bytes[i] == bytes[at]) i++;
    return i - at;
}

/* The byte at `at` comes `run` times: as a byte, and as runs. */
static size_t put_run(uint16_t *tokens, size_t n, unsigned char byte, size_t run) {
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

/* Where among eight places a byte and FW_RUN_LEAST more of it begin: the highest bit of each such byte. */
static uint64_t run_starts(const unsigned char *at) {
    const uint64_t here = fw_eight(at);
    const uint64_t differ = (here ^ fw_eight(at + 1)) | (here ^ fw_eight(at + 2)) | (here ^ fw_eight(at + 3));
    return ~fw_filled(differ) & FW_EACH_BYTE(0x80);
}

size_t fw_make_tokens(const unsigned char *bytes, size_t len, uint16_t *tokens) {
    size_t n = 0, i = 0;
    static_assert((int)EIGHT <= (int)FW_TOKENS_SPARE, "behind the last token");
    while (len - i >= EIGHT + FW_RUN_LEAST) {
        const uint64_t starts = run_starts(bytes + i);
        for (size_t k = 0; k < EIGHT; k++) tokens[n + k] = bytes[i + k]; /* those behind a start in vain */
        const size_t before = starts ? (size_t)__builtin_ctzll(starts) / 8 : EIGHT;
        n += before;
        i += before;
        if (!starts) continue;
        const size_t run = fw_run_length(bytes, i, len);
        n = put_run(tokens, n, bytes[i], run);
        i += run;
    }
    while (i < len) {
        const size_t run = fw_run_length(bytes, i, len);
        n = put_run(tokens, n, bytes[i], run);
        i += run;
    }
    return n;
}

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
