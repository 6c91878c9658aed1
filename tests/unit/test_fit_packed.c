/* test_fit_packed.c: the short ways of a fit give what the long ones do: packed cross-products, dropped
 * features. */
#include "test_fit_support.h"

#include "base/wide.h"
#include "fit/families.h"
#include "fit/packed.h"
#include "fit/ridge_drop.h"
#include "fit/strips.h"

enum { ROWS = 400, P = 6, WIDTH = P + 4 };

static void fill_row(uint64_t *state, size_t i, double *row) {
    for (size_t j = 0; j < P; j++) row[j] = draw_normal(state) + (j ? .4 * row[j - 1] : 0);
    row[P - 1] = i % 97 == 0 ? 1e3 : row[P - 1];
    row[P] = row[P + 1] = 0;
    row[P + 2] = .5 * row[0] - .2 * row[2] + draw_normal(state);
    row[P + 3] = 1;
}

static fw_gram made_gram(void);

static void groups_add_up(void **unused) {
    (void)unused;
    fw_error err = {0};
    fw_packed packed;
    fw_gram whole = made_gram(), sum = {0}, again = {0};
    assert_int_equal(fw_packed_init(&packed, 4, WIDTH, &err), FW_OK);
    assert_int_equal(fw_gram_init(&sum, WIDTH, false, &err), FW_OK);
    assert_int_equal(fw_gram_init(&again, WIDTH, false, &err), FW_OK);
    fw_packed_set(&packed, 3, &whole);
    assert_true(packed.filled[3] && !packed.filled[1]);
    fw_packed_square(packed.cross + 3 * packed.cells, WIDTH, again.cross);
    assert_memory_equal(again.cross, whole.cross, WIDTH * WIDTH * sizeof(double));
    fw_packed_put(&packed, 1, packed.cross + 3 * packed.cells);
    fw_packed_put(&packed, 1, packed.cross + 3 * packed.cells);
    for (size_t g = 0; g < 4; g++) fw_packed_add(&packed, g, &sum);
    fw_gram_mirror(&sum);
    assert_true(fw_gram_rows(&sum) == 3 * ROWS);
    for (size_t i = 0; i < WIDTH * WIDTH; i++)
        assert_true(fabs(sum.cross[i] - 3 * whole.cross[i]) <= 1e-12 * (1 + fabs(whole.cross[i])));
    /* What is emptied is put into as if for the first time. */
    packed.filled[1] = false;
    fw_packed_put(&packed, 1, packed.cross + 3 * packed.cells);
    assert_memory_equal(packed.cross + packed.cells, packed.cross + 3 * packed.cells,
                        packed.cells * sizeof(double));
    fw_gram_free(&again);
    fw_gram_free(&sum);
    fw_gram_free(&whole);
    fw_packed_free(&packed);
}

/* Of groups with 1, 1 and 4 of the rows that are not 0, of 12: squares about 1/2 are all 1/4, so that groups
 * of 2, 2 and 8 rows have 1/6, 1/6 and 2/3 of them: 1 / (2/36 + 16/36) = 2. Of a constant none. */
static void carriers_by_hand(void **unused) {
    (void)unused;
    enum { NARROW = 3 };
    static const double GROUPS[3] = {2, 2, 8};
    fw_error err = {0};
    fw_packed packed;
    assert_int_equal(fw_packed_init(&packed, 5, NARROW, &err), FW_OK);
    for (size_t g = 0; g < 3; g++) {
        const double n = GROUPS[g], ones = n / 2;
        /* columns: 0 or 1, 7 always, one */
        const double triangle[] = {ones, 7 * ones, ones, 49 * n, 7 * n, n};
        fw_packed_put(&packed, g + 1, triangle);
    }
    assert_true(fabs(fw_packed_carriers(&packed, 0) - 2) < 1e-12);
    assert_true(fw_packed_carriers(&packed, 1) == 0);
    fw_packed_free(&packed);
}

static fw_gram made_gram(void) {
    fw_error err = {0};
    fw_gram gram;
    uint64_t state = 5;
    assert_int_equal(fw_gram_init(&gram, WIDTH, true, &err), FW_OK);
    for (size_t i = 0; i < ROWS; i++) {
        double *row = fw_gram_next(&gram);
        fill_row(&state, i, row);
        row[4] = 7; /* a constant column: never in the model */
    }
    fw_gram_finish(&gram);
    return gram;
}

/* Every feature left out by the update, and by a solve of its own. */
static void compare(const fw_training *part, double lambda, bool about_prior) {
    fw_error err = {0};
    fw_ridge_drop drop;
    fw_linear fast, slow;
    assert_int_equal(fw_linear_init(&fast, P, &err), FW_OK);
    assert_int_equal(fw_linear_init(&slow, P, &err), FW_OK);
    assert_int_equal(fw_ridge_drop_open(&drop, part, lambda, about_prior, &err), FW_OK);
    assert_false(drop.singular);
    for (size_t out = 0; out < P; out++) {
        size_t columns[P], count = 0;
        for (size_t j = 0; j < P; j++)
            if (j != out) columns[count++] = j;
        fw_training without = *part;
        without.columns = columns;
        without.count = count;
        const fw_code code = about_prior ? fw_solve_rubric_ridge(&without, lambda, &slow, &err)
                                         : fw_solve_plain_ridge(&without, lambda, &slow, &err);
        assert_int_equal(code, FW_OK);
        fw_ridge_drop_solve(&drop, out, &fast);
        for (size_t j = 0; j < P; j++) assert_true(fabs(fast.weight[j] - slow.weight[j]) < 1e-11);
        assert_true(fabs(fast.intercept - slow.intercept) < 1e-9);
        assert_true(fast.weight[out] == 0 && !fast.used[out]);
    }
    fw_ridge_drop_free(&drop);
    fw_linear_free(&slow);
    fw_linear_free(&fast);
}

