/* test_text_sentences.c: one golden case or more for each rule of the sentence splitter. */
#include "analysis_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { MOST = 6 };

typedef struct {
    const char *text;
    const char *sentences[MOST]; /* up to the first NULL */
} golden;

static bool sentence_is(const fw_analysis *a, uint32_t index, const char *text) {
    const fw_sentence *s = &a->sentences[index];
    const fw_span span = {a->tokens[s->first].start, a->tokens[s->first + s->count - 1].end};
    return span_is(a, span, text);
}

static void check(analysis_fixture *f, const golden *cases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const fw_analysis *a = analyse(f, cases[i].text);
        assert_non_null(a);
        uint32_t expected = 0;
        bool good = true;
        while (expected < MOST && cases[i].sentences[expected]) {
            good = good && expected < a->sentence_count &&
                   sentence_is(a, expected, cases[i].sentences[expected]);
            expected++;
        }
        good = good && expected == a->sentence_count;
        if (!good) print_message("%u sentences: %s\n", a->sentence_count, cases[i].text);
        assert_true(good);
    }
}
#define CHECK(state, cases) check(*(state), cases, sizeof(cases) / sizeof(cases)[0])

static void nothing_has_no_sentence(void **state) {
    assert_int_equal(analyse(*state, "")->sentence_count, 0);
    assert_int_equal(analyse(*state, " \n\t ")->sentence_count, 0);
}

static void marks_end_sentences(void **state) {
    static const golden CASES[] = {
        {"It broke. I fixed it.", {"It broke.", "I fixed it."}},
        {"What went wrong? Nearly all of it! We stopped.",
         {"What went wrong?", "Nearly all of it!", "We stopped."}},
        {"Really?! Yes.", {"Really?!", "Yes."}},
        {"it broke. then i fixed it. done", {"it broke.", "then i fixed it.", "done"}},
        {"no mark at all", {"no mark at all"}},
        {"It failed.Then we stopped.", {"It failed.", "Then we stopped."}},
        {"It failed!Then we stopped?yes", {"It failed!", "Then we stopped?", "yes"}},
        {"So ...? I stopped.", {"So ...?", "I stopped."}},
        {"Stop!, he said. I did.", {"Stop!, he said.", "I did."}},
        {"I saw x.org/a?b=c! Then I left.", {"I saw x.org/a?b=c!", "Then I left."}},
        {"It worked!=) We left.", {"It worked!=) We left."}},
        {"[?][note:6] It broke.", {"[?][note:6] It broke."}},
        {"He cried 'Stop!'. We did.", {"He cried 'Stop!'.", "We did."}},
        {"\xE6\x88\x91\xE3\x80\x82\xE4\xBD\xA0", {"\xE6\x88\x91\xE3\x80\x82", "\xE4\xBD\xA0"}},
    };
    CHECK(state, CASES);
}

static void abbreviations_go_on(void **state) {
    static const golden CASES[] = {
        {"I asked Dr. Osei and Mrs. Lund. They agreed.", {"I asked Dr. Osei and Mrs. Lund.", "They agreed."}},
        {"We cut extras, e.g. Monday calls.", {"We cut extras, e.g. Monday calls."}},
        {"It was us vs. Marketing.", {"It was us vs. Marketing."}},
        {"I joined Borel Inc. in May. It grew.", {"I joined Borel Inc. in May.", "It grew."}},
        {"I left Borel Inc. The team stayed.", {"I left Borel Inc.", "The team stayed."}},
        {"I called our rep. She was ill.", {"I called our rep.", "She was ill."}},
        {"We sold logs, tapes, etc. Nobody bought any.", {"We sold logs, tapes, etc.", "Nobody bought any."}},
        {"The page broke at 5 p.m. Customers called.", {"The page broke at 5 p.m.", "Customers called."}},
        {"At 5 p.m. Customers called.", {"At 5 p.m. Customers called."}},
        {"We met at 9 a.m. on Monday.", {"We met at 9 a.m. on Monday."}},
        {"See fig. 3 and no. 7 there.", {"See fig. 3 and no. 7 there."}},
        {"He said no. I went on.", {"He said no.", "I went on."}},
        {"It cost Rs. 500 a day.", {"It cost Rs. 500 a day."}},
        {"I moved to the U.S. Army base.", {"I moved to the U.S. Army base."}},
        {"I moved to the U.S. We met there.", {"I moved to the U.S.", "We met there."}},
        {"She has a B.Sc. from Oslo.", {"She has a B.Sc. from Oslo."}},
    };
    CHECK(state, CASES);
}

