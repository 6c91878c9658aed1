/*
 * parts.h: the pieces that `run` and the single stages share: opening inputs, features of X, the second
 * pass, provenance.
 */
#ifndef FAILWISE_RUN_PARTS_H
#define FAILWISE_RUN_PARTS_H

#include "base/csv_out.h"
#include "run/rows.h"

#include <failwise/features.h>
#include <failwise/run.h>

/* The feature catalogue as columns of X: fw_feature_count() entries, static. */
const fw_var *fw_catalogue_vars(void);
/* The matrices obsm/arc and obsm/star that every file with features has. */
enum { FW_CATALOGUE_OBSM = 2, FW_CATALOGUE_STAR = 4 };
extern const fw_obsm fw_catalogue_obsm[FW_CATALOGUE_OBSM];

/* Seconds of a monotonic clock, for the time of each stage. */
double fw_clock(void);

/* FW_INTERRUPTED when a signal asked to stop; also tells the progress. */
fw_code fw_run_tick(const fw_run_options *options, const char *stage, uint64_t rows, fw_error *err);

/* Tells that a stage begins (seconds negative) or has ended. */
void fw_run_tell_stage(const fw_run_options *options, const char *stage, double seconds, uint64_t rows);

/* Loads what --lexicon, --ratings, --model, --rubric name. */
fw_code fw_open_lexicon(const fw_run_options *options, fw_lexicon **out, fw_error *err);
/* `trait` is the index of --trait; FW_DATA naming the traits there are when it is missing. */
fw_code fw_open_ratings(const fw_run_options *options, fw_ratings **out, int *trait, fw_error *err);
fw_code fw_open_reader(const fw_run_options *options, fw_reader **out, fw_error *err);
/* --model, else the rubric. */
fw_code fw_open_model(const fw_run_options *options, fw_model **out, fw_error *err);

/* A fit set up by the options over the columns of X. `rubric` gives the prior and must outlive the fit. */
fw_code fw_open_fit(const fw_run_options *options, const fw_model *rubric, const fw_var *vars,
                    size_t var_count, fw_fit **out, fw_error *err);

/* What made the outputs: version, command, seed, hashes. A new reference; times are not in it. */
json_t *fw_provenance(const fw_run_options *options, uint64_t lexicon_hash, uint64_t answers_hash,
                      uint64_t ratings_hash);

/* The end of every folder of results: its manifest, then the swap into place; given up when `code` is a
 * failure, which is then passed on. */
fw_code fw_seal_folder(fw_outdir *dir, fw_code code, const fw_run_options *options, uint64_t answers_hash,
                       uint64_t ratings_hash, fw_error *err);

/* Intake counts as JSON (uns/intake) and back. */
json_t *fw_intake_to_json(const fw_intake *intake);
void fw_intake_from_json(const json_t *json, fw_intake *intake);

/* What the second pass works on. What is NULL is not wanted. */
typedef struct fw_score_job {
    const fw_run_options *options;
    fw_dataset *dataset; /* sealed: obs and X are read, the score table is added */
    fw_model *model;
    fw_fit *fit; /* also takes the cross-validated predictions */
    fw_report *report;
    const char *scores_csv;          /* path, or NULL */
    fw_known_file *scores_known;     /* takes what it holds; may be NULL */
    const char *folder;              /* of temporary files (base/spill.h); NULL: the system's */
    struct fw_column_shelf *columns; /* all rows, sooner than the dataset gives them (intake.h), or NULL */
    const struct fw_team *team;      /* others who have rows of their own (run/team.h), or NULL */
    fw_run_result *result;           /* takes notes; may be NULL */
} fw_score_job;

/*
 * The second pass: scores of every row into uns/scores (and obs), scores.csv and the report; then var
 * statistics, obsm and the fit's evaluation.
 */
fw_code fw_score_rows(const fw_score_job *job, fw_error *err);
/* What goes into the file once rows are scored: the model and its evaluation. */
fw_code fw_score_documents(fw_dataset *dataset, const fw_model *scored_by, fw_error *err);

/* One row of a frame as one row of CSV, its numbers with so many digits (or FW_CSV_EXACT..). */
void fw_csv_row(fw_csv *csv, const fw_frame *frame, size_t row, int digits);
enum { FW_SCORE_DIGITS = 6 }; /* of scores.csv */

/* Report and scores.csv from a file that holds uns/scores already. */
fw_code fw_report_rows(const fw_run_options *options, fw_dataset *dataset, fw_report *report,
                       const char *scores_csv, fw_error *err);

/* The mean without a report: every answer counts alike. */
fw_mean_overall fw_mean_of_answers(double sum, uint64_t answers);
/* Notes how many rows belong to no group that the model knows. */
void fw_run_note_pooled(const fw_model *model, size_t pooled, size_t rows, fw_run_result *result);

/* Options of the report. */
fw_report_options fw_report_settings(const fw_run_options *options);

/* A hash that provenance tells; 0: none. */
uint64_t fw_provenance_hash(const json_t *provenance, const char *key);
/* FW_DATA unless the file holds features. */
fw_code fw_need_features(fw_dataset *dataset, const char *path, fw_error *err);

#endif
