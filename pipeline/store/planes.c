/* planes.c: bytes and runs of bytes, each plane with a code of its own. */
#include "store/planes.h"

#include "store/code_lengths.h"

#include <stdlib.h>
#include <string.h>

/*
 * A token is a byte, or, from RUN on, a run: that many times more of the byte before, less LEAST_RUN. Deflate
 * writes a run as a length at distance 1.
 */
enum {
    RUN = 256,
    LEAST_RUN = 3,
    LONGEST_RUN = 258,
    TOKENS = RUN + LONGEST_RUN - LEAST_RUN + 1,
    END_OF_BLOCK = 256,
    LENGTHS = 29,
    HEADER_BYTES = 320, /* of the codes at most */
    STORED_MOST = 65535
};

/* RFC 1951, 3.2.5: the least length of symbol 257 + i, and how many bits tell which one it is. */
static const uint16_t LENGTH_FROM[LENGTHS] = {3,  4,  5,  6,  7,  8,  9,  10, 11,  13,  15,  17,  19,  23, 27,
                                              31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258};
static const uint8_t LENGTH_BITS[LENGTHS] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2,
                                             2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};

void fw_planes_free(fw_planes *planes) {
    free(planes->tokens);
    *planes = (fw_planes){0};
}

size_t fw_planes_bound(size_t count, size_t length) {
    return count * (length + HEADER_BYTES + 5 * (length / STORED_MOST + 1)) + sizeof(uint64_t);
}

/* ---- tokens ---- */

/* How many of the bytes from `at` on are `byte`. */
static size_t run_length(const unsigned char *bytes, size_t at, size_t len, unsigned char byte) {
    const uint64_t same = 0x0101010101010101U * byte;
    size_t i = at;
    uint64_t eight;
    while (len - i >= sizeof eight) {
        memcpy(&eight, bytes + i, sizeof eight);
        if (eight != same) break;
        i += sizeof eight;
    }
    while (i < len && bytes[i] == byte) i++;
    return i - at;
}

/* The byte at `at` comes four times: as a byte, and as runs. */
static size_t put_runs(uint16_t *tokens, size_t n, const unsigned char *bytes, size_t at, size_t run) {
    tokens[n++] = bytes[at];
    size_t left = run;
    while (left >= LEAST_RUN) {
        const size_t step = left < LONGEST_RUN ? left : LONGEST_RUN;
        tokens[n++] = (uint16_t)(RUN + step - LEAST_RUN);
        left -= step;
    }
    while (left-- > 0) tokens[n++] = bytes[at];
    return n;
}

static size_t make_tokens(const unsigned char *bytes, size_t len, uint16_t *tokens) {
    size_t n = 0, i = 0;
    uint32_t four;
    while (len - i >= sizeof four) {
        memcpy(&four, bytes + i, sizeof four);
        tokens[n++] = bytes[i++];
        if (four != (four << 8 | four >> 24)) continue;
        const size_t run = run_length(bytes, i, len, bytes[i - 1]);
        n = put_runs(tokens, n - 1, bytes, i - 1, run);
        i += run;
    }
    while (i < len) tokens[n++] = bytes[i++];
    return n;
}

/* Neighbours are often alike: counted in turn, so that none waits for the one before. */
static void count_tokens(const uint16_t *tokens, size_t n, uint32_t *often) {
    enum { TURNS = 4 };
    uint32_t turn[TURNS][TOKENS] = {{0}};
    size_t i = 0;
    for (; i + TURNS <= n; i += TURNS)
        for (size_t k = 0; k < TURNS; k++) turn[k][tokens[i + k]]++;
    for (; i < n; i++) turn[0][tokens[i]]++;
    for (size_t t = 0; t < TOKENS; t++) often[t] = turn[0][t] + turn[1][t] + turn[2][t] + turn[3][t];
}

/* ---- bits ---- */

typedef struct {
    unsigned char *out;
    uint64_t bits;
    unsigned filled; /* below 8 after each put */
} stream;

/* At most 56 bits. */
static inline void put(stream *s, uint64_t bits, unsigned count) {
    s->bits |= bits << s->filled;
    s->filled += count;
    memcpy(s->out, &s->bits, sizeof s->bits); /* little endian, as all of the file */
    s->out += s->filled / 8;
    s->bits = s->filled >= 8 ? s->bits >> (s->filled & ~7U) : s->bits;
    s->filled %= 8;
}

/* ---- a block ---- */

typedef struct {
    uint8_t lengths[FW_CODE_SYMBOLS];
    uint16_t codes[FW_CODE_SYMBOLS];
    uint64_t size; /* bits of all tokens and of the end */
    uint32_t bits[TOKENS];
    uint8_t count[TOKENS]; /* bits of a token: a length has its distance, one bit, behind it */
} code;

static void find_length_symbols(fw_planes *planes) {
    size_t i = 0;
    for (size_t run = LEAST_RUN; run <= LONGEST_RUN; run++) {
        while (i + 1 < LENGTHS && LENGTH_FROM[i + 1] <= run) i++;
        planes->length_symbol[run - LEAST_RUN] = (uint8_t)i;
    }
}

