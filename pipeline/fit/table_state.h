/* table_state.h: a table's fit between its steps; shared by the files that solve, validate and judge it. */
#ifndef FAILWISE_FIT_TABLE_STATE_H
#define FAILWISE_FIT_TABLE_STATE_H

#include "fit/note.h"
#include "fit/packed.h"
#include "fit/table_fit.h"

enum { FW_TABLE_BAGS = 1024 };

typedef struct fw_table_state {
    const fw_table_fit_options *options;
    const fw_family *family;
    fw_sample *sample;
    fw_model *model;      /* being filled; owned by the caller */
    fw_training training; /* of all rows: what every part is made from */
    size_t *columns;      /* features that may predict */
    double *prior;
    double *weight;     /* by row; NULL = 1 */
    uint32_t *slice_of; /* fold x FW_LEARNING_POINTS + slice, by row */
    size_t folds, filled;
    fw_gram *slices; /* weighted, folds x FW_LEARNING_POINTS */
    fw_gram *fold;   /* their sums */
    fw_gram *plain;  /* by fold, unweighted; the same array as `fold` where there are no weights */
    fw_gram total;
    fw_packed *pieces; /* bags of a streamed fit, which the bootstrap uses up; NULL: made from the sample */
    double lambda;
    fw_linear linear; /* the model */
    fw_linear *parts; /* without each fold */
    double *inverse;  /* of the centred cross-products of the features in use, from TSQR; or NULL */
    bool constant;    /* all ratings are equal */
    struct fw_ordinal_state *ordinal; /* ordinal_model.h; NULL for other kinds */
    struct fw_group_state *groups;    /* group_model.h; NULL unless fitted by groups */
} fw_table_state;

static inline uint32_t fw_table_fold(const fw_table_state *s, size_t row) {
    return s->slice_of[row] / FW_LEARNING_POINTS;
}
/* Whether folds can be compared at all. */
static inline bool fw_table_validated(const fw_table_state *s) { return s->filled >= 2 && !s->constant; }

/* table_folds.c: who is in which fold; cross-products by fold and slice. */
fw_code fw_table_make_folds(fw_table_state *state, fw_error *err);

/* table_predict.c: what the model, or that without fold k, predicts for a row, untrimmed. */
double fw_table_predict(const fw_table_state *state, size_t row);
/* The likeliest rating; the prediction itself unless the model is ordinal. */
double fw_table_predict_modal(const fw_table_state *state, size_t row);
double fw_table_predict_part(const fw_table_state *state, size_t k, size_t row);

/* table_solve.c: lambda, the model, and its weights in model->weights. */
fw_code fw_table_solve(fw_table_state *state, fw_error *err);

/* table_cv.c: models without each fold, cross-validated figures, baselines. */
fw_code fw_table_validate(fw_table_state *state, const fw_table_predictions *predictions, fw_error *err);

/* table_curve.c: learning curve and drop-one importance, from cross-products alone. */
fw_code fw_table_learning_curve(fw_table_state *state, fw_error *err);
fw_code fw_table_drop_one(fw_table_state *state, fw_error *err);

/* table_collinear.c: whether least squares left out what earlier features explain; names which features
 * explain each other, in notes and reasons, and sets the variance inflation of others where it is not known.
 */
bool fw_table_is_collinear(const fw_table_state *state);
fw_code fw_table_collinear(fw_table_state *state, fw_error *err);

/* table_errors.c: HC3 or clustered errors, variance inflation. */
fw_code fw_table_inflation(fw_table_state *state, fw_error *err);
fw_code fw_table_errors(fw_table_state *state, fw_error *err);

/* table_bootstrap.c: refits to resampled participants: all at once, or some at a time, from any thread. */
typedef struct fw_bootstrap fw_bootstrap;
/* *out is NULL where weights are not resampled. The state is borrowed. */
fw_code fw_bootstrap_new(fw_table_state *state, fw_bootstrap **out, fw_error *err);
/* The next step; *more is false when none is left to begin: others may still be at theirs. */
fw_code fw_bootstrap_step(fw_bootstrap *bootstrap, bool *more, fw_error *err);
/* After the last step: into state->model. */
void fw_bootstrap_finish(fw_bootstrap *bootstrap);
void fw_bootstrap_free(fw_bootstrap *bootstrap);
fw_code fw_table_bootstrap(fw_table_state *state, fw_error *err);

#endif
