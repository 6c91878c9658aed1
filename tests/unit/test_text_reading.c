/* test_text_reading.c: markup, notes, questions and hesitations change nothing of what is found. */
#include "analysis_fixture.h"
#include "base/str.h"

#include "text/analyzer.h"
#include "text/reading.h"
#include "text/tokenize.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

/* ---- what is found where ---- */

static fw_str str_of(const char *text) { return (fw_str){text, strlen(text)}; }

/* Texts, and how many bytes from the first on are of a kind. */
typedef struct {
    const char *text;
    size_t len;
} found;

static void tags_are_those_of_html(void **state) {
    (void)state;
    static const found CASES[] = {
        {"<p>We", 3},
        {"</p> ", 4},
        {"<br/>", 5},
        {"<BR />", 6},
        {"<a href=\"x>y\">", 11}, /* as far as the first end: nothing else of it is a word */
        {"<span style='a'>b", 16},
        {"<o:p></o:p>", 5},
        {"<!-- a -->b", 10},
        {"<3 weeks", 0},
        {"< b", 0},
        {"<b and c>", 0},
        {"<b <i>", 0},
        {"<client>", 0},
        {"<p", 0},
        {"<", 0},
    };
    for (size_t k = 0; k < sizeof CASES / sizeof CASES[0]; k++) {
        bool breaks;
        assert_int_equal(fw_tag_at(str_of(CASES[k].text), 0, &breaks), CASES[k].len);
    }
    bool breaks;
    assert_true(fw_tag_at(str_of("<li>"), 0, &breaks) && breaks);
    assert_true(fw_tag_at(str_of("<em>"), 0, &breaks) && !breaks);
}

static void references_are_characters(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t len;
        uint32_t code_point;
    } CASES[] = {
        {"&amp; x", 5, '&'},   {"&#39;t", 5, '\''},  {"&#x2019;", 8, 0x2019}, {"&rsquo;", 7, 0x2019},
        {"&nbsp;", 6, 0xA0},   {"&amp", 0, 0},       {"&none;", 0, 0},        {"& b;", 0, 0},
        {"&#;", 0, 0},         {"&#x110000;", 0, 0}, {"&#xD800;", 0, 0},      {"&#7;", 0, 0},
        {"&#99999999;", 0, 0}, {"&", 0, 0},
    };
    for (size_t k = 0; k < sizeof CASES / sizeof CASES[0]; k++) {
        uint32_t code_point = 0;
        assert_int_equal(fw_reference_at(str_of(CASES[k].text), 0, &code_point), CASES[k].len);
        if (CASES[k].len) assert_int_equal(code_point, CASES[k].code_point);
    }
}

static void notes_are_told_from_names(void **state) {
    (void)state;
    static const found CASES[] = {
        {"[inaudible]", 11},
        {"(88888888888888888888)", 0},
        {"[inaudible 00:12:03]", 20},
        {"(laughs)", 8},
        {"(Laughs a little)", 17},
        {"*sighs*", 7},
        {"[long pause]", 12},
        {"[00:12]", 7},
        {"(00:12:03)", 10},
        {"(10:30)", 0}, /* a time of day */
        {"[company]", 0},
        {"[music streaming firm]", 0},
        {"(we paused)", 0},
        {"[laughs", 0},
        {"[", 0},
        {"*", 0},
    };
    for (size_t k = 0; k < sizeof CASES / sizeof CASES[0]; k++)
        assert_int_equal(fw_note_at(str_of(CASES[k].text), 0), CASES[k].len);
}

static void stamps_are_told_from_times_of_day(void **state) {
    (void)state;
    static const found CASES[] = {
        {"00:12:03 So", 8},
        {"[12:03] So", 7},
        {"00:12:03.400 --> 00:12:06.100\nSo", 29},
        {"12:03.400 --> 12:06.100", 23},
        {"10:30 we met", 0},
        {"3:2 was the score", 0},
        {"2:000", 0},
        {"--> x", 0},
        {"", 0},
    };
    for (size_t k = 0; k < sizeof CASES / sizeof CASES[0]; k++)
        assert_int_equal(fw_stamp_at(str_of(CASES[k].text), 0), CASES[k].len);
}

