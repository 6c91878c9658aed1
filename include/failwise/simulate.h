/*
 * simulate.h: synthetic cohorts with known truth, and how much data a question needs.
 *
 * An answer has a quality; its seven parts have strengths from 0 to 4 that follow the quality; its overall
 * score is a known weighting of five of them; raters see it through severity, range and noise. Texts say what
 * the strengths say. Everything is drawn from counters, not from a stream: answer 17 of seed 3 is the same
 * however many answers, threads or draws there are before it.
 */
#ifndef FAILWISE_SIMULATE_H
#define FAILWISE_SIMULATE_H

#include <failwise/run.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* Parts in the order in which they are told; the five of the arc stand in the middle. */
enum {
    FW_SIM_CONTEXT,
    FW_SIM_FAIL,
    FW_SIM_DIAG,
    FW_SIM_ACT,
    FW_SIM_LEARN,
    FW_SIM_IMPR,
    FW_SIM_CLOSE,
    FW_SIM_PARTS,
    FW_SIM_ARC = 5,       /* parts that count, from FW_SIM_FAIL on */
    FW_SIM_MOST = 4,      /* highest strength */
    FW_SIM_RATERS = 500,  /* most raters */
    FW_SIM_COHORTS = 100, /* most cohorts */
    FW_SIM_ATTEMPTS = 100 /* most attempts */
};
const char *fw_sim_part_name(int part);

typedef enum fw_sim_style {
    FW_SIM_WRITTEN,
    FW_SIM_SPOKEN,     /* fillers, restarts, contractions */
    FW_SIM_SECOND,     /* second-language phrasing */
    FW_SIM_TRANSCRIPT, /* spoken, without punctuation or capitals */
    FW_SIM_STYLE_COUNT
} fw_sim_style;
const char *fw_sim_style_name(fw_sim_style style);

/* What is asked for. Defaults by fw_simulate_defaults; NaN and 0 mean "follows from the rest" where said. */
typedef struct fw_simulate_options {
    uint64_t answers;
    uint64_t participants; /* 0: answers / attempts, rounded up */
    size_t attempts;       /* of each participant; 0: 2, or answers / participants */
    size_t cohorts;        /* 0: 4, or as many as participants */
    size_t raters;
    size_t ratings; /* of each answer, by raters drawn for it */
    uint64_t seed;
    double effect; /* change of quality from the first to the last attempt, in SD within an attempt */
    double
        reliability; /* of one rating: the answers' share of its variance; NaN: .7, or follows from noise */
    double noise;    /* SD of a rating about what its rater would give on average; NaN: follows */
    double severity; /* SD of the raters' severities, in points */
    double range;    /* SD of how far raters stretch the scale, about 1 */
    double consistency;  /* SD of the logarithm of the raters' noise */
    double step;         /* ratings are rounded to it and held to the scale; 0: neither */
    double dirty;        /* share of unusable rows planted among the answers */
    bool part_ratings;   /* raters also rate the five parts, 0 to 4 */
    const char *grammar; /* folder with sentences.tsv, domains.tsv, styles.tsv; NULL: built in */
    const char *output;  /* folder */
    bool force;
    size_t threads; /* 0: all processors */
    fw_progress progress;
} fw_simulate_options;

fw_simulate_options fw_simulate_defaults(void);

/* One rater, as put in. */
typedef struct fw_sim_rater {
    double severity; /* points added to every rating; sum to 0 over raters */
    double range;    /* 1: the whole scale; below: pulled to the middle; mean 1 over raters */
    double noise;    /* SD in points; mean square over raters is the noise squared */
} fw_sim_rater;

/* One answer, as put in. */
typedef struct fw_sim_answer {
    uint64_t index;
    uint64_t participant;
    size_t cohort;
    size_t attempt; /* from 1 */
    double quality; /* SD 1 within an attempt; mean 0 in the first */
    int strength[FW_SIM_PARTS];
    double overall; /* 1 to 5 */
    fw_sim_style style;
} fw_sim_answer;

/* One judgement, as a rater gives it (rounded when step says so). */
typedef struct fw_sim_rating {
    size_t rater;
    double overall;
    double part[FW_SIM_ARC];
} fw_sim_rating;

