/*
 * linear.h: a linear model over a table's processed features, and the training part it is solved from.
 */
#ifndef FAILWISE_FIT_LINEAR_H
#define FAILWISE_FIT_LINEAR_H

#include "fit/sample.h"
#include "fit/solve.h"

/* What a solver sees of its training rows: nothing but cross-products. All borrowed. */
typedef struct fw_training {
    const fw_gram *gram;   /* of a sample, or of a part of it; weighted rows count by weight */
    const double *shift;   /* the sample's */
    const size_t *columns; /* features that may predict, ascending */
    size_t count;
    size_t features;
    const double *prior; /* expert weights by gram column (others 0), or NULL */
    double scale_min, scale_max;
    bool weights_only; /* fit_features and the like are not asked for */
} fw_training;

/* prediction = intercept + sum of weight * processed feature. Owned; fw_linear_free. */
typedef struct fw_linear {
    size_t features;
    double intercept;
    double *weight; /* by feature; 0 unless used */
    bool *used;
    bool *collinear;     /* left out of least squares: earlier features explain it */
    bool one_slope;      /* all used features share one slope */
    double fit_features; /* number of regressors, as R2 adjusted counts them */
    double r2;           /* NaN: that of these weights; else what the model reports */
} fw_linear;

fw_code fw_linear_init(fw_linear *linear, size_t features, fw_error *err);
void fw_linear_free(fw_linear *linear);
void fw_linear_clear(fw_linear *linear);
/* Sets what a design's standardised weights mean for the features; dropped (may be NULL) are not used. */
void fw_linear_set(fw_linear *linear, const fw_design *design, const double *weight, const bool *dropped);
/* As a linear form on gram rows: v . row = prediction - rating (see gram.h). v has gram width. */
void fw_linear_form(const fw_linear *linear, const double *shift, double *v);
double fw_linear_predict(const fw_linear *linear, const double *x);

/* The part as a standardised design over `columns`; fw_design_free when done. */
fw_code fw_training_design(const fw_training *training, const size_t *columns, size_t count,
                           fw_design *design, fw_error *err);
/* Least squares on the given columns. */
fw_code fw_training_least_squares(const fw_training *training, const size_t *columns, size_t count,
                                  fw_linear *out, fw_error *err);
/* 1 - SSE/SST of the training rows; NaN where the ratings are constant. */
double fw_training_r2(const fw_training *training, const fw_linear *linear);

#endif
