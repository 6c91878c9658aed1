/* test_text_voice.c: minimal pairs of passives, states of mind, agentless events and impersonal phrases. */
#include "analysis_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

typedef struct {
    const char *text;
    const char *passive;   /* from the auxiliary to the participle; NULL: no passive */
    const char *agentless; /* from the subject's last word to the verb; NULL: none */
} voice_case;

static const fw_finding *find(const fw_analysis *a, fw_finding_kind kind, size_t *count) {
    const fw_finding *first = NULL;
    *count = 0;
    for (uint32_t i = 0; i < a->finding_count; i++) {
        if (a->findings[i].kind != kind) continue;
        if (!first) first = &a->findings[i];
        ++*count;
    }
    return first;
}

static bool finding_is(const fw_analysis *a, fw_finding_kind kind, uint8_t flag, const char *expected) {
    size_t count;
    const fw_finding *found = find(a, kind, &count);
    uint32_t flagged = 0;
    for (uint32_t i = 0; i < a->clause_count; i++) flagged += (a->clauses[i].flags & flag) != 0;
    if (!expected) return count == 0 && flagged == 0;
    return count == 1 && flagged == 1 && span_is(a, found->span, expected) &&
           (a->clauses[found->clause].flags & flag);
}

static void check(analysis_fixture *f, const voice_case *cases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const fw_analysis *a = analyse(f, cases[i].text);
        assert_non_null(a);
        const bool passive = finding_is(a, FW_FINDING_PASSIVE, FW_CLAUSE_PASSIVE, cases[i].passive);
        const bool agentless = finding_is(a, FW_FINDING_AGENTLESS, FW_CLAUSE_AGENTLESS, cases[i].agentless);
        if (!passive || !agentless)
            print_message("%s%s: %s\n", passive ? "" : "passive ", agentless ? "" : "agentless",
                          cases[i].text);
        assert_true(passive && agentless);
    }
}
#define CHECK(state, cases) check(*(state), cases, sizeof(cases) / sizeof(cases)[0])

static void passives_and_their_active_twins(void **state) {
    static const voice_case CASES[] = {
        {"The plan was approved by the board.", "was approved", NULL},
        {"The board approved the plan.", NULL, NULL},
        {"The plan was never properly tested.", "was never properly tested", NULL},
        {"I never properly tested the plan.", NULL, NULL},
        {"The invoices had been paid twice.", "been paid", NULL},
        {"I had paid the invoices twice.", NULL, NULL},
        {"The order must be signed first.", "be signed", NULL},
        {"I got fired in May.", "got fired", NULL},
        {"I got a letter in May.", NULL, NULL},
        {"It wasn't checked by anybody.", "wasn't checked", NULL},
        {"The room was being cleaned.", "was being cleaned", NULL},
        {"I was cleaning the room.", NULL, NULL},
        {"The tickets were sold.", "were sold", NULL},
        {"The territory had been re-cut in May.", "been re-cut", NULL},
        {"It's written in the runbook now.", "It's written", NULL},
        {"It's taken me two years.", NULL, NULL},
        {"Nor was I told.", "was I told", NULL},
        {"The file was lost.", "was lost", NULL},
        {"I was lost.", NULL, NULL},
        {"It would be finished on Friday.", "be finished", NULL},
        {"The tickets were cheap.", NULL, NULL},
    };
    CHECK(state, CASES);
}

static void states_are_no_passives(void **state) {
    static const voice_case CASES[] = {
        {"I was convinced we would make it.", NULL, NULL},
        {"I was convinced by my manager.", "was convinced", NULL},
        {"I was convinced by the demo.", NULL, NULL},
        {"I was worried about the date.", NULL, NULL},
        {"I was committed to it.", NULL, NULL},
        {"We were used to it.", NULL, NULL},
        {"He was supposed to call.", NULL, NULL},
        {"She was tired by the end of May.", NULL, NULL},
        {"The oven was heated to 200 degrees.", "was heated", NULL},
        {"The talk was heated.", NULL, NULL},
        {"The rival was beaten by our juniors.", "was beaten", NULL},
        {"The sales were indeed low.", NULL, NULL},
        {"The money is gone.", NULL, NULL},
        {"The shelf was made of wood.", NULL, NULL},
        {"The shelf was made by hand.", "was made", NULL},
        {"There are dotted lines in the plan.", NULL, NULL},
        {"I am left-handed.", NULL, NULL},
        {"I got started at once.", NULL, NULL},
        {"We were headed for trouble.", NULL, NULL},
        {"The shop was closed for a day.", NULL, NULL},
        {"The shop was closed by the council.", "was closed", NULL},
    };
    CHECK(state, CASES);
}

static void events_without_an_agent(void **state) {
    static const voice_case CASES[] = {
        {"The deadline slipped.", NULL, "deadline slipped"},
        {"I moved the deadline.", NULL, NULL},
        {"Morale dropped in June.", NULL, "Morale dropped"},
        {"The client dropped us in June.", NULL, NULL},
        {"The server broke at noon.", NULL, "server broke"},
        {"I broke the server at noon.", NULL, NULL},
        {"The deadline might slip.", NULL, NULL},
        {"What happened then?", NULL, NULL},
        {"The job did not run.", NULL, "job did not run"},
        {"I did not run.", NULL, NULL},
        {"The home was not closing.", NULL, NULL},
        {"It did not occur to me.", NULL, NULL},
    };
    CHECK(state, CASES);
}

/* Good news needs no agent. */
static void bad_things_that_fall_are_no_agentless_events(void **state) {
    static const voice_case CASES[] = {
        {"Complaints fell by half.", NULL, NULL},
        {"The error rate dropped to 2 percent.", NULL, NULL},
        {"The number of incidents dropped.", NULL, NULL},
        {"Sales fell by half.", NULL, "Sales fell"},
    };
    CHECK(state, CASES);
}

/* Told, and left out of the clause's marks: they may be good news. */
static void things_that_move(void **state) {
    static const char *const TEXTS[] = {"The results came in on Monday.", "The posts went out on time."};
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        const fw_analysis *a = analyse(*state, TEXTS[i]);
        size_t count;
        assert_non_null(a);
        (void)find(a, FW_FINDING_AGENTLESS, &count);
        assert_int_equal(count, 1);
        assert_false(a->clauses[0].flags & FW_CLAUSE_AGENTLESS);
    }
}

static void impersonal_phrases(void **state) {
    static const struct {
        const char *text;
        bool impersonal;
    } CASES[] = {{"It was decided to wait.", true},
                 {"I decided to wait.", false},
                 {"Mistakes were made.", true},
                 {"I made mistakes.", false}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const fw_analysis *a = analyse(*state, CASES[i].text);
        assert_non_null(a);
        const bool found = (a->clauses[0].flags & FW_CLAUSE_IMPERSONAL) != 0;
        if (found != CASES[i].impersonal) print_message("%s\n", CASES[i].text);
        assert_int_equal(found, CASES[i].impersonal);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(passives_and_their_active_twins),
        cmocka_unit_test(states_are_no_passives),
        cmocka_unit_test(events_without_an_agent),
        cmocka_unit_test(bad_things_that_fall_are_no_agentless_events),
        cmocka_unit_test(things_that_move),
        cmocka_unit_test(impersonal_phrases),
    };
    return cmocka_run_group_tests(tests, analysis_fixture_setup, analysis_fixture_teardown);
}
