/* page.c: the document as one self-contained page: style sheet and script are admitted by their hashes; all
 * works without the script. */
#include "report/escape.h"
#include "report/page_head.h"
#include "report/render.h"

#include "base/embedded.h"

#include <string.h>

static void element(fw_buffer *out, const char *open, const char *text, const char *close) {
    fw_buffer_text(out, open);
    fw_escape_html(out, text);
    fw_buffer_text(out, close);
}

/* Small print, in which `...` is a command. */
static void note(fw_buffer *out, const char *text) {
    const char *from, *to;
    fw_buffer_text(out, "<p class=\"note\">");
    for (; (from = strchr(text, '`')) && (to = strchr(from + 1, '`')); text = to + 1) {
        fw_escape_html_str(out, (fw_str){text, (size_t)(from - text)});
        fw_buffer_text(out, "<code>");
        fw_escape_html_str(out, (fw_str){from + 1, (size_t)(to - from - 1)});
        fw_buffer_text(out, "</code>");
    }
    element(out, "", text, "</p>\n");
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

static bool has_both(const fw_doc *doc) {
    bool found[2] = {false, false};
    for (const fw_section *s = doc->first; s; s = s->next) found[s->researcher] = true;
    return found[0] && found[1];
}

/* Radio buttons that the style sheet reads: no script is needed, and a browser that cannot do it shows all.
 */
static void views(const fw_doc *doc, fw_buffer *out) {
    if (!has_both(doc)) return;
    fw_buffer_text(
        out, "<fieldset class=\"views\"><legend>View</legend>\n"
             "<label><input type=\"radio\" name=\"view\" id=\"view-coach\" checked> For coaches</label>\n"
             "<label><input type=\"radio\" name=\"view\" id=\"view-research\"> For researchers</label>\n"
             "<label><input type=\"radio\" name=\"view\" id=\"view-all\"> Everything</label>\n"
             "</fieldset>\n");
}

static const char *view_class(const fw_section *section) {
    return section->researcher ? "research" : "coach";
}

static void contents(const fw_doc *doc, fw_buffer *out) {
    const fw_section *before = NULL;
    size_t number = 1;
    fw_buffer_text(out, "<nav aria-label=\"Contents\">\n");
    for (const fw_section *s = doc->first; s; before = s, s = s->next, number++) {
        if (!before || before->researcher != s->researcher)
            fw_buffer_printf(out, "%s<div class=\"%s\"><p>%s</p>\n<ol start=\"%zu\">\n",
                             before ? "</ol></div>\n" : "", view_class(s),
                             !has_both(doc)  ? "Contents"
                             : s->researcher ? "For researchers"
                                             : "For coaches",
                             number);
        fw_buffer_printf(out, "<li><a href=\"#%s\">", s->id);
        element(out, "", s->title, "</a></li>\n");
    }
    fw_buffer_text(out, before ? "</ol></div>\n</nav>\n" : "</nav>\n");
}

static void csv_link(const fw_table *table, fw_buffer *out) {
    element(out, " <a href=\"tables/", table->name, ".csv\">CSV</a>");
}

static void chart(const fw_block *block, fw_buffer *out) {
    if (!block->wide || !block->narrow) return;
    element(out, "<figure>\n<figcaption>", block->text, "");
    if (block->table) csv_link(block->table, out);
    fw_buffer_text(out, "</figcaption>\n<div class=\"wide\">");
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
        note(out, block->text);
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
        element(out, "<details>\n<summary>Data: ", block->text, "</summary>\n");
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
    fw_buffer_printf(out, "<section id=\"%s\" class=\"%s\">\n<h2><span class=\"number\">%zu</span> ",
                     section->id, view_class(section), number);
    element(out, "", section->title, "</h2>\n");
    element(out, "<p class=\"finding\">", section->finding, "</p>\n");
    const fw_block *before = NULL;
    for (const fw_block *b = section->first; b; before = b, b = b->next) block_html(b, before, out);
    fw_buffer_text(out, "</section>\n");
}

void fw_render_page(const fw_doc *doc, fw_buffer *out) {
    static const char *const STYLES[] = {"reports/assets/page.css"};
    static const fw_page_assets ASSETS = {
        .styles = STYLES, .style_count = 1, .script = "reports/assets/page.js"};
    fw_page_head_begin(&ASSETS, out);
    fw_escape_html(out, doc->title);
    fw_page_head_end(&ASSETS, out);
    fw_buffer_text(out, "<body>\n<a class=\"skip\" href=\"#content\">Skip to the findings</a>\n");
    fw_buffer_text(out, "<header>\n");
    if (doc->banner) element(out, "<p class=\"banner\">", doc->banner, "</p>\n");
    element(out, "<h1>", doc->title, "</h1>\n");
    if (doc->subtitle) element(out, "<p class=\"sub\">", doc->subtitle, "</p>\n");
    tiles(doc, out);
    views(doc, out);
    fw_buffer_text(out, "</header>\n");
    contents(doc, out);
    fw_buffer_text(out, "<main id=\"content\">\n");
    size_t number = 1;
    for (const fw_section *s = doc->first; s; s = s->next) section_html(s, number++, out);
    fw_buffer_text(
        out,
        "</main>\n<footer><p>Made by failwise " FAILWISE_VERSION
        ". Practice feedback only: no hiring decision should rest on these scores.</p></footer>\n<script>");
    fw_buffer_str(out, fw_embedded_find("reports/assets/page.js"));
    fw_buffer_text(out, "</script>\n</body>\n</html>\n");
}
