/* test_text_dictionary.c: dictionary files as they are found: .dic, .dicx tables, nested YAML; what replaces
 * what. */
#include "base/str.h"
#include "text/dictionary.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct {
    const char *name, *text;
    uint64_t line; /* of the error */
} refused;

static void refuse(const refused *cases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        fw_raw_lexicon raw = {0};
        fw_error err = {0};
        const fw_code code = fw_dictionary_read(&raw, cases[i].name, fw_str_of(cases[i].text), true, &err);
        if (code != FW_DATA || err.row != cases[i].line)
            print_message("line %llu: %s\n", (unsigned long long)err.row, cases[i].text);
        assert_int_equal(code, FW_DATA);
        assert_int_equal(err.row, cases[i].line);
        fw_raw_lexicon_free(&raw);
    }
}
#define REFUSE(cases) refuse(cases, sizeof(cases) / sizeof(cases)[0])

typedef struct {
    const char *name;
    fw_str text;
    const char *expect; /* "category:term,term;category:..." in file order */
    const char *warned; /* lines warned about, blank-separated */
} accepted;

/* The raw entries in the form of `accepted.expect`. */
static void describe(const fw_raw_lexicon *raw, char *out, size_t size) {
    *out = 0;
    for (uint32_t c = 0; c < raw->category_count; c++) {
        snprintf(out + strlen(out), size - strlen(out), "%s%s:", c ? ";" : "", raw->categories[c].name);
        bool first = true;
        for (uint32_t t = 0; t < raw->term_count; t++) {
            if (raw->terms[t].category != c) continue;
            snprintf(out + strlen(out), size - strlen(out), "%s%s", first ? "" : ",", raw->terms[t].words);
            first = false;
        }
    }
}

static void accept_all(const accepted *cases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        fw_raw_lexicon raw = {0};
        fw_error err = {0};
        char found[512], lines[128] = "";
        const fw_code code = fw_dictionary_read(&raw, cases[i].name, cases[i].text, true, &err);
        if (code != FW_OK) print_message("%zu: %s\n", i, err.message);
        assert_int_equal(code, FW_OK);
        describe(&raw, found, sizeof found);
        assert_string_equal(found, cases[i].expect);
        for (uint32_t w = 0; w < raw.warning_count; w++) {
            snprintf(lines + strlen(lines), sizeof lines - strlen(lines), "%s%llu", w ? " " : "",
                     (unsigned long long)raw.warnings[w].line);
        }
        if (strcmp(lines, cases[i].warned) != 0)
            print_message("%zu: %.*s\n", i, (int)cases[i].text.len, cases[i].text.ptr);
        assert_string_equal(lines, cases[i].warned);
        fw_raw_lexicon_free(&raw);
    }
}
#define BYTES(literal)                                                                                       \
    { (literal), sizeof(literal) - 1 }
#define ACCEPT(cases) accept_all(cases, sizeof(cases) / sizeof(cases)[0])

/* ---- .dic ---- */

static void bad_dictionaries_are_refused_with_their_line(void **unused) {
    (void)unused;
    static const refused CASES[] = {
        {"t.dic", "", 0},          {"t.dic", "lamb\t1\n", 1}, {"t.dic", "%\n1\tA\n1\tB\n%\n", 3},
        {"t.dic", "%\n1\tA\n", 2}, {"t.dic", "%\n1\n%\n", 2}, {"t.dic", "24 1\n", 1},
    };
    REFUSE(CASES);
    fw_raw_lexicon raw = {0};
    fw_error err = {0};
    assert_int_equal(fw_dictionary_read(&raw, "t.dic", FW_STR("%\n1\tA\0B\n%\n"), true, &err), FW_DATA);
    assert_int_equal(err.row, 2);
    fw_raw_lexicon_free(&raw);
}

