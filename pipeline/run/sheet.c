/* sheet.c: small result tables, as CSV and as JSON. */
#include "run/sheet.h"

#include "base/csv_out.h"
#include "base/json.h"
#include "base/room.h"
#include "base/str.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS = 17 }; /* every double comes back as it was */
enum { MOST_SHEETS = sizeof(((fw_sheets *)0)->list) / sizeof(((fw_sheets *)0)->list[0]) };

void fw_sheets_free(fw_sheets *sheets) {
    for (size_t i = 0; i < sheets->count; i++) free(sheets->list[i]->cells);
    fw_arena_free(&sheets->arena);
    *sheets = (fw_sheets){0};
}

const char *fw_sheets_format(fw_sheets *sheets, const char *format, ...) {
    va_list args;
    va_start(args, format);
    const int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = len >= 0 ? fw_arena_alloc(&sheets->arena, (size_t)len + 1) : NULL;
    sheets->failed |= !text;
    if (!text) return "";
    va_start(args, format);
    (void)vsnprintf(text, (size_t)len + 1, format, args);
    va_end(args);
    return text;
}

fw_sheet *fw_sheet_new(fw_sheets *sheets, const char *name, const char *columns) {
    static fw_sheet scratch; /* has no columns and takes no cells */
    fw_sheet *sheet = fw_arena_alloc(&sheets->arena, sizeof *sheet);
    size_t count = 1, at = 0;
    for (const char *c = columns; *c; c++) count += *c == ',';
    const char **names = fw_arena_alloc(&sheets->arena, count * sizeof *names);
    if (!sheet || !names || sheets->count == MOST_SHEETS) {
        sheets->failed = true;
        return &scratch;
    }
    for (const char *c = columns; at < count; at++) {
        const size_t len = strcspn(c, ",");
        names[at] = fw_arena_copy(&sheets->arena, (fw_str){c, len});
        if (!names[at]) {
            sheets->failed = true;
            return &scratch;
        }
        c += len + (c[len] == ',');
    }
    *sheet = (fw_sheet){.sheets = sheets,
                        .name = fw_sheets_format(sheets, "%s", name),
                        .columns = names,
                        .column_count = count};
    sheets->list[sheets->count++] = sheet;
    return sheet;
}

static void add(fw_sheet *sheet, fw_sheet_cell cell) {
    if (sheet->column_count == 0) return;
    fw_sheet_cell *cells = fw_room(sheet->cells, sheet->cell_count, &sheet->capacity, sizeof *cells);
    if (!cells) {
        sheet->sheets->failed = true;
        return;
    }
    sheet->cells = cells;
    cells[sheet->cell_count++] = cell;
}

void fw_sheet_text(fw_sheet *sheet, const char *text) {
    if (sheet->column_count == 0) return;
    const char *copy = fw_arena_copy(&sheet->sheets->arena, fw_str_of(text ? text : ""));
    if (!copy) sheet->sheets->failed = true;
    add(sheet, (fw_sheet_cell){.text = copy ? copy : ""});
}

void fw_sheet_number(fw_sheet *sheet, double value) {
    add(sheet, (fw_sheet_cell){.number = isfinite(value) ? value : (double)NAN});
}

void fw_sheet_interval(fw_sheet *sheet, fw_interval interval) {
    fw_sheet_number(sheet, interval.value);
    fw_sheet_number(sheet, interval.low);
    fw_sheet_number(sheet, interval.high);
}

void fw_sheet_withheld(fw_sheet *sheet, const char *why) {
    if (sheet->column_count == 0) return;
    while (sheet->cell_count % sheet->column_count != sheet->column_count - 1 && !sheet->sheets->failed)
        fw_sheet_number(sheet, (double)NAN);
    fw_sheet_text(sheet, why);
}

size_t fw_sheet_rows(const fw_sheet *sheet) {
    return sheet->column_count ? sheet->cell_count / sheet->column_count : 0;
}

static fw_code write_sheet(const fw_sheet *sheet, const fw_outdir *dir, fw_error *err) {
    char name[256];
    snprintf(name, sizeof name, "%s.csv", sheet->name);
    fw_csv csv;
    const fw_code code = fw_csv_open_in(&csv, dir, name, err);
    if (code != FW_OK) return code;
    for (size_t c = 0; c < sheet->column_count; c++) fw_csv_text(&csv, fw_str_of(sheet->columns[c]));
    fw_csv_end_row(&csv);
    for (size_t i = 0; i < sheet->cell_count && sheet->column_count; i++) {
        if (sheet->cells[i].text)
            fw_csv_text(&csv, fw_str_of(sheet->cells[i].text));
        else
            fw_csv_number(&csv, sheet->cells[i].number, DIGITS);
        if (i % sheet->column_count == sheet->column_count - 1) fw_csv_end_row(&csv);
    }
    return fw_csv_commit(&csv, err);
}

fw_code fw_sheets_write(const fw_sheets *sheets, const fw_outdir *dir, fw_error *err) {
    if (sheets->failed) return fw_fail_nomem(err);
    fw_code code = FW_OK;
    for (size_t i = 0; i < sheets->count && code == FW_OK; i++) code = write_sheet(sheets->list[i], dir, err);
    return code;
}

static json_t *sheet_json(const fw_sheet *sheet) {
    json_t *rows = json_array();
    json_t *row = NULL;
    for (size_t i = 0; i < sheet->cell_count; i++) {
        const size_t column = i % sheet->column_count;
        const fw_sheet_cell *cell = &sheet->cells[i];
        if (column == 0) json_array_append_new(rows, row = json_object());
        json_object_set_new(row, sheet->columns[column],
                            cell->text ? json_string(cell->text) : fw_json_number(cell->number));
    }
    return rows;
}

char *fw_sheets_json(const fw_sheets *sheets) {
    if (sheets->failed) return NULL;
    json_t *document = json_object();
    for (size_t i = 0; i < sheets->count; i++)
        json_object_set_new(document, sheets->list[i]->name, sheet_json(sheets->list[i]));
    char *text = fw_json_dump(document, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
    json_decref(document);
    return text;
}
