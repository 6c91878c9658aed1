/* power.c: how much data a question needs, by formula, and what simulated studies of that size give. */
#include "simulate/study.h"

#include <math.h>

static const double CONFIDENCE = 0.975; /* two-sided .05 */
enum { REPEATS_ROWS_MOST = 40000000 };  /* draws that one row may take for its check */

static const double CORRELATIONS[] = {0.3, 0.5, 0.7, 0.85};
static const double HALF_WIDTHS[] = {0.1, 0.05, 0.03};
static const double RELIABILITIES[] = {0.7, 0.8, 0.9, 0.95};
static const double EFFECTS[] = {0.2, 0.35, 0.5, 0.8};
static const double POWERS[] = {0.8, 0.9};
#define COUNT(table) (sizeof(table) / sizeof *(table))

/* ---- by formula ---- */

double fw_power_half_width(double r, double n) {
    const double centre = atanh(r), reach = fw_normal_inverse(CONFIDENCE) / sqrt(n - 3);
    return (tanh(centre + reach) - tanh(centre - reach)) / 2;
}

uint64_t fw_power_answers(double r, double half_width) {
    uint64_t low = 4, high = 4;
    while (fw_power_half_width(r, (double)high) > half_width) high *= 2;
    while (low < high) {
        const uint64_t middle = low + (high - low) / 2;
        if (fw_power_half_width(r, (double)middle) > half_width) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

double fw_power_brown(double one, double raters) { return raters * one / (1 + (raters - 1) * one); }

uint64_t fw_power_raters(double one, double target) {
    if (one >= target) return 1;
    /* a shade less, so that a whole number stays itself */
    return (uint64_t)ceil(target * (1 - one) / (one * (1 - target)) - 1e-9);
}

/* Normal approximation with Guenther's (1981) term for the t test; two-sided .05. */
uint64_t fw_power_participants(double standardised, double power) {
    const double a = fw_normal_inverse(CONFIDENCE), b = fw_normal_inverse(power);
    return (uint64_t)ceil((a + b) * (a + b) / (standardised * standardised) + a * a / 2);
}

double fw_power_paired(double standardised, double n) {
    const double a = fw_normal_inverse(CONFIDENCE);
    const double left = n - a * a / 2;
    return left > 0 ? fw_normal_below(fabs(standardised) * sqrt(left) - a) : (double)NAN;
}

/* ---- rows ---- */

static fw_power_row *add(fw_power *power, fw_power_kind kind, double given, double target) {
    fw_power_row *row = &power->row[power->count++];
    *row = (fw_power_row){
        .kind = kind, .given = given, .target = target, .found = (double)NAN, .coverage = (double)NAN};
    return row;
}

/* Whether `repeats` studies of `size` draws each are worth the time. */
static bool affordable(size_t repeats, uint64_t size) {
    return repeats > 0 && size <= REPEATS_ROWS_MOST / repeats;
}

static void correlation_rows(const fw_study_plan *plan, fw_power *power) {
    for (size_t i = 0; i < COUNT(CORRELATIONS); i++)
        for (size_t j = 0; j < COUNT(HALF_WIDTHS); j++) {
            fw_power_row *row = add(power, FW_POWER_CORRELATION, CORRELATIONS[i], HALF_WIDTHS[j]);
            row->needed = fw_power_answers(row->given, row->target);
            row->expected = fw_power_half_width(row->given, (double)row->needed);
            if (affordable(plan->repeats, row->needed))
                fw_study_correlation(plan, row->given, row->needed, &row->found, &row->coverage);
        }
}

static void rater_rows(const fw_study_plan *plan, const fw_sim_truth *truth, fw_power *power) {
    enum { ANSWERS = 2000, STUDIES = 100 };
    for (int same = 0; same < 2; same++)
        for (size_t j = 0; j < COUNT(RELIABILITIES); j++) {
            const double one = same ? truth->consistency : truth->reliability;
            fw_power_row *row = add(power, FW_POWER_RATERS, same, RELIABILITIES[j]);
            row->needed = fw_power_raters(one, row->target);
            row->expected = fw_power_brown(one, (double)row->needed);
            if (affordable(plan->repeats, row->needed * ANSWERS))
                row->found = fw_study_reliability(plan, same == 1, row->needed, ANSWERS,
                                                  plan->repeats < STUDIES ? plan->repeats : STUDIES);
        }
}

static fw_code effect_rows(const fw_study_plan *plan, fw_power *power, fw_error *err) {
    for (size_t i = 0; i < COUNT(EFFECTS); i++) {
        fw_simulate_options options = *plan->options;
        options.effect = EFFECTS[i];
        fw_population *population = NULL;
        const fw_code code = fw_population_new(&options, &population, err);
        if (code != FW_OK) return code;
        fw_study_plan here = *plan;
        here.population = population;
        double mean, sd;
        fw_study_change(&here, &mean, &sd);
        const double standardised = mean / sd;
        for (size_t j = 0; j < COUNT(POWERS); j++) {
            fw_power_row *row = add(power, FW_POWER_EFFECT, EFFECTS[i], POWERS[j]);
            row->needed = fw_power_participants(standardised, row->target);
            row->expected = fw_power_paired(standardised, (double)row->needed);
            if (affordable(plan->repeats, row->needed)) row->found = fw_study_power(&here, row->needed);
        }
        fw_population_free(population);
    }
    return FW_OK;
}

fw_code fw_power_compute(const fw_simulate_options *options, size_t repeats, fw_power *out, fw_error *err) {
    enum {
        ENOUGH = 100000000
    }; /* studies take the answers they need: no plan is too small for its cohorts */
    fw_simulate_options all = *options;
    all.answers = ENOUGH;
    all.participants = 0;
    if (all.attempts < 2) all.attempts = 2;
    *out = (fw_power){.repeats = repeats};
    if (all.ratings == 0) return fw_fail(err, FW_USAGE, "without ratings there is nothing to find");
    fw_population *population = NULL;
    fw_code code = fw_population_new(&all, &population, err);
    if (code != FW_OK) return code;
    fw_study_plan plan = {
        .options = &all, .population = population, .repeats = repeats, .seed = options->seed};
    out->truth = *fw_population_truth(population);
    double mean;
    fw_study_change(&plan, &mean, &out->change_sd);
    correlation_rows(&plan, out);
    rater_rows(&plan, &out->truth, out);
    code = effect_rows(&plan, out, err);
    fw_population_free(population);
    return code;
}
