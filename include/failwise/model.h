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
#pragma GCC visibility push(default)

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
    char reason[48];   /* also of a used one that others explain: "collinear (set 1)" */
} fw_weight;

typedef struct fw_rubric fw_rubric; /* part rules, deductions and prior weights, from datasets/rubric */

/* With fewer participants the 95 % interval of a correlation of 0.6 is wider than 0.2 to 0.8 (Fisher's z,
 * 1.96 / sqrt(n - 3)): neither the figures nor the weights of a fit are to be trusted. */
#define FW_FIT_FEW 20

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

/* ---- models fitted to a numeric table ---- */

/* The kinds of model. Of the twins (named as in the reference tool, RSMTool 12) the figures are that tool's.
 */
typedef enum fw_model_kind {
    FW_MODEL_RUBRIC,
    FW_MODEL_EQUAL,
    FW_MODEL_OLS,
    FW_MODEL_RIDGE,
    FW_MODEL_RUBRIC_RIDGE,
    FW_MODEL_NNLS,
    FW_MODEL_LASSO,
    FW_MODEL_LASSO_PLUS,
    FW_MODEL_ROBUST,
    FW_MODEL_ORDINAL,
    FW_MODEL_LINEAR_REGRESSION,
    FW_MODEL_EQUAL_WEIGHTS_LR,
    FW_MODEL_SCORE_WEIGHTED_LR,
    FW_MODEL_REBALANCED_LR,
    FW_MODEL_NNLR,
    FW_MODEL_NNLR_ITERATIVE,
    FW_MODEL_LASSO_FIXED,
    FW_MODEL_LASSO_FIXED_LR,
    FW_MODEL_LASSO_FIXED_NNLR,
    FW_MODEL_LASSO_CV,
    FW_MODEL_LASSO_CV_LR,
    FW_MODEL_KIND_COUNT
} fw_model_kind;

/* One row of the table of models. Strings are static. */
typedef struct fw_model_info {
    const char *name;
    bool own_features;  /* also fits the features of a dataset, streamed */
    bool exclude_zeros; /* a rating of 0 means "not scored" unless told otherwise */
    const char *description;
} fw_model_info;
extern const fw_model_info fw_model_infos[FW_MODEL_KIND_COUNT];
/* The kind of that name; FW_MODEL_KIND_COUNT when there is none. */
fw_model_kind fw_model_find(const char *name);

typedef enum fw_transform {
    FW_TRANSFORM_RAW,
    FW_TRANSFORM_INV,         /* 1 / x, x not 0 */
    FW_TRANSFORM_SQRT,        /* x >= 0 */
    FW_TRANSFORM_LOG,         /* natural, x > 0 */
    FW_TRANSFORM_ADD_ONE_INV, /* 1 / (x + 1), x >= 0 */
    FW_TRANSFORM_ADD_ONE_LN,  /* ln(x + 1), x >= 0 */
    FW_TRANSFORM_COUNT
} fw_transform;
/* "raw" "inv" "sqrt" "log" "addOneInv" "addOneLn" */
const char *fw_transform_name(fw_transform transform);
/* FW_TRANSFORM_COUNT when there is none of that name; "org" is "raw". */
fw_transform fw_transform_find(const char *name);
/* The transformed value; NaN where the transform is not defined. */
double fw_transform_apply(fw_transform transform, double x);

/*
 * Preprocessing of one feature: z = sign * (t(clamp(x)) - mean) / sd, with mean and sd of the feature's
 * fw_weight (0 and 1 when features are not standardised).
 */
typedef struct fw_step {
    fw_transform transform;
    int sign;                     /* 1, or -1: less is better */
    double clamp_low, clamp_high; /* of the value as read; NaN: no limit */
    double raw_mean, raw_sd;      /* of the training values as read */
    double transformed_mean, transformed_sd;
} fw_step;

/* What is known about one coefficient; NaN where not defined. */
typedef struct fw_coefficient {
    double standardized; /* SD of ratings per SD of the feature */
    double relative;     /* standardized over the sum of their absolute values */
    double se, t, p, ci_low, ci_high;
    double classical_se;                 /* of equal and independent errors */
    double boot_se, boot_low, boot_high; /* of refits to resampled participants */
    double stable;                       /* share of those refits with the same sign */
    double vif;                          /* variance inflation; NaN for one that others explain */
    double drop_one;                     /* loss of cross-validated r without the feature */
} fw_coefficient;

/* Cross-validated r when every fold trains on a part of its participants only. */
typedef struct fw_learning_point {
    double share, rows, r;
} fw_learning_point;
enum { FW_LEARNING_POINTS = 6 };

