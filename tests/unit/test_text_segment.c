/* test_text_segment.c: labels of clauses: each part is found by its cue, and none is invented. */
#include "analysis_fixture.h"
#include "analysis_invariants.h"

#include "text/analyzer.h"
#include "text/evidence.h"
#include "text/segment.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { TEXT_MOST = 2048 };

#define S_CONTEXT " In my second year at a print shop I ran the school orders."
#define S_FAIL    " We missed the deadline and lost the biggest school."
#define S_DIAG    " I assumed the paper was there, and I never counted it."
#define S_ACT     " I called the school that day and printed the rest by hand."
#define S_LEARN   " I learned that a full shelf is no stock list."
#define S_IMPR    " Now I count the paper every Monday, and my manager uses the same checklist."
#define S_CLOSE   " That is why the first thing I would set up here is a stock list."
static const char STORY[] = S_CONTEXT S_FAIL S_DIAG S_ACT S_LEARN S_IMPR S_CLOSE;

static bool has_part(const fw_analysis *a, fw_part part) {
    for (uint32_t i = 0; i < a->clause_count; i++) {
        if (a->clauses[i].part == part) return true;
    }
    return false;
}

static uint32_t words_in(const fw_analysis *a, fw_part part) {
    uint32_t words = 0;
    for (uint32_t i = 0; i < a->clause_count; i++)
        words += a->clauses[i].part == (uint8_t)part ? a->clauses[i].words : 0;
    return words;
}

/* Each sentence carries one part: a plain statement in its place does not. */
static void a_part_goes_with_its_cue(void **state) {
    static const struct {
        fw_part part;
        const char *sentence, *plain;
    } CASES[] = {{FW_PART_CONTEXT, S_CONTEXT, " Paper is white."},
                 {FW_PART_FAIL, S_FAIL, " The school is in the north."},
                 {FW_PART_DIAG, S_DIAG, " The paper is blue."},
                 {FW_PART_ACT, S_ACT, " The school has a red roof."},
                 {FW_PART_LEARN, S_LEARN, " The shelf was green."},
                 {FW_PART_IMPR, S_IMPR, " The paper is white."},
                 {FW_PART_CLOSE, S_CLOSE, " The office is big."}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const char *at = strstr(STORY, CASES[i].sentence);
        char without[TEXT_MOST];
        assert_non_null(at);
        snprintf(without, sizeof without, "%.*s%s%s", (int)(at - STORY), STORY, CASES[i].plain,
                 at + strlen(CASES[i].sentence));
        const uint32_t with_cue = words_in(analyse(*state, STORY), CASES[i].part);
        const uint32_t without_cue = words_in(analyse(*state, without), CASES[i].part);
        if (with_cue < 2 * without_cue + 1)
            print_message("%s: %u %u\n", fw_part_name(CASES[i].part), with_cue, without_cue);
        assert_true(with_cue > 2 * without_cue);
    }
}

/* Texts that tell no failure: the parts named must not be found in them. */
static void no_part_is_invented(void **state) {
#define P(part) (1u << FW_PART_##part)
    static const struct {
        const char *text;
        unsigned absent;
    } CASES[] = {
        {"The library stands beside the river. It has two floors and a garden. Children read there.",
         P(FAIL) | P(DIAG) | P(ACT) | P(LEARN) | P(IMPR) | P(CLOSE)},
        {"I honestly cannot think of a failure. Most things work out. I am a careful person.",
         P(DIAG) | P(ACT) | P(LEARN) | P(IMPR) | P(CLOSE)},
        {"My weakness is that I am a perfectionist. I care too much about details. People tell me to relax.",
         P(DIAG) | P(ACT) | P(LEARN) | P(IMPR) | P(CLOSE)},
        {"", P(FAIL) | P(DIAG) | P(ACT) | P(LEARN) | P(IMPR) | P(CLOSE)},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const fw_analysis *a = analyse(*state, CASES[i].text);
        assert_non_null(a);
        for (int part = 0; part < FW_PART_COUNT; part++) {
            if (!(CASES[i].absent >> part & 1)) continue;
            if (has_part(a, (fw_part)part))
                print_message("%s in: %s\n", fw_part_name((fw_part)part), CASES[i].text);
            assert_false(has_part(a, (fw_part)part));
            if (part >= FW_PART_FAIL && part < FW_PART_FAIL + FW_ARC_PARTS)
                assert_true(!(a->arc[part - FW_PART_FAIL] > 0));
        }
    }
}

