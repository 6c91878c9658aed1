/* test_load_numbers.c: numbers as programs export them: points, commas, clocks, and marks of what is missing.
 */
#include "load/numbers.h"
#include "test_load_helpers.h"

#include <failwise/ratings.h>

#include <math.h>

typedef struct {
    const char *cell;
    fw_number found;
    double value;
} number_case;

static void junk_is_no_number(void **unused) {
    (void)unused;
    static const char *const JUNK[] = {
        "x",      "3,",       ",5",    "1,234", "1.234,5", "1,2,3", "3 / 5", "4/5",   "good",
        "3-4",    "1:2",      "1:60",  ":30",   "1:",      "0x10",  "inf",   "--1",   "1:2:3",
        "1:02:3", "1:02:3:4", "-1:30", "5 s",   "1:234",   "+1:30", "1:23,", "1:23.x"};
    for (size_t i = 0; i < sizeof JUNK / sizeof JUNK[0]; i++) {
        double value = 0;
        if (fw_cell_seconds(fw_str_of(JUNK[i]), &value) != FW_NUMBER_BAD || !isnan(value))
            fail_msg("'%s' is read as %g", JUNK[i], value);
    }
}

static void numbers_are_read_as_meant(void **unused) {
    (void)unused;
    static const number_case CASES[] = {
        {"3", FW_NUMBER_GOOD, 3},           {"3.5", FW_NUMBER_GOOD, 3.5},
        {"3,5", FW_NUMBER_GOOD, 3.5},       {"-0,25", FW_NUMBER_GOOD, -0.25},
        {"3,3333", FW_NUMBER_GOOD, 3.3333}, {"1e3", FW_NUMBER_GOOD, 1000},
        {"", FW_NUMBER_MISSING, 0},         {"NA", FW_NUMBER_MISSING, 0},
        {"n/a", FW_NUMBER_MISSING, 0},      {"NaN", FW_NUMBER_MISSING, 0},
        {"NULL", FW_NUMBER_MISSING, 0},     {"None", FW_NUMBER_MISSING, 0},
        {".", FW_NUMBER_MISSING, 0},        {"-", FW_NUMBER_MISSING, 0},
        {"#N/A", FW_NUMBER_MISSING, 0},     {"\xE2\x80\x94", FW_NUMBER_MISSING, 0},
        {"83", FW_NUMBER_GOOD, 83},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        double value = 0, seconds = 0;
        assert_int_equal(fw_cell_number(fw_str_of(CASES[i].cell), false, &value), CASES[i].found);
        assert_int_equal(fw_cell_seconds(fw_str_of(CASES[i].cell), &seconds), CASES[i].found);
        if (CASES[i].found == FW_NUMBER_GOOD) assert_true(value == CASES[i].value && seconds == value);
        if (CASES[i].found == FW_NUMBER_MISSING) assert_true(isnan(value) && isnan(seconds));
    }
    double value;
    assert_int_equal(fw_cell_number(FW_STR("1,234"), true, &value), FW_NUMBER_GOOD);
    assert_true(value == 1.234);
    assert_int_equal(fw_cell_number((fw_str){NULL, 0}, true, &value), FW_NUMBER_MISSING);
}

static void clocks_are_seconds(void **unused) {
    (void)unused;
    static const number_case CASES[] = {
        {"1:23", FW_NUMBER_GOOD, 83},       {"01:23", FW_NUMBER_GOOD, 83},
        {"0:01:23", FW_NUMBER_GOOD, 83},    {"00:01:23.5", FW_NUMBER_GOOD, 83.5},
        {"1:23,25", FW_NUMBER_GOOD, 83.25}, {"90:00", FW_NUMBER_GOOD, 5400},
        {"1:00:00", FW_NUMBER_GOOD, 3600},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        double value = 0;
        assert_int_equal(fw_cell_seconds(fw_str_of(CASES[i].cell), &value), FW_NUMBER_GOOD);
        if (value != CASES[i].value) fail_msg("'%s' is %g", CASES[i].cell, value);
        assert_int_equal(fw_cell_number(fw_str_of(CASES[i].cell), true, &value), FW_NUMBER_BAD);
    }
}

/* A cell of a rating column is a rating, empty, or told of: never dropped. */
static void no_rating_of_a_column_is_lost(void **unused) {
    (void)unused;
    static const char *const COLUMNS[] = {"r1", "r2"};
    const fw_reader_options options = {.rating_columns = COLUMNS, .rating_column_count = 2};
    loaded file = LOAD_WITH("answer_id;text;r1;r2\na;b;3,5;n/a\nc;d;good;9\ne;f;1e300;-0,5\n", options);
    assert_int_equal(file.code, FW_OK);
    const fw_answer *a = file.batch->answers;
    assert_true(a[0].ratings[0] == 3.5 && isnan(a[0].ratings[1]));
    static const struct {
        size_t row, column;
        double min, max;
        fw_rating_reject_code code;
        const char *message; /* NULL: no reject */
    } CELLS[] = {
        {0, 0, (double)NAN, (double)NAN, FW_RATING_OFF_SCALE, NULL},
        {0, 0, 4, 5, FW_RATING_OFF_SCALE, "'r1': the rating 3.5 is outside the scale 4 to 5"},
        {0, 1, 1, 5, FW_RATING_OFF_SCALE, NULL},
        {1, 0, (double)NAN, (double)NAN, FW_RATING_NOT_NUMBER, "'r1' holds no decimal number"},
        {1, 1, (double)NAN, (double)NAN, FW_RATING_OFF_SCALE, NULL},
        {1, 1, 1, 5, FW_RATING_OFF_SCALE, "'r2': the rating 9 is outside"},
        {2, 0, (double)NAN, (double)NAN, FW_RATING_OFF_SCALE, "'r1': the rating 1e+300 is on no scale"},
    };
    for (size_t i = 0; i < sizeof CELLS / sizeof CELLS[0]; i++) {
        fw_rating_reject reject = {.line = 0};
        const bool rejected = fw_rating_cell_rejected(file.reader, &a[CELLS[i].row], CELLS[i].column,
                                                      CELLS[i].min, CELLS[i].max, &reject);
        if (rejected != (CELLS[i].message != NULL)) fail_msg("cell %zu", i);
        if (!rejected) continue;
        assert_int_equal(reject.code, CELLS[i].code);
        assert_int_equal(reject.line, CELLS[i].row + 2);
        assert_int_equal(reject.column, CELLS[i].column + 3);
        assert_contains(reject.message, CELLS[i].message);
    }
    unload(&file);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(junk_is_no_number),
        cmocka_unit_test(numbers_are_read_as_meant),
        cmocka_unit_test(clocks_are_seconds),
        cmocka_unit_test(no_rating_of_a_column_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
