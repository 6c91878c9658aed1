/* test_text_tokenize.c: tokens cut by the bits of 64 bytes are those of a scan, character by character. */
#include "analysis_fixture.h"

#include "text/analyzer.h"
#include "text/scan.h"
#include "text/tokenize.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { TEXT_MOST = 400, LONGEST_PIECE = 24 };

static const char *const PIECES[] = {
    /* plain ones first */
    "word", "I", "on", " ", ". ", ", ", "didn't", "12", "1,000", "3.14", "\n", "responsibilities", "3rd", "-",
    "  ", "\n\n", "(", "'", "\"", ".", ",", "5", ":", "$", ".5", "v3", "x_y", "\n - ", "rock'n'roll",
    "y'all'd", "\t", "\r\n", "\x7F", "\x01", "_",
    /* beyond ASCII: blanks, line ends, marks that attach, quotation marks, letters, pictures */
    "\xC2\xA0", "\xE2\x80\xA8", "\xC2\x85", "\xCC\x81", "\xE2\x80\x8D", "\xC2\xAD", "\xEF\xBB\xBF",
    "\xE2\x80\x99", "\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x94", "\xC3\xA9", "\xE4\xB8\xAD", "\xD7\x90",
    "\xE3\x82\xAB", "\xD9\xA3", "\xF0\x9F\x98\x80", "\xF0\x9F\x87\xBA"};
enum { PIECE_COUNT = sizeof PIECES / sizeof PIECES[0], COMMON = 14, ASCII = 35 };

static uint64_t random_state = 88172645463325252ULL;
static uint32_t random_below(uint32_t count) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (uint32_t)(random_state >> 16) % count;
}

/* Pieces in a row, one in `rare` of them beyond the first `common`; returns the length. */
static size_t make_text(char *text, uint32_t common, uint32_t rare) {
    const size_t wanted = random_below(TEXT_MOST - LONGEST_PIECE);
    size_t len = 0;
    while (len < wanted) {
        const char *piece = PIECES[random_below(random_below(rare) ? common : PIECE_COUNT)];
        memcpy(text + len, piece, strlen(piece));
        len += strlen(piece);
    }
    return len;
}

/* What the scan alone makes of the text. */
static void scan_all(fw_workspace *ws, fw_str text) {
    fw_scanner scanner = {.before = FW_TOKEN_SPACE_BEFORE | FW_TOKEN_LINE_BEFORE};
    ws->text = text;
    ws->tokens.count = 0;
    assert_true(fw_scan_to(ws, &scanner, (uint32_t)text.len));
}

static void assert_same_tokens(const fw_workspace *cut, const fw_workspace *scanned) {
    enum { BLANKS = FW_TOKEN_SPACE_BEFORE | FW_TOKEN_LINE_BEFORE };
    bool same = cut->tokens.count == scanned->tokens.count;
    for (uint32_t i = 0; same && i < cut->tokens.count; i++) {
        const fw_token *a = &cut->tokens.items[i], *b = &scanned->tokens.items[i];
        same = a->start == b->start && a->end == b->end && a->kind == b->kind && a->clause == 0 &&
               (a->flags & BLANKS) == (b->flags & BLANKS);
    }
    if (!same) print_message("[%.*s]\n", (int)cut->text.len, cut->text.ptr);
    assert_true(same);
}

static void cuts_are_those_of_the_scan(void **state) {
    static const struct {
        uint32_t common, rare;
    } MIXTURES[] = {{PIECE_COUNT, 1}, {COMMON, 6}, {COMMON, 60}, {ASCII, 40}, {3, 20}};
    fw_analyzer *a = ((analysis_fixture *)*state)->analyzer;
    fw_workspace scanned = {0};
    for (uint32_t round = 0; round < 4000; round++) {
        const uint32_t m = round % (sizeof MIXTURES / sizeof MIXTURES[0]);
        char text[TEXT_MOST];
        const size_t len = make_text(text, MIXTURES[m].common, MIXTURES[m].rare);
        char *exact = malloc(len + 1); /* reads beyond the text show under a sanitizer */
        assert_non_null(exact);
        memcpy(exact + 1, text, len);
        a->ws.text = (fw_str){exact + 1, len};
        assert_int_equal(fw_tokenize(&a->ws, a->words, NULL), FW_OK);
        scan_all(&scanned, a->ws.text);
        assert_same_tokens(&a->ws, &scanned);
        free(exact);
    }
    fw_workspace_free(&scanned);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cuts_are_those_of_the_scan),
    };
    return cmocka_run_group_tests(tests, analysis_fixture_setup, analysis_fixture_teardown);
}
