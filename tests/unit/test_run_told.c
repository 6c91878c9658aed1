/* test_run_told.c: whom two reports tell of when they are subtracted from each other. */
#include "run/nightly/told.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { COLUMNS = 2, K = 5, MOST = 400 };

/* Two runs that are made row by row. */
typedef struct world {
    uint64_t person[FW_SIDES][MOST], content[FW_SIDES][MOST];
    uint32_t group[FW_SIDES][MOST * COLUMNS];
    size_t rows[FW_SIDES], people;
    bool published[COLUMNS];
} world;

static void row(world *w, fw_side side, uint64_t who, uint64_t what, uint32_t first, uint32_t second) {
    const size_t at = w->rows[side]++;
    w->person[side][at] = who;
    w->content[side][at] = what;
    w->group[side][at * COLUMNS] = first;
    w->group[side][at * COLUMNS + 1] = second;
}

/* `count` people of one answer each; a group of -1: not in that run. */
static void people(world *w, size_t count, int before, int before2, int now, int now2, bool again) {
    for (size_t i = 0; i < count; i++) {
        const uint64_t who = ++w->people;
        if (before >= 0) row(w, FW_BEFORE, who, who * 10, (uint32_t)before, (uint32_t)before2);
        if (now >= 0) row(w, FW_NOW, who, who * 10 + again, (uint32_t)now, (uint32_t)now2);
    }
}
static void stay(world *w, size_t count, int first, int second) {
    people(w, count, first, second, first, second, false);
}
static void join(world *w, size_t count, int first, int second) {
    people(w, count, -1, -1, first, second, false);
}

/* 8 people in each of 3 x 3 groups, the same in both runs. */
static world usual(void) {
    world w = {.published = {true, true}};
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) stay(&w, 8, i, j);
    return w;
}

static double told(world *w) {
    fw_split split = {.count = COLUMNS, .k = {K, K}};
    fw_run_side side[FW_SIDES] = {{0}};
    for (int s = 0; s < FW_SIDES; s++) {
        for (size_t c = 0; c < COLUMNS; c++) {
            split.column[c].groups = 6;
            split.column[c].published[s] = w->published[c];
        }
        split.rows[s] = side[s].feature_rows = w->rows[s];
        split.group[s] = w->group[s];
        side[s].person = w->person[s];
        side[s].content = w->content[s];
    }
    double least = 0;
    fw_error err = {0};
    assert_int_equal(fw_told_by_change(&side[FW_BEFORE], &side[FW_NOW], &split, K, &least, &err), FW_OK);
    return least;
}

static void test_nobody(void **state) {
    (void)state;
    world w = usual();
    assert_true(told(&w) == HUGE_VAL);
    join(&w, K, 0, 1);
    assert_true(told(&w) == HUGE_VAL); /* as many as are asked for */
}

static void test_one_of_each_kind(void **state) {
    (void)state;
    world w = usual();
    join(&w, 1, 0, 1);
    assert_true(told(&w) == 1);
    w = usual();
    people(&w, 2, 0, 1, -1, -1, false); /* left */
    assert_true(told(&w) == 2);
    w = usual();
    people(&w, 3, 0, 1, 0, 1, true); /* answered again */
    assert_true(told(&w) == 3);
    w = usual();
    people(&w, 1, 0, 1, 0, 2, false); /* to another group */
    assert_true(told(&w) == 1);
    w.published[1] = false; /* by which there is no table */
    assert_true(told(&w) == HUGE_VAL);
}

/* Those who only go from group to group leave the sum over all as it was. */
static void test_movers_hide_nobody(void **state) {
    (void)state;
    world w = usual();
    w.published[0] = w.published[1] = false;
    join(&w, 4, 0, 0);
    people(&w, 6, 0, 1, 1, 0, false);
    assert_true(told(&w) == 4);
}

/* Every table by itself is about five or more; together they leave one. */
static void test_two_columns(void **state) {
    (void)state;
    world w = usual();
    join(&w, 5, 0, 0);
    join(&w, 5, 1, 1);
    assert_true(told(&w) == HUGE_VAL);
    join(&w, 1, 0, 1);
    assert_true(told(&w) == 1);
    w.published[1] = false;
    assert_true(told(&w) == HUGE_VAL);
}

/* A new group is too small to be shown, and is what the others leave of all. */
static void test_withheld_group(void **state) {
    (void)state;
    world w = usual();
    join(&w, 5, 0, 0);
    join(&w, 3, 4, 0);
    assert_true(told(&w) == 3);
}

/* What was not told before tells nothing now: five of a new group; nor is it told of the few before. */
static void test_first_time(void **state) {
    (void)state;
    world w = {.published = {true, true}};
    people(&w, 4, 0, 0, 0, 0, false);
    join(&w, 1, 0, 0);
    assert_true(told(&w) == HUGE_VAL); /* the earlier run had too few to tell anything */
    w = usual();
    people(&w, 3, 5, 0, -1, -1, false);
    assert_true(told(&w) == 3);
}

/* People in several groups of a column: each group is looked at for itself. */
static void test_several_groups(void **state) {
    (void)state;
    world w = usual();
    w.published[0] = false;
    for (uint64_t who = 1; who <= 6; who++) { /* a second answer of those who are there, in a second group */
        row(&w, FW_BEFORE, who, who * 100, 0, 4);
        row(&w, FW_NOW, who, who * 100 + (who <= 5), 0, 4);
    }
    assert_true(told(&w) == HUGE_VAL); /* five have answered again there */
    w.content[FW_NOW][w.rows[FW_NOW] - 2]--;
    assert_true(told(&w) == 4);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nobody),
        cmocka_unit_test(test_one_of_each_kind),
        cmocka_unit_test(test_movers_hide_nobody),
        cmocka_unit_test(test_two_columns),
        cmocka_unit_test(test_withheld_group),
        cmocka_unit_test(test_first_time),
        cmocka_unit_test(test_several_groups),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
