/*
 * evaluate.h: how good given scores are: agreement with one human rating, with a second one, with the true
 * score, within groups, and whether groups are treated alike.
 *
 * Formulas: RSMTool 12's where the name is the same (N - 1 in every SD, exact agreement of the values as
 * given, quadratic weighted kappa on unrounded values). Everything works on columns in memory, one entry a
 * row; a missing number is NaN, and so is a measure that is not defined.
 *
 * Intervals are 95 % percentile intervals, expanded where little was drawn from (Hesterberg 2015), of one set
 * of bootstrap resamples, drawn once by fw_resampler_new and shared by all measures. What is resampled are
 * clusters of rows (participants). Where rows are not clustered, the interval of a correlation is Fisher's
 * instead, and that of a percentage Wilson's, as it is where all or none agree. A measure that comes out
 * the same in every resample has none.
 */
#ifndef FAILWISE_EVALUATE_H
#define FAILWISE_EVALUATE_H

#include <failwise/status.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* ---- resampling ---- */

typedef struct fw_resampler fw_resampler;
/*
 * Draws the resamples. cluster[row] is a hash of who belongs together; rows with the same one stay together.
 * More than 300 clusters are gathered into 300 bags by hash, and bags are resampled: intervals are as wide,
 * time does not grow with the rows. Same seed and same clusters, same resamples, in any order of rows.
 * `resamples` 0: no intervals but Fisher's and Wilson's.
 */
fw_code fw_resampler_new(const uint64_t *cluster, size_t rows, size_t resamples, uint64_t seed,
                         fw_resampler **out, fw_error *err);
void fw_resampler_free(fw_resampler *resampler);
/* Distinct clusters; fewer than rows when something repeats. */
size_t fw_resampler_clusters(const fw_resampler *resampler);
bool fw_resampler_repeats(const fw_resampler *resampler);

/* ---- agreement ---- */

typedef enum fw_measure {
    FW_MEASURE_CORR,    /* Pearson */
    FW_MEASURE_WTKAPPA, /* quadratic weighted kappa of unrounded values */
    FW_MEASURE_R2,      /* 1 - SSE/SST */
    FW_MEASURE_KAPPA,   /* Cohen's, of rounded values (half to even) */
    FW_MEASURE_EXACT,   /* percent of rows with equal values, as given */
    FW_MEASURE_ADJ,     /* percent of rows that differ by 1 at most */
    FW_MEASURE_SMD,     /* standardised mean difference */
    FW_MEASURE_RMSE,
    FW_MEASURE_DSM, /* of a group: difference of its standardised means */
    FW_MEASURE_COUNT
} fw_measure;
/* "corr" "wtkappa" "R2" "kappa" "exact_agr" "adj_agr" "SMD" "RMSE" "DSM" */
const char *fw_measure_name(fw_measure measure);

/* Mean, SD (N - 1) and range of a column. */
typedef struct fw_column_summary {
    double mean, sd, min, max;
} fw_column_summary;

/* How machine (or second human) m agrees with human h. */
typedef struct fw_evaluation {
    size_t n; /* rows with both */
    fw_column_summary h, m;
    fw_interval measure[FW_MEASURE_COUNT]; /* DSM of a group only */
} fw_evaluation;

/* Two columns to compare, and which rows belong to the group that is looked at. Borrowed. */
typedef struct fw_pairing {
    const double *h; /* finite */
    const double *m; /* NaN: the row takes no part */
    size_t rows;
    const uint32_t *group; /* by row; NULL: all rows are looked at */
    uint32_t member;       /* the group */
    bool pooled_smd;       /* SMD over the root mean square of both SDs (two raters), else over h's */
} fw_pairing;
/*
 * Agreement within the group. DSM takes mean and SD of h from all rows, of m from all rows that have one.
 * Kappa is NaN where rounded values span more than 65536 categories, its interval above 32.
 */
fw_code fw_evaluate_pair(const fw_resampler *resampler, const fw_pairing *pairing, fw_evaluation *out,
                         fw_error *err);

/* ---- a second rater ---- */

/* What is lost when a machine stands in for the second rater. */
typedef struct fw_degradation {
    fw_interval measure[FW_MEASURE_COUNT]; /* h with m (all rows) minus h with h2; R2, RMSE, DSM are NaN */
    double corr_hm, corr_hh, sqrt_hh;
    fw_interval disattenuated; /* corr_hm / sqrt(corr_hh) */
} fw_degradation;
/* All rows; h2 NaN where the row was rated once. */
fw_code fw_evaluate_degradation(const fw_resampler *resampler, const double *h, const double *m,
                                const double *h2, size_t rows, fw_degradation *out, fw_error *err);

/* ---- true scores ---- */

/* How well the scores predict what the raters would say on average if there were endlessly many. */
typedef struct fw_true_score {
    size_t n, raters, single, multiple; /* rows with a rating; columns; rows with one rating, with more */
    double error_variance, true_variance, mse;
    fw_interval prmse; /* NaN where the variance of true scores is not positive; the value, an estimate, may
                        * be above 1, its interval ends at 1, and is none where all of it lies beyond */
} fw_true_score;
/*
 * rating[j][row] is rater column j's, NaN where not given. `error_variance` NaN: estimated from the rows with
 * two or more ratings; without such rows all is NaN.
 */
fw_code fw_evaluate_true_score(const fw_resampler *resampler, const double *const *rating, size_t raters,
                               const double *m, size_t rows, double error_variance, fw_true_score *out,
                               fw_error *err);

/* ---- categories ---- */

