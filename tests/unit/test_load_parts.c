/* test_load_parts.c: a file read in parts, by readers that do not know of each other: what comes out is what
 * one reader finds, for any bytes and any number of parts. */
#include "base/content_hash.h"
#include "load/range.h"
#include "load/relay.h"
#include "load/splitter.h"
#include "test_load_bytes.h"
#include "test_load_oracle.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { MAX_BYTES = 140, INPUTS = 600 };

/* Reads a part, packs what it finds, and has `whole` go on with it. */
static void relay_part(const char *path, fw_reader_options options, fw_reader **whole, oracle_rows *found) {
    fw_reader *reader = NULL;
    fw_error err = {0};
    options.path = path;
    assert_int_equal(fw_reader_open(&options, &reader, &err), FW_OK);
    if (!*whole) {
        json_t *description = NULL;
        assert_int_equal(fw_reader_describe(reader, &description, &err), FW_OK);
        assert_int_equal(fw_reader_from(description, &options, whole, &err), FW_OK);
        json_decref(description);
    }
    fw_batch *batch = fw_batch_new(), *relayed = fw_batch_new();
    fw_buffer bytes = {0};
    bool more = true;
    while (more) {
        assert_int_equal(fw_reader_fill(reader, batch, &more, &err), FW_OK);
        if (!more) break;
        assert_int_equal(fw_reader_parse(reader, batch, &err), FW_OK);
        fw_buffer_clear(&bytes);
        fw_batch_pack(batch, reader, true, &bytes);
        size_t used = 0;
        assert_int_equal(fw_batch_unpack(relayed, *whole, bytes.data, bytes.len, &used, &err), FW_OK);
        assert_int_equal(used, bytes.len);
        assert_int_equal(fw_reader_accept(*whole, relayed, &err), FW_OK);
        assert_true(oracle_collect(relayed, found));
    }
    const uint64_t *blocks;
    size_t count;
    assert_int_equal(fw_reader_end_part(reader, &blocks, &count, &err), FW_OK);
    assert_int_equal(fw_reader_join(*whole, blocks, count, &err), FW_OK);
    fw_buffer_free(&bytes);
    fw_batch_free(batch);
    fw_batch_free(relayed);
    fw_reader_close(reader);
}

static bool parts_agree(const char *bytes, size_t len, const oracle_rows *expected,
                        fw_reader_options options) {
    char path[64];
    const int fd = oracle_file(bytes, len, path);
    oracle_rows found = {0};
    fw_reader *whole = NULL;
    for (options.part = 1; options.part <= options.parts; options.part++)
        relay_part(path, options, &whole, &found);
    bool ok = fw_reader_hash(whole) == fw_hash64(bytes, len, 0) && found.count == expected->count;
    for (size_t i = 0; ok && i < found.count; i++) ok = oracle_same_row(&found.items[i], &expected->items[i]);
    fw_reader_close(whole);
    close(fd);
    free(found.items);
    return ok;
}

static void compare(const char *bytes, size_t len, size_t header, size_t max_record) {
    oracle_rows expected = oracle_expect(bytes, len, header, 1000, max_record);
    assert_true(oracle_agrees(bytes, len, &expected,
                              (fw_reader_options){.max_field = 1000, .max_record = max_record}));
    const size_t parts[] = {1, 2, 3, 1 + below(12), len + 5};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        const fw_reader_options options = {.block_bytes = 1 + below(64),
                                           .max_field = 1000,
                                           .max_record = max_record,
                                           .parts = i < 4 || below(20) == 0 ? parts[i] : 5};
        if (parts_agree(bytes, len, &expected, options)) continue;
        show_bytes(bytes, len);
        fail_msg("differs in %zu parts, max_record %zu", options.parts, max_record);
    }
    free(expected.items);
}

