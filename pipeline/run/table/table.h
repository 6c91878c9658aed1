/*
 * table.h: what fitting and scoring a table share: its features, its usable rows, its output tables.
 */
#ifndef FAILWISE_RUN_TABLE_H
#define FAILWISE_RUN_TABLE_H

#include "base/csv_out.h"
#include "base/output.h"
#include "fit/table_fit.h"
#include "load/table.h"

#include <failwise/table.h>

/* Features as the user lists them. Owned; free(specs). */
typedef struct fw_feature_list {
    fw_feature_spec *specs;
    size_t count;
} fw_feature_list;

/* From --features or --features-file. FW_USAGE: neither, or both; FW_DATA: a row that makes no sense, named.
 */
fw_code fw_feature_list_load(const fw_table_options *options, fw_feature_list *out, fw_error *err);

/* A row that is not used. Strings are static, or live as long as the table and the options. */
typedef struct fw_excluded {
    uint64_t line;
    fw_str id;
    const char *column; /* "" = the whole row */
    const char *reason;
} fw_excluded;

/* Which columns of the table play which part: indexes, SIZE_MAX = none. */
typedef struct fw_table_roles {
    size_t id, human, human2, candidate, length, weight, fold, group;
    size_t flags;    /* first of flag_count columns */
    size_t features; /* first of the features */
} fw_table_roles;

/* A table read, and which of its rows are used. Zero-initialise; fw_table_rows_free. */
typedef struct fw_table_rows {
    fw_table table;
    fw_table_roles role;
    size_t features;
    size_t *kept; /* rows in use, in input order */
    size_t count;
    fw_excluded *excluded; /* in order of the file's lines */
    size_t excluded_count, excluded_capacity;
    fw_table_column *columns; /* as asked for */
    char *names;              /* of the flag columns */
} fw_table_rows;

/* What makes a row usable. */
typedef struct fw_row_rules {
    const char *const *features; /* columns */
    const bool *needed;          /* by feature: a row without a number there is set aside */
    size_t feature_count;
    bool from_model;  /* the model asks for the features, not the user */
    bool need_rating; /* a finite one, inside the scale (NaN: any) */
    bool exclude_zeros;
    double scale_min, scale_max;
    size_t threads; /* that read the table; 0: all */
} fw_row_rules;

/* Reads the table and sorts its rows. FW_DATA: an id twice. */
fw_code fw_table_rows_load(const fw_table_options *options, const fw_row_rules *rules, fw_table_rows *out,
                           fw_error *err);
void fw_table_rows_free(fw_table_rows *rows);
/* Sets a row aside; `row` SIZE_MAX: only the line is known. */
fw_code fw_table_exclude(fw_table_rows *rows, size_t row, uint64_t line, const char *column,
                         const char *reason, fw_error *err);

/* Sorts the rows of a table that is in out->table already. */
fw_code fw_table_rows_sort(const fw_table_options *options, const fw_row_rules *rules, fw_table_rows *out,
                           fw_error *err);

/* Where the rows of a dataset came from. */
typedef struct fw_table_origin {
    uint64_t lexicon, answers, ratings;
} fw_table_origin;

/*
 * The rated answers of a dataset of features as a table, whose lines are the dataset's rows. An empty list is
 * filled with the rubric's predictors. Errors as for `fit` of a dataset; FW_USAGE: a feature it lacks.
 */
fw_code fw_table_from_dataset(const char *path, const fw_run_options *options, const fw_rubric *rubric,
                              fw_feature_list *list, fw_table *out, fw_table_origin *origin, fw_intake *count,
                              fw_error *err);
/* Which columns of such a table play which part. */
fw_table_roles fw_dataset_roles(void);

/* Cells of a row in use. */
static inline fw_str fw_table_id(const fw_table_rows *rows, size_t row) {
    return rows->table.text[rows->role.id][row];
}
static inline double fw_table_feature(const fw_table_rows *rows, size_t row, size_t feature) {
    return rows->table.number[rows->role.features + feature][row];
}

/* The groups of the rows in use: what `fit --by` works with. Owned; fw_group_names_free. */
typedef struct fw_group_names {
    char **names; /* ascending by bytes */
    size_t count;
    uint32_t *group; /* by used row; count: no name */
} fw_group_names;
/* FW_DATA: a name longer than 63 bytes, or more than 1000 groups. */
fw_code fw_group_names_take(const fw_table_rows *rows, const char *column, fw_group_names *out,
                            fw_error *err);
void fw_group_names_free(fw_group_names *names);

/* Where tables go: a folder being built, or one file. */
typedef struct fw_table_output {
    fw_outdir dir;
    bool folder;
    const char *path; /* of the one file */
    bool force;
} fw_table_output;

/* `suffix` (".json") makes it one file. */
fw_code fw_table_output_open(fw_table_output *out, const fw_run_options *options, const char *suffix,
                             fw_error *err);
/* Writes the manifest and puts the folder into place; nothing for a file. Frees on failure too. */
fw_code fw_table_output_commit(fw_table_output *out, const fw_run_options *options, uint64_t table_hash,
                               fw_error *err);
void fw_table_output_abort(fw_table_output *out);

/* Tables that both commands write. `raw` by used row. */
fw_code fw_write_excluded(const fw_table_output *out, const fw_table_rows *rows, fw_error *err);
/* Predictions by used row; `cv`, and `modal` (ordinal models) may be NULL. */
fw_code fw_write_predictions(const fw_table_output *out, const fw_table_rows *rows, const fw_model *model,
                             const fw_table_predictions *predictions, fw_error *err);
/* x holds processed features, by used row. */
fw_code fw_write_processed(const fw_table_output *out, const fw_table_rows *rows, const fw_model *model,
                           const double *x, const bool *shown, fw_error *err);
/* One table about a model: NAME.csv, its header (ended by NULL), and what writes its rows. */
typedef struct fw_model_table {
    const char *name;
    const char *const *header;
    void (*write)(fw_csv *csv, const fw_model *model);
} fw_model_table;
fw_code fw_write_model_table(const fw_table_output *out, const fw_model_table *table, const fw_model *model,
                             fw_error *err);
/* Tables of what some models have: thresholds and tests of an ordinal one, weights by group. */
fw_code fw_write_part_tables(const fw_table_output *out, const fw_model *model, fw_error *err);
/* Tables about the model: coefficients, uncertainty, preprocessing, post-processing, fit, validation. */
fw_code fw_write_model_tables(const fw_table_output *out, const fw_model *model, fw_error *err);

#endif
