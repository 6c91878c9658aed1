/* test_base_masks.c: masks of 64 bytes, against one byte at a time, and the twins against each other. */
#include "base/masks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

FW_WIDE static uint64_t equal_wide(const char *bytes, char c) { return fw_equal(bytes, c, true); }
FW_WIDE static uint64_t among_wide(const char *bytes, const fw_byte_set *set) {
    return fw_among(bytes, set, true);
}

FW_WIDE static bool any_wide(const char *bytes, const fw_byte_set *set) {
    return fw_any_among(bytes, set, true);
}

FW_WIDE static uint64_t alike_wide(const char *bytes, size_t further) {
    return fw_alike(bytes, further, true);
}
FW_WIDE static uint64_t highest_wide(const char *bytes) { return fw_highest(bytes, true); }

static bool is_among(char byte, const fw_byte_set *set) {
    bool found = byte == 0 || (unsigned char)byte >= 0x80;
    for (int i = 0; i < 4; i++) found |= byte == set->members[i];
    return found;
}

static void check_set(const char *bytes, const fw_byte_set *set) {
    uint64_t among = 0;
    for (int i = 0; i < FW_MASKED; i++) among |= (uint64_t)is_among(bytes[i], set) << i;
    assert_true(fw_among(bytes, set, false) == among);
    if (fw_has_wide()) assert_true(among_wide(bytes, set) == among);
    for (int i = 0; i < FW_MASKED; i += 8) { /* alone in either half of 128 */
        char alone[2 * FW_MASKED];
        memset(alone, 'w', sizeof alone);
        memcpy(alone + (i * 9) % 120, bytes + i, 8);
        const bool any = among >> i & 0xFF;
        assert_true(fw_any_among(alone, set, false) == any);
        if (fw_has_wide()) assert_true(any_wide(alone, set) == any);
    }
}

/* Both twins, at one place. */
static void check(const char *bytes, char c) {
    static const char SETS[][4] = {{0}, {'"', '\n'}, {'\t', ';', '|', 0x7F}, {'"', '\n', '\r', ','}};
    uint64_t equal = 0, highest = 0;
    for (int i = 0; i < FW_MASKED; i++) {
        equal |= (uint64_t)(bytes[i] == c) << i;
        highest |= (uint64_t)((unsigned char)bytes[i] >> 7) << i;
    }
    assert_true(fw_highest(bytes, false) == highest);
    if (fw_has_wide()) assert_true(highest_wide(bytes) == highest);
    assert_true(fw_equal(bytes, c, false) == equal);
    if (fw_has_wide()) assert_true(equal_wide(bytes, c) == equal);
    for (size_t s = 0; s < sizeof SETS / sizeof SETS[0]; s++) {
        const fw_byte_set set = fw_byte_set_of(SETS[s]);
        check_set(bytes, &set);
    }
}

static void every_byte_is_found_at_every_place(void **unused) {
    (void)unused;
    char bytes[2 * FW_MASKED];
    for (int byte = 0; byte < 256; byte++) {
        for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (char)(i * 37 + (size_t)byte);
        for (int place = 0; place < FW_MASKED; place++) {
            bytes[place + 1] = (char)byte;
            check(bytes + 1, (char)byte);
        }
        memset(bytes, byte, sizeof bytes);
        check(bytes + 3, (char)byte);
        check(bytes + 3, (char)(byte ^ 1));
    }
}

static void neighbours_do_not_carry_into_each_other(void **unused) {
    (void)unused;
    char bytes[FW_MASKED];
    uint64_t state = 1;
    for (int round = 0; round < 2000; round++) {
        for (int i = 0; i < FW_MASKED; i++) {
            state = state * 6364136223846793005U + 1442695040888963407U;
            bytes[i] = (char)((state >> 62) * 0x40 + ((state >> 60) & 1)); /* near 0, 0x40, 0x80, 0xC0 */
        }
        check(bytes, 0);
        check(bytes, (char)0x81);
    }
}

static void bytes_are_compared_with_those_behind_them(void **unused) {
    (void)unused;
    enum { FURTHEST = 5 };
    char bytes[FW_MASKED + FURTHEST];
    uint64_t state = 3;
    for (int round = 0; round < 2000; round++) {
        for (size_t i = 0; i < sizeof bytes; i++) {
            state = state * 6364136223846793005U + 1442695040888963407U;
            bytes[i] = (char)((state >> 62) * 0x55); /* four kinds */
        }
        const size_t further = 1 + (size_t)round % FURTHEST;
        uint64_t alike = 0;
        for (size_t i = 0; i < FW_MASKED; i++) alike |= (uint64_t)(bytes[i] == bytes[i + further]) << i;
        assert_true(fw_alike(bytes, further, false) == alike);
        if (fw_has_wide()) assert_true(alike_wide(bytes, further) == alike);
    }
}

static void what_is_left_of_an_end_is_all_that_is_seen(void **unused) {
    (void)unused;
    char room[FW_MASKED];
    for (size_t left = 1; left < FW_MASKED; left++) {
        char *bytes = malloc(left); /* nothing behind it may be read */
        assert_non_null(bytes);
        memset(bytes, '"', left);
        const char *seen = fw_masked(bytes, left, room);
        assert_true(fw_equal(seen, '"', false) == (UINT64_C(1) << left) - 1);
        free(bytes);
    }
    char whole[FW_MASKED];
    assert_ptr_equal(fw_masked(whole, FW_MASKED, room), whole);
}

static void below_the_lowest_bit(void **unused) {
    (void)unused;
    assert_true(fw_below(0) == UINT64_MAX);
    assert_true(fw_below(1) == 0);
    assert_true(fw_below(UINT64_C(0xF000)) == 0xFFF);
    assert_true(fw_below(UINT64_C(1) << 63) == UINT64_MAX >> 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_byte_is_found_at_every_place),
        cmocka_unit_test(neighbours_do_not_carry_into_each_other),
        cmocka_unit_test(bytes_are_compared_with_those_behind_them),
        cmocka_unit_test(what_is_left_of_an_end_is_all_that_is_seen),
        cmocka_unit_test(below_the_lowest_bit),
    };
    return cmocka_run_group_tests_name("base: masks", tests, NULL, NULL);
}
