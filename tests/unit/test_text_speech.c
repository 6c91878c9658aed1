/* test_text_speech.c: answers without marks: where their sentences and clauses begin, and what they tell. */
#include "analysis_fixture.h"

#include "text/speech.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const char SPOKEN[] =
    "so last year i was running the move of our billing system to a new vendor and i thought two weeks would "
    "do "
    "i never asked the finance team when their month ends and then the invoices went out twice we lost four "
    "customers i called every one of them the same day and wrote each a credit note i learned that a date "
    "nobody has checked is not a date since then i ask finance before every release and we have had no "
    "double "
    "invoice "
    "since";
static const char WRITTEN[] =
    "So last year I was running the move of our billing system to a new vendor, and I thought two weeks "
    "would "
    "do. I never asked the finance team when their month ends, and then the invoices went out twice. We lost "
    "four customers. I called every one of them the same day and wrote each a credit note. I learned that a "
    "date nobody has checked is not a date. Since then I ask finance before every release, and we have had "
    "no "
    "double "
    "invoice since.";

/* A clause, or a sentence, begins with `words`, which stand once in the text. */
static bool clause_begins(const fw_analysis *a, const char *words) {
    const uint32_t at = (uint32_t)(strstr(a->text.ptr, words) - a->text.ptr);
    for (uint32_t c = 0; c < a->clause_count; c++) {
        if (a->tokens[a->clauses[c].first].start == at) return true;
    }
    return false;
}
static bool sentence_begins(const fw_analysis *a, const char *words) {
    const uint32_t at = (uint32_t)(strstr(a->text.ptr, words) - a->text.ptr);
    for (uint32_t s = 0; s < a->sentence_count; s++) {
        if (a->tokens[a->sentences[s].first].start == at) return true;
    }
    return false;
}

/* Sentences hold every token once, in order, and clauses every token of theirs. */
static void assert_tiled(const fw_analysis *a) {
    uint32_t token = 0, clause = 0;
    for (uint32_t s = 0; s < a->sentence_count; s++) {
        assert_int_equal(a->sentences[s].first, token);
        assert_int_equal(a->sentences[s].first_clause, clause);
        assert_true(a->sentences[s].count > 0 && a->sentences[s].clause_count > 0);
        for (; clause < a->sentences[s].first_clause + a->sentences[s].clause_count; clause++) {
            assert_int_equal(a->clauses[clause].first, token);
            token += a->clauses[clause].count;
        }
        assert_int_equal(token, a->sentences[s].first + a->sentences[s].count);
    }
    assert_int_equal(token, a->token_count);
    assert_int_equal(clause, a->clause_count);
}

static void clauses_begin_where_statements_do(void **state) {
    static const char *const BEGINNINGS[] = {"i never asked",  "and then the invoices", "we lost four",
                                             "i called every", "i learned that",        "since then i ask"};
    static const char *const INSIDE[] = {"the finance team", "customers i", "of our billing", "has checked"};
    const fw_analysis *a = analyse(*state, SPOKEN);
    assert_non_null(a);
    for (size_t k = 0; k < sizeof BEGINNINGS / sizeof BEGINNINGS[0]; k++)
        assert_true(clause_begins(a, BEGINNINGS[k]));
    for (size_t k = 0; k < sizeof INSIDE / sizeof INSIDE[0]; k++) assert_false(clause_begins(a, INSIDE[k]));
    assert_true(sentence_begins(a, "i learned that"));
    assert_false(sentence_begins(a, "and then the invoices"));
    assert_tiled(a);
}

/* What is told is the same, with marks and without them: no part is above zero in one and missing in the
 * other. */
static void parts_are_found_as_in_the_written_answer(void **state) {
    double arc[FW_ARC_PARTS];
    const fw_analysis *a = analyse(*state, WRITTEN);
    assert_non_null(a);
    memcpy(arc, a->arc, sizeof arc);
    const uint32_t sentences = a->sentence_count;
    a = analyse(*state, SPOKEN);
    assert_non_null(a);
    assert_in_range(a->sentence_count, sentences - 2, sentences + 2);
    for (int part = 0; part < FW_ARC_PARTS; part++) assert_true((arc[part] >= .5) == (a->arc[part] >= .5));
}

/* Up to FW_RUN_ON words a sentence is what its marks say, up to FW_RUN_ON_MARKED when it ends with one. */
static void sentences_with_marks_are_left_alone(void **state) {
    char text[2048] = "";
    const fw_analysis *a = analyse(*state, WRITTEN);
    assert_non_null(a);
    assert_int_equal(a->sentence_count, 6);
    for (int k = 0; k < FW_RUN_ON / 5; k++) strcat(text, "i called them we lost ");
    a = analyse(*state, text);
    assert_non_null(a);
    assert_int_equal(a->sentence_count, 1);
    strcat(text, "money.");
    a = analyse(*state, text);
    assert_non_null(a);
    assert_int_equal(a->sentence_count, 1);
    text[strlen(text) - 1] = '\0';
    a = analyse(*state, text);
    assert_non_null(a);
    assert_true(a->sentence_count > 1);
}

/* Only what runs on is cut: sentences before and behind it keep their borders. */
static void the_rest_of_an_answer_is_as_marked(void **state) {
    char text[2048];
    const int length =
        snprintf(text, sizeof text, "It broke on Monday. %s\n\nWe fixed it, all of it.", SPOKEN);
    assert_in_range(length, 1, sizeof text - 1);
    const fw_analysis *a = analyse(*state, text);
    assert_non_null(a);
    assert_true(sentence_begins(a, "It broke"));
    assert_true(sentence_begins(a, "so last year"));
    assert_true(sentence_begins(a, "We fixed"));
    assert_false(sentence_begins(a, "all of it"));
    assert_true(clause_begins(a, "we lost four"));
    assert_tiled(a);
}

/* Runs of anything: one word over and over, commas and quotation marks among them, more tokens than a plane
 * holds. */
static void any_run_is_cut_somewhere_or_nowhere(void **state) {
    static const char *const PIECES[] = {"word ", "i ",  "and ",       "\"stop\" ",
                                         ", so ", "12 ", "(we lost) ", "it was "};
    enum { REPEATS = 400 };
    for (size_t k = 0; k < sizeof PIECES / sizeof PIECES[0]; k++) {
        char text[REPEATS * 16] = "";
        for (int n = 0; n < REPEATS; n++) strcat(text, PIECES[n % 3 ? k : (k + (size_t)n) % 8]);
        const fw_analysis *a = analyse(*state, text);
        assert_non_null(a);
        assert_tiled(a);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clauses_begin_where_statements_do),
        cmocka_unit_test(parts_are_found_as_in_the_written_answer),
        cmocka_unit_test(sentences_with_marks_are_left_alone),
        cmocka_unit_test(the_rest_of_an_answer_is_as_marked),
        cmocka_unit_test(any_run_is_cut_somewhere_or_nowhere),
    };
    return cmocka_run_group_tests(tests, analysis_fixture_setup, analysis_fixture_teardown);
}
