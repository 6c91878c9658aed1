/*
 * group.h: weights by group, shrunk towards the pooled ones, and whether groups differ at all.
 *
 * With z the features about the sample's means per SD, and e what the pooled model leaves over, the
 * deviations of group g minimise
 *
 *     sum over its rows w (e - d0 - z d)^2 + K0 d0^2 + K1 |d|^2
 *
 * K0 and K1 are counts of rows: a group of K1 rows goes half of the way that its own rows ask for. They are
 * the same for all groups and chosen by cross-validation, K0 first; infinity (the pooled weights) is among
 * the choices.
 */
#ifndef FAILWISE_FIT_GROUP_H
#define FAILWISE_FIT_GROUP_H

#include "fit/table_state.h"

enum { FW_GROUP_UNITS = 1024, FW_GROUP_RESAMPLES = 999 };

/* Owned by the table's state. */
typedef struct fw_group_state {
    size_t count;          /* groups with weights of their own */
    size_t *given;         /* their index among the groups given */
    uint32_t *group;       /* by row: in [0, count); count: the pooled weights */
    size_t *rows, *people; /* by group */
    size_t features;       /* used by the pooled model */
    size_t *columns;
    double *spread; /* their SD */
    fw_gram *cells; /* folds x count */
    fw_gram *total; /* by group */
    double level_strength, weight_strength;
    double *moved; /* (folds + 1) x count x (1 + features of the sample): intercept, weights; the last: all
                      rows */
} fw_group_state;

/* After the pooled model and those without each fold: fills state->groups and model->groups. */
fw_code fw_groups_solve(fw_table_state *state, fw_error *err);
/* What a row's group adds to the prediction without fold k. */
double fw_group_moves(const fw_table_state *state, size_t k, size_t row);
/* The weights of a row's group in the model of all rows, or NULL: the pooled ones. */
const fw_group_weights *fw_group_of_row(const fw_table_state *state, size_t row);
/* Once the pooled errors are known: those of the groups' weights. */
fw_code fw_groups_errors(fw_table_state *state, fw_error *err);
void fw_group_state_free(fw_group_state *groups, size_t folds);

/* group_ridge.c: deviations of one group's rows from `form` (pooled; see gram.h), as intercept and weights of
 * processed features in `out` (1 + features of the sample). Infinite strengths give 0. */
fw_code fw_group_ridge(const fw_table_state *state, const fw_gram *rows, const double *form, double k0,
                       double k1, double *out, fw_error *err);
/* The matrix that is inverted there, inverted: (1 + used features) squared, per SD. */
fw_code fw_group_inverse(const fw_table_state *state, const fw_gram *rows, double k0, double k1, double *out,
                         fw_error *err);

/* group_test.c: F tests, and the same with residuals whose signs are drawn by participant. */
fw_code fw_groups_test(fw_table_state *state, fw_error *err);

#endif
