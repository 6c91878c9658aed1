/* population.c: participants, answers, raters and their ratings, each drawn from its own counter. */
#include "simulate/population.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A part: what it is called, what it counts in overall, and its mean strength before thresholds cut it. */
static const struct {
    const char *name;
    double weight, base;
} PARTS[FW_SIM_PARTS] = {{"context", 0, 2.4},  {"fail", 0.18, 2.2}, {"diag", 0.22, 1.7}, {"act", 0.18, 2.0},
                         {"learn", 0.17, 1.8}, {"impr", 0.25, 1.5}, {"close", 0, 1.4}};
const double fw_sim_loading = 0.7;
static const double SPREAD = 1.25; /* of strengths, in steps of 1 */
static const double COHORT_SD = 0.25;
static const double PERSON_SHARE = 0.6; /* of the variance within a cohort: what a participant keeps */
static const double HALO_SHARE = 0.4;   /* of a rater's noise: common to all traits of one answer */
static const double SCALE_MIN = 1, SCALE_MAX = 5;

const char *fw_sim_part_name(int part) { return PARTS[part].name; }

const char *fw_sim_style_name(fw_sim_style style) {
    static const char *const NAMES[FW_SIM_STYLE_COUNT] = {"written", "spoken", "second", "transcript"};
    return NAMES[style];
}

double fw_sim_threshold(int part, int strength) { return (strength - 0.5 - PARTS[part].base) / SPREAD; }

double fw_sim_progress(const fw_simulate_options *options, size_t attempt) {
    return options->attempts > 1 ? (double)(attempt - 1) / (double)(options->attempts - 1) : 0;
}

/* ---- setting up ---- */

/* Cohorts lie evenly about 0, with a known SD. */
static void set_cohorts(fw_population *p) {
    const size_t n = p->options.cohorts;
    double squares = 0;
    for (size_t c = 0; c < n; c++) {
        p->cohort[c] = n > 1 ? 2.0 * (double)c / (double)(n - 1) - 1 : 0;
        squares += p->cohort[c] * p->cohort[c] / (double)n;
    }
    const double scale = squares > 0 ? COHORT_SD / sqrt(squares) : 0;
    for (size_t c = 0; c < n; c++) p->cohort[c] *= scale;
    const double within = 1 - (n > 1 ? COHORT_SD * COHORT_SD : 0);
    p->person_sd = sqrt(within * PERSON_SHARE);
    p->occasion_sd = sqrt(within * (1 - PERSON_SHARE));
}

/* Noise from reliability, or the other way round: shares of the variance of one rating. */
static fw_code set_noise(fw_population *p, fw_error *err) {
    const fw_simulate_options *o = &p->options;
    fw_sim_truth *t = &p->truth;
    const double answers = t->sd * t->sd, range = o->range * o->range * answers;
    const double other = range + o->severity * o->severity;
    double noise = o->noise * o->noise;
    if (isnan(o->noise)) {
        noise = answers / o->reliability - answers - other;
        if (noise < 0)
            return fw_fail(err, FW_USAGE,
                           "a reliability of %g cannot be had: severity and range alone leave %.3f at most",
                           o->reliability, answers / (answers + other));
    }
    t->noise = sqrt(noise);
    t->reliability = answers / (answers + other + noise);
    t->consistency = answers / (answers + range + noise);
    return FW_OK;
}

static void set_raters(fw_population *p) {
    const size_t n = p->options.raters;
    double severity = 0, range = 0, noise = 0;
    for (size_t r = 0; r < n; r++) {
        fw_random random = fw_random_of(p->options.seed, FW_FOR_RATERS, r);
        fw_sim_rater *rater = &p->rater[r];
        rater->severity = p->options.severity * fw_random_normal(&random);
        rater->range = p->options.range * fw_random_normal(&random);
        rater->noise = exp(p->options.consistency * fw_random_normal(&random));
        severity += rater->severity / (double)n;
        range += rater->range / (double)n;
        noise += rater->noise * rater->noise / (double)n;
    }
    for (size_t r = 0; r < n; r++) {
        p->rater[r].severity -= severity;
        p->rater[r].range += 1 - range;
        p->rater[r].noise *= p->truth.noise / sqrt(noise);
    }
}

fw_code fw_population_new(const fw_simulate_options *options, fw_population **out, fw_error *err) {
    *out = NULL;
    fw_population *p = calloc(1, sizeof *p);
    if (!p) return fw_fail_nomem(err);
    p->options = *options;
    fw_code code = fw_simulate_complete(&p->options, err);
    if (code == FW_OK) {
        p->truth.intercept = SCALE_MIN;
        for (int k = 0; k < FW_SIM_ARC; k++) p->truth.weight[k] = PARTS[FW_SIM_FAIL + k].weight;
        set_cohorts(p);
        fw_sim_moments(p);
        code = set_noise(p, err);
    }
    if (code != FW_OK) {
        fw_population_free(p);
        return code;
    }
    set_raters(p);
    *out = p;
    return FW_OK;
}

