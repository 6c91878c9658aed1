/* test_load_guess.c: the last border found from the end of some bytes is the one that reading all finds. */
#include "load/guess.h"
#include "test_load_bytes.h"

enum { LONGEST = 1000, INPUTS = 20000 };

/* Compares; true when the guess dared to tell. */
static bool agrees(const char *bytes, size_t len, fw_dialect dialect, size_t window) {
    fw_splitter whole = {.dialect = dialect}, guessed = {.state = FW_SPLIT_PADDED, .dialect = dialect};
    const fw_splitter before = guessed;
    const size_t border = fw_splitter_scan(&whole, bytes, 0, len, false);
    const size_t found = fw_guess_border(&guessed, bytes, len, window);
    const fw_splitter *right = found == FW_NO_BORDER ? &before : &whole;
    if ((found == FW_NO_BORDER || found == border) && guessed.state == right->state &&
        guessed.after_cr == right->after_cr && guessed.dialect.separator == dialect.separator)
        return found != FW_NO_BORDER;
    show_bytes(bytes, len);
    fail_msg("window %zu: border %zu, not %zu", window, found, border);
    return false;
}

static void hostile_bytes(void **unused) {
    (void)unused;
    char bytes[LONGEST + 32];
    size_t told = 0;
    for (size_t n = 0; n < INPUTS; n++) {
        const char *header = HEADERS[below(HEADER_COUNT)];
        const size_t start = strlen(header), len = make_input(bytes, below(LONGEST), header);
        told += agrees(bytes, len, (fw_dialect){header[SEPARATOR_AT], header[start - 1]}, below(len + 40));
    }
    assert_true(told > INPUTS / 4);
}

static void plausible_files(void **unused) {
    (void)unused;
    char bytes[2048];
    size_t told = 0;
    for (size_t n = 0; n < INPUTS / 10; n++) {
        const size_t len = make_plausible(bytes, sizeof bytes);
        told += agrees(bytes, len - below(60), FW_PLAIN_DIALECT, 64 + below(200));
    }
    assert_true(told > INPUTS / 20);
}

/* Bytes that end nothing: whether they stand in quotes nobody can tell from them. */
static void nothing_is_told_of_what_may_stand_in_quotes(void **unused) {
    (void)unused;
    char bytes[LONGEST] = "a,\"b\n\"\n";
    memset(bytes + 7, 'w', sizeof bytes - 7);
    assert_false(agrees(bytes, sizeof bytes, FW_PLAIN_DIALECT, 512));
    for (size_t i = 20; i < sizeof bytes; i += 50) bytes[i] = '\n';
    assert_false(agrees(bytes, sizeof bytes, FW_PLAIN_DIALECT, 512));
    assert_false(agrees(bytes, 0, FW_PLAIN_DIALECT, 0));
    assert_false(agrees(bytes, 10, FW_PLAIN_DIALECT, 64));
    memcpy(bytes + sizeof bytes - 100, ",\"x\"\n", 5);
    assert_true(agrees(bytes, sizeof bytes, FW_PLAIN_DIALECT, 512));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hostile_bytes),
        cmocka_unit_test(plausible_files),
        cmocka_unit_test(nothing_is_told_of_what_may_stand_in_quotes),
    };
    return cmocka_run_group_tests_name("load: guess", tests, NULL, NULL);
}
