/* test_text_planes.c: the planes of an answer say what its tokens say, and questions to them are answered
 * like walks over the tokens. */
#include "analysis_fixture.h"

#include "base/packing.h"
#include "text/analyzer.h"

#include <failwise/categories.h>

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static bool has(const fw_workspace *ws, uint32_t index, uint32_t traits) {
    return fw_token_has(ws, index, traits);
}

/* Pronouns that the clause parser looks at closer. */
static bool is_closer(const fw_workspace *ws, uint32_t index) {
    return has(ws, index, FW_SUBJECT_PRONOUN) && has(ws, index, FW_RELATIVE_OPENER | FW_CONTRACTED);
}

/* A connective at this place may begin a part before the main one. */
static bool may_lead(const fw_workspace *ws, uint32_t index) {
    const uint32_t next = index + 1;
    if (ws->tokens.items[index].flags & FW_TOKEN_SENTENCE_START) return true;
    if (next % FW_PLANE_TOKENS == 0) return true;
    return next < ws->tokens.count && fw_is_word(&ws->tokens.items[next]) && has(ws, next, FW_OPENS_CLAUSE);
}

/* What a plane that clauses are read by has to say of a word. */
static bool expected_of_word(const fw_workspace *ws, uint32_t index, fw_plane plane) {
    const uint32_t other = FW_SUBJECT_PRONOUN | FW_FINITE_PLURAL | FW_BETWEEN;
    switch (plane) {
    case FW_PLANE_CUT:
        return has(ws, index, FW_OPENS_CLAUSE);
    case FW_PLANE_SURE_FINITE:
        return has(ws, index, FW_FINITE | FW_CONTRACTED);
    case FW_PLANE_READ:
        return is_closer(ws, index) ||
               (has(ws, index, FW_FINITE_PLURAL) && !has(ws, index, FW_SUBJECT_PRONOUN | FW_BETWEEN));
    case FW_PLANE_MAIN:
        return !has(ws, index, FW_OPENS_CLAUSE) || !may_lead(ws, index);
    case FW_PLANE_SUBJECT:
        return has(ws, index, FW_SUBJECT_PRONOUN) && !is_closer(ws, index);
    case FW_PLANE_PHRASE:
        return has(ws, index, FW_PREPOSITION) && !has(ws, index, other);
    case FW_PLANE_NOUN:
        return !has(ws, index, other | FW_PREPOSITION | FW_NO_SUBJECT);
    case FW_PLANE_FINITE:
        return has(ws, index, FW_FINITE_PLURAL | FW_CONTRACTED);
    case FW_PLANE_PASSED:
        return has(ws, index, FW_AUXILIARY | FW_BETWEEN) && !fw_word_is(fw_word_at(ws, index), "no");
    case FW_PLANE_ARTICLE:
        return fw_token_is(ws, index, FW_CAT_determiner);
    default:
        return has(ws, index, FW_VERB_FORM);
    }
}

/* And of a mark: those that may end a clause, and those that may be commas. */
static bool expected_of_mark(const fw_workspace *ws, uint32_t index, fw_plane plane) {
    const bool border = has(ws, index, FW_BORDER_MARK);
    return plane == FW_PLANE_CUT ? border : plane == FW_PLANE_READ && !border;
}

/* What a plane has to say of a token, asked of the token. */
static bool expected(const fw_workspace *ws, uint32_t index, int plane) {
    const fw_token *t = &ws->tokens.items[index];
    switch (plane) {
    case FW_PLANE_SPACE:
        return t->flags & FW_TOKEN_SPACE_BEFORE;
    case FW_PLANE_LINE:
        return t->flags & FW_TOKEN_LINE_BEFORE;
    case FW_PLANE_CAPITAL:
        return t->flags & FW_TOKEN_CAPITAL;
    case FW_PLANE_ALL_CAPS:
        return t->flags & FW_TOKEN_ALL_CAPS;
    case FW_PLANE_WORD:
        return fw_is_word(t);
    case FW_PLANE_MARK:
        return t->kind == FW_TOKEN_PUNCT;
    case FW_PLANE_MAY_COUNT:
        return t->flags & FW_TOKEN_MAY_COUNT;
    case FW_PLANE_DIGITS:
        return t->kind == FW_TOKEN_NUMBER || t->kind == FW_TOKEN_MIXED;
    case FW_PLANE_QUOTED:
        return t->flags & FW_TOKEN_QUOTED;
    case FW_PLANE_SENTENCE_START:
        return t->flags & FW_TOKEN_SENTENCE_START;
    default:
        if (plane >= FW_FIRST_PLANNED && t->kind == FW_TOKEN_PUNCT)
            return expected_of_mark(ws, index, (fw_plane)plane);
        if (plane >= FW_FIRST_PLANNED) return fw_is_word(t) && expected_of_word(ws, index, (fw_plane)plane);
        if (plane >= FW_FIRST_SAYING) return fw_word_at(ws, index)->says >> (plane - FW_FIRST_SAYING) & 1;
        return plane < FW_TRAIT_PLANES && fw_token_has(ws, index, 1U << plane);
    }
}

