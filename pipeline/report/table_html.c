/* table_html.c: a table as HTML: names on the left, figures aligned on the right, intervals in small print.
 */
#include "report/escape.h"
#include "report/render.h"

#include <string.h>

static void head(const fw_table *table, fw_buffer *out) {
    fw_buffer_text(out, "<thead><tr>");
    for (size_t c = 0; c < table->column_count; c++) {
        if (table->columns[c].kind == FW_CELL_EXTRA) continue;
        const bool text = table->columns[c].kind == FW_CELL_TEXT;
        fw_buffer_printf(out, "<th scope=\"col\"%s>", text ? " class=\"l\"" : "");
        /* "(95% interval)" belongs to the head, but must not widen the column. */
        const char *label = table->columns[c].label;
        const char *bracket = strstr(label, " (");
        char plain[128];
        (void)snprintf(plain, sizeof plain, "%.*s", bracket ? (int)(bracket - label) : (int)strlen(label),
                       label);
        fw_escape_html(out, plain);
        if (bracket) {
            fw_buffer_text(out, " <span class=\"ci\">");
            fw_escape_html(out, bracket + 1);
            fw_buffer_text(out, "</span>");
        }
        fw_buffer_text(out, "</th>");
    }
    fw_buffer_text(out, "</tr></thead>\n");
}

static void figure(const fw_table_column *column, const fw_cell *cell, fw_buffer *out) {
    char text[256];
    fw_cell_print(column, cell, text, sizeof text);
    char *bracket = strstr(text, " (");
    if (bracket) *bracket = '\0';
    fw_escape_html(out, text);
    if (!bracket) return;
    fw_buffer_text(out, " <span class=\"ci\">");
    fw_escape_html(out, bracket + 1);
    fw_buffer_text(out, "</span>");
}

static size_t shown_columns(const fw_table *table) {
    size_t count = 0;
    for (size_t c = 0; c < table->column_count; c++) count += table->columns[c].kind == FW_CELL_EXTRA ? 0 : 1;
    return count;
}

/* Short words stay on one line; only long ones may wrap. */
static void text_cell(const char *text, fw_buffer *out) {
    const char *shown = text && *text ? text : "–";
    fw_buffer_text(out, fw_text_columns(shown) <= 32 ? "<td class=\"l short\">" : "<td class=\"l\">");
    fw_escape_html(out, shown);
    fw_buffer_text(out, "</td>");
}

static void body_row(const fw_table *table, const fw_row *row, fw_buffer *out) {
    fw_buffer_printf(out, "<tr%s>", row->strong ? " class=\"total\"" : "");
    for (size_t c = 0; c < table->column_count; c++) {
        const fw_table_column *column = &table->columns[c];
        if (column->kind == FW_CELL_EXTRA) continue;
        if (c == 0) {
            fw_buffer_text(out, "<th scope=\"row\">");
            fw_escape_html(out, row->cells[0].text);
            fw_buffer_text(out, "</th>");
        } else if (row->withheld) {
            fw_buffer_printf(out, "<td class=\"no\" colspan=\"%zu\">", shown_columns(table) - 1);
            fw_escape_html(out, row->withheld);
            fw_buffer_text(out, "</td>");
            break;
        } else if (column->kind == FW_CELL_TEXT) {
            text_cell(row->cells[c].text, out);
        } else {
            fw_buffer_text(out, "<td>");
            figure(column, &row->cells[c], out);
            fw_buffer_text(out, "</td>");
        }
    }
    fw_buffer_text(out, "</tr>\n");
}

/* With many intervals each stands below its value, or the table would not fit a page. */
static bool is_wide(const fw_table *table) {
    size_t intervals = 0;
    for (size_t c = 0; c < table->column_count; c++) {
        const fw_cell_kind kind = table->columns[c].kind;
        intervals +=
            kind == FW_CELL_INTERVAL || kind == FW_CELL_SIGNED_INTERVAL || kind == FW_CELL_PERCENT_INTERVAL;
    }
    return intervals > 2;
}

void fw_render_table(const fw_table *table, fw_buffer *out) {
    const size_t shown = fw_table_shown(table);
    fw_buffer_text(out, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"");
    fw_escape_html(out, table->caption);
    fw_buffer_printf(out, "\"><table%s>\n<caption><span>", is_wide(table) ? " class=\"stack\"" : "");
    fw_escape_html(out, table->caption);
    if (shown < table->row_count) fw_buffer_printf(out, ", the first %zu of %zu", shown, table->row_count);
    fw_buffer_text(out, " <a href=\"tables/");
    fw_escape_html(out, table->name);
    fw_buffer_text(out, ".csv\">CSV</a></span></caption>\n");
    head(table, out);
    fw_buffer_text(out, "<tbody>\n");
    for (size_t r = 0; r < shown; r++) body_row(table, &table->rows[r], out);
    fw_buffer_text(out, "</tbody></table></div>\n");
}
