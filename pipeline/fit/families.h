/*
 * families.h: how each kind of model is solved from cross-products, one file a family.
 *
 * A family's solver is a function of the training part and of lambda alone, so that folds, resamples and
 * parts without a feature are solved by the same code as the model itself.
 */
#ifndef FAILWISE_FIT_FAMILIES_H
#define FAILWISE_FIT_FAMILIES_H

#include "fit/linear.h"

#include <failwise/model.h>

/* What lambda is chosen from. All borrowed. */
typedef struct fw_tuning {
    fw_training whole;
    const fw_gram *folds; /* cross-products of each fold's rows */
    size_t fold_count;
    bool gcv; /* ridge: generalised cross-validation instead of folds */
} fw_tuning;

typedef struct fw_family {
    fw_code (*solve)(const fw_training *training, double lambda, fw_linear *out, fw_error *err);
    /* Chooses lambda; NULL: the kind has none (NaN). FW_OK with NaN when nothing can be chosen. */
    fw_code (*tune)(const fw_tuning *tuning, double *lambda, fw_error *err);
    bool least_squares; /* its weights are least squares on the features in use */
    bool all_features;  /* on all of them: needs more rows than features */
    bool ridge;         /* errors of a penalised fit */
    bool row_blocks;    /* tuned on ten blocks of consecutive rows, as the reference tool does */
    bool level_weights; /* every rating level weighs the same */
    bool robust;        /* rows are weighted by their residuals */
    bool expert;        /* not fitted at all */
    bool ordinal;       /* by likelihood, from the rows: ordinal_model.h */
} fw_family;

extern const fw_family fw_families[FW_MODEL_KIND_COUNT];

/* family_least_squares.c */
fw_code fw_solve_least_squares(const fw_training *training, double lambda, fw_linear *out, fw_error *err);
fw_code fw_solve_equal(const fw_training *training, double lambda, fw_linear *out, fw_error *err);
fw_code fw_solve_rebalanced(const fw_training *training, double lambda, fw_linear *out, fw_error *err);
fw_code fw_solve_iterative(const fw_training *training, double lambda, fw_linear *out, fw_error *err);
fw_code fw_solve_rubric(const fw_training *training, double lambda, fw_linear *out, fw_error *err);

/* family_ridge.c: lambda as in solve.h */
fw_code fw_solve_plain_ridge(const fw_training *training, double lambda, fw_linear *out, fw_error *err);
fw_code fw_solve_rubric_ridge(const fw_training *training, double lambda, fw_linear *out, fw_error *err);
fw_code fw_tune_plain_ridge(const fw_tuning *tuning, double *lambda, fw_error *err);
fw_code fw_tune_rubric_ridge(const fw_tuning *tuning, double *lambda, fw_error *err);

/* family_nnls.c */
fw_code fw_solve_nnls(const fw_training *training, double lambda, fw_linear *out, fw_error *err);

/*
 * family_lasso.c: minimises sum (y - a - z b)^2 / 2n + lambda sum |b|. Own kinds standardise within the
 * training part; the twins take features as they are and stop where the reference tool's solver stops.
 */
fw_code fw_solve_lasso(const fw_training *training, double lambda, fw_linear *out, fw_error *err);
fw_code fw_solve_lasso_plus(const fw_training *training, double lambda, fw_linear *out, fw_error *err);
fw_code fw_solve_lasso_twin(const fw_training *training, double lambda, fw_linear *out, fw_error *err);
fw_code fw_solve_lasso_twin_refit(const fw_training *training, double lambda, fw_linear *out, fw_error *err);
fw_code fw_tune_lasso(const fw_tuning *tuning, double *lambda, fw_error *err);
fw_code fw_tune_lasso_plus(const fw_tuning *tuning, double *lambda, fw_error *err);
fw_code fw_tune_lasso_twin(const fw_tuning *tuning, double *lambda, fw_error *err);
fw_code fw_tune_lasso_fixed(const fw_tuning *tuning, double *lambda, fw_error *err);

/* family_robust.c: Tukey's bisquare, tuning constant 4.685, scale = MAD / .6745 at every step. */
typedef struct fw_robust {
    double *weight; /* by row; 0 for a row that is left out */
    double scale;
    size_t steps;
    bool converged;
} fw_robust;
/* Iterates on the rows with group[row] != skip. `weight` has sample->rows entries and is owned by the caller;
 * what prior weights the sample has multiply in. */
fw_code fw_robust_weights(const fw_sample *sample, const fw_training *whole, const uint32_t *group,
                          uint32_t skip, fw_robust *out, fw_error *err);

#endif
