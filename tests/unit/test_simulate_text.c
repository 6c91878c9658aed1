/* test_simulate_text.c: the grammar as shipped and damaged, and the texts that are composed from it. */
#include "base/idset.h"
#include "base/output.h"
#include "base/str.h"
#include "simulate/compose.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static void sentences_are_compiled_or_refused(void **unused) {
    (void)unused;
    static const struct {
        const char *text;
        bool inside;
        fw_code code;
    } CASES[] = {{"I {omitted}, [and|so] it failed.", false, FW_OK},
                 {"cost {money} in {time}", true, FW_OK},
                 {"I {unknown}", false, FW_DATA},
                 {"I {omitted", false, FW_DATA},
                 {"I omitted}", false, FW_DATA},
                 {"[one [two]]", false, FW_DATA},
                 {"one | two", false, FW_DATA},
                 {"one] two", false, FW_DATA},
                 {"[one|two", false, FW_DATA},
                 {"a \x01 byte", false, FW_DATA},
                 {"{thing} in a value", true, FW_DATA},
                 {"[one|two] in a value", true, FW_DATA}};
    fw_arena arena = {0};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        fw_str out;
        fw_error err = {0};
        assert_int_equal(fw_grammar_compile(&arena, fw_str_of(CASES[i].text), CASES[i].inside, &out, &err),
                         CASES[i].code);
    }
    fw_arena_free(&arena);
}

/* ---- damaged folders ---- */

static void put_file(const char *folder, const char *name, const char *text) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static char *shipped(const char *name) {
    char path[512], *data = NULL;
    size_t len;
    fw_error err = {0};
    snprintf(path, sizeof path, "%s/datasets/simulate/%s", FAILWISE_SOURCE_DIR, name);
    assert_int_equal(fw_read_file(path, 1 << 20, &data, &len, &err), FW_OK);
    return data;
}

/* Reads a folder of the shipped files, one of them with `line` in its place (NULL: missing). */
static fw_code read_with(const char *name, const char *text, fw_error *err) {
    static const char *const FILES[] = {"domains.tsv", "sentences.tsv", "styles.tsv"};
    char folder[] = "/tmp/failwise-grammar-XXXXXX", path[512];
    assert_non_null(mkdtemp(folder));
    for (size_t i = 0; i < 3; i++) {
        char *data = shipped(FILES[i]);
        const bool other = name && strcmp(name, FILES[i]) == 0;
        if (!other || text) put_file(folder, FILES[i], other ? text : data);
        free(data);
    }
    fw_grammar *grammar = NULL;
    const fw_code code = fw_grammar_new(folder, &grammar, err);
    assert_true((grammar != NULL) == (code == FW_OK));
    fw_grammar_free(grammar);
    for (size_t i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, FILES[i]);
        unlink(path);
    }
    rmdir(folder);
    return code;
}

static void damaged_grammars_are_refused_with_their_line(void **unused) {
    (void)unused;
    static const struct {
        const char *name, *text, *word;
        fw_code code;
        uint64_t row;
    } CASES[] = {{NULL, NULL, "", FW_OK, 0},
                 {"domains.tsv", NULL, "", FW_NOINPUT, 0},
                 {"domains.tsv", "", "no domain", FW_DATA, 0},
                 {"domains.tsv", "thing\ta plan\n", "before the first", FW_DATA, 1},
                 {"domains.tsv", "domain\tx\nplace\ta plan\n", "no key", FW_DATA, 2},
                 {"domains.tsv", "domain\tx\nthing\ta||b\n", "empty", FW_DATA, 2},
                 {"domains.tsv", "domain\tx\nthing\ta plan\n", "has no 'who'", FW_DATA, 0},
                 {"domains.tsv", "domain\tx\nthing\t\xFF\n", "UTF-8", FW_DATA, 0},
                 {"sentences.tsv", "# nothing\n", "no written sentence", FW_DATA, 0},
                 {"sentences.tsv", "fail\t1\tany\n", "a line is", FW_DATA, 1},
                 {"sentences.tsv", "\nmoral\t1\tany\tI fell.\n", "no part", FW_DATA, 2},
                 {"sentences.tsv", "fail\t5\tany\tI fell.\n", "no strength", FW_DATA, 1},
                 {"sentences.tsv", "fail\t1\tsung\tI fell.\n", "no style", FW_DATA, 1},
                 {"sentences.tsv", "fail\t1\tany\tI {fell}.\n", "no slot", FW_DATA, 1},
                 {"sentences.tsv", "fail\t1\tany\ta\tb\n", "more than", FW_DATA, 1},
                 {"styles.tsv", "written\t5\t^\tUm,\n", "spoken or second", FW_DATA, 1},
                 {"styles.tsv", "spoken\t500\t^\tUm,\n", "percentage", FW_DATA, 1},
                 {"styles.tsv", "spoken\t5\t!\tUm,\n", "letter", FW_DATA, 1}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        fw_error err = {0};
        assert_int_equal(read_with(CASES[i].name, CASES[i].text, &err), CASES[i].code);
        assert_int_equal(err.row, CASES[i].row);
        if (!strstr(err.message, CASES[i].word)) fail_msg("'%s' lacks '%s'", err.message, CASES[i].word);
    }
}

/* ---- texts ---- */

typedef struct {
    fw_grammar *grammar;
    fw_population *population;
} shop;

