/* test_cli_advice.c: what an audit tells to practise, and STAR seconds. */
#include "cli/audit_view.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void star_seconds_share_the_whole(void **unused) {
    (void)unused;
    fw_analysis a = {.seconds = 100, .star_words = {10, 20, 30, 40}};
    assert_true(fw_audit_star_seconds(&a, FW_STAR_S) == 10);
    assert_true(fw_audit_star_seconds(&a, FW_STAR_R) == 40);
    memset(a.star_words, 0, sizeof a.star_words);
    assert_true(fw_audit_star_seconds(&a, FW_STAR_A) == 0); /* an answer without words */
}

static void the_weakest_part_decides(void **unused) {
    (void)unused;
    const char *seen[2 * FW_ARC_PARTS];
    for (uint32_t part = 0; part < FW_ARC_PARTS; part++) {
        fw_analysis a = {.seconds = 100, .weakest = 1u << part, .arc = {1, 1, 1, 1, 1}};
        a.arc[part] = 0;
        seen[2 * part] = fw_audit_advice(&a);
        a.arc[part] = .4;
        seen[2 * part + 1] = fw_audit_advice(&a);
    }
    for (size_t i = 0; i < 2 * FW_ARC_PARTS; i++) {
        for (size_t j = 0; j < i; j++) assert_string_not_equal(seen[i], seen[j]);
    }
}

static void ties_go_to_the_earlier_part(void **unused) {
    (void)unused;
    const fw_analysis both = {.weakest = 2 | 16}, first = {.weakest = 2};
    assert_string_equal(fw_audit_advice(&both), fw_audit_advice(&first));
}

static void a_refusal_comes_before_all_parts(void **unused) {
    (void)unused;
    const fw_analysis a = {.weakest = 31, .traps = FW_TRAP_REFUSAL};
    assert_non_null(strstr(fw_audit_advice(&a), "Pick one real failure"));
}

static void a_whole_answer_is_told_about_its_time(void **unused) {
    (void)unused;
    fw_analysis a = {.weakest = 1, .arc = {.9, 1, 1, 1, 1}, .seconds = 150};
    assert_non_null(strstr(fw_audit_advice(&a), "120 seconds"));
    a.seconds = 100;
    assert_null(strstr(fw_audit_advice(&a), "120 seconds"));
}

static void every_trap_has_a_sentence(void **unused) {
    (void)unused;
    for (size_t i = 0; i < FW_TRAP_COUNT; i++) assert_true(strlen(fw_audit_trap_text(i)) > 20);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(star_seconds_share_the_whole),
        cmocka_unit_test(the_weakest_part_decides),
        cmocka_unit_test(ties_go_to_the_earlier_part),
        cmocka_unit_test(a_refusal_comes_before_all_parts),
        cmocka_unit_test(a_whole_answer_is_told_about_its_time),
        cmocka_unit_test(every_trap_has_a_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
