/*
 * hash_wide.h: xxHash for many bytes: as wide as the processor can, chosen when it runs, where the library
 * has that. The hashes are the same. For a few bytes the choosing costs more than it saves: xxhash.h.
 */
#ifndef FAILWISE_BASE_HASH_WIDE_H
#define FAILWISE_BASE_HASH_WIDE_H

#include <xxhash.h>

#ifdef FAILWISE_WIDE_HASH
#include <xxh_x86dispatch.h>
#endif

#endif
