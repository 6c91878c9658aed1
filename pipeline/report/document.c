/* document.c: building a document: sections, blocks, tables. */
#include "report/document.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void fw_doc_free(fw_doc *doc) {
    fw_arena_free(&doc->arena);
    *doc = (fw_doc){0};
}

static void *doc_alloc(fw_doc *doc, size_t size) {
    void *memory = doc->failed ? NULL : fw_arena_alloc(&doc->arena, size);
    if (!memory) {
        doc->failed = true;
        return NULL;
    }
    return memset(memory, 0, size);
}

const char *fw_doc_format(fw_doc *doc, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    const int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = len < 0 ? NULL : doc_alloc(doc, (size_t)len + 1);
    if (text) (void)vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    return text ? text : "";
}

const char *fw_doc_copy(fw_doc *doc, const char *text) { return fw_doc_format(doc, "%s", text ? text : ""); }

void fw_doc_section(fw_doc *doc, const char *id, const char *title) {
    fw_section *section = doc_alloc(doc, sizeof *section);
    if (!section) return;
    *section = (fw_section){.id = id, .title = title, .finding = ""};
    if (doc->last) doc->last->next = section;
    if (!doc->first) doc->first = section;
    doc->last = section;
}

void fw_doc_finding(fw_doc *doc, const char *sentence) {
    if (doc->last) doc->last->finding = sentence;
}

void fw_doc_researcher(fw_doc *doc) {
    if (doc->last) doc->last->researcher = true;
}

static fw_block *add_to(fw_doc *doc, fw_section *section, fw_block_kind kind) {
    fw_block *block = doc_alloc(doc, sizeof *block);
    if (!block || !section) return NULL;
    block->kind = kind;
    if (section->last) section->last->next = block;
    if (!section->first) section->first = block;
    section->last = block;
    return block;
}

static fw_block *add_block(fw_doc *doc, fw_block_kind kind) { return add_to(doc, doc->last, kind); }

void fw_doc_note(fw_doc *doc, fw_section *section, const char *text) {
    fw_block *block = add_to(doc, section, FW_BLOCK_NOTE);
    if (block) block->text = text;
}

void fw_doc_block(fw_doc *doc, fw_block_kind kind, const char *text) {
    fw_block *block = add_block(doc, kind);
    if (block) block->text = text;
}

void fw_doc_tile(fw_doc *doc, const char *value, const char *label, const char *detail) {
    if (doc->tile_count < FW_MAX_TILES) doc->tiles[doc->tile_count++] = (fw_tile){value, label, detail};
}

/* Gives the table to every chart of the section that has none yet; true when there was one. */
static bool give_to_charts(fw_doc *doc, fw_table *table) {
    bool given = false;
    for (fw_block *b = doc->last->first; b; b = b->next) {
        if (b->kind != FW_BLOCK_CHART || b->table) continue;
        b->table = table;
        given = true;
    }
    return given;
}

fw_table *fw_doc_table(fw_doc *doc, fw_block_kind kind, const char *name, const char *caption,
                       const fw_table_column *columns, size_t count) {
    fw_block *block = add_block(doc, kind);
    fw_table *table = doc_alloc(doc, sizeof *table);
    if (!block || !table) return NULL;
    *table = (fw_table){.name = name, .caption = caption, .columns = columns, .column_count = count};
    if (give_to_charts(doc, table)) block->kind = FW_BLOCK_FOLD;
    block->table = table;
    block->text = caption;
    return table;
}

fw_row *fw_table_row(fw_doc *doc, fw_table *table) {
    if (!table) return NULL;
    if (table->row_count == table->capacity) {
        const size_t wanted = table->capacity ? table->capacity * 2 : 8;
        fw_row *more = doc_alloc(doc, wanted * sizeof *more);
        if (!more) return NULL;
        if (table->row_count) memcpy(more, table->rows, table->row_count * sizeof *more);
        table->rows = more;
        table->capacity = wanted;
    }
    fw_cell *cells = doc_alloc(doc, table->column_count * sizeof *cells);
    if (!cells) return NULL;
    for (size_t i = 0; i < table->column_count; i++)
        cells[i] = (fw_cell){"", FW_MISSING, FW_MISSING, FW_MISSING};
    fw_row *row = &table->rows[table->row_count++];
    *row = (fw_row){.cells = cells};
    return row;
}

