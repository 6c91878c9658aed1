/* test_fit_raters.c: agreement of raters against published tables and R (oracle/raters.R). */
#include "test_fit_raters_support.h"

/* Shrout and Fleiss (1979), table 2: 6 targets x 4 judges. */
static const double SHROUT_FLEISS[6][4] = {{9, 2, 5, 8}, {6, 1, 3, 2},  {8, 4, 6, 8},
                                           {7, 1, 2, 6}, {10, 5, 6, 9}, {6, 2, 4, 7}};

/* Krippendorff (2011), "Computing Krippendorff's alpha-reliability", C: four observers, twelve units; 0 is no
 * rating. */
static const double KRIPPENDORFF[12][4] = {{1, 1, 0, 1}, {2, 2, 3, 2}, {3, 3, 3, 3}, {3, 3, 3, 3},
                                           {2, 2, 2, 2}, {1, 2, 3, 4}, {4, 4, 4, 4}, {1, 1, 2, 1},
                                           {2, 2, 2, 2}, {0, 5, 5, 5}, {0, 0, 1, 1}, {0, 0, 3, 0}};

static void bad_panels_are_refused_by_name(void **state) {
    (void)state;
    ratings r = {0};
    fw_panel_result *result = NULL;
    fw_error err = {0};
    fw_panel panel = panel_of(&r);
    assert_int_equal(fw_panel_analyse(&panel, &result, &err), FW_DATA);
    assert_non_null(strstr(err.message, "no rating has the trait \"overall\""));
    rate(&r, 0, "R1", 3);
    rate(&r, 1, "R1", 4);
    panel = panel_of(&r);
    assert_int_equal(fw_panel_analyse(&panel, &result, &err), FW_DATA);
    assert_non_null(strstr(err.message, "one rater only (R1)"));
    rate(&r, 2, "R4", 3);
    rate(&r, 2, "R3", 3);
    rate(&r, 3, "R4", 3);
    rate(&r, 3, "R1", 2);
    rate(&r, 4, "R2", 2);
    panel = panel_of(&r);
    assert_int_equal(fw_panel_analyse(&panel, &result, &err), FW_DATA);
    assert_non_null(strstr(err.message, "2 groups that share no answer"));
    assert_non_null(strstr(err.message, "(R1, R3, R4) (R2)"));
    assert_null(result);
}

static void intraclass_correlations_are_those_of_shrout_and_fleiss(void **state) {
    (void)state;
    sheet *s = sheet_open("raters_expected.csv");
    ratings r = {0};
    table(&r, &SHROUT_FLEISS[0][0], 6, 4);
    fw_panel_result *result = analyse(&r);
    assert_true(result->icc.complete);
    /* As printed in the paper, and all digits and intervals of psych::ICC. */
    static const double PRINTED[FW_ICC_COUNT] = {.17, .29, .71, .44, .62, .91};
    for (int k = 0; k < FW_ICC_COUNT; k++) {
        const char *name = fw_icc_name((fw_icc_kind)k);
        const fw_interval *icc = &result->icc.of[k];
        assert_close(icc->value, PRINTED[k], .005);
        assert_close(icc->value, figure(s, "shrout_fleiss", "icc", name), 1e-10);
        assert_close(icc->low, figure(s, "shrout_fleiss", "low", name), 1e-7);
        assert_close(icc->high, figure(s, "shrout_fleiss", "high", name), 1e-7);
    }
    assert_close(result->components.answer, figure(s, "shrout_fleiss", "variance", "answer"), 1e-5);
    assert_close(result->components.rater, figure(s, "shrout_fleiss", "variance", "rater"), 1e-5);
    assert_close(result->components.residual, figure(s, "shrout_fleiss", "variance", "Residual"), 1e-5);
    /* The decision study of four raters is the ICC of means of four. */
    assert_close(result->decision[3].relative, result->icc.of[FW_ICC_CK].value, 1e-12);
    assert_close(result->decision[3].absolute, result->icc.of[FW_ICC_AK].value, 1e-12);
    assert_close(result->decision[0].absolute, result->icc.of[FW_ICC_A1].value, 1e-12);
    /* .8 needs as many raters as Spearman and Brown say: icc .29 -> 10; .71 -> 2. */
    assert_close(fw_raters_needed(&result->components, true, .8), 10, 0);
    assert_close(fw_raters_needed(&result->components, false, .8), 2, 0);
    fw_panel_free(result);
    sheet_close(s);
}

