/* test_simulate_raters.c: severities and reliabilities put in are found again by the rater analysis. */
#include "simulate_recovery.h"

#include <failwise/raters.h>

static fw_panel_result *analyse(const fw_population *p) {
    const fw_simulate_options *o = fw_population_options(p);
    static const char *const NAMES[MOST_RATINGS] = {"R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8"};
    const size_t total = (size_t)o->answers * o->ratings;
    fw_rating *ratings = calloc(total, sizeof *ratings);
    assert_non_null(ratings);
    for (uint64_t i = 0, at = 0; i < o->answers; i++) {
        fw_sim_answer a;
        fw_sim_rating given[MOST_RATINGS];
        fw_population_answer(p, i, &a);
        fw_population_rate(p, &a, given);
        for (size_t j = 0; j < o->ratings; j++)
            ratings[at++] = (fw_rating){
                .answer = (uint32_t)i, .rater = (uint16_t)given[j].rater, .value = given[j].overall};
    }
    const fw_panel panel = {.ratings = ratings,
                            .count = total,
                            .raters = NAMES,
                            .rater_count = o->raters,
                            .trait_name = "overall"};
    fw_panel_result *result = NULL;
    fw_error err = {0};
    if (fw_panel_analyse(&panel, &result, &err) != FW_OK) fail_msg("%s", err.message);
    free(ratings);
    return result;
}

/* Every answer rated by all, and by two of six: severities and reliabilities of one rating. */
static void check_raters(size_t raters, size_t ratings) {
    enum { SEEDS = 200, ANSWERS = 120 };
    coverage severity = {.what = "severity"}, consistent = {.what = "ICC(C,1)"},
             absolute = {.what = "ICC(A,1)"};
    double mean_c = 0, mean_a = 0, truth_c = 0, truth_a = 0;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        fw_simulate_options o = plain(ANSWERS, raters, ratings, 1000 + seed);
        o.attempts = 1;
        o.cohorts = 1;
        fw_population *p = population(&o);
        const fw_sim_truth *truth = fw_population_truth(p);
        fw_panel_result *r = analyse(p);
        count(&severity, r->rater[seed % raters].severity.low,
              fw_population_rater(p, seed % raters)->severity, r->rater[seed % raters].severity.high);
        const fw_interval *c = &r->icc.of[FW_ICC_C1], *a = &r->icc.of[FW_ICC_A1];
        count(&consistent, c->low, truth->consistency, c->high);
        count(&absolute, a->low, truth->reliability, a->high);
        mean_c += c->value / SEEDS;
        mean_a += a->value / SEEDS;
        truth_c = truth->consistency;
        truth_a = truth->reliability;
        fw_panel_free(r);
        fw_population_free(p);
    }
    print_message("ICC(C,1) %.3f put in, %.3f found; ICC(A,1) %.3f, %.3f\n", truth_c, mean_c, truth_a,
                  mean_a);
    assert_true(fabs(mean_c - truth_c) < 0.01);
    assert_true(fabs(mean_a - truth_a) < 0.02);
    assert_nominal(&severity);
    assert_nominal(&consistent);
    if (ratings == raters) assert_nominal(&absolute);
}

static void raters_are_recovered_when_all_rate_all(void **unused) {
    (void)unused;
    check_raters(6, 6);
}

static void raters_are_recovered_with_gaps(void **unused) {
    (void)unused;
    check_raters(6, 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(raters_are_recovered_when_all_rate_all),
                                       cmocka_unit_test(raters_are_recovered_with_gaps)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
