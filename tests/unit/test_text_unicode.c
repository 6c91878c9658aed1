/* test_text_unicode.c: words and sentences of all scripts: a case or more for each rule of UAX #29 (14.0),
 * and for each tailoring. The cases are our own; tests/bench/suites/unicode.py runs those of the standard. */
#include "analysis_fixture.h"

#include "text/unicode_breaks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define ACUTE  "\xCC\x81"     /* U+0301, Extend */
#define JOINER "\xE2\x81\xA0" /* U+2060, Format */
#define ZWJ    "\xE2\x80\x8D"
#define ALEF   "\xD7\x90"
#define KA     "\xE3\x82\xAB"
#define HAN    "\xE6\x88\x91"
#define WOMAN  "\xF0\x9F\x91\xA9"
#define ROCKET "\xF0\x9F\x9A\x80"
#define FLAG_F "\xF0\x9F\x87\xAB"
#define FLAG_R "\xF0\x9F\x87\xB7"
#define CURLY  "\xE2\x80\x99"

/* The tokens of `text` with "|" between them, "||" before one that starts a sentence. */
static void cut(analysis_fixture *f, const char *text, char *out, size_t size) {
    const fw_analysis *a = analyse(f, text);
    size_t used = 0;
    assert_non_null(a);
    out[0] = '\0';
    for (uint32_t i = 0; i < a->token_count; i++) {
        const fw_token *t = &a->tokens[i];
        const char *mark = i == 0 ? "" : t->flags & FW_TOKEN_SENTENCE_START ? "||" : "|";
        const int n =
            snprintf(out + used, size - used, "%s%.*s", mark, (int)(t->end - t->start), text + t->start);
        assert_true(n > 0 && (size_t)n < size - used);
        used += (size_t)n;
    }
}

typedef struct {
    const char *text, *expected;
} cut_case;

static void check(analysis_fixture *f, const cut_case *cases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        char found[256];
        cut(f, cases[i].text, found, sizeof found);
        assert_string_equal(found, cases[i].expected);
    }
}
#define CHECK(state, cases) check(*(state), cases, sizeof(cases) / sizeof(cases)[0])

static void words_follow_the_rules(void **state) {
    static const cut_case CASES[] = {
        {"caf\xC3\xA9", "caf\xC3\xA9"},                       /* WB5 */
        {"e" ACUTE "t", "e" ACUTE "t"},                       /* WB4 */
        {"co\xC2\xADop", "co\xC2\xADop"},                     /* WB4: soft hyphen */
        {"," ACUTE "a", "," ACUTE "|a"},                      /* WB4 behind a mark */
        {"a " ACUTE "b", "a|b"},                              /* a mark that nothing carries */
        {WOMAN ZWJ ROCKET "a", WOMAN ZWJ ROCKET "|a"},        /* WB3c */
        {"don't", "don't"},                                   /* WB6, WB7 */
        {"don" CURLY "t", "don" CURLY "t"},                   /* the same, curled */
        {"l\xC2\xB7l", "l\xC2\xB7l"},                         /* middle dot between letters */
        {"'tis", "'|tis"},                                    /* no letter before */
        {"we didn't, y'all'd go", "we|didn't|,|y'all'd|go"},  /* several, and between blanks and marks */
        {"dogs' o'", "dogs|'|o|'"},                           /* no letter behind */
        {"don_'t a'_b", "don_|'|t|a|'|_b"},                   /* letters only */
        {"it's2 3rd's", "it's2|3rd's"},                       /* WB9, WB10 around it */
        {"it's" ACUTE "a", "it's" ACUTE "a"},                 /* WB4 behind it */
        {ALEF "' " ALEF "\"" ALEF, ALEF "'|" ALEF "\"" ALEF}, /* WB7a, WB7b, WB7c */
        {"1,200.50", "1,200.50"},                             /* WB11, WB12 */
        {"3.", "3|."},                                        /* no digit behind */
        {"v3 4a", "v3|4a"},                                   /* WB9, WB10 */
        {KA KA "a", KA KA "|a"},                              /* WB13 */
        {"bc_" KA, "bc_" KA},
        {"a" ZWJ "b" ROCKET, "a" ZWJ "b|" ROCKET},
        {"a_1_" KA, "a_1_" KA},                                         /* WB13a, WB13b */
        {FLAG_F FLAG_R FLAG_F FLAG_R, FLAG_F FLAG_R "|" FLAG_F FLAG_R}, /* WB15, WB16 */
        {HAN HAN, HAN "|" HAN},                                         /* WB999 */
    };
    CHECK(state, CASES);
}

