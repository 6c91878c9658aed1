/* test_text_vocabulary.c: the tables behind the quantity pass are in the order that looking them up needs. */
#include "quantity_fixture.h"

#include "text/quantity_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* Binary search is only right over sorted tables: every entry must find itself. */
static void tables_are_sorted(void **state) {
    (void)state;
    bool plural;
    for (size_t i = 0; i < fw_thing_count; i++) {
        const uint32_t found = fw_unit_find(fw_things[i], strlen(fw_things[i]), &plural);
        assert_int_not_equal(found, 0);
        if (i > 0) assert_true(strcmp(fw_things[i - 1], fw_things[i]) < 0);
    }
    for (size_t i = 1; i < fw_irregular_plural_count; i++) {
        assert_true(strcmp(fw_irregular_plurals[i - 1], fw_irregular_plurals[i]) < 0);
    }
    for (uint32_t row = 1; *fw_class_word(row)->word && row < fw_number_word_count; row++) {
        assert_int_equal(fw_number_word_find(fw_class_word(row)->word, strlen(fw_class_word(row)->word)),
                         row);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_are_sorted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
