/* markdown.c: the text twin of the page: the same findings and tables, without charts. */
#include "report/escape.h"
#include "report/render.h"

static void line(fw_buffer *out, const char *before, const char *text, const char *after) {
    fw_buffer_text(out, before);
    fw_escape_markdown(out, text);
    fw_buffer_text(out, after);
}

static void table_row(const fw_table *table, const fw_row *row, fw_buffer *out) {
    for (size_t c = 0; c < table->column_count; c++) {
        if (table->columns[c].kind == FW_CELL_EXTRA) continue;
        fw_buffer_text(out, c ? " " : "| ");
        if (row->withheld && c > 0) {
            if (c == 1) fw_escape_markdown(out, row->withheld);
        } else if (table->columns[c].kind == FW_CELL_TEXT) {
            const char *text = row->cells[c].text;
            fw_escape_markdown(out, text && *text ? text : "–");
        } else {
            char text[256];
            fw_cell_print(&table->columns[c], &row->cells[c], text, sizeof text);
            fw_escape_markdown(out, text);
        }
        fw_buffer_text(out, " |");
    }
    fw_buffer_char(out, '\n');
}

static void table_markdown(const fw_table *table, fw_buffer *out) {
    const size_t shown = fw_table_shown(table);
    line(out, "**", table->caption, "**");
    if (shown < table->row_count) fw_buffer_printf(out, ", the first %zu of %zu", shown, table->row_count);
    fw_buffer_printf(out, " ([CSV](tables/%s.csv))\n\n", table->name);
    for (size_t c = 0; c < table->column_count; c++) {
        if (table->columns[c].kind != FW_CELL_EXTRA) line(out, c ? " " : "| ", table->columns[c].label, " |");
    }
    fw_buffer_char(out, '\n');
    for (size_t c = 0; c < table->column_count; c++) {
        if (table->columns[c].kind == FW_CELL_EXTRA) continue;
        fw_buffer_text(out, c ? "" : "|");
        fw_buffer_text(out, table->columns[c].kind == FW_CELL_TEXT ? "---|" : "---:|");
    }
    fw_buffer_char(out, '\n');
    for (size_t r = 0; r < shown; r++) table_row(table, &table->rows[r], out);
    fw_buffer_char(out, '\n');
}

static void block_markdown(const fw_block *block, fw_buffer *out) {
    switch (block->kind) {
    case FW_BLOCK_TEXT:
    case FW_BLOCK_NOTE:
        line(out, "", block->text, "\n\n");
        break;
    case FW_BLOCK_ITEM:
        line(out, "- ", block->text, block->next && block->next->kind == FW_BLOCK_ITEM ? "\n" : "\n\n");
        break;
    case FW_BLOCK_CAUTION:
        line(out, "> ", block->text, "\n\n");
        break;
    case FW_BLOCK_HEADING:
        line(out, "### ", block->text, "\n\n");
        break;
    case FW_BLOCK_TABLE:
    case FW_BLOCK_FOLD:
        table_markdown(block->table, out);
        break;
    case FW_BLOCK_CHART:
        break; /* the table beside it holds the same numbers */
    }
}

void fw_render_markdown(const fw_doc *doc, fw_buffer *out) {
    line(out, "# ", doc->title, "\n\n");
    if (doc->banner) line(out, "> **", doc->banner, "**\n\n");
    for (size_t i = 0; i < doc->tile_count; i++) {
        line(out, "- **", doc->tiles[i].value, "** ");
        line(out, "", doc->tiles[i].label, " (");
        line(out, "", doc->tiles[i].detail, ")\n");
    }
    fw_buffer_char(out, '\n');
    size_t number = 1;
    for (const fw_section *s = doc->first; s; s = s->next) {
        fw_buffer_printf(out, "## %zu. ", number++);
        line(out, "", s->title, "\n\n");
        line(out, "**", s->finding, "**\n\n");
        for (const fw_block *b = s->first; b; b = b->next) block_markdown(b, out);
    }
}
