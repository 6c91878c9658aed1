/* test_score_drafts.c: two drafts of a story compared. */
#include "coach_fixture.h"

#include <failwise/drafts.h>

static const char FIRST[] =
    "I led the migration of our billing exports. The deadline slipped and customers were annoyed. It "
    "was decided to skip the dry run because there was no time.";
static const char SECOND[] =
    "I led the migration of our billing exports. I let the deadline slip by two weeks and it cost us $40,000 "
    "in refunds. I "
    "decided to skip the dry run because I trusted a row count. Since then every export has a dry run.";

static fw_drafts *compare(fixture *f, const char *before, const char *after) {
    fw_score scores[2];
    const fw_draft b = {analyse(f, 0, before, &scores[0]), &scores[0]};
    const fw_draft a = {analyse(f, 1, after, &scores[1]), &scores[1]};
    fw_drafts *d = NULL;
    assert_int_equal(fw_drafts_compare(&b, &a, &d, NULL), FW_OK);
    return d;
}

static size_t count(const fw_drafts *d, fw_change_kind kind, bool better) {
    size_t n = 0;
    for (size_t i = 0; i < d->change_count; i++)
        n += d->changes[i].kind == kind && d->changes[i].better == better;
    return n;
}

static void a_book_is_no_draft(void **state) {
    enum { SENTENCES = FW_DRAFT_CLAUSES_MOST + 1 };
    static const char SENTENCE[] = "I lost it. ";
    char *text = calloc(SENTENCES, sizeof SENTENCE);
    assert_non_null(text);
    for (size_t i = 0; i < SENTENCES; i++)
        memcpy(text + i * (sizeof SENTENCE - 1), SENTENCE, sizeof SENTENCE);
    fw_score scores[2];
    const fw_draft b = {analyse(*state, 0, text, &scores[0]), &scores[0]};
    const fw_draft a = {analyse(*state, 1, "I lost it.", &scores[1]), &scores[1]};
    fw_drafts *d = NULL;
    fw_error err = {0};
    assert_int_equal(fw_drafts_compare(&b, &a, &d, &err), FW_DATA);
    assert_int_equal(fw_drafts_compare(&a, &b, &d, &err), FW_DATA);
    assert_null(d);
    free(text);
    fw_drafts_free(NULL);
}

static void the_same_text_has_no_change(void **state) {
    fw_drafts *d = compare(*state, SECOND, SECOND);
    assert_int_equal(d->change_count, 0);
    assert_string_equal(d->finding, "The two drafts say the same.");
    for (size_t i = 0; i < d->pair_count; i++) {
        assert_int_equal(d->pairs[i].before, i);
        assert_int_equal(d->pairs[i].after, i);
        assert_true(d->pairs[i].likeness > 0.999);
    }
    fw_drafts_free(d);
}

static void gains_are_found(void **state) {
    fw_drafts *d = compare(*state, FIRST, SECOND);
    assert_true(count(d, FW_CHANGE_DECISION, true) >= 1);
    assert_true(count(d, FW_CHANGE_OWNED, true) >= 1);
    assert_true(count(d, FW_CHANGE_PART, true) >= 1);
    assert_int_equal(count(d, FW_CHANGE_NUMBER, true), 2);
    assert_int_equal(count(d, FW_CHANGE_PRACTICE, true), 1);
    assert_true(count(d, FW_CHANGE_TRAP, true) >= 1);
    assert_int_equal(count(d, FW_CHANGE_OWNED, false), 0);
    assert_int_equal(count(d, FW_CHANGE_NUMBER, false), 0);
    assert_non_null(strstr(d->finding, "stronger"));
    assert_non_null(strstr(d->finding, "names the decision"));
    fw_drafts_free(d);
}

/* What is gained one way is lost the other way, on the same spans. */
static void losses_mirror_gains(void **state) {
    fw_drafts *there = compare(*state, FIRST, SECOND), *back = compare(*state, SECOND, FIRST);
    assert_int_equal(there->change_count, back->change_count);
    for (int kind = 0; kind < FW_CHANGE_KIND_COUNT; kind++) {
        assert_int_equal(count(there, (fw_change_kind)kind, true), count(back, (fw_change_kind)kind, false));
        assert_int_equal(count(there, (fw_change_kind)kind, false), count(back, (fw_change_kind)kind, true));
    }
    for (size_t i = 0; i < there->change_count; i++) {
        bool found = false;
        for (size_t j = 0; j < back->change_count && !found; j++) {
            const fw_change *x = &there->changes[i], *y = &back->changes[j];
            found = x->kind == y->kind && x->item == y->item && x->after.start == y->before.start &&
                    x->before.end == y->after.end;
        }
        assert_true(found);
    }
    assert_non_null(strstr(back->finding, "weaker"));
    fw_drafts_free(there);
    fw_drafts_free(back);
}

/* Each sentence of both drafts stands in the list once, in order. */
static void pairs_cover_both_drafts(void **state) {
    static const char *const TEXTS[] = {
        FIRST, SECOND, "", "x", "I failed. I called. I learned.", "I learned. I failed. I called."};
    enum { TEXT_COUNT = sizeof TEXTS / sizeof TEXTS[0] };
    for (size_t i = 0; i < TEXT_COUNT; i++) {
        for (size_t j = 0; j < TEXT_COUNT; j++) {
            fw_drafts *d = compare(*state, TEXTS[i], TEXTS[j]);
            int32_t before = 0, after = 0;
            for (size_t p = 0; p < d->pair_count; p++) {
                if (d->pairs[p].before >= 0) assert_int_equal(d->pairs[p].before, before++);
                if (d->pairs[p].after >= 0) assert_int_equal(d->pairs[p].after, after++);
            }
            assert_int_equal(before, analyse(*state, 0, TEXTS[i], NULL)->sentence_count);
            assert_int_equal(after, analyse(*state, 1, TEXTS[j], NULL)->sentence_count);
            fw_drafts_free(d);
        }
    }
}

static void a_rewritten_sentence_keeps_its_partner(void **state) {
    fw_drafts *d = compare(*state, FIRST, SECOND);
    bool found = false;
    for (size_t p = 0; p < d->pair_count; p++) found |= d->pairs[p].before == 2 && d->pairs[p].after == 2;
    assert_true(found);
    fw_drafts_free(d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_book_is_no_draft),      cmocka_unit_test(the_same_text_has_no_change),
        cmocka_unit_test(gains_are_found),         cmocka_unit_test(losses_mirror_gains),
        cmocka_unit_test(pairs_cover_both_drafts), cmocka_unit_test(a_rewritten_sentence_keeps_its_partner),
    };
    return cmocka_run_group_tests(tests, make_fixture, free_fixture);
}