static void messy_dic_files_are_read_with_warnings(void **unused) {
    (void)unused;
    static const accepted CASES[] = {
        {"t",
         BYTES("\xEF\xBB\xBF%\n01\tA\n2\tB\n%\nlamb  \t\t1\nlittle\t1 2\n\n   \nmary\t 2\n"
               "kind <of>\t1\nwolf\t9\nlike\t(02 134)125/464\t1\nnot-so-long 2\n"),
         "A:lamb,little,like;B:little,mary,not so long", "10 11 12 12"},
        /* line ends of all three systems, capitals, curly apostrophes, comments */
        {"t", BYTES("# mine\r\n%\r1\tA\n%\r\nDidn\xE2\x80\x99t  Check\t1\r# no term\rEND*\t1"),
         "A:didn't check,end*", ""},
        {"t", BYTES("%\n1\tA b\n%\nlittle\t1\n%\nmore\t1\n"), "A b:little,more", "5"},
        {"t", BYTES("1\tA\n2\tB\n%\nlamb\t1 2\n"), "A:lamb;B:lamb", "1"},
        {"t", BYTES("%\n1\tA\n2\tB\nlamb\t1\nmary\t2\n"), "A:lamb;B:mary", "4"},
        {"t", BYTES("1\tA\nlamb\t1\n"), "A:lamb", "1 2"},
        {"t", BYTES("%\n1\tA\n2\tA\n%\nx\t1\ny\t2\n"), "A:x,y", "3"},
        {"t", BYTES("%\n1\tA\n%\nlonely\n#tag\t1\n"), "A:", "4 5 2"},
        {"t", BYTES("%\n1\tCaf\xE9\n%\nna\xEFve\t1\ndon\x92t\t1\ncaf\xC3\xA9\t1\n"),
         "Caf\xC3\xA9:na\xC3\xAFve,don't,caf\xC3\xA9", "2"},
        {"t", BYTES("\xFF\xFE%\0\n\0001\0\t\0A\0\n\0%\0\n\0\xE9\0\t\0001\0"), "A:\xC3\xA9", ""},
        {"t", BYTES("\xFE\xFF\0%\0\n\0001\0\t\0A\0\n\0%\0\n\0x\0\t\0001"), "A:x", ""},
    };
    ACCEPT(CASES);
}

/* ---- .dicx ---- */

static void tables_of_terms(void **unused) {
    (void)unused;
    static const refused BAD[] = {
        {"t.dicx", "", 1}, {"t.dicx", "DicTerm\nglad\n", 1}, {"t.dicx", "glad,X,\nsad,,X\n", 1}};
    REFUSE(BAD);
    static const accepted CASES[] = {
        {"t.dicx", BYTES("DicTerm,Happy,Sad\nglad*,X,\nlow,,x\nbittersweet,X,X\n"),
         "Happy:glad*,bittersweet;Sad:low,bittersweet", ""},
        {"t.DICX",
         BYTES("\xEF\xBB\xBF"
               "DicTerm;Happy;\"Sad; \"\"blue\"\"\"\r\n\r\n\"glad\";X\r\n# note\r\n  low  ;0;1\r\n"),
         "Happy:glad;Sad; \"blue\":low", ""},
        {"t.csv", BYTES("term\tA\tB\nx\t2.5\t\ny\t\t-1\n"), "A:x;B:y", "2"},
        {"t.dicx", BYTES("term,A,,A\nx,X,X,\n\"a\nb\",maybe,,X\nnone,,,\n:),X\nz,,,X,X\n"), "A:x,a b,z",
         "1 2 3 5 6 7"},
        {"t.dicx", BYTES("term,A\n\"x,X\n"), "A:", "2 2 1"},
    };
    ACCEPT(CASES);
}

/* ---- YAML ---- */

static void yaml_dictionaries(void **unused) {
    (void)unused;
    static const refused BAD[] = {
        {"t.yml", "A: [x", 2},
        {"t.yml", "just text\n", 1},
        {"t.yml", "A: &a [x]\nB: *a\n", 2},
        {"t.yaml", "? [a]\n: b\n", 1},
        {"t.yml", "A: [[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]]\n", 1},
        {"t.yml", "\"\": [x]\n", 1},
        {"t.yml", "A: \"x\n", 2},
    };
    REFUSE(BAD);
    static const accepted CASES[] = {
        {"t.yml", BYTES("A CATEGORY:\n  - more\n  - lamb\n  - little\nANOTHER: [CATEGORY, had, mary]\n"),
         "A CATEGORY:more,lamb,little;ANOTHER:category,had,mary", ""},
        {"t.yml",
         BYTES("geo:\n  Countries: [United States, \"Federal * of *\"]\n  oceans: Atlantic\nother:\n"
               "  - a\n  - sub: [b]\n  - c\n"),
         "geo/Countries:united states,federal * of *;geo/oceans:atlantic;other:a,c;other/sub:b", ""},
        {"t.yaml", BYTES("--- # comment\nA: [1984, 'no', ~, [deep]]\nB: []\nC:\n...\n"),
         "A:1984,no,deep;B:;C:", "3 4"},
        {"t.yml", BYTES("A:\n\t- x\n\t- y: [z]\n"), "A:x;A/y:z", "2"},
        {"t.yml", BYTES("- A: [x]\n- lost\n- B: [':)', y]\n"), "A:x;B:y", "2 3"},
        {"t.yml", BYTES("A: [x]\nA: [y]\n"), "A:x,y", "2"},
        {"t.yml", BYTES(""), "", "1"},
    };
    ACCEPT(CASES);
}

