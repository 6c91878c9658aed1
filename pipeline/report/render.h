/* render.h: a document as a page, as Markdown and as CSV tables; the figures as JSON. */
#ifndef FAILWISE_REPORT_RENDER_H
#define FAILWISE_REPORT_RENDER_H

#include "base/buffer.h"
#include "report/view.h"

void fw_render_page(const fw_doc *doc, fw_buffer *out);
void fw_render_table(const fw_table *table, fw_buffer *out);
void fw_render_markdown(const fw_doc *doc, fw_buffer *out);
/* Every table of the document as folder/NAME.csv. */
fw_code fw_write_tables(const fw_doc *doc, const char *folder, fw_error *err);
/* A new reference; NULL when memory is out. */
json_t *fw_summary_json(fw_view *view);

#endif
