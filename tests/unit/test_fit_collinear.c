/* test_fit_collinear.c: sets of columns that explain each other, and the inflation of the others. */
#include "fit/collinear.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MOST = 12, ROWS = 40 };

/* Columns of any figures, the same in every run. */
typedef struct {
    size_t count;
    double x[ROWS][MOST];
} table;

static table noise(size_t count) {
    table t = {.count = count};
    uint64_t state = 7;
    for (size_t r = 0; r < ROWS; r++)
        for (size_t c = 0; c < count; c++) {
            state = state * 6364136223846793005U + 1442695040888963407U;
            t.x[r][c] = (double)(state >> 40) / (1 << 24);
        }
    return t;
}

static void correlate(const table *t, double *corr) {
    double mean[MOST] = {0}, squares[MOST] = {0};
    for (size_t c = 0; c < t->count; c++) {
        for (size_t r = 0; r < ROWS; r++) mean[c] += t->x[r][c] / ROWS;
        for (size_t r = 0; r < ROWS; r++) squares[c] += pow(t->x[r][c] - mean[c], 2);
    }
    for (size_t a = 0; a < t->count; a++)
        for (size_t b = 0; b < t->count; b++) {
            double sum = 0;
            for (size_t r = 0; r < ROWS; r++) sum += (t->x[r][a] - mean[a]) * (t->x[r][b] - mean[b]);
            corr[a * t->count + b] = a == b ? 1 : sum / sqrt(squares[a] * squares[b]);
        }
}

static fw_collinear find(const table *t) {
    double corr[MOST * MOST];
    fw_collinear found;
    fw_error err = {0};
    correlate(t, corr);
    assert_int_equal(fw_collinear_find(corr, t->count, &found, &err), FW_OK);
    return found;
}

/* `expected`: a digit a column. */
static void assert_sets(const fw_collinear *found, const char *expected) {
    size_t sets = 0;
    for (size_t c = 0; expected[c]; c++) {
        const size_t set = (size_t)(expected[c] - '0');
        assert_int_equal(found->set[c], set);
        assert_int_equal(isnan(found->inflation[c]), set > 0);
        sets = set > sets ? set : sets;
    }
    assert_int_equal(found->sets, sets);
}

static void none(void **unused) {
    (void)unused;
    fw_collinear found;
    fw_error err = {0};
    assert_int_equal(fw_collinear_find(NULL, 0, &found, &err), FW_OK);
    assert_int_equal(found.sets, 0);
    fw_collinear_free(&found);
    static const double PAIR[4] = {1, .6, .6, 1};
    assert_int_equal(fw_collinear_find(PAIR, 2, &found, &err), FW_OK);
    assert_sets(&found, "00");
    assert_true(fabs(found.inflation[0] - 1 / (1 - .36)) < 1e-12);
    assert_true(fabs(found.inflation[1] - 1 / (1 - .36)) < 1e-12);
    fw_collinear_free(&found);
}

/* A copy upside down, a sum of three, and two columns that are only alike; in any order of columns. */
static table with_sets(const size_t *place) {
    const table plain = noise(9);
    table t = {.count = 9};
    for (size_t r = 0; r < ROWS; r++) {
        const double *x = plain.x[r];
        const double columns[9] = {
            x[0], x[1], 3 - 2 * x[0], x[3], x[4], x[5], 1 - x[3] - x[4] - x[5], x[7], x[7] + .01 * x[8]};
        for (size_t c = 0; c < 9; c++) t.x[r][place[c]] = columns[c];
    }
    return t;
}

static void sets_and_the_others(void **unused) {
    (void)unused;
    static const size_t FORTH[9] = {0, 1, 2, 3, 4, 5, 6, 7, 8}, BACK[9] = {8, 7, 6, 5, 4, 3, 2, 1, 0};
    const table forth = with_sets(FORTH), back = with_sets(BACK);
    fw_collinear a = find(&forth), b = find(&back);
    assert_sets(&a, "101222200");
    assert_sets(&b, "001111202");
    for (size_t c = 0; c < 9; c++)
        if (!a.set[c]) assert_true(fabs(a.inflation[c] / b.inflation[8 - c] - 1) < 1e-6);
    assert_true(a.inflation[7] > 1000);
    fw_collinear_free(&a);
    fw_collinear_free(&b);
}

/* What the others span does not hang on which of a set is left out. */
static void inflation_is_that_without_the_rest_of_the_set(void **unused) {
    (void)unused;
    table t = noise(5);
    for (size_t r = 0; r < ROWS; r++) t.x[r][4] = t.x[r][0] + t.x[r][2];
    fw_collinear with = find(&t);
    t.count = 4;
    fw_collinear without = find(&t);
    assert_sets(&with, "10101");
    assert_sets(&without, "0000");
    for (size_t c = 1; c < 4; c += 2) assert_true(fabs(with.inflation[c] - without.inflation[c]) < 1e-9);
    fw_collinear_free(&with);
    fw_collinear_free(&without);
}

/* Sets that share a column are one. */
static void chained(void **unused) {
    (void)unused;
    table t = noise(6);
    for (size_t r = 0; r < ROWS; r++) {
        t.x[r][3] = t.x[r][0] - t.x[r][1];
        t.x[r][5] = t.x[r][1] + t.x[r][2];
    }
    fw_collinear found = find(&t);
    assert_sets(&found, "111101");
    fw_collinear_free(&found);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(none),
        cmocka_unit_test(sets_and_the_others),
        cmocka_unit_test(inflation_is_that_without_the_rest_of_the_set),
        cmocka_unit_test(chained),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
