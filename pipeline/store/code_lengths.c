/* code_lengths.c: Huffman's algorithm on sorted frequencies. */
#include "store/code_lengths.h"

#include <string.h>

/* A leaf: how often it comes, then the symbol. */
enum { SYMBOL_BITS = 16 };
static uint64_t leaf_of(uint64_t often, size_t symbol) { return often << SYMBOL_BITS | symbol; }
static uint64_t often_of(uint64_t leaf) { return leaf >> SYMBOL_BITS; }
static size_t symbol_of(uint64_t leaf) { return leaf & ((1U << SYMBOL_BITS) - 1); }

/* Those of one frequency stay as they are, in the order of their symbols: so one digit after the other, from
 * the lowest on, as many as the frequencies have, whose bits `most` has. */
static void sort_leaves(uint64_t *leaves, size_t count, uint32_t most) {
    enum { BITS = 6, DIGITS = 1 << BITS };
    uint64_t others[FW_CODE_SYMBOLS + 1], *from = leaves, *to = others;
    for (unsigned shift = SYMBOL_BITS; most; most >>= BITS, shift += BITS) {
        uint16_t next[DIGITS] = {0};
        size_t sum = 0;
        for (size_t i = 0; i < count; i++) next[from[i] >> shift & (DIGITS - 1)]++;
        for (size_t d = 0; d < DIGITS; d++) {
            const uint16_t here = next[d];
            next[d] = (uint16_t)sum;
            sum += here;
        }
        for (size_t i = 0; i < count; i++) to[next[from[i] >> shift & (DIGITS - 1)]++] = from[i];
        uint64_t *const sorted = to;
        to = from;
        from = sorted;
    }
    if (from != leaves) memcpy(leaves, from, count * sizeof *leaves);
}

/* Two queues, both in order and with an end that nothing is as large as: leaves, and what they have been
 * joined to. Node i < count is leaf i; depth[i] is its distance from the root. Returns the greatest. */
static unsigned measure_depths(const uint64_t *leaves, size_t count, uint8_t *depth) {
    uint64_t leaf[FW_CODE_SYMBOLS + 1], joined[FW_CODE_SYMBOLS + 1];
    uint16_t parent[2 * FW_CODE_SYMBOLS];
    size_t next_leaf = 0, next_joined = 0, made = 0;
    if (count == 0) return 0;
    for (size_t i = 0; i < count; i++) leaf[i] = often_of(leaves[i]);
    leaf[count] = joined[0] = UINT64_MAX;
    while (made + 1 < count) {
        uint64_t sum = 0;
        for (int k = 0; k < 2; k++) { /* without a branch: nobody can foresee which queue it is */
            const bool take_leaf = leaf[next_leaf] <= joined[next_joined];
            const uint64_t queues[] = {joined[next_joined], leaf[next_leaf]};
            const size_t nodes[] = {count + next_joined, next_leaf};
            sum += queues[take_leaf];
            parent[nodes[take_leaf]] = (uint16_t)(count + made);
            next_leaf += take_leaf;
            next_joined += !take_leaf;
        }
        joined[made++] = sum;
        joined[made] = UINT64_MAX;
    }
    unsigned most = 0;
    const size_t root = count + made - 1;
    depth[root] = 0;
    for (size_t i = root; i-- > 0;) {
        depth[i] = (uint8_t)(depth[parent[i]] + 1);
        if (depth[i] > most) most = depth[i];
    }
    return most;
}

void fw_code_lengths(const uint32_t *often, size_t symbols, uint8_t *lengths) {
    uint64_t leaves[FW_CODE_SYMBOLS + 1];
    uint8_t depth[2 * FW_CODE_SYMBOLS];
    size_t count = 0;
    uint32_t most = 0;
    for (size_t s = 0; s < symbols; s++) {
        lengths[s] = 0;
        most |= often[s];
        leaves[count] = leaf_of(often[s], s);
        count += often[s] > 0;
    }
    sort_leaves(leaves, count, most);
    /* Where rare symbols would get long codes, frequencies are brought together until none is too long. */
    while (measure_depths(leaves, count, depth) > FW_CODE_BITS)
        for (size_t i = 0; i < count; i++)
            leaves[i] = leaf_of(often_of(leaves[i]) / 2 + 1, symbol_of(leaves[i]));
    for (size_t i = 0; i < count; i++) lengths[symbol_of(leaves[i])] = depth[i];
}

static uint16_t reversed(unsigned bits) {
    bits = (bits & 0x5555) << 1 | (bits >> 1 & 0x5555);
    bits = (bits & 0x3333) << 2 | (bits >> 2 & 0x3333);
    bits = (bits & 0x0f0f) << 4 | (bits >> 4 & 0x0f0f);
    return (uint16_t)((bits & 0x00ff) << 8 | bits >> 8);
}

void fw_code_bits(const uint8_t *lengths, size_t symbols, uint16_t *codes) {
    enum { WIDTH = 16 };
    unsigned count[FW_CODE_BITS + 1] = {0}, next[FW_CODE_BITS + 2] = {0};
    uint16_t used[FW_CODE_SYMBOLS + 1];
    size_t n = 0;
    for (size_t s = 0; s < symbols; s++) { /* without a branch: nobody can foresee which are */
        used[n] = (uint16_t)s;
        n += lengths[s] > 0;
        codes[s] = 0;
    }
    for (size_t i = 0; i < n; i++) count[lengths[used[i]]]++;
    for (size_t length = 1; length <= FW_CODE_BITS; length++)
        next[length] = (next[length - 1] + count[length - 1]) << 1;
    /* From the highest bit on; then all are reversed side by side. */
    for (size_t i = 0; i < n; i++) {
        const unsigned length = lengths[used[i]];
        codes[used[i]] = (uint16_t)(next[length]++ << (WIDTH - length));
    }
    for (size_t s = 0; s < symbols; s++) codes[s] = reversed(codes[s]);
}
