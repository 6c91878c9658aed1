/*
 * rater_alpha.h: Krippendorff's alpha of patterns: answers with the same ratings, whoever gave them, counted.
 *
 * With few rating levels there are few patterns, so that a resample of a million answers costs no more than
 * one multinomial draw over them.
 */
#ifndef FAILWISE_FIT_RATER_ALPHA_H
#define FAILWISE_FIT_RATER_ALPHA_H

#include "fit/rater_panel.h"

/* The patterns, in the order of their ratings: row order does not matter. */
typedef struct fw_patterns {
    size_t count, answers, values; /* of answers with two ratings or more */
    size_t *start;                 /* [count + 1] into level */
    uint32_t *level;               /* ascending within a pattern */
    double *weight;                /* [count]: answers with it */
    double *nominal,
        *ratio;          /* [count]: disagreement within one answer, summed over ordered pairs / (m - 1) */
    const double *value; /* [levels], borrowed from the panel */
    size_t levels;
    bool can_ratio; /* no rating below 0, and few enough levels */
} fw_patterns;
fw_code fw_patterns_build(const fw_sparse_panel *panel, fw_patterns *out, fw_error *err);
void fw_patterns_free(fw_patterns *patterns);

/* Room for one evaluation: frequencies and scores by level. */
typedef struct fw_alpha_scratch {
    double *frequency; /* pairable ratings */
    double *rank;      /* their mid-ranks */
} fw_alpha_scratch;
/* All four alphas for given weights of the patterns; NaN where nothing varies. */
void fw_patterns_alpha(const fw_patterns *patterns, const double *weight, const fw_alpha_scratch *scratch,
                       double alpha[FW_ALPHA_COUNT]);

#endif
