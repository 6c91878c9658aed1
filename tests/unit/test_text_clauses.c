/* test_text_clauses.c: where clauses begin, and which are quoted. */
#include "analysis_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { MOST = 6, LONGEST_CLAUSE = 40 };

static fw_span clause_span(const fw_analysis *a, uint32_t index) {
    const fw_clause *c = &a->clauses[index];
    return (fw_span){a->tokens[c->first].start, a->tokens[c->first + c->count - 1].end};
}

typedef struct {
    const char *text;
    const char *clauses[MOST]; /* up to the first NULL */
} border_case;

static void check_borders(analysis_fixture *f, const border_case *cases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const fw_analysis *a = analyse(f, cases[i].text);
        assert_non_null(a);
        uint32_t expected = 0;
        bool good = true;
        while (expected < MOST && cases[i].clauses[expected]) {
            good = good && expected < a->clause_count &&
                   span_is(a, clause_span(a, expected), cases[i].clauses[expected]);
            expected++;
        }
        good = good && expected == a->clause_count;
        if (!good) {
            print_message("%s\n", cases[i].text);
            for (uint32_t c = 0; c < a->clause_count; c++) {
                const fw_span s = clause_span(a, c);
                print_message("  | %.*s\n", (int)(s.end - s.start), a->text.ptr + s.start);
            }
        }
        assert_true(good);
    }
}
#define CHECK(state, cases) check_borders(*(state), cases, sizeof(cases) / sizeof(cases)[0])

static void marks_cut_behind(void **state) {
    static const border_case CASES[] = {
        {"I lost it; we paid.", {"I lost it;", "we paid."}},
        {"My fault: no plan.", {"My fault:", "no plan."}},
        {"It opened at 07:40 sharp.", {"It opened at 07:40 sharp."}},
        {"I lost it \xE2\x80\x94 all of it.", {"I lost it \xE2\x80\x94", "all of it."}},
        {"I lost it - all of it.", {"I lost it -", "all of it."}},
        {"We took 3\xE2\x80\x93"
         "5 days.",
         {"We took 3\xE2\x80\x93"
          "5 days."}},
        {"A well-known risk.", {"A well-known risk."}},
    };
    CHECK(state, CASES);
}

static void connectives_cut_before_subject_and_verb(void **state) {
    static const border_case CASES[] = {
        {"I called them and they paid.", {"I called them", "and they paid."}},
        {"I called and paid them.", {"I called and paid them."}},
        {"I called Ana and Bo about it.", {"I called Ana and Bo about it."}},
        {"It broke because I rushed.", {"It broke", "because I rushed."}},
        {"It broke because of the rain.", {"It broke because of the rain."}},
        {"I called them, but the vendor had left.", {"I called them,", "but the vendor had left."}},
        {"We met, and when I asked they left.", {"We met,", "and when I asked they left."}},
        {"We met, and, when I asked, they left.", {"We met,", "and, when I asked, they left."}},
        {"I assumed that the vendor had checked it.", {"I assumed that the vendor had checked it."}},
        {"When it broke, I called them.", {"When it broke, I called them."}},
        {"It broke, I called them, they left.", {"It broke, I called them, they left."}},
        {"It broke when I called.", {"It broke", "when I called."}},
        {"It broke (and I knew it).", {"It broke", "(and I knew it)."}},
        {"I lost it -- all of it.", {"I lost it --", "all of it."}},
        {"Later, the team went home.", {"Later, the team went home."}},
    };
    CHECK(state, CASES);
}

static void speech_without_marks_is_cut(void **state) {
    static const border_case CASES[] = {
        {"i broke it and then i fixed it", {"i broke it", "and then i fixed it"}},
        {"i broke it because i rushed", {"i broke it", "because i rushed"}},
        {"i broke it so i called them", {"i broke it", "so i called them"}},
        {"we lost them since then i ask", {"we lost them", "since then i ask"}},
        {"we lost them now i ask", {"we lost them", "now i ask"}},
        {"i had no key i knew what that was", {"i had no key", "i knew what that was"}},
        {"i fixed the job i broke", {"i fixed the job i broke"}},
        {"i thought i had the key", {"i thought i had the key"}},
        {"i broke it and then fixed it", {"i broke it", "and then fixed it"}},
        {"I broke it and then fixed it.", {"I broke it and then fixed it."}},
    };
    CHECK(state, CASES);
}

/* The coordinator joins more than two words: a subject that is long, or that something stands before. */
static void subjects_may_stand_far_behind(void **state) {
    static const border_case CASES[] = {
        {"It broke, and over the next two weeks I went to all of them.",
         {"It broke,", "and over the next two weeks I went to all of them."}},
        {"It broke, and two days later the client left.",
         {"It broke,", "and two days later the client left."}},
        {"It broke, and the people in that team were angry.",
         {"It broke,", "and the people in that team were angry."}},
        {"It broke, but the client who paid for it was calm.",
         {"It broke,", "but the client who paid for it was calm."}},
        {"It broke, and, um, one of them left.", {"It broke,", "and, um, one of them left."}},
        {"I was late, and, having lost the file, I wrote it again.",
         {"I was late,", "and, having lost the file, I wrote it again."}},
        {"We broke it and people forget that.", {"We broke it", "and people forget that."}},
        {"It is small but small things are the thing.", {"It is small", "but small things are the thing."}},
        {"They left and so did I.", {"They left", "and so did I."}},
        {"I did not ask nor did they.", {"I did not ask", "nor did they."}},
        {"I know that it broke and that I broke it.", {"I know that it broke", "and that I broke it."}},
    };
    CHECK(state, CASES);
}