/* The part of the clause that starts with `start`. */
static fw_part part_of(const fw_analysis *a, const char *start) {
    for (uint32_t i = 0; i < a->clause_count; i++) {
        const char *at = a->text.ptr + a->tokens[a->clauses[i].first].start;
        if (strncmp(at, start, strlen(start)) == 0) return (fw_part)a->clauses[i].part;
    }
    fail_msg("no clause starts with: %s", start);
    return FW_PART_OTHER;
}

/* A heading lends its cues to what follows; the same words without it say nothing, but for what stands behind
 * a failure, which may be read as its cause. */
static void headings_label_what_follows(void **state) {
    static const char NOTES[] =
        "We missed the deadline. My fault: no stock list. Fix: paper from the town hall. "
        "Learning: shelves are no lists. What changed: a weekly count.";
    static const char PLAIN[] =
        "We missed the deadline. It had no stock list. Also paper from the town hall. "
        "Yes, shelves are no lists. There is a weekly count.";
    const fw_analysis *a = analyse(*state, NOTES);
    assert_non_null(a);
    assert_int_equal(part_of(a, "no stock list"), FW_PART_DIAG);
    assert_int_equal(part_of(a, "paper from"), FW_PART_ACT);
    assert_int_equal(part_of(a, "shelves are"), FW_PART_LEARN);
    assert_int_equal(part_of(a, "a weekly count"), FW_PART_IMPR);
    a = analyse(*state, PLAIN);
    assert_non_null(a);
    assert_false(has_part(a, FW_PART_ACT));
    assert_false(has_part(a, FW_PART_LEARN));
    assert_false(has_part(a, FW_PART_IMPR));
    assert_false(has_part(analyse(*state, "We missed the deadline. The fix is in the box."), FW_PART_ACT));
}

/* Whether a cue fired: its points, for or against the label, are fitted. */
static bool has_cue(const fw_analysis *a, const char *cue) {
    for (uint32_t i = 0; i < a->cue_count; i++) {
        if (strcmp(a->cues[i].id, cue) == 0) return true;
    }
    return false;
}

static void a_contrast_at_the_end_is_evidence(void **state) {
    static const struct {
        const char *text;
        bool contrast;
    } CASES[] = {{"We missed the deadline. I learned to count sheets, not shelves.", true},
                 {"We missed the deadline. I learned to count sheets, not full shelves; it works.", true},
                 {"We missed the deadline. I learned to count sheets and not shelves.", false},
                 {"We missed the deadline. I learned to count sheets, not.", false},
                 {"We missed the deadline. I learned not to count shelves.", false}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const bool contrast = has_cue(analyse(*state, CASES[i].text), "contrast_not");
        if (contrast != CASES[i].contrast) print_message("%s\n", CASES[i].text);
        assert_int_equal(contrast, CASES[i].contrast);
    }
}

static void falling_complaints_are_an_improvement(void **state) {
    static const char STEM[] = S_FAIL S_DIAG S_ACT S_LEARN;
    static const struct {
        const char *end;
        bool relief;
    } CASES[] = {{" Complaints fell by half.", true},
                 {" The error rate dropped to 2 percent.", true},
                 {" Sales fell by half.", false}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        char text[TEXT_MOST];
        snprintf(text, sizeof text, "%s%s", STEM, CASES[i].end);
        const fw_analysis *a = analyse(*state, text);
        assert_non_null(a);
        assert_int_equal(has_cue(a, "relief"), CASES[i].relief);
        if (CASES[i].relief) assert_int_equal(a->clauses[a->clause_count - 1].part, FW_PART_IMPR);
    }
}

