/* test_run_nightly.c: what follows runs from night to night: gates, the history and its trend, names of runs.
 */
#include "report/trend.h"
#include "run/nightly/gates.h"
#include "run/nightly/history.h"
#include "run/nightly/keep.h"

#include "base/output.h"

#include <failwise/nightly.h>

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- names of runs ---- */

static void test_names(void **state) {
    (void)state;
    static const char *const NOT[] = {"",
                                      "latest",
                                      "2026-11-22",
                                      "2026-11-22T02-00-00",
                                      "2026-11-22T02:00:00Z",
                                      "2026-11-22T02-00-00Z-",
                                      "2026-11-22T02-00-00Z-100",
                                      "2026-11-22T02-00-00Z-a",
                                      "2026-11-22T02-00-00Z-2.partial",
                                      "2026-11-22T02-00-00Z.partial",
                                      "../26-11-22T02-00-00Z",
                                      "2026-11-22T02-00-00Z/x"};
    for (size_t i = 0; i < sizeof NOT / sizeof NOT[0]; i++) assert_false(fw_keep_is_run(NOT[i]));
    assert_true(fw_keep_is_run("2026-11-22T02-00-00Z"));
    assert_true(fw_keep_is_run("2026-11-22T02-00-00Z-2"));
    assert_true(fw_keep_is_run("2026-11-22T02-00-00Z-99"));
    char id[FW_RUN_ID_SIZE];
    fw_run_id((time_t)0, id);
    assert_string_equal(id, "1970-01-01T00-00-00Z");
    assert_true(fw_keep_is_run(id));
}

/* ---- gates ---- */

static fw_run_result found(void) {
    fw_run_result r = {.fitted = true};
    r.intake = (fw_intake){.rows_read = 100, .rows_used = 90, .rows_rejected = 10, .rated_answers = 45};
    r.quality.cv.r = .5;
    r.quality.cv.qwk = .25;
    r.drift = (fw_drift_found){
        .measured = true, .largest = .125, .column = "words", .baseline = "b", .least_changed = 7};
    return r;
}

static void test_gates_not_asked_for(void **state) {
    (void)state;
    fw_run_options o = fw_run_defaults();
    fw_run_result r = found();
    o.max_reject_rate = 1;
    fw_gates_measure(&o, &r);
    assert_int_equal(r.gate_count, 1);
    assert_string_equal(r.gates[0].name, "max-reject-rate");
    assert_true(r.gates[0].passed);
    assert_false(r.reject_gate_failed);
}

/* Limits just met pass; a step beyond them fails, each gate on its own. */
static void test_each_gate(void **state) {
    (void)state;
    const struct {
        size_t offset;
        const char *name;
        double met, missed;
    } CASES[] = {{offsetof(fw_run_options, max_reject_rate), "max-reject-rate", .1, .0999},
                 {offsetof(fw_run_options, max_missing_ratings), "max-missing-ratings", .5, .4999},
                 {offsetof(fw_run_options, min_r), "min-r", .5, .5001},
                 {offsetof(fw_run_options, min_qwk), "min-qwk", .25, .2501},
                 {offsetof(fw_run_options, max_psi), "max-psi", .125, .1249},
                 {offsetof(fw_run_options, min_changed), "min-changed", 7, 8}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        for (int miss = 0; miss < 2; miss++) {
            fw_run_options o = fw_run_defaults();
            o.max_reject_rate = 1;
            o.baseline = "somewhere";
            *(double *)(void *)((char *)&o + CASES[i].offset) = miss ? CASES[i].missed : CASES[i].met;
            fw_run_result r = found();
            fw_gates_measure(&o, &r);
            const fw_gate *last = &r.gates[r.gate_count - 1];
            assert_int_equal(r.gate_count, i == 0 ? 1 : 2);
            assert_string_equal(last->name, CASES[i].name);
            assert_int_equal(last->passed, !miss);
            assert_string_equal(last->column, i == 4 ? "words" : "");
        }
    }
}