/* Connectives of several words, and words that shade them. */
static void long_connectives_stay_whole(void **state) {
    static const border_case CASES[] = {
        {"We stopped so that they could test.", {"We stopped", "so that they could test."}},
        {"We stopped as soon as it broke.", {"We stopped", "as soon as it broke."}},
        {"We stopped even though nobody asked.", {"We stopped", "even though nobody asked."}},
        {"They left two weeks after I joined.", {"They left", "two weeks after I joined."}},
        {"We tested it now that we had time.", {"We tested it", "now that we had time."}},
        {"It broke because testing failed.", {"It broke", "because testing failed."}},
        {"I was so tired that I left.", {"I was so tired that I left."}},
    };
    CHECK(state, CASES);
}

/* No clause of its own: shared subjects and verbs, relative clauses, what is known or asked. */
static void what_belongs_together_is_not_cut(void **state) {
    static const border_case CASES[] = {
        {"The team and I were late.", {"The team and I were late."}},
        {"My manager and the client agreed.", {"My manager and the client agreed."}},
        {"I called them, told them and left.", {"I called them, told them and left."}},
        {"The client, who had paid, left.", {"The client, who had paid, left."}},
        {"I shipped it, which was wrong.", {"I shipped it, which was wrong."}},
        {"It was a project where I led the tests.", {"It was a project where I led the tests."}},
        {"I remember the day when I broke it.", {"I remember the day when I broke it."}},
        {"I wanted to know if it worked.", {"I wanted to know if it worked."}},
        {"I worked as hard as I could.", {"I worked as hard as I could."}},
        {"I learned that when you guess you lose.", {"I learned that when you guess you lose."}},
        {"I led it while answering mails.", {"I led it while answering mails."}},
        {"It was, I mean, a mess.", {"It was, I mean, a mess."}},
        {"I ask customers and record answers.", {"I ask customers and record answers."}},
        {"I met the vendor and a boss who'd quit.", {"I met the vendor and a boss who'd quit."}},
    };
    CHECK(state, CASES);
}

/* However long people talk, no clause is longer than forty words. */
static void endless_speech_is_cut_at_forty_words(void **state) {
    char text[1024] = "";
    for (int i = 0; i < 100; i++) strcat(text, "blue ");
    const fw_analysis *a = analyse(*state, text);
    assert_non_null(a);
    assert_int_equal(a->clause_count, 3);
    assert_int_equal(a->clauses[0].words, LONGEST_CLAUSE);
    assert_int_equal(a->clauses[1].words, LONGEST_CLAUSE);
    assert_int_equal(a->clauses[2].words, 100 - 2 * LONGEST_CLAUSE);
}

static void quoted_clauses_are_marked(void **state) {
    const fw_analysis *a = analyse(*state, "She wrote: \"we are leaving you.\" I stayed.");
    assert_non_null(a);
    assert_int_equal(a->clause_count, 3);
    assert_int_equal(a->clauses[0].flags & FW_CLAUSE_QUOTED, 0);
    assert_int_equal(a->clauses[1].flags & FW_CLAUSE_QUOTED, FW_CLAUSE_QUOTED);
    assert_int_equal(a->clauses[2].flags & FW_CLAUSE_QUOTED, 0);
    a = analyse(*state, "It was 5'10\" long. I cut it. She wrote: \"we are leaving you.\" I stayed.");
    assert_non_null(a);
    for (uint32_t i = 0; i < a->clause_count; i++) /* inches open no quotation */
        assert_int_equal((a->clauses[i].flags & FW_CLAUSE_QUOTED) != 0, i == 3);
    a = analyse(*state, "I said \"no.\n\nI left.\n\nShe said \"yes.\"");
    assert_non_null(a);
    for (uint32_t i = 0; i < a->clause_count; i++) /* a mark that nothing closes in its paragraph */
        assert_false(span_is(a, clause_span(a, i), "I left.") && (a->clauses[i].flags & FW_CLAUSE_QUOTED));
    a = analyse(*state, "\"I lost the file. I found it.\""); /* quotation marks around the whole answer */
    assert_non_null(a);
    for (uint32_t i = 0; i < a->clause_count; i++)
        assert_int_equal(a->clauses[i].flags & FW_CLAUSE_QUOTED, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_cut_behind),
        cmocka_unit_test(connectives_cut_before_subject_and_verb),
        cmocka_unit_test(speech_without_marks_is_cut),
        cmocka_unit_test(subjects_may_stand_far_behind),
        cmocka_unit_test(long_connectives_stay_whole),
        cmocka_unit_test(what_belongs_together_is_not_cut),
        cmocka_unit_test(endless_speech_is_cut_at_forty_words),
        cmocka_unit_test(quoted_clauses_are_marked),
    };
    return cmocka_run_group_tests(tests, analysis_fixture_setup, analysis_fixture_teardown);
}
