/* pages.c: memory in large pages. */
#include "base/pages.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

void fw_pages_enlarge(void *memory, size_t size) {
#ifdef MADV_HUGEPAGE
    const uintptr_t from = (uintptr_t)memory,
                    first = (from + FW_LARGE_PAGE - 1) / FW_LARGE_PAGE * FW_LARGE_PAGE;
    const uintptr_t last = (from + size) / FW_LARGE_PAGE * FW_LARGE_PAGE;
    if (first < last) (void)madvise((void *)first, last - first, MADV_HUGEPAGE);
#else
    (void)memory;
    (void)size;
#endif
}

void *fw_pages(size_t size) {
    if (size < FW_LARGE_PAGE) return aligned_alloc(FW_CACHE_LINE, size);
    if (size > SIZE_MAX - FW_LARGE_PAGE) return NULL;
    const size_t whole = (size + FW_LARGE_PAGE - 1) / FW_LARGE_PAGE * FW_LARGE_PAGE;
    void *const pages = aligned_alloc(FW_LARGE_PAGE, whole);
#ifdef MADV_HUGEPAGE
    if (pages) (void)madvise(pages, whole, MADV_HUGEPAGE); /* a hint: small pages are as good but slower */
#endif
    return pages;
}
