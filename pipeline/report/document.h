/*
 * document.h: what a report says, before it takes a form.
 *
 * Sections hold blocks: text, notes, tables, charts. Pages (HTML), their text twin (Markdown) and tables
 * (CSV) are three renderings of the same document, so they cannot disagree. Strings are plain text, escaped
 * where they are written. Everything lives in the document's arena. When memory runs out `failed` is set,
 * later calls do nothing, and the writer checks once.
 */
#ifndef FAILWISE_REPORT_DOCUMENT_H
#define FAILWISE_REPORT_DOCUMENT_H

#include "base/arena.h"
#include "report/stats.h"

typedef enum fw_cell_kind {
    FW_CELL_TEXT,
    FW_CELL_COUNT,
    FW_CELL_NUMBER,
    FW_CELL_SIGNED,           /* a difference: always with its sign */
    FW_CELL_PERCENT,          /* value is a share 0..1 */
    FW_CELL_INTERVAL,         /* value (low to high); three columns in CSV */
    FW_CELL_SIGNED_INTERVAL,  /* likewise, with signs */
    FW_CELL_PERCENT_INTERVAL, /* likewise, shares */
    FW_CELL_P,                /* p-value */
    FW_CELL_EXTRA             /* a number for those who open the CSV; not on the page */
} fw_cell_kind;

typedef struct fw_table_column {
    const char *key;   /* in CSV */
    const char *label; /* on the page */
    fw_cell_kind kind;
    int digits; /* behind the point, on the page */
} fw_table_column;

typedef struct fw_cell {
    const char *text; /* FW_CELL_TEXT */
    double value, low, high;
} fw_cell;

typedef struct fw_row {
    fw_cell *cells;
    const char *withheld; /* why the figures are not shown, or NULL; then only the first cell is */
    bool strong;          /* totals */
} fw_row;

typedef struct fw_table {
    const char *name; /* file name without .csv */
    const char *caption;
    const fw_table_column *columns;
    size_t column_count;
    fw_row *rows;
    size_t row_count, capacity;
    size_t shown; /* rows on the page; 0 = as many as a page takes; the CSV has all */
    bool grouped; /* rows can be withheld: the CSV has a column "note" */
} fw_table;

typedef enum fw_block_kind {
    FW_BLOCK_TEXT,
    FW_BLOCK_ITEM, /* one point of a list */
    FW_BLOCK_NOTE, /* small print */
    FW_BLOCK_CAUTION,
    FW_BLOCK_HEADING,
    FW_BLOCK_TABLE,
    FW_BLOCK_FOLD, /* a table behind a summary line */
    FW_BLOCK_CHART
} fw_block_kind;

typedef struct fw_block {
    fw_block_kind kind;
    const char *text;   /* summary of a fold; for a chart: what it shows, in words */
    fw_table *table;    /* for a chart: the table that holds its data, or NULL */
    const char *wide;   /* chart: SVG for a page, trusted markup */
    const char *narrow; /* chart: SVG for a phone */
    struct fw_block *next;
} fw_block;

typedef struct fw_section {
    const char *id;
    const char *title;
    const char *finding; /* one sentence */
    bool researcher;     /* of the researcher view; else of the coach view */
    fw_block *first, *last;
    struct fw_section *next;
} fw_section;

/* A headline figure. */
typedef struct fw_tile {
    const char *value, *label, *detail;
} fw_tile;
enum { FW_MAX_TILES = 6 };

/* The banner of what is nobody's. */
#define FW_SYNTHETIC "Synthetic data: these figures exercise the program and say nothing about people."

typedef struct fw_doc {
    fw_arena arena;
    const char *title, *banner; /* banner: NULL or a sentence above everything */
    const char *subtitle;       /* what the page is about, or NULL */
    fw_section *first, *last;
    fw_tile tiles[FW_MAX_TILES];
    size_t tile_count;
    size_t charts; /* so far: numbers their ids */
    bool failed;
} fw_doc;

void fw_doc_free(fw_doc *doc);
/* Formatted text in the document's memory; never NULL. */
const char *fw_doc_format(fw_doc *doc, const char *format, ...) __attribute__((format(printf, 2, 3)));
const char *fw_doc_copy(fw_doc *doc, const char *text);

/* Starts a section; blocks are added to the last one. Never NULL (a scratch section when memory is out). */
void fw_doc_section(fw_doc *doc, const char *id, const char *title);
void fw_doc_finding(fw_doc *doc, const char *sentence);
/* The section belongs to the researcher view. A document with sections of both kinds has two views. */
void fw_doc_researcher(fw_doc *doc);
void fw_doc_block(fw_doc *doc, fw_block_kind kind, const char *text);
/* Small print of a section that need not be the last. */
void fw_doc_note(fw_doc *doc, fw_section *section, const char *text);
/* Sections of which nothing but one and the same sentence can be told are joined (joined.c). */
void fw_doc_join_alike(fw_doc *doc);
void fw_doc_tile(fw_doc *doc, const char *value, const char *label, const char *detail);

/*
 * The first table behind charts holds their data: it is folded away below them, and they link to its CSV.
 */
fw_table *fw_doc_table(fw_doc *doc, fw_block_kind kind, const char *name, const char *caption,
                       const fw_table_column *columns, size_t count);
/* A new row, all cells missing; NULL when memory is out. */
fw_row *fw_table_row(fw_doc *doc, fw_table *table);
/* Rows that pages show: a page must open at once with any number of groups; the CSV has all. */
size_t fw_table_shown(const fw_table *table);
/* A row of which only the name is told. */
void fw_table_withheld(fw_doc *doc, fw_table *table, const char *name, const char *why);
fw_cell fw_number_cell(double value);
fw_cell fw_estimate_cell(fw_estimate estimate);

/* How a value looks on the page ("–" when missing), into `out`. */
void fw_cell_print(const fw_table_column *column, const fw_cell *cell, char *out, size_t size);

#endif
