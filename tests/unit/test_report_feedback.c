/* test_report_feedback.c: a participant's page: well-formed whatever is said, every word kept, every mark
 * explained. */
#include "coach_fixture.h"

#include <failwise/feedback.h>

#include "base/buffer.h"
#include "base/slug.h"
#include "report/escape.h"

#include <stdio.h>

/* ---- a page as markup ---- */

enum { DEPTH = 64, NAME = 24 };

static bool is_void(const char *name) { return strcmp(name, "meta") == 0 || strcmp(name, "!doctype") == 0; }

/* The end of a tag that starts at `at`: quotation marks hide ">". */
static const char *tag_end(const char *at) {
    char quote = 0;
    for (; *at && (quote || *at != '>'); at++) {
        if (quote ? *at == quote : *at == '"' || *at == '\'') quote = quote ? 0 : *at;
        if (quote && *at == '<') fail_msg("an attribute holds \"<\": %.60s", at);
    }
    assert_int_equal(*at, '>');
    return at;
}

static void name_of(const char *at, char name[NAME]) {
    size_t len = 0;
    while (len + 1 < NAME && at[len] && !strchr(" />\n", at[len])) len++;
    memcpy(name, at, len);
    name[len] = '\0';
}

/* Tags nest and are closed; nothing is a script, an event handler or a style of its own. */
static void assert_well_formed(const char *html) {
    char stack[DEPTH][NAME];
    size_t depth = 0;
    for (const char *at = strchr(html, '<'); at; at = strchr(at, '<')) {
        char name[NAME];
        const bool closing = at[1] == '/';
        name_of(at + 1 + closing, name);
        const char *end = tag_end(at);
        if (closing) {
            assert_true(depth > 0);
            if (strcmp(stack[--depth], name) != 0) fail_msg("</%s> ends <%s>: %.80s", name, stack[depth], at);
        } else if (end[-1] != '/' && !is_void(name)) {
            assert_true(depth < DEPTH);
            memcpy(stack[depth++], name, NAME);
        }
        assert_string_not_equal(name, "script");
        if (!closing && strcmp(name, "style") == 0) end = strstr(end, "</style>") - 1;
        at = end + 1;
    }
    assert_int_equal(depth, 0);
    assert_null(strstr(html, " style="));
    assert_null(strstr(html, " onload="));
}

/* Every link inside the page leads somewhere, once. */
static void assert_links(const char *html) {
    for (const char *at = strstr(html, "href=\"#"); at; at = strstr(at + 1, "href=\"#")) {
        char id[64];
        const size_t len = strcspn(at + 7, "\"");
        assert_true(len > 0 && len < sizeof id - 8);
        (void)snprintf(id, sizeof id, " id=\"%.*s\"", (int)len, at + 7);
        const char *found = strstr(html, id);
        if (!found) fail_msg("nothing has%s", id);
        assert_null(strstr(found + 1, id));
    }
}

/* The words of all answers as the page shows them: what stands in class "said", without tags and notes. */
static void said(const char *html, fw_buffer *out) {
    static const char OPEN[] = "<p class=\"said\" dir=\"auto\">";
    for (const char *at = strstr(html, OPEN); at; at = strstr(at, OPEN)) {
        at += sizeof OPEN - 1;
        const char *end = strstr(at, "</p>");
        while (at < end) {
            if (strncmp(at, "<sup>", 5) == 0) {
                at = strstr(at, "</sup>") + 6;
            } else if (*at == '<') {
                at = strchr(at, '>') + 1;
            } else {
                fw_buffer_char(out, *at++);
            }
        }
    }
}

/* ---- making pages ---- */

static const fw_feedback_options OPTIONS = {.scale_min = 1, .scale_max = 5};

