/*
 * evaluate.h: what the pieces of `evaluate` share: the rows in use, column by column, and the tables.
 */
#ifndef FAILWISE_RUN_EVALUATE_H
#define FAILWISE_RUN_EVALUATE_H

#include "load/table.h"
#include "report/suppress.h"
#include "run/sheet.h"

#include <failwise/evaluate_run.h>

/* One grouping column. */
typedef struct fw_eval_groups {
    const char *column;
    uint32_t *index; /* by row */
    size_t count;
    const char **name; /* in byte order; an empty cell is "No info" */
    size_t *people;    /* participants, or rows where they are unknown */
    /* What may be told, by the disclosure threshold, beside the tables by the other columns: of all rows, and
     * of those rated twice. */
    fw_shown *shown, *shown_twice;
} fw_eval_groups;

/* One column of scores. */
typedef struct fw_eval_score {
    char name[96];
    double *value; /* by row, finite */
} fw_eval_score;

/* A row that is not used. */
typedef struct fw_eval_excluded {
    uint64_t line;
    const char *id, *column, *reason;
} fw_eval_excluded;

/* Rows in use. Zero-initialise; fw_eval_data_free. */
typedef struct fw_eval_data {
    fw_table table;
    size_t *kept; /* rows of the table */
    size_t rows;
    const char *human, *human2; /* column names; human2 may be NULL */
    double *h, *h2;             /* h2 NaN: rated once; NULL without a second rater */
    double **rating;            /* columns for true scores: h, h2 or --rating-columns */
    size_t ratings;
    fw_eval_score *score;
    size_t scores;
    size_t primary; /* the score that groups are told by */
    size_t rounded; /* the score whose categories are counted */
    fw_eval_groups *by;
    size_t by_count;
    const fw_str *participant; /* by row of the table; NULL: unknown */
    const fw_str *cohort;
    const double *attempt;
    uint64_t *cluster;
    size_t people;
    fw_eval_excluded *excluded;
    size_t excluded_count, excluded_capacity;
    size_t zeros; /* ratings of 0 among the rows in use */
    /* What can change between attempts, by row of the table: the primary score as read, and its parts. */
    const double *metric[6];
    const char *metric_name[6];
    size_t metrics;
} fw_eval_data;

fw_code fw_eval_load(const fw_run_options *run, const fw_table_options *table,
                     const fw_evaluate_options *evaluate, fw_eval_data *data, fw_error *err);
void fw_eval_data_free(fw_eval_data *data);

/* Indexes the rows by a text column. */
fw_code fw_eval_group(const fw_eval_data *data, const fw_str *cell, const char *column, fw_eval_groups *out,
                      fw_error *err);
/* Applies the disclosure threshold k to the groups of all columns together. */
fw_code fw_eval_disclose(const fw_eval_data *data, size_t k, fw_error *err);
void fw_eval_groups_free(fw_eval_groups *groups);

/* What the summary tells, found while the tables are made. */
typedef struct fw_eval_findings {
    fw_evaluation main;   /* of the primary score */
    fw_evaluation second; /* of the two raters; n 0 without */
    fw_degradation lost;
    fw_true_score truth;
    fw_programme_effect effect; /* overall, n 0 without */
} fw_eval_findings;

/* Tables about all rows; about groups; about attempts. */
fw_code fw_eval_tables(const fw_eval_data *data, const fw_evaluate_options *evaluate,
                       const fw_resampler *resampler, fw_sheets *sheets, fw_eval_findings *found,
                       fw_error *err);
fw_code fw_eval_group_tables(const fw_eval_data *data, const fw_resampler *resampler, size_t k,
                             fw_sheets *sheets, fw_error *err);
fw_code fw_eval_programme(const fw_eval_data *data, size_t k, fw_sheets *sheets, fw_eval_findings *found,
                          fw_error *err);

/* Markdown; NULL when memory is out. free() it. */
char *fw_eval_summary(const fw_eval_data *data, const fw_sheets *sheets, const fw_eval_findings *found,
                      size_t k);

/* Cells of an evaluation: N, both columns, then measures with intervals. */
void fw_eval_cells(fw_sheet *sheet, const fw_evaluation *e, bool second, bool dsm);

/* The sheet of that name, or NULL. */
const fw_sheet *fw_eval_sheet(const fw_sheets *sheets, const char *name);

#endif
