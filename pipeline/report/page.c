/* page.c: the document as one self-contained page: no script, one style sheet admitted by its hash. */
#include "report/escape.h"
#include "report/render.h"
#include "report/sha256.h"

#include "base/embedded.h"

#include <string.h>

static void element(fw_buffer *out, const char *open, const char *text, const char *close) {
    fw_buffer_text(out, open);
    fw_escape_html(out, text);
    fw_buffer_text(out, close);
}

static void head(const fw_doc *doc, fw_buffer *out) {
    const fw_str css = fw_embedded_find("reports/assets/page.css");
    char hash[FW_SHA256_BASE64];
    fw_sha256_base64(css.ptr ? css.ptr : "", css.len, hash);
    fw_buffer_text(out, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    fw_buffer_printf(out,
                     "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                     "style-src 'sha256-%s'; img-src data:; base-uri 'none'; form-action 'none'\">\n",
                     hash);
    fw_buffer_text(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                        "<meta name=\"color-scheme\" content=\"light dark\">\n"
                        "<meta name=\"robots\" content=\"noindex\">\n"
                        "<meta name=\"generator\" content=\"failwise " FAILWISE_VERSION "\">\n");
    element(out, "<title>", doc->title, "</title>\n");
    fw_buffer_text(out, "<style>");
    fw_buffer_str(out, css);
    fw_buffer_text(out, "</style>\n</head>\n");
}

static void tiles(const fw_doc *doc, fw_buffer *out) {
    if (doc->tile_count == 0) return;
    fw_buffer_text(out, "<dl class=\"tiles\">\n");
    for (size_t i = 0; i < doc->tile_count; i++) {
        element(out, "<div><dt>", doc->tiles[i].label, "</dt>");
        element(out, "<dd class=\"big\">", doc->tiles[i].value, "</dd>");
        element(out, "<dd>", doc->tiles[i].detail, "</dd></div>\n");
    }
    fw_buffer_text(out, "</dl>\n");
}

/* Two views of one page: sections up to the first researcher's are the coach's. */
static bool is_researcher(const char *id) {
    for (size_t i = 0; i < fw_section_count; i++) {
        if (strcmp(fw_sections[i].id, id) == 0) return fw_sections[i].researcher;
    }
    return false;
}

static void contents(const fw_doc *doc, fw_buffer *out) {
    fw_buffer_text(out, "<nav aria-label=\"Contents\">\n<p>For coaches</p>\n<ol>\n");
    bool researcher = false;
    size_t number = 1;
    for (const fw_section *s = doc->first; s; s = s->next, number++) {
        if (!researcher && is_researcher(s->id)) {
            fw_buffer_printf(out, "</ol>\n<p>For researchers</p>\n<ol start=\"%zu\">\n", number);
            researcher = true;
        }
        fw_buffer_printf(out, "<li><a href=\"#%s\">", s->id);
        element(out, "", s->title, "</a></li>\n");
    }
    fw_buffer_text(out, "</ol>\n</nav>\n");
}

static void chart(const fw_block *block, fw_buffer *out) {
    if (!block->wide || !block->narrow) return;
    element(out, "<figure>\n<figcaption>", block->text, "</figcaption>\n<div class=\"wide\">");
    fw_buffer_text(out, block->wide);
    fw_buffer_text(out, "</div>\n<div class=\"narrow\">");
    fw_buffer_text(out, block->narrow);
    fw_buffer_text(out, "</div>\n</figure>\n");
}

static void block_html(const fw_block *block, const fw_block *before, fw_buffer *out) {
    const bool first_item = block->kind == FW_BLOCK_ITEM && (!before || before->kind != FW_BLOCK_ITEM);
    const bool last_item =
        block->kind == FW_BLOCK_ITEM && (!block->next || block->next->kind != FW_BLOCK_ITEM);
    if (first_item) fw_buffer_text(out, "<ul>\n");
    switch (block->kind) {
    case FW_BLOCK_TEXT:
        element(out, "<p>", block->text, "</p>\n");
        break;
    case FW_BLOCK_ITEM:
        element(out, "<li>", block->text, "</li>\n");
        break;
    case FW_BLOCK_NOTE:
        element(out, "<p class=\"note\">", block->text, "</p>\n");
        break;
    case FW_BLOCK_CAUTION:
        element(out, "<p class=\"caution\">", block->text, "</p>\n");
        break;
    case FW_BLOCK_HEADING:
        element(out, "<h3>", block->text, "</h3>\n");
        break;
    case FW_BLOCK_TABLE:
        fw_render_table(block->table, out);
        break;
    case FW_BLOCK_FOLD:
        element(out, "<details>\n<summary>", block->text, "</summary>\n");
        fw_render_table(block->table, out);
        fw_buffer_text(out, "</details>\n");
        break;
    case FW_BLOCK_CHART:
        chart(block, out);
        break;
    }
    if (last_item) fw_buffer_text(out, "</ul>\n");
}

static void section_html(const fw_section *section, size_t number, fw_buffer *out) {
    fw_buffer_printf(out, "<section id=\"%s\">\n<h2><span class=\"number\">%zu</span> ", section->id, number);
    element(out, "", section->title, "</h2>\n");
    element(out, "<p class=\"finding\">", section->finding, "</p>\n");
    const fw_block *before = NULL;
    for (const fw_block *b = section->first; b; before = b, b = b->next) block_html(b, before, out);
    fw_buffer_text(out, "</section>\n");
}

void fw_render_page(const fw_doc *doc, fw_buffer *out) {
    head(doc, out);
    fw_buffer_text(out, "<body>\n<a class=\"skip\" href=\"#content\">Skip to the findings</a>\n");
    if (doc->banner) element(out, "<p class=\"banner\" role=\"note\">", doc->banner, "</p>\n");
    element(out, "<header>\n<h1>", doc->title, "</h1>\n");
    fw_buffer_text(out, "<p class=\"sub\">How well people answer \"Tell me about a time you failed\"</p>\n");
    tiles(doc, out);
    fw_buffer_text(out, "</header>\n");
    contents(doc, out);
    fw_buffer_text(out, "<main id=\"content\">\n");
    size_t number = 1;
    bool researcher = false;
    for (const fw_section *s = doc->first; s; s = s->next) {
        if (!researcher && is_researcher(s->id)) {
            fw_buffer_text(out, "<p class=\"part\">For researchers</p>\n");
            researcher = true;
        }
        section_html(s, number++, out);
    }
    fw_buffer_text(out,
                   "</main>\n<footer><p>Made by failwise " FAILWISE_VERSION
                   ". Practice feedback only: no hiring decision should rest on these scores.</p></footer>\n"
                   "</body>\n</html>\n");
}
