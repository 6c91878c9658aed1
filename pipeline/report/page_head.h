/* page_head.h: the head of every page: style sheets and script are admitted by their hashes. */
#ifndef FAILWISE_REPORT_PAGE_HEAD_H
#define FAILWISE_REPORT_PAGE_HEAD_H

#include "base/buffer.h"

/* Names of embedded files. */
typedef struct fw_page_assets {
    const char *const *styles;
    size_t style_count;
    const char *script; /* admitted only: the page places it; NULL: none */
} fw_page_assets;

/* From the doctype to <title>, and from </title> to </head>: the title goes between them. */
void fw_page_head_begin(const fw_page_assets *assets, fw_buffer *out);
void fw_page_head_end(const fw_page_assets *assets, fw_buffer *out);

#endif
