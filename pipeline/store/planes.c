/* planes.c: bytes and runs of bytes, each plane with a code of its own. Deflate writes a run as a length at
 * distance 1. */
#include "store/planes.h"

#include "base/wide.h"
#include "store/code_lengths.h"
#include "store/plane_tokens.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    RUN = FW_TOKEN_RUN,
    LEAST_RUN = FW_RUN_LEAST,
    LONGEST_RUN = FW_RUN_LONGEST,
    TOKENS = FW_TOKENS,
    END_OF_BLOCK = 256,
    LENGTHS = 29,
    HEADER_BYTES = 320,               /* of the codes at most */
    CODE_BITS = 8 * HEADER_BYTES / 2, /* of the codes, about */
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

/* ---- bits ---- */

typedef struct {
    unsigned char *out;
    uint64_t bits;
    unsigned filled; /* below 8 after each put */
} stream;

enum { PUT_MOST = 56 };

/* At most PUT_MOST bits. */
FW_INLINED void put(stream *s, uint64_t bits, unsigned count) {
    s->bits |= bits << s->filled;
    s->filled += count;
    memcpy(s->out, &s->bits, sizeof s->bits); /* little endian, as all of the file */
    s->out += s->filled / 8;
    s->bits >>= s->filled & ~7U; /* 56 at most */
    s->filled %= 8;
}

/* ---- a block ---- */

typedef struct {
    uint8_t lengths[FW_CODE_SYMBOLS];
    uint16_t codes[FW_CODE_SYMBOLS];
    uint64_t size;           /* bits of all tokens and of the end */
    uint32_t tokens[TOKENS]; /* how many bits each has; from COUNT_BITS on which */
} code;

/* How many stands lowest: machines shift by the lowest bits of a number, so none is taken apart for it; and
 * the sum of two tokens begins with the sum of both. */
enum { COUNT_BITS = 6 };
FW_INLINED uint64_t bits_of(uint32_t token) { return token >> COUNT_BITS; }
FW_INLINED unsigned count_of(uint32_t token) { return token & ((1U << COUNT_BITS) - 1); }

/* Of symbol END_OF_BLOCK + 1 + i: its code, which length it is, and the distance, which takes one bit. */
static unsigned bits_of_length(const code *c, size_t i) {
    return c->lengths[END_OF_BLOCK + 1 + i] + LENGTH_BITS[i] + 1U;
}

/* The token behind those of length i. */
static size_t end_of_length(size_t i) {
    return RUN - LEAST_RUN + (i + 1 < LENGTHS ? LENGTH_FROM[i + 1] : LONGEST_RUN + 1);
}

static void make_code(const uint32_t *often, code *c) {
    uint32_t symbols[FW_CODE_SYMBOLS];
    memcpy(symbols, often, RUN * sizeof *symbols);
    symbols[END_OF_BLOCK] = 1;
    for (size_t i = 0, t = RUN; i < LENGTHS; i++) {
        uint32_t sum = 0;
        for (const size_t end = end_of_length(i); t < end; t++) sum += often[t];
        symbols[END_OF_BLOCK + 1 + i] = sum;
    }
    fw_code_lengths(symbols, FW_CODE_SYMBOLS, c->lengths);
    fw_code_bits(c->lengths, FW_CODE_SYMBOLS, c->codes);
    c->size = c->lengths[END_OF_BLOCK];
    for (size_t t = 0; t < RUN; t++) c->size += (uint64_t)often[t] * c->lengths[t];
    for (size_t i = 0; i < LENGTHS; i++)
        c->size += (uint64_t)symbols[END_OF_BLOCK + 1 + i] * bits_of_length(c, i);
}

