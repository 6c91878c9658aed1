/*
 * scores.h: from a row of features to scores (the score stage).
 */
#ifndef FAILWISE_SCORES_H
#define FAILWISE_SCORES_H

#include <failwise/audit.h>
#include <failwise/model.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

enum {                                /* fw_score.flags */
       FW_FLAG_SECONDS_ESTIMATED = 1, /* spoken length from words, not a recording */
       FW_FLAG_SHORT = 2,             /* too short to be judged (rubric row `short_words`) */
       FW_FLAG_OUT_OF_RANGE = 4,      /* the prediction was trimmed to the scale */
       FW_FLAG_EXTRAPOLATED = 8       /* a feature lies more than 6 SD from the training mean */
};
enum { FW_FLAG_COUNT = 4 };
const char *fw_flag_name(size_t bit_index); /* "seconds_estimated" "short" "out_of_range" "extrapolated" */

/* Scores of one answer. */
typedef struct fw_score {
    double overall;            /* on the model's scale */
    double rubric_overall;     /* the rubric's, on the same scale, for comparison */
    double humility;           /* 0..4: mean of fail and diag */
    double agency;             /* 0..4: mean of act, learn and impr */
    double part[FW_ARC_PARTS]; /* 0..4: 0 absent, 1 hinted, 2 vague, 3 specific, 4 specific with evidence */
    uint32_t weakest;          /* bits over the five parts, lowest part score; several on ties */
    uint32_t traps;            /* fw_trap bits */
    double seconds;
    uint32_t flags;
} fw_score;

/* A model bound to a feature matrix: finds each feature's column once. */
typedef struct fw_scorer fw_scorer;
/* FW_DATA when the matrix lacks a feature that the model uses; the message names it. The model must outlive
 * it. */
fw_code fw_scorer_new(const fw_model *model, const fw_var *vars, size_t var_count, fw_scorer **out,
                      fw_error *err);
void fw_scorer_free(fw_scorer *scorer);
/* Scores one row of var_count features. Thread-safe. */
void fw_scorer_row(const fw_scorer *scorer, const float *x, fw_score *out);
/* The same with the weights of the row's group (fw_group_find); NULL: the pooled ones. */
void fw_scorer_row_of(const fw_scorer *scorer, const fw_group_weights *group, const float *x, fw_score *out);

/* The columns of scores.csv and of uns/scores, in order; shared by store, report and CLI. */
const fw_column *fw_score_columns(size_t *count);
/* Puts a score into row `row` of a frame made with fw_score_columns. False when memory is out. */
bool fw_score_to_frame(const fw_score *score, fw_str answer_id, fw_frame *frame, size_t row);
/* The reverse, for reports made from a file. */
void fw_score_from_frame(const fw_frame *frame, size_t row, fw_score *out);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
