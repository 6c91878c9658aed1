/* test_text_letters.c: what bytes are to the tokenizer, many at a time and one by one. */
#include "text/fold.h"
#include "text/letters.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* As the classes of fold.h have it. */
static uint8_t sort_of(unsigned char byte) {
    const fw_char_class class_of = byte < 0x80 ? (fw_char_class)fw_ascii_class[byte] : FW_CHAR_SYMBOL;
    int sort = 0;
    if (class_of == FW_CHAR_LETTER && byte != '_') sort |= 1 << FW_SORT_LETTER;
    if (class_of == FW_CHAR_DIGIT) sort |= 1 << FW_SORT_DIGIT;
    if (class_of == FW_CHAR_APOSTROPHE) sort |= 1 << FW_SORT_APOSTROPHE;
    if (byte == '.' || byte == ',') sort |= 1 << FW_SORT_POINT;
    if (class_of <= FW_CHAR_LINE && byte != 0x7F) sort |= 1 << FW_SORT_BLANK;
    if (class_of == FW_CHAR_LINE) sort |= 1 << FW_SORT_LINE;
    if (byte == '"' || byte >= 0x80) sort |= 1 << FW_SORT_QUOTE;
    if (byte == '_' || byte >= 0x7F) sort |= 1 << FW_SORT_ODD;
    return (uint8_t)sort;
}

static void assert_planes(const uint64_t of[FW_SORT_COUNT], const uint8_t expected[FW_TEXT_BLOCK]) {
    uint64_t planes[FW_SORT_COUNT];
    fw_turn_bytes_portable(expected, planes);
    assert_memory_equal(of, planes, sizeof planes);
}

/* Each byte at each place, between others. */
static void every_byte_at_every_place(void **state) {
    (void)state;
    static const char AROUND[] = " q7.'_\"\n\xC3";
    for (const char *around = AROUND; *around; around++) {
        for (int place = 0; place < FW_TEXT_BLOCK; place++) {
            for (int byte = 0; byte < 256; byte++) {
                char block[FW_TEXT_BLOCK];
                uint8_t expected[FW_TEXT_BLOCK];
                uint64_t of[FW_SORT_COUNT];
                memset(block, *around, sizeof block);
                memset(expected, sort_of((unsigned char)*around), sizeof expected);
                block[place] = (char)byte;
                expected[place] = sort_of((unsigned char)byte);
                fw_sort_planes(block, of);
                assert_planes(of, expected);
                if (fw_has_wide()) fw_sort_planes_wide(block, of);
                assert_planes(of, expected);
#ifdef FW_PACKING_KNOWN
                if (fw_has_packing()) fw_sort_planes_packing(block, of);
                assert_planes(of, expected);
#endif
            }
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_byte_at_every_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
