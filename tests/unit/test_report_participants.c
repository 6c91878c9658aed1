/* test_report_participants.c: what is summed by participant through the temporary file, against the same
 * figures worked out plainly; its failure is told. */
#include "report/data.h"
#include "report_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { PEOPLE = 30000, ATTEMPTS = 3, ROWS = PEOPLE * ATTEMPTS, PIECE = 1000, COHORTS = 3 };
static const char *const NAMES[COHORTS] = {"spring", "autumn", "winter"};
static const size_t SIZES[COHORTS] = {20000, 9000, 1000};
static const fx_options MANY = {.participants = PEOPLE,
                                .attempts = ATTEMPTS,
                                .cohorts = NAMES,
                                .cohort_sizes = SIZES,
                                .cohort_count = COHORTS,
                                .seed = 11};

static fw_report *new_report(const char *folder) {
    const fw_report_options options = {.k = 5, .folder = folder};
    fw_report *report = NULL;
    fw_error err = {0};
    fx_init_vars();
    assert_int_equal(fw_report_new(&options, fx_columns, FX_COLUMNS, fx_vars, FX_VARS, &report, &err), FW_OK);
    return report;
}

/* Row i of the order in which the report meets the rows: everybody's third attempt, then the first, then the
 * second. */
static size_t met(size_t i) { return i % PEOPLE * ATTEMPTS + (i / PEOPLE + 2) % ATTEMPTS; }

/* Rows in another order than the fixture's, piece by piece. */
static fw_code add_scattered(fw_report *report, const fw_frame *from, const fw_score *scores, fw_error *err) {
    fw_frame *piece = fw_frame_new(fx_columns, FX_COLUMNS, FX_VARS, PIECE);
    fw_score some[PIECE];
    fw_code code = FW_OK;
    assert_non_null(piece);
    for (size_t i = 0; i < ROWS && code == FW_OK; i++) {
        const size_t to = piece->rows++, row = met(i);
        for (size_t c = 0; c < FX_COLUMNS; c++) {
            const fw_column_type type = fx_columns[c].type;
            if (type == FW_COLUMN_FLOAT)
                piece->cells[c].number[to] = from->cells[c].number[row];
            else if (type == FW_COLUMN_INT)
                piece->cells[c].integer[to] = from->cells[c].integer[row];
            else
                assert_true(fw_frame_set_text(piece, c, to, from->cells[c].text[row]));
        }
        some[to] = scores[row];
        if (piece->rows < PIECE) continue;
        code = fw_report_add(report, piece, some, err);
        fw_frame_clear(piece);
    }
    fw_frame_free(piece);
    return code;
}

static void near(double found, double expected) {
    if (!(fabs(found - expected) <= 1e-11 * (1 + fabs(expected))))
        fail_msg("%.17g, not %.17g", found, expected);
}

/* Mean and sum of squares of everybody's own mean, in one cohort or in all (COHORTS). */
static void check_group(const fw_group *group, const fw_score *scores, size_t cohort) {
    double n = 0, sum = 0, squares = 0;
    for (size_t p = 0; p < PEOPLE; p++) {
        if (cohort < COHORTS && fx_cohort_of(&MANY, p) != cohort) continue;
        double mean = 0;
        for (size_t a = 0; a < ATTEMPTS; a++) mean += scores[p * ATTEMPTS + a].overall / ATTEMPTS;
        n++;
        sum += mean;
        squares += mean * mean;
    }
    assert_int_equal(fw_group_participants(group), (size_t)n);
    assert_int_equal(group->answers, (size_t)n * ATTEMPTS);
    near(group->metric[FW_METRIC_OVERALL].mean, sum / n);
    near(group->metric[FW_METRIC_OVERALL].m2, squares - sum * sum / n);
}

/* What is summed of a mark over people: squares of their answers and of those counted, and their products. */
static void check_repeats(const fw_group *group, const fw_score *scores, size_t cohort, size_t mark) {
    fw_repeats plain = {0};
    for (size_t p = 0; p < PEOPLE; p++) {
        if (cohort < COHORTS && fx_cohort_of(&MANY, p) != cohort) continue;
        double n = 0, c = 0;
        for (size_t a = 0; a < ATTEMPTS; a++) {
            const fw_score *score = &scores[p * ATTEMPTS + a];
            n += mark < FW_MARK_TIME || isfinite(score->seconds);
            c += mark == FW_MARK_ABSENT + 1             ? score->part[1] <= 0
                 : mark == FW_MARK_UNTRAPPED            ? score->traps == 0
                 : mark == FW_MARK_TIME + FW_TIME_SHORT ? score->seconds < 90
                 : score->weakest & 1                   ? 1. / __builtin_popcount(score->weakest)
                                                        : 0;
        }
        fw_repeats_add(&plain, n, c);
    }
    near(group->repeats[mark].people, plain.people);
    near(group->repeats[mark].nn, plain.nn);
    near(group->repeats[mark].nc, plain.nc);
    near(group->repeats[mark].cc, plain.cc);
}