/* Counts of rounded values: rows are those of h, columns those of m. Owned; fw_confusion_free. */
typedef struct fw_confusion {
    size_t levels;
    long *level;   /* values present in either, ascending */
    size_t *count; /* levels x levels */
    size_t n;
} fw_confusion;
/* FW_DATA: more than 200 categories. */
fw_code fw_confusion_count(const double *h, const double *m, size_t rows, fw_confusion *out, fw_error *err);
void fw_confusion_free(fw_confusion *confusion);

/* ---- fairness ---- */

typedef enum fw_fairness_kind {
    FW_FAIRNESS_OSA, /* overall score accuracy: squared error by group */
    FW_FAIRNESS_OSD, /* overall score difference: error by group */
    FW_FAIRNESS_CSD, /* conditional score difference: error by group, at the same human score */
    FW_FAIRNESS_COUNT
} fw_fairness_kind;
/* "OSA"; "Overall score accuracy" */
const char *fw_fairness_short(fw_fairness_kind kind);
const char *fw_fairness_title(fw_fairness_kind kind);

/* One coefficient. Its interval is Student's t. */
typedef struct fw_fairness_estimate {
    fw_interval estimate;
    double p;
} fw_fairness_estimate;

/* The three analyses. Owned arrays; fw_fairness_free. */
typedef struct fw_fairness {
    size_t groups;
    uint32_t *order; /* groups by size, largest first, ties in their own order; order[0] is the reference */
    size_t *size;    /* of order[i] */
    fw_fairness_estimate *estimate[FW_FAIRNESS_COUNT]; /* of order[i]; [0] is the intercept: the reference */
    double r2[FW_FAIRNESS_COUNT];  /* adjusted; of CSD what groups add to the human score */
    double sig[FW_FAIRNESS_COUNT]; /* p of the F test that groups do not matter */
    size_t n;
} fw_fairness;
/*
 * Error = m - h of every row, by group[row] < groups (groups in the order of their names; empty ones are left
 * out). With one group, or no more rows than coefficients, figures are NaN. A group that is nobody's equal in
 * human score (CSD) has NaN, and all of CSD is where human scores times groups exceed 4 million.
 */
fw_code fw_evaluate_fairness(const double *h, const double *m, const uint32_t *group, size_t rows,
                             size_t groups, fw_fairness *out, fw_error *err);
void fw_fairness_free(fw_fairness *fairness);

/* ---- change between two attempts of the same people ---- */

/*
 * Paired change, after minus before. NaN where not defined (one pair, no spread). It says that people
 * changed, never why: without a comparison group neither practice nor regression to the mean can be told
 * from a programme.
 */
typedef struct fw_programme_effect {
    size_t n;             /* pairs */
    double before, after; /* means */
    fw_interval change;   /* mean change; Student's t */
    double t, df, p;      /* paired t test, two-sided */
    double v, v_p;        /* Wilcoxon signed ranks: sum of the positive ranks, two-sided p */
    bool v_exact;         /* p is exact (fewer than 50 changes, none equal in size); else normal */
    fw_interval d_av;     /* mean change / mean of the two SDs (Cumming 2012); variance after Bonett (2008) */
    fw_interval improved; /* share of pairs with after > before; Wilson */
    double r;             /* of before with after */
    double baseline;      /* r of before with the change: negative, as those who began low gain more */
} fw_programme_effect;
fw_code fw_programme_measure(const double *before, const double *after, size_t pairs,
                             fw_programme_effect *out, fw_error *err);

/* Pairs of many people, on one or more measures; metric 0 is the overall score, others its parts. */
typedef struct fw_programme_pairs {
    const double *const *before, *const *after; /* by metric, then by pair */
    size_t metrics, pairs;
    const uint32_t *cohort; /* by pair; NULL: no cohorts */
    size_t cohorts;
    const bool *shown; /* by cohort: those not shown are left out */
} fw_programme_pairs;

#define FW_PROGRAMME_ALL UINT32_MAX
/* One line of the programme effect: all cohorts or one, one metric. */
typedef struct fw_programme_row {
    uint32_t cohort; /* FW_PROGRAMME_ALL: everybody */
    size_t metric;
    fw_programme_effect effect;
    double p_holm, v_p_holm; /* adjusted within the family of tests; NaN for the overall effect */
} fw_programme_row;
/*
 * The overall effect; the cohorts' (one family of tests); the parts' (one family); the parts' by cohort (one
 * family). *rows is the caller's to free().
 */
fw_code fw_programme_table(const fw_programme_pairs *pairs, fw_programme_row **rows, size_t *count,
                           fw_error *err);

/* Pairs that need not be in memory: each metric's are gone through three times. */
typedef void fw_pair_visitor(void *to, double before, double after, uint32_t cohort);
typedef struct fw_programme_source {
    /* Shows the pairs of a metric whose values are finite, always in the same order; other threads may ask
     * for other metrics meanwhile. */
    fw_code (*each)(void *context, size_t metric, fw_pair_visitor *visit, void *to, fw_error *err);
    void *context;
    size_t metrics;
    size_t cohorts; /* 0: everybody alone, whatever `cohort` takes */
    const bool *shown;
    size_t threads; /* 0: all processors */
} fw_programme_source;
/* The same table; memory for the changes of one metric a thread, 8 bytes a pair. */
fw_code fw_programme_stream(const fw_programme_source *source, fw_programme_row **rows, size_t *count,
                            fw_error *err);

/* Holm's step-down adjustment of `count` p-values; NaN entries stay NaN and do not count. False when memory
 * is out. */
bool fw_holm(const double *p, size_t count, double *adjusted);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
