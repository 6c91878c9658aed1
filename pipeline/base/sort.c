/* sort.c: radix sort from the highest bits down, of many keys in place (McIlroy, Bostic and McIlroy 1993). */
#include "base/sort.h"

#include <assert.h>
#include <string.h>

/* Few keys: to look at digits would take longer than to sort them. Some: they fit into the nearest cache,
 * twice. */
enum { FEW = 24, SOME = 2048, GROUP_BITS = 2, LEAST_BITS = 4, MOST_BITS = 10 };
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

/* The bits in which keys differ. */
static uint64_t differing(const shared_key *keys, size_t count) {
    uint64_t bits = 0;
    for (size_t i = 1; i < count; i++) bits |= keys[i] ^ keys[0];
    return bits;
}

/* Which bits are sorted by at once. */
typedef struct {
    unsigned shift;
    size_t digits;
} place;

static size_t digit_of(uint64_t key, place at) { return key >> at.shift & (at.digits - 1); }

/* From the highest bit on in which keys differ: what they share, as figures often do, costs nothing. As many
 * bits as make groups of few, where the keys are spread evenly. */
static place place_of(uint64_t differing, size_t count) {
    const unsigned high = 64 - (unsigned)__builtin_clzll(differing);
    unsigned width = 63 - GROUP_BITS - (unsigned)__builtin_clzll(count);
    if (width < LEAST_BITS) width = LEAST_BITS;
    if (width > MOST_BITS) width = MOST_BITS;
    return (place){high > width ? high - width : 0, (size_t)1 << width};
}

/* Every key goes to the next free place of its digit; what stood there is carried on. */
static void exchange(shared_key *keys, place at, size_t *next, const size_t *end) {
    for (size_t d = 0; d < at.digits; d++) {
        while (next[d] < end[d]) {
            uint64_t key = keys[next[d]];
            for (size_t to = digit_of(key, at); to != d; to = digit_of(key, at)) {
                const uint64_t held = keys[next[to]];
                keys[next[to]++] = key;
                key = held;
            }
            keys[next[d]++] = key;
        }
    }
}

/* The same by way of `room`, where no key waits for the one before it. */
static void distribute(shared_key *keys, size_t count, place at, size_t *next, uint64_t *room) {
    for (size_t i = 0; i < count; i++) room[next[digit_of(keys[i], at)]++] = keys[i];
    memcpy(keys, room, count * sizeof *room);
}

/* Keys of one digit stand together then, up to end[digit]. */
static void divide(shared_key *keys, size_t count, place at, size_t *end, uint64_t *room) {
    size_t next[1 << MOST_BITS], sum = 0;
    memset(end, 0, at.digits * sizeof *end);
    for (size_t i = 0; i < count; i++) end[digit_of(keys[i], at)]++;
    for (size_t d = 0; d < at.digits; d++) {
        next[d] = sum;
        sum += end[d];
        end[d] = sum;
    }
    if (count <= SOME)
        distribute(keys, count, at, next, room);
    else
        exchange(keys, at, next, end);
}

/* More than FEW keys; room for SOME. */
static void sort_many(shared_key *keys, size_t count, uint64_t *room) {
    size_t end[1 << MOST_BITS];
    const uint64_t bits = differing(keys, count);
    if (bits == 0) return;
    const place at = place_of(bits, count);
    divide(keys, count, at, end, room);
    for (size_t d = 0, from = 0; d < at.digits && at.shift > 0; from = end[d++]) {
        const size_t alike = end[d] - from;
        if (alike > FEW)
            sort_many(keys + from, alike, room);
        else if (alike > 1)
            insert(keys + from, alike);
    }
}

static void sort_all(shared_key *keys, size_t count) {
    uint64_t room[SOME];
    if (count > FEW)
        sort_many(keys, count, room);
    else
        insert(keys, count);
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
