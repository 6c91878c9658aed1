/* test_base_packing.c: records and keys that are made many at once, against one at a time. */
#include "base/packing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

enum { TEXT = 1 + FW_MASKED, RECORDS = FW_MASKED + FW_LANES, KEY = 16, KEYS = 8 };

static uint64_t state = 88172645463325252ULL;
static uint64_t random_bits(void) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

#ifdef FW_PACKING_KNOWN
FW_PACKING static void put_spans(fw_span_record *records, uint64_t starts, uint64_t ends, const char *bytes,
                                 uint32_t at, const fw_span_tables *tables) {
    fw_put_spans(records, starts, ends, bytes, at, tables);
}

FW_PACKING static void put_keys(const char *text, const fw_span_record *records, const fw_key_hash *hash,
                                char keys[FW_LANES][KEY], uint64_t *hashes) {
    uint16_t lengths[FW_LANES];
    fw_put_lengths(records, lengths);
    for (int i = 0; i < FW_LANES; i += KEYS)
        fw_put_keys(text, records + i, lengths + i, hash, keys + i, hashes + i);
}

/* Spans that start at some bits and end before the next one; the last one may not end. */
static void check_spans(const char *text, const fw_span_tables *tables, uint64_t starts, uint64_t ends) {
    const char *const bytes = text + 1;
    fw_span_record made[RECORDS];
    put_spans(made, starts, ends, bytes, 1000, tables);
    for (size_t i = 0; starts; i++, starts &= starts - 1, ends &= ends - 1) {
        const int start = __builtin_ctzll(starts);
        assert_int_equal(made[i].start, 1000 + start);
        if (ends) assert_int_equal(made[i].end, 1000 + __builtin_ctzll(ends));
        assert_int_equal(made[i].zero, 0);
        assert_int_equal(made[i].first, tables->first[(unsigned char)bytes[start]]);
        assert_int_equal(made[i].before, tables->before[(unsigned char)bytes[start - 1]]);
        assert_int_equal(made[i].none, 0);
    }
}

static void records_of_spans(void **unused) {
    (void)unused;
    fw_span_tables tables;
    char text[TEXT];
    if (!fw_has_packing()) return;
    for (int i = 0; i < 128; i++) {
        tables.first[i] = (uint8_t)random_bits();
        tables.before[i] = (uint8_t)random_bits();
    }
    for (int round = 0; round < 3000; round++) {
        for (int i = 0; i < TEXT; i++) text[i] = (char)(random_bits() & 0x7F);
        uint64_t bits = random_bits();
        for (int i = round % 4; i > 0; i--) bits &= random_bits(); /* few, too */
        uint64_t starts = 0, ends = 0;                             /* of the bits every other one */
        for (; bits; bits &= bits - 1) {
            starts |= bits & (0 - bits);
            bits &= bits - 1;
            ends |= bits & (0 - bits);
            if (!bits) break;
        }
        check_spans(text, &tables, starts, ends);
    }
    check_spans(text, &tables, UINT64_MAX, UINT64_MAX << 1);
    check_spans(text, &tables, 0, 0);
}

/* Nothing behind a span is read: the text ends with the last one. */
static void keys_of_spans(void **unused) {
    (void)unused;
    if (!fw_has_packing()) return;
    for (int round = 0; round < 2000; round++) {
        const uint32_t size = 1 + (uint32_t)(random_bits() % 100);
        fw_span_record records[FW_LANES] = {{0}};
        char *text = malloc(size), keys[FW_LANES][KEY];
        uint64_t hashes[FW_LANES];
        const fw_key_hash hash = {{random_bits() | 1, random_bits() | 1}, ~UINT64_C(63), 40};
        assert_non_null(text);
        for (uint32_t i = 0; i < size; i++) text[i] = (char)random_bits();
        for (int i = 0; i < FW_LANES; i++) {
            records[i].start = (uint32_t)(random_bits() % size);
            records[i].end = records[i].start + (uint32_t)(random_bits() % (size - records[i].start + 1));
        }
        put_keys(text, records, &hash, keys, hashes);
        for (int i = 0; i < FW_LANES; i++) {
            const size_t len = records[i].end - records[i].start;
            char expected[KEY] = {0};
            uint64_t halves[2];
            memcpy(expected, text + records[i].start, len < KEY ? len : KEY);
            memcpy(halves, expected, sizeof halves);
            const uint64_t sum = halves[0] * hash.factors[0] + halves[1] * hash.factors[1];
            assert_memory_equal(keys[i], expected, KEY);
            assert_true(hashes[i] == (sum >> hash.shift & hash.mask));
        }
        free(text);
    }
}
#else
static void records_of_spans(void **unused) { (void)unused; }
static void keys_of_spans(void **unused) { (void)unused; }
#endif

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_of_spans),
        cmocka_unit_test(keys_of_spans),
    };
    return cmocka_run_group_tests_name("base: packing", tests, NULL, NULL);
}
