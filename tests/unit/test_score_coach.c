/* test_score_coach.c: points and anchors, kinds of story, quotes, exercises. */
#include "coach_fixture.h"

static const char WHOLE[] =
    "I led the migration of our billing exports. I let the deadline slip by two weeks and it cost us $40,000 "
    "in refunds. "
    "I decided to skip the dry run because I trusted a row count I had not checked. I called finance the "
    "same day, rolled "
    "the export back and rebuilt it in nine days. I learned that a count without a check is a guess. Since "
    "then every "
    "export above 1,000 rows has a dry run, and I have used it 14 times; errors went down by 80%.";

/* ---- anchors and time ---- */

static void a_rubric_that_is_missing_is_an_error(void **state) {
    (void)state;
    fw_judge *judge = NULL;
    fw_error err = {0};
    assert_int_equal(fw_judge_new("/no/such/folder", &judge, &err), FW_NOINPUT);
    assert_null(judge);
    fw_judge_free(NULL);
}

static void anchors_follow_the_rubric(void **state) {
    (void)state;
    assert_string_equal(fw_part_anchor(0, 0), "absent");
    assert_string_equal(fw_part_anchor(2.6, 0), "only implied"); /* points for what other parts say of it */
    assert_string_equal(fw_part_anchor(0, 0.2), "hinted"); /* some evidence, points eaten by deductions */
    assert_string_equal(fw_part_anchor(1.49, 0.5), "hinted");
    assert_string_equal(fw_part_anchor(1.5, 0.5), "vague");
    assert_string_equal(fw_part_anchor(2.5, 0.5), "specific");
    assert_string_equal(fw_part_anchor(4, 1), "with evidence");
}

static void a_faint_part_is_hinted(void **state) {
    (void)state;
    fw_tally tally = {.clauses = {[FW_PART_LEARN] = 1}};
    const fw_analysis a = {.tally = &tally};
    const fw_score score = {.part = {0}};
    assert_string_equal(fw_part_standing(&a, &score, FW_PART_LEARN - FW_PART_FAIL), "hinted");
    assert_string_equal(fw_part_standing(&a, &score, FW_PART_IMPR - FW_PART_FAIL), "absent");
}

static void another_language_is_told_from_english(void **state) {
    assert_false(fw_is_foreign(analyse(*state, 0, WHOLE, NULL)));
    assert_false(fw_is_foreign(analyse(*state, 0, "Mea culpa.", NULL))); /* too little to tell */
    assert_true(fw_is_foreign(
        analyse(*state, 0, "Ich habe dem Kunden einen Termin versprochen, ohne mein Team zu fragen.", NULL)));
}

static void star_seconds_share_the_whole(void **state) {
    (void)state;
    fw_analysis a = {.seconds = 100, .star_words = {10, 20, 30, 40}};
    assert_true(fw_star_seconds(&a, FW_STAR_S) == 10);
    assert_true(fw_star_seconds(&a, FW_STAR_R) == 40);
    memset(a.star_words, 0, sizeof a.star_words);
    assert_true(fw_star_seconds(&a, FW_STAR_A) == 0); /* an answer without words */
}

static void the_weakest_part_has_fewest_points(void **state) {
    (void)state;
    fw_analysis a = {.arc = {0.9, 0.5, 0.4, 0.9, 0.9}};
    fw_score score = {.part = {3, 1, 1, 4, 4}};
    assert_int_equal(fw_weakest_part(&a, &score), 2); /* a tie: the smaller strength */
    a.arc[2] = 0.5;
    assert_int_equal(fw_weakest_part(&a, &score), 1); /* the earlier one */
    score.part[4] = 0.5;
    assert_int_equal(fw_weakest_part(&a, &score), 1); /* about as few points, and less is told of it */
    score.part[4] = 0.1;
    assert_int_equal(fw_weakest_part(&a, &score), 4);
}

/* ---- kinds of story ---- */

static void stories_are_told_apart(void **state) {
    static const struct {
        const char *text;
        fw_story story;
    } CASES[] = {
        {"I broke production: my database migration locked the orders table and the rollback script failed, "
         "so the "
         "deploy had to be reverted.",
         FW_STORY_TECHNICAL},
        {"I lost the client's trust. I promised a date to the customer, never updated their stakeholders, "
         "and at the "
         "presentation their director said my expectations and theirs had never been aligned.",
         FW_STORY_STAKEHOLDER},
        {"I failed with a hire. I skipped the reference check, went with my gut in the interview, and had to "
         "end the "
         "probation of the candidate after five months.",
         FW_STORY_JUDGEMENT},
        {"The weather is nice and the sea is blue.", FW_STORY_NONE},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        double points[FW_STORY_COUNT];
        assert_int_equal(fw_story_of(analyse(*state, 0, CASES[i].text, NULL), points), CASES[i].story);
    }
    assert_string_equal(fw_story_name(FW_STORY_JUDGEMENT), "judgement");
    assert_string_equal(fw_story_name(FW_STORY_NONE), "");
}