static void hostile_bytes_in_any_number_of_parts(void **unused) {
    (void)unused;
    char bytes[MAX_BYTES + 32];
    for (size_t n = 0; n < INPUTS; n++) {
        const char *header = HEADERS[below(HEADER_COUNT)];
        const size_t len = make_input(bytes, below(MAX_BYTES), header);
        compare(bytes, len, strlen(header), n % 3 ? 1000 : 14 + below(12));
    }
}

static void plausible_files_in_parts(void **unused) {
    (void)unused;
    char bytes[2048];
    for (size_t n = 0; n < 100; n++) {
        const size_t len = make_plausible(bytes, sizeof bytes);
        compare(bytes, len, strlen("answer_id,text\n"), 1000);
    }
}

/* ---- borders ---- */

/* The first border behind the header that is at or behind `place`, by reading from the start. */
static uint64_t border_by_reading(const char *bytes, size_t len, size_t start, fw_dialect dialect,
                                  uint64_t place) {
    fw_splitter splitter = {.dialect = dialect};
    size_t at = start;
    while (at < place) {
        const size_t border = fw_splitter_scan(&splitter, bytes, at, len, true);
        if (border == FW_NO_BORDER) return len;
        at = border;
    }
    return at;
}

/* Windows of every size: sure of a border only where all that could stand before it agrees. */
static void borders_do_not_depend_on_the_window(void **unused) {
    (void)unused;
    char bytes[MAX_BYTES + 32], path[64];
    for (size_t n = 0; n < INPUTS; n++) {
        const char *header = HEADERS[below(HEADER_COUNT)];
        const size_t start = strlen(header), len = make_input(bytes, 1 + below(MAX_BYTES - 1), header);
        const int fd = oracle_file(bytes, len, path);
        fw_range_file file = {
            .start = start, .size = len, .dialect = {header[SEPARATOR_AT], header[start - 1]}};
        fw_input *input = NULL;
        fw_error err = {0};
        assert_int_equal(fw_input_open(path, &input, &err), FW_OK);
        file.input = input;
        for (size_t k = 0; k < 12; k++) {
            const uint64_t place = below(len + 3);
            uint64_t border = 0;
            file.window = 1 + below(40);
            assert_int_equal(fw_range_border(&file, place, &border, &err), FW_OK);
            const uint64_t expected = border_by_reading(bytes, len, start, file.dialect, place);
            if (border == expected) continue;
            show_bytes(bytes, len);
            fail_msg("at %zu, window %zu: border %zu, not %zu", (size_t)place, file.window, (size_t)border,
                     (size_t)expected);
        }
        fw_input_close(input);
        close(fd);
    }
}

/* ---- what is refused ---- */

static void only_plain_files_have_parts(void **unused) {
    (void)unused;
    static const unsigned char GZIP[] = {0x1f, 0x8b, 8,    0,    0,    0,    0,    0,    0,
                                         3,    0x4b, 0xcc, 0x2b, 0x2e, 0x4f, 0x2d, 0x8a, 0xcf,
                                         0x4c, 0xd1, 0x29, 0x49, 0xad, 0x28, 0xe1, 0x02, 0x00,
                                         0x1d, 0x71, 0x5c, 0xc6, 0x0f, 0,    0,    0};
    char path[64];
    const int fd = oracle_file((const char *)GZIP, sizeof GZIP, path);
    fw_reader *reader = NULL;
    fw_error err = {0};
    const fw_reader_options options = {.path = path, .part = 1, .parts = 2};
    const fw_code code = fw_reader_open(&options, &reader, &err);
    assert_true(code == FW_USAGE || code == FW_DATA);
    close(fd);
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "answer_id,text\na,b\n", 19), 19);
    close(ends[1]);
    snprintf(path, sizeof path, "/proc/self/fd/%d", ends[0]);
    assert_int_equal(fw_reader_open(&options, &reader, &err), FW_USAGE);
    close(ends[0]);
}

/* Cut short at any byte, or with any byte changed, a packed batch is refused or is some other batch: nothing
 * outside of it is read. */
