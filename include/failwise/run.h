/*
 * run.h: the stages in order: each alone from the former's file, and all fused in one pass over the text.
 */
#ifndef FAILWISE_RUN_H
#define FAILWISE_RUN_H

#include <failwise/answers.h>
#include <failwise/model.h>
#include <failwise/ratings.h>
#include <failwise/report.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* Called now and then, from one thread, with what has been done; total 0 = unknown. */
typedef struct fw_progress {
    void (*tick)(void *context, const char *stage, uint64_t rows, uint64_t bytes, uint64_t total_bytes);
    void *context;
    /* Called when a stage begins (seconds negative) and when it has ended; NULL: not told. */
    void (*stage)(void *context, const char *stage, double seconds, uint64_t rows);
    const volatile int *stop; /* a signal's number once one has come: the run ends with FW_INTERRUPTED */
} fw_progress;

/* Everything a stage may be told. Defaults by fw_run_defaults, cross-checked by fw_run_check. */
typedef struct fw_run_options {
    const char *answers; /* CSV, "-" for stdin */
    const char *ratings; /* long-form CSV, or NULL */
    const char *model;   /* model.json to score with, or NULL */
    const char *output;  /* folder or file */
    const char *rubric;  /* folder with rubric tables, or NULL for the built-in */
    const char *spans;   /* extract: JSON lines of every hit, or NULL */
    const char *title;
    const char *const *lexicons;
    size_t lexicon_count;
    const char *arc; /* folder with cue tables, or NULL for the built-in */
    const fw_column_map *map;
    size_t map_count;
    const char *const *rating_columns;
    size_t rating_column_count;
    const char *const *group_by;
    size_t group_by_count;
    const char *model_type;
    const char *trait;
    const char *raters; /* what is fitted: NULL or "mean", "adjust" (without severity), or one rater's id */
    const char *pii;    /* what is done about personal data: "mask" (default), "reject", "warn" */
    const char *command_line;
    double words_per_minute;
    double max_reject_rate;           /* share, default .05 */
    double min_r, min_qwk;            /* gates on cross-validated agreement; NaN: none */
    double max_missing_ratings;       /* gate on the share of answers without a rating; NaN: none */
    double max_psi;                   /* gate on drift from `baseline`; NaN: none */
    double min_changed;               /* gate on whom this report tells of beside `baseline`; NaN: none */
    const char *baseline;             /* folder of an earlier run, or NULL */
    const json_t *inputs;             /* hashes of what goes in, for the manifest (fw_run_nightly); or NULL */
    const struct fw_history *history; /* earlier runs, for the trend; or NULL */
    double scale_min, scale_max;      /* NaN: from the ratings */
    size_t part, parts; /* fw_run_part: which part of the answers, from 1, of how many; 0: no parts */
    struct fw_parts
        *merged; /* in place of the answers: parts that were made of them (fw_parts_use); or NULL */
    const struct fw_team *team; /* other processes that share the work (failwise-mpi); or NULL */
    size_t folds;
    size_t threads; /* 0 = all */
    size_t k;
    uint64_t seed;
    bool force;
    bool keep_text;
    bool synthetic;
    fw_progress progress;
} fw_run_options;

/* The parts that the CPU time of fw_run is shared out to. */
typedef enum fw_run_cost {
    FW_COST_LOAD,    /* reading and parsing both files, duplicates */
    FW_COST_EXTRACT, /* privacy, analysis, features */
    FW_COST_FIT,
    FW_COST_SCORE,
    FW_COST_STORE, /* cohort.h5 and the other tables */
    FW_COST_REPORT,
    FW_COST_COUNT
} fw_run_cost;
const char *fw_run_cost_name(fw_run_cost part);

/* What a stage did, for the program to tell. */
typedef struct fw_run_result {
    fw_intake intake;
    uint64_t bytes_total;
    double seconds_total;
    double seconds_stage[8];      /* by fw_run_stage */
    double cpu[FW_COST_COUNT];    /* CPU seconds of all threads; fw_run only */
    fw_mean_overall mean_overall; /* as the report has it; without one, or below k: over the answers */
    fw_fit_quality quality;
    char note[8][160]; /* the model's notes: what was decided on the way (fits of tables) */
    size_t note_count;
    bool fitted;
    bool reject_gate_failed;
    fw_gate gates[FW_GATE_COUNT]; /* of fw_run */
    size_t gate_count;
    fw_drift_found drift;
} fw_run_result;
typedef enum fw_run_stage {
    FW_STAGE_LOAD_EXTRACT,
    FW_STAGE_FIT,
    FW_STAGE_SCORE,
    FW_STAGE_REPORT,
    FW_STAGE_COUNT
} fw_run_stage;
const char *fw_run_stage_name(fw_run_stage stage);

fw_run_options fw_run_defaults(void);
/* Rules that concern more than one option: FW_USAGE with a sentence. */
fw_code fw_run_check(const fw_run_options *options, fw_error *err);

fw_code fw_run(const fw_run_options *options, fw_run_result *result, fw_error *err);
fw_code fw_run_load(const fw_run_options *options, fw_run_result *result, fw_error *err);
fw_code fw_run_extract(const char *answers_h5, const fw_run_options *options, fw_run_result *result,
                       fw_error *err);
fw_code fw_run_fit(const char *features_h5, const fw_run_options *options, fw_run_result *result,
                   fw_error *err);
fw_code fw_run_score(const char *features_h5, const fw_run_options *options, fw_run_result *result,
                     fw_error *err);
fw_code fw_run_report(const char *scores_h5, const fw_run_options *options, fw_run_result *result,
                      fw_error *err);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
