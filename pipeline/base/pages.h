/*
 * pages.h: memory for tables that are read all over: in large pages where the system has some, as finding out
 * where small ones lie takes longer than reading them.
 */
#ifndef FAILWISE_BASE_PAGES_H
#define FAILWISE_BASE_PAGES_H

#include <stddef.h>

enum { FW_LARGE_PAGE = 2 << 20, FW_CACHE_LINE = 64 };

/* `size` bytes that start at a cache line, a multiple of its length, for free(); NULL: no memory. Those of a
 * large page and more start at one and are rounded up to whole ones. */
void *fw_pages(size_t size);

/* Asks for large pages under what calloc() has given and nobody has touched, as far as it covers whole ones:
 * a hint, by which a table that is filled here and there is there after a few faults instead of thousands. */
void fw_pages_enlarge(void *memory, size_t size);

#endif