/* What holds in the population, computed (not drawn). */
typedef struct fw_sim_truth {
    double intercept, weight[FW_SIM_ARC];   /* overall = intercept + sum of weight * strength */
    double mean, sd;                        /* of overall, over all attempts and cohorts */
    double effect, effect_part[FW_SIM_ARC]; /* mean change from the first to the last attempt */
    double noise;
    double reliability; /* of one rating by a rater drawn at random: ICC(A,1) */
    double consistency; /* of one rating once severity is set aside: ICC(C,1) */
    double retest;      /* correlation of quality between two attempts */
} fw_sim_truth;

/* The population behind a simulation: everything but the texts. */
typedef struct fw_population fw_population;

/* FW_USAGE: options that cannot hold together (see fw_simulate). Free with fw_population_free (takes NULL).
 */
fw_code fw_population_new(const fw_simulate_options *options, fw_population **out, fw_error *err);
void fw_population_free(fw_population *population);
const fw_sim_truth *fw_population_truth(const fw_population *population);
/* The options with everything filled in that followed from the rest. */
const fw_simulate_options *fw_population_options(const fw_population *population);
const fw_sim_rater *fw_population_rater(const fw_population *population, size_t rater);
/* Safe on several threads. */
void fw_population_answer(const fw_population *population, uint64_t index, fw_sim_answer *out);
/* Fills `out` with options->ratings judgements, by rater. */
void fw_population_rate(const fw_population *population, const fw_sim_answer *answer, fw_sim_rating *out);

/* What a simulation wrote. */
typedef struct fw_simulate_result {
    uint64_t answers, participants, ratings, planted, bytes;
    fw_sim_truth truth;
    double seconds;
} fw_simulate_result;

/*
 * Writes answers.csv, ratings.csv (with ratings), truth.csv, raters.csv, planted.csv (with dirty), truth.json
 * and README.md into options->output. FW_USAGE: no answers, participants and attempts that do not make up the
 * answers, more ratings than raters, a reliability that severity and range leave no room for. FW_NOINPUT,
 * FW_DATA: a grammar that cannot be read. FW_CANTCREATE, FW_BUSY, FW_IO, FW_INTERRUPTED.
 */
fw_code fw_simulate(const fw_simulate_options *options, fw_simulate_result *result, fw_error *err);

/* ---- how much data a question needs ---- */

enum { FW_POWER_ROWS = 64 };

/* Which question a row answers. */
typedef enum fw_power_kind {
    FW_POWER_CORRELATION, /* rated answers for a 95 % interval of r no wider than +- width (Fisher's z) */
    FW_POWER_RATERS,      /* raters an answer for a reliability (Spearman-Brown, decision study) */
    FW_POWER_EFFECT       /* participants to find a change with a power (paired t, two-sided .05) */
} fw_power_kind;

/* One row: what was asked, the number needed, and what simulated cohorts of that size gave. */
typedef struct fw_power_row {
    fw_power_kind kind;
    double
        given; /* r; 0 = a new rater each time (absolute), 1 = the same raters for all (relative); effect */
    double target; /* half width; reliability; power */
    uint64_t needed;
    double expected; /* what `needed` gives by formula: half width, reliability, power */
    double found;    /* the same, simulated; NaN when it was not (too large) */
    double coverage; /* correlation: share of simulated 95 % intervals that hold r; NaN elsewhere */
} fw_power_row;

typedef struct fw_power {
    fw_power_row row[FW_POWER_ROWS];
    size_t count;
    size_t repeats;     /* simulated studies behind each `found` */
    fw_sim_truth truth; /* of the population behind the rater and effect rows */
    double change_sd;   /* SD of the change of an overall rating between the first and the last attempt */
} fw_power;

/*
 * Of options: attempts, cohorts, raters, ratings, effect, reliability and the rest of the population; answers
 * may be 0. `repeats` simulated studies check each row; 0 leaves the check out. FW_USAGE as above.
 */
fw_code fw_power_compute(const fw_simulate_options *options, size_t repeats, fw_power *out, fw_error *err);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
