/* test_report_escape.c: names from the data cannot become markup. */
#include "report/escape.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define FFFD "\xEF\xBF\xBD"

static void check(void (*escape)(fw_buffer *, const char *), const char *in, const char *wanted) {
    fw_buffer out = {0};
    escape(&out, in);
    assert_string_equal(out.data ? out.data : "", wanted);
    fw_buffer_free(&out);
}

static void html_cannot_be_left(void **unused) {
    (void)unused;
    check(fw_escape_html, "", "");
    check(fw_escape_html, "</script><b>", "&lt;/script&gt;&lt;b&gt;");
    check(fw_escape_html, "\" onload='x' &amp;", "&quot; onload=&#39;x&#39; &amp;amp;");
    check(fw_escape_html, "a\xE2\x80\xA8z", "a z");                /* U+2028 */
    check(fw_escape_html, "\xE2\x80\xAEgnp", FFFD "gnp");          /* right-to-left override */
    check(fw_escape_html, "\xD7\xA9\xD7\x9C", "\xD7\xA9\xD7\x9C"); /* Hebrew stays */
    check(fw_escape_html, "\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80"); /* an emoji stays */
    check(fw_escape_html, "a\x1b[31m\x7f", "a" FFFD "[31m" FFFD);
    check(fw_escape_html, "\xC0\xAF\xFF\xE2\x82", FFFD FFFD FFFD FFFD FFFD); /* malformed */
    check(fw_escape_html, "line\r\nbreak\t", "line  break ");
}

static void markdown_cannot_be_left(void **unused) {
    (void)unused;
    check(fw_escape_markdown, "a|b\nc", "a\\|b c");
    check(fw_escape_markdown, "[x](y) `z` <img> *&*", "\\[x\\](y) \\`z\\` &lt;img\\> \\*&amp;\\*");
}

static void long_names_are_cut_at_characters(void **unused) {
    (void)unused;
    char out[64];
    assert_false(fw_text_cut("short", 10, out, sizeof out));
    assert_string_equal(out, "short");
    assert_true(fw_text_cut("a rather long name", 8, out, sizeof out));
    assert_string_equal(out, "a rathe…");
    assert_true(
        fw_text_cut("\xE6\x9D\xB1\xE4\xBA\xAC\xE6\x9D\xB1\xE4\xBA\xAC", 5, out, sizeof out)); /* wide */
    assert_string_equal(out, "\xE6\x9D\xB1\xE4\xBA\xAC…");
    char name[301];
    memset(name, 'x', 300);
    name[300] = '\0';
    assert_true(fw_text_cut(name, 1000, out, sizeof out)); /* the buffer is the limit */
    assert_true(strlen(out) < sizeof out);
    name[62] = '\0'; /* fits as it is, but not with dots behind it */
    assert_false(fw_text_cut(name, 62, out, sizeof out));
    assert_string_equal(out, name);
    assert_true(fw_text_cut("xyz", 1, out, 3)); /* no room for the dots */
    assert_string_equal(out, "x");
    assert_int_equal(fw_text_columns("e\xCC\x81"), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(html_cannot_be_left),
        cmocka_unit_test(markdown_cannot_be_left),
        cmocka_unit_test(long_names_are_cut_at_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
