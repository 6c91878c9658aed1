/*
 * raters.h: how well the raters of one trait agree, how reliable their ratings are, and what each one adds.
 *
 * A panel is the ratings of one trait: any number of raters, any gaps, at most one rating by a rater for an
 * answer. Everything is held sparse, by answer and by rater; the only square table is raters x raters, of the
 * normal equations. Raters are in byte order of their names, and sums go by distinct patterns or by answer,
 * so that results depend neither on threads nor on the order in which raters first appear.
 *
 * A measure that is not defined for the panel is NaN, and a note says why.
 */
#ifndef FAILWISE_RATERS_H
#define FAILWISE_RATERS_H

#include <failwise/agreement.h>
#include <failwise/ratings.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

enum {
    FW_DECISION_RATERS = 10,    /* the decision study goes from 1 to this many */
    FW_MOST_LEVELS = 100,       /* more distinct ratings than this are not tabled one by one */
    FW_MOST_CATEGORIES = 20,    /* nor taken as the categories of a rating scale */
    FW_MOST_PANEL_RATERS = 1000 /* raters x raters tables must fit */
};

/* What is analysed. Borrowed. */
typedef struct fw_panel {
    const fw_rating *ratings; /* grouped by answer, as fw_ratings_all gives them */
    size_t count;
    const char *const *raters; /* names by fw_rating.rater */
    size_t rater_count;
    int trait;              /* ratings of other traits are passed over */
    const char *trait_name; /* for messages */
    size_t resamples;       /* of the bootstrap of alpha; 0: no interval */
    uint64_t seed;
} fw_panel;

/*
 * Two raters on the answers that both rated. kappa: Cohen's, on ratings rounded half to even (1 when all are
 * one category); qwk, r, smd, exact, adjacent as in agreement.h, except that smd divides by the root mean of
 * both variances.
 */
typedef struct fw_rater_pair {
    uint32_t a, b; /* indices of raters, a < b */
    double kappa;
    fw_agreement agreement; /* human = a, machine = b */
    double difference;      /* mean of b minus mean of a */
} fw_rater_pair;

/*
 * Intraclass correlations (Shrout and Fleiss 1979; McGraw and Wong 1996): 1 = one-way, A = absolute
 * agreement, C = consistency; of one rating, or of the mean of k.
 */
typedef enum fw_icc_kind {
    FW_ICC_1,
    FW_ICC_A1,
    FW_ICC_C1,
    FW_ICC_K,
    FW_ICC_AK,
    FW_ICC_CK,
    FW_ICC_COUNT
} fw_icc_kind;
/* "icc_1" "icc_a1" "icc_c1" "icc_k" "icc_ak" "icc_ck"; and as print has them: "ICC(1)" "ICC(A,1)" .. */
const char *fw_icc_name(fw_icc_kind kind);
const char *fw_icc_title(fw_icc_kind kind);

/*
 * With every answer rated by every rater the intervals are exact under normality. With gaps the mean squares
 * are those of Henderson's method III, k and n the effective numbers in their expectations, the k of means is
 * the harmonic mean, and the intervals are approximations (one-way: Thomas and Hultquist 1978).
 */
typedef struct fw_icc {
    fw_interval of[FW_ICC_COUNT];
    bool complete; /* every rater rated every answer */
    double k;      /* ratings an answer: harmonic mean */
} fw_icc;

/* Krippendorff's alpha. Intervals: 2.5 and 97.5 % of resamples of answers. */
typedef enum fw_alpha_kind {
    FW_ALPHA_NOMINAL,
    FW_ALPHA_ORDINAL,
    FW_ALPHA_INTERVAL,
    FW_ALPHA_RATIO,
    FW_ALPHA_COUNT
} fw_alpha_kind;
const char *fw_alpha_name(fw_alpha_kind kind);
typedef struct fw_alpha {
    fw_interval of[FW_ALPHA_COUNT];
    size_t answers; /* with two ratings or more */
    size_t values;  /* pairable ratings */
    size_t resamples;
} fw_alpha;

/*
 * rating = answer + rater + residual; residual = answer x rater and error, which one rating a cell cannot
 * tell apart. Henderson's method III: unbiased whatever the gaps; a negative estimate is told and counts as
 * 0.
 */
typedef struct fw_components {
    double answer, rater, residual;          /* variances, as estimated */
    double answer_ms, rater_ms, residual_ms; /* mean squares, each adjusted for the other */
    double answer_df, rater_df, residual_df;
    double answer_weight, rater_weight; /* of the variance in the expected mean square (balanced: k and n) */
} fw_components;

/* Reliability of the mean of m raters: relative (ranking answers) and absolute (their level too). */
typedef struct fw_decision {
    double relative, absolute;
    double sem_relative, sem_absolute; /* standard errors of measurement, in points */
} fw_decision;