void fw_population_free(fw_population *population) { free(population); }
const fw_sim_truth *fw_population_truth(const fw_population *population) { return &population->truth; }
const fw_simulate_options *fw_population_options(const fw_population *population) {
    return &population->options;
}
const fw_sim_rater *fw_population_rater(const fw_population *population, size_t rater) {
    return &population->rater[rater];
}

/* ---- drawing ---- */

static fw_sim_style draw_style(fw_random *random) {
    static const unsigned PERCENT[FW_SIM_STYLE_COUNT] = {45, 30, 17, 8};
    unsigned at = fw_random_below(random, 100);
    for (int style = 0; style < FW_SIM_STYLE_COUNT - 1; style++) {
        if (at < PERCENT[style]) return (fw_sim_style)style;
        at -= PERCENT[style];
    }
    return FW_SIM_TRANSCRIPT;
}

void fw_population_answer(const fw_population *p, uint64_t index, fw_sim_answer *out) {
    const fw_simulate_options *o = &p->options;
    *out = (fw_sim_answer){.index = index,
                           .participant = index / o->attempts,
                           .attempt = 1 + (size_t)(index % o->attempts),
                           .overall = p->truth.intercept};
    fw_random person = fw_random_of(o->seed, FW_FOR_PARTICIPANT, out->participant);
    fw_random answer = fw_random_of(o->seed, FW_FOR_ANSWER, index);
    out->cohort = fw_random_below(&person, (uint32_t)o->cohorts);
    out->quality = p->cohort[out->cohort] + o->effect * fw_sim_progress(o, out->attempt) +
                   p->person_sd * fw_random_normal(&person) + p->occasion_sd * fw_random_normal(&answer);
    out->style = draw_style(&person);
    const double own = sqrt(1 - fw_sim_loading * fw_sim_loading);
    for (int part = 0; part < FW_SIM_PARTS; part++) {
        const double propensity = fw_sim_loading * out->quality + own * fw_random_normal(&answer);
        while (out->strength[part] < FW_SIM_MOST &&
               propensity > fw_sim_threshold(part, out->strength[part] + 1))
            out->strength[part]++;
        out->overall += PARTS[part].weight * out->strength[part];
    }
}

/* `count` of `n` raters, ascending, each set as likely as any other (Floyd's way). */
static void choose_raters(fw_random *random, size_t n, size_t count, fw_sim_rating *out) {
    for (size_t i = 0; i < count; i++) {
        size_t pick = n == count ? i : fw_random_below(random, (uint32_t)(n - count + i + 1));
        for (size_t j = 0; j < i; j++)
            if (out[j].rater == pick) pick = n - count + i;
        size_t at = i;
        for (; at > 0 && out[at - 1].rater > pick; at--) out[at].rater = out[at - 1].rater;
        out[at].rater = pick;
    }
}

/* As it is written down: on the scale, in steps. */
static double written(const fw_population *p, double value, double min, double max) {
    const double step = p->options.step;
    if (!(step > 0)) return value;
    const double rounded = min + step * nearbyint((value - min) / step);
    return rounded < min ? min : rounded > max ? max : rounded;
}

void fw_population_rate(const fw_population *p, const fw_sim_answer *answer, fw_sim_rating *out) {
    const fw_simulate_options *o = &p->options;
    fw_random random = fw_random_of(o->seed, FW_FOR_RATINGS, answer->index);
    choose_raters(&random, o->raters, o->ratings, out);
    const double middle = FW_SIM_MOST / 2.0, own = sqrt(1 - HALO_SHARE);
    for (size_t i = 0; i < o->ratings; i++) {
        const fw_sim_rater *r = &p->rater[out[i].rater];
        const double halo = sqrt(HALO_SHARE) * fw_random_normal(&random);
        const double seen = p->truth.mean + r->range * (answer->overall - p->truth.mean) + r->severity;
        out[i].overall =
            written(p, seen + r->noise * (halo + own * fw_random_normal(&random)), SCALE_MIN, SCALE_MAX);
        for (int k = 0; k < FW_SIM_ARC && o->part_ratings; k++) {
            const double part =
                middle + r->range * (answer->strength[FW_SIM_FAIL + k] - middle) + r->severity;
            out[i].part[k] =
                written(p, part + r->noise * (halo + own * fw_random_normal(&random)), 0, FW_SIM_MOST);
        }
    }
}
