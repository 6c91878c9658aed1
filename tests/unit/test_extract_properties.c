/* test_extract_properties.c: what must hold for the features of any text: bounds, typography, independence.
 */
#include "analysis_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { TEXT_MOST = 8192 };

static const char *const ANSWERS[] = {
    "I broke the build in May. I didn't run the tests, and \"it works here\" was my excuse.\nI rolled it "
    "back. I "
    "learned that my laptop isn't the server.",
    "We lost a client because the vendor's file was late. It's not my fault, they said \"Friday\".\n\nWe "
    "couldn't do anything.",
    "so um i was leading this project and i thought we're fine and then the client called and said \"stop\" "
    "and i "
    "didn't know what to do so i fixed it",
    "What happened: the shop closed for 3 days.\nMy fault: I hadn't paid the bill.\nFix: I paid it, and $40 "
    "more.",
    "My weakness? I'm a perfectionist - I care too much.",
};
enum { ANSWER_COUNT = sizeof ANSWERS / sizeof ANSWERS[0] };

static void features_of(analysis_fixture *f, const char *text, size_t len, float row[FEATURES_MOST]) {
    const fw_analysis *a = analysis_of(f, text, len, NULL, (double)NAN);
    assert_non_null(a);
    fw_features_compute(a, row);
}

static bool rows_equal(const float *a, const float *b) {
    bool equal = true;
    for (size_t i = 0; i < fw_feature_count(); i++) {
        if (a[i] == b[i]) continue;
        print_message("%s: %g is not %g\n", fw_feature_at(i)->name, (double)a[i], (double)b[i]);
        equal = false;
    }
    return equal;
}

/* ---- typography ---- */

/* Copies `text` with each `from` replaced by `to`. With two replacements they take turns: opening, closing.
 */
static size_t replace(const char *text, char from, const char *to, const char *next, char out[TEXT_MOST]) {
    size_t n = 0, seen = 0;
    for (const char *at = text; *at; at++) {
        const char *put = next && seen % 2 ? next : to;
        char one[2] = {*at, '\0'};
        if (*at != from) put = one;
        seen += *at == from;
        assert_true(n + strlen(put) < TEXT_MOST);
        memcpy(out + n, put, strlen(put));
        n += strlen(put);
    }
    return n;
}

static void typography_changes_nothing(void **state) {
    static const struct {
        char from;
        const char *to, *next;
    } FORMS[] = {{'\n', "\r\n", NULL},
                 {'\'', "\xE2\x80\x99", NULL},
                 {'"', "\xE2\x80\x9C", "\xE2\x80\x9D"},
                 {' ', "\xC2\xA0", NULL},
                 {' ', "  ", NULL}};
    char text[TEXT_MOST];
    float plain[FEATURES_MOST], other[FEATURES_MOST];
    for (size_t i = 0; i < ANSWER_COUNT; i++) {
        features_of(*state, ANSWERS[i], strlen(ANSWERS[i]), plain);
        for (size_t k = 0; k < sizeof FORMS / sizeof FORMS[0]; k++) {
            const size_t len = replace(ANSWERS[i], FORMS[k].from, FORMS[k].to, FORMS[k].next, text);
            features_of(*state, text, len, other);
            if (!rows_equal(plain, other)) print_message("form %zu of: %s\n", k, ANSWERS[i]);
            assert_true(rows_equal(plain, other));
        }
        const int len = snprintf(text, sizeof text, "%s\n", ANSWERS[i]);
        features_of(*state, text, (size_t)len, other);
        assert_true(rows_equal(plain, other));
    }
}

/* ---- bounds ---- */

static void check_bounds(analysis_fixture *f, const char *text, size_t len) {
    float row[FEATURES_MOST];
    features_of(f, text, len, row);
    for (size_t i = 0; i < fw_feature_count(); i++) {
        const fw_feature *feature = fw_feature_at(i);
        const bool good = feature_in_bounds(feature, (double)row[i]);
        if (!good) print_message("%s = %g for: %.60s\n", feature->name, (double)row[i], text);
        assert_true(good);
    }
}

