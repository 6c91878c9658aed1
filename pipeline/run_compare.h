/*
 * run_compare.h: what the pieces of `compare` share: two runs as loaded, and what was found.
 */
#ifndef FAILWISE_RUN_COMPARE_H
#define FAILWISE_RUN_COMPARE_H

#include "load/table.h"
#include "run_sheet.h"

#include <failwise/compare.h>
#include <failwise/model.h>

enum { FW_RUN_METRICS = 11 };
/* Columns of scores that are compared; the first that both runs have leads. */
extern const char *const fw_run_metric_names[FW_RUN_METRICS];

/* One run, as its folder holds it. Zero-initialise; fw_run_side_free. */
typedef struct fw_run_side {
    const char *folder;
    fw_table scores;
    const fw_str *id;
    const double *metric[FW_RUN_METRICS]; /* by row of scores; NULL: not there */
    fw_model *model;                      /* NULL: no model.json */
    char (*feature)[48];                  /* names; none without cohort.h5 */
    size_t features, feature_rows;
    float *x; /* feature-major: features x feature_rows */
} fw_run_side;

/* FW_NOINPUT: the folder holds neither scores.csv nor predictions.csv. */
fw_code fw_run_side_load(const char *folder, fw_run_side *side, fw_error *err);
void fw_run_side_free(fw_run_side *side);

/* One column's drift; `score` tells scores from features. */
typedef struct fw_moved {
    char name[48];
    bool score;
    fw_drift drift;
} fw_moved;

/* An answer whose leading score changed. */
typedef struct fw_mover {
    fw_str id;
    double a, b;
} fw_mover;

/* What the summary tells. Owned arrays; fw_comparison_free. */
typedef struct fw_comparison {
    int lead; /* metric, or -1: no score in common */
    size_t common, only_a, only_b;
    size_t *in_b; /* by row of a: row of b, or SIZE_MAX */
    fw_evaluation agreement;
    fw_programme_effect change;
    fw_mover *movers; /* by the size of the change, ids break ties */
    size_t mover_count;
    fw_moved *moved; /* scores, then features of both runs */
    size_t moved_count;
} fw_comparison;
void fw_comparison_free(fw_comparison *comparison);

fw_code fw_compare_scores(const fw_run_side *a, const fw_run_side *b, fw_sheets *sheets, fw_comparison *out,
                          fw_error *err);
void fw_compare_models(const fw_run_side *a, const fw_run_side *b, fw_sheets *sheets);
fw_code fw_compare_drift(const fw_run_side *a, const fw_run_side *b, fw_sheets *sheets, fw_comparison *out,
                         fw_error *err);
/* Plain text; NULL when memory is out. free() it. */
char *fw_compare_summary(const fw_run_side *a, const fw_run_side *b, const fw_comparison *found,
                         const char *gate);

#endif
