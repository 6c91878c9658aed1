/* test_load_splice.c: skipping the bodies of quoted fields changes nothing that libcsv decides, and caps
 * hold. */
#include "test_load_splice.h"

#include "load/reader.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

static void the_loaded_library_is_the_one_it_was_made_for(void **unused) {
    (void)unused;
    assert_true(fw_splice_state() >= 0);
}

static void random_inputs_are_read_as_by_the_plain_loop(void **unused) {
    (void)unused;
    enum { INPUTS = 200000 };
    char bytes[SPLICE_LONGEST];
    size_t len = 0;
    const uint64_t n = splice_try(1, INPUTS, bytes, &len);
    if (n == INPUTS) return;
    for (size_t i = 0; i < len; i++) fprintf(stderr, "\\x%02x", (unsigned char)bytes[i]);
    fail_msg(" input %llu differs", (unsigned long long)n);
}

static void check(const char *bytes, size_t len) {
    fw_records *records = fw_records_new();
    char *copy = malloc(len + 1);
    assert_non_null(records);
    assert_non_null(copy);
    for (const char *separator = FW_SEPARATORS; *separator; separator++) {
        if (!splice_agrees(records, bytes, len, (fw_dialect){*separator, '\n'}, copy))
            fail_msg("differs with '%c': %.60s", *separator, bytes);
        if (!splice_agrees(records, bytes, len, (fw_dialect){*separator, '\r'}, copy))
            fail_msg("differs with '%c' in a CR file: %.60s", *separator, bytes);
    }
    free(copy);
    fw_records_free(records);
}

static void awkward_records_too(void **unused) {
    (void)unused;
    static const char *const CASES[] = {"",
                                        "\"",
                                        "\"\"",
                                        "\"\"\"",
                                        "\"\"\"\"",
                                        "a\"b,c\nd,e\n",
                                        "\"a\"b\n,",
                                        "\"a\" \"b\"\n",
                                        "a,\"b\r\nc\"\r\n",
                                        "\"a\"\r\"b\"",
                                        "\"x\"\"\",\"\"\"y\"",
                                        "\"never closed\n\n",
                                        " \"a\" , b \n",
                                        "\"a\"\n\"",
                                        ",\"\"\n",
                                        "\"a\n\"\"b\"\r\n\r\nc\n",
                                        "a,b\"\n\"c\n,d\"\n"};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) check(CASES[i], strlen(CASES[i]));
}

/* A field of a megabyte with doubled quotes all over it, closed and not closed. */
static void giant_fields_too(void **unused) {
    (void)unused;
    enum { BODY = 1 << 20 };
    char *bytes = malloc(BODY + 16);
    assert_non_null(bytes);
    memcpy(bytes, "id,\"", 4);
    for (size_t i = 0; i < BODY; i++) bytes[4 + i] = i % 997 < 2 ? '"' : i % 61 ? 'w' : '\n';
    memcpy(bytes + 4 + BODY, "w\"\nb,c\n", 7);
    check(bytes, 4 + BODY + 7);
    check(bytes, 4 + BODY + 1);
    free(bytes);
}

/* ---- caps: what is too long is passed over, not held ---- */

enum { GIANT_MB = 192, HELD_MB = 48 };

/* Writes a header, a row whose quoted field never seems to end, and a good row. */
static void *write_giant(void *context) {
    FILE *to = fdopen(*(int *)context, "w");
    static char piece[1 << 20];
    memset(piece, 'w', sizeof piece);
    fputs("answer_id,text\na,\"", to);
    for (int i = 0; i < GIANT_MB; i++) (void)fwrite(piece, sizeof piece, 1, to);
    fputs("\"\nb,good\n", to);
    (void)fclose(to);
    return NULL;
}

static long peak_kib(void) {
    struct rusage usage;
    assert_int_equal(getrusage(RUSAGE_SELF, &usage), 0);
    return usage.ru_maxrss;
}

static void a_field_above_the_cap_is_passed_without_growing_memory(void **unused) {
    (void)unused;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pthread_t writer;
    assert_int_equal(pthread_create(&writer, NULL, write_giant, &ends[1]), 0);
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", ends[0]);
    const long before = peak_kib();
    const fw_reader_options options = {.path = path};
    fw_reader *reader = NULL;
    fw_error err = {0};
    assert_int_equal(fw_reader_open(&options, &reader, &err), FW_OK);
    close(ends[0]);
    fw_batch *batch = fw_batch_new();
    assert_non_null(batch);
    size_t rows = 0, rejects = 0;
    for (bool more = true;;) {
        assert_int_equal(fw_reader_fill(reader, batch, &more, &err), FW_OK);
        if (!more) break;
        assert_int_equal(fw_reader_parse(reader, batch, &err), FW_OK);
        assert_int_equal(fw_reader_accept(reader, batch, &err), FW_OK);
        rows += batch->count;
        for (size_t i = 0; i < batch->reject_count; i++) {
            assert_int_equal(batch->rejects[i].code, FW_REJECT_LONG_RECORD);
            assert_int_equal(batch->rejects[i].line, 2);
        }
        rejects += batch->reject_count;
    }
    assert_int_equal(rows, 1);
    assert_int_equal(rejects, 1);
    assert_true(peak_kib() - before < HELD_MB * 1024);
    fw_batch_free(batch);
    fw_reader_close(reader);
    assert_int_equal(pthread_join(writer, NULL), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            a_field_above_the_cap_is_passed_without_growing_memory), /* first: it looks at the peak */
        cmocka_unit_test(the_loaded_library_is_the_one_it_was_made_for),
        cmocka_unit_test(random_inputs_are_read_as_by_the_plain_loop),
        cmocka_unit_test(awkward_records_too),
        cmocka_unit_test(giant_fields_too),
    };
    return cmocka_run_group_tests_name("load: splice", tests, NULL, NULL);
}
