/* test_score_catalogue.c: the built-in rubric and the feature catalogue name the same things. */
#include "score/rubric.h"
#include <failwise/features.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static fw_rubric *load(void) {
    fw_rubric *rubric = NULL;
    fw_error err = {0};
    assert_int_equal(fw_rubric_load(NULL, &rubric, &err), FW_OK);
    return rubric;
}

static int sign_of(double value) { return (value > 0) - (value < 0); }

static void every_feature_has_a_weight_of_its_sign(void **unused) {
    (void)unused;
    fw_rubric *rubric = load();
    for (size_t i = 0; i < fw_feature_count(); i++) {
        const fw_feature *feature = fw_feature_at(i);
        const fw_prior *prior = fw_rubric_prior(rubric, feature->name);
        if (!prior) fail_msg("weights.csv lacks %s", feature->name);
        if (prior->predicts != feature->scored) fail_msg("%s: scored or reported?", feature->name);
        if (feature->scored && sign_of(prior->weight) != feature->sign)
            fail_msg("%s: weight %g against sign %d", feature->name, prior->weight, feature->sign);
    }
    fw_rubric_free(rubric);
}

static void every_rule_stands_on_a_feature(void **unused) {
    (void)unused;
    fw_rubric *rubric = load();
    for (size_t i = 0; i < rubric->rule_count; i++)
        if (fw_feature_find(rubric->rules[i].feature) < 0)
            fail_msg("parts.csv names %s", rubric->rules[i].feature);
    for (size_t i = 0; i < rubric->prior_count; i++)
        if (rubric->priors[i].weight != 0 && fw_feature_find(rubric->priors[i].feature) < 0)
            fail_msg("weights.csv names %s", rubric->priors[i].feature);
    fw_rubric_free(rubric);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_feature_has_a_weight_of_its_sign),
        cmocka_unit_test(every_rule_stands_on_a_feature),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