/* The page of `name` with these answers; free() it. All facts are `fact`. */
static char *make_page(fixture *f, const char *name, const char *fact, const char *const *texts,
                       size_t count) {
    fw_feedback *page = NULL;
    assert_int_equal(fw_feedback_new(&OPTIONS, &page, NULL), FW_OK);
    fw_feedback_begin(page, fw_str_of(name), count);
    fw_score scores[2];
    fw_draft drafts[2] = {0};
    for (size_t i = 0; i < count; i++) {
        const fw_str said_of_it = fw_str_of(fact);
        drafts[i > 0] = (fw_draft){analyse(f, i > 0, texts[i], &scores[i > 0]), &scores[i > 0]};
        const fw_feedback_answer answer = {.question = said_of_it,
                                           .mode = said_of_it,
                                           .date = said_of_it,
                                           .attempt = (int32_t)i + 1,
                                           .analysis = drafts[i > 0].analysis,
                                           .score = &scores[i > 0]};
        fw_feedback_add(page, &answer);
    }
    if (count > 1) assert_int_equal(fw_feedback_change(page, &drafts[0], &drafts[1], NULL), FW_OK);
    fw_str html = {0};
    assert_int_equal(fw_feedback_end(page, &html, NULL), FW_OK);
    assert_int_equal(strlen(html.ptr), html.len);
    char *copy = strdup(html.ptr);
    fw_feedback_free(page);
    return copy;
}

/* A page is well-formed and keeps every word. */
static void assert_page(const char *html, const char *const *texts, size_t count) {
    fw_buffer shown = {0}, wanted = {0};
    assert_well_formed(html);
    assert_links(html);
    said(html, &shown);
    for (size_t i = 0; i < count; i++) fw_escape_html(&wanted, texts[i]);
    assert_string_equal(shown.data ? shown.data : "", wanted.data ? wanted.data : "");
    fw_buffer_free(&shown);
    fw_buffer_free(&wanted);
}

static size_t count_of(const char *html, const char *what) {
    size_t count = 0;
    for (const char *at = strstr(html, what); at; at = strstr(at + 1, what)) count++;
    return count;
}

/* ---- hostile words ---- */

static const char EVIL[] = "</script><evil a=\"1\" b='2'>\xE2\x80\xA8\xE2\x80\xAE|x`*\n=1+1";
static const char *const RAW[] = {"<evil", "</script", "\xE2\x80\xA8", "\xE2\x80\xAE", "a=\"1\""};

static void hostile_words_stay_text(void **state) {
    char wide[400];
    memset(wide, 'W', 300);
    memcpy(wide + 300, "<evil>\xF0\x9F\x98\x80\xD7\xA9", 13);
    char story[2000];
    (void)snprintf(
        story, sizeof story,
        "I failed to ship %s on time and lost 40%% of \"%s\". I decided to skip %s & 'tests'. "
        "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D \xF0\x9F\x98\x80 I learned <bad>nothing</bad> &bad; %s. Now "
        "I %s every week.",
        EVIL, EVIL, EVIL, EVIL, wide);
    const char *const texts[] = {story, EVIL, wide};
    for (size_t count = 1; count <= 3; count++) {
        for (size_t named = 0; named < 2; named++) {
            char *html = make_page(*state, named ? EVIL : wide, named ? wide : EVIL, texts, count);
            for (size_t i = 0; i < sizeof RAW / sizeof RAW[0]; i++) assert_null(strstr(html, RAW[i]));
            assert_page(html, texts, count);
            free(html);
        }
    }
}

static void little_is_said(void **state) {
    static const char *const TEXTS[] = {".",
                                        "a",
                                        "...",
                                        "\n\n",
                                        "\"\"",
                                        "I",
                                        "42",
                                        "No.",
                                        "\xF0\x9F\x98\x80",
                                        "We we we I I I 3 days 3 days",
                                        "um um um um um um um maybe maybe maybe"};
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        char *html = make_page(*state, "", "", &TEXTS[i], 1);
        assert_page(html, &TEXTS[i], 1);
        assert_null(strstr(html, "nan"));
        free(html);
    }
}

/* ---- what the page says ---- */

static const char GOOD[] =
    "I failed to deliver the billing migration on time: it slipped by 6 weeks and cost us $40,000. I decided "
    "to "
    "skip the rehearsal because I assumed the schema had not changed. That evening I told my director, "
    "rolled back "
    "the release and rebuilt the plan with the team. I learned that my estimate was a wish, not a "
    "measurement. Since "
    "then I rehearse every migration two weeks before the date, and the last 5 releases were on time.";
