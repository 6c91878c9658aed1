/*
 * escape.h: the one place where text from the data becomes markup.
 *
 * All functions take any bytes and give well-formed UTF-8. Control characters, characters that steer the
 * direction of text, and malformed bytes become U+FFFD; line and paragraph separators become spaces. So a
 * name can neither end its element nor rearrange what stands beside it.
 */
#ifndef FAILWISE_REPORT_ESCAPE_H
#define FAILWISE_REPORT_ESCAPE_H

#include "base/buffer.h"

/* Inside an HTML or SVG element, or a double- or single-quoted attribute. */
void fw_escape_html(fw_buffer *out, const char *text);
void fw_escape_html_str(fw_buffer *out, fw_str text);
/* Inside Markdown text or a pipe table's cell. */
void fw_escape_markdown(fw_buffer *out, const char *text);
/* Plain text made harmless as above, for JSON and CSV. */
void fw_escape_plain(fw_buffer *out, const char *text);

/* Characters (code points) in `text`, each wide (East Asian, emoji) one counted twice. */
size_t fw_text_columns(const char *text);
/* At most `columns` columns of `text` into `out` (size bytes, at least 1); true when it was cut: "…" then
 * ends it where there is room. */
bool fw_text_cut(const char *text, size_t columns, char *out, size_t size);

#endif
