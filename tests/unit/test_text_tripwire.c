/* test_text_tripwire.c: what the tripwire finds, where, and what it must leave alone: minimal pairs by type.
 */
#include <failwise/tripwire.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MOST_HITS = 16 };

/* Finds are marked in the text: {type|what stands there}. */
typedef struct marked {
    char text[512];
    size_t len;
    fw_pii_hit hits[MOST_HITS];
    size_t count;
} marked;

static fw_pii_type type_of(const char *name, size_t len) {
    for (int t = 0; t < FW_PII_TYPE_COUNT; t++) {
        const char *known = fw_pii_type_name((fw_pii_type)t);
        if (strlen(known) == len && memcmp(known, name, len) == 0) return (fw_pii_type)t;
    }
    fail_msg("no type %.*s", (int)len, name);
    return FW_PII_TYPE_COUNT;
}

static marked unmark(const char *p) {
    marked m = {.len = 0};
    bool open = false;
    for (; *p; p++) {
        const char *bar = *p == '{' ? strchr(p, '|') : NULL;
        if (bar) {
            m.hits[m.count].type = type_of(p + 1, (size_t)(bar - p - 1));
            m.hits[m.count].start = (uint32_t)m.len;
            p = bar;
        } else if (*p == '}' && open) {
            m.hits[m.count++].end = (uint32_t)m.len;
        } else {
            m.text[m.len++] = *p;
        }
        open = bar || (open && *p != '}');
    }
    return m;
}

static void expect(const char *const *rows) {
    for (; *rows; rows++) {
        const marked m = unmark(*rows);
        fw_pii_hit hits[MOST_HITS];
        const size_t found = fw_tripwire_scan((fw_str){m.text, m.len}, hits, MOST_HITS);
        for (size_t i = 0; i < found && i < MOST_HITS; i++) {
            const bool same = i < m.count && hits[i].type == m.hits[i].type &&
                              hits[i].start == m.hits[i].start && hits[i].end == m.hits[i].end;
            if (same) continue;
            fail_msg("%s: found %s \"%.*s\"", *rows, fw_pii_type_name(hits[i].type),
                     (int)(hits[i].end - hits[i].start), m.text + hits[i].start);
        }
        if (found != m.count) fail_msg("%s: %zu finds instead of %zu", *rows, found, m.count);
    }
}

static void test_degenerate(void **state) {
    (void)state;
    assert_int_equal(fw_tripwire_scan((fw_str){NULL, 0}, NULL, 0), 0);
    assert_int_equal(fw_tripwire_count((fw_str){NULL, 0}), 0);
    fw_tripwire_mask(NULL, NULL, 0);
    static const char BROKEN[] = "\xC3@\xC3.\x80:\xE2\x80"
                                 "1\0"
                                 "2@";
    assert_int_equal(fw_tripwire_scan((fw_str){BROKEN, sizeof BROKEN - 1}, NULL, 0), 0);
    assert_string_equal(fw_pii_type_name(FW_PII_TYPE_COUNT), "unknown");
    static const char *const ROWS[] = {"",   "@",  ".",  ":",  "+",  "(",   "1", "@@",
                                       "..", "::", "1.", ".a", "a.", "://", NULL};
    expect(ROWS);
}

static void test_email(void **state) {
    (void)state;
    static const char *const ROWS[] = {
        "Write to {email|jo.doe+x@mail.example.co.uk}.",
        "<{email|a_b@example.org}>, '{email|o'neil@example.com}'",
        "mailto:{email|x@example.com}",
        "{email|josé@example.com} and \u4e2d\u6587{email|wei@example.cn}\u3002",
        "{email|4155550132@example.com}",
        "root {email|j_9@[192.0.2.1]}",
        "{email|user@xn--80ak6aa92e.com}",
        "not one: user@localhost, 3 @ 5, @ {url|example.com}",
        "two dots: {handle|a..b@example.com}",
        "a price of 5@6 and lunch@noon",
        NULL};
    expect(ROWS);
}

