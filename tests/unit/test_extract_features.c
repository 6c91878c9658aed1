/* test_extract_features.c: each feature moves with what it measures, and with nothing near it. */
#include "analysis_fixture.h"
#include "feature_cases_form.h"
#include "feature_cases_result.h"
#include "feature_cases_story.h"
#include "feature_senses.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { TEXT_MOST = 4096 };

static const struct {
    const feature_case *cases;
    size_t count;
} TABLES[] = {{STORY_CASES, sizeof STORY_CASES / sizeof STORY_CASES[0]},
              {RESULT_CASES, sizeof RESULT_CASES / sizeof RESULT_CASES[0]},
              {FORM_CASES, sizeof FORM_CASES / sizeof FORM_CASES[0]}};
enum { TABLE_COUNT = sizeof TABLES / sizeof TABLES[0] };

/* The answer after an edit, which must fit it. */
static void apply(const char *answer, edit e, char out[TEXT_MOST]) {
    const char *at = e.from[0] ? strstr(answer, e.from) : answer + strlen(answer);
    assert_non_null(at);
    const int len =
        snprintf(out, TEXT_MOST, "%.*s%s%s", (int)(at - answer), answer, e.to, at + strlen(e.from));
    assert_in_range(len, 1, TEXT_MOST - 1);
}

static float value_of(analysis_fixture *f, const char *text, const char *level, int feature) {
    float row[FEATURES_MOST];
    const fw_analysis *a = analysis_of(f, text, strlen(text), level, (double)NAN);
    assert_non_null(a);
    fw_features_compute(a, row);
    return row[feature];
}

static bool case_holds(analysis_fixture *f, const feature_case *c) {
    char moved[TEXT_MOST], left[TEXT_MOST];
    const int feature = fw_feature_find(c->feature);
    assert_int_not_equal(feature, -1);
    apply(c->answer, c->moves, moved);
    apply(c->answer, c->leaves, left);
    const float base = value_of(f, c->answer, c->level, feature);
    const float after = value_of(f, moved, c->level, feature);
    const float same = value_of(f, left, c->level, feature);
    const bool moves = c->direction > 0 ? after > base : after < base;
    if (!moves)
        print_message("%s: %g, must go %s, is %g\n  %s\n", c->feature, (double)base,
                      c->direction > 0 ? "up" : "down", (double)after, moved);
    if (!(same == base))
        print_message("%s: %g, must stay, is %g\n  %s\n", c->feature, (double)base, (double)same, left);
    return moves && same == base;
}

static void features_move_with_what_they_measure(void **state) {
    size_t wrong = 0;
    for (size_t t = 0; t < TABLE_COUNT; t++) {
        for (size_t i = 0; i < TABLES[t].count; i++) wrong += !case_holds(*state, &TABLES[t].cases[i]);
    }
    assert_int_equal(wrong, 0);
}

static void words_count_by_their_sense(void **state) {
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof SENSES / sizeof SENSES[0]; i++) {
        const feature_sense *s = &SENSES[i];
        const int feature = fw_feature_find(s->feature);
        assert_int_not_equal(feature, -1);
        if ((value_of(*state, s->text, NULL, feature) > 0) == s->counts) continue;
        print_message("%s must %scount: %s\n", s->feature, s->counts ? "" : "not ", s->text);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

static void every_feature_has_a_case(void **unused) {
    (void)unused;
    assert_in_range(fw_feature_count(), 1, FEATURES_MOST);
    for (size_t i = 0; i < fw_feature_count(); i++) {
        size_t cases = 0;
        for (size_t t = 0; t < TABLE_COUNT; t++) {
            for (size_t k = 0; k < TABLES[t].count; k++)
                cases += strcmp(TABLES[t].cases[k].feature, fw_feature_at(i)->name) == 0;
        }
        if (strcmp(fw_feature_at(i)->name, "pii_hits") == 0) continue; /* a fact, not text: see below */
        if (!cases) print_message("no case for %s\n", fw_feature_at(i)->name);
        assert_true(cases > 0);
    }
}

/* What is known besides the text wins over what the text suggests. */
static void facts_reach_their_features(void **state) {
    analysis_fixture *f = *state;
    const fw_answer_facts facts = {.duration_s = 100, .level = {"", 0}, .pii_hits = 3};
    const fw_analysis *a = NULL;
    float row[FEATURES_MOST];
    assert_int_equal(fw_analyze(f->analyzer, (fw_str){WHOLE, sizeof WHOLE - 1}, &facts, &a, NULL), FW_OK);
    fw_features_compute(a, row);
    assert_true(row[fw_feature_find("seconds")] == 100);
    assert_true(row[fw_feature_find("seconds_dist")] == 0);
    assert_true(row[fw_feature_find("pii_hits")] == 3);
    assert_true(value_of(f, WHOLE, NULL, fw_feature_find("seconds_dist")) > 0);
    assert_true(value_of(f, WHOLE, NULL, fw_feature_find("pii_hits")) == 0);
}

/* The row is computed name by name, the catalogue lists functions: column for column the same. */
static void rows_follow_the_catalogue(void **state) {
    float row[FEATURES_MOST];
    const char *text =
        "I missed the deadline by 3 weeks because I assumed the vendor had checked. We lost $40k. "
        "I told the client, and now I check every order twice.";
    const fw_analysis *a = analysis_of(*state, text, strlen(text), "senior", 100);
    assert_non_null(a);
    for (size_t i = 0; i < FEATURES_MOST; i++) row[i] = -1;
    fw_features_compute(a, row);
    for (size_t i = 0; i < fw_feature_count(); i++) {
        const float alone = (float)fw_feature_at(i)->compute(a);
        if (memcmp(&row[i], &alone, sizeof alone) != 0) print_message("%s\n", fw_feature_at(i)->name);
        assert_memory_equal(&row[i], &alone, sizeof alone);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_feature_has_a_case),
        cmocka_unit_test(words_count_by_their_sense),
        cmocka_unit_test(features_move_with_what_they_measure),
        cmocka_unit_test(facts_reach_their_features),
        cmocka_unit_test(rows_follow_the_catalogue),
    };
    return cmocka_run_group_tests(tests, analysis_fixture_setup, analysis_fixture_teardown);
}