static void speakers_are_those_of_interviews(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t len;
        fw_speaker who;
    } CASES[] = {
        {"Interviewer: Tell", 12, FW_SPEAKER_ASKS},   {"Q2: Why", 3, FW_SPEAKER_ASKS},
        {"CANDIDATE :", 11, FW_SPEAKER_ANSWERS},      {"A:\nI", 2, FW_SPEAKER_ANSWERS},
        {"Speaker 1: I", 10, FW_SPEAKER_UNKNOWN},     {"**Interviewer:** Why", 16, FW_SPEAKER_ASKS},
        {"**Candidate**: I", 14, FW_SPEAKER_ANSWERS}, {"* Candidate: I", 0, FW_SPEAKER_ASKS},
        {"Manager: no", 0, FW_SPEAKER_ASKS},          {"A:1", 0, FW_SPEAKER_ASKS},
        {"Answering: no", 0, FW_SPEAKER_ASKS},        {"Question everything", 0, FW_SPEAKER_ASKS},
    };
    for (size_t k = 0; k < sizeof CASES / sizeof CASES[0]; k++) {
        fw_speaker who = FW_SPEAKER_ASKS;
        assert_int_equal(fw_speaker_at(str_of(CASES[k].text), 0, &who), CASES[k].len);
        if (CASES[k].len) assert_int_equal(who, CASES[k].who);
    }
}

/* ---- answers ---- */

static const char BARE[] = "I ran the release and I didn't test it. We lost 40 orders. I decided to stop it. "
                           "Since then I test each one.";

/* What must not change. */
typedef struct {
    uint32_t clauses, hits, quantities;
    double arc[FW_ARC_PARTS];
} reading;

static reading read_answer(void **state, const char *text) {
    const fw_analysis *a = analyse(*state, text);
    assert_non_null(a);
    reading r = {a->clause_count, a->hit_count, a->quantity_count, {0}};
    memcpy(r.arc, a->arc, sizeof r.arc);
    for (uint32_t i = 0; i < a->token_count; i++) /* tokens stand where they are written */
        assert_true(a->tokens[i].end <= strlen(text) && text[a->tokens[i].start] > ' ');
    for (uint32_t i = 1; i < a->unread_count; i++)
        assert_true(a->unread[i - 1].span.start <= a->unread[i].span.start);
    return r;
}

static void answers_are_read_alike(void **state) {
    static const char *const SAME[] = {
        "<p>I ran the <b>release</b> and I didn&#39;t test it.</p><p>We lost&nbsp;40 orders. I decided to "
        "stop it. "
        "Since then I test each one.</p>",
        "Interviewer: Tell me about a time you failed.\nCandidate: I ran the release and I didn't test it. "
        "We lost 40 orders. I decided to stop it.\nInterviewer: What did you change?\nCandidate: Since then "
        "I test "
        "each one.",
        "[00:00:03] Q: Tell me about a time you failed.\n[00:00:09] A: I ran the release and I didn't test "
        "it. We "
        "lost 40 orders. (laughs) I decided to stop it. Since then I test each one.",
        "Question: Tell me about a time you failed. What did you learn?\nI ran the release and I didn`t test "
        "it. We "
        "lost 40 orders. I decided to stop it. Since then I test each one.",
        "Um, I ran the, uh, release and I didn't um test it. We lost 40 orders. Er... I, um, decided to stop "
        "it. "
        "Since then um I test each one.",
    };
    const reading bare = read_answer(state, BARE);
    assert_true(bare.clauses > 3 && bare.hits > 0 && bare.quantities > 0);
    for (size_t k = 0; k < sizeof SAME / sizeof SAME[0]; k++) {
        const reading r = read_answer(state, SAME[k]);
        if (memcmp(r.arc, bare.arc, sizeof r.arc) != 0 || r.clauses != bare.clauses)
            print_message("%s\n", SAME[k]);
        assert_int_equal(r.clauses, bare.clauses);
        assert_int_equal(r.hits, bare.hits);
        assert_int_equal(r.quantities, bare.quantities);
        assert_memory_equal(r.arc, bare.arc, sizeof r.arc);
    }
}

