/*
 * simulate_recovery.h: counting the 95 % intervals that hold what was put into simulated cohorts.
 *
 * The count is binomial. It has to lie where a true rate of 95 % puts it in all but one of ten thousand cases
 * on either side, so that an interval that is clearly too short or too long fails. Seeds are fixed: the
 * counts are the same on every run.
 */
#ifndef FAILWISE_TEST_SIMULATE_RECOVERY_H
#define FAILWISE_TEST_SIMULATE_RECOVERY_H

#include "fit_table_support.h"

#include <failwise/simulate.h>

/* ---- counting ---- */

typedef struct {
    const char *what;
    size_t held, total;
} coverage;

static inline void count(coverage *c, double low, double truth, double high) {
    assert_true(low <= high);
    c->total++;
    c->held += low <= truth && truth <= high;
}

/* P(X <= k) of n trials with probability p, summed up. */
static inline double binomial_below(size_t k, size_t n, double p) {
    double sum = 0;
    for (size_t i = 0; i <= k; i++)
        sum += exp(lgamma((double)n + 1) - lgamma((double)i + 1) - lgamma((double)(n - i) + 1) +
                   (double)i * log(p) + (double)(n - i) * log1p(-p));
    return sum;
}

static inline void assert_nominal(const coverage *c) {
    const double below = binomial_below(c->held, c->total, 0.95);
    const double above = c->held ? 1 - binomial_below(c->held - 1, c->total, 0.95) : 1;
    print_message("%-24s %zu of %zu intervals hold it (%.1f %%)\n", c->what, c->held, c->total,
                  100 * (double)c->held / (double)c->total);
    if (below < 1e-4 || above < 1e-4) fail_msg("%s: not a rate of 95 %%", c->what);
}

/* ---- cohorts ---- */

/* Raters differ in severity only; ratings are as they are felt: the assumptions of the classic intervals. */
static inline fw_simulate_options plain(uint64_t answers, size_t raters, size_t ratings, uint64_t seed) {
    fw_simulate_options o = fw_simulate_defaults();
    o.answers = answers;
    o.raters = raters;
    o.ratings = ratings;
    o.seed = seed;
    o.step = o.range = o.consistency = 0;
    return o;
}

static inline fw_population *population(const fw_simulate_options *options) {
    fw_population *p = NULL;
    fw_error err = {0};
    assert_int_equal(fw_population_new(options, &p, &err), FW_OK);
    return p;
}

enum { MOST_RATINGS = 8 };

static inline double mean_rating(const fw_population *p, const fw_sim_answer *answer) {
    fw_sim_rating rating[MOST_RATINGS];
    const size_t ratings = fw_population_options(p)->ratings;
    fw_population_rate(p, answer, rating);
    double sum = 0;
    for (size_t i = 0; i < ratings; i++) sum += rating[i].overall;
    return sum / (double)ratings;
}

#endif