static void odd_texts_stay_in_bounds(void **state) {
    static const char *const TEXTS[] = {
        "",
        " \t\r\n ",
        "no",
        "I",
        "?!... --- ;;; (((\"'",
        "\xF0\x9F\x98\xAC\xF0\x9F\x98\xAC I failed \xF0\x9F\x91\x8D\xF0\x9F\x8F\xBD",
        "\xD7\xA0\xD7\x9B\xD7\xA9\xD7\x9C\xD7\xAA\xD7\x99. \xD9\x81\xD8\xB4\xD9\x84\xD8\xAA 3 "
        "\xD9\x85\xD8\xB1\xD8\xA7\xD8\xAA",
        "\xCC\x81\xCC\x81\xCC\x81",
        "\xE2\x80\xAE"
        "failed I\xE2\x80\xAC",
        "1 2 3 4 5 6 7 8 9 10",
        "We. We. We. We.",
        "\"\"\"\"\"",
    };
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++)
        check_bounds(*state, TEXTS[i], strlen(TEXTS[i]));
    for (size_t i = 0; i < ANSWER_COUNT; i++) check_bounds(*state, ANSWERS[i], strlen(ANSWERS[i]));
}

static char *repeated(const char *piece, size_t times, size_t *len) {
    *len = strlen(piece) * times;
    char *text = malloc(*len + 1);
    assert_non_null(text);
    for (size_t i = 0; i < times; i++) memcpy(text + i * strlen(piece), piece, strlen(piece));
    text[*len] = '\0';
    return text;
}

/* Counts must not wrap: there are more than 65,535 of each. */
static void long_texts_are_counted(void **state) {
    enum { TIMES = 100000 };
    static const struct {
        const char *piece, *feature;
    } CASES[] = {
        {"because ", "causal_rate"}, {"maybe ", "hedge_rate"}, {"I ", "i_rate"}, {"um ", "filler_rate"}};
    float row[FEATURES_MOST];
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        size_t len;
        char *text = repeated(CASES[i].piece, TIMES, &len);
        check_bounds(*state, text, len);
        features_of(*state, text, len, row);
        const float value = row[fw_feature_find(CASES[i].feature)];
        if (!(value > 99 && value < 101)) print_message("%s = %g\n", CASES[i].feature, (double)value);
        assert_true(value > 99 && value < 101);
        free(text);
    }
}

/* ---- independence ---- */

static void order_of_answers_does_not_matter(void **state) {
    float first[ANSWER_COUNT][FEATURES_MOST], again[FEATURES_MOST];
    for (size_t i = 0; i < ANSWER_COUNT; i++) features_of(*state, ANSWERS[i], strlen(ANSWERS[i]), first[i]);
    for (size_t i = ANSWER_COUNT; i-- > 0;) {
        features_of(*state, ANSWERS[i], strlen(ANSWERS[i]), again);
        assert_true(rows_equal(first[i], again));
    }
}

/* So many distinct words, each with a blank behind it; to be freed. */
static char *distinct_words(unsigned count, size_t *len) {
    enum { WORD_SIZE = 9 };
    char *text = malloc((size_t)count * WORD_SIZE + 1);
    assert_non_null(text);
    *len = 0;
    for (unsigned i = 0; i < count; i++) {
        for (unsigned k = 0, x = i; k < WORD_SIZE - 1; k++, x /= 26) text[(*len)++] = (char)('a' + x % 26);
        text[(*len)++] = ' ';
    }
    return text;
}

/* More distinct words than the word table keeps. */
static void a_full_word_table_does_not_matter(void **state) {
    enum { WORDS = 150000 };
    size_t len;
    char *text = distinct_words(WORDS, &len);
    float before[FEATURES_MOST], after[FEATURES_MOST], fresh[FEATURES_MOST], many[FEATURES_MOST];
    features_of(*state, ANSWERS[0], strlen(ANSWERS[0]), before);
    features_of(*state, text, len, many);
    assert_true(many[fw_feature_find("words")] == WORDS);
    assert_true(many[fw_feature_find("mattr50")] == 1);
    features_of(*state, ANSWERS[0], strlen(ANSWERS[0]), after);
    assert_true(rows_equal(before, after));
    analysis_fixture other;
    assert_true(analysis_fixture_open(&other));
    features_of(&other, text, len, fresh);
    assert_true(rows_equal(many, fresh));
    analysis_fixture_close(&other);
    free(text);
}