static void a_word_said_often_counts_once(void **state) {
    double once[FW_STORY_COUNT], often[FW_STORY_COUNT];
    fw_story_of(analyse(*state, 0, "I failed. I broke the database.", NULL), once);
    fw_story_of(analyse(*state, 0,
                        "I failed. I broke the database. I broke the database. I broke the database.", NULL),
                often);
    assert_true(once[FW_STORY_TECHNICAL] > 0);
    assert_true(often[FW_STORY_TECHNICAL] == once[FW_STORY_TECHNICAL]);
}

/* Who says "I" throughout tells their own failure, whoever else appears; who never does tells others'. */
static void a_team_trap_needs_a_speaker_who_is_absent(void **state) {
    static const char OWN[] =
        "I launched a webinar for 900 accounts. Activation fell from 41% to 34%. I cancelled "
        "it and I called each of them.";
    static const char OTHERS[] =
        "We missed the date by two weeks. The vendor sent the parts late and they never "
        "told us. We lost the customer.";
    assert_false(analyse(*state, 0, OWN, NULL)->traps & FW_TRAP_TEAM);
    assert_true(analyse(*state, 0, OTHERS, NULL)->traps & FW_TRAP_TEAM);
}

/* ---- evidence and quotes ---- */

static void evidence_is_sorted_and_inside_its_clause(void **state) {
    const fw_analysis *a = analyse(*state, 0, WHOLE, NULL);
    size_t seen = 0;
    for (uint32_t c = 0; c < a->clause_count; c++) {
        fw_span spans[64];
        const size_t count = fw_evidence_of(a, c, spans, 64);
        const fw_clause *clause = &a->clauses[c];
        assert_true(count <= 3); /* the strongest few */
        for (size_t i = 0; i < count; i++, seen++) {
            assert_true(spans[i].start < spans[i].end);
            assert_true(spans[i].start >= a->tokens[clause->first].start);
            assert_true(spans[i].end <= a->text.len);
            if (i) assert_true(spans[i].start > spans[i - 1].end);
        }
        assert_true(fw_evidence_of(a, c, spans, 1) <= 1);
        assert_int_equal(fw_evidence_of(a, c, spans, 0), 0);
    }
    assert_true(seen >= 8);
}

static void check_quote(fixture *f, const char *text, fw_quote quote, const char *expected) {
    const fw_analysis *a = analyse(f, 0, text, NULL);
    char found[128];
    fw_quote_text(a, fw_quote_find(a, quote), 90, found, sizeof found);
    assert_string_equal(found, expected);
}

static void quotes_are_found_and_trimmed(void **state) {
    check_quote(*state, "The deadline slipped.", FW_QUOTE_FAIL_EVENT, "The deadline slipped");
    check_quote(*state, "The deadline slipped.", FW_QUOTE_FAIL_VERB, "slipped");
    check_quote(*state, WHOLE, FW_QUOTE_DECISION, "I decided to skip the dry run");
    check_quote(*state, WHOLE, FW_QUOTE_COST, "two weeks");
    check_quote(*state, WHOLE, FW_QUOTE_LESSON, "I learned that a count without a check is a guess");
    check_quote(*state, "x", FW_QUOTE_DECISION, "");
    check_quote(*state, "", FW_QUOTE_FIRST, "");
}

static void long_quotes_are_cut_between_words(void **state) {
    const fw_analysis *a = analyse(*state, 0, "One two\n three\tfour \"five\" caf\xc3\xa9s", NULL);
    char found[64];
    const fw_span all = {0, (uint32_t)a->text.len};
    fw_quote_text(a, all, 100, found, sizeof found);
    assert_string_equal(found, "One two three four 'five' caf\xc3\xa9s");
    fw_quote_text(a, all, 14, found, sizeof found);
    assert_string_equal(found, "One two three ..");
    for (size_t most = 0; most < 40; most++) {
        fw_quote_text(a, all, most, found, sizeof found);
        assert_int_equal(fw_utf8_valid_prefix(found, strlen(found)), strlen(found));
    }
    fw_quote_text(a, (fw_span){0, 0}, 10, found, sizeof found);
    assert_string_equal(found, "");
}

/* ---- exercises ---- */

