/* shuffle.h: HDF5's shuffle filter: byte k of every element goes to plane k. */
#ifndef FAILWISE_STORE_SHUFFLE_H
#define FAILWISE_STORE_SHUFFLE_H

#include <failwise/types.h>

/* `count` elements of `element` bytes each, into `element` planes of `count` bytes each. */
void fw_shuffle(const unsigned char *elements, unsigned char *planes, size_t count, size_t element);
/* Some elements of many: their planes begin every `step` bytes. */
void fw_shuffle_rows(const unsigned char *elements, unsigned char *planes, size_t count, size_t element,
                     size_t step);
/* The reverse of fw_shuffle. */
void fw_unshuffle(const unsigned char *planes, unsigned char *elements, size_t count, size_t element);

#endif
