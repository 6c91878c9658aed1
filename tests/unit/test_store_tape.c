/* test_store_tape.c: strings come back from a tape in order and from the start, or not at all. */
#include "store/tape.h"

#include "base/spill.h"
#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { ROWS = 20000, CUT = 777 };
static const fw_column COLUMN = {"id", FW_COLUMN_STRING, "", ""};

static fw_str text_of(size_t row, char *memory, size_t size) {
    if (row % 100 == 3) return FW_STR("");
    const int len = snprintf(memory, size, "%*zu", (int)(row % 300), row);
    return (fw_str){memory, (size_t)len};
}

static void a_string_too_long_is_refused(void **unused) {
    (void)unused;
    static char big[FW_SPILL_RECORD];
    memset(big, 'z', sizeof big);
    fw_tape *tape = fw_tape_new("x.h5");
    assert_non_null(tape);
    assert_true(fw_tape_add(tape, (fw_str){big, sizeof big - 1}));
    assert_false(fw_tape_add(tape, (fw_str){big, sizeof big}));
    fw_tape_free(tape);
    fw_tape_free(NULL);
}

static void no_folder_is_no_tape(void **unused) {
    (void)unused;
    char memory[400];
    fw_tape *tape = fw_tape_new("/nowhere/x.h5");
    bool good = tape != NULL;
    for (size_t row = 0; good && row < ROWS; row++)
        good = fw_tape_add(tape, text_of(row, memory, sizeof memory));
    assert_false(good); /* as soon as it needs its file */
    fw_tape_free(tape);
}

static void strings_come_back_in_order(void **unused) {
    (void)unused;
    char memory[400];
    fw_tape *tape = fw_tape_new("/tmp/x.h5");
    fw_frame *frame = fw_frame_new(&COLUMN, 1, 0, CUT);
    assert_true(tape && frame);
    for (size_t row = 0; row < ROWS; row++)
        assert_true(fw_tape_add(tape, text_of(row, memory, sizeof memory)));
    assert_false(fw_tape_read(tape, 1, CUT, frame, 0));
    for (size_t again = 0; again < 2; again++) {
        for (size_t first = 0; first < ROWS; first += CUT) {
            const size_t count = ROWS - first < CUT ? ROWS - first : CUT;
            fw_frame_clear(frame);
            assert_true(fw_tape_read(tape, first, count, frame, 0));
            for (size_t i = 0; i < count; i++)
                assert_true(fw_str_equal(frame->cells[0].text[i], text_of(first + i, memory, sizeof memory)));
        }
        assert_false(fw_tape_read(tape, ROWS, 1, frame, 0)); /* behind the last */
        assert_false(fw_tape_read(tape, CUT, CUT, frame, 0));
    }
    fw_frame_free(frame);
    fw_tape_free(tape);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_string_too_long_is_refused),
        cmocka_unit_test(no_folder_is_no_tape),
        cmocka_unit_test(strings_come_back_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
