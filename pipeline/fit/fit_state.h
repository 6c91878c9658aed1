/* fit_state.h: a fit between its calls; shared by the files that add rows, solve and evaluate. */
#ifndef FAILWISE_FIT_STATE_H
#define FAILWISE_FIT_STATE_H

#include "base/pack.h"
#include "fit/bag_sums.h"
#include "fit/folds.h"
#include "fit/solve.h"
#include <failwise/model.h>
#include <failwise/scores.h>

typedef enum fw_fit_kind { FW_FIT_RUBRIC_RIDGE, FW_FIT_RIDGE, FW_FIT_OLS } fw_fit_kind;

/* What one fold's training part gives: the linear forms (see solve.h) that predict the fold's rows. */
typedef struct fw_fold {
    fw_gram train;
    fw_design design;
    fw_spectrum spectrum;
    fw_solution solution;
    double *form;        /* of the model */
    double *length_form; /* of the length-only baseline */
    double mean;         /* of the mean-only baseline */
    bool filled;         /* the fold has rows */
    fw_code code;        /* failures inside a parallel loop, reported after it */
    fw_error err;
} fw_fold;

/* What is summed over rows in the second pass. */
typedef struct fw_evidence {
    size_t rows;                     /* that were used */
    fw_agreement_sums bags[FW_BAGS]; /* cross-validated predictions by bag of participants */
    fw_agreement_sums length, mean, train, rubric;
} fw_evidence;

struct fw_fit {
    fw_fit_kind kind;
    char trait[64];
    size_t fold_count; /* as asked for; some may stay empty */
    uint64_t seed;
    double scale_min, scale_max;
    fw_model *rubric;         /* holds the rubric; scores the rubric's own overall */
    fw_scorer *rubric_scorer; /* NULL when the table lacks the rubric's features */

    size_t var_count, width, log_length, rating, one; /* gram columns: see sample.h */
    size_t length;                                    /* column of the length feature; SIZE_MAX without one */
    fw_weight *weights; /* one a column: name and sign now, the rest when solved */
    double *prior;      /* relative prior weight by column */
    size_t *predictors; /* columns that may predict */
    size_t predictor_count;

    fw_gram *grams;    /* one a fold: sums of its bags, once solved */
    fw_bag_sums *sums; /* of the rows added; NULL once solved */
    fw_packed bags_of; /* fold x bags_per_fold: rows of some participants each, once solved */
    size_t bags_per_fold;
    double *shift; /* by gram column */
    fw_clusters clusters;
    bool shifted; /* the shift is known */
    bool part;    /* the rows are those of one of many: they are summed up, no more */
    fw_bag_sink to;
    size_t rows, set_aside;
    double rating_min, rating_max;
    struct fw_fit_errors *errors; /* of the second pass */
    double df;                    /* effective number of weights */

    struct fw_judging *judging; /* what of the model is left to be told; NULL: nothing */
    bool solved, measured, constant, cross_validated;
    fw_fold *folds;
    size_t filled_folds;
    double *form; /* of the model fitted to all rows */
    fw_evidence evidence;
    uint64_t seen;      /* rows of pieces taken */
    fw_fit_piece *open; /* of rows evaluated one after the other; NULL: none yet */
};

enum { FW_FOLD_NONE = UINT16_MAX };

/* The fold of a row; FW_FOLD_NONE when it is not rated or has a value that is not finite. */
uint16_t fw_fit_fold(const fw_fit *fit, const fw_fit_rows *rows, size_t row);
/* One row as gram columns, relative to the shift (which may still be all zero). */
void fw_fit_gram_row(const fw_fit *fit, const fw_fit_rows *rows, size_t row, double *out);

/* Takes note of a rating and of whom it is about. */
fw_code fw_fit_note(fw_fit *fit, double rating, uint64_t cluster, fw_error *err);

/* fit_cv.c: fills fit->folds; chooses lambda (ridge kinds) and the forms of every fold. */
fw_code fw_fit_cross_validate(fw_fit *fit, double *lambda, fw_error *err);
void fw_fit_free_folds(fw_fit *fit);

/* fit_bags.c: bags of participants inside every fold: what resamples and learning curves are made from. */
fw_code fw_fit_bags_init(fw_fit *fit, fw_error *err);
/* The bag of a participant, among those of all folds. */
size_t fw_fit_bag(const fw_fit *fit, uint16_t fold, uint64_t cluster);
/* Finishes all bags and sums them up by fold. */
fw_code fw_fit_bags_finish(fw_fit *fit, fw_error *err);

/* fit_judge.c: model->table: resampled weights, variance inflation, importance, learning curve. These are
 * worked out by pieces, from any thread; `total` is taken over for them, the model is borrowed until they are
 * done. */
fw_code fw_fit_judge(fw_fit *fit, fw_gram *total, fw_model *model, fw_error *err);
/* One piece; false when there is none, or none that can be done beside those that others are at. */
bool fw_fit_judge_help(fw_fit *fit);
/* All that are left. */
fw_code fw_fit_judge_finish(fw_fit *fit, fw_error *err);
void fw_fit_judge_free(fw_fit *fit);

/* fit_errors.c: HC3 errors, or clustered ones where participants repeat, from the second pass. Opened by
 * solve; without it (constant ratings) the rest does nothing. */
typedef struct fw_error_piece {
    double *variance;          /* HC3: by weight, the intercept last */
    double *z, *moved, *error; /* HC3: rows that are multiplied together */
    size_t rows;               /* of those */
    uint32_t *place;           /* clustered: by unit, where its sums stand, from 1; 0: nowhere */
    uint32_t *unit;            /* by place */
    double *sums;              /* by place, each a number by weight, the intercept last */
    size_t units;
} fw_error_piece;

fw_code fw_fit_errors_open(fw_fit *fit, fw_model *model, fw_error *err);
fw_code fw_error_piece_init(const fw_fit *fit, fw_error_piece *piece, fw_error *err);
void fw_error_piece_free(fw_error_piece *piece);
/* Up to FW_FIT_PIECE_ROWS rows, then close, then merge, which empties the piece. */
void fw_error_piece_add(const fw_fit *fit, const fw_fit_rows *rows, size_t row, double error,
                        fw_error_piece *piece);
void fw_error_piece_close(const fw_fit *fit, fw_error_piece *piece);
void fw_error_piece_clear(const fw_fit *fit, fw_error_piece *piece);
void fw_fit_errors_merge(fw_fit *fit, fw_error_piece *piece);
void fw_fit_errors_finish(fw_fit *fit, fw_model *model);
void fw_fit_errors_free(fw_fit *fit);
/* As bytes, and back (fit_share.c): what pieces are made with, and a closed piece. */
void fw_fit_errors_pack(const fw_fit *fit, fw_buffer *out);
fw_code fw_fit_errors_unpack(fw_fit *fit, fw_unpack *in, fw_error *err);
void fw_error_piece_pack(const fw_fit *fit, const fw_error_piece *piece, fw_buffer *out);
void fw_error_piece_unpack(const fw_fit *fit, fw_error_piece *piece, fw_unpack *in);

/* Rows of the second pass that are summed up alone. */
struct fw_fit_piece {
    size_t rows;
    fw_evidence evidence;
    fw_error_piece errors;
};

#endif
