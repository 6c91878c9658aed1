/*
 * sheet.h: small result tables in memory, written as CSV and as JSON.
 *
 * Columns are named once; cells are then added row by row. A failed allocation sets `failed`; it is checked
 * when the sheets are written.
 */
#ifndef FAILWISE_RUN_SHEET_H
#define FAILWISE_RUN_SHEET_H

#include "base/arena.h"
#include "base/output.h"

#include <failwise/evaluate.h>
#include <jansson.h>

typedef struct fw_sheet_cell {
    const char *text; /* NULL: a number */
    double number;    /* NaN: missing */
} fw_sheet_cell;

typedef struct fw_sheet {
    struct fw_sheets *sheets; /* that it is one of: its memory, and where a failure is noted */
    const char *name;         /* file name without .csv, and JSON key */
    const char **columns;
    size_t column_count;
    fw_sheet_cell *cells; /* row-major */
    size_t cell_count, capacity;
} fw_sheet;

/* Zero-initialise; fw_sheets_free. Pointers to sheets stay valid. */
typedef struct fw_sheets {
    fw_arena arena;
    fw_sheet *list[80];
    size_t count;
    bool failed;
} fw_sheets;

void fw_sheets_free(fw_sheets *sheets);
/* A new sheet with the columns of the comma-separated list; never NULL (a scratch sheet when it fails). */
fw_sheet *fw_sheet_new(fw_sheets *sheets, const char *name, const char *columns);
/* Formatted text in the sheets' memory; never NULL. */
const char *fw_sheets_format(fw_sheets *sheets, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

void fw_sheet_text(fw_sheet *sheet, const char *text); /* copied; NULL is empty */
void fw_sheet_number(fw_sheet *sheet, double value);
void fw_sheet_interval(fw_sheet *sheet, fw_interval interval); /* three cells */
/* Fills the row with missing cells but for the last, which says why. */
void fw_sheet_withheld(fw_sheet *sheet, const char *why);
size_t fw_sheet_rows(const fw_sheet *sheet);

/* Every sheet as NAME.csv in the folder. */
fw_code fw_sheets_write(const fw_sheets *sheets, const fw_outdir *dir, fw_error *err);
/* {NAME: [{column: value}]} as text; NULL when memory is out. free() it. */
char *fw_sheets_json(const fw_sheets *sheets);

#endif
