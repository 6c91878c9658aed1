/* test_text_role.c: the role of a quantity follows from its clause's part, its tense and the words around it.
 */
#include "quantity_fixture.h"

#include "text/role.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* One clause holding the whole sentence, labelled by the test. */
typedef struct {
    const char *sentence;
    fw_part part;
    fw_tense tense;
    fw_role role;
    int direction;
} role_case;

static int open_fixture(void **state) {
    quantity_fixture *f = malloc(sizeof *f);
    *state = f;
    return f && quantity_fixture_open(f) ? 0 : -1;
}

static int close_fixture(void **state) {
    quantity_fixture *f = *state;
    quantity_fixture_close(f);
    free(f);
    return 0;
}

/* Puts clause `index` with part and tense over tokens [first, first + count). */
static void put_clause(quantity_fixture *f, uint32_t first, uint32_t count, fw_part part, fw_tense tense) {
    const uint16_t index = (uint16_t)f->ws.clauses.count;
    const fw_clause clause = {.first = first,
                              .count = count,
                              .part = (uint8_t)part,
                              .runner_up = part == FW_PART_OTHER ? FW_PART_CONTEXT : FW_PART_OTHER,
                              .tense = (uint8_t)tense};
    assert_true(fw_push(&f->ws.clauses, clause));
    if (index == 0) f->ws.clause_bits.count = 0;
    if (f->ws.clause_bits.count == 0) assert_true(fw_push(&f->ws.clause_bits, (fw_clause_bits){.of = {0}}));
    f->ws.clause_bits.items[0].part[part] |= UINT64_C(1) << index;
    for (uint32_t i = first; i < first + count; i++) f->ws.tokens.items[i].clause = index;
}

static void one_clause_roles(void **state) {
    static const role_case CASES[] = {
        {"We lost 12 customers.", FW_PART_FAIL, FW_TENSE_PAST, FW_ROLE_FAILURE_OUTCOME, -1},
        {"We lost 600 dollars.", FW_PART_FAIL, FW_TENSE_PAST, FW_ROLE_FAILURE_OUTCOME, 0},
        {"We lost three weeks.", FW_PART_FAIL, FW_TENSE_PAST, FW_ROLE_FAILURE_OUTCOME, 0},
        {"I led a team of 12 engineers.", FW_PART_FAIL, FW_TENSE_PAST, FW_ROLE_CONTEXT, 0},
        {"I led a team of 12 engineers.", FW_PART_CONTEXT, FW_TENSE_PAST, FW_ROLE_CONTEXT, 0},
        {"I had tested it on 12 customers.", FW_PART_DIAG, FW_TENSE_PAST, FW_ROLE_CAUSE, 0},
        {"It cost us $40k.", FW_PART_DIAG, FW_TENSE_PAST, FW_ROLE_FAILURE_OUTCOME, 0},
        {"I called 12 customers.", FW_PART_ACT, FW_TENSE_PAST, FW_ROLE_CONTEXT, 0},
        {"We had lost 12 customers.", FW_PART_ACT, FW_TENSE_PAST, FW_ROLE_FAILURE_OUTCOME, -1},
        {"Every deal over $50k goes through review.", FW_PART_LEARN, FW_TENSE_PRESENT, FW_ROLE_PRACTICE, 0},
        {"I now test for at least two weeks.", FW_PART_IMPR, FW_TENSE_PRESENT, FW_ROLE_PRACTICE, 0},
        {"Every pull request waits two days.", FW_PART_IMPR, FW_TENSE_PRESENT, FW_ROLE_PRACTICE, 0},
        {"Churn fell by 12 points.", FW_PART_IMPR, FW_TENSE_PAST, FW_ROLE_IMPROVEMENT_OUTCOME, -1},
        {"We get 12 tickets a week now.", FW_PART_IMPR, FW_TENSE_PRESENT, FW_ROLE_PRACTICE, 0},
        {"I committed on the word of two people.", FW_PART_DIAG, FW_TENSE_PAST, FW_ROLE_CAUSE, 0},
        {"I would plan at least two weeks.", FW_PART_CLOSE, FW_TENSE_MODAL, FW_ROLE_PRACTICE, 0},
        {"The shop has 12 shelves.", FW_PART_OTHER, FW_TENSE_PRESENT, FW_ROLE_CONTEXT, 0},
        {"It broke on March 3.", FW_PART_FAIL, FW_TENSE_PAST, FW_ROLE_NONE, 0},
    };
    quantity_fixture *f = *state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const role_case *c = &CASES[i];
        assert_int_equal(quantity_fixture_find(f, c->sentence, strlen(c->sentence)), FW_OK);
        assert_int_equal(f->ws.quantities.count, 1);
        f->ws.clauses.count = 0;
        put_clause(f, 0, f->ws.tokens.count, c->part, c->tense);
        fw_quantities_assign_roles(&f->ws);
        const fw_quantity *q = &f->ws.quantities.items[0];
        if (q->role != c->role || q->direction != c->direction)
            print_message("%s: %s %d\n", c->sentence, fw_role_name((fw_role)q->role), q->direction);
        assert_int_equal(q->role, c->role);
        assert_int_equal(q->direction, c->direction);
        const bool outcome = c->role == FW_ROLE_FAILURE_OUTCOME || c->role == FW_ROLE_IMPROVEMENT_OUTCOME;
        assert_int_equal((f->ws.clauses.items[0].flags & FW_CLAUSE_HAS_OUTCOME_QUANTITY) != 0, outcome);
    }
}