static void initials_and_single_letters(void **state) {
    static const golden CASES[] = {
        {"I asked T. Okafor for help.", {"I asked T. Okafor for help."}},
        {"I asked J. R. Lindqvist for help.", {"I asked J. R. Lindqvist for help."}},
        {"We asked Maria I. Soto for help.", {"We asked Maria I. Soto for help."}},
        {"It went from 300 ms to 4.2 s. Bookings fell.", {"It went from 300 ms to 4.2 s.", "Bookings fell."}},
        {"We moved to plan B. It worked.", {"We moved to plan B.", "It worked."}},
        {"The one to blame was I. Nobody else was there.",
         {"The one to blame was I.", "Nobody else was there."}},
    };
    CHECK(state, CASES);
}

static void numbers_keep_their_dots(void **state) {
    static const golden CASES[] = {
        {"It fell from 0.71 to 0.43. We stopped.", {"It fell from 0.71 to 0.43.", "We stopped."}},
        {"Version 2.3.1 broke it.", {"Version 2.3.1 broke it."}},
        {"It cost $4.50. I paid.", {"It cost $4.50.", "I paid."}},
        {"I mailed a.berg@example.org about shop.example.org twice.",
         {"I mailed a.berg@example.org about shop.example.org twice."}},
    };
    CHECK(state, CASES);
}

static void pauses_are_no_ends(void **state) {
    static const golden CASES[] = {
        {"I thought... well, I hoped.", {"I thought... well, I hoped."}},
        {"I thought . . . well, I hoped.", {"I thought . . . well, I hoped."}},
        {"so... I guess I broke it", {"so... I guess I broke it"}},
        {"It was late\xE2\x80\xA6 and I left.", {"It was late\xE2\x80\xA6 and I left."}},
        {"It was late... The shop was shut.", {"It was late...", "The shop was shut."}},
    };
    CHECK(state, CASES);
}

static void closers_stay_with_their_sentence(void **state) {
    static const golden CASES[] = {
        {"She said \"stop.\" We stopped.", {"She said \"stop.\"", "We stopped."}},
        {"\"Stop!\" she said. We did.", {"\"Stop!\" she said.", "We did."}},
        {"\"It is done.\" he said.", {"\"It is done.\" he said."}},
        {"It broke. (It was old.) We left.", {"It broke.", "(It was old.)", "We left."}},
        {"It broke (it was old.) on a Monday.", {"It broke (it was old.) on a Monday."}},
        {"He said \xE2\x80\x9Cgo. Now.\xE2\x80\x9D We went.",
         {"He said \xE2\x80\x9Cgo.", "Now.\xE2\x80\x9D", "We went."}},
        {"Press it - done! - and wait.", {"Press it - done! - and wait."}},
    };
    CHECK(state, CASES);
}

static void lists_and_lines(void **state) {
    static const golden CASES[] = {
        {"What I did\nCalled the client", {"What I did", "Called the client"}},
        {"a line that goes\non here", {"a line that goes\non here"}},
        {"1. Call them. 2. Pay them.", {"1. Call them.", "2. Pay them."}},
        {"1) Call them 2) Pay them 3) Write it down", {"1) Call them", "2) Pay them", "3) Write it down"}},
        {"a. Call them b. Pay them", {"a. Call them", "b. Pay them"}},
        {"- Call them\n- Pay them", {"- Call them", "- Pay them"}},
        {"I hired 2. Then I left.", {"I hired 2.", "Then I left."}},
        {"no tests\nbroken builds\nlate nights", {"no tests", "broken builds", "late nights"}},
        {"the plan\nof the client", {"the plan\nof the client"}},
        {"we broke\nbuilds", {"we broke\nbuilds"}},
    };
    CHECK(state, CASES);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_has_no_sentence),
        cmocka_unit_test(marks_end_sentences),
        cmocka_unit_test(abbreviations_go_on),
        cmocka_unit_test(initials_and_single_letters),
        cmocka_unit_test(numbers_keep_their_dots),
        cmocka_unit_test(pauses_are_no_ends),
        cmocka_unit_test(closers_stay_with_their_sentence),
        cmocka_unit_test(lists_and_lines),
    };
    return cmocka_run_group_tests(tests, analysis_fixture_setup, analysis_fixture_teardown);
}
