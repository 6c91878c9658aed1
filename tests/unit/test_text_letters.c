/* test_text_letters.c: the letters and quotation marks of 64 bytes, by processor instructions and by the
 * portable twin. */
#include "text/letters.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* Each byte at each place, between bytes that are no letters and between letters. */
static void every_byte_at_every_place(void **state) {
    (void)state;
    for (int around = 0; around < 2; around++) {
        for (int place = 0; place < FW_LETTER_BLOCK; place++) {
            for (int byte = 0; byte < 256; byte++) {
                char block[FW_LETTER_BLOCK];
                memset(block, around ? 'q' : ' ', sizeof block);
                block[place] = (char)byte;
                const bool letter =
                    (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
                const uint64_t others = around ? ~(1ULL << place) : 0;
                assert_int_equal(fw_letters(block), others | (uint64_t)letter << place);
                assert_int_equal(fw_letters_portable(block), others | (uint64_t)letter << place);
                const bool quotes = byte == '"' || byte >= 0x80;
                assert_int_equal(fw_may_quote(block), quotes);
                assert_int_equal(fw_may_quote_portable(block), quotes);
            }
        }
    }
}

/* Blocks need no alignment, and nothing beyond the 64 bytes counts. */
static void twins_agree_anywhere(void **state) {
    (void)state;
    char bytes[4096];
    uint64_t random = 88172645463325252ULL;
    for (size_t i = 0; i < sizeof bytes; i++) {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        bytes[i] = (char)(random >> 32);
    }
    for (size_t i = 0; i + FW_LETTER_BLOCK <= sizeof bytes; i++)
        assert_int_equal(fw_letters(bytes + i), fw_letters_portable(bytes + i));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_byte_at_every_place),
        cmocka_unit_test(twins_agree_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
