/* test_load_threads.c: blocks parsed on several threads and accepted in order equal one sequential parse. */
#include "test_load_oracle.h"

#include "base/ordered.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { SLOTS = 6, ROWS = 3000 };

typedef struct {
    fw_reader *reader;
    fw_batch *batches[SLOTS];
    oracle_rows rows;
    bool counted;
} state;

static fw_code fill(void *context, size_t slot, bool *more, fw_error *err) {
    state *s = context;
    return fw_reader_fill(s->reader, s->batches[slot], more, err);
}

static fw_code parse(void *context, size_t slot, size_t worker, fw_error *err) {
    (void)worker;
    const state *s = context;
    return fw_reader_parse(s->reader, s->batches[slot], err);
}

static fw_code accept_batch(void *context, size_t slot, fw_error *err) {
    state *s = context;
    const fw_code code = fw_reader_accept(s->reader, s->batches[slot], err);
    if (code == FW_OK) s->counted = oracle_collect(s->batches[slot], &s->rows) && s->counted;
    return code;
}

/* Rows of every kind: used, duplicate, ragged, malformed, too long, with line ends inside. */
static char *make_file(size_t *len) {
    char *bytes = malloc(ROWS * 64 + 64);
    assert_non_null(bytes);
    size_t n = (size_t)sprintf(bytes, "answer_id,text\n");
    for (int i = 0; i < ROWS; i++) {
        static const char *const TEXTS[] = {
            "plain",        "\"a, b\"", "\"two\nlines \"\"here\"\"\"",
            "stray\"quote", "x,ragged", "\"this one is longer than the limit allows it\""};
        n += (size_t)sprintf(bytes + n, "id%d,%s%s", i % 2500, TEXTS[i % 6], i % 7 ? "\n" : "\r\n");
    }
    *len = n;
    return bytes;
}

static void threads_do_not_change_the_rows(void **unused) {
    (void)unused;
    size_t len;
    char *bytes = make_file(&len);
    oracle_rows expected = oracle_expect(bytes, len, strlen("answer_id,text\n"), 1000, 40);
    const fw_reader_options one_block = {.max_field = 1000, .max_record = 40};
    assert_true(oracle_agrees(bytes, len, &expected, one_block));
    char path[64];
    const int fd = oracle_file(bytes, len, path);
    for (size_t threads = 1; threads <= 4; threads += 3) {
        const fw_reader_options options = {
            .path = path, .block_bytes = 500, .max_field = 1000, .max_record = 40};
        state s = {.counted = true};
        fw_error err = {0};
        assert_int_equal(fw_reader_open(&options, &s.reader, &err), FW_OK);
        for (size_t i = 0; i < SLOTS; i++) {
            s.batches[i] = fw_batch_new();
            assert_non_null(s.batches[i]);
        }
        const fw_ordered loop = {.context = &s,
                                 .source = fill,
                                 .work = parse,
                                 .sinks = {accept_batch},
                                 .slots = SLOTS,
                                 .threads = threads};
        assert_int_equal(fw_ordered_run(&loop, &err), FW_OK);
        assert_true(s.counted);
        assert_int_equal(s.rows.count, ROWS);
        assert_int_equal(expected.count, ROWS);
        for (size_t i = 0; i < ROWS; i++) {
            assert_true(oracle_same_row(&s.rows.items[i], &expected.items[i]));
        }
        for (size_t i = 0; i < SLOTS; i++) fw_batch_free(s.batches[i]);
        fw_reader_close(s.reader);
        free(s.rows.items);
    }
    free(expected.items);
    free(bytes);
    close(fd);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(threads_do_not_change_the_rows)};
    return cmocka_run_group_tests_name("load: threads", tests, NULL, NULL);
}