/* A fall is the failure, until a failure and a response have been told: then it is their result. */
static void a_result_needs_a_response_before_it(void **state) {
    quantity_fixture *f = *state;
    static const char TEXT[] = "It broke. I rebuilt it. Tickets fell by 12 percent.";
    static const fw_part BEFORE[][2] = {{FW_PART_CONTEXT, FW_PART_CONTEXT}, {FW_PART_FAIL, FW_PART_ACT}};
    static const fw_role ROLES[] = {FW_ROLE_FAILURE_OUTCOME, FW_ROLE_IMPROVEMENT_OUTCOME};
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(quantity_fixture_find(f, TEXT, sizeof TEXT - 1), FW_OK);
        f->ws.clauses.count = 0;
        put_clause(f, 0, 3, BEFORE[i][0], FW_TENSE_PAST);
        put_clause(f, 3, 4, BEFORE[i][1], FW_TENSE_PAST);
        put_clause(f, 7, f->ws.tokens.count - 7, FW_PART_OTHER, FW_TENSE_PAST);
        fw_quantities_assign_roles(&f->ws);
        assert_int_equal(f->ws.quantities.count, 1);
        assert_int_equal(f->ws.quantities.items[0].clause, 2);
        assert_int_equal(f->ws.quantities.items[0].role, ROLES[i]);
    }
}

static void no_clauses_leave_no_role(void **state) {
    quantity_fixture *f = *state;
    assert_int_equal(quantity_fixture_find(f, "We lost $5.", 11), FW_OK);
    f->ws.clauses.count = 0;
    fw_quantities_assign_roles(&f->ws);
    assert_int_equal(f->ws.quantities.items[0].role, FW_ROLE_NONE);
}

/* Words of a vocabulary are told by differences of sums in 16 bits: as many as those hold, and one more, are
 * still there; and none of the quantity's own words, or of another sentence, is. */
