/*
 * plane_tokens.h: a plane of bytes as what deflate says of it: bytes, and runs of the byte before.
 */
#ifndef FAILWISE_STORE_PLANE_TOKENS_H
#define FAILWISE_STORE_PLANE_TOKENS_H

#include <failwise/types.h>

/* A token is a byte, or, from FW_TOKEN_RUN on, a run: that many times more of the byte before, less
 * FW_RUN_LEAST. */
enum {
    FW_TOKEN_RUN = 256,
    FW_RUN_LEAST = 3,
    FW_RUN_LONGEST = 258,
    FW_TOKENS = FW_TOKEN_RUN + FW_RUN_LONGEST - FW_RUN_LEAST + 1
};

/* How many of the bytes from `at` on are bytes[at]. */
size_t fw_run_length(const unsigned char *bytes, size_t at, size_t len);
/* Writes the tokens of `len` bytes, at most `len` of them; returns how many. What follows the last may be
 * written over: there is room for FW_TOKENS_SPARE more. */
enum { FW_TOKENS_SPARE = 16 };
size_t fw_make_tokens(const unsigned char *bytes, size_t len, uint16_t *tokens);
/* The same of `len` times one byte. */
size_t fw_make_run(unsigned char byte, size_t len, uint16_t *tokens);
/* How often each of FW_TOKENS comes among `n`. */
void fw_count_tokens(const uint16_t *tokens, size_t n, uint32_t *often);

#endif
