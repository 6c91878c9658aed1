/* test_base_messages.c: log lines and progress: what is escaped, what is told, how it reads. */
#include "base/log.h"
#include "base/progress.h"
#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void escaped(fw_str text, const char *expected) {
    fw_buffer out = {0};
    fw_log_escape(&out, text);
    assert_string_equal(out.data, expected);
    fw_buffer_free(&out);
}

static void bytes_that_drive_a_terminal_are_shown(void **unused) {
    (void)unused;
    escaped(FW_STR("\033[31mred\r\nfailwise: error: forged"),
            "\\x1b[31mred\\x0d\\x0afailwise: error: forged");
    escaped(FW_STR("a\x7f\xc2\x9b"
                   "2J"),
            "a\\x7f\\xc2\\x9b2J");
    escaped(FW_STR("caf\xc3\xa9 \xff ok \xc3"), "caf\xc3\xa9 \\xff ok \\xc3");
    escaped(FW_STR("\xf0\x9f\x98\x80"), "\xf0\x9f\x98\x80");
}

/* Runs `write` with a log on memory; the caller frees. */
static char *capture(void (*write)(const fw_log *log), bool json, bool quiet) {
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    assert_non_null(stream);
    const fw_log log = {.stream = stream, .json = json, .quiet = quiet};
    write(&log);
    assert_int_equal(fclose(stream), 0);
    return text;
}

static void say_everything(const fw_log *log) {
    fw_error err = {0};
    fw_fail(&err, FW_DATA, "no column 'text'");
    fw_error_at(&err, "a\nb.csv", 3, 2);
    fw_log_error(log, &err);
    fw_log_warning(log, "odd %d", 7);
    fw_log_info(log, "rows %d", 5);
    fw_log_event(log, "done", json_pack("{s:i}", "rows", 5));
}

static void text_lines_have_a_prefix_and_a_place(void **unused) {
    (void)unused;
    char *text = capture(say_everything, false, false);
    assert_string_equal(text, "failwise: error: a\\x0ab.csv:3:2: no column 'text'\n"
                              "failwise: warning: odd 7\nrows 5\n");
    free(text);
}

static void quiet_leaves_errors_and_warnings(void **unused) {
    (void)unused;
    char *text = capture(say_everything, false, true);
    assert_null(strstr(text, "rows 5"));
    assert_non_null(strstr(text, "warning: odd 7"));
    free(text);
}

static void json_is_one_object_a_line(void **unused) {
    (void)unused;
    char *text = capture(say_everything, true, false);
    static const char *const LEVELS[] = {"error", "warning", "info", "info"};
    size_t lines = 0;
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"), lines++) {
        json_t *object = json_loads(line, 0, NULL);
        assert_non_null(object);
        assert_string_equal(json_string_value(json_object_get(object, "level")), LEVELS[lines]);
        assert_int_equal(json_string_length(json_object_get(object, "time")), 20);
        if (lines == 0) assert_int_equal(json_integer_value(json_object_get(object, "row")), 3);
        if (lines == 3) assert_int_equal(json_integer_value(json_object_get(object, "rows")), 5);
        json_decref(object);
    }
    assert_int_equal(lines, 4);
    free(text);
}

static void progress_reads(double seconds, uint64_t rows, uint64_t bytes, uint64_t total,
                           const char *expected) {
    fw_buffer line = {0};
    fw_meter_format(&line, "extract", seconds, rows, bytes, total);
    assert_string_equal(line.data, expected);
    fw_buffer_free(&line);
}

static void progress_tells_rate_and_time_left(void **unused) {
    (void)unused;
    const uint64_t mib = 1024 * 1024;
    progress_reads(2, 12345678, 100 * mib, 400 * mib,
                   "extract  12,345,678 rows  100 of 400 MiB (25 %)  50.0 MiB/s  0:06 left");
    progress_reads(3600, 999, mib, 3 * mib, "extract  999 rows  1 of 3 MiB (33 %)  0.0 MiB/s  2:00:00 left");
    progress_reads(2, 1000, 10 * mib, 0, "extract  1,000 rows  10 MiB  5.0 MiB/s");
    progress_reads(0, 0, 0, 0, "extract  0 rows");
    progress_reads(1, 5, 7 * mib, 6 * mib, "extract  5 rows  7 MiB  7.0 MiB/s"); /* the file grew */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_that_drive_a_terminal_are_shown),
        cmocka_unit_test(text_lines_have_a_prefix_and_a_place),
        cmocka_unit_test(quiet_leaves_errors_and_warnings),
        cmocka_unit_test(json_is_one_object_a_line),
        cmocka_unit_test(progress_tells_rate_and_time_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
