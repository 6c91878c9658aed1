/* test_text_syllables.c: syllables by rule, as a dictionary of pronunciation counts them. */
#include "text/tally.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
    unsigned count;
    const char *words; /* blank-separated */
} counted;

static void check(const counted *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        for (const char *p = rows[i].words; *p;) {
            const size_t len = strcspn(p, " ");
            const uint32_t found = fw_syllables(p, len);
            if (found != rows[i].count) print_message("%.*s: %u\n", (int)len, p, found);
            assert_int_equal(found, rows[i].count);
            p += len;
            p += strspn(p, " ");
        }
    }
}
#define CHECK(rows) check(rows, sizeof(rows) / sizeof(rows)[0])

static void odd_words_have_one_at_least(void **state) {
    (void)state;
    static const counted ROWS[] = {{1, "x hmm the e 42 v3 \xC3\x9F"}};
    CHECK(ROWS);
    assert_int_equal(fw_syllables("", 0), 1);
    char letters[512];
    memset(letters, 'a', sizeof letters);
    assert_int_equal(fw_syllables(letters, sizeof letters), 1);
}

static void an_e_is_silent_or_not(void **state) {
    (void)state;
    static const counted ROWS[] = {
        {1, "rate rates moved called tried league queue source shoes isle"},
        {2, "puzzles little handled hundred wanted needed outage changes statement something framework "
            "baseline"},
        {2, "unique technique colleagues forest nineteen careful safety"},
        {3, "management improvement element settlement awareness completely everywhere employee argument"},
        {4, "definitely"},
    };
    CHECK(ROWS);
}

static void vowels_part_or_not(void **state) {
    (void)state;
    static const counted ROWS[] = {
        {1, "team view field friend guess fruit pier"},
        {2, "being going doing client science quiet poem chaos ruin people surgeon release conscience player "
            "canyon"},
        {3, "video theory created reaction idea area opinion medium earlier copying graduate"},
        {4, "situation usually actually continuous experience society variety cooperate coordinate"},
    };
    CHECK(ROWS);
}

static void apostrophes_and_marks(void **state) {
    (void)state;
    static const counted ROWS[] = {
        {1, "i've we're don't can't i'll"},
        {2, "didn't wouldn't isn't that'll would've caf\xC3\xA9 rhythm"},
        {4, "mechanism criticism"},
    };
    CHECK(ROWS);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(odd_words_have_one_at_least),
        cmocka_unit_test(an_e_is_silent_or_not),
        cmocka_unit_test(vowels_part_or_not),
        cmocka_unit_test(apostrophes_and_marks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
