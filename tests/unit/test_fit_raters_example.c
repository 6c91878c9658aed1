/* test_fit_raters_example.c: the example panel against R (oracle/raters.R), and against what was put into it.
 */
#include "test_fit_raters_support.h"

static char *example_text;

/* Ratings of one trait, as integers from 1 when `cut` is above 0: 1 below it, 2 from it on. */
static void read_example(ratings *r, const char *trait, double cut) {
    char path[512], ids[ROOM][8] = {{0}};
    size_t len, known = 0;
    fw_error err = {0};
    snprintf(path, sizeof path, "%s/datasets/example/ratings.csv", FAILWISE_SOURCE_DIR);
    free(example_text);
    assert_int_equal(fw_read_file(path, 1 << 24, &example_text, &len, &err), FW_OK);
    char *rest = example_text;
    (void)strsep(&rest, "\n");
    for (char *line = strsep(&rest, "\r\n"); line; line = strsep(&rest, "\r\n")) {
        const char *id = strsep(&line, ","), *rater = strsep(&line, ","), *what = strsep(&line, ",");
        if (!line || strcmp(what, trait) != 0) continue;
        const double value = strtod(line, NULL);
        size_t at = 0;
        while (at < known && strcmp(ids[at], id) != 0) at++;
        if (at == known) snprintf(ids[known++], sizeof ids[0], "%s", id);
        rate(r, (uint32_t)at, rater, cut > 0 ? 1. + (value >= cut) : value);
    }
}

static const fw_rater *rater_named(const fw_panel_result *result, const char *name) {
    for (size_t i = 0; i < result->rater_count; i++)
        if (strcmp(result->rater[i].name, name) == 0) return &result->rater[i];
    fail_msg("no rater %s", name);
    return NULL;
}

static void gaps_are_handled_as_in_r(void **state) {
    (void)state;
    sheet *s = sheet_open("raters_expected.csv");
    ratings r = {0};
    read_example(&r, "overall", 0);
    fw_panel_result *result = analyse(&r);
    for (size_t i = 0; i < result->rater_count; i++) {
        const fw_rater *rater = &result->rater[i];
        assert_close(rater->severity.value, figure(s, "example", "severity", rater->name), 1e-10);
        assert_close(rater->severity_se, figure(s, "example", "severity_se", rater->name), 1e-10);
    }
    const fw_components *c = &result->components;
    assert_close(c->answer_ms, figure(s, "example", "mean_square", "answer"), 1e-9);
    assert_close(c->rater_ms, figure(s, "example", "mean_square", "rater"), 1e-9);
    assert_close(c->residual_ms, figure(s, "example", "mean_square", "residual"), 1e-9);
    assert_close(c->answer, figure(s, "example", "variance", "answer"), 1e-9);
    assert_close(c->rater, figure(s, "example", "variance", "rater"), 1e-9);
    assert_close(c->residual, figure(s, "example", "variance", "residual"), 1e-9);
    static const fw_icc_kind KINDS[] = {FW_ICC_1, FW_ICC_A1, FW_ICC_C1};
    for (size_t k = 0; k < 3; k++) {
        const fw_interval *icc = &result->icc.of[KINDS[k]];
        assert_close(icc->value, figure(s, "example", "icc", fw_icc_name(KINDS[k])), 1e-9);
        assert_true(icc->low < icc->value && icc->value < icc->high);
    }
    assert_false(result->icc.complete);
    fw_panel_free(result);
    sheet_close(s);
}

static void pairs_are_those_of_r(void **state) {
    (void)state;
    sheet *s = sheet_open("raters_expected.csv");
    ratings r = {0};
    read_example(&r, "overall", 0);
    fw_panel_result *result = analyse(&r);
    size_t compared = 0;
    for (size_t i = 0; i < result->pair_count; i++) {
        const fw_rater_pair *p = &result->pair[i];
        char name[64];
        snprintf(name, sizeof name, "%s-%s", result->rater[p->a].name, result->rater[p->b].name);
        if (strcmp(name, "R01-R05") != 0 && strcmp(name, "R02-R03") != 0) continue;
        assert_close(p->agreement.n, figure(s, name, "pair", "n"), 0);
        assert_close(p->agreement.exact, figure(s, name, "pair", "exact"), 1e-10);
        assert_close(p->agreement.adjacent, figure(s, name, "pair", "adjacent"), 1e-10);
        assert_close(p->kappa, figure(s, name, "pair", "kappa"), 1e-12);
        assert_close(p->agreement.qwk, figure(s, name, "pair", "qwk"), 1e-12);
        assert_close(p->agreement.r, figure(s, name, "pair", "r"), 1e-12);
        assert_close(p->difference, figure(s, name, "pair", "difference"), 1e-12);
        compared++;
    }
    assert_int_equal(compared, 2);
    fw_panel_free(result);
    sheet_close(s);
}

