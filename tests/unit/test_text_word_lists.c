/* test_text_word_lists.c: words are told which of the passes' short lists name them. */
#include "analysis_fixture.h"

#include "text/analyzer.h"
#include "text/tokenize.h"
#include "text/word_lists.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define BIT(name) (UINT64_C(1) << FW_LIST_##name)

/* The lists of a word that is the whole answer; of hesitations no token is left, but the word is there. */
static uint64_t lists_of(analysis_fixture *f, const char *text) {
    fw_workspace *ws = &f->analyzer->ws;
    ws->text = (fw_str){text, strlen(text)};
    assert_int_equal(fw_tokenize(ws, f->analyzer->words, NULL), FW_OK);
    assert_int_equal(ws->tokens.count, 1);
    return fw_word_at(ws, 0)->lists;
}

static void other_words_are_in_none(void **state) {
    static const char *const WORDS[] = {"o", "off", "offer", "wentworth", "materialism", "\xC3\xA9t\xC3\xA9",
                                        "7"};
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++)
        assert_int_equal(lists_of(*state, WORDS[i]), 0);
}

/* Each word of each list is in that list; words of several lists are in all of them and in no other. */
static void listed_words_are_found(void **state) {
#define WORDS_OF(name, ...) {__VA_ARGS__, NULL},
    static const char *const LISTS[FW_LIST_COUNT][32] = {FW_WORD_LISTS(WORDS_OF)};
    for (uint32_t list = 0; list < FW_LIST_COUNT; list++) {
        for (size_t w = 0; LISTS[list][w]; w++) assert_true(lists_of(*state, LISTS[list][w]) >> list & 1);
    }
    assert_int_equal(lists_of(*state, "after"), BIT(AFTER) | BIT(LATER) | BIT(BOUND));
    assert_int_equal(lists_of(*state, "Only"), BIT(ONLY) | BIT(TURNS_ROUND) | BIT(SHADE));
    assert_int_equal(lists_of(*state, "materialise"), BIT(WORKS));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(other_words_are_in_none),
                                       cmocka_unit_test(listed_words_are_found)};
    return cmocka_run_group_tests(tests, analysis_fixture_setup, analysis_fixture_teardown);
}
