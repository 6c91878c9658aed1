/*
 * fetch.h: memory that will be asked for soon, and is rarely in the processor's caches.
 */
#ifndef FAILWISE_BASE_FETCH_H
#define FAILWISE_BASE_FETCH_H

#include "base/pages.h"
#include "base/wide.h"

/* Fetches what lies from `memory` on. (Functions around it are FW_INLINED, too: gcc drops calls of those that
 * only fetch.) */
FW_INLINED void fw_fetch(const void *memory, size_t bytes) {
    for (size_t at = 0; at < bytes; at += FW_CACHE_LINE) __builtin_prefetch((const char *)memory + at);
}

#endif
