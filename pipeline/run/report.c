/* report.c: options of the report; its rows, and scores.csv, from a file that holds scores. */
#include "run/report.h"
#include "run/stage.h"

#include "base/csv_out.h"

#include <math.h>
#include <stdlib.h>

enum { INTEGER_DIGITS = 12 };

void fw_csv_row(fw_csv *csv, const fw_frame *frame, size_t row, int digits) {
    for (size_t c = 0; c < frame->column_count; c++) {
        switch (frame->columns[c].type) {
        case FW_COLUMN_FLOAT:
            fw_csv_number(csv, frame->cells[c].number[row], digits);
            break;
        case FW_COLUMN_INT:
            fw_csv_number(csv, frame->cells[c].integer[row], INTEGER_DIGITS);
            break;
        default:
            fw_csv_text(csv, frame->cells[c].text[row]);
        }
    }
    fw_csv_end_row(csv);
}

fw_report_options fw_report_settings(const fw_run_options *options) {
    return (fw_report_options){
        .title = options->title,
        .k = options->k,
        .seed = options->seed,
        .group_by = options->group_by,
        .group_by_count = options->group_by_count,
        .synthetic = options->synthetic,
        .command_line = options->command_line,
        .threads = options->threads,
    };
}

fw_mean_overall fw_mean_of_answers(double sum, uint64_t answers) {
    const double none = (double)NAN;
    if (answers == 0) return (fw_mean_overall){0};
    return (fw_mean_overall){.value = sum / (double)answers, .low = none, .high = none, .n = answers};
}

/* What a report from a file reads and fills, chunk by chunk. */
typedef struct {
    fw_dataset *dataset;
    fw_report *report;
    fw_frame *frame, *table;
    fw_score *scores;
    fw_csv csv;
} reread;

static fw_code add_chunk(reread *r, uint64_t first, size_t count, fw_error *err) {
    fw_frame_clear(r->frame);
    fw_frame_clear(r->table);
    fw_code code = fw_dataset_read(r->dataset, first, count, r->frame, err);
    if (code == FW_OK) code = fw_dataset_read_table(r->dataset, "scores", first, count, r->table, err);
    if (code != FW_OK) return code;
    for (size_t row = 0; row < count; row++) {
        fw_score_from_frame(r->table, row, &r->scores[row]);
        fw_csv_row(&r->csv, r->table, row, FW_SCORE_DIGITS);
    }
    return fw_report_add(r->report, r->frame, r->scores, err);
}

static fw_code add_all(const fw_run_options *options, reread *r, fw_error *err) {
    const uint64_t total = fw_dataset_rows(r->dataset);
    for (size_t c = 0; c < r->table->column_count; c++) fw_csv_word(&r->csv, r->table->columns[c].name);
    fw_csv_end_row(&r->csv);
    for (uint64_t first = 0; first < total; first += FW_CHUNK_ROWS) {
        const size_t count = fw_chunk_rows(first, total);
        fw_code code = add_chunk(r, first, count, err);
        if (code == FW_OK) code = fw_run_tick(options, "report", first + count, err);
        if (code != FW_OK) return code;
    }
    return FW_OK;
}

fw_code fw_report_rows(const fw_run_options *options, fw_dataset *dataset, fw_report *report,
                       const char *scores_csv, fw_error *err) {
    const fw_layout *layout = fw_dataset_layout(dataset);
    size_t column_count;
    const fw_column *columns = fw_score_columns(&column_count);
    reread r = {.dataset = dataset, .report = report};
    fw_code code = fw_csv_open(&r.csv, scores_csv, false, err);
    if (code != FW_OK) return code;
    r.frame = fw_frame_new(layout->columns, layout->column_count, layout->var_count, FW_CHUNK_ROWS);
    r.table = fw_frame_new(columns, column_count, 0, FW_CHUNK_ROWS);
    r.scores = calloc(FW_CHUNK_ROWS, sizeof *r.scores);
    code = r.frame && r.table && r.scores ? add_all(options, &r, err) : fw_fail_nomem(err);
    fw_frame_free(r.frame);
    fw_frame_free(r.table);
    free(r.scores);
    if (code == FW_OK) return fw_csv_commit(&r.csv, err);
    fw_csv_abort(&r.csv);
    return code;
}