/* One bit a flag; names by fw_rater_flag_name in this order. */
typedef enum fw_rater_flag {
    FW_RATER_SEVERE = 1,        /* adds less than the panel: p < .05 (Holm), and a quarter SD at least */
    FW_RATER_LENIENT = 2,       /* adds more */
    FW_RATER_CENTRAL = 4,       /* central tendency: slope below .8, p < .05 (Holm) */
    FW_RATER_RESTRICTED = 8,    /* restricted range: SD below 2/3 of the panel's */
    FW_RATER_INCONSISTENT = 16, /* noise above 1.5 with p < .05 (Holm) */
    FW_RATER_FLAGS = 5
} fw_rater_flag;
const char *fw_rater_flag_name(size_t index);

typedef struct fw_rater {
    const char *name; /* borrowed from the panel */
    size_t count;
    double mean, sd, min, max;
    /*
     * Severity: the points that the rater adds to a rating, in the additive model answer + rater (least
     * squares; the raters' sum is 0). Below 0 is severe, above 0 lenient.
     */
    fw_interval severity;
    double severity_se, severity_p;
    /*
     * How far ratings follow the answer as the others see it (their mean, severity removed, shrunk by its
     * reliability): 1 is expected, below 1 pulls to the middle.
     */
    double slope, slope_se;
    double noise; /* variance about that line over the variance expected; 1 is expected */
    double noise_df;
    double rest_r; /* correlation with the mean of the others, severity removed */
    /* Of the rating scale model, in logits, same sign as severity; 1 is expected for infit and outfit. */
    double measure, measure_se, infit, outfit;
    bool extreme; /* only the lowest, or only the highest category: the measure is an estimate */
    uint32_t flags;
} fw_rater;

/*
 * Many-facet Rasch model, rating scale: log(P(k) / P(k - 1)) = answer + rater - threshold k. Marginal maximum
 * likelihood, answers normal (quadrature, EM); errors from the observed information. Where it did not
 * converge every figure is NAN, raters' logits included: the likelihood has no peak, and they would grow with
 * the passes.
 */
typedef struct fw_facets {
    bool fitted, converged;
    size_t iterations, categories;
    double category[FW_MOST_CATEGORIES]; /* ratings, ascending */
    size_t category_count[FW_MOST_CATEGORIES];
    double threshold[FW_MOST_CATEGORIES]; /* of category k over k - 1; sum 0; [0] is not used */
    double threshold_se[FW_MOST_CATEGORIES];
    double mean, sd, sd_se; /* of the answers */
    double reliability;     /* of the answers' measures (expected a posteriori) */
    double separation;      /* reliability of the differences between raters */
    double log_likelihood;
} fw_facets;

/* Ratings of one value by one rater. */
typedef struct fw_rater_level {
    uint32_t rater;
    double value;
    size_t count;
} fw_rater_level;

typedef struct fw_panel_result {
    char trait[64];
    size_t ratings, answers, shared_answers; /* shared: with two ratings or more */
    double mean, sd, min, max;
    fw_rater *rater;
    size_t rater_count;
    fw_rater_pair *pair; /* that share an answer */
    size_t pair_count;
    fw_rater_level *level; /* by rater and value; none when there are more than FW_MOST_LEVELS values */
    size_t level_count;
    fw_icc icc;
    fw_alpha alpha;
    fw_components components;
    fw_decision decision[FW_DECISION_RATERS];
    fw_facets facets;
    double exact, adjacent, kappa, qwk; /* of pairs, weighted by their answers */
    char note[12][240];
    size_t note_count;
} fw_panel_result;

/*
 * Analyses one trait. FW_DATA: no rating of the trait; one rater only; more than FW_MOST_PANEL_RATERS; raters
 * in groups that share no answer (the message names them).
 */
fw_code fw_panel_analyse(const fw_panel *panel, fw_panel_result **out, fw_error *err);
void fw_panel_free(fw_panel_result *result);

/*
 * What each rater adds to a rating (see fw_rater.severity), by fw_rating.rater; 0 for raters without a rating
 * on the trait. free() it. Errors as above.
 */
fw_code fw_panel_severity(const fw_panel *panel, double **out, fw_error *err);

/* Raters that a mean needs to be `wanted` reliable, relative or absolute; NaN when none would do. */
double fw_raters_needed(const fw_components *components, bool absolute, double wanted);

/* ---- `failwise agree`: a file of ratings, trait by trait ---- */

struct fw_run_options;

typedef struct fw_agree_options {
    const char *path; /* ratings in long form, "-" for stdin */
    const struct fw_run_options
        *run;                  /* map, scale, seed, output (a folder, or NULL), force, max_reject_rate */
    const char *const *traits; /* NULL: all, in the order of their first row */
    size_t trait_count;
    size_t resamples;
} fw_agree_options;

/* Zero-initialise; free with fw_agree_free. */
typedef struct fw_agree {
    fw_ratings *ratings; /* which hold the rejects and the raters' names */
    fw_panel_result **trait;
    size_t trait_count;
    bool reject_gate_failed;
} fw_agree;

/*
 * Loads, analyses, and writes the tables where an output was named. FW_GATE: done, but more rows were
 * rejected than max_reject_rate allows. FW_DATA: no usable rating; as fw_panel_analyse for a trait.
 */
fw_code fw_run_agree(const fw_agree_options *options, fw_agree *out, fw_error *err);
void fw_agree_free(fw_agree *agree);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