/* What a model that was fitted to a table knows besides its weights. */
typedef struct fw_table_part {
    fw_step *steps;            /* one a weight */
    fw_coefficient *estimates; /* one a weight, then the intercept */
    bool standardize;
    bool exclude_zeros;
    double human_mean, human_sd; /* of the training ratings */
    double prediction_mean, prediction_sd;
    double trim_min, trim_max, trim_tolerance;
    double r2, r2_adjusted, fit_features; /* of the training rows; as the least-squares fit counts features */
    double residual_sd;
    size_t rows_read, rows_set_aside;
    char errors[32]; /* what se is: "HC3", "clustered", "bootstrap", "none" */
    char solver[16]; /* "gram", or "tsqr" where the condition number asked for it */
    size_t resamples;
    fw_learning_point learning[FW_LEARNING_POINTS];
    size_t learning_count;
} fw_table_part;

/* A score test of proportional odds; NaN where not defined. */
typedef struct fw_odds_test {
    double chi2, df, p;
} fw_odds_test;

/*
 * The cumulative logit model: logit P(rating <= level[k]) = threshold[k] - sum of weight * processed feature.
 * Weights are log-odds of a higher rating; the prediction is the expected rating.
 */
typedef struct fw_ordinal_part {
    size_t levels;     /* rating values seen in training */
    double *level;     /* levels, ascending */
    double *threshold; /* levels - 1, ascending */
    double *se;        /* of each threshold; NaN where not defined */
    double log_likelihood, null_log_likelihood;
    double penalty;           /* ridge penalty a row; 0 unless asked for or needed (separation) */
    fw_odds_test odds;        /* of all features at once */
    fw_odds_test *odds_alone; /* one a weight */
    char status[24];          /* "converged", "separated", "one level", "not converged" */
    size_t steps;             /* of Newton's method */
} fw_ordinal_part;

/* Whether groups differ; NaN where not defined. */
typedef struct fw_group_test {
    double f, df1, df2;
    double p;           /* of the F distribution: independent errors of equal variance */
    double p_resampled; /* of residuals whose signs are drawn by participant */
} fw_group_test;

/* The weights of one group, shrunk towards those of all rows. */
typedef struct fw_group_weights {
    char name[64];
    size_t rows, participants;
    double intercept;
    double *weight, *se; /* by feature; se NaN where not defined */
    double r, rmse;      /* cross-validated, of these weights */
    double pooled_r, pooled_rmse;
} fw_group_weights;

typedef struct fw_group_part {
    char column[64];
    fw_group_weights *groups; /* in order of their names */
    size_t count;
    size_t least;           /* participants that a group needs for weights of its own */
    size_t small, unnamed;  /* groups with fewer; rows without a name */
    double level_strength;  /* rows' worth of trust in the pooled intercept; infinity: it alone */
    double weight_strength; /* the same of the pooled weights */
    fw_group_test levels;   /* do intercepts differ */
    fw_group_test weights;  /* do weights differ, whatever the intercepts */
    size_t resamples;
    fw_agreement pooled; /* cross-validated, of the pooled weights on the same rows */
} fw_group_part;

/* The six kinds of score: of one prediction, as it is and rescaled to the ratings' mean and SD. */
typedef enum fw_score_kind {
    FW_SCORE_RAW,
    FW_SCORE_RAW_TRIM,
    FW_SCORE_RAW_TRIM_ROUND,
    FW_SCORE_SCALE,
    FW_SCORE_SCALE_TRIM,
    FW_SCORE_SCALE_TRIM_ROUND,
    FW_SCORE_KIND_COUNT
} fw_score_kind;
const char *fw_score_kind_name(fw_score_kind kind);