static void what_is_done_to_the_speaker_is_no_response(void **state) {
    const fw_analysis *a = analyse(*state, "We missed the deadline. I was called by the school.");
    assert_non_null(a);
    assert_false(has_cue(a, "i_response"));
    a = analyse(*state, "We missed the deadline. I called the school.");
    assert_non_null(a);
    assert_true(has_cue(a, "i_response"));
    assert_int_equal(a->clauses[1].part, FW_PART_ACT);
}

/* Random pieces of language and of no language: the invariants hold. */
static void invariants_hold_for_random_text(void **state) {
    static const char *const PIECES[] = {"I ",
                                         "lost ",
                                         "12% ",
                                         ". ",
                                         ", ",
                                         "and then ",
                                         "because ",
                                         "\n",
                                         "\"",
                                         ":",
                                         " - ",
                                         "never ",
                                         "we ",
                                         "learned ",
                                         "now ",
                                         "every ",
                                         "by ",
                                         "was ",
                                         "told ",
                                         "?! ",
                                         "1. ",
                                         "a) ",
                                         "\xE2\x80\xA6",
                                         "\xCC\x81",
                                         "fix:",
                                         "x",
                                         "$5 ",
                                         "dropped ",
                                         "(",
                                         ") ",
                                         "'",
                                         "\xF0\x9F\x98\x80"};
    uint64_t seed = 7;
    for (int round = 0; round < 400; round++) {
        char text[TEXT_MOST] = "";
        const size_t pieces = (size_t)round % 120;
        for (size_t i = 0; i < pieces; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            strcat(text, PIECES[(seed >> 33) % (sizeof PIECES / sizeof PIECES[0])]);
        }
        const fw_analysis *a = analyse(*state, text);
        assert_non_null(a);
        const char *broken = broken_invariant(a);
        if (broken) print_message("%s: %s\n", broken, text);
        assert_null(broken);
    }
}

/* Weights so large that the sums of a clause might not fit 16 bits. */
static void enlarge_weights(fw_analyzer *a) {
    enum { TIMES = 10 };
    fw_arc_rules *rules;
    assert_int_equal(fw_arc_rules_copy(a->rules, &rules, NULL), FW_OK);
    int16_t *weights = &rules->weight[0][0][0];
    for (size_t i = 0; i < sizeof rules->weight / sizeof *weights; i++) {
        assert_true(abs(weights[i]) * TIMES <= FW_WEIGHT_LIMIT);
        weights[i] = (int16_t)(weights[i] * TIMES);
    }
    fw_arc_rules_free(a->rules);
    a->rules = rules;
}

/* Who does not ask why gets the same labels, margins and STAR, also where a clause has more words and cues
 * than are summed at once. */
static void compare_without_reasons(analysis_fixture *f, const char *text, bool enlarged) {
    static const fw_analyzer_options WITHOUT = {.without_cues = true, .without_findings = true};
    fw_analyzer *one, *other;
    const fw_analysis *with, *without;
    assert_int_equal(fw_analyzer_new(f->lexicon, NULL, &one, NULL), FW_OK);
    assert_int_equal(fw_analyzer_new(f->lexicon, &WITHOUT, &other, NULL), FW_OK);
    if (enlarged) {
        enlarge_weights(one);
        enlarge_weights(other);
    }
    assert_int_equal(fw_analyze(one, (fw_str){text, strlen(text)}, NULL, &with, NULL), FW_OK);
    assert_int_equal(fw_analyze(other, (fw_str){text, strlen(text)}, NULL, &without, NULL), FW_OK);
    assert_true(with->cue_count > 0 && without->cue_count == 0);
    assert_true(with->finding_count > 0 && without->finding_count == 0);
    assert_int_equal(with->clause_count, without->clause_count);
    for (uint32_t i = 0; i < with->clause_count; i++) {
        const fw_clause *a = &with->clauses[i], *b = &without->clauses[i];
        assert_memory_equal(a->score, b->score, sizeof a->score);
        assert_true(a->part == b->part && a->runner_up == b->runner_up && a->margin == b->margin);
        assert_true(a->star == b->star && a->flags == b->flags && b->cue_count == 0);
    }
    assert_null(broken_invariant(without));
    assert_int_equal(other->ws.sums->narrow, !enlarged);
    fw_analyzer_free(one);
    fw_analyzer_free(other);
}

