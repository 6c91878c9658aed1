/*
 * ordinal.h: the cumulative logit model with proportional odds (McCullagh 1980), by Newton's method.
 *
 *     logit P(level <= k) = threshold_k - x b,   k = 0 .. levels - 2, thresholds ascending
 *
 * The log-likelihood is concave, gradient and Hessian are analytic, and rows are visited in blocks of fixed
 * size in input order: the result does not depend on threads.
 */
#ifndef FAILWISE_FIT_ORDINAL_H
#define FAILWISE_FIT_ORDINAL_H

#include <failwise/model.h>

enum { FW_ORDINAL_LEVELS = 20 }; /* most rating levels that make sense */

struct fw_ordinal;

/* Rows to fit. All borrowed. */
typedef struct fw_ordinal_rows {
    size_t rows, features;
    const double *x;       /* rows x features, row-major */
    const uint32_t *level; /* in [0, levels) */
    const double *weight;  /* NULL: all 1 */
    const uint32_t *fold;  /* with `skip`: rows of that fold are left out; NULL: none are */
    uint32_t skip;         /* ignored without `fold` */
    const size_t *columns; /* features in use */
    size_t count, levels;  /* of columns; of rating levels, at least 2 */
    const double *spread;  /* SD of each column in use: what the penalty is per; may be NULL without one */
    const struct fw_ordinal *start; /* a model of the same shape to start from; NULL: none */
    double penalty;                 /* a row: n penalty / 2 sum (b sd)^2 is taken off the log-likelihood */
} fw_ordinal_rows;

/* A fitted model. Owned; fw_ordinal_free. Parameters: levels - 1 thresholds, then the weights. */
typedef struct fw_ordinal {
    size_t levels, count;
    double *threshold;
    double *weight;  /* by column in use */
    double *inverse; /* of the negative Hessian, (levels - 1 + count) squared; the covariance matrix */
    double log_likelihood;
    double null_log_likelihood; /* of thresholds alone */
    size_t steps;
    bool converged;
    bool separated;    /* the likelihood has no finite maximum: some weight grows without end */
    size_t separating; /* the column in use to blame most, of a separated model */
} fw_ordinal;

fw_code fw_ordinal_init(fw_ordinal *model, size_t levels, size_t count, fw_error *err);
void fw_ordinal_free(fw_ordinal *model);

/*
 * Fits. Every level needs rows in use. With separation, converged is false, separated is true, and weights
 * are where the search stopped. FW_IO when memory is out.
 */
fw_code fw_ordinal_fit(const fw_ordinal_rows *rows, fw_ordinal *out, fw_error *err);

/* d log P(level) / d parameters of one row, in the order of `inverse`. */
void fw_ordinal_gradient(const fw_ordinal *model, const double *x, const size_t *columns, size_t level,
                         double *out);

/*
 * Score test of proportional odds: whether every threshold wants slopes of its own.
 * Efficient scores with the expected information at the proportional-odds fit. all: every feature, df
 * (levels - 2) count; each[i]: column i alone. NaN with two levels, or where the information is singular.
 */
fw_code fw_ordinal_test_odds(const fw_ordinal_rows *rows, const fw_ordinal *model, fw_odds_test *all,
                             fw_odds_test *each, fw_error *err);

#endif