typedef struct fw_model {
    char type[32]; /* a name of fw_model_infos */
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
    fw_table_part *table;     /* owned; NULL unless fitted to a table, whose model has no rubric */
    fw_ordinal_part *ordinal; /* owned; NULL unless the type is "ordinal" */
    fw_group_part *groups;    /* owned; NULL unless fitted by groups */
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

/* An empty part for `count` weights, NaN throughout; NULL when memory is out. Free with the model. */
fw_table_part *fw_table_part_new(size_t count);
/* Parts with room for that many; NULL when memory is out. Free with the model, or alone. */
fw_ordinal_part *fw_ordinal_part_new(size_t levels, size_t weights);
void fw_ordinal_part_free(fw_ordinal_part *part);
fw_group_part *fw_group_part_new(size_t groups, size_t weights);
void fw_group_part_free(fw_group_part *part);
/* The expected rating, and the index of the likeliest level (the lowest of equals), where the weighted
 * features sum up to eta. */
double fw_ordinal_expected(const fw_ordinal_part *part, double eta);
size_t fw_ordinal_mode(const fw_ordinal_part *part, double eta);
/* The group of that name, or NULL: the pooled weights then count. */
const fw_group_weights *fw_group_find(const fw_group_part *part, fw_str name);
/* The processed value of feature `index` of a table's model; NaN where its transform is not defined. */
double fw_model_process(const fw_model *model, size_t index, double x);
/* All six kinds of one raw prediction of a table's model. */
void fw_model_kinds(const fw_model *model, double raw, double out[FW_SCORE_KIND_COUNT]);

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
/* Works out a piece of what is left to be done: of the sums of what was added; once solved, of what the model
 * tells of its weights. False when there is none. From any thread, while others add, predict and take;
 * whoever adds or finishes does what nobody has helped with. The results are the same. */
bool fw_fit_help(fw_fit *fit);
/*
 * Rows that others have (pipeline/mpi): who fits hears of each by `meet`, in any order; NaN: not rated. Who
 * has rows adds them to a fit of its own, begun at the number of the first (of all rated ones), and from the
 * same shift: it sends messages, which the fit joins in order, behind the rows that it was given itself. The
 * result has the bits of a fit that was given all rows.
 */
typedef struct fw_fit_sink {
    void *context;
    fw_code (*put)(void *context, const char *bytes, size_t len, fw_error *err);
} fw_fit_sink;
fw_code fw_fit_meet(fw_fit *fit, double rating, uint64_t cluster, fw_error *err);
/* Rated rows summed up so far, by itself and by those who have joined. */
uint64_t fw_fit_summed(const fw_fit *fit);
/* What all cross-products are about: of the first rated row, in the end; *count is 0 as long as there is
 * none. */
const double *fw_fit_shift(const fw_fit *fit, size_t *count);
/* FW_BUG: it has begun elsewhere. */
fw_code fw_fit_start_from(fw_fit *fit, const double *shift, size_t count, fw_error *err);
fw_code fw_fit_begin_part(fw_fit *fit, uint64_t first, const fw_fit_sink *to, fw_error *err);
fw_code fw_fit_end_part(fw_fit *fit, fw_error *err);
/* FW_BUG: not a message, or not the next one. */
fw_code fw_fit_join(fw_fit *fit, const char *bytes, size_t len, fw_error *err);
/* Chooses lambda by CV from the per-fold Gram matrices and fills the weights. FW_DATA: no usable rated row.
 * What is told of the weights (*out)->table has from finish on; until then the model stays the caller's but
 * must live. */
fw_code fw_fit_solve(fw_fit *fit, fw_model **out, fw_error *err);
/* Second pass: cross-validated predictions of the same rows, in any pieces. `prediction` may be NULL. Then
 * finish. */
fw_code fw_fit_evaluate(fw_fit *fit, const fw_fit_rows *rows, double *prediction, fw_error *err);
/* What a solved fit says of one row; all NaN where it is not used. */
typedef struct fw_fit_prediction {
    double cv, length, mean, train,
        rubric;   /* by the model that has not seen its participant, baselines, ... */
    double error; /* rating less what `train` is before it is trimmed */
    bool used;    /* rated, and every feature finite */
} fw_fit_prediction;
/*
 * Evaluate in steps, for many threads. `predict` looks at each row alone; `rubric`: the rubric's overall on
 * the model's scale, one a row, or NULL: it is scored here. A piece sums up what was predicted of
 * neighbouring rows, each piece on any thread; `take` adds it to what was taken before, in input order, and
 * empties it. All pieces but the last have FW_FIT_PIECE_ROWS rows (FW_BUG otherwise), as evaluate's have: the
 * sums are the same.
 */
enum { FW_FIT_PIECE_ROWS = 4096 };
typedef struct fw_fit_piece fw_fit_piece;
fw_code fw_fit_predict(const fw_fit *fit, const fw_fit_rows *rows, const double *rubric,
                       fw_fit_prediction *out, fw_error *err);
fw_code fw_fit_piece_new(const fw_fit *fit, fw_fit_piece **out, fw_error *err);
void fw_fit_piece_free(fw_fit_piece *piece);
fw_code fw_fit_piece_add(const fw_fit *fit, const fw_fit_rows *rows, const fw_fit_prediction *predicted,
                         fw_fit_piece *piece, fw_error *err);
fw_code fw_fit_take(fw_fit *fit, fw_fit_piece *piece, fw_error *err);
/*
 * Rows that others evaluate (pipeline/mpi): `share` gives a solved fit as bytes, in one call of `to`, which a
 * fit of the same options that was given no rows adopts; it predicts and makes pieces with it, and gives
 * those as bytes, which empties them, and which the first fit adopts into empty pieces of its own and takes.
 * FW_BUG: not such bytes.
 */
fw_code fw_fit_share(const fw_fit *fit, const fw_fit_sink *to, fw_error *err);
fw_code fw_fit_adopt(fw_fit *fit, const char *bytes, size_t len, fw_error *err);
fw_code fw_fit_piece_share(const fw_fit *fit, fw_fit_piece *piece, const fw_fit_sink *to, fw_error *err);
fw_code fw_fit_piece_adopt(const fw_fit *fit, fw_fit_piece *piece, const char *bytes, size_t len,
                           fw_error *err);
/* Fills model->quality from what evaluate saw. */
fw_code fw_fit_measure(fw_fit *fit, fw_model *model, fw_error *err);
/* The same, unless that was done, and what is left of model->table: the model that solve gave is then
 * complete. */
fw_code fw_fit_finish(fw_fit *fit, fw_model *model, fw_error *err);
void fw_fit_free(fw_fit *fit);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
