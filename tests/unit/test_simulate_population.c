/* test_simulate_population.c: what may be asked for, and that what is drawn has the moments that are
 * computed. */
#include <failwise/simulate.h>

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static fw_population *population(const fw_simulate_options *options) {
    fw_population *p = NULL;
    fw_error err = {0};
    if (fw_population_new(options, &p, &err) != FW_OK) fail_msg("%s", err.message);
    return p;
}

/* Every way in which options cannot hold together, with a word of the message. */
static void impossible_options_are_refused(void **unused) {
    (void)unused;
    static const struct {
        size_t offset;
        double value; /* stored as the member's type: see below */
        char type;
        const char *word;
    } CASES[] = {{offsetof(fw_simulate_options, answers), 0, 'u', "at least one"},
                 {offsetof(fw_simulate_options, answers), 1e9, 'u', "more than"},
                 {offsetof(fw_simulate_options, participants), 1001, 'u', "cannot share"},
                 {offsetof(fw_simulate_options, participants), 9, 'u', "more than 100 each"},
                 {offsetof(fw_simulate_options, attempts), 101, 'z', "attempts"},
                 {offsetof(fw_simulate_options, cohorts), 101, 'z', "cohorts"},
                 {offsetof(fw_simulate_options, raters), 501, 'z', "raters"},
                 {offsetof(fw_simulate_options, ratings), 7, 'z', "as many raters"},
                 {offsetof(fw_simulate_options, effect), (double)NAN, 'd', "effect"},
                 {offsetof(fw_simulate_options, severity), -1, 'd', "severity"},
                 {offsetof(fw_simulate_options, range), 0.4, 'd', "range"},
                 {offsetof(fw_simulate_options, step), (double)INFINITY, 'd', "step"},
                 {offsetof(fw_simulate_options, dirty), 0.6, 'd', "planted"},
                 {offsetof(fw_simulate_options, reliability), 0, 'd', "reliability"},
                 {offsetof(fw_simulate_options, reliability), 0.99, 'd', "at most"}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        fw_simulate_options o = fw_simulate_defaults();
        o.answers = 1000;
        char *at = (char *)&o + CASES[i].offset;
        if (CASES[i].type == 'u') *(uint64_t *)at = (uint64_t)CASES[i].value;
        if (CASES[i].type == 'z') *(size_t *)at = (size_t)CASES[i].value;
        if (CASES[i].type == 'd') *(double *)at = CASES[i].value;
        fw_population *p = NULL;
        fw_error err = {0};
        assert_int_equal(fw_population_new(&o, &p, &err), FW_USAGE);
        assert_null(p);
        if (!strstr(err.message, CASES[i].word)) fail_msg("'%s' lacks '%s'", err.message, CASES[i].word);
    }
}

static void participants_and_attempts_follow_from_each_other(void **unused) {
    (void)unused;
    static const struct {
        uint64_t answers, participants;
        size_t attempts;
        uint64_t participants_found;
        size_t attempts_found; /* 0: refused */
    } CASES[] = {{10, 0, 0, 5, 2}, {11, 0, 0, 6, 2}, {10, 10, 0, 10, 1}, {10, 4, 0, 4, 3},
                 {12, 4, 3, 4, 3}, {12, 5, 3, 0, 0}, {1, 0, 5, 1, 5},    {12, 12, 2, 0, 0}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        fw_simulate_options o = fw_simulate_defaults();
        o.answers = CASES[i].answers;
        o.participants = CASES[i].participants;
        o.attempts = CASES[i].attempts;
        o.cohorts = 1;
        fw_population *p = NULL;
        fw_error err = {0};
        const fw_code code = fw_population_new(&o, &p, &err);
        assert_int_equal(code, CASES[i].attempts_found ? FW_OK : FW_USAGE);
        if (code == FW_OK) {
            assert_int_equal(fw_population_options(p)->participants, CASES[i].participants_found);
            assert_int_equal(fw_population_options(p)->attempts, CASES[i].attempts_found);
        }
        fw_population_free(p);
    }
}

/* An answer does not depend on how many there are, nor on what was drawn before it. */
static void answers_are_drawn_from_their_own_counter(void **unused) {
    (void)unused;
    fw_simulate_options small = fw_simulate_defaults(), large = small;
    small.answers = 40;
    large.answers = 4000;
    fw_population *a = population(&small), *b = population(&large);
    for (uint64_t i = 40; i-- > 0;) {
        fw_sim_answer x, y;
        memset(&x, 0, sizeof x);
        memset(&y, 0, sizeof y);
        fw_population_answer(a, i, &x);
        fw_population_answer(b, i, &y);
        assert_true(x.quality == y.quality && x.overall == y.overall && x.cohort == y.cohort);
        assert_memory_equal(x.strength, y.strength, sizeof x.strength);
    }
    fw_population_free(a);
    fw_population_free(b);
}

typedef struct {
    double n, overall, squares, first, last, quality, rating, rating_squares;
} tally;

