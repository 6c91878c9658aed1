/* score.h: the second pass: every row scored, and what is summed up over them. */
#ifndef FAILWISE_RUN_SCORE_H
#define FAILWISE_RUN_SCORE_H

#include <failwise/run.h>

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
 * Scores of every row into uns/scores (and obs), scores.csv and the report; then statistics of var, and what
 * the fit is worth into the model.
 */
fw_code fw_score_rows(const fw_score_job *job, fw_error *err);

#endif
