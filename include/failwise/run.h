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

/* Everything a stage may be told. Defaults by fw_run_defaults, cross-checked by fw_run_check. What it points
 * to is borrowed. */
typedef struct fw_run_options {
    const char *answers;         /* CSV, "-" for stdin */
    const char *ratings;         /* long-form CSV, or NULL */
    const char *model;           /* model.json to score with, or NULL */
    const char *output;          /* folder or file */
    const char *rubric;          /* folder with rubric tables, or NULL for the built-in */
    const char *spans;           /* extract: JSON lines of every hit, or NULL */
    const char *title;           /* of the report, or NULL */
    const char *const *lexicons; /* dictionaries, on top of the built-in ones */
    size_t lexicon_count;
    const char *arc; /* folder with cue tables, or NULL for the built-in */
    const fw_column_map *map;
    size_t map_count;
    const char *const *rating_columns; /* headers of ratings in the answers file, in place of `ratings` */
    size_t rating_column_count;
    const char *const *group_by; /* further columns that the report has groups by */
    size_t group_by_count;
    const char *model_type; /* of a fit: fw_fit_options.type */
    const char *trait;      /* of the ratings that count; default "overall" */
    const char *raters; /* what is fitted: NULL or "mean", "adjust" (without severity), or one rater's id */
    const char *pii;    /* what is done about personal data: "mask" (default), "reject", "warn" */
    const char *command_line; /* as results tell it, or NULL */
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
    size_t folds;               /* of cross-validation */
    size_t threads;             /* 0 = all */
    size_t k;                   /* groups of fewer participants are suppressed */
    uint64_t seed;              /* of folds and resampling */
    bool force;                 /* what stands at `output` is replaced */
    bool keep_text;             /* fw_run: answers.h5 with the text, too */
    bool synthetic;             /* results say that the answers are made up */
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
    size_t too_few_rated; /* fw_run: people rated, where weights were to be fitted and these are fewer than k:
                           * the rubric has scored; else 0 */
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

/*
 * Each writes options->output, which appears when it is whole: after a failure nothing half-written is left,
 * and what stood there stands. A gate that fails is told in *result (zero-initialised) and is no failure.
 */
/* From answers.csv, with ratings or a model or by the rubric, to a folder with everything. */
fw_code fw_run(const fw_run_options *options, fw_run_result *result, fw_error *err);
/* answers.csv to answers.h5; rows that cannot be used to answers.rejects.csv beside it. */
fw_code fw_run_load(const fw_run_options *options, fw_run_result *result, fw_error *err);
/* answers.h5 to features.h5, and to options->spans. */
fw_code fw_run_extract(const char *answers_h5, const fw_run_options *options, fw_run_result *result,
                       fw_error *err);
/* features.h5 and ratings to model.json. */
fw_code fw_run_fit(const char *features_h5, const fw_run_options *options, fw_run_result *result,
                   fw_error *err);
/* features.h5, by a model or the rubric, to scores.h5. */
fw_code fw_run_score(const char *features_h5, const fw_run_options *options, fw_run_result *result,
                     fw_error *err);
/* scores.h5 to a folder with the report, its tables and scores.csv. */
fw_code fw_run_report(const char *scores_h5, const fw_run_options *options, fw_run_result *result,
                      fw_error *err);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
