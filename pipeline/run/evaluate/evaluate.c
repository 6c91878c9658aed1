/* evaluate.c: `evaluate`: a table of given scores, from the file to its tables. */
#include "run/evaluate/evaluate.h"

#include "run/documents.h"

#include <stdlib.h>
#include <string.h>

void fw_evaluate_result_free(fw_evaluate_result *result) {
    free(result->summary);
    free(result->json);
    *result = (fw_evaluate_result){0};
}

static fw_code write_summary(const char *text, const fw_outdir *dir, fw_error *err) {
    char *path = fw_outdir_path(dir, "summary.md");
    if (!path) return fw_fail_nomem(err);
    fw_output file;
    fw_code code = fw_output_open(&file, path, true, err);
    free(path);
    if (code != FW_OK) return code;
    if (fputs(text, file.stream) == EOF) {
        fw_output_abort(&file);
        return fw_fail_errno(err, FW_IO, "summary.md", "cannot write");
    }
    return fw_output_commit(&file, err);
}

static fw_code write_folder(const fw_run_options *run, const fw_eval_data *d, const fw_sheets *sheets,
                            const char *summary, fw_error *err) {
    fw_outdir dir = {.lock = -1};
    fw_code code = fw_outdir_open(&dir, run->output, run->force, err);
    if (code != FW_OK) return code;
    code = fw_sheets_write(sheets, &dir, err);
    if (code == FW_OK) code = write_summary(summary, &dir, err);
    return fw_seal_folder(&dir, code, run, d->table.hash, 0, err);
}

static fw_code check_options(const fw_table_options *table, const fw_evaluate_options *evaluate,
                             fw_error *err) {
    if (!table->human) return fw_fail(err, FW_USAGE, "'evaluate' needs --human: the column of ratings");
    if (table->human2 && strcmp(table->human, table->human2) == 0)
        return fw_fail(err, FW_USAGE, "--human and --human2 name the same column");
    for (size_t i = 0; i < evaluate->system_count; i++)
        if (strcmp(evaluate->systems[i], table->human) == 0)
            return fw_fail(err, FW_USAGE, "--system and --human name the same column");
    return FW_OK;
}

fw_code fw_run_evaluate(const fw_run_options *run, const fw_table_options *table,
                        const fw_evaluate_options *evaluate, fw_evaluate_result *result, fw_error *err) {
    fw_eval_data d = {0};
    fw_sheets sheets = {0};
    fw_eval_findings found = {0};
    fw_resampler *resampler = NULL;
    *result = (fw_evaluate_result){0};
    fw_code code = check_options(table, evaluate, err);
    if (code == FW_OK) code = fw_eval_load(run, table, evaluate, &d, err);
    if (code == FW_OK)
        code = fw_resampler_new(d.cluster, d.rows, table->bootstrap, run->seed, &resampler, err);
    if (code == FW_OK) code = fw_eval_tables(&d, evaluate, resampler, &sheets, &found, err);
    if (code == FW_OK) code = fw_eval_group_tables(&d, resampler, run->k, &sheets, err);
    if (code == FW_OK) code = fw_eval_programme(&d, run->k, &sheets, &found, err);
    if (code == FW_OK) {
        result->summary = fw_eval_summary(&d, &sheets, &found, run->k);
        result->json = fw_sheets_json(&sheets);
        result->rows_read = d.table.rows + d.table.reject_count;
        result->rows_used = d.rows;
        if (!result->summary || !result->json) code = fw_fail_nomem(err);
    }
    if (code == FW_OK && run->output) code = write_folder(run, &d, &sheets, result->summary, err);
    if (code != FW_OK) fw_evaluate_result_free(result);
    fw_resampler_free(resampler);
    fw_sheets_free(&sheets);
    fw_eval_data_free(&d);
    return code;
}