/* Tokens that are taken out leave what the text without them has. */
static void tokens_are_those_of_the_rest(void **state) {
    static const char *const TEXTS[] = {
        "Um, I failed.",
        "I failed, um",
        "um",
        "um, uh",
        "We, um, failed.\nUm, so\n\nuh we lost.",
        "Interviewer: Why did it fail, and what did you do about it then?\nMe too.\nCandidate: It failed.",
        "It <b>failed</b><br>on us [inaudible]we think.",
        "[00:12] We failed (laughs).",
    };
    const analysis_fixture *f = *state;
    fw_workspace *ws = &f->analyzer->ws;
    for (size_t k = 0; k < sizeof TEXTS / sizeof TEXTS[0]; k++) {
        for (uint32_t repeats = 1; repeats < 80; repeats += 13) { /* blocks of tokens begin anywhere */
            fw_buffer text = {0};
            for (uint32_t n = 0; n < repeats; n++)
                fw_buffer_printf(&text, "%s%s", n ? " was it? " : "", TEXTS[k]);
            bool rewritten = true;
            ws->given = ws->text = (fw_str){text.data, text.len};
            assert_int_equal(fw_tokenize(ws, f->analyzer->words, NULL), FW_OK);
            assert_int_equal(fw_set_aside(ws, &rewritten, NULL), FW_OK);
            if (rewritten) fw_take_out(ws); /* it is too much to be done without asking */
            const uint32_t count = ws->tokens.count, blocks = ws->planes.count;
            fw_token *tokens = malloc((count + 1) * sizeof *tokens);
            fw_planes *planes = malloc(blocks * sizeof *planes);
            assert_true(tokens && planes);
            memcpy(tokens, ws->tokens.items, count * sizeof *tokens);
            memcpy(planes, ws->planes.items, blocks * sizeof *planes);
            assert_int_equal(fw_tokenize(ws, f->analyzer->words, NULL), FW_OK);
            assert_int_equal(ws->tokens.count, count);
            assert_int_equal(ws->planes.count, blocks);
            assert_memory_equal(tokens, ws->tokens.items, count * sizeof *tokens);
            uint64_t syllables = 0;
            for (uint32_t b = 0; b < blocks; b++) {
                assert_memory_equal(planes[b].of, ws->planes.items[b].of,
                                    FW_PLANES_FILLED * sizeof planes->of[0]);
                syllables += ws->planes.items[b].syllables - planes[b].syllables;
            }
            assert_int_equal(syllables, 0);
            free(tokens);
            free(planes);
            fw_buffer_free(&text);
        }
    }
}

/* Tokens of a text as it is read, repeated; planes beside. */
static uint32_t tokens_of(const analysis_fixture *f, const char *text, uint32_t repeats, fw_buffer *out) {
    fw_workspace *ws = &f->analyzer->ws;
    bool rewritten;
    fw_buffer_clear(out);
    for (uint32_t n = 0; n < repeats; n++) fw_buffer_printf(out, "%s%s", n ? " and so " : "", text);
    ws->given = ws->text = (fw_str){out->data, out->len};
    assert_int_equal(fw_tokenize(ws, f->analyzer->words, NULL), FW_OK);
    assert_int_equal(fw_set_aside(ws, &rewritten, NULL), FW_OK);
    if (rewritten) assert_int_equal(fw_tokenize(ws, f->analyzer->words, NULL), FW_OK);
    assert_int_equal(fw_read_ampersands(ws, f->analyzer->words, NULL), FW_OK);
    return ws->tokens.count;
}

/* "&" between blanks is "and" for all that is known of tokens; elsewhere it is part of a name, or nothing. */
static void ampersands_that_join_are_and(void **state) {
    static const char *const SAME[][2] = {
        {"my boss & I lost it", "my boss and I lost it"},
        {"I ran it,\n& it broke", "I ran it,\nand it broke"},
        {"from 5 & 7 & R&D", "from 5 and 7 and R&D"},
        {"it broke &amp; we lost", "it broke and we lost"},
        {"& R&D, R& D, R &D, && AT&amp;T &", "& R&D, R& D, R &D, && AT&T &"},
    };
    const analysis_fixture *f = *state;
    fw_workspace *ws = &f->analyzer->ws;
    for (size_t k = 0; k < sizeof SAME / sizeof SAME[0]; k++) {
        for (uint32_t repeats = 1; repeats < 80; repeats += 13) {
            fw_buffer text = {0};
            const uint32_t count = tokens_of(f, SAME[k][1], repeats, &text), room = fw_planes_room(count);
            fw_token *tokens = malloc(count * sizeof *tokens);
            fw_planes *planes = malloc(room * sizeof *planes);
            assert_true(tokens && planes);
            memcpy(tokens, ws->tokens.items, count * sizeof *tokens);
            memcpy(planes, ws->planes.items, room * sizeof *planes);
            assert_int_equal(tokens_of(f, SAME[k][0], repeats, &text), count);
            for (uint32_t i = 0; i < count; i++) {
                assert_int_equal(ws->tokens.items[i].word, tokens[i].word);
                assert_int_equal(ws->tokens.items[i].kind, tokens[i].kind);
                assert_int_equal(ws->tokens.items[i].flags, tokens[i].flags);
            }
            for (uint32_t b = 0; b < room; b++) {
                assert_memory_equal(ws->planes.items[b].of, planes[b].of,
                                    FW_PLANES_FILLED * sizeof planes->of[0]);
                assert_int_equal(ws->planes.items[b].syllables, planes[b].syllables);
            }
            free(tokens);
            free(planes);
            fw_buffer_free(&text);
        }
    }
}

