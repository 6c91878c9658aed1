/* test_load_property.c: any bytes, any block size: the reader equals one sequential byte-by-byte parse.
 * Small inputs are 6,000, or as many as are asked for: test_load_property 5000000 */
#include "test_load_bytes.h"
#include "test_load_oracle.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { MAX_BYTES = 120 };
static size_t small_inputs = 6000;

static void compare(const char *bytes, size_t len, size_t header, const size_t *blocks, size_t block_count,
                    size_t max_field, size_t max_record) {
    oracle_rows expected = oracle_expect(bytes, len, header, max_field, max_record);
    for (size_t i = 0; i < block_count; i++) {
        const fw_reader_options options = {
            .block_bytes = blocks[i], .max_field = max_field, .max_record = max_record};
        if (!oracle_agrees(bytes, len, &expected, options)) {
            show_bytes(bytes, len);
            fail_msg("differs with block %zu, max_field %zu, max_record %zu", blocks[i], max_field,
                     max_record);
        }
    }
    free(expected.items);
}

/* Small inputs, cut anywhere. */
static void compare_hostile_bytes(bool limited) {
    char bytes[MAX_BYTES + 32];
    for (size_t n = 0; n < small_inputs; n++) {
        const char *header = HEADERS[below(HEADER_COUNT)];
        const size_t len = make_input(bytes, below(MAX_BYTES), header);
        const size_t blocks[] = {4096, 1 + below(64), 1 + below(8)};
        const size_t max_field = limited ? 1 + below(8) : 1000, max_record = limited ? 14 + below(12) : 1000;
        compare(bytes, len, strlen(header), blocks, 3, max_field, max_record);
    }
}

static void hostile_bytes_give_the_sequential_result(void **unused) {
    (void)unused;
    compare_hostile_bytes(false);
}

static void limits_do_not_depend_on_blocks(void **unused) {
    (void)unused;
    compare_hostile_bytes(true);
}

static void every_block_size_gives_the_same(void **unused) {
    (void)unused;
    char bytes[MAX_BYTES + 32];
    size_t blocks[65] = {4096};
    for (size_t i = 1; i < 65; i++) blocks[i] = i;
    for (size_t n = 0; n < 60; n++) {
        const char *header = HEADERS[n % HEADER_COUNT];
        const size_t len = make_input(bytes, MAX_BYTES, header);
        compare(bytes, len, strlen(header), blocks, 65, 1000, n % 2 ? 1000 : 20);
    }
}

/* Mostly well-formed rows, as real files have: quoted texts with commas, line ends, doubled quotes. */
static void plausible_files_too(void **unused) {
    (void)unused;
    char bytes[2048];
    for (size_t n = 0; n < 300; n++) {
        const size_t len = make_plausible(bytes, sizeof bytes);
        const size_t blocks[] = {1 << 20, 1 + below(300), 1 + below(30)};
        compare(bytes, len, strlen("answer_id,text\n"), blocks, 3, 1000, 1000);
    }
}

int main(int argc, char **argv) {
    if (argc > 1) small_inputs = strtoull(argv[1], NULL, 10);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hostile_bytes_give_the_sequential_result),
        cmocka_unit_test(limits_do_not_depend_on_blocks),
        cmocka_unit_test(every_block_size_gives_the_same),
        cmocka_unit_test(plausible_files_too),
    };
    return cmocka_run_group_tests_name("load: properties", tests, NULL, NULL);
}
