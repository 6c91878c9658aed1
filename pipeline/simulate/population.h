/*
 * population.h: the model behind simulated cohorts, for the rest of the stage.
 *
 * quality = cohort + effect * progress + person + occasion, SD 1 within an attempt. A part's strength is
 * where .7 * quality + .71 * (its own luck) falls between four thresholds. overall = 1 + sum of weight *
 * strength. A rating is mean + range * (overall - mean) + severity + noise.
 */
#ifndef FAILWISE_SIMULATE_POPULATION_H
#define FAILWISE_SIMULATE_POPULATION_H

#include "simulate/random.h"

#include <failwise/simulate.h>

/* What a stream of random numbers is for. Numbers are part of what a seed means: never reuse one. */
enum fw_purpose {
    FW_FOR_RATERS = 1,
    FW_FOR_PARTICIPANT = 2,
    FW_FOR_ANSWER = 3,
    FW_FOR_RATINGS = 4,
    FW_FOR_TEXT = 5,
    FW_FOR_FACTS = 6,
    FW_FOR_PLANTED = 7,
    FW_FOR_STUDIES = 8,
    FW_FOR_LENGTH = 9
};

struct fw_population {
    fw_simulate_options options; /* complete: nothing left to follow from the rest */
    fw_sim_truth truth;
    fw_sim_rater rater[FW_SIM_RATERS];
    double cohort[FW_SIM_COHORTS]; /* offsets of quality */
    double person_sd, occasion_sd;
};

extern const double fw_sim_loading; /* of strengths on quality */

/* Quality above which a part reaches `strength` (1..4), as a threshold of its standardised propensity. */
double fw_sim_threshold(int part, int strength);
/* Share of the way from the first attempt (0) to the last (1). */
double fw_sim_progress(const fw_simulate_options *options, size_t attempt);
/* Fills means, variances, effects and reliabilities of the truth; weights, cohorts and SDs must be set. */
void fw_sim_moments(fw_population *population);

/* Completes the options: FW_USAGE where they cannot hold together. */
fw_code fw_simulate_complete(fw_simulate_options *options, fw_error *err);

#endif