/* ---- in force ---- */

static char *write_file(const char *ending, const char *text) {
    static char paths[4][64];
    static size_t next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "/tmp/failwise-XXXXXX%s", ending);
    const int fd = mkstemps(path, (int)strlen(ending));
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
    return path;
}

static void files_replace_and_extend(void **unused) {
    (void)unused;
    const char *const paths[] = {write_file(".dic",
                                            "%\n1\thedge\n2\t+filler\n3\tmine\n4\tnegemo\n%\ninnit\t1\n"
                                            "innit\t1\nbleurgh\t2\num\t2\nx\t3\n"),
                                 write_file(".yml", "mine: [y, z]\n+hedge: [sort of]\nFiller: [q]\n")};
    fw_lexicon *plain = NULL, *mixed = NULL;
    assert_int_equal(fw_lexicon_builtin(&plain, NULL), FW_OK);
    assert_int_equal(fw_lexicon_load(paths, 2, &mixed, NULL), FW_OK);
    unlink(paths[0]);
    unlink(paths[1]);
    const fw_category *hedge = fw_lexicon_category(mixed, (size_t)fw_lexicon_find(mixed, "hedge"));
    assert_string_equal(hedge->source, paths[0]);
    assert_string_equal(hedge->replaces, "style.dic");
    assert_string_equal(hedge->extension, paths[1]);
    assert_int_equal(hedge->terms, 2);
    const fw_category *filler = fw_lexicon_category(mixed, (size_t)fw_lexicon_find(mixed, "filler"));
    const fw_category *before = fw_lexicon_category(plain, (size_t)fw_lexicon_find(plain, "filler"));
    assert_int_equal(filler->terms, before->terms + 1); /* "um" is there already */
    assert_null(filler->replaces);
    const fw_category *mine = fw_lexicon_category(mixed, (size_t)fw_lexicon_find(mixed, "mine"));
    assert_string_equal(mine->replaces, paths[0]);
    assert_int_equal(mine->terms, 2);
    assert_int_equal(fw_lexicon_category(mixed, (size_t)fw_lexicon_find(mixed, "negemo"))->terms, 0);
    assert_int_not_equal(fw_lexicon_hash(plain), fw_lexicon_hash(mixed));
    assert_int_equal(fw_lexicon_warning_count(plain), 0);
    assert_int_equal(fw_lexicon_warning_count(mixed), 3); /* empty negemo, innit twice, Filler */
    fw_lexicon_free(plain);
    fw_lexicon_free(mixed);
}

static void too_much_is_refused(void **unused) {
    (void)unused;
    fw_buffer text = {0};
    for (int i = 0; i < FW_CATEGORY_LIMIT; i++) fw_buffer_printf(&text, "c%d: [x]\n", i);
    const char *const paths[] = {write_file(".yml", text.data)};
    fw_lexicon *lexicon = NULL;
    fw_error err = {0};
    assert_int_equal(fw_lexicon_load(paths, 1, &lexicon, &err), FW_DATA);
    assert_string_equal(err.file, paths[0]);
    unlink(paths[0]);
    assert_int_equal(fw_lexicon_load(paths, 1, &lexicon, &err), FW_NOINPUT);
    fw_buffer_free(&text);
}

/* The lists we ship are sorted, lower case, without repeats, and each term has words. */
static void shipped_dictionaries_need_no_warning(void **unused) {
    (void)unused;
    fw_lexicon *lexicon = NULL;
    assert_int_equal(fw_lexicon_builtin(&lexicon, NULL), FW_OK);
    assert_int_equal(fw_lexicon_warning_count(lexicon), 0);
    for (uint32_t t = 0; t < fw_lexicon_term_count(lexicon); t++) {
        assert_true(fw_lexicon_term_category(lexicon, t) >= 0);
        assert_true(fw_lexicon_term_builtin(lexicon, t));
    }
    fw_lexicon_free(lexicon);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_dictionaries_are_refused_with_their_line),
        cmocka_unit_test(messy_dic_files_are_read_with_warnings),
        cmocka_unit_test(tables_of_terms),
        cmocka_unit_test(yaml_dictionaries),
        cmocka_unit_test(files_replace_and_extend),
        cmocka_unit_test(too_much_is_refused),
        cmocka_unit_test(shipped_dictionaries_need_no_warning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