static const char THIN[] =
    "There was a project and the deadline slipped. Mistakes were made. Communication is key.";

static void marks_have_reasons(void **state) {
    const char *const texts[] = {GOOD};
    char *html = make_page(*state, "p01", "spoken", texts, 1);
    assert_page(html, texts, 1);
    assert_true(count_of(html, "</u><sup>") >= 6);
    assert_int_equal(count_of(html, "</u><sup>"), count_of(html, "<li id=\"a1n"));
    assert_null(strstr(html, "<em></em>"));
    static const char *const EXPECTED[] = {"a number: what it cost", "your own decision, named",
                                           "what you understood",    "<b class=\"q\">6 weeks</b>",
                                           "<b class=\"i\">I</b>",   ">Failure</p>",
                                           ">Diagnosis</p>",         ">Action</p>",
                                           ">Learning</p>",          ">Improvement</p>",
                                           "no hiring decision",     "p01</bdi>"};
    for (size_t i = 0; i < sizeof EXPECTED / sizeof EXPECTED[0]; i++) {
        if (!strstr(html, EXPECTED[i])) fail_msg("\"%s\" is not on the page", EXPECTED[i]);
    }
    assert_int_equal(count_of(html, "<svg "), 2);
    assert_int_equal(count_of(html, "class=\"practise\""), 1);
    assert_null(strstr(html, "your first"));
    free(html);
}

static void before_and_after(void **state) {
    const char *const texts[] = {THIN, GOOD};
    char *html = make_page(*state, "p01", "", texts, 2);
    assert_page(html, texts, 2);
    assert_int_equal(count_of(html, "<svg "), 5); /* the change, and two an answer */
    assert_int_equal(count_of(html, "class=\"practise\""), 2);
    const char *const expected[] = {"What changed since your first",
                                    "You name your decision",
                                    "Easy to slip into",
                                    "Mistakes were made",
                                    "fits any failure",
                                    "<h2>Attempt 2</h2>"};
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        if (!strstr(html, expected[i])) fail_msg("\"%s\" is not on the page", expected[i]);
    }
    free(html);
}

/* A number may reach over either end of a phrase that is evidence; its mark is then cut in two. */
static void numbers_across_the_ends_of_evidence(void **state) {
    static const char *const TEXTS[] = {
        "I failed there: the touring contract did not hold when it mattered. Then things got "
        "difficult, and it did not go as planned. I ran the touring contract for the stage crew; "
        "Elcalyo was what we called it. A year ago, the team around the touring contract was asked "
        "to be faster, and I was part of it. We called it Elcalyo: the touring contract, new, in a "
        "few months. At Bamirmir we had to renew the touring contract, and the director waited for "
        "it. My mistake was that I planned too little, and I did not ask. I should have looked "
        "closely enough at the touring contract. I was too sure of myself, to be honest. I added a "
        "rehearsal and cancelled my own leave; after two hours 200 of the rehearsals were right "
        "again, and I checked each. Within ten months I sawed the wall in two with the carpenters, "
        "and I gave the director a page with my own part in it. For the director, the touring "
        "contract is a detail; for us it meant twelve calls a week. There were 96 rehearsals in the "
        "pipeline, more than the year before. What I took from it was that I rush when the stage "
        "crew came to push. I learned a lot from it, mostly that communication is key. I understood "
        "that the touring contract needs a second pair of eyes. The takeaway for me is to plan "
        "better with things like that. Next time I would do it differently. Going forward I will "
        "pay more attention to the touring contract. That is why I would begin in this role by "
        "sitting down with the people who do the work."};
    size_t cut = 0;
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        char *html = make_page(*state, "p", "", &TEXTS[i], 1);
        assert_page(html, &TEXTS[i], 1);
        cut += count_of(html, "</b><u><b class=\"q\">");
        free(html);
    }
    if (cut == 0) fail_msg("no number is cut: the texts no longer show it");
}

