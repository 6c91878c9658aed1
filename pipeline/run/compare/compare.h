/*
 * compare.h: what the pieces of `compare` share: two runs as loaded, and what was found.
 */
#ifndef FAILWISE_RUN_COMPARE_H
#define FAILWISE_RUN_COMPARE_H

#include "load/table.h"
#include "run/compare/found.h"
#include "run/sheet.h"

/* One run, as its folder holds it. Zero-initialise; fw_run_side_free. */
typedef struct fw_run_side {
    const char *folder;
    fw_table scores;
    const fw_str *id;
    const double *metric[FW_RUN_METRICS]; /* by row of scores; NULL: not there */
    fw_model *model;                      /* NULL: no model.json */
    bool synthetic;                       /* as the run says */
    char (*feature)[48];                  /* names; none without cohort.h5 */
    size_t features, feature_rows;
    float *x; /* feature-major: features x feature_rows */
    /* By row of x, hashes: of the answer's id, of whose it is (the answer's own id, where participants are
     * unknown), of its id and features. */
    uint64_t *answer, *person, *content;
} fw_run_side;

/* FW_NOINPUT: the folder holds neither scores.csv nor predictions.csv. */
fw_code fw_run_side_load(const char *folder, fw_run_side *side, fw_error *err);
void fw_run_side_free(fw_run_side *side);
/* How many people's answers are in one of two runs only, or not the same in both. */
fw_code fw_run_people_changed(const fw_run_side *a, const fw_run_side *b, size_t *changed, fw_error *err);

/* Rows of x in an order in which those of one person stand side by side, and whose they are; both NULL where
 * nobody has two. Zero-initialise; free() both. */
typedef struct fw_run_people {
    size_t *row;
    uint32_t *person;
} fw_run_people;
fw_code fw_run_gather_people(const fw_run_side *side, fw_run_people *out, fw_error *err);
/* The rows of scores are those of x, in its order. */
bool fw_run_same_rows(const fw_run_side *side);

void fw_comparison_free(fw_comparison *comparison);

fw_code fw_compare_scores(const fw_run_side *a, const fw_run_side *b, fw_sheets *sheets, fw_comparison *out,
                          fw_error *err);
void fw_compare_models(const fw_run_side *a, const fw_run_side *b, fw_sheets *sheets);
/* `moved` of all columns that both runs have, in the order of scores and of a's features. Threads 0: as many
 * as there are processors; results do not depend on it. */
fw_code fw_measure_drift(const fw_run_side *a, const fw_run_side *b, size_t threads, fw_comparison *out,
                         fw_error *err);
/* The same, and its table. */
fw_code fw_compare_drift(const fw_run_side *a, const fw_run_side *b, size_t threads, fw_sheets *sheets,
                         fw_comparison *out, fw_error *err);
/* Plain text; NULL when memory is out. free() it. */
char *fw_compare_summary(const fw_run_side *a, const fw_run_side *b, const fw_comparison *found,
                         const char *gate);

#endif
