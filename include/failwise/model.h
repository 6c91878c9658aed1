/*
 * model.h: scoring models: the rubric (before any ratings) and weights fitted to ratings.
 *
 * A model holds all that scoring needs: features, preprocessing, weights, the rubric for parts and traps, and
 * how good it was in cross-validation. It is read from and written to model.json (hand-readable, stable key
 * order).
 */
#ifndef FAILWISE_MODEL_H
#define FAILWISE_MODEL_H

#include <failwise/agreement.h>
#include <failwise/dataset.h>
#include <jansson.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One feature's weight. `weight` is per SD of the feature: z = (x - mean) / sd. */
typedef struct fw_weight {
    char name[48];
    double mean, sd;        /* of the training rows; sd 0 = constant, never used */
    double weight;          /* points of rating per SD */
    double se;              /* standard error of weight; NaN when not defined */
    double ci_low, ci_high; /* 95 % */
    double prior;      /* what the rubric expects, per SD, on the rating's scale; 0 without a rubric row */
    int sign_expected; /* of the feature's catalogue entry */
    bool used;         /* false: dropped (constant, collinear), see reason */
    char reason[48];
} fw_weight;

typedef struct fw_rubric fw_rubric; /* part rules, deductions and prior weights, from datasets/rubric */

/* How the fit went; all NaN for the rubric model. */
typedef struct fw_fit_quality {
    size_t rows, participants, folds;
    double lambda;   /* per row: minimises mean squared error + lambda |weights - prior|^2; NaN for ols */
    fw_agreement cv; /* cross-validated predictions against mean ratings */
    fw_agreement_interval cv_interval;
    fw_agreement length_only; /* baseline: words alone, cross-validated the same way */
    fw_agreement mean_only;   /* baseline: the training folds' mean */
    fw_agreement train;       /* the final weights on their own training rows */
    fw_agreement rubric;      /* the rubric's overall on the same rows */
    double condition;         /* condition number of the standardised Gram matrix */
} fw_fit_quality;

typedef struct fw_model {
    char type[32]; /* "rubric" "rubric-ridge" "ridge" "ols" */
    char trait[64];
    double intercept; /* predicted rating at the mean of all features */
    fw_weight *weights;
    size_t weight_count;
    double scale_min, scale_max; /* the rating scale; predictions are trimmed to it +- .4998 */
    uint64_t seed;
    uint64_t lexicon_hash; /* features must come from the same lexicon; 0 = a foreign table */
    uint64_t answers_hash, ratings_hash;
    fw_rubric *rubric; /* owned */
    fw_fit_quality quality;
    char note[8][160]; /* documented outcomes: "constant ratings", "n < p" ... */
    size_t note_count;
} fw_model;

/* The rubric model on its own scale. `directory` NULL = the built-in datasets/rubric. */
fw_code fw_model_rubric(const char *directory, fw_model **out, fw_error *err);
fw_code fw_model_load(const char *path, fw_model **out, fw_error *err);
fw_code fw_model_save(const fw_model *model, const char *path, bool force, fw_error *err);
json_t *fw_model_to_json(const fw_model *model);
fw_code fw_model_from_json(const json_t *json, const char *name, fw_model **out, fw_error *err);
void fw_model_free(fw_model *model);
/* The weight is used, and its whole confidence interval lies on the side that the rubric does not expect. */
bool fw_weight_contradicts(const fw_weight *weight);

/* ---- fitting ---- */

typedef struct fw_fit_options {
    const char *type; /* "rubric-ridge" (default), "ridge", "ols" */
    const char *trait;
    size_t folds; /* default 10 */
    uint64_t seed;
    double scale_min, scale_max; /* NaN: from the ratings seen */
    const fw_rubric *rubric;     /* the prior; borrowed */
    const fw_var *vars;          /* one a column of X */
    size_t var_count;
    const char *length_feature; /* of the length-only baseline: "words" */
} fw_fit_options;

typedef struct fw_fit fw_fit;

/* A piece of training data: rated rows, in input order. */
typedef struct fw_fit_rows {
    size_t rows;
    const float *x;          /* rows x var_count, row-major */
    const double *rating;    /* mean rating; NaN = not rated, skipped */
    const uint64_t *cluster; /* hash of the participant (of the answer where participants are unknown) */
} fw_fit_rows;

/* One pass over the rows: fw_fit_new, fw_fit_add for every piece in order, fw_fit_solve. */
fw_code fw_fit_new(const fw_fit_options *options, fw_fit **out, fw_error *err);
fw_code fw_fit_add(fw_fit *fit, const fw_fit_rows *rows, fw_error *err);
/* Chooses lambda by CV from the per-fold Gram matrices and fills the weights. FW_DATA: no usable rated row.
 */
fw_code fw_fit_solve(fw_fit *fit, fw_model **out, fw_error *err);
/* Second pass: cross-validated predictions of the same rows, in any pieces. `prediction` may be NULL. Then
 * finish. */
fw_code fw_fit_evaluate(fw_fit *fit, const fw_fit_rows *rows, double *prediction, fw_error *err);
/* Fills model->quality from what evaluate saw. */
fw_code fw_fit_finish(fw_fit *fit, fw_model *model, fw_error *err);
void fw_fit_free(fw_fit *fit);

#ifdef __cplusplus
}
#endif

#endif