/* R's optimiser stops at about 1e-5 of a logit; its Hessian is one of differences. */
static void the_rating_scale_model_is_maximised_as_in_r(void **state) {
    (void)state;
    sheet *s = sheet_open("raters_expected.csv");
    ratings r = {0};
    read_example(&r, "overall", 0);
    fw_panel_result *result = analyse(&r);
    const fw_facets *f = &result->facets;
    assert_true(f->fitted && f->converged);
    assert_close(f->log_likelihood, figure(s, "example", "scale", "log_likelihood"), 1e-5);
    assert_close(f->mean, figure(s, "example", "scale", "mean"), 1e-3);
    assert_close(f->sd, figure(s, "example", "scale", "sd"), 1e-3);
    assert_close(f->sd_se, figure(s, "example", "scale", "sd_se"), 2e-3);
    for (size_t i = 0; i < result->rater_count; i++) {
        const fw_rater *rater = &result->rater[i];
        assert_close(rater->measure, figure(s, "example", "measure", rater->name), 1e-3);
        assert_close(rater->measure_se, figure(s, "example", "measure_se", rater->name), 1e-3);
        assert_close(rater->infit, figure(s, "example", "infit", rater->name), 1e-3);
        assert_close(rater->outfit, figure(s, "example", "outfit", rater->name), 1e-3);
    }
    static const char *const STEPS[] = {NULL, "2", "3", "4", "5"};
    for (size_t k = 1; k < f->categories; k++) {
        assert_close(f->threshold[k], figure(s, "example", "threshold", STEPS[k]), 1e-3);
        assert_close(f->threshold_se[k], figure(s, "example", "threshold_se", STEPS[k]), 1e-3);
    }
    fw_panel_free(result);
    sheet_close(s);
}

static void two_categories_are_a_logistic_regression(void **state) {
    (void)state;
    sheet *s = sheet_open("raters_expected.csv");
    ratings r = {0};
    read_example(&r, "overall", 2);
    fw_panel_result *result = analyse(&r);
    assert_int_equal(result->facets.categories, 2);
    assert_close(result->facets.mean, figure(s, "dichotomy", "scale", "mean"), 8e-3);
    assert_close(result->facets.sd, figure(s, "dichotomy", "scale", "sd"), 8e-3);
    for (size_t i = 0; i < result->rater_count; i++)
        assert_close(result->rater[i].measure, figure(s, "dichotomy", "measure", result->rater[i].name),
                     8e-3);
    fw_panel_free(result);
    sheet_close(s);
}

/* What the example's README says was put into the panel, about its mean of .033. */
static void what_was_put_into_the_panel_is_found(void **state) {
    (void)state;
    static const struct {
        const char *name;
        double severity;
    } TRUTH[] = {{"R01", -.55}, {"R02", -.15}, {"R03", 0}, {"R04", .20}, {"R05", .60}, {"R06", .10}};
    ratings r = {0};
    read_example(&r, "overall", 0);
    fw_panel_result *result = analyse(&r);
    for (size_t i = 0; i < 6; i++) {
        const fw_rater *rater = rater_named(result, TRUTH[i].name);
        assert_close(rater->severity.value, TRUTH[i].severity - .2 / 6, 3 * rater->severity_se);
    }
    assert_int_equal(rater_named(result, "R01")->flags & FW_RATER_SEVERE, FW_RATER_SEVERE);
    assert_int_equal(rater_named(result, "R05")->flags & FW_RATER_LENIENT, FW_RATER_LENIENT);
    assert_int_equal(rater_named(result, "R06")->flags & FW_RATER_CENTRAL, FW_RATER_CENTRAL);
    for (size_t i = 1; i < 4; i++) assert_int_equal(rater_named(result, TRUTH[i].name)->flags, 0);
    fw_panel_free(result);
    free(example_text);
    example_text = NULL;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gaps_are_handled_as_in_r),
        cmocka_unit_test(pairs_are_those_of_r),
        cmocka_unit_test(the_rating_scale_model_is_maximised_as_in_r),
        cmocka_unit_test(two_categories_are_a_logistic_regression),
        cmocka_unit_test(what_was_put_into_the_panel_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