static const double SHIFT[WIDTH] = {0};
static const size_t ALL[P] = {0, 1, 2, 3, 4, 5};

static void dropping_by_update_equals_solving(void **unused) {
    (void)unused;
    static const double PRIOR[WIDTH] = {1, .5, -.5, 0, 1, .2}, AGAINST[WIDTH] = {-1, 0, 1};
    fw_gram gram = made_gram();
    fw_training part = {.gram = &gram, .shift = SHIFT, .columns = ALL, .count = P, .features = P};
    static const double LAMBDAS[] = {1e-4, .1, 1, 1000};
    for (size_t l = 0; l < sizeof LAMBDAS / sizeof LAMBDAS[0]; l++) {
        part.prior = NULL;
        compare(&part, LAMBDAS[l], false);
        part.prior = PRIOR;
        compare(&part, LAMBDAS[l], true);
        part.prior = AGAINST; /* its slope is not positive: shrinks to 0, until a feature is gone perhaps */
        compare(&part, LAMBDAS[l], true);
    }
    fw_gram_free(&gram);
}

static void without_penalty_it_declines(void **unused) {
    (void)unused;
    fw_gram gram = made_gram();
    const fw_training part = {.gram = &gram, .shift = SHIFT, .columns = ALL, .count = P, .features = P};
    fw_error err = {0};
    static const double LAMBDAS[] = {0, 1e-9, (double)NAN};
    for (size_t l = 0; l < sizeof LAMBDAS / sizeof LAMBDAS[0]; l++) {
        fw_ridge_drop drop;
        assert_int_equal(fw_ridge_drop_open(&drop, &part, LAMBDAS[l], false, &err), FW_OK);
        assert_true(drop.singular);
        fw_ridge_drop_free(&drop);
    }
    fw_gram_free(&gram);
}

/* Two groups with rows and one without between them: cell (i, j) of group g is 100 g + 10 i + j. */
static void kept_columns_keep_their_products(void **unused) {
    (void)unused;
    enum { WIDE = 6, LEFT = 3, GROUPS = 3 };
    static const size_t KEPT[LEFT] = {1, 2, 5};
    fw_packed packed;
    fw_error err = {0};
    assert_int_equal(fw_packed_init(&packed, GROUPS, WIDE, &err), FW_OK);
    for (size_t g = 0; g < GROUPS; g += 2) {
        double triangle[WIDE * (WIDE + 1) / 2], *to = triangle;
        for (size_t i = 0; i < WIDE; i++)
            for (size_t j = i; j < WIDE; j++) *to++ = (double)(100 * g + 10 * i + j);
        fw_packed_put(&packed, g, triangle);
    }
    fw_packed_keep(&packed, KEPT, LEFT);
    assert_int_equal(packed.width, LEFT);
    assert_int_equal(packed.cells, LEFT * (LEFT + 1) / 2);
    assert_true(packed.filled[0] && !packed.filled[1] && packed.filled[2]);
    for (size_t g = 0; g < GROUPS; g += 2) {
        double square[LEFT * LEFT];
        fw_packed_square(packed.cross + g * packed.cells, LEFT, square);
        for (size_t i = 0; i < LEFT; i++)
            for (size_t j = i; j < LEFT; j++)
                assert_true(square[i * LEFT + j] == (double)(100 * g + 10 * KEPT[i] + KEPT[j]));
    }
    fw_packed_free(&packed);
}

static void strips_are_sums_in_order(void **unused) {
    (void)unused;
    enum { GROUPS = 500, LINES = 9, CELLS = WIDTH * (WIDTH + 1) / 2, MORE = 48 };
    fw_error err = {0};
    fw_packed packed;
    fw_strips strips;
    uint64_t state = 9;
    static double counts[LINES * GROUPS], sums[LINES * (CELLS + MORE)];
    assert_int_equal(fw_packed_init(&packed, GROUPS, WIDTH, &err), FW_OK);
    for (size_t g = 0; g < GROUPS; g++) {
        packed.filled[g] = g % 3 != 1;
        for (size_t c = 0; c < CELLS && packed.filled[g]; c++)
            packed.cross[g * CELLS + c] = draw_normal(&state);
    }
    assert_int_equal(fw_strips_init(&strips, &packed, &err), FW_OK);
    assert_int_equal(strips.groups, GROUPS - (GROUPS + 1) / 3);
    assert_true(strips.stride >= CELLS && strips.stride <= CELLS + MORE);
    for (size_t i = 0; i < LINES * strips.groups; i++) counts[i] = (double)(i * i % 5);
    for (int width = 0; width <= fw_widest(); width++) {
        fw_strips_sum(&strips, counts, LINES, sums, width);
        for (size_t line = 0; line < LINES; line++) {
            for (size_t c = 0; c < CELLS; c++) {
                double sum = 0;
                for (size_t g = 0, at = 0; g < GROUPS; g++)
                    if (packed.filled[g])
                        sum += counts[line * strips.groups + at++] * packed.cross[g * CELLS + c];
                assert_true(sums[line * strips.stride + c] == sum);
            }
        }
    }
    fw_strips_free(&strips);
    fw_packed_free(&packed);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_add_up),
        cmocka_unit_test(carriers_by_hand),
        cmocka_unit_test(kept_columns_keep_their_products),
        cmocka_unit_test(strips_are_sums_in_order),
        cmocka_unit_test(dropping_by_update_equals_solving),
        cmocka_unit_test(without_penalty_it_declines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