/* What each token that comes is written as. */
static void fill_tokens(code *c) {
    for (size_t t = 0; t < RUN; t++) c->tokens[t] = (uint32_t)c->codes[t] << COUNT_BITS | c->lengths[t];
    for (size_t i = 0; i < LENGTHS; i++) {
        const size_t symbol = END_OF_BLOCK + 1 + i, first = RUN - LEAST_RUN + LENGTH_FROM[i];
        const uint32_t least = (uint32_t)c->codes[symbol] << COUNT_BITS | bits_of_length(c, i);
        const unsigned shift = COUNT_BITS + c->lengths[symbol];
        for (size_t t = first; c->lengths[symbol] && t < end_of_length(i); t++)
            c->tokens[t] = least | (uint32_t)(t - first) << shift;
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

FW_INLINED void put_all(stream *to, const code *c, const uint16_t *tokens, size_t n) {
    enum { AT_ONCE = 4 };
    stream s = *to;
    size_t i = 0;
    for (; i + AT_ONCE <= n; i += AT_ONCE) {
        const uint32_t t0 = c->tokens[tokens[i]], t1 = c->tokens[tokens[i + 1]];
        const uint32_t t2 = c->tokens[tokens[i + 2]], t3 = c->tokens[tokens[i + 3]];
        const uint64_t one = bits_of(t0) | bits_of(t1) << count_of(t0);
        const uint64_t two = bits_of(t2) | bits_of(t3) << count_of(t2);
        const unsigned first = count_of(t0 + t1), second = count_of(t2 + t3);
        if (first + second <= PUT_MOST) {
            put(&s, one | two << first, first + second);
        } else {
            put(&s, one, first);
            put(&s, two, second);
        }
    }
    for (; i < n; i++) put(&s, bits_of(c->tokens[tokens[i]]), count_of(c->tokens[tokens[i]]));
    put(&s, c->codes[END_OF_BLOCK], c->lengths[END_OF_BLOCK]);
    *to = s;
}

static void put_plain(stream *to, const code *c, const uint16_t *tokens, size_t n) {
    put_all(to, c, tokens, n);
}

FW_WIDE static void put_wide(stream *to, const code *c, const uint16_t *tokens, size_t n) {
    put_all(to, c, tokens, n);
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

/*
 * Whether no code can make `n` tokens shorter than the `len` bytes they stand for. A code takes at least
 * their entropy, and that is at least -log2 of the chance that two of them are the same.
 */
static bool is_noise(const uint32_t *often, size_t n, size_t len) {
    uint64_t same = 0;
    for (size_t t = 0; t < TOKENS; t++) same += (uint64_t)often[t] * often[t];
    return (double)n * log2((double)n * (double)n / (double)same) + CODE_BITS >= 8 * (double)len;
}

static void put_plane(fw_planes *planes, stream *s, const unsigned char *bytes, size_t len, bool alike,
                      bool last) {
    uint32_t often[TOKENS];
    code c;
    const size_t n =
        alike ? fw_make_run(*bytes, len, planes->tokens) : fw_make_tokens(bytes, len, planes->tokens);
    fw_count_tokens(planes->tokens, n, often);
    bool shorter = !is_noise(often, n, len);
    if (shorter) {
        make_code(often, &c);
        shorter = c.size + CODE_BITS < 8 * (uint64_t)len;
    }
    if (!shorter) {
        put_stored(s, bytes, len, last);
        return;
    }
    fill_tokens(&c);
    put_code(s, &c, last);
    (fw_has_wide() ? put_wide : put_plain)(s, &c, planes->tokens, n);
}

/* How many planes from `p` on are all of one byte: a constant in numbers, padding in records. They are a
 * block together. */
static size_t planes_alike(const unsigned char *bytes, size_t p, size_t count, size_t length) {
    return fw_run_length(bytes, p * length, count * length) / length;
}

static bool reserve(fw_planes *planes, size_t count, size_t length) {
    const size_t runs = count * length / LONGEST_RUN + LEAST_RUN; /* where all of it is one byte */
    const size_t room = (length > runs ? length : runs) + FW_TOKENS_SPARE;
    if (room <= planes->capacity) return true;
    uint16_t *tokens = realloc(planes->tokens, room * sizeof *tokens);
    if (!tokens) return false;
    planes->tokens = tokens;
    planes->capacity = room;
    return true;
}

size_t fw_planes_compress(fw_planes *planes, const unsigned char *bytes, size_t count, size_t length,
                          unsigned char *out) {
    if (!reserve(planes, count, length)) return 0;
    stream s = {.out = out};
    for (size_t p = 0, together; p < count; p += together) {
        const size_t alike = planes_alike(bytes, p, count, length);
        together = alike ? alike : 1;
        put_plane(planes, &s, bytes + p * length, together * length, alike > 0, p + together == count);
    }
    if (s.filled) put(&s, 0, 8 - s.filled);
    return (size_t)(s.out - out);
}
