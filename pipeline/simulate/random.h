/*
 * random.h: random numbers by counter: Philox 4x32-10 (Salmon, Moraes, Dror and Shaw 2011).
 *
 * A stream is named by seed, purpose and index, and starts at once wherever it is wanted: what one answer
 * draws cannot move what another draws, whatever the order or the thread.
 */
#ifndef FAILWISE_SIMULATE_RANDOM_H
#define FAILWISE_SIMULATE_RANDOM_H

#include <failwise/types.h>

/* A stream. A plain value; no ownership. */
typedef struct fw_random {
    uint32_t key[2];
    uint32_t counter[4]; /* block, purpose, index (two words) */
    uint32_t block[4];
    unsigned used; /* words of the block given out */
} fw_random;

/* One block: ten rounds over a counter under a key. */
void fw_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);

fw_random fw_random_of(uint64_t seed, uint32_t purpose, uint64_t index);
uint32_t fw_random_word(fw_random *random);
/* In (0, 1), 52 bits and a half: never 0, never 1. */
double fw_random_uniform(fw_random *random);
/* In [0, n), without bias; n > 0. */
uint32_t fw_random_below(fw_random *random, uint32_t n);
/* True in `percent` of 100. */
bool fw_random_chance(fw_random *random, unsigned percent);
/* Standard normal, by inversion: one draw, one number. */
double fw_random_normal(fw_random *random);

/* P(Z <= x) of the standard normal, and its inverse (Wichura 1988, AS 241; relative error about 1e-16). */
double fw_normal_below(double x);
double fw_normal_inverse(double p);

#endif
