/* test_text_lexicon.c: wildcards, phrases, longest match; tokens. */
#include "base/str.h"
#include "text/glob.h"
#include "text/match.h"
#include "text/tokenize.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* A lexicon made of the given dictionary text (besides the built-in one). */
static fw_lexicon *lexicon_of(const char *text) {
    char path[] = "/tmp/failwise-test-XXXXXX";
    const int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
    const char *const paths[] = {path};
    fw_lexicon *lexicon = NULL;
    fw_error err = {0};
    assert_int_equal(fw_lexicon_load(paths, 1, &lexicon, &err), FW_OK);
    unlink(path);
    return lexicon;
}

static void run_match(const fw_lexicon *lexicon, const char *category, const char *text, const char *expect) {
    fw_words *words = fw_words_new(lexicon, NULL);
    fw_workspace ws = {.lexicon = lexicon, .text = fw_str_of(text)};
    assert_int_equal(fw_tokenize(&ws, words, NULL), FW_OK);
    assert_int_equal(fw_match(&ws, NULL), FW_OK);
    char found[512] = "";
    const int wanted = fw_lexicon_find(lexicon, category);
    for (uint32_t i = 0; i < ws.hits.count; i++) {
        const fw_hit *hit = &ws.hits.items[i];
        if (hit->category != wanted) continue;
        const uint32_t start = ws.tokens.items[hit->first].start;
        const uint32_t end = ws.tokens.items[hit->first + hit->count - 1].end;
        snprintf(found + strlen(found), sizeof found - strlen(found), "[%.*s]", (int)(end - start),
                 text + start);
    }
    assert_string_equal(found, expect);
    fw_workspace_free(&ws);
    fw_words_free(words);
}

static void longest_term_per_category_wins(void **unused) {
    (void)unused;
    fw_lexicon *lexicon =
        lexicon_of("%\n1\tt_one\n2\tt_two\n3\tt_til\n%\nlearn*\t1\ti learned a lot\t1\ni learned a lot\t2\n"
                   "i learned\t1\ntil\t3\nlearned\t2\nfollow up\t1\ndidn't check\t1\nlearn\t1\n");
    static const struct {
        const char *category, *text, *expect;
    } CASES[] = {
        {"t_one", "I learned a lot", "[I learned]"},
        {"t_two", "I learned a lot, learned", "[I learned a lot][learned]"},
        {"t_one", "They were learning", "[learning]"},
        {"t_one", "a follow-up call, follow - up, follow, up", "[follow-up]"},
        {"t_one", "I didn\xE2\x80\x99t check", "[didn\xE2\x80\x99t check]"},
        {"t_one", "I DIDN'T CHECK LEARN", "[DIDN'T CHECK][LEARN]"},
        {"t_one", "unlearned", ""},
        {"t_til", "time til tim", "[til]"}, /* short words must not collide with prefixes */
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        run_match(lexicon, CASES[i].category, CASES[i].text, CASES[i].expect);
    }
    fw_lexicon_free(lexicon);
}

static void wildcards_stand_anywhere_in_a_word(void **unused) {
    (void)unused;
    fw_lexicon *lexicon = lexicon_of("%\n1\tt_glob\n2\tt_end\n3\tt_phrase\n%\n*ic\t1\n?box\t1\nun*ed\t1\n"
                                     "*s\t2\n* ocean\t3\nfederal * of *\t3\n");
    static const struct {
        const char *category, *text, *expect;
    } CASES[] = {
        {"t_glob", "Atlantic Pacific icy", "[Atlantic][Pacific]"},
        {"t_glob",
         "Xbox xxbox box \xC3\xA9"
         "box",
         "[Xbox][\xC3\xA9"
         "box]"},
        {"t_glob", "untouched touched uned", "[untouched][uned]"},
        {"t_end", "states is a bus", "[states][is][bus]"},
        {"t_phrase", "the Atlantic Ocean, Ocean", "[Atlantic Ocean]"},
        {"t_phrase", "the Federal Republic of Germany today", "[Federal Republic of Germany]"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++)
        run_match(lexicon, CASES[i].category, CASES[i].text, CASES[i].expect);
    fw_lexicon_free(lexicon);
    assert_false(fw_glob_fits(fw_str_of("a*b"), fw_str_of("ab c")));
    assert_false(fw_glob_fits(fw_str_of("?"), fw_str_of("")));
    assert_true(fw_glob_fits(fw_str_of("*"), fw_str_of("")));
    assert_true(fw_glob_fits(fw_str_of("*a*a*b"), fw_str_of("aaaaab")));
    assert_false(fw_glob_fits(fw_str_of("*a*a*b"), fw_str_of("aaaaac")));
}

static void tokens_are_cut_as_documented(void **unused) {
    (void)unused;
    static const struct {
        const char *text, *expect;
    } CASES[] = {
        {"", ""},
        {"I'd paid $1,200.50, ok?", "I'd|paid|$|1,200.50|,|ok|?|"},
        {"24/7 at 07:40 (v2.3.1)", "24|/|7|at|07|:|40|(|v2.3.1|)|"},
        {"0.4x .5 40k 3rd 1,2,3 x", "0.4x|.5|40k|3rd|1,2,3|x|"},
        {"twenty-seven \xE2\x80\x9Cyes\xE2\x80\x9D caf\xC3\xA9's",
         "twenty|-|seven|\xE2\x80\x9C|yes|\xE2\x80\x9D|caf\xC3\xA9's|"},
        {"dogs' 'twas \xF0\x9F\x98\x80", "dogs|'|'|twas|\xF0\x9F\x98\x80|"},
    };
    fw_lexicon *lexicon = NULL;
    assert_int_equal(fw_lexicon_builtin(&lexicon, NULL), FW_OK);
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        fw_words *words = fw_words_new(lexicon, NULL);
        fw_workspace ws = {.lexicon = lexicon, .text = fw_str_of(CASES[i].text)};
        assert_int_equal(fw_tokenize(&ws, words, NULL), FW_OK);
        char found[512] = "";
        for (uint32_t t = 0; t < ws.tokens.count; t++) {
            const fw_str text = fw_token_text(&ws, t);
            snprintf(found + strlen(found), sizeof found - strlen(found), "%.*s|", (int)text.len, text.ptr);
        }
        assert_string_equal(found, CASES[i].expect);
        fw_workspace_free(&ws);
        fw_words_free(words);
    }
    fw_lexicon_free(lexicon);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wildcards_stand_anywhere_in_a_word),
        cmocka_unit_test(longest_term_per_category_wins),
        cmocka_unit_test(tokens_are_cut_as_documented),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