static void make_code(const fw_planes *planes, const uint32_t *often, code *c) {
    uint32_t symbols[FW_CODE_SYMBOLS] = {[END_OF_BLOCK] = 1};
    for (size_t t = 0; t < RUN; t++) symbols[t] = often[t];
    for (size_t t = RUN; t < TOKENS; t++)
        symbols[END_OF_BLOCK + 1 + planes->length_symbol[t - RUN]] += often[t];
    fw_code_lengths(symbols, FW_CODE_SYMBOLS, c->lengths);
    fw_code_bits(c->lengths, FW_CODE_SYMBOLS, c->codes);
    c->size = c->lengths[END_OF_BLOCK];
    for (size_t t = 0; t < TOKENS; t++) {
        const size_t run = t < RUN ? 0 : t - RUN + LEAST_RUN;
        const unsigned i = run ? planes->length_symbol[t - RUN] : 0;
        const size_t symbol = run ? END_OF_BLOCK + 1 + i : t;
        const unsigned length = c->lengths[symbol];
        c->bits[t] = run ? c->codes[symbol] | (uint32_t)(run - LENGTH_FROM[i]) << length : c->codes[symbol];
        c->count[t] = (uint8_t)(run ? length + LENGTH_BITS[i] + 1 : length);
        c->size += (uint64_t)often[t] * c->count[t];
    }
}

/*
 * The lengths of the code, in a code that is always the same: 4 bits for those that are common and for runs
 * of zeros, 5 for the others. RFC 1951, 3.2.7.
 */
static void put_code(stream *s, const code *c, bool last) {
    enum { LENGTH_SYMBOLS = 19, ZEROS = 18, FEWEST_ZEROS = 11, MOST_ZEROS = 138 };
    static const uint8_t ORDER[LENGTH_SYMBOLS] = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                                  11, 4,  12, 3, 13, 2, 14, 1, 15};
    static const uint8_t FIXED[LENGTH_SYMBOLS] = {4, 5, 5, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 5, 5, 5, 5, 4, 4};
    uint16_t codes[LENGTH_SYMBOLS];
    fw_code_bits(FIXED, LENGTH_SYMBOLS, codes);
    put(s, (uint64_t)last | 2 << 1, 3);
    put(s, FW_CODE_SYMBOLS - 257, 5);
    put(s, 0, 5); /* one distance */
    put(s, LENGTH_SYMBOLS - 4, 4);
    for (size_t i = 0; i < LENGTH_SYMBOLS; i++) put(s, FIXED[ORDER[i]], 3);
    for (size_t i = 0; i < FW_CODE_SYMBOLS;) {
        size_t zeros = 0;
        while (i + zeros < FW_CODE_SYMBOLS && zeros < MOST_ZEROS && c->lengths[i + zeros] == 0) zeros++;
        if (zeros >= FEWEST_ZEROS) {
            put(s, codes[ZEROS], FIXED[ZEROS]);
            put(s, zeros - FEWEST_ZEROS, 7);
            i += zeros;
        } else {
            put(s, codes[c->lengths[i]], FIXED[c->lengths[i]]);
            i++;
        }
    }
    put(s, codes[1], FIXED[1]); /* the distance has a code of one bit, which is 0 */
}

static void put_tokens(stream *to, const code *c, const uint16_t *tokens, size_t n) {
    stream s = *to;
    size_t i = 0;
    for (; i + 2 <= n; i += 2) {
        const unsigned first = c->count[tokens[i]];
        put(&s, c->bits[tokens[i]] | (uint64_t)c->bits[tokens[i + 1]] << first,
            first + c->count[tokens[i + 1]]);
    }
    if (i < n) put(&s, c->bits[tokens[i]], c->count[tokens[i]]);
    put(&s, c->codes[END_OF_BLOCK], c->lengths[END_OF_BLOCK]);
    *to = s;
}

/* Noise, as it is. */
static void put_stored(stream *s, const unsigned char *bytes, size_t len, bool last) {
    for (size_t from = 0; from < len; from += STORED_MOST) {
        const size_t part = len - from < STORED_MOST ? len - from : STORED_MOST;
        put(s, last && from + part == len, 3);
        if (s->filled) put(s, 0, 8 - s->filled);
        put(s, part | (uint64_t)(part ^ 0xffff) << 16, 32);
        memcpy(s->out, bytes + from, part);
        s->out += part;
    }
}

static void put_plane(fw_planes *planes, stream *s, const unsigned char *bytes, size_t len, bool last) {
    uint32_t often[TOKENS];
    code c;
    const size_t n = make_tokens(bytes, len, planes->tokens);
    count_tokens(planes->tokens, n, often);
    make_code(planes, often, &c);
    if (c.size + 8 * (uint64_t)HEADER_BYTES / 2 >= 8 * (uint64_t)len) {
        put_stored(s, bytes, len, last);
        return;
    }
    put_code(s, &c, last);
    put_tokens(s, &c, planes->tokens, n);
}

size_t fw_planes_compress(fw_planes *planes, const unsigned char *bytes, size_t count, size_t length,
                          unsigned char *out) {
    if (length > planes->capacity) {
        uint16_t *tokens = realloc(planes->tokens, length * sizeof *tokens);
        if (!tokens) return 0;
        planes->tokens = tokens;
        planes->capacity = length;
        find_length_symbols(planes);
    }
    stream s = {.out = out};
    for (size_t p = 0; p < count; p++) put_plane(planes, &s, bytes + p * length, length, p + 1 == count);
    if (s.filled) put(&s, 0, 8 - s.filled);
    return (size_t)(s.out - out);
}
