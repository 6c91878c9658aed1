/* test_text_contractions.c: contractions with any apostrophe, and typed without it, are read alike. */
#include "analysis_fixture.h"

#include "text/contractions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static void assert_becomes(const char *typed, const char *wanted) {
    fw_buffer folded = {0};
    fw_buffer_text(&folded, typed);
    assert_true(fw_add_apostrophes(&folded));
    assert_string_equal(folded.data, wanted);
    fw_buffer_free(&folded);
}

static void apostrophes_are_put_where_they_belong(void **state) {
    (void)state;
    static const char *const PAIRS[][2] = {
        {"didnt", "didn't"},
        {"im", "i'm"},
        {"aint", "ain't"},
        {"youve", "you've"},
        {"shouldve", "should've"},
        {"yall", "y'all"},
        {"wont", "won't"},
        {"couldnt", "couldn't"},
        {"i didnt ask", "i didn't ask"},
        {"im sorry it isnt ready", "i'm sorry it isn't ready"},
    };
    for (size_t k = 0; k < sizeof PAIRS / sizeof PAIRS[0]; k++) assert_becomes(PAIRS[k][0], PAIRS[k][1]);
}

/* Words as they stand, parts of longer ones, what has its apostrophe, nothing. */
static void other_words_stay(void **state) {
    (void)state;
    static const char *const WORDS[] = {"were",  "well",    "its",        "id",  "lets", "shell",
                                        "hell",  "wed",     "ill",        "i'm", "didn", "didnt*",
                                        "donta", "im-port", "shouldvent", ""};
    for (size_t k = 0; k < sizeof WORDS / sizeof WORDS[0]; k++) {
        if (WORDS[k][0]) assert_becomes(WORDS[k], WORDS[k]);
    }
}

/* What is found and concluded is the same. */
static void answers_are_read_alike(void **state) {
    static const char TYPED[] =
        "I didnt ask and it wasnt ready. Weve lost it, theyre gone, I couldnt have known. Im sorry.";
    static const char FULL[] =
        "I didn't ask and it wasn't ready. We've lost it, they're gone, I couldn't have known. I'm sorry.";
    const fw_analysis *a = analyse(*state, FULL);
    assert_non_null(a);
    const uint32_t clauses = a->clause_count, hits = a->hit_count;
    double arc[FW_ARC_PARTS];
    uint32_t by_category[FW_CAT_COUNT][FW_PART_COUNT];
    memcpy(arc, a->arc, sizeof arc);
    memcpy(by_category, a->tally->hits, sizeof by_category);
    assert_true(hits > 0);
    a = analyse(*state, TYPED);
    assert_non_null(a);
    assert_int_equal(a->clause_count, clauses);
    assert_int_equal(a->hit_count, hits);
    assert_memory_equal(a->arc, arc, sizeof arc);
    assert_memory_equal(a->tally->hits, by_category, sizeof by_category);
}

/* What is found in an answer whose apostrophes are `mark`: hits, and parts. */
static uint32_t read_with(void *state, const char *mark, double arc[FW_ARC_PARTS]) {
    char text[256];
    const int length = snprintf(
        text, sizeof text, "I didn%st ask, that%ss on me. We%sve lost 40 orders. I couldn%st have known.",
        mark, mark, mark, mark);
    assert_in_range(length, 1, sizeof text - 1);
    const fw_analysis *a = analyse(state, text);
    if (!a) return 0; /* no hits: not what the test wants */
    memcpy(arc, a->arc, FW_ARC_PARTS * sizeof *arc);
    return a->hit_count;
}

/* The curly ones, the modifier letter, the acute accent, the prime, the full width one. */
static void any_mark_may_be_the_apostrophe(void **state) {
    static const char *const MARKS[] = {"\xE2\x80\x99", "\xE2\x80\x98", "\xE2\x80\x9B", "\xCA\xBC",
                                        "\xC2\xB4",     "\xE2\x80\xB2", "\xEF\xBC\x87"};
    double straight[FW_ARC_PARTS], arc[FW_ARC_PARTS];
    const uint32_t hits = read_with(*state, "'", straight);
    assert_true(hits > 0);
    for (size_t k = 0; k < sizeof MARKS / sizeof MARKS[0]; k++) {
        assert_int_equal(read_with(*state, MARKS[k], arc), hits);
        assert_memory_equal(arc, straight, sizeof arc);
    }
}

static void initials_are_no_contraction(void **state) {
    const fw_analysis *a = analyse(*state, "An IM was sent.");
    assert_non_null(a);
    assert_int_equal(fw_all_parts(a->tally->pronoun_i), 0);
    a = analyse(*state, "Im late.");
    assert_non_null(a);
    assert_int_equal(fw_all_parts(a->tally->pronoun_i), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(apostrophes_are_put_where_they_belong),
        cmocka_unit_test(other_words_stay),
        cmocka_unit_test(answers_are_read_alike),
        cmocka_unit_test(any_mark_may_be_the_apostrophe),
        cmocka_unit_test(initials_are_no_contraction),
    };
    return cmocka_run_group_tests(tests, analysis_fixture_setup, analysis_fixture_teardown);
}
