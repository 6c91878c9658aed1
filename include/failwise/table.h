/*
 * table.h: models of anybody's numeric table: fit to its rating column, score with what was fitted.
 *
 * A table is a CSV file with a header, an id column and numeric features. What is done to the features is
 * recorded in the model and repeated exactly at scoring. Rows that cannot be used are set aside and listed
 * with their reason.
 */
#ifndef FAILWISE_TABLE_H
#define FAILWISE_TABLE_H

#include <failwise/run.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* Everything the two commands may be told besides fw_run_options (type, trait, scale, folds, seed, output,
 * force, rubric, model). Strings are borrowed; NULL = not given. Defaults by fw_table_defaults. */
typedef struct fw_table_options {
    const char *table;     /* CSV, "-" for stdin */
    const char *id_column; /* default "id" */
    const char *const *features;
    size_t feature_count;
    const char *features_file; /* CSV or JSON: feature, transform, sign, min, max, weight */
    const char *human;         /* the rating column */
    const char *human2;        /* a second rater's: carried along */
    const char *candidate_column;
    const char *length_column;
    const char *weights_column;
    const char *fold_column;
    const char
        *group_column; /* weights by group; a fit takes it from run's group_by, a score from the model */
    const char *const *flags; /* "COLUMN=A,B": only rows with one of these values */
    size_t flag_count;
    size_t min_items;               /* candidates with fewer usable rows are set aside; 0: none are */
    bool exclude_zeros, keep_zeros; /* neither: as the kind of model has it */
    double clamp_sd; /* features are held to mean +- this many SD; 0: they are not; NaN: 4, 0 for a dataset */
    bool no_standardize;
    bool auto_transform;
    double trim_min, trim_max, trim_tolerance; /* NaN: the scale */
    const char *lambda_by;                     /* "cv" (default), "gcv" */
    double lambda;                             /* NaN: chosen */
    size_t bootstrap;                          /* resamples */
} fw_table_options;

fw_table_options fw_table_defaults(void);

/*
 * Fits options->model_type to the table. The output is a model file when its name ends in .json, else a
 * folder with model.json and tables (coefficients, predictions, excluded rows ...). FW_USAGE, FW_DATA,
 * FW_NOINPUT, FW_CANTCREATE, FW_IO.
 */
fw_code fw_run_fit_table(const fw_run_options *options, const fw_table_options *table, fw_run_result *result,
                         fw_error *err);
/*
 * The same for the rated answers of a dataset of features (in memory, 8 bytes a feature): any kind of model,
 * tables too. --features picks some of its features; columns of a table do not apply.
 */
fw_code fw_run_fit_dataset(const char *features_h5, const fw_run_options *options,
                           const fw_table_options *table, fw_run_result *result, fw_error *err);
/* Scores the table with options->model. The output is a CSV file when its name ends in .csv, else a folder.
 */
fw_code fw_run_score_table(const fw_run_options *options, const fw_table_options *table,
                           fw_run_result *result, fw_error *err);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