static void alpha_is_krippendorffs_with_gaps(void **state) {
    (void)state;
    ratings r = {0};
    table(&r, &KRIPPENDORFF[0][0], 12, 4);
    fw_panel_result *result = analyse(&r);
    static const double PRINTED[FW_ALPHA_COUNT] = {.743, .815, .849, .797};
    for (int k = 0; k < FW_ALPHA_COUNT; k++) {
        const fw_interval *alpha = &result->alpha.of[k];
        assert_close(alpha->value, PRINTED[k], .0005);
        assert_true(alpha->low < alpha->value && alpha->value < alpha->high && alpha->high <= 1);
    }
    assert_int_equal(result->alpha.answers, 11); /* the twelfth has one rating */
    assert_int_equal(result->alpha.values, 40);
    fw_panel_free(result);
}

/* Alpha from its definition, all pairs: interval differences. */
static double alpha_by_pairs(const ratings *r) {
    double observed = 0, expected = 0, n = 0;
    size_t size[ROOM] = {0};
    for (size_t i = 0; i < r->count; i++) size[r->item[i].answer]++;
    for (size_t i = 0; i < r->count; i++) {
        if (size[r->item[i].answer] < 2) continue;
        n++;
        for (size_t j = 0; j < r->count; j++) {
            if (size[r->item[j].answer] < 2) continue;
            const double d = r->item[i].value - r->item[j].value;
            expected += d * d;
            if (r->item[i].answer == r->item[j].answer)
                observed += d * d / (double)(size[r->item[i].answer] - 1);
        }
    }
    return 1 - (n - 1) * observed / expected;
}

static void alpha_of_many_values_is_that_of_all_pairs(void **state) {
    (void)state;
    ratings r = {0};
    uint64_t random = 7;
    for (uint32_t a = 0; a < 60; a++)
        for (size_t j = 0; j < 2 + a % 3; j++) {
            static const char *const OF[] = {"A", "B", "C", "D"};
            random = random * 6364136223846793005u + 1442695040888963407u;
            rate(&r, a, OF[(a + j) % 4], 1000 + a + (double)(random >> 40) / 1e6);
        }
    fw_panel_result *result = analyse(&r);
    assert_close(result->alpha.of[FW_ALPHA_INTERVAL].value, alpha_by_pairs(&r), 1e-9);
    assert_int_equal(result->level_count, 0); /* too many to be tabled */
    assert_false(result->facets.fitted);
    assert_true(result->note_count >= 2);
    fw_panel_free(result);
}

static void order_of_rows_changes_nothing(void **state) {
    (void)state;
    ratings r = {0}, turned = {0};
    table(&r, &KRIPPENDORFF[0][0], 12, 4);
    for (size_t i = r.count; i-- > 0;) {
        const char *name = r.name[r.item[i].rater];
        rate(&turned, 11 - r.item[i].answer, name, r.item[i].value);
    }
    fw_panel_result *a = analyse(&r), *b = analyse(&turned);
    for (int k = 0; k < FW_ALPHA_COUNT; k++) { /* the seed goes with patterns, not rows: the same bytes */
        assert_memory_equal(&a->alpha.of[k], &b->alpha.of[k], sizeof a->alpha.of[k]);
    }
    for (size_t i = 0; i < a->rater_count; i++) {
        assert_string_equal(a->rater[i].name, b->rater[i].name);
        assert_close(a->rater[i].severity.value, b->rater[i].severity.value, 1e-12);
        assert_close(a->rater[i].measure, b->rater[i].measure, 1e-9);
    }
    fw_panel_free(a);
    fw_panel_free(b);
}

