/* code_lengths.c: Huffman's algorithm on sorted frequencies. */
#include "store/code_lengths.h"

#include "base/sort.h"

/* A leaf as a key to sort by: how often it comes, then the symbol, so that the code is the same wherever it
 * is made. */
enum { SYMBOL_BITS = 16 };
static uint64_t leaf_of(uint64_t often, size_t symbol) { return often << SYMBOL_BITS | symbol; }
static uint64_t often_of(uint64_t leaf) { return leaf >> SYMBOL_BITS; }
static size_t symbol_of(uint64_t leaf) { return leaf & ((1U << SYMBOL_BITS) - 1); }

/* Two queues, both in order: leaves, and what they have been joined to. Node i < count is leaf i; depth[i] is
 * its distance from the root. Returns the greatest. */
static unsigned measure_depths(const uint64_t *leaves, size_t count, uint8_t *depth) {
    uint64_t often[2 * FW_CODE_SYMBOLS];
    uint16_t parent[2 * FW_CODE_SYMBOLS];
    size_t next_leaf = 0, next_joined = count, made = count;
    if (count == 0) return 0;
    for (size_t i = 0; i < count; i++) often[i] = often_of(leaves[i]);
    while (made < 2 * count - 1) {
        often[made] = 0;
        for (int k = 0; k < 2; k++) {
            const bool take_leaf =
                next_leaf < count && (next_joined == made || often[next_leaf] <= often[next_joined]);
            const size_t taken = take_leaf ? next_leaf++ : next_joined++;
            often[made] += often[taken];
            parent[taken] = (uint16_t)made;
        }
        made++;
    }
    unsigned most = 0;
    depth[made - 1] = 0;
    for (size_t i = made - 1; i-- > 0;) {
        depth[i] = (uint8_t)(depth[parent[i]] + 1);
        if (depth[i] > most) most = depth[i];
    }
    return most;
}

void fw_code_lengths(const uint32_t *often, size_t symbols, uint8_t *lengths) {
    uint64_t leaves[FW_CODE_SYMBOLS];
    uint8_t depth[2 * FW_CODE_SYMBOLS];
    size_t count = 0;
    for (size_t s = 0; s < symbols; s++) {
        lengths[s] = 0;
        if (often[s]) leaves[count++] = leaf_of(often[s], s);
    }
    fw_sort_keys(leaves, count);
    /* Where rare symbols would get long codes, frequencies are brought together until none is too long. */
    while (measure_depths(leaves, count, depth) > FW_CODE_BITS)
        for (size_t i = 0; i < count; i++)
            leaves[i] = leaf_of(often_of(leaves[i]) / 2 + 1, symbol_of(leaves[i]));
    for (size_t i = 0; i < count; i++) lengths[symbol_of(leaves[i])] = depth[i];
}

static uint16_t reversed(unsigned code, unsigned length) {
    code = (code & 0x5555) << 1 | (code >> 1 & 0x5555);
    code = (code & 0x3333) << 2 | (code >> 2 & 0x3333);
    code = (code & 0x0f0f) << 4 | (code >> 4 & 0x0f0f);
    code = (code & 0x00ff) << 8 | code >> 8;
    return (uint16_t)(code >> (16 - length));
}

void fw_code_bits(const uint8_t *lengths, size_t symbols, uint16_t *codes) {
    unsigned count[FW_CODE_BITS + 1] = {0}, next[FW_CODE_BITS + 2] = {0};
    for (size_t s = 0; s < symbols; s++) count[lengths[s]]++;
    count[0] = 0;
    for (unsigned length = 1; length <= FW_CODE_BITS; length++)
        next[length] = (next[length - 1] + count[length - 1]) << 1;
    for (size_t s = 0; s < symbols; s++) codes[s] = lengths[s] ? reversed(next[lengths[s]]++, lengths[s]) : 0;
}