/* Means and variances over 100,000 participants are the computed ones, within 5 standard errors. */
static void moments_are_those_of_what_is_drawn(void **unused) {
    (void)unused;
    fw_simulate_options o = fw_simulate_defaults();
    o.answers = 200000;
    o.effect = 0.8;
    o.raters = 400;
    o.ratings = 1;
    o.step = 0;
    fw_population *p = population(&o);
    const fw_sim_truth *truth = fw_population_truth(p);
    tally t = {0};
    for (uint64_t i = 0; i < o.answers; i++) {
        fw_sim_answer a;
        fw_sim_rating r;
        fw_population_answer(p, i, &a);
        fw_population_rate(p, &a, &r);
        double sum = truth->intercept;
        for (int k = 0; k < FW_SIM_ARC; k++) sum += truth->weight[k] * a.strength[FW_SIM_FAIL + k];
        assert_true(fabs(sum - a.overall) < 1e-12);
        t.n++;
        t.overall += a.overall;
        t.squares += a.overall * a.overall;
        *(a.attempt == 1 ? &t.first : &t.last) += a.overall * 2;
        t.quality += a.attempt == 1 ? 0 : a.quality;
        t.rating += r.overall;
        t.rating_squares += r.overall * r.overall;
    }
    const double mean = t.overall / t.n, sd = sqrt(t.squares / t.n - mean * mean);
    const double rating = t.rating / t.n, variance = t.rating_squares / t.n - rating * rating;
    assert_true(fabs(mean - truth->mean) < 5 * truth->sd / sqrt(t.n / 2));
    assert_true(fabs(sd - truth->sd) < 5 * truth->sd / sqrt(t.n));
    assert_true(fabs((t.last - t.first) / t.n - truth->effect) < 5 * truth->sd * 2 / sqrt(t.n));
    assert_true(fabs(2 * t.quality / t.n - 0.8) < 5 / sqrt(t.n / 2));
    /* 400 raters: their severities' variance is known to about 7 % (1 SD). */
    const double severity = 5 * 0.07 * o.severity * o.severity;
    assert_true(fabs(truth->sd * truth->sd / variance - truth->reliability) < severity / variance + 0.01);
    fw_population_free(p);
}

/* Reliability is asked for by name or by noise, and comes out the same. */
static void noise_and_reliability_are_one_thing(void **unused) {
    (void)unused;
    fw_simulate_options o = fw_simulate_defaults();
    o.answers = 10;
    o.reliability = 0.6;
    fw_population *by_reliability = population(&o);
    const double noise = fw_population_truth(by_reliability)->noise;
    o.reliability = (double)NAN;
    o.noise = noise;
    fw_population *by_noise = population(&o);
    assert_true(fabs(fw_population_truth(by_noise)->reliability - 0.6) < 1e-12);
    fw_population_free(by_reliability);
    fw_population_free(by_noise);
}

static void raters_sum_up_as_declared(void **unused) {
    (void)unused;
    fw_simulate_options o = fw_simulate_defaults();
    o.answers = 10;
    o.raters = 7;
    o.seed = 12;
    fw_population *p = population(&o);
    double severity = 0, range = 0, noise = 0;
    for (size_t r = 0; r < o.raters; r++) {
        severity += fw_population_rater(p, r)->severity;
        range += fw_population_rater(p, r)->range;
        noise += pow(fw_population_rater(p, r)->noise, 2);
    }
    assert_true(fabs(severity) < 1e-12);
    assert_true(fabs(range - 7) < 1e-12);
    assert_true(fabs(noise / 7 - pow(fw_population_truth(p)->noise, 2)) < 1e-12);
    fw_population_free(p);
}

/* Any set of raters is as likely as any other: 3 of 5 in 20,000 draws (chi-square, 9 df: 27.9 at .001). */
static void raters_are_drawn_without_favour(void **unused) {
    (void)unused;
    enum { ANSWERS = 20000, SETS = 32 };
    fw_simulate_options o = fw_simulate_defaults();
    o.answers = ANSWERS;
    o.raters = 5;
    o.ratings = 3;
    fw_population *p = population(&o);
    double seen[SETS] = {0}, chi = 0;
    for (uint64_t i = 0; i < ANSWERS; i++) {
        fw_sim_answer a;
        fw_sim_rating r[3];
        fw_population_answer(p, i, &a);
        fw_population_rate(p, &a, r);
        assert_true(r[0].rater < r[1].rater && r[1].rater < r[2].rater && r[2].rater < 5);
        for (int j = 0; j < 3; j++) assert_true(r[j].overall == nearbyint(r[j].overall) && r[j].overall >= 1);
        seen[1u << r[0].rater | 1u << r[1].rater | 1u << r[2].rater]++;
    }
    for (int s = 0; s < SETS; s++)
        if (seen[s] > 0) chi += pow(seen[s] - ANSWERS / 10.0, 2) / (ANSWERS / 10.0);
    assert_true(chi < 27.9);
    fw_population_free(p);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(impossible_options_are_refused),
                                       cmocka_unit_test(participants_and_attempts_follow_from_each_other),
                                       cmocka_unit_test(answers_are_drawn_from_their_own_counter),
                                       cmocka_unit_test(moments_are_those_of_what_is_drawn),
                                       cmocka_unit_test(noise_and_reliability_are_one_thing),
                                       cmocka_unit_test(raters_sum_up_as_declared),
                                       cmocka_unit_test(raters_are_drawn_without_favour)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
