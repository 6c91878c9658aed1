/*
 * table_fit.h: fits any kind of model to the rows of a numeric table, and says how certain the result is.
 *
 * Rows are read once into cross-products by fold and learning-curve slice, and once by bootstrap bag; folds,
 * resamples, learning curve and drop-one importance are all solved from those. Only preprocessing, robust
 * weights, TSQR and sandwich errors go over rows again.
 */
#ifndef FAILWISE_FIT_TABLE_FIT_H
#define FAILWISE_FIT_TABLE_FIT_H

#include "fit/families.h"
#include "fit/steps.h"

typedef struct fw_table_fit_options {
    fw_model_kind kind;
    const char *trait;
    const fw_feature_spec *specs; /* one a feature of the sample */
    fw_step_options steps;
    size_t folds;
    uint64_t seed;
    const uint32_t *fold;        /* by row, in [0, folds): given folds; NULL: by cluster */
    double scale_min, scale_max; /* NaN: from the ratings */
    double trim_min, trim_max;   /* NaN: as the scale */
    double trim_tolerance;
    double lambda; /* NaN: chosen */
    bool gcv;
    size_t resamples;                /* of the bootstrap; 0: none */
    bool exclude_zeros;              /* for the record */
    bool unrated;                    /* there are no ratings (rubric only); y is ignored */
    const char *group_column;        /* weights by group; NULL: none */
    const uint32_t *group;           /* by row, in [0, group_count); group_count: no name */
    const char *const *group_names;  /* ascending by bytes; at most 63 bytes each */
    size_t group_count, group_least; /* participants that a group needs */
    const uint64_t *lines;           /* by row, for messages; NULL: none */
} fw_table_fit_options;

/* Predictions of the training rows, by row; owned by the caller, any may be NULL. */
typedef struct fw_table_predictions {
    double *raw;   /* of the final model */
    double *modal; /* ordinal models: the likeliest rating */
    double *cv;    /* of the model fitted without the row's fold; NaN where there is none */
} fw_table_predictions;

/*
 * Fits; the sample's x is processed in place. FW_DATA: fewer than 3 rows; fewer rows than the kind needs;
 * a value that a transform is not defined for; no expert weight (rubric). Constant and collinear features
 * are left out with a reason, and noted.
 */
fw_code fw_table_fit(fw_sample *sample, const fw_table_fit_options *options,
                     const fw_table_predictions *predictions, fw_model **out, fw_error *err);

#endif
