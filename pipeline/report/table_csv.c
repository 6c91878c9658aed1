/* table_csv.c: every table of the report as CSV, with full precision. */
#include "report/escape.h"
#include "report/render.h"

#include "base/csv_out.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

enum { DIGITS = 8 };

static bool has_interval(fw_cell_kind kind) {
    return kind == FW_CELL_INTERVAL || kind == FW_CELL_SIGNED_INTERVAL || kind == FW_CELL_PERCENT_INTERVAL;
}

static void safe_text(fw_csv *csv, const char *text) {
    fw_buffer plain = {0};
    fw_escape_plain(&plain, text ? text : "");
    fw_csv_text(csv, (fw_str){plain.data ? plain.data : "", plain.len});
    if (plain.failed) csv->failure = ENOMEM;
    fw_buffer_free(&plain);
}

static void header(fw_csv *csv, const fw_table *table) {
    for (size_t c = 0; c < table->column_count; c++) {
        const char *key = table->columns[c].key;
        fw_csv_word(csv, key);
        if (!has_interval(table->columns[c].kind)) continue;
        char name[96];
        (void)snprintf(name, sizeof name, "%s_low", key);
        fw_csv_word(csv, name);
        (void)snprintf(name, sizeof name, "%s_high", key);
        fw_csv_word(csv, name);
    }
    if (table->grouped) fw_csv_word(csv, "note");
    fw_csv_end_row(csv);
}

static void data_row(fw_csv *csv, const fw_table *table, const fw_row *row) {
    for (size_t c = 0; c < table->column_count; c++) {
        const fw_cell_kind kind = table->columns[c].kind;
        const fw_cell *cell = &row->cells[c];
        if (kind == FW_CELL_TEXT) {
            safe_text(csv, cell->text);
        } else if (kind == FW_CELL_COUNT && isfinite(cell->value)) {
            fw_csv_count(csv, (uint64_t)cell->value);
        } else {
            fw_csv_number(csv, cell->value, DIGITS);
        }
        if (!has_interval(kind)) continue;
        fw_csv_number(csv, cell->low, DIGITS);
        fw_csv_number(csv, cell->high, DIGITS);
    }
    if (table->grouped) safe_text(csv, row->withheld);
    fw_csv_end_row(csv);
}

static fw_code write_table(const fw_table *table, const char *folder, fw_error *err) {
    char *path = NULL;
    if (asprintf(&path, "%s/%s.csv", folder, table->name) < 0) return fw_fail_nomem(err);
    fw_csv csv;
    fw_code code = fw_csv_open(&csv, path, true, err);
    free(path);
    if (code != FW_OK) return code;
    header(&csv, table);
    for (size_t r = 0; r < table->row_count; r++) data_row(&csv, table, &table->rows[r]);
    return fw_csv_commit(&csv, err);
}

fw_code fw_write_tables(const fw_doc *doc, const char *folder, fw_error *err) {
    for (const fw_section *s = doc->first; s; s = s->next) {
        for (const fw_block *b = s->first; b; b = b->next) {
            if (b->kind != FW_BLOCK_TABLE && b->kind != FW_BLOCK_FOLD) continue;
            const fw_code code = write_table(b->table, folder, err);
            if (code != FW_OK) return code;
        }
    }
    return FW_OK;
}
