/* test_text_parse.c: the subject, tense and negation of a clause. */
#include "analysis_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

typedef struct {
    const char *text; /* one clause */
    fw_subject subject;
    fw_tense tense;
    bool negated;
} parse_case;

static void check(analysis_fixture *f, const parse_case *cases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const fw_analysis *a = analyse(f, cases[i].text);
        assert_non_null(a);
        assert_int_equal(a->clause_count, 1);
        const fw_clause *c = &a->clauses[0];
        const bool negated = (c->flags & FW_CLAUSE_NEGATED) != 0;
        if (c->subject != cases[i].subject || c->tense != cases[i].tense || negated != cases[i].negated)
            print_message("subject %d tense %d negated %d: %s\n", c->subject, c->tense, negated,
                          cases[i].text);
        assert_int_equal(c->subject, cases[i].subject);
        assert_int_equal(c->tense, cases[i].tense);
        assert_int_equal(negated, cases[i].negated);
    }
}
#define CHECK(state, cases) check(*(state), cases, sizeof(cases) / sizeof(cases)[0])

static void nothing_has_no_subject(void **state) {
    assert_int_equal(analyse(*state, "")->clause_count, 0);
    static const parse_case CASES[] = {{"A total mess.", FW_SUBJECT_NONE, FW_TENSE_NONE, false},
                                       {"...", FW_SUBJECT_NONE, FW_TENSE_NONE, false}};
    CHECK(state, CASES);
}

static void plain_clauses(void **state) {
    static const parse_case CASES[] = {
        {"I missed the date.", FW_SUBJECT_I, FW_TENSE_PAST, false},
        {"I didn't check.", FW_SUBJECT_I, FW_TENSE_PAST, true},
        {"I never asked them.", FW_SUBJECT_I, FW_TENSE_PAST, true},
        {"I'd told them.", FW_SUBJECT_I, FW_TENSE_PAST, false},
        {"I'd go first.", FW_SUBJECT_I, FW_TENSE_MODAL, false},
        {"I check every order.", FW_SUBJECT_I, FW_TENSE_PRESENT, false},
        {"I will check it.", FW_SUBJECT_I, FW_TENSE_FUTURE, false},
        {"I'll check it.", FW_SUBJECT_I, FW_TENSE_FUTURE, false},
        {"I am going to check it.", FW_SUBJECT_I, FW_TENSE_FUTURE, false},
        {"I could have checked it.", FW_SUBJECT_I, FW_TENSE_MODAL, false},
        {"We have lost them.", FW_SUBJECT_WE, FW_TENSE_PRESENT, false},
        {"We weren't ready.", FW_SUBJECT_WE, FW_TENSE_PAST, true},
        {"They ignored me.", FW_SUBJECT_OTHER, FW_TENSE_PAST, false},
        {"My manager refused.", FW_SUBJECT_OTHER, FW_TENSE_PAST, false},
        {"Nobody told me.", FW_SUBJECT_OTHER, FW_TENSE_PAST, true},
        {"The project failed.", FW_SUBJECT_THING, FW_TENSE_PAST, false},
        {"The head of sales refused.", FW_SUBJECT_THING, FW_TENSE_PAST, false},
        {"It was late.", FW_SUBJECT_EXPLETIVE, FW_TENSE_PAST, false},
        {"There was no plan.", FW_SUBJECT_EXPLETIVE, FW_TENSE_PAST, false},
    };
    CHECK(state, CASES);
}

/* The first finite form is not the verb, or the first noun not the subject. */
static void noun_phrases_relatives_and_fronted_clauses(void **state) {
    static const parse_case CASES[] = {
        {"That plan was wrong.", FW_SUBJECT_THING, FW_TENSE_PAST, false},
        {"This launch failed.", FW_SUBJECT_THING, FW_TENSE_PAST, false},
        {"That client was wrong.", FW_SUBJECT_OTHER, FW_TENSE_PAST, false},
        {"This one mistake cost us.", FW_SUBJECT_THING, FW_TENSE_PAST, false},
        {"The failed launch was mine.", FW_SUBJECT_THING, FW_TENSE_PAST, false},
        {"The tool that I wrote broke.", FW_SUBJECT_THING, FW_TENSE_PAST, false},
        {"The client, who had paid, left.", FW_SUBJECT_OTHER, FW_TENSE_PAST, false},
        {"Two tests failed.", FW_SUBJECT_THING, FW_TENSE_PAST, false},
        {"The user tests were late.", FW_SUBJECT_THING, FW_TENSE_PAST, false},
        {"People forget it.", FW_SUBJECT_OTHER, FW_TENSE_PRESENT, false},
        {"I, um, told them.", FW_SUBJECT_I, FW_TENSE_PAST, false},
        {"I, being new, missed it.", FW_SUBJECT_I, FW_TENSE_PAST, false},
        {"Had I asked, we would have known.", FW_SUBJECT_I, FW_TENSE_PAST, false},
        {"When it broke, I called them.", FW_SUBJECT_I, FW_TENSE_PAST, false},
        {"After the launch, I didn't ask.", FW_SUBJECT_I, FW_TENSE_PAST, true},
        {"As soon as it broke, they called me.", FW_SUBJECT_OTHER, FW_TENSE_PAST, false},
        {"When it happened I called them.", FW_SUBJECT_I, FW_TENSE_PAST, false},
        {"While that was going on I wrote a script.", FW_SUBJECT_I, FW_TENSE_PAST, false},
        {"When he said I was late it hurt.", FW_SUBJECT_OTHER, FW_TENSE_PAST, false},
        {"Looking back, I should have asked.", FW_SUBJECT_I, FW_TENSE_MODAL, false},
    };
    CHECK(state, CASES);
}

/* "The time I failed was": the question's words, no admission. */
static void an_occasion_is_no_admission(void **state) {
    const fw_analysis *a = analyse(*state, "I guess the time I failed was in my second year.");
    for (uint32_t i = 0; i < a->finding_count; i++) assert_string_not_equal(a->findings[i].rule, "own_admit");
    a = analyse(*state, "I failed in my second year.");
    bool admitted = false;
    for (uint32_t i = 0; i < a->finding_count; i++) admitted |= strcmp(a->findings[i].rule, "own_admit") == 0;
    assert_true(admitted);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_has_no_subject),
        cmocka_unit_test(plain_clauses),
        cmocka_unit_test(an_occasion_is_no_admission),
        cmocka_unit_test(noun_phrases_relatives_and_fronted_clauses),
    };
    return cmocka_run_group_tests(tests, analysis_fixture_setup, analysis_fixture_teardown);
}