/* Words, marks, numbers, quotes, capitals, wrapped lines and those that end. */
static void write_answer(char *text, size_t size, size_t repeats) {
    static const char PART[] = "I told the 3 people, who had no plan and were not ready, in LONDON that \"we "
                               "had failed, because nobody asked\": v3 cost $4,000 more.\n"
                               "A line that runs on and on and on until it is wrapped by the mail program\n"
                               "at some width \xE2\x80\x93 and then it ended\xE2\x80\xA6 ";
    size_t used = 0;
    for (size_t i = 0; i < repeats; i++) {
        assert_true(used + sizeof PART < size);
        memcpy(text + used, PART, sizeof PART);
        used += sizeof PART - 1;
    }
    text[used] = '\0';
}

static void planes_say_what_tokens_say(void **state) {
    static char text[8192];
    analysis_fixture *f = *state;
    for (size_t repeats = 0; repeats < 16; repeats++) {
        text[0] = '\0';
        write_answer(text, sizeof text, repeats);
        const fw_analysis *a = analyse(f, text);
        assert_non_null(a);
        const fw_workspace *ws = &f->analyzer->ws;
        const uint32_t room = fw_planes_room(ws->tokens.count) * FW_PLANE_TOKENS;
        for (int plane = 0; plane < FW_PLANE_COUNT; plane++) {
            for (uint32_t i = 0; i < room; i++) {
                const bool set = ws->planes.items[i / 64].of[plane] >> (i % 64) & 1;
                assert_int_equal(set, i < ws->tokens.count && expected(ws, i, plane));
            }
        }
    }
}

/* Every range of up to 200 tokens, over the borders of blocks. */
static void questions_are_answered_like_walks(void **state) {
    (void)state;
    enum { TOKENS = 200 };
    fw_planes planes[TOKENS / 64 + 2] = {0};
    uint64_t random = 88172645463325252ULL;
    for (uint32_t i = 0; i < TOKENS; i++) {
        random ^= random << 13, random ^= random >> 7, random ^= random << 17;
        const bool sparse = i >= 70 && i < 180; /* so that whole windows are empty, too */
        fw_set_in(planes, FW_PLANE_WORD, i, !sparse && random >> 40 & 1);
    }
    for (uint32_t first = 0; first <= TOKENS; first++) {
        uint32_t count = 0, next = TOKENS;
        for (uint32_t end = first; end <= TOKENS; end++) {
            assert_int_equal(fw_count_in(planes, FW_PLANE_WORD, first, end), count);
            assert_int_equal(fw_any_in(planes, FW_PLANE_WORD, first, end), count > 0);
            assert_int_equal(fw_next_in(planes, FW_PLANE_WORD, first, end), count ? next : end);
            if (end == TOKENS || !(planes[end / 64].of[FW_PLANE_WORD] >> (end % 64) & 1)) continue;
            if (count++ == 0) next = end;
        }
    }
}

static void numbers_turn_alike(void **state) {
    (void)state;
    uint32_t numbers[FW_TURNED];
    uint64_t random = 88172645463325252ULL, planes[FW_TURNED_BITS], twin[FW_TURNED_BITS];
    for (int round = 0; round < 100; round++) {
        for (int i = 0; i < FW_TURNED; i++) {
            random ^= random << 13, random ^= random >> 7, random ^= random << 17;
            numbers[i] = (uint32_t)(random >> 32);
        }
        fw_turn(numbers, planes);
        fw_turn_portable(numbers, twin);
        assert_memory_equal(planes, twin, sizeof planes);
        uint8_t bytes[FW_TURNED];
        for (int i = 0; i < FW_TURNED; i++) bytes[i] = (uint8_t)numbers[i];
        fw_turn_bytes(bytes, twin);
        assert_memory_equal(planes, twin, 8 * sizeof *planes);
        fw_turn_bytes_portable(bytes, twin);
        assert_memory_equal(planes, twin, 8 * sizeof *planes);
        if (fw_has_wide()) {
            fw_turn_wide(numbers, twin);
            assert_memory_equal(planes, twin, sizeof planes);
            fw_turn_bytes_wide(bytes, twin);
            assert_memory_equal(planes, twin, 8 * sizeof *planes);
        }
#ifdef FW_PACKING_KNOWN
        if (fw_has_packing()) {
            uint8_t pairs[FW_TURNED][2];
            uint32_t sum = 0;
            fw_turn_packing(numbers, twin);
            assert_memory_equal(planes, twin, sizeof planes);
            for (int i = 0; i < FW_TURNED; i++) {
                pairs[i][0] = bytes[i];
                sum += pairs[i][1] = (uint8_t)(numbers[i] >> 8);
            }
            assert_int_equal(fw_turn_pairs(pairs, twin), sum);
            assert_memory_equal(planes, twin, 8 * sizeof *planes);
        }
#endif
        for (int b = 0; b < FW_TURNED_BITS; b++) {
            for (int i = 0; i < FW_TURNED; i++) assert_int_equal(planes[b] >> i & 1, numbers[i] >> b & 1);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(planes_say_what_tokens_say),
        cmocka_unit_test(questions_are_answered_like_walks),
        cmocka_unit_test(numbers_turn_alike),
    };
    return cmocka_run_group_tests(tests, analysis_fixture_setup, analysis_fixture_teardown);
}
