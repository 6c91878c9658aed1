/*
 * evaluate_run.h: `failwise evaluate`: a table of given scores, read and evaluated into tables.
 *
 * Input: a CSV file with a human rating column, one or more score columns, optional second and further
 * ratings, groups, participants and attempts. A row without a usable rating or score is set aside and
 * listed.
 */
#ifndef FAILWISE_EVALUATE_RUN_H
#define FAILWISE_EVALUATE_RUN_H

#include <failwise/table.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/*
 * Besides fw_run_options (group_by, rating_columns, k, seed, output, force) and fw_table_options (human,
 * human2, id_column, candidate_column, exclude_zeros, trim_*, bootstrap). Strings are borrowed.
 */
typedef struct fw_evaluate_options {
    const char *scores; /* CSV, "-" for stdin */
    /* Score columns; none: of raw, raw_trim, raw_trim_round, scale, scale_trim, scale_trim_round those that
     * the table has, else overall. */
    const char *const *systems;
    size_t system_count;
    double error_variance; /* of the raters; NaN: estimated */
} fw_evaluate_options;

/* What is told about an evaluation. Owned: fw_evaluate_result_free. */
typedef struct fw_evaluate_result {
    char *summary; /* Markdown, the finding first */
    char *json;    /* every table as an array of objects, one a row */
    size_t rows_read, rows_used;
} fw_evaluate_result;
void fw_evaluate_result_free(fw_evaluate_result *result);

/*
 * Evaluates, and writes the tables into the folder options->output when it is given. FW_USAGE: a column that
 * the table lacks; FW_DATA: no usable row, an id twice; FW_NOINPUT, FW_CANTCREATE, FW_IO.
 */
fw_code fw_run_evaluate(const fw_run_options *options, const fw_table_options *table,
                        const fw_evaluate_options *evaluate, fw_evaluate_result *result, fw_error *err);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
