/* test_load_property.c: any bytes, any block size: the reader equals one sequential byte-by-byte parse. */
#include "test_load_oracle.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { MAX_BYTES = 120, SMALL_INPUTS = 6000 };

/* A small fixed generator: the same inputs on every machine. */
static uint64_t seed = 0x9E3779B97F4A7C15ULL;

static size_t below(size_t n) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (size_t)(seed >> 33) % n;
}

static const char *const HEADERS[] = {"answer_id,text\n", "answer_id,text\r\n", "answer_id,text\r"};

/* The header, then `len` hostile bytes. In a CR file the byte behind the header must not make it a CRLF one.
 */
static size_t make_input(char *bytes, size_t len, const char *header) {
    static const char ALPHABET[] = {'a',  'b',  ',',  ',', '"',  '"', '"',
                                    '\n', '\n', '\r', ' ', '\t', 0,   '\xC3'};
    const size_t used = strlen(header);
    memcpy(bytes, header, used);
    for (size_t i = 0; i < len; i++) bytes[used + i] = ALPHABET[below(sizeof ALPHABET)];
    if (bytes[used - 1] == '\r' && len && bytes[used] == '\n') bytes[used] = 'a';
    return used + len;
}

static void fail_with(const char *bytes, size_t len, size_t block, size_t field, size_t record) {
    for (size_t i = 0; i < len; i++) fprintf(stderr, "\\x%02x", (unsigned char)bytes[i]);
    fprintf(stderr, "\n");
    fail_msg("differs with block %zu, max_field %zu, max_record %zu", block, field, record);
}

static void compare(const char *bytes, size_t len, size_t header, const size_t *blocks, size_t block_count,
                    size_t max_field, size_t max_record) {
    oracle_rows expected = oracle_expect(bytes, len, header, max_field, max_record);
    for (size_t i = 0; i < block_count; i++) {
        const fw_reader_options options = {
            .block_bytes = blocks[i], .max_field = max_field, .max_record = max_record};
        if (!oracle_agrees(bytes, len, &expected, options)) {
            fail_with(bytes, len, blocks[i], max_field, max_record);
        }
    }
    free(expected.items);
}

static void hostile_bytes_give_the_sequential_result(void **unused) {
    (void)unused;
    char bytes[MAX_BYTES + 32];
    for (size_t n = 0; n < SMALL_INPUTS; n++) {
        const char *header = HEADERS[below(3)];
        const size_t len = make_input(bytes, below(MAX_BYTES), header);
        const size_t blocks[] = {4096, 1 + below(64), 1 + below(8)};
        compare(bytes, len, strlen(header), blocks, 3, 1000, 1000);
    }
}

static void limits_do_not_depend_on_blocks(void **unused) {
    (void)unused;
    char bytes[MAX_BYTES + 32];
    for (size_t n = 0; n < SMALL_INPUTS; n++) {
        const char *header = HEADERS[below(3)];
        const size_t len = make_input(bytes, below(MAX_BYTES), header);
        const size_t blocks[] = {4096, 1 + below(64), 1 + below(8)};
        compare(bytes, len, strlen(header), blocks, 3, 1 + below(8), 14 + below(12));
    }
}

static void every_block_size_gives_the_same(void **unused) {
    (void)unused;
    char bytes[MAX_BYTES + 32];
    size_t blocks[65] = {4096};
    for (size_t i = 1; i < 65; i++) blocks[i] = i;
    for (size_t n = 0; n < 60; n++) {
        const char *header = HEADERS[n % 3];
        const size_t len = make_input(bytes, MAX_BYTES, header);
        compare(bytes, len, strlen(header), blocks, 65, 1000, n % 2 ? 1000 : 20);
    }
}

/* Mostly well-formed rows, as real files have: quoted texts with commas, line ends, doubled quotes. */
static void plausible_files_too(void **unused) {
    (void)unused;
    static const char *const PIECES[] = {"a1,plain\n",
                                         "b2,\"one, two\"\r\n",
                                         "c3,\"say \"\"no\"\"\"\n",
                                         "d4,\"two\nlines\"\n",
                                         "\n",
                                         "e5,\"\"\n",
                                         "f6,x,y\n",
                                         "g7, \"pad\" \n",
                                         "h8,\"cr\rhere\"\n",
                                         "i9,un\"quoted\n",
                                         "j0,\"junk\"x\n"};
    char bytes[2048];
    for (size_t n = 0; n < 300; n++) {
        size_t len = (size_t)snprintf(bytes, sizeof bytes, "answer_id,text\n");
        for (size_t k = 0; k < 60; k++) {
            const char *piece = PIECES[below(sizeof PIECES / sizeof PIECES[0])];
            memcpy(bytes + len, piece, strlen(piece));
            len += strlen(piece);
        }
        const size_t blocks[] = {1 << 20, 1 + below(300), 1 + below(30)};
        compare(bytes, len, strlen("answer_id,text\n"), blocks, 3, 1000, 1000);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hostile_bytes_give_the_sequential_result),
        cmocka_unit_test(limits_do_not_depend_on_blocks),
        cmocka_unit_test(every_block_size_gives_the_same),
        cmocka_unit_test(plausible_files_too),
    };
    return cmocka_run_group_tests_name("load: properties", tests, NULL, NULL);
}