static void words_are_told_however_many(void **state) {
    enum { MOST = 1 << 16 };
    static const char START[] = "It lost a day. We met 12 people", WORD[] = " lost";
    static const size_t COUNTS[] = {0, 1, MOST - 1, MOST, MOST + 1};
    quantity_fixture *f = *state;
    char *text = malloc(sizeof START + (MOST + 1) * sizeof WORD);
    assert_non_null(text);
    memcpy(text, START, sizeof START);
    for (size_t i = 0, n = 0; i < sizeof COUNTS / sizeof COUNTS[0]; i++) {
        for (; n < COUNTS[i]; n++) memcpy(text + sizeof START - 1 + n * (sizeof WORD - 1), WORD, sizeof WORD);
        const size_t len = sizeof START - 1 + n * (sizeof WORD - 1);
        assert_int_equal(quantity_fixture_find(f, text, len), FW_OK);
        assert_int_equal(f->ws.sentences.count, 2);
        f->ws.clauses.count = 0;
        put_clause(f, 0, 5, FW_PART_OTHER, FW_TENSE_PAST);
        put_clause(f, 5, 4, FW_PART_OTHER, FW_TENSE_PAST); /* the words stand behind it in its sentence */
        f->ws.clauses.items[1].sentence = 1;
        const fw_quantity people = {.first = 7, .count = 2, .unit = "person", .clause = 1};
        const fw_scan scan = fw_scan_of(&f->ws);
        fw_role_ground ground = fw_role_ground_of(&scan, (fw_role_story){UINT32_MAX, UINT32_MAX, UINT32_MAX});
        fw_role_facts facts;
        fw_role_facts_of(&ground, &people, &facts);
        assert_int_equal(fw_role_fact_holds(&facts, FW_FACT_row_loss), n > 0);
        assert_false(fw_role_fact_holds(&facts, FW_FACT_says_loss));
    }
    free(text);
}

/* What a sentence says is gathered once for all of its quantities: in an answer of one endless sentence it
 * would take as long as the square of its length. Clauses that change meanwhile show it. */
static void a_sentence_is_gathered_once(void **state) {
    static const char TEXT[] = "We met 12 people and 13 people. We met 14 people.";
    static const uint64_t FAILED = UINT64_C(1) << FW_CAT_fail_verb % 64;
    quantity_fixture *f = *state;
    assert_int_equal(quantity_fixture_find(f, TEXT, sizeof TEXT - 1), FW_OK);
    assert_int_equal(f->ws.sentences.count, 2);
    f->ws.clauses.count = f->ws.hit_sets.count = 0;
    put_clause(f, 0, 4, FW_PART_OTHER, FW_TENSE_PAST);
    put_clause(f, 4, 4, FW_PART_OTHER, FW_TENSE_PAST);
    put_clause(f, 8, f->ws.tokens.count - 8, FW_PART_OTHER, FW_TENSE_PAST);
    f->ws.clauses.items[2].sentence = 1;
    for (uint32_t c = 0; c < 3; c++) assert_true(fw_push(&f->ws.hit_sets, (fw_hit_set){0}));
    for (uint32_t k = 0; k < 2; k++) {
        f->ws.sentences.items[k].first_clause = 2 * k;
        f->ws.sentences.items[k].clause_count = 2 - k;
    }
    const fw_scan scan = fw_scan_of(&f->ws);
    const fw_role_story story = {UINT32_MAX, UINT32_MAX, UINT32_MAX};
    fw_role_ground ground = fw_role_ground_of(&scan, story);
    static const bool SAID[] = {true, true, false}; /* the first sentence only: as it was at first */
    for (uint32_t c = 0; c < 3; c++) {
        f->ws.quantities.items[c].clause = (uint16_t)c;
        f->ws.hit_sets.items[0].live[FW_CAT_fail_verb / 64] = c == 0 ? FAILED : 0;
        fw_role_facts facts;
        fw_role_facts_of(&ground, &f->ws.quantities.items[c], &facts);
        assert_int_equal(fw_role_fact_holds(&facts, FW_FACT_row_fail), SAID[c]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sentence_is_gathered_once),
        cmocka_unit_test(no_clauses_leave_no_role),
        cmocka_unit_test(one_clause_roles),
        cmocka_unit_test(words_are_told_however_many),
        cmocka_unit_test(a_result_needs_a_response_before_it),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
