/* write.c: output of table fits and scores: where it goes, and the tables by row. */
#include "run/documents.h"
#include "run/table/table.h"

#include <stdlib.h>
#include <string.h>

enum { DIGITS = 17 }; /* every double comes back as it was */

static bool ends_in(const char *text, const char *end) {
    const size_t len = strlen(text), tail = strlen(end);
    return len > tail && strcmp(text + len - tail, end) == 0;
}

fw_code fw_table_output_open(fw_table_output *out, const fw_run_options *options, const char *suffix,
                             fw_error *err) {
    *out = (fw_table_output){.dir.lock = -1, .path = options->output, .force = options->force};
    out->folder = strcmp(options->output, "-") != 0 && !ends_in(options->output, suffix);
    return out->folder ? fw_outdir_open(&out->dir, options->output, options->force, err) : FW_OK;
}

void fw_table_output_abort(fw_table_output *out) {
    if (out->folder) fw_outdir_abort(&out->dir);
}

fw_code fw_table_output_commit(fw_table_output *out, const fw_run_options *options, uint64_t table_hash,
                               fw_error *err) {
    return out->folder ? fw_seal_folder(&out->dir, FW_OK, options, table_hash, 0, err) : FW_OK;
}

/* Opens a table of the folder, or the one file itself. */
static fw_code open_csv(const fw_table_output *out, const char *name, fw_csv *csv, fw_error *err) {
    char *path = out->folder ? fw_outdir_path(&out->dir, name) : strdup(out->path);
    if (!path) return fw_fail_nomem(err);
    const fw_code code = fw_csv_open(csv, path, out->force, err);
    free(path);
    return code;
}

fw_code fw_write_excluded(const fw_table_output *out, const fw_table_rows *rows, fw_error *err) {
    static const char *const HEADER[] = {"line", "id", "column", "reason"};
    fw_csv csv;
    const fw_code code = open_csv(out, "excluded.csv", &csv, err);
    if (code != FW_OK) return code;
    fw_csv_header(&csv, HEADER, sizeof HEADER / sizeof HEADER[0]);
    for (size_t i = 0; i < rows->excluded_count; i++) {
        fw_csv_count(&csv, rows->excluded[i].line);
        fw_csv_text(&csv, rows->excluded[i].id);
        fw_csv_word(&csv, rows->excluded[i].column);
        fw_csv_word(&csv, rows->excluded[i].reason);
        fw_csv_end_row(&csv);
    }
    return fw_csv_commit(&csv, err);
}

static void write_header(fw_csv *csv, const fw_table_rows *rows, const fw_table_predictions *p) {
    fw_csv_word(csv, "id");
    if (rows->role.human != SIZE_MAX) fw_csv_word(csv, "human");
    if (rows->role.human2 != SIZE_MAX) fw_csv_word(csv, "human2");
    for (int k = 0; k < FW_SCORE_KIND_COUNT; k++) fw_csv_word(csv, fw_score_kind_name((fw_score_kind)k));
    if (p->modal) fw_csv_word(csv, "modal");
    if (p->cv) fw_csv_word(csv, "cv");
    fw_csv_end_row(csv);
}

/* A cell that is no number is written as missing. */
static void write_cell(fw_csv *csv, const fw_table_rows *rows, size_t column, size_t row) {
    if (column != SIZE_MAX) fw_csv_number(csv, rows->table.number[column][row], DIGITS);
}

fw_code fw_write_predictions(const fw_table_output *out, const fw_table_rows *rows, const fw_model *model,
                             const fw_table_predictions *predictions, fw_error *err) {
    fw_csv csv;
    const fw_code code = open_csv(out, "predictions.csv", &csv, err);
    if (code != FW_OK) return code;
    write_header(&csv, rows, predictions);
    for (size_t i = 0; i < rows->count; i++) {
        double kinds[FW_SCORE_KIND_COUNT];
        fw_model_kinds(model, predictions->raw[i], kinds);
        fw_csv_text(&csv, fw_table_id(rows, rows->kept[i]));
        write_cell(&csv, rows, rows->role.human, rows->kept[i]);
        write_cell(&csv, rows, rows->role.human2, rows->kept[i]);
        for (int k = 0; k < FW_SCORE_KIND_COUNT; k++) fw_csv_number(&csv, kinds[k], DIGITS);
        if (predictions->modal) fw_csv_number(&csv, predictions->modal[i], DIGITS);
        if (predictions->cv) fw_csv_number(&csv, predictions->cv[i], DIGITS);
        fw_csv_end_row(&csv);
    }
    return fw_csv_commit(&csv, err);
}

fw_code fw_write_processed(const fw_table_output *out, const fw_table_rows *rows, const fw_model *model,
                           const double *x, const bool *shown, fw_error *err) {
    fw_csv csv;
    const fw_code code = open_csv(out, "preprocessed_features.csv", &csv, err);
    if (code != FW_OK) return code;
    const size_t p = model->weight_count;
    fw_csv_word(&csv, "id");
    if (rows->role.human != SIZE_MAX) fw_csv_word(&csv, "human");
    for (size_t j = 0; j < p; j++)
        if (!shown || shown[j]) fw_csv_word(&csv, model->weights[j].name);
    fw_csv_end_row(&csv);
    for (size_t i = 0; i < rows->count; i++) {
        fw_csv_text(&csv, fw_table_id(rows, rows->kept[i]));
        write_cell(&csv, rows, rows->role.human, rows->kept[i]);
        for (size_t j = 0; j < p; j++)
            if (!shown || shown[j]) fw_csv_number(&csv, x[i * p + j], DIGITS);
        fw_csv_end_row(&csv);
    }
    return fw_csv_commit(&csv, err);
}

fw_code fw_write_model_table(const fw_table_output *out, const fw_model_table *table, const fw_model *model,
                             fw_error *err) {
    fw_csv csv;
    const fw_code code = fw_csv_open_in(&csv, &out->dir, table->name, err);
    if (code != FW_OK) return code;
    for (size_t c = 0; table->header[c]; c++) fw_csv_word(&csv, table->header[c]);
    fw_csv_end_row(&csv);
    table->write(&csv, model);
    return fw_csv_commit(&csv, err);
}