/* What the last mark of an answer left behind is not taken for a word's, once words are numbered anew. */
static void a_mark_before_new_numbers_does_not_matter(void **state) {
    (void)state;
    static const char PROBE[] = "we told them what went wrong and then we told them why it went wrong";
    size_t len;
    char *text = distinct_words(70000, &len);
    text[len - 1] = '.';
    float fresh[FEATURES_MOST], full[FEATURES_MOST], found[FEATURES_MOST];
    analysis_fixture other;
    assert_true(analysis_fixture_open(&other));
    features_of(&other, PROBE, strlen(PROBE), fresh);
    analysis_fixture_close(&other);
    assert_true(analysis_fixture_open(&other));
    features_of(&other, "I failed.", strlen("I failed."), found); /* the full stop is number 2 */
    features_of(&other, text, len, full);
    features_of(&other, PROBE, strlen(PROBE), found); /* and "them" is, in an empty table */
    assert_true(rows_equal(fresh, found));
    analysis_fixture_close(&other);
    free(text);
}

static void bad_bytes_are_refused_and_forgotten(void **state) {
    static const char *const BAD[] = {"I \xC3", "\xFF\xFE", "ok \xED\xA0\x80", "\xF4\x90\x80\x80",
                                      "\xC0\x80"};
    analysis_fixture *f = *state;
    float before[FEATURES_MOST], after[FEATURES_MOST];
    features_of(f, ANSWERS[0], strlen(ANSWERS[0]), before);
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        const fw_analysis *a = NULL;
        fw_error err = {0};
        assert_int_equal(fw_analyze(f->analyzer, (fw_str){BAD[i], strlen(BAD[i])}, NULL, &a, &err), FW_DATA);
        assert_null(a);
        features_of(f, ANSWERS[0], strlen(ANSWERS[0]), after);
        assert_true(rows_equal(before, after));
    }
}

/* Text pasted from mail or a terminal: a line feed in a long line that no mark ended only wraps it. */
static void wrapped_lines_are_one(void **state) {
    static const char PLAIN[] =
        "I shipped the change without asking the two people who would have to run it, and we lost eleven "
        "hours. I learned that a promise I make for others is a guess, so now I ask before I say a date.";
    static const char *const BREAKS[] = {" eleven hours", " I make for", " ask before"};
    float plain[FEATURES_MOST], other[FEATURES_MOST];
    features_of(*state, PLAIN, strlen(PLAIN), plain);
    for (size_t i = 0; i < sizeof BREAKS / sizeof BREAKS[0]; i++) {
        char wrapped[sizeof PLAIN];
        memcpy(wrapped, PLAIN, sizeof PLAIN);
        *strstr(wrapped, BREAKS[i]) = '\n';
        features_of(*state, wrapped, strlen(wrapped), other);
        assert_memory_equal(plain, other, fw_feature_count() * sizeof *plain);
    }
    static const char LIST[] = "Missed the date\nI told nobody\nLost the client";
    features_of(*state, LIST, strlen(LIST), other); /* short lines: their ends were meant */
    assert_true(other[fw_feature_find("sentences")] >= 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrapped_lines_are_one),
        cmocka_unit_test(bad_bytes_are_refused_and_forgotten),
        cmocka_unit_test(odd_texts_stay_in_bounds),
        cmocka_unit_test(long_texts_are_counted),
        cmocka_unit_test(typography_changes_nothing),
        cmocka_unit_test(order_of_answers_does_not_matter),
        cmocka_unit_test(a_full_word_table_does_not_matter),
        cmocka_unit_test(a_mark_before_new_numbers_does_not_matter),
    };
    return cmocka_run_group_tests(tests, analysis_fixture_setup, analysis_fixture_teardown);
}