static void words_are_tailored(void **state) {
    static const cut_case CASES[] = {
        {"Fix:none", "Fix|:|none"}, {"failed.then", "failed|.|then"},
        {"5'10", "5|'|10"},         {"5" CURLY "10", "5|" CURLY "|10"},
        {"3;4", "3|;|4"},           {"so .5 of", "so|.5|of"},
        {"a.5", "a|.|5"},
    };
    CHECK(state, CASES);
}

static void sentences_follow_the_rules(void **state) {
    static const cut_case CASES[] = {
        {"It is 3.4 now.", "It|is|3.4|now|."},                                  /* SB6 */
        {"U.S. it is", "U|.|S|.|it|is"},                                        /* SB7, SB8 */
        {"Go!, he said", "Go|!|,|he|said"},                                     /* SB8a */
        {"(Go.) (He did.)", "(|Go|.|)||(|He|did|.|)"},                          /* SB9-11 */
        {"Go?! Yes", "Go|?|!||Yes"},                                            /* SB8a, SB11 */
        {"Go" JOINER "." JOINER " He did", "Go" JOINER "|." JOINER "||He|did"}, /* SB5 */
        {HAN "\xE3\x80\x82" HAN, HAN "|\xE3\x80\x82||" HAN},                    /* STerm of other scripts */
        {"no\xE2\x80\xA9Yes", "no||Yes"},                                       /* SB4 */
        {"End? \xC3\xA9lan", "End|?||\xC3\xA9lan"},                             /* SB11 */
    };
    CHECK(state, CASES);
}

/* A soft hyphen and its like change no word. */
static void invisible_characters_are_folded_away(void **state) {
    const fw_analysis *a = analyse(*state, "I fai\xC2\xADled.");
    assert_non_null(a);
    const fw_clause *c = &a->clauses[0];
    assert_int_equal(c->subject, FW_SUBJECT_I);
    assert_int_equal(c->tense, FW_TENSE_PAST);
}

/* Properties of characters that the rules seldom meet: against the database, Unicode 14.0. */
static void properties_are_those_of_the_database(void **state) {
    (void)state;
    static const struct {
        uint32_t c;
        fw_word_break word;
        fw_sentence_break sentence;
    } CASES[] = {
        {'a', FW_WB_LETTER, FW_SB_LOWER},        {'.', FW_WB_MID_NUM_LET, FW_SB_ATERM},
        {0x00AA, FW_WB_LETTER, FW_SB_LOWER},     {0x00B7, FW_WB_MID_LETTER, FW_SB_OTHER},
        {0x02D7, FW_WB_LETTER, FW_SB_OTHER},     {0x0589, FW_WB_MID_NUM, FW_SB_STERM},
        {0x05D0, FW_WB_HEBREW, FW_SB_OLETTER},   {0x0E01, FW_WB_OTHER, FW_SB_OLETTER},
        {0x10D0, FW_WB_LETTER, FW_SB_OLETTER},   {0x200C, FW_WB_EXTEND, FW_SB_EXTEND},
        {0x2028, FW_WB_NEWLINE, FW_SB_SEP},      {0x2160, FW_WB_LETTER, FW_SB_UPPER},
        {0x30AB, FW_WB_KATAKANA, FW_SB_OLETTER}, {0x4E00, FW_WB_OTHER, FW_SB_OLETTER},
        {0x1F1E6, FW_WB_REGIONAL, FW_SB_OTHER},  {0x1F3FB, FW_WB_EXTEND, FW_SB_OTHER},
        {0xE0100, FW_WB_EXTEND, FW_SB_EXTEND},   {0x10FFFF, FW_WB_OTHER, FW_SB_OTHER},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        if (fw_word_break_of(CASES[i].c) != CASES[i].word ||
            fw_sentence_break_of(CASES[i].c) != CASES[i].sentence)
            print_message("U+%04X\n", (unsigned)CASES[i].c);
        assert_int_equal(fw_word_break_of(CASES[i].c), CASES[i].word);
        assert_int_equal(fw_sentence_break_of(CASES[i].c), CASES[i].sentence);
    }
    assert_true(fw_is_pictographic(0x1F680));
    assert_false(fw_is_pictographic('a'));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_follow_the_rules),
        cmocka_unit_test(words_are_tailored),
        cmocka_unit_test(sentences_follow_the_rules),
        cmocka_unit_test(invisible_characters_are_folded_away),
        cmocka_unit_test(properties_are_those_of_the_database),
    };
    return cmocka_run_group_tests(tests, analysis_fixture_setup, analysis_fixture_teardown);
}