static void check_exercise(fixture *f, const char *text, const char *id, const char *piece) {
    fw_score score;
    const fw_analysis *a = analyse(f, 0, text, &score);
    fw_exercise exercise;
    fw_exercise_of(a, &score, &exercise);
    assert_string_equal(exercise.id, id);
    if (!strstr(exercise.text, piece)) fail_msg("\"%s\" lacks \"%s\"", exercise.text, piece);
}

static void exercises_quote_what_stands_in_the_way(void **state) {
    check_exercise(*state, "I led the release. The deadline slipped and we missed the launch by two weeks.",
                   "diag_event", "after \"slipped\"");
    check_exercise(*state, "My biggest weakness is that I am a perfectionist. I care too much about quality.",
                   "fake", "is a strength");
    check_exercise(*state, "I can't think of a failure.", "refusal", "You say");
    check_exercise(*state, "x", "fail_start", "one number");
}

static void a_whole_story_is_told_about_its_time(void **state) {
    fw_score score;
    const fw_analysis *a = analyse(*state, 0, WHOLE, &score);
    fw_exercise exercise;
    for (size_t i = 0; i < FW_ARC_PARTS; i++) score.part[i] = 4;
    fw_exercise_of(a, &score, &exercise);
    assert_int_equal(exercise.part, FW_ARC_PARTS);
    assert_non_null(strstr(exercise.text, "All five parts are there"));
    char headline[FW_HEADLINE_TEXT];
    fw_headline(a, &score, headline);
    assert_non_null(strstr(headline, "All five parts stand"));
}

/* Whatever is missing, and in whatever text: there is an exercise, filled in, with valid bytes. */
static void there_is_always_an_exercise(void **state) {
    static const char *const TEXTS[] = {"",
                                        "x",
                                        "We did it.",
                                        WHOLE,
                                        "The build was broken. It was decided to wait.",
                                        "\xe2\x80\x9c"
                                        "I failed\xe2\x80\x9d \xf0\x9f\x98\x80",
                                        "...",
                                        "\n\n"};
    for (size_t t = 0; t < sizeof TEXTS / sizeof TEXTS[0]; t++) {
        fw_score score;
        const fw_analysis *a = analyse(*state, 0, TEXTS[t], &score);
        for (uint32_t traps = 0; traps < 32; traps++) {
            for (size_t weak = 0; weak <= FW_ARC_PARTS; weak++) {
                for (size_t i = 0; i < FW_ARC_PARTS; i++) score.part[i] = i == weak ? 0.5 : 4;
                score.traps = traps;
                fw_exercise e;
                fw_exercise_of(a, &score, &e);
                assert_true(strlen(e.text) > 40 && strlen(e.text) < FW_EXERCISE_TEXT - 1);
                assert_null(strchr(e.text, '{'));
                assert_int_equal(fw_utf8_valid_prefix(e.text, strlen(e.text)), strlen(e.text));
                char headline[FW_HEADLINE_TEXT];
                fw_headline(a, &score, headline);
                assert_true(strlen(headline) > 10);
            }
        }
    }
}

static void exercises_have_names_of_their_own(void **state) {
    (void)state;
    assert_true(fw_exercise_count() >= 24);
    for (size_t i = 0; i < fw_exercise_count(); i++) {
        for (size_t j = 0; j < i; j++) assert_string_not_equal(fw_exercise_id(i), fw_exercise_id(j));
    }
    for (size_t i = 0; i < FW_TRAP_COUNT; i++) assert_true(strlen(fw_trap_advice(i)) > 20);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rubric_that_is_missing_is_an_error),
        cmocka_unit_test(anchors_follow_the_rubric),
        cmocka_unit_test(a_faint_part_is_hinted),
        cmocka_unit_test(another_language_is_told_from_english),
        cmocka_unit_test(star_seconds_share_the_whole),
        cmocka_unit_test(the_weakest_part_has_fewest_points),
        cmocka_unit_test(stories_are_told_apart),
        cmocka_unit_test(a_word_said_often_counts_once),
        cmocka_unit_test(a_team_trap_needs_a_speaker_who_is_absent),
        cmocka_unit_test(evidence_is_sorted_and_inside_its_clause),
        cmocka_unit_test(quotes_are_found_and_trimmed),
        cmocka_unit_test(long_quotes_are_cut_between_words),
        cmocka_unit_test(exercises_quote_what_stands_in_the_way),
        cmocka_unit_test(a_whole_story_is_told_about_its_time),
        cmocka_unit_test(there_is_always_an_exercise),
        cmocka_unit_test(exercises_have_names_of_their_own),
    };
    return cmocka_run_group_tests(tests, make_fixture, free_fixture);
}