size_t fw_table_shown(const fw_table *table) {
    enum { MOST = 120 };
    const size_t most = table->shown ? table->shown : MOST;
    return table->row_count < most ? table->row_count : most;
}

void fw_table_withheld(fw_doc *doc, fw_table *table, const char *name, const char *why) {
    fw_row *row = fw_table_row(doc, table);
    if (!row) return;
    row->cells[0].text = name;
    row->withheld = why;
}

fw_cell fw_number_cell(double value) { return (fw_cell){"", value, FW_MISSING, FW_MISSING}; }
fw_cell fw_estimate_cell(fw_estimate e) { return (fw_cell){"", e.value, e.low, e.high}; }

static const char MISSING[] = "–";

/* Without "-0.00", and with the true minus sign that readers expect beside a plus. */
static void print_number(double value, int digits, bool sign, const char *suffix, char *out, size_t size) {
    if (!isfinite(value)) {
        (void)snprintf(out, size, "%s", MISSING);
        return;
    }
    char digits_text[64];
    (void)snprintf(digits_text, sizeof digits_text, "%.*f", digits, fabs(value));
    const bool zero = strspn(digits_text, "0.") == strlen(digits_text);
    const char *mark = zero ? "" : value < 0 ? "−" : sign ? "+" : "";
    (void)snprintf(out, size, "%s%s%s", mark, digits_text, suffix);
}

static void print_count(double value, char *out, size_t size) {
    if (!isfinite(value)) {
        (void)snprintf(out, size, "%s", MISSING);
        return;
    }
    char plain[32];
    (void)snprintf(plain, sizeof plain, "%.0f", value);
    const size_t len = strlen(plain);
    size_t at = 0;
    for (size_t i = 0; i < len && at + 5 < size; i++) {
        if (i > 0 && (len - i) % 3 == 0 && len > 4) {
            memcpy(out + at, "\xe2\x80\xaf", 3); /* U+202F, a narrow space that does not break */
            at += 3;
        }
        out[at++] = plain[i];
    }
    out[at] = '\0';
}

static void print_p(double p, char *out, size_t size) {
    if (!isfinite(p)) {
        (void)snprintf(out, size, "%s", MISSING);
    } else if (p < .001) {
        (void)snprintf(out, size, "< 0.001");
    } else {
        (void)snprintf(out, size, "%.3f", p);
    }
}

static void print_interval(const fw_table_column *column, const fw_cell *cell, char *out, size_t size) {
    const bool percent = column->kind == FW_CELL_PERCENT_INTERVAL;
    const bool sign = column->kind == FW_CELL_SIGNED_INTERVAL;
    const double scale = percent ? 100 : 1;
    char value[64], low[64], high[64];
    print_number(cell->value * scale, column->digits, sign, percent ? "%" : "", value, sizeof value);
    print_number(cell->low * scale, column->digits, sign, "", low, sizeof low);
    print_number(cell->high * scale, column->digits, sign, "", high, sizeof high);
    if (!isfinite(cell->value) || !isfinite(cell->low) || !isfinite(cell->high)) {
        (void)snprintf(out, size, "%s", value);
    } else {
        (void)snprintf(out, size, "%s (%s to %s)", value, low, high);
    }
}

void fw_cell_print(const fw_table_column *column, const fw_cell *cell, char *out, size_t size) {
    switch (column->kind) {
    case FW_CELL_TEXT:
        (void)snprintf(out, size, "%s", cell->text && *cell->text ? cell->text : MISSING);
        return;
    case FW_CELL_COUNT:
        print_count(cell->value, out, size);
        return;
    case FW_CELL_NUMBER:
    case FW_CELL_SIGNED:
        print_number(cell->value, column->digits, column->kind == FW_CELL_SIGNED, "", out, size);
        return;
    case FW_CELL_PERCENT:
        print_number(cell->value * 100, column->digits, false, "%", out, size);
        return;
    case FW_CELL_P:
        print_p(cell->value, out, size);
        return;
    default:
        print_interval(column, cell, out, size);
    }
}