static void raters_who_never_differ_are_perfect(void **state) {
    (void)state;
    ratings r = {0};
    for (uint32_t a = 0; a < 5; a++) {
        rate(&r, a, "A", a + 1.);
        rate(&r, a, "B", a + 1.);
    }
    fw_panel_result *result = analyse(&r);
    for (int k = 0; k < FW_ICC_COUNT; k++) assert_close(result->icc.of[k].value, 1, 1e-12);
    for (int k = 0; k < FW_ALPHA_COUNT; k++) assert_close(result->alpha.of[k].value, 1, 1e-12);
    assert_int_equal(result->pair_count, 1);
    assert_close(result->pair[0].kappa, 1, 0);
    assert_close(result->pair[0].agreement.qwk, 1, 1e-12);
    fw_panel_free(result);
}

/* The likelihood of equal ratings grows with the distance of the answers: logits would be where it stopped.
 */
static void a_scale_model_without_a_peak_gives_no_logits(void **state) {
    (void)state;
    ratings r = {0};
    for (uint32_t a = 0; a < 10; a++) {
        const double value = a % 2 + 1.;
        rate(&r, a, "A", a == 3 ? 1 : value);
        rate(&r, a, "B", value);
        rate(&r, a, "C", value);
    }
    fw_panel_result *result = analyse(&r);
    const fw_facets *f = &result->facets;
    assert_true(f->fitted && !f->converged);
    assert_int_equal(f->categories, 2);
    assert_int_equal(f->category_count[0] + f->category_count[1], 30);
    assert_true(isnan(f->mean) && isnan(f->sd) && isnan(f->sd_se) && isnan(f->reliability));
    assert_true(isnan(f->separation) && isnan(f->log_likelihood) && isnan(f->threshold[1]));
    for (size_t i = 0; i < result->rater_count; i++) {
        const fw_rater *rater = &result->rater[i];
        assert_true(isnan(rater->measure) && isnan(rater->measure_se));
        assert_true(isnan(rater->infit) && isnan(rater->outfit));
        assert_true(isfinite(rater->severity.value));
    }
    assert_string_equal(result->note[result->note_count - 1],
                        "the rating scale model did not converge in 500 passes: no logits are given");
    fw_panel_free(result);
}

static void a_constant_panel_says_that_nothing_can_be_told(void **state) {
    (void)state;
    ratings r = {0};
    for (uint32_t a = 0; a < 5; a++) {
        rate(&r, a, "A", 3);
        rate(&r, a, "B", 3);
    }
    fw_panel_result *result = analyse(&r);
    for (int k = 0; k < FW_ICC_COUNT; k++) assert_true(isnan(result->icc.of[k].value));
    for (int k = 0; k < FW_ALPHA_COUNT; k++) assert_true(isnan(result->alpha.of[k].value));
    assert_close(result->exact, 100, 0);
    assert_true(isnan(result->qwk));
    assert_true(result->note_count > 0);
    assert_int_equal(result->rater[0].flags, 0);
    fw_panel_free(result);
}

/* The F quantile of many degrees of freedom: qf(.975, 1499, 1499) of R. */
static void large_panels_have_intervals(void **state) {
    (void)state;
    ratings r = {0};
    uint64_t random = 3;
    for (uint32_t a = 0; a < 1500; a++) {
        rate(&r, a, "A", 1 + (double)(a % 5));
        random = random * 6364136223846793005u + 1442695040888963407u;
        rate(&r, a, "B", 1 + (double)((a + (random >> 62)) % 5));
    }
    fw_panel_result *result = analyse(&r);
    const fw_components *c = &result->components;
    const double f = c->answer_ms / c->residual_ms, q = 1.10659128558;
    assert_close(result->icc.of[FW_ICC_C1].low, (f / q - 1) / (f / q + 1), 1e-7);
    assert_close(result->icc.of[FW_ICC_C1].high, (f * q - 1) / (f * q + 1), 1e-7);
    fw_panel_free(result);
}

/* Agreement without a flaw is no certainty, however few the answers: there is no interval. */
static void intervals_have_a_width(void **state) {
    (void)state;
    ratings r = {0};
    for (uint32_t a = 0; a < 5; a++) {
        rate(&r, a, "A", a + 1.);
        rate(&r, a, "B", a + 1.);
    }
    fw_panel_result *result = analyse(&r);
    for (int k = 0; k < FW_ICC_COUNT; k++) assert_true(isnan(result->icc.of[k].low));
    for (int k = 0; k < FW_ALPHA_COUNT; k++) assert_true(isnan(result->alpha.of[k].low));
    fw_panel_free(result);
}

