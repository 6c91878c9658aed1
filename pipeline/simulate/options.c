/* options.c: what a simulation may be asked for, and what follows from what. */
#include "simulate/population.h"

#include <inttypes.h>
#include <math.h>

static const double DEFAULT_RELIABILITY = 0.7;
static const uint64_t MOST_ANSWERS = 100000000; /* ids have nine digits */

fw_simulate_options fw_simulate_defaults(void) {
    return (fw_simulate_options){.attempts = 0,
                                 .cohorts = 0,
                                 .raters = 6,
                                 .ratings = 2,
                                 .effect = 0.5,
                                 .reliability = (double)NAN,
                                 .noise = (double)NAN,
                                 .severity = 0.3,
                                 .range = 0.1,
                                 .consistency = 0.2,
                                 .step = 1};
}

/* Participants and attempts: either follows from the other. */
static fw_code complete_participants(fw_simulate_options *o, fw_error *err) {
    enum { ATTEMPTS = 2 };
    if (o->participants > o->answers)
        return fw_fail(err, FW_USAGE, "%" PRIu64 " participants cannot share %" PRIu64 " answers",
                       o->participants, o->answers);
    if (o->attempts == 0) {
        const uint64_t each =
            o->participants ? (o->answers + o->participants - 1) / o->participants : ATTEMPTS;
        if (each > FW_SIM_ATTEMPTS)
            return fw_fail(err, FW_USAGE,
                           "%" PRIu64 " answers of %" PRIu64 " participants are more than %d each",
                           o->answers, o->participants, FW_SIM_ATTEMPTS);
        o->attempts = (size_t)each;
    }
    const uint64_t needed = (o->answers + o->attempts - 1) / o->attempts;
    if (o->participants == 0) o->participants = needed;
    if (o->participants != needed)
        return fw_fail(err, FW_USAGE,
                       "%" PRIu64 " participants with %zu attempts each do not make %" PRIu64 " answers",
                       o->participants, o->attempts, o->answers);
    return FW_OK;
}

typedef struct {
    const char *what;
    double value, min, max;
} bound;

static fw_code check_bounds(const fw_simulate_options *o, fw_error *err) {
    const bound bounds[] = {{"the number of cohorts", (double)o->cohorts, 0, FW_SIM_COHORTS},
                            {"the number of raters", (double)o->raters, 0, FW_SIM_RATERS},
                            {"the number of attempts", (double)o->attempts, 0, FW_SIM_ATTEMPTS},
                            {"the effect", o->effect, -5, 5},
                            {"the severity", o->severity, 0, 5},
                            {"the range", o->range, 0, 0.3},
                            {"the consistency", o->consistency, 0, 1},
                            {"the rating step", o->step, 0, 2},
                            {"the share of planted rows", o->dirty, 0, 0.5},
                            {"the reliability", isnan(o->reliability) ? 0.5 : o->reliability, 0.001, 1},
                            {"the noise", isnan(o->noise) ? 0 : o->noise, 0, 100}};
    for (size_t i = 0; i < sizeof bounds / sizeof bounds[0]; i++) {
        const bound *b = &bounds[i];
        if (!(b->value >= b->min && b->value <= b->max))
            return fw_fail(err, FW_USAGE, "%s is %g, and has to be from %g to %g", b->what, b->value, b->min,
                           b->max);
    }
    return FW_OK;
}

fw_code fw_simulate_complete(fw_simulate_options *o, fw_error *err) {
    enum { COHORTS = 4 };
    if (o->answers == 0) return fw_fail(err, FW_USAGE, "a simulation needs at least one answer");
    if (o->answers > MOST_ANSWERS)
        return fw_fail(err, FW_USAGE, "%" PRIu64 " answers are more than %" PRIu64, o->answers, MOST_ANSWERS);
    fw_code code = check_bounds(o, err);
    if (code == FW_OK) code = complete_participants(o, err);
    if (code != FW_OK) return code;
    if (o->ratings > o->raters)
        return fw_fail(err, FW_USAGE, "%zu ratings of each answer need as many raters, and there are %zu",
                       o->ratings, o->raters);
    if (isfinite(o->reliability) && isfinite(o->noise))
        return fw_fail(err, FW_USAGE, "reliability and noise say the same thing: give one of them");
    if (o->cohorts == 0) o->cohorts = o->participants < COHORTS ? (size_t)o->participants : COHORTS;
    if (o->cohorts > o->participants)
        return fw_fail(err, FW_USAGE, "%zu cohorts need as many participants, and there are %" PRIu64,
                       o->cohorts, o->participants);
    if (isnan(o->reliability) && isnan(o->noise)) o->reliability = DEFAULT_RELIABILITY;
    return FW_OK;
}