static void clauses_part_at_ampersands(void **state) {
    const reading with = read_answer(state, "I skipped the R&D review & we shipped late.");
    const reading bare = read_answer(state, "I skipped the R&D review and we shipped late.");
    assert_int_equal(with.clauses, 2);
    assert_int_equal(with.clauses, bare.clauses);
    assert_int_equal(with.hits, bare.hits);
    assert_memory_equal(with.arc, bare.arc, sizeof with.arc);
}

/* Hesitations are words and fillers, as ever. */
static void hesitations_are_counted(void **state) {
    const fw_analysis *a = analyse(*state, "We failed, um, I had, uh, not asked.");
    assert_non_null(a);
    assert_int_equal(a->unread_count, 2);
    assert_int_equal(a->tally->fillers, 2);
    assert_int_equal(a->word_count, 8);
    a = analyse(*state, "In the ER we said uh-huh.");
    assert_non_null(a);
    assert_int_equal(a->unread_count, 0);
    assert_int_equal(a->word_count, 7);
}

/* What looks like it, but belongs to the answer. */
static void the_answer_stays(void **state) {
    static const char *const WHOLE[] = {
        "If x<y and z>0 we pay <3 % & more at [company] (we paused) at 10:30.",
        "Manager: I was the manager.\nPlan: I had none.",
        "Q: what I asked myself was why.",
        "",
    };
    for (size_t k = 0; k + 1 < sizeof WHOLE / sizeof WHOLE[0]; k++) {
        const fw_analysis *a = analyse(*state, WHOLE[k]);
        assert_non_null(a);
        for (uint32_t i = 0; i < a->unread_count; i++) assert_int_equal(a->unread[i].kind, FW_UNREAD_SPEAKER);
        assert_true(a->word_count >= 6);
    }
}

/* Who asks only for what is not read is told the same, and is refused the same. */
static void what_is_not_read_is_told_alone(void **state) {
    const analysis_fixture *f = *state;
    static const char TEXT[] = "Interviewer: When?\nCandidate: <b>Um</b>, I ran it &amp; it broke. [laughs]";
    fw_unread alone[16];
    const fw_unread *unread = NULL;
    uint32_t count = 0;
    assert_int_equal(fw_analyzer_unread(f->analyzer, FW_STR(TEXT), &unread, &count, NULL), FW_OK);
    assert_true(count > 5 && count <= 16);
    memcpy(alone, unread, count * sizeof *alone);
    const fw_analysis *a = analyse(*state, TEXT);
    assert_non_null(a);
    assert_int_equal(a->unread_count, count);
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(a->unread[i].kind, alone[i].kind);
        assert_true(a->unread[i].span.start == alone[i].span.start &&
                    a->unread[i].span.end == alone[i].span.end);
    }
    assert_int_equal(fw_unread_kinds(alone, count), (1U << FW_UNREAD_HESITATION) - 1);
    assert_int_equal(fw_unread_kinds(alone, 0), 0);
    assert_int_equal(fw_analyzer_unread(f->analyzer, FW_STR("caf\xE9"), &unread, &count, NULL), FW_DATA);
    assert_int_equal(count, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tags_are_those_of_html),
        cmocka_unit_test(references_are_characters),
        cmocka_unit_test(notes_are_told_from_names),
        cmocka_unit_test(stamps_are_told_from_times_of_day),
        cmocka_unit_test(speakers_are_those_of_interviews),
        cmocka_unit_test(answers_are_read_alike),
        cmocka_unit_test(tokens_are_those_of_the_rest),
        cmocka_unit_test(ampersands_that_join_are_and),
        cmocka_unit_test(clauses_part_at_ampersands),
        cmocka_unit_test(hesitations_are_counted),
        cmocka_unit_test(the_answer_stays),
        cmocka_unit_test(what_is_not_read_is_told_alone),
    };
    return cmocka_run_group_tests(tests, analysis_fixture_setup, analysis_fixture_teardown);
}
