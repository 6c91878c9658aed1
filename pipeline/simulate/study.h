/*
 * study.h: simulated studies, one number of each, to check what the formulas of power.c promise.
 *
 * Studies draw answers and ratings as a simulated cohort does; every study takes other answers of the
 * population.
 */
#ifndef FAILWISE_SIMULATE_STUDY_H
#define FAILWISE_SIMULATE_STUDY_H

#include "simulate/population.h"

typedef struct fw_study_plan {
    const fw_simulate_options *options;
    const fw_population *population;
    size_t repeats;
    uint64_t seed;
} fw_study_plan;

/*
 * Correlates mean ratings with a score whose correlation with them is r, on `answers` answers of other
 * participants each. `width`: mean half width of Fisher's 95 % interval; `coverage`: share of them that hold
 * r.
 */
void fw_study_correlation(const fw_study_plan *plan, double r, uint64_t answers, double *width,
                          double *coverage);
/*
 * Squared correlation of overall with the mean of `raters` ratings: new raters for each answer, or the same
 * for all. Mean over `studies`.
 */
double fw_study_reliability(const fw_study_plan *plan, bool same, uint64_t raters, uint64_t answers,
                            size_t studies);
/* Share of paired t tests with p < .05 on the first and last attempts of so many participants. */
double fw_study_power(const fw_study_plan *plan, uint64_t participants);
/*
 * Mean and SD of a participant's change in mean rating from the first to the last attempt. Rounding and the
 * ends of the scale take a little of what quality gains, so the mean is drawn, not computed; what overall
 * itself does is known, and only the difference from it is left to chance.
 */
void fw_study_change(const fw_study_plan *plan, double *mean, double *sd);

/* power.c: the formulas, for their tests. */
double fw_power_half_width(double r, double n);
uint64_t fw_power_answers(double r, double half_width);
double fw_power_brown(double one, double raters);
uint64_t fw_power_raters(double one, double target);
uint64_t fw_power_participants(double standardised, double power);
double fw_power_paired(double standardised, double n);
/* study.c: the 97.5 % point of Student's t (Cornish and Fisher's expansion: 4 digits from 4 df on). */
double fw_t_critical(double df);

#endif