/*
 * Satterthwaite's df of .045: McGraw and Wong (1996), with R 4.2.2's qf(.975, 1, v) = 1.509959e69 and
 * qf(.975, v, 1) = 60.57707. The low end, as one of the mean, would lie beyond the formula's pole: none.
 */
static void fractions_of_a_degree_of_freedom_have_quantiles(void **state) {
    (void)state;
    ratings r = {0};
    table(&r, (const double[]){6, 4, 6, 2, 3, 5, 4, 5, 4, 2}, 2, 5);
    fw_panel_result *result = analyse(&r);
    const fw_icc *icc = &result->icc;
    assert_close(icc->of[FW_ICC_A1].value, -.068181818181818, 1e-12);
    assert_close(icc->of[FW_ICC_A1].low, -.07798165137614675, 1e-10);
    assert_close(icc->of[FW_ICC_A1].high, .30709973928804973, 1e-7);
    for (int k = 0; k < FW_ICC_COUNT; k++) {
        const fw_interval *i = &icc->of[k];
        assert_true(i->value <= 1);
        assert_true(isnan(i->low) || (i->low <= i->value && i->value <= i->high && i->high <= 1));
    }
    fw_panel_free(result);
}

/* With gaps the estimates of variance may make a correlation of -2.7, and 18 of a mean. */
static void no_correlation_lies_beyond_one(void **state) {
    (void)state;
    static const double GAPS[] = {3, 2, 1, 1, 0, 2, 0, 2, 0, 3};
    ratings r = {0};
    table(&r, GAPS, 2, 5);
    fw_panel_result *result = analyse(&r);
    for (int k = 0; k < FW_ICC_COUNT; k++) assert_false(result->icc.of[k].value > 1);
    assert_true(isnan(result->icc.of[FW_ICC_A1].value) && isnan(result->icc.of[FW_ICC_AK].value));
    assert_true(isnan(result->icc.of[FW_ICC_CK].value));
    fw_panel_free(result);
}

static uint32_t flags_of(const fw_panel_result *result, const char *name) {
    for (size_t i = 0; i < result->rater_count; i++)
        if (strcmp(result->rater[i].name, name) == 0) return result->rater[i].flags;
    fail_msg("no rater %s", name);
    return 0;
}

/* Two equal ratings of five levels come by chance in one of three to four raters; thirty do not. */
static void a_few_equal_ratings_are_no_restricted_range(void **state) {
    (void)state;
    for (uint32_t equal = 2; equal <= 30; equal += 28) {
        ratings r = {0};
        for (uint32_t a = 0; a < 40; a++) {
            rate(&r, a, "A", 1 + (double)(a % 5));
            rate(&r, a, "B", 1 + (double)((a + a / 5 % 2) % 5));
            if (a < equal) rate(&r, a, "C", 3);
        }
        fw_panel_result *result = analyse(&r);
        assert_int_equal((flags_of(result, "C") & FW_RATER_RESTRICTED) != 0, equal == 30);
        fw_panel_free(result);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_panels_are_refused_by_name),
        cmocka_unit_test(intraclass_correlations_are_those_of_shrout_and_fleiss),
        cmocka_unit_test(alpha_is_krippendorffs_with_gaps),
        cmocka_unit_test(alpha_of_many_values_is_that_of_all_pairs),
        cmocka_unit_test(order_of_rows_changes_nothing),
        cmocka_unit_test(raters_who_never_differ_are_perfect),
        cmocka_unit_test(a_scale_model_without_a_peak_gives_no_logits),
        cmocka_unit_test(a_constant_panel_says_that_nothing_can_be_told),
        cmocka_unit_test(large_panels_have_intervals),
        cmocka_unit_test(intervals_have_a_width),
        cmocka_unit_test(fractions_of_a_degree_of_freedom_have_quantiles),
        cmocka_unit_test(no_correlation_lies_beyond_one),
        cmocka_unit_test(a_few_equal_ratings_are_no_restricted_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