static int open_shop(void **state) {
    shop *s = calloc(1, sizeof *s);
    fw_error err = {0};
    fw_simulate_options o = fw_simulate_defaults();
    o.answers = 100000;
    o.seed = 3;
    assert_non_null(s);
    assert_int_equal(fw_grammar_new(NULL, &s->grammar, &err), FW_OK);
    assert_int_equal(fw_population_new(&o, &s->population, &err), FW_OK);
    *state = s;
    return 0;
}

static int close_shop(void **state) {
    shop *s = *state;
    fw_grammar_free(s->grammar);
    fw_population_free(s->population);
    free(s);
    return 0;
}

static void compose(const shop *s, fw_composer *c, uint64_t index, fw_sim_answer *answer, fw_buffer *text) {
    fw_story story;
    c->grammar = s->grammar;
    fw_population_answer(s->population, index, answer);
    fw_story_draw(s->grammar, 3, answer->participant, &story);
    fw_compose(c, &story, answer, 3, text);
    assert_false(text->failed);
}

static void a_hundred_thousand_texts_do_not_repeat(void **state) {
    const shop *s = *state;
    fw_idset *seen = fw_idset_new();
    fw_composer c = {0};
    fw_buffer text = {0};
    double bytes = 0;
    size_t repeated = 0;
    for (uint64_t i = 0; i < 100000; i++) {
        fw_sim_answer answer;
        compose(s, &c, i, &answer, &text);
        assert_true(text.len > 0);
        assert_int_equal(fw_utf8_valid_prefix(text.data, text.len), text.len);
        for (size_t b = 0; b < text.len; b++) {
            if (strchr("{}[]|~", text.data[b]) || (unsigned char)text.data[b] < ' ')
                fail_msg("markup is left in: %s", text.data);
        }
        bytes += (double)text.len / 100000;
        bool present = false;
        uint64_t first;
        fw_error err = {0};
        const fw_id128 hash = fw_id_hash((fw_str){text.data, text.len});
        assert_int_equal(fw_idset_add(seen, hash, i, &present, &first, &err), FW_OK);
        repeated += present;
    }
    print_message("%zu of 100000 texts repeat another; %.0f bytes on average\n", repeated, bytes);
    assert_true(repeated == 0);
    assert_true(bytes > 800 && bytes < 1500);
    fw_idset_free(seen);
    fw_composer_free(&c);
    fw_buffer_free(&text);
}

static bool holds(const fw_buffer *text, const char *words) { return strstr(text->data, words) != NULL; }

/* What a strength means shows: platitudes at 1, evidence at 4, nothing of the other. */
static void strengths_show_in_the_words(void **state) {
    const shop *s = *state;
    fw_composer c = {.grammar = s->grammar};
    fw_buffer text = {0};
    for (uint64_t i = 0; i < 200; i++) {
        fw_story story;
        fw_story_draw(s->grammar, 3, i, &story);
        fw_sim_answer answer = {.index = i, .style = FW_SIM_WRITTEN};
        for (int part = FW_SIM_FAIL; part < FW_SIM_CLOSE; part++) answer.strength[part] = 1;
        fw_compose(&c, &story, &answer, 3, &text);
        assert_false(holds(&text, "Since then I") || holds(&text, "fell by") || holds(&text, "bill came to"));
        for (int part = FW_SIM_FAIL; part < FW_SIM_CLOSE; part++) answer.strength[part] = FW_SIM_MOST;
        fw_compose(&c, &story, &answer, 3, &text);
        assert_false(holds(&text, "communication is key") || holds(&text, "Mistakes were made"));
        assert_true(strpbrk(text.data, "0123456789") != NULL);
    }
    fw_composer_free(&c);
    fw_buffer_free(&text);
}

static void styles_sound_as_they_should(void **state) {
    const shop *s = *state;
    fw_composer c = {.grammar = s->grammar};
    fw_buffer text = {0};
    size_t fillers[FW_SIM_STYLE_COUNT] = {0};
    for (uint64_t i = 0; i < 400; i++) {
        fw_sim_answer answer;
        compose(s, &c, i, &answer, &text);
        fillers[answer.style] += holds(&text, "I mean, ") || holds(&text, "you know, ");
        if (answer.style == FW_SIM_TRANSCRIPT) {
            for (size_t b = 0; b < text.len; b++) assert_false(text.data[b] >= 'A' && text.data[b] <= 'Z');
            assert_null(strpbrk(text.data, ";:!?"));
        } else {
            assert_false(text.data[0] >= 'a' && text.data[0] <= 'z');
        }
    }
    assert_true(fillers[FW_SIM_SPOKEN] > 60);
    assert_int_equal(fillers[FW_SIM_WRITTEN], 0);
    assert_int_equal(fillers[FW_SIM_SECOND], 0);
    fw_composer_free(&c);
    fw_buffer_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences_are_compiled_or_refused),
        cmocka_unit_test(damaged_grammars_are_refused_with_their_line),
        cmocka_unit_test_setup_teardown(a_hundred_thousand_texts_do_not_repeat, open_shop, close_shop),
        cmocka_unit_test_setup_teardown(strengths_show_in_the_words, open_shop, close_shop),
        cmocka_unit_test_setup_teardown(styles_sound_as_they_should, open_shop, close_shop)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
