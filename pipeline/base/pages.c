/* pages.c: memory in large pages. */
#include "base/pages.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

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
