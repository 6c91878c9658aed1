/* sort.c: radix sort in place, from the highest byte down (McIlroy, Bostic and McIlroy 1993). */
#include "base/sort.h"

#include <assert.h>
#include <string.h>

/* Few keys: to look at as many digits as a byte has would take longer than to sort them. */
enum { FEW = 48, SOME = 2048, DIGITS = 256, BITS = 8, BITS_OF_SOME = 6 };
static const uint64_t SIGN = UINT64_C(1) << 63;

/* Keys, or the memory of doubles, seen as keys for a while. */
typedef uint64_t __attribute__((may_alias)) shared_key;

static void insert(shared_key *keys, size_t count) {
    for (size_t i = 1; i < count; i++) {
        const uint64_t key = keys[i];
        size_t at = i;
        for (; at > 0 && keys[at - 1] > key; at--) keys[at] = keys[at - 1];
        keys[at] = key;
    }
}

static size_t digit(uint64_t key, unsigned shift, size_t digits) { return key >> shift & (digits - 1); }

/* The bits in which keys differ. */
static uint64_t differing(const shared_key *keys, size_t count) {
    uint64_t bits = 0;
    for (size_t i = 1; i < count; i++) bits |= keys[i] ^ keys[0];
    return bits;
}

/* By the eight or six bits from the highest on in which keys differ: what they share, as figures often do,
 * and equal keys cost nothing. */
static void sort_all(shared_key *keys, size_t count) {
    if (count <= FEW) {
        insert(keys, count);
        return;
    }
    const uint64_t bits = differing(keys, count);
    if (bits == 0) return;
    const unsigned high = 64 - (unsigned)__builtin_clzll(bits), width = count < SOME ? BITS_OF_SOME : BITS,
                   shift = high > width ? high - width : 0;
    const size_t digits = (size_t)1 << width;
    size_t end[DIGITS], next[DIGITS], sum = 0;
    memset(end, 0, digits * sizeof *end);
    for (size_t i = 0; i < count; i++) end[digit(keys[i], shift, digits)]++;
    for (size_t d = 0; d < digits; d++) {
        next[d] = sum;
        sum += end[d];
        end[d] = sum;
    }
    /* Every key goes to the next free place of its digit; what stood there is carried on. */
    for (size_t d = 0; d < digits; d++) {
        while (next[d] < end[d]) {
            uint64_t key = keys[next[d]];
            for (size_t to = digit(key, shift, digits); to != d; to = digit(key, shift, digits)) {
                const uint64_t held = keys[next[to]];
                keys[next[to]++] = key;
                key = held;
            }
            keys[next[d]++] = key;
        }
    }
    for (size_t d = 0, from = 0; d < digits && shift > 0; from = end[d++])
        if (end[d] - from > 1) sort_all(keys + from, end[d] - from);
}

void fw_sort_keys(uint64_t *keys, size_t count) { sort_all(keys, count); }

/* ---- doubles, whose bits become keys and numbers again ---- */

static_assert(sizeof(double) == sizeof(uint64_t), "a double is 64 bits");

static uint64_t key_by_value(uint64_t bits) { return bits & SIGN ? ~bits : bits | SIGN; }
static uint64_t bits_by_value(uint64_t key) { return key & SIGN ? key ^ SIGN : ~key; }
static uint64_t key_by_size(uint64_t bits) { return bits << 1 | bits >> 63; }
static uint64_t bits_by_size(uint64_t key) { return key >> 1 | key << 63; }

static void sort_as(double *values, size_t count, uint64_t (*key)(uint64_t), uint64_t (*back)(uint64_t)) {
    shared_key *keys = (shared_key *)(void *)values;
    for (size_t i = 0; i < count; i++) keys[i] = key(keys[i]);
    sort_all(keys, count);
    for (size_t i = 0; i < count; i++) keys[i] = back(keys[i]);
}

void fw_sort_doubles(double *values, size_t count) { sort_as(values, count, key_by_value, bits_by_value); }

void fw_sort_by_size(double *values, size_t count) { sort_as(values, count, key_by_size, bits_by_size); }