static void test_handle(void **state) {
    (void)state;
    static const char *const ROWS[] = {
        "Ask {handle|@jane_doe}.", "({handle|@sam.lee-9})", "at @5pm", "e-mail@ work", "@x", NULL};
    expect(ROWS);
}

static void test_url(void **state) {
    (void)state;
    static const char *const ROWS[] = {
        "See {url|https://example.com/a_(b)?q=1&r=2#top}.",
        "(see {url|http://example.com/x})",
        "{url|ftp://files.example.org}, {url|http://localhost:8080/x}, {url|http://192.0.2.7:80/}",
        "{url|https://user:pw@example.com/x}",
        "{url|http://[2001:db8::1]/path}",
        "{url|https://wiki/Page} of our own",
        "{url|www.example.academy/x} and {url|example.com} or {url|shop.example.co.uk}.",
        "\u201c{url|https://example.com/a}\u201d",
        "{url|docs.example.it/page} but it was done.it is typed badly, as done.so",
        "http://362 and http:// and file:///tmp/x and www.example",
        "I failed.Then I wrote main.py, run.sh, read.me and node.js",
        "ASP.NET and vb.net, e.g. the U.S. at 7.am, i.e. Ph.D. vs. a.m.",
        "src/example.io and example.com_old and 3.5.de",
        NULL};
    expect(ROWS);
}

static void test_ip(void **state) {
    (void)state;
    static const char *const ROWS[] = {
        "host {ip|192.168.1.1}, net {ip|10.0.0.0/8}",
        "{ip|2001:db8::8a2e:370:7334}, {ip|fe80::1%eth0}, {ip|2001:db8::/32}",
        "{ip|::ffff:192.0.2.1} and [{ip|::1}]:80",
        "the IPv6 address {ip|::} listens",
        "{ip|0:0:0:0:0:ffff:129.144.52.38}",
        "256.1.1.1 and 1.1.1.256 and 1.2.3 and 1.2.3.4.5",
        "version 4.1.2.3 and v4.1.2.3 and section 3.1.2.4",
        "at 12:30:45 and 10:20, ratio 1:1, std::cout and a::b, 00:1a:2b:3c:4d:5e",
        "2001::db8::1 and 1:2:3:4:5:6:7",
        "that is it :: done",
        NULL};
    expect(ROWS);
}

static void test_card(void **state) {
    (void)state;
    static const char *const ROWS[] = {
        "{card|4111111111111111}",  "{card|4012-8888-8888-1881} {card|4012 8888 8888 1881}",
        "{card|3782 822463 10005}", "order {digits|4111111111111112}",
        "4012-8888-8888-1882",      NULL};
    expect(ROWS);
}

static void test_iban(void **state) {
    (void)state;
    static const char *const ROWS[] = {"to {iban|GB82 WEST 1234 5698 7654 32} AND more",
                                       "{iban|DE89370400440532013000}.",
                                       "{iban|fr14 2004 1010 0505 0001 3m02 606}",
                                       "GB83 WEST 1234 5698 7654 32",
                                       "US82 WEST 1234 5698",
                                       "Q3 24 and DE89",
                                       NULL};
    expect(ROWS);
}

static void test_phone(void **state) {
    (void)state;
    static const char *const ROWS[] = {
        "call {phone|+1 541-754-3010}, {phone|+44 (0)20 7123 4567} or {phone|(415) 555-0132}",
        "{phone|0049 171 1234567} {phone|07700 900873} x",
        "{phone|06 12 34 56 78}; {phone|415.555.0132}; {phone|1-800-555-0199}",
        "{phone|(+45) 12 34 56 78} {phone|837.824.1482 x63888}",
        "{phone|+49\u00a0171\u00a01234567}",
        "My phone number is {phone|12345678}, my cell: {phone|1234 5678}",
        "our account is 12345678, theirs 1234 5678",
        "reach me at {phone|555-0132} but not at 112-3333",
        "from 2019-01-02 to 03/04/2020, 01-02-2019 10",
        "2019-2020, 100-200, 1000-2000, 0800-1630, pages 120-145",
        "order 114-3941689-8772232 of $1,234,567.89, 12 345 678 units, +10 000 000 users",
        "1,234,567,890 and 1.234.567.890 and 3.141592653589793 and 0.000000012",
        "7, 8, 9, 10 and 11; 5 6 7 8 9 10 11 12; 4-4-2; 24/7; 3x4",
        "v10.0.19041.1234 and 2024.01.15 build 1234567",
        "s666666666s and 91a-677-0060",
        "order number 415-555-0132, ticket 0412 345 678, ref: (800) 555-0199; tel. {phone|415-555-0132}",
        NULL};
    expect(ROWS);
}

