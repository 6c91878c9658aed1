/* test_text_strength.c: what a clause is worth for its part, whose story it is, and whether it is one. */
#include "analysis_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { TEXT_MOST = 1024, DIAG = FW_PART_DIAG - FW_PART_FAIL, LEARN = FW_PART_LEARN - FW_PART_FAIL };
static const double PRESENT = .5;

/* The strength of a part of a story that has `diagnosis` and `lesson` in their places. */
static double strength(void *state, int part, const char *diagnosis, const char *lesson) {
    char text[TEXT_MOST];
    const int length = snprintf(text, sizeof text,
                                "I missed the delivery of 40 crates by two weeks and lost the customer. %s "
                                "I called every shop myself and drove the first load. %s "
                                "Now I count the shelves each Monday.",
                                diagnosis, lesson);
    assert_in_range(length, 1, sizeof text - 1);
    const fw_analysis *a = analyse(state, text);
    assert_non_null(a);
    return a->arc[part];
}

static const char OWN_CAUSE[] = "I never asked the supplier for a stock list.";
static const char LESSON[] = "A plan that nobody reads before Monday is not a plan.";

static double lesson(void *state, const char *text) { return strength(state, LEARN, OWN_CAUSE, text); }
static double cause(void *state, const char *text) { return strength(state, DIAG, text, LESSON); }

/* No stock phrase is needed where something is said; with one, what every story could have is no lesson. */
static void a_lesson_is_worth_what_it_says(void **state) {
    static const char *const SAID[] = {
        "A plan that nobody reads before Monday is not a plan.",
        "Capacity is what the quietest person says before noon.",
        "I learned that a supplier's date is worth less than a supplier's stock.",
    };
    static const char *const EMPTY[] = {
        "I learned that communication is key.",
        "I learned to be more careful and organised.",
        "It taught us a lesson.",
    };
    for (size_t i = 0; i < sizeof SAID / sizeof SAID[0]; i++) assert_true(lesson(*state, SAID[i]) >= PRESENT);
    for (size_t i = 0; i < sizeof EMPTY / sizeof EMPTY[0]; i++)
        assert_true(lesson(*state, EMPTY[i]) < PRESENT);
}

static void a_lesson_that_speaks_of_the_story_is_worth_more(void **state) {
    assert_true(lesson(*state, "I learned that a delivery starts with a customer.") >
                lesson(*state, "I learned that a building starts with a foundation."));
}

static void a_diagnosis_is_the_speakers(void **state) {
    assert_true(cause(*state, OWN_CAUSE) >= PRESENT);
    static const char *const LESS[] = {
        "Because the supplier never gave me a stock list.",
        "To be fair, I never asked for a stock list because nobody could have known.",
        "Honestly it was out of my control because the supplier had no stock list.",
    };
    for (size_t i = 0; i < sizeof LESS / sizeof LESS[0]; i++) assert_true(cause(*state, LESS[i]) < PRESENT);
}

/* ---- whose story it is ---- */

static bool is_team_story(void *state, const char *text) {
    const fw_analysis *a = analyse(state, text);
    assert_non_null(a);
    return (a->traps & FW_TRAP_TEAM) != 0;
}

static void others_failures_are_told_from_own_ones(void **state) {
    static const char *const OTHERS[] = {
        "We hired a driver last year. HR had checked nothing and he broke two vans. In the end it was "
        "decided "
        "to let him go. Some people are just careless.",
        "We missed the target by a third. Marketing sent us poor leads and the product team kept moving the "
        "release. There was nothing we could do.",
        "We lost the contract. We had too few people and we were late. We will plan better.",
    };
    static const char *const OWN[] = {
        "I hired a driver last year and never checked his references, and he broke two vans. I told the "
        "owner "
        "it was my decision and paid for the repair from my budget.",
        "We missed the target by a third. Marketing sent us poor leads, but I had never told them what a "
        "good "
        "one is. I sat down with them, and I wrote the first ten examples myself.",
        "We lost the contract because I promised a date without asking the workshop. I called the client.",
    };
    for (size_t i = 0; i < sizeof OTHERS / sizeof OTHERS[0]; i++)
        assert_true(is_team_story(*state, OTHERS[i]));
    for (size_t i = 0; i < sizeof OWN / sizeof OWN[0]; i++) assert_false(is_team_story(*state, OWN[i]));
}

/* Where nothing is told there is nobody's failure either. */
static void no_story_is_no_team_story(void **state) {
    static const char *const NONE[] = {"", "I don't know.", "Can I think about it?", "Paper is white."};
    for (size_t i = 0; i < sizeof NONE / sizeof NONE[0]; i++) assert_false(is_team_story(*state, NONE[i]));
}

/* A phrase of self-praise is a trap unless a failure is told that cost or changed something. */
static void a_strength_is_no_failure(void **state) {
    static const struct {
        const char *text;
        bool fake;
    } CASES[] = {
        {"I am a perfectionist. I would rather read a clause four times than let it slip.", true},
        {"I am a perfectionist. I failed to send a report once because I read it all again. They were "
         "grumpy, but the result was perfect.",
         true},
        {"I am a perfectionist. I missed a deadline by a day once, and we lost the customer.", false},
        {"I missed a deadline by a day, and we lost the customer.", false},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const fw_analysis *a = analyse(*state, CASES[i].text);
        assert_non_null(a);
        if (((a->traps & FW_TRAP_FAKE) != 0) != CASES[i].fake) print_message("%s\n", CASES[i].text);
        assert_int_equal((a->traps & FW_TRAP_FAKE) != 0, CASES[i].fake);
    }
}

/* A change that is in use and measured is no trap, though cues of its parts are few; what is planned is one.
 */
static void a_practice_in_use_is_a_change(void **state) {
    static const struct {
        const char *text;
        bool trap;
    } CASES[] = {
        {"Last autumn I planned a training for thirty people, and sadly only four came. I understood that I "
         "check what I fear and not what I know. I built a checklist with nine points that the team still "
         "uses, and late deliveries went from 7 to 1.",
         false},
        {"Last autumn I planned a training for thirty people, and sadly only four came. I understood that I "
         "check what I fear. For the next project I want to set up a checklist in week one.",
         true},
        {"Last autumn I planned a training for thirty people, and sadly only four came.", true},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const fw_analysis *a = analyse(*state, CASES[i].text);
        assert_non_null(a);
        if (((a->traps & FW_TRAP_NO_CHANGE) != 0) != CASES[i].trap) print_message("%s\n", CASES[i].text);
        assert_int_equal((a->traps & FW_TRAP_NO_CHANGE) != 0, CASES[i].trap);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lesson_is_worth_what_it_says),
        cmocka_unit_test(a_lesson_that_speaks_of_the_story_is_worth_more),
        cmocka_unit_test(a_diagnosis_is_the_speakers),
        cmocka_unit_test(others_failures_are_told_from_own_ones),
        cmocka_unit_test(no_story_is_no_team_story),
        cmocka_unit_test(a_strength_is_no_failure),
        cmocka_unit_test(a_practice_in_use_is_a_change),
    };
    return cmocka_run_group_tests(tests, analysis_fixture_setup, analysis_fixture_teardown);
}
