/* moments.c: what holds in the simulated population, by integration over quality instead of by drawing. */
#include "simulate/population.h"

#include <math.h>

enum { STEPS = 400 };          /* of the integral over quality */
static const double REACH = 7; /* in SD: what lies beyond is below 1e-11 */

typedef struct {
    double total;            /* weight of what was added */
    double first, second;    /* of overall */
    double part[FW_SIM_ARC]; /* of strengths */
} moments;

/* Mean and variance of a part's strength at one quality. */
static void strength_at(int part, double quality, double *mean, double *variance) {
    const double own = sqrt(1 - fw_sim_loading * fw_sim_loading);
    double first = 0, second = 0;
    for (int s = 1; s <= FW_SIM_MOST; s++) {
        const double reached = fw_normal_below((fw_sim_loading * quality - fw_sim_threshold(part, s)) / own);
        first += reached;
        second += (2 * s - 1) * reached;
    }
    *mean = first;
    *variance = second - first * first;
}

/* Adds the answers whose quality is normal about `centre`. */
static void integrate(const fw_sim_truth *truth, double centre, double sd, moments *m) {
    for (int i = 0; i <= STEPS; i++) {
        const double z = REACH * (2.0 * i / STEPS - 1), share = exp(-z * z / 2);
        double overall = truth->intercept, variance = 0;
        for (int k = 0; k < FW_SIM_ARC; k++) {
            double mean, spread;
            strength_at(FW_SIM_FAIL + k, centre + sd * z, &mean, &spread);
            overall += truth->weight[k] * mean;
            variance += truth->weight[k] * truth->weight[k] * spread;
            m->part[k] += share * mean;
        }
        m->first += share * overall;
        m->second += share * (overall * overall + variance);
        m->total += share;
    }
}

static moments attempt_moments(const fw_population *p, double progress) {
    moments m = {0};
    const double sd = hypot(p->person_sd, p->occasion_sd);
    for (size_t c = 0; c < p->options.cohorts; c++)
        integrate(&p->truth, p->cohort[c] + p->options.effect * progress, sd, &m);
    return m;
}

void fw_sim_moments(fw_population *p) {
    fw_sim_truth *truth = &p->truth;
    double first = 0, second = 0;
    const size_t attempts = p->options.attempts;
    for (size_t a = 1; a <= attempts; a++) {
        const moments m = attempt_moments(p, fw_sim_progress(&p->options, a));
        first += m.first / m.total / (double)attempts;
        second += m.second / m.total / (double)attempts;
    }
    truth->mean = first;
    truth->sd = sqrt(second - first * first);
    const moments before = attempt_moments(p, 0), after = attempt_moments(p, attempts > 1 ? 1 : 0);
    truth->effect = after.first / after.total - before.first / before.total;
    for (int k = 0; k < FW_SIM_ARC; k++)
        truth->effect_part[k] = after.part[k] / after.total - before.part[k] / before.total;
    truth->retest = 1 - p->occasion_sd * p->occasion_sd;
}