static void damaged_batches_are_safe(void **unused) {
    (void)unused;
    static const char FILE_BYTES[] = "answer_id,text,note\na1,\"x, y\",n\na2,,\na3,b,c,d\n";
    char path[64];
    const int fd = oracle_file(FILE_BYTES, sizeof FILE_BYTES - 1, path);
    fw_reader *reader = NULL;
    fw_error err = {0};
    const fw_reader_options options = {.path = path};
    assert_int_equal(fw_reader_open(&options, &reader, &err), FW_OK);
    fw_batch *batch = fw_batch_new(), *other = fw_batch_new();
    bool more;
    assert_int_equal(fw_reader_fill(reader, batch, &more, &err), FW_OK);
    assert_int_equal(fw_reader_parse(reader, batch, &err), FW_OK);
    fw_buffer bytes = {0};
    fw_batch_pack(batch, reader, false, &bytes);
    for (size_t len = 0; len < bytes.len; len++) {
        char *cut = malloc(len ? len : 1); /* of just that length: a read behind it shows */
        memcpy(cut, bytes.data, len);
        size_t used;
        assert_int_equal(fw_batch_unpack(other, reader, cut, len, &used, &err), FW_DATA);
        free(cut);
    }
    for (size_t i = 0; i < bytes.len; i++) {
        for (int bit = 0; bit < 8; bit++) {
            bytes.data[i] = (char)(bytes.data[i] ^ (1 << bit));
            size_t used;
            const fw_code code = fw_batch_unpack(other, reader, bytes.data, bytes.len, &used, &err);
            assert_true(code == FW_OK || code == FW_DATA);
            bytes.data[i] = (char)(bytes.data[i] ^ (1 << bit));
        }
    }
    fw_buffer_free(&bytes);
    fw_batch_free(batch);
    fw_batch_free(other);
    fw_reader_close(reader);
    close(fd);
}

/* ---- the hash ---- */

static void hash_of_parts_is_the_hash_of_the_file(void **unused) {
    (void)unused;
    enum { ROW = 1000, ROWS = 3500 };
    char *bytes = malloc((size_t)ROW * ROWS + 32), path[64];
    size_t len = (size_t)snprintf(bytes, 32, "answer_id,text\n");
    for (size_t i = 0; i < ROWS; i++) {
        memset(bytes + len, 'x', ROW);
        (void)snprintf(bytes + len, 16, "a%07zu,", i);
        bytes[len + 9] = 'x';
        bytes[len + ROW - 1] = '\n';
        len += ROW;
    }
    uint64_t list[4];
    const size_t count = (len + FW_HASH_BLOCK - 1) / FW_HASH_BLOCK;
    assert_int_equal(count, 4);
    for (size_t i = 0; i < count; i++) {
        const size_t from = i * FW_HASH_BLOCK, left = len - from;
        list[i] = fw_hash64(bytes + from, left < FW_HASH_BLOCK ? left : FW_HASH_BLOCK, 0);
    }
    const int fd = oracle_file(bytes, len, path);
    for (size_t parts = 1; parts <= 9; parts++) {
        fw_reader *whole = NULL;
        oracle_rows found = {0};
        fw_reader_options options = {.parts = parts, .block_bytes = 300000};
        for (options.part = 1; options.part <= parts; options.part++)
            relay_part(path, options, &whole, &found);
        assert_int_equal(found.count, ROWS);
        assert_int_equal(fw_reader_hash(whole), fw_hash64(list, sizeof list, 0));
        fw_reader_close(whole);
        free(found.items);
    }
    close(fd);
    free(bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_plain_files_have_parts),
        cmocka_unit_test(damaged_batches_are_safe),
        cmocka_unit_test(borders_do_not_depend_on_the_window),
        cmocka_unit_test(hostile_bytes_in_any_number_of_parts),
        cmocka_unit_test(plausible_files_in_parts),
        cmocka_unit_test(hash_of_parts_is_the_hash_of_the_file),
    };
    return cmocka_run_group_tests_name("load: parts", tests, NULL, NULL);
}