static void labels_are_the_same_without_reasons(void **state) {
    char text[TEXT_MOST];
    strcpy(text, STORY);
    strcat(text, " I learned");
    for (int i = 0; i < 20; i++) strcat(text, " that the failure cost us");
    compare_without_reasons(*state, text, false);
    compare_without_reasons(*state, text, true);
}

/* The best path as one would write it down, for the decoder's to be compared with. */
static void plain_path(int16_t transition[FW_PART_COUNT][FW_PART_COUNT], const fw_clause *clauses,
                       uint32_t count, uint8_t *path) {
    enum { K = FW_PART_COUNT, MOST = 64 };
    int64_t best[MOST][K];
    uint8_t from[MOST][K];
    for (uint32_t c = 0; c < count; c++) {
        for (uint8_t to = 0; to < K; to++) {
            from[c][to] = 0;
            for (uint8_t f = 1; f < K && c; f++) {
                const uint8_t top = from[c][to];
                if (best[c - 1][f] + transition[f][to] > best[c - 1][top] + transition[top][to])
                    from[c][to] = f;
            }
            best[c][to] = clauses[c].score[to];
            if (c) best[c][to] += best[c - 1][from[c][to]] + transition[from[c][to]][to];
        }
    }
    path[count - 1] = 0;
    for (uint8_t i = 1; i < K; i++) {
        if (best[count - 1][i] > best[count - 1][path[count - 1]]) path[count - 1] = i;
    }
    for (uint32_t c = count - 1; c > 0; c--) path[c - 1] = from[c][path[c]];
}

/* Small points, so that there are ties, and negative ones; all labels are allowed. */
static void the_path_is_the_best_one(void **state) {
    enum { CLAUSES = 50, ROUNDS = 200, ALL = (1 << FW_PART_COUNT) - 1 };
    (void)state;
    fw_arc_rules *rules = calloc(1, sizeof *rules);
    fw_clause clauses[CLAUSES] = {0};
    uint16_t allowed[CLAUSES];
    uint8_t expected[CLAUSES], found[CLAUSES];
    fw_workspace ws = {.clauses = {clauses, CLAUSES, CLAUSES}};
    uint32_t random = 1;
    assert_non_null(rules);
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < FW_PART_COUNT * FW_PART_COUNT; i++) {
            random = random * 1664525 + 1013904223;
            rules->transition[i / FW_PART_COUNT][i % FW_PART_COUNT] = (int16_t)(random >> 28) - 8;
        }
        for (int i = 0; i < CLAUSES * FW_PART_COUNT; i++) {
            random = random * 1664525 + 1013904223;
            clauses[i / FW_PART_COUNT].score[i % FW_PART_COUNT] = (int32_t)(random >> 27) - 16;
        }
        for (int c = 0; c < CLAUSES; c++) allowed[c] = ALL;
        assert_true(fw_best_parts_given(&ws, rules, allowed, FW_ALLOWED_ONLY, found));
        plain_path(rules->transition, clauses, CLAUSES, expected);
        assert_memory_equal(found, expected, sizeof found);
    }
    free(ws.scratch.items);
    free(rules);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_path_is_the_best_one),
        cmocka_unit_test(labels_are_the_same_without_reasons),
        cmocka_unit_test(no_part_is_invented),
        cmocka_unit_test(a_part_goes_with_its_cue),
        cmocka_unit_test(headings_label_what_follows),
        cmocka_unit_test(a_contrast_at_the_end_is_evidence),
        cmocka_unit_test(falling_complaints_are_an_improvement),
        cmocka_unit_test(what_is_done_to_the_speaker_is_no_response),
        cmocka_unit_test(invariants_hold_for_random_text),
    };
    return cmocka_run_group_tests(tests, analysis_fixture_setup, analysis_fixture_teardown);
}
