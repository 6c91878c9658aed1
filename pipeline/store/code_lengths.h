/* code_lengths.h: Huffman codes as deflate wants them (RFC 1951, 3.2.2): of limited length, canonical. */
#ifndef FAILWISE_STORE_CODE_LENGTHS_H
#define FAILWISE_STORE_CODE_LENGTHS_H

#include <failwise/types.h>

enum {
    FW_CODE_BITS = 15,    /* of a code at most */
    FW_CODE_SYMBOLS = 286 /* bytes, the end of a block, lengths */
};

/*
 * Lengths of a code for symbols of which `often` tells how often each comes: 0 for those that do not, else 1
 * to FW_CODE_BITS. At least two symbols must come; the code is complete then. At most FW_CODE_SYMBOLS
 * symbols.
 */
void fw_code_lengths(const uint32_t *often, size_t symbols, uint8_t *lengths);
/* The codes of these lengths, with the first bit lowest, as a stream of bits takes them. */
void fw_code_bits(const uint8_t *lengths, size_t symbols, uint16_t *codes);

#endif