/* What was asked for and cannot be measured fails, but for drift on the first night. */
static void test_not_measured(void **state) {
    (void)state;
    fw_run_options o = fw_run_defaults();
    o.max_reject_rate = 1;
    o.min_r = -1;
    o.min_qwk = -1;
    o.max_psi = 1;
    fw_run_result r = found();
    r.quality.cv.r = (double)NAN;
    r.quality.cv.qwk = (double)NAN;
    r.drift.measured = false;
    fw_gates_measure(&o, &r);
    assert_int_equal(r.gate_count, 4);
    assert_false(r.gates[1].passed);
    assert_false(r.gates[2].passed);
    assert_true(r.gates[3].passed);
    o.baseline = "somewhere";
    fw_gates_measure(&o, &r);
    assert_false(r.gates[3].passed);
}

/* A difference that is about nobody, or about enough, passes without a figure; one that was not worked out
 * does not. */
static void test_told_of_nobody(void **state) {
    (void)state;
    fw_run_options o = fw_run_defaults();
    o.max_reject_rate = 1;
    o.min_changed = 5;
    fw_run_result r = found();
    r.drift.least_changed = (double)NAN;
    fw_gates_measure(&o, &r);
    assert_true(r.gates[1].passed); /* the first night */
    o.baseline = "somewhere";
    fw_gates_measure(&o, &r);
    assert_false(r.gates[1].passed);
    r.drift.least_changed = HUGE_VAL;
    fw_gates_measure(&o, &r);
    assert_true(r.gates[1].passed);
    r.drift.least_changed = 1;
    fw_gates_measure(&o, &r);
    assert_false(r.gates[1].passed);
}

/* ---- history ---- */

static char path[] = "/tmp/failwise-history-XXXXXX";

static int make_file(void **state) {
    (void)state;
    memcpy(strrchr(path, '-') + 1, "XXXXXX", 6);
    const int fd = mkstemp(path);
    return fd < 0 ? -1 : close(fd);
}

static int remove_file(void **state) {
    (void)state;
    return unlink(path);
}

static void write_file(const char *text) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void add_run(int answers, double mean, int status) {
    fw_error err = {0};
    json_t *summary = json_pack("{s:i, s:{s:o}}", "n_answers", answers, "mean_overall", "value",
                                isfinite(mean) ? json_real(mean) : json_null());
    const fw_history_row row = {
        .time = "2026-11-22T02:00:00Z", .run = "=cmd", .status = status, .seconds = 1.5, .summary = summary};
    assert_int_equal(fw_history_append(path, &row, &err), FW_OK);
    json_decref(summary);
}

static void add(int answers, double mean) { add_run(answers, mean, 0); }

static const char *text_of_file(void) {
    static char text[4096];
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    const size_t length = fread(text, 1, sizeof text - 1, file);
    text[length] = '\0';
    assert_int_equal(fclose(file), 0);
    return text;
}

/* The place of `value` among what the figure was in the last runs. */
static fw_trend trend_of(const fw_history *history, const char *name, double value) {
    fw_past_figure past[FW_FIGURE_COUNT];
    const size_t count = fw_history_past(history, past);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(past[i].name, name) == 0) return fw_trend_of(&past[i], value);
    }
    fail_msg("%s is not followed", name);
    return (fw_trend){0};
}

static void test_foreign_history(void **state) {
    (void)state;
    fw_history history = {0};
    fw_error err = {0};
    write_file("date,mean\n1,2\n");
    assert_int_equal(fw_history_read(path, 5, &history, &err), FW_DATA);
    assert_non_null(strstr(err.message, "answers"));
    fw_history_free(&history);
    assert_int_equal(fw_history_read("/nowhere/history.csv", 5, &history, &err), FW_OK);
    fw_past_figure past[FW_FIGURE_COUNT];
    assert_int_equal(fw_history_past(&history, past), 0);
    fw_history_free(&history);
}