static void check_all_repeats(const fw_group *group, const fw_score *scores, size_t cohort) {
    static const size_t MARKS[] = {FW_MARK_ABSENT + 1, FW_MARK_UNTRAPPED, FW_MARK_TIME + FW_TIME_SHORT,
                                   FW_MARK_WEAKEST};
    for (size_t i = 0; i < sizeof MARKS / sizeof MARKS[0]; i++)
        check_repeats(group, scores, cohort, MARKS[i]);
}

static void check_change(const fw_change *change, const fw_score *scores, size_t cohort) {
    double n = 0, sum = 0;
    for (size_t p = 0; p < PEOPLE; p++) {
        if (cohort < COHORTS && fx_cohort_of(&MANY, p) != cohort) continue;
        sum += scores[p * ATTEMPTS + ATTEMPTS - 1].part[2] - scores[p * ATTEMPTS].part[2];
        n++;
    }
    assert_int_equal((size_t)change->pairs[3].change.n, (size_t)n);
    near(change->pairs[3].change.mean, sum / n);
}

typedef struct {
    size_t count, spring;
    double sum;
} pairs_seen;

static void see_pair(void *to, double before, double after, uint32_t cohort) {
    pairs_seen *seen = to;
    seen->count++;
    seen->sum += before * after;
    seen->spring += cohort == 1; /* autumn, spring, winter */
}

static void check_pairs(const fw_report *report, const fw_score *scores) {
    fw_error err = {0};
    double expected = 0;
    for (size_t p = 0; p < PEOPLE; p++)
        expected += scores[p * ATTEMPTS].overall * scores[p * ATTEMPTS + ATTEMPTS - 1].overall;
    for (int again = 0; again < 2; again++) {
        pairs_seen seen = {0};
        assert_int_equal(fw_participants_changes(report, 0, see_pair, &seen, &err), FW_OK);
        assert_int_equal(seen.count, PEOPLE);
        near(seen.sum, expected);
        assert_int_equal(seen.spring, SIZES[0]);
    }
}

static void figures_are_those_of_all_rows(void **unused) {
    (void)unused;
    static const size_t ORDERED[COHORTS] = {1, 0, 2};
    fw_score *scores = NULL;
    fw_error err = {0};
    fw_frame *frame = fx_make(&MANY, &scores);
    fw_report *report = new_report(NULL);
    assert_int_equal(add_scattered(report, frame, scores, &err), FW_OK);
    assert_int_equal(fw_report_close(report, &err), FW_OK);
    check_group(&report->dimensions[FW_DIM_ALL].groups[0], scores, COHORTS);
    check_all_repeats(&report->dimensions[FW_DIM_ALL].groups[0], scores, COHORTS);
    check_change(&report->change[0], scores, COHORTS);
    for (size_t c = 0; c < COHORTS; c++) {
        const fw_group *group = &report->dimensions[FW_DIM_COHORT].groups[c];
        assert_string_equal(group->name, NAMES[ORDERED[c]]);
        check_group(group, scores, ORDERED[c]);
        check_all_repeats(group, scores, ORDERED[c]);
        check_change(&report->change[1 + c], scores, ORDERED[c]);
    }
    check_pairs(report, scores);
    fw_report_free(report);
    fw_frame_free(frame);
    free(scores);
}

static void a_folder_that_is_gone_is_told(void **unused) {
    (void)unused;
    fw_score *scores = NULL;
    fw_error err = {0};
    fw_frame *frame = fx_make(&MANY, &scores);
    fw_report *report = new_report("/nowhere/at/all");
    assert_int_equal(add_scattered(report, frame, scores, &err), FW_IO);
    assert_non_null(strstr(err.file, "/nowhere/at/all/.failwise-"));
    fw_report_free(report);
    fw_frame_free(frame);
    free(scores);
}

int main(void) {
    (void)fx_model; /* a part of the fixture that is not needed here */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_folder_that_is_gone_is_told),
        cmocka_unit_test(figures_are_those_of_all_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