static void test_digits(void **state) {
    (void)state;
    static const char *const ROWS[] = {
        "ticket {digits|123456789} and INC-{digits|987654321}",
        "id={digits|20200118950}",
        "{digits|911-67-0060}",
        "12345678 rows",
        "$123456789 or 1000000000 rows",
        "123e4567-e89b-12d3-a456-426655440000, 06582887-9123-4064-1234-161260181113",
        "06582887912340641234161260181113 and 5d41402abc4b2a76b9719d911017c592",
        NULL};
    expect(ROWS);
}

static void test_capacity(void **state) {
    (void)state;
    static const char TEXT[] = "@anna @bert @carl";
    fw_pii_hit hits[2] = {{0, 0, 0}, {7, 7, FW_PII_IP}};
    assert_int_equal(fw_tripwire_scan((fw_str){TEXT, sizeof TEXT - 1}, hits, 1), 3);
    assert_int_equal(hits[0].end, 5);
    assert_int_equal(hits[1].start, 7); /* untouched */
}

static void test_mask(void **state) {
    (void)state;
    char text[] = "Ask josé@example.com or +44 7700 900123, not me.";
    const fw_str view = {text, sizeof text - 1};
    fw_pii_hit hits[4];
    const size_t count = fw_tripwire_scan(view, hits, 4);
    const size_t before = fw_tripwire_count(view);
    fw_tripwire_mask(text, hits, count);
    assert_string_equal(text, "Ask xxxxxxxxxxxxxxxxx or xxxxxxxxxxxxxxx, not me.");
    assert_int_equal(strlen(text), view.len);
    assert_int_equal(fw_tripwire_scan(view, NULL, 0), 0);
    assert_int_equal(before, 2);
    assert_int_equal(fw_tripwire_count(view), before);
    assert_int_equal(fw_tripwire_masked((fw_str){"xxx max xxxx", 12}), 1);
}

/* The text is looked through by 64 bytes, and by stretches of 4096: no place in them hides a find. */
static void test_places(void **state) {
    (void)state;
    static const char FINDS[] =
        "a@example.com, 192.0.2.1, www.example.org, https://example.org; no. 7:1 e.g. x";
    static const uint32_t STARTS[] = {0, 15, 26, 43}, ENDS[] = {13, 24, 41, 62};
    enum { MOST = 4400, FOUND = 4 };
    static char text[MOST];
    for (uint32_t before = 0; before + sizeof FINDS < MOST; before += before < 200    ? 1
                                                                      : before < 3900 ? 61
                                                                                      : 1) {
        fw_pii_hit hits[MOST_HITS];
        memset(text, ' ', before);
        memcpy(text + before, FINDS, sizeof FINDS - 1);
        const fw_str view = {text, before + sizeof FINDS - 1};
        assert_int_equal(fw_tripwire_scan(view, hits, MOST_HITS), FOUND);
        for (uint32_t k = 0; k < FOUND; k++) {
            assert_int_equal(hits[k].start, before + STARTS[k]);
            assert_int_equal(hits[k].end, before + ENDS[k]);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_degenerate), cmocka_unit_test(test_email), cmocka_unit_test(test_handle),
        cmocka_unit_test(test_url),        cmocka_unit_test(test_ip),    cmocka_unit_test(test_card),
        cmocka_unit_test(test_iban),       cmocka_unit_test(test_phone), cmocka_unit_test(test_digits),
        cmocka_unit_test(test_capacity),   cmocka_unit_test(test_mask),  cmocka_unit_test(test_places),
    };
    return cmocka_run_group_tests_name("tripwire", tests, NULL, NULL);
}
