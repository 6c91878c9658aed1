/* test_score_pick.c: stories ranked for a role. */
#include "coach_fixture.h"

#include <failwise/pick.h>

static const char ROLE[] =
    "Senior Site Reliability Engineer\nYou own monitoring, backups and certificates. Monitoring is "
    "the heart of it. You plan capacity with customers.";
static const char BACKUP[] =
    "I lost three hours of orders because I never tested the restore of our backups. I rebuilt "
    "them that night. I learned that a backup without a restore test is a hope. Since then I "
    "test every backup monthly with monitoring of each run.";
static const char HIRING[] =
    "I hired a designer in a hurry and had to let her go after four months. I skipped the "
    "reference calls. I apologised to the team. I learned that urgency makes me deaf. Since "
    "then I make two reference calls before every offer.";

static fw_pick *start(fixture *f, const char *role) {
    fw_pick *pick = NULL;
    assert_int_equal(fw_pick_new(analyse(f, 0, role, NULL), &pick, NULL), FW_OK);
    return pick;
}

static void add(fixture *f, fw_pick *pick, const char *name, const char *text) {
    assert_int_equal(fw_pick_add(pick, fw_str_of(name), analyse(f, 0, text, NULL), f->judge, NULL), FW_OK);
}

static void a_role_must_say_something(void **state) {
    fw_pick *pick = NULL;
    fw_error err = {0};
    assert_int_equal(fw_pick_new(analyse(*state, 0, "", NULL), &pick, &err), FW_DATA);
    assert_int_equal(fw_pick_new(analyse(*state, 0, "We are the and of it, you will!", NULL), &pick, &err),
                     FW_DATA);
    assert_null(pick);
    fw_pick_free(NULL);
}

static void no_story_is_no_ranking(void **state) {
    fw_pick *pick = start(*state, ROLE);
    assert_int_equal(fw_pick_rank(pick, NULL), FW_DATA);
    fw_pick_free(pick);
}

static void the_title_tells_the_level(void **state) {
    static const struct {
        const char *role, *level;
    } CASES[] = {{ROLE, "senior"},
                 {"Engineering Manager, Payments\nYou lead seniors.", "manager"},
                 {"Staff engineer, storage", "staff"},
                 {"Graduate analyst\nReports to the senior manager.", "ic"},
                 {"Internship in controlling", "student"},
                 {"Data analyst\nYour manager is in Lyon.", ""}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        fw_pick *pick = start(*state, CASES[i].role);
        assert_string_equal(fw_pick_level(pick), CASES[i].level);
        fw_pick_free(pick);
    }
}

static void the_closer_story_comes_first(void **state) {
    fw_pick *pick = start(*state, ROLE);
    add(*state, pick, "hiring", HIRING);
    add(*state, pick, "backup", BACKUP);
    assert_int_equal(fw_pick_rank(pick, NULL), FW_OK);
    assert_int_equal(fw_pick_count(pick), 2);
    const fw_pick_story *first = fw_pick_at(pick, 0), *second = fw_pick_at(pick, 1);
    assert_int_equal(first->given, 1);
    assert_true(first->closeness > second->closeness);
    assert_true(first->closeness < 1 && second->closeness >= 0);
    assert_true(fabs(first->fit - (fw_pick_strength_share * first->strength +
                                   fw_pick_closeness_share * first->closeness)) < 1e-12);
    assert_true(first->shared_count >= 2);
    for (size_t i = 1; i < first->shared_count; i++)
        assert_true(first->shared[i - 1].weight >= first->shared[i].weight);
    assert_string_equal(first->shared[0].story, "monitoring"); /* the role says it twice */
    assert_int_equal(first->type, FW_STORY_TECHNICAL);
    assert_int_equal(second->type, FW_STORY_JUDGEMENT);
    fw_pick_free(pick);
}

static void ties_keep_the_order_given(void **state) {
    fw_pick *pick = start(*state, ROLE);
    for (int i = 0; i < 12; i++) add(*state, pick, "same", BACKUP);
    assert_int_equal(fw_pick_rank(pick, NULL), FW_OK);
    for (size_t i = 0; i < 12; i++) assert_int_equal(fw_pick_at(pick, i)->given, i);
    fw_pick_free(pick);
}

static void a_story_without_a_lesson_is_not_close(void **state) {
    fw_pick *pick = start(*state, ROLE);
    add(*state, pick, "none", "The sea is blue today.");
    assert_int_equal(fw_pick_rank(pick, NULL), FW_OK);
    assert_true(fw_pick_at(pick, 0)->closeness == 0);
    assert_int_equal(fw_pick_at(pick, 0)->shared_count, 0);
    fw_pick_free(pick);
}

static void themes_say_what_no_story_covers(void **state) {
    fw_pick *pick = start(*state, ROLE);
    add(*state, pick, "backup", BACKUP);
    assert_int_equal(fw_pick_rank(pick, NULL), FW_OK);
    fw_pick_theme themes[FW_PICK_THEMES];
    const size_t count = fw_pick_themes(pick, themes);
    assert_true(count >= 2);
    assert_string_equal(themes[0].name, "reliability and operations");
    assert_true(themes[0].covered);
    bool customers = false;
    for (size_t i = 0; i < count; i++) {
        if (i) assert_true(themes[i - 1].words >= themes[i].words);
        if (strcmp(themes[i].name, "customers") == 0) customers = !themes[i].covered;
    }
    assert_true(customers);
    fw_pick_free(pick);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_role_must_say_something),
        cmocka_unit_test(no_story_is_no_ranking),
        cmocka_unit_test(the_title_tells_the_level),
        cmocka_unit_test(the_closer_story_comes_first),
        cmocka_unit_test(ties_keep_the_order_given),
        cmocka_unit_test(a_story_without_a_lesson_is_not_close),
        cmocka_unit_test(themes_say_what_no_story_covers),
    };
    return cmocka_run_group_tests(tests, make_fixture, free_fixture);
}