/* A page is that of its own participant, whoever's was made before with the same memory. */
static void pages_do_not_mix(void **state) {
    fixture *f = *state;
    fw_feedback *page = NULL;
    assert_int_equal(fw_feedback_new(&OPTIONS, &page, NULL), FW_OK);
    const char *const texts[] = {GOOD, THIN};
    fw_str html = {0};
    for (size_t i = 0; i < 2; i++) {
        fw_score score;
        const fw_analysis *a = analyse(f, 0, texts[i], &score);
        const fw_feedback_answer answer = {.analysis = a, .score = &score};
        fw_feedback_begin(page, fw_str_of(i ? "second" : "first"), 1);
        fw_feedback_add(page, &answer);
        assert_int_equal(fw_feedback_end(page, &html, NULL), FW_OK);
    }
    assert_null(strstr(html.ptr, "billing"));
    assert_null(strstr(html.ptr, "first</bdi>"));
    char *alone = make_page(f, "second", "", &texts[1], 1);
    const char *mine = strstr(html.ptr, "<div class=\"story\">"),
               *theirs = strstr(alone, "<div class=\"story\">");
    assert_string_equal(mine, theirs);
    free(alone);
    fw_feedback_free(page);
}

static void the_list_is_escaped(void **state) {
    (void)state;
    const fw_feedback_entry entries[] = {{fw_str_of(EVIL), "pages/a.html", 2, 4},
                                         {fw_str_of("p02"), "pages/b.html", 1, FW_ARC_PARTS}};
    char *html = NULL;
    size_t len = 0;
    assert_int_equal(fw_feedback_index(entries, 2, true, &html, &len, NULL), FW_OK);
    assert_int_equal(strlen(html), len);
    assert_well_formed(html);
    for (size_t i = 0; i < sizeof RAW / sizeof RAW[0]; i++) assert_null(strstr(html, RAW[i]));
    assert_non_null(strstr(html, "synthetic"));
    assert_non_null(strstr(html, "the whole story"));
    free(html);
    assert_int_equal(fw_feedback_index(NULL, 0, false, &html, &len, NULL), FW_OK);
    assert_well_formed(html);
    free(html);
}

/* ---- file names ---- */

static void names_become_safe_files(void **state) {
    (void)state;
    static const char *const NAMES[] = {"",
                                        "p01",
                                        "P01",
                                        "../../etc/passwd",
                                        "..",
                                        ".",
                                        "/",
                                        "a/b",
                                        "a b",
                                        "con",
                                        "\xE2\x80\xAE"
                                        "gpj",
                                        "\xE6\x9D\xB1\xE4\xBA\xAC",
                                        "-rf",
                                        "x.html",
                                        "a\nb",
                                        "%2e%2e"};
    enum { COUNT = sizeof NAMES / sizeof NAMES[0] };
    char slugs[COUNT][FW_SLUG_SIZE];
    for (size_t i = 0; i < COUNT; i++) {
        fw_slug(fw_str_of(NAMES[i]), 0, slugs[i]);
        assert_int_equal(strspn(slugs[i], "abcdefghijklmnopqrstuvwxyz0123456789-"), strlen(slugs[i]));
        assert_true(strlen(slugs[i]) >= 14 && slugs[i][0] != '-');
        for (size_t k = 0; k < i; k++) assert_string_not_equal(slugs[k], slugs[i]);
    }
    char many[1000], slug[FW_SLUG_SIZE], other[FW_SLUG_SIZE];
    memset(many, 'x', sizeof many);
    fw_slug((fw_str){many, sizeof many}, 0, slug);
    fw_slug((fw_str){many, sizeof many - 1}, 0, other);
    assert_true(strlen(slug) < FW_SLUG_SIZE - 6);
    assert_string_not_equal(slug, other);
    fw_slug((fw_str){many, sizeof many}, 1, other);
    assert_string_not_equal(slug, other);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hostile_words_stay_text),
        cmocka_unit_test(little_is_said),
        cmocka_unit_test(marks_have_reasons),
        cmocka_unit_test(before_and_after),
        cmocka_unit_test(numbers_across_the_ends_of_evidence),
        cmocka_unit_test(pages_do_not_mix),
        cmocka_unit_test(the_list_is_escaped),
        cmocka_unit_test(names_become_safe_files),
    };
    return cmocka_run_group_tests(tests, make_fixture, free_fixture);
}
