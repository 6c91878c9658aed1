/*
 * compare.h: two runs side by side: scores of the same answers, weights, agreement, and drift.
 */
#ifndef FAILWISE_COMPARE_H
#define FAILWISE_COMPARE_H

#include <failwise/status.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* ---- drift of one column ---- */

typedef enum fw_drift_level { FW_DRIFT_NONE, FW_DRIFT_WATCH, FW_DRIFT_ALARM } fw_drift_level;
/* "" "watch" "alarm" */
const char *fw_drift_level_name(fw_drift_level level);

/* How far the values of b have moved from those of a. */
typedef struct fw_drift {
    size_t n_a, n_b; /* finite values */
    double mean_a, mean_b, sd_a;
    double psi;       /* population stability index over bins cut at a's deciles; NaN without values */
    double psi_noise; /* what psi exceeds once in 20 times though nothing has moved */
    /* By how much answers of one person, which are alike, raise the variance of the bins' shares; 1 where all
     * are of different people (mean generalized design effect, Rao & Scott 1981). */
    double design_effect;
    double ks, ks_p; /* Kolmogorov-Smirnov: largest distance of the distributions, and its p (asymptotic) */
    fw_drift_level level; /* psi above .10: watch, above .25: alarm */
} fw_drift;
/* One column of one run, of `count` rows. */
typedef struct fw_drift_column {
    const double *values;
    const uint32_t *person; /* whose a row is; rows of one person stand side by side. NULL: all different */
    size_t count;
    double *sorted; /* room for `count`: the finite values, sorted, afterwards */
} fw_drift_column;
/*
 * Non-finite values are left out. Bins are (cut, next cut]; equal deciles are one cut, values below a's
 * smallest are a bin of their own. An empty bin of one side counts as half a value. What chance brings, and
 * the p, allow for people with several answers.
 */
void fw_drift_measure(const fw_drift_column *a, const fw_drift_column *b, fw_drift *out);

/* ---- two runs ---- */

typedef struct fw_compare_options {
    const char *a, *b;  /* output folders of `run`, or of `fit -o DIR` */
    const char *output; /* folder for the tables, or NULL */
    const char *command_line;
    double max_psi; /* gate; NaN: none */
    bool force;
} fw_compare_options;

/* Owned: fw_compare_result_free. */
typedef struct fw_compare_result {
    char *summary; /* for a terminal: the finding first */
    char *json;
    char *gate; /* what failed --max-psi, or NULL */
} fw_compare_result;
void fw_compare_result_free(fw_compare_result *result);

/*
 * FW_GATE: done, but a score or feature moved further than max_psi. FW_NOINPUT: a folder without scores;
 * FW_DATA: not ours, or no answer in common is no error but told.
 */
fw_code fw_run_compare(const fw_compare_options *options, fw_compare_result *result, fw_error *err);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