/* A torn row is closed, left out when read, and nothing is lost on either side of it. */
static void test_append(void **state) {
    (void)state;
    fw_history history = {0};
    fw_error err = {0};
    add(100, 2.0049);
    FILE *file = fopen(path, "a");
    assert_non_null(file);
    assert_true(fputs("2026-1", file) >= 0);
    assert_int_equal(fclose(file), 0);
    add(120, (double)NAN);
    assert_string_equal(
        text_of_file(),
        "time,run,status,seconds,answers,participants,rows_read,rows_rejected,rated_answers,raters,"
        "mean_overall,cv_r,cv_qwk,psi,largest_psi\n"
        "2026-11-22T02:00:00Z,'=cmd,0,1.5,100,,,,,,2,,,,\n2026-1\n"
        "2026-11-22T02:00:00Z,'=cmd,0,1.5,120,,,,,,,,,,\n");
    assert_int_equal(fw_history_read(path, 5, &history, &err), FW_OK);
    assert_int_equal(history.table.rows, 2);
    const fw_trend answers = trend_of(&history, "answers", 90);
    assert_int_equal(answers.runs, 2);
    assert_true(answers.median == 110 && answers.low == 100 && answers.high == 120);
    assert_false(answers.outside);                                   /* two runs are no range */
    assert_int_equal(trend_of(&history, "mean_overall", 3).runs, 1); /* a suppressed mean is not counted */
    fw_history_free(&history);
}

static void test_trend(void **state) {
    (void)state;
    fw_history history = {0};
    fw_error err = {0};
    static const double MEANS[] = {9, 1, 3, 2.5, 3.5, 2};
    for (size_t i = 0; i < 6; i++) add(10, MEANS[i]);
    assert_int_equal(fw_history_read(path, 5, &history, &err), FW_OK);
    const struct {
        double value;
        bool outside;
    } CASES[] = {{.99, true}, {1, false}, {3.5, false}, {3.51, true}, {9, true}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const fw_trend t = trend_of(&history, "mean_overall", CASES[i].value);
        assert_int_equal(t.runs, 5); /* the 9 is six runs ago */
        assert_true(t.median == 2.5 && t.low == 1 && t.high == 3.5);
        assert_int_equal(t.outside, CASES[i].outside);
    }
    const fw_trend three[] = {trend_of(&history, "mean_overall", 1), {.runs = 4}, {.runs = 39}};
    assert_true(fabs(fw_trends_by_chance(three, 3) - (2. / 6 + 2. / 40)) < 1e-15); /* four are no range */
    fw_history_free(&history);
}

/* Reports that were held back by a gate have told nothing. */
static void test_without_failed(void **state) {
    (void)state;
    fw_history history = {0};
    fw_error err = {0};
    add_run(9, 1, 0);
    add_run(8, 2, 1);
    add_run(7, 3, 0);
    assert_int_equal(fw_history_read(path, 5, &history, &err), FW_OK);
    fw_history_drop_failed(&history);
    const fw_trend t = trend_of(&history, "mean_overall", 3);
    assert_int_equal(t.runs, 2);
    assert_true(t.low == 1 && t.high == 3 && t.median == 2);
    assert_true(trend_of(&history, "answers", 7).low == 7);
    fw_history_free(&history);
}

/* ---- figures ---- */

static void test_figures(void **state) {
    (void)state;
    json_t *summary = json_pack("{s:i, s:{s:f}, s:n, s:{s:n}, s:s}", "n_answers", 7, "mean_overall", "value",
                                2.5149, "n_participants", "model", "cv_r", "drift", "text");
    assert_non_null(summary);
    for (size_t i = 0; i < FW_FIGURE_COUNT; i++) {
        const double value = fw_figure_of(&fw_figures[i], summary);
        if (strcmp(fw_figures[i].name, "answers") == 0) {
            assert_true(value == 7);
        } else if (strcmp(fw_figures[i].name, "mean_overall") == 0) {
            assert_true(value == 2.51);
        } else {
            assert_true(isnan(value));
        }
    }
    json_decref(summary);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_gates_not_asked_for),
        cmocka_unit_test(test_each_gate),
        cmocka_unit_test(test_not_measured),
        cmocka_unit_test(test_told_of_nobody),
        cmocka_unit_test_setup_teardown(test_foreign_history, make_file, remove_file),
        cmocka_unit_test_setup_teardown(test_append, make_file, remove_file),
        cmocka_unit_test_setup_teardown(test_trend, make_file, remove_file),
        cmocka_unit_test_setup_teardown(test_without_failed, make_file, remove_file),
        cmocka_unit_test(test_figures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
