/* test_fit_bag_sums.c: sums by bag have the same bits whoever works them out, and are right. */
#include "test_fit_support.h"

#include "fit/bag_sums.h"
#include "fit/triangle.h"

#include <pthread.h>
#include <stdatomic.h>

enum { P = 9, WIDTH = P + 2, BAGS = 23, LEAF = 8, CELLS = WIDTH * (WIDTH + 1) / 2 };

static void make_row(const void *context, const float *x, double rating, double *out) {
    const double *shift = context;
    for (size_t j = 0; j < P; j++) out[j] = (double)x[j] - *shift;
    out[P] = rating;
    out[P + 1] = 1;
}

static const double SHIFT = .25;
static const fw_bag_shape SHAPE = {
    .bags = BAGS, .width = WIDTH, .features = P, .leaf = LEAF, .row = make_row, .context = &SHIFT};

static size_t bag_of(size_t row) { return row * row % 31 % BAGS; } /* some stay empty */

static data rows_of(size_t n) {
    data d = data_new(n, P);
    uint64_t state = n;
    for (size_t i = 0; i < n * P; i++) d.x[i] = (float)draw_normal(&state);
    for (size_t i = 0; i < n; i++) d.y[i] = draw_normal(&state) + 3;
    return d;
}

static fw_bag_sums *new_sums(const fw_bag_shape *shape) {
    fw_error err = {0};
    fw_bag_sums *sums = NULL;
    assert_int_equal(fw_bag_sums_new(shape, &sums, &err), FW_OK);
    return sums;
}

static void add_rows(fw_bag_sums *sums, const data *d, size_t from, size_t to) {
    fw_error err = {0};
    for (size_t i = from; i < to; i++)
        assert_int_equal(fw_bag_sums_add(sums, bag_of(i), d->x + i * P, d->y[i], &err), FW_OK);
}

static fw_packed finish(fw_bag_sums *sums) {
    fw_error err = {0};
    fw_packed out;
    assert_int_equal(fw_bag_sums_finish(sums, &out, &err), FW_OK);
    fw_bag_sums_free(sums);
    return out;
}

static void assert_same(const fw_packed *a, const fw_packed *b) {
    assert_int_equal(a->cells, b->cells);
    assert_memory_equal(a->filled, b->filled, BAGS * sizeof *a->filled);
    assert_memory_equal(a->cross, b->cross, BAGS * CELLS * sizeof *a->cross);
}

static void a_bag_that_is_none_is_a_bug(void **unused) {
    (void)unused;
    fw_error err = {0};
    const data d = rows_of(1);
    fw_bag_sums *sums = new_sums(&SHAPE);
    assert_int_equal(fw_bag_sums_add(sums, BAGS, d.x, 1, &err), FW_BUG);
    assert_false(fw_bag_sums_help(sums));
    fw_packed none = finish(sums);
    for (size_t b = 0; b < BAGS; b++) assert_false(none.filled[b]);
    for (size_t c = 0; c < BAGS * CELLS; c++) assert_true(none.cross[c] == 0);
    fw_packed_free(&none);
    fw_bag_sums_free(NULL);
    data_free(&(data){d.n, d.p, d.x, d.y, d.cluster});
}

/* Every cell is the sum of its rows in order, whatever the width of the machine's registers. */
static void triangles_are_sums_in_order(void **unused) {
    (void)unused;
    uint64_t state = 3;
    for (size_t width = 1; width <= 21; width++) {
        const size_t stride = fw_triangle_stride(width), count = 1 + width % 5 * 13,
                     cells = width * (width + 1) / 2;
        double *rows = calloc(count * stride, sizeof *rows), *sum = malloc(cells * sizeof *sum);
        assert_true(rows && sum && stride >= width);
        for (size_t r = 0; r < count; r++)
            for (size_t j = 0; j < width; j++) rows[r * stride + j] = draw_normal(&state);
        for (size_t c = 0; c < cells; c++) sum[c] = 2;
        fw_triangle_add(sum, rows, count, width);
        const double *cell = sum;
        for (size_t i = 0; i < width; i++) {
            for (size_t j = i; j < width; j++) {
                double expected = 0;
                for (size_t r = 0; r < count; r++) expected += rows[r * stride + i] * rows[r * stride + j];
                assert_true(*cell++ == 2 + expected);
            }
        }
        free(rows);
        free(sum);
    }
}

static void sums_are_those_of_plain_summation(void **unused) {
    (void)unused;
    static const size_t COUNTS[] = {1, 7, 8, 9, 64, 65, 511, 512, 513, 4096, 5000};
    for (size_t k = 0; k < sizeof COUNTS / sizeof COUNTS[0]; k++) {
        data d = rows_of(COUNTS[k]);
        fw_bag_sums *sums = new_sums(&SHAPE);
        add_rows(sums, &d, 0, d.n);
        fw_packed out = finish(sums);
        static long double plain[BAGS][CELLS], size[BAGS][CELLS];
        memset(plain, 0, sizeof plain);
        memset(size, 0, sizeof size);
        for (size_t i = 0; i < d.n; i++) {
            double row[WIDTH];
            make_row(&SHIFT, d.x + i * P, d.y[i], row);
            for (size_t a = 0, c = 0; a < WIDTH; a++)
                for (size_t b = a; b < WIDTH; b++, c++) {
                    plain[bag_of(i)][c] += (long double)row[a] * (long double)row[b];
                    size[bag_of(i)][c] += (long double)fabs(row[a] * row[b]);
                }
        }
        for (size_t b = 0; b < BAGS; b++) {
            assert_int_equal(out.filled[b], size[b][CELLS - 1] > 0);
            for (size_t c = 0; c < CELLS; c++)
                assert_true(fabsl((long double)out.cross[b * CELLS + c] - plain[b][c]) <=
                            1e-12L * size[b][c]);
        }
        fw_packed_free(&out);
        data_free(&d);
    }
}

typedef struct helper {
    pthread_t thread;
    fw_bag_sums *sums;
    atomic_bool *stop;
} helper;

static void *help(void *context) {
    const helper *h = context;
    while (!atomic_load(h->stop)) (void)fw_bag_sums_help(h->sums);
    return NULL;
}

static void help_does_not_change_a_bit(void **unused) {
    (void)unused;
    data d = rows_of(3000);
    fw_bag_sums *alone = new_sums(&SHAPE);
    add_rows(alone, &d, 0, d.n);
    fw_packed expected = finish(alone);
    for (size_t count = 1; count <= 3; count++) {
        helper helpers[3];
        atomic_bool stop = false;
        fw_bag_sums *sums = new_sums(&SHAPE);
        for (size_t i = 0; i < count; i++) {
            helpers[i] = (helper){.sums = sums, .stop = &stop};
            assert_int_equal(pthread_create(&helpers[i].thread, NULL, help, &helpers[i]), 0);
        }
        add_rows(sums, &d, 0, d.n);
        atomic_store(&stop, true);
        for (size_t i = 0; i < count; i++) assert_int_equal(pthread_join(helpers[i].thread, NULL), 0);
        fw_packed out = finish(sums);
        assert_same(&out, &expected);
        fw_packed_free(&out);
    }
    fw_packed_free(&expected);
    data_free(&d);
}

/* ---- parts ---- */

enum { MESSAGES = 4096 };
typedef struct mail {
    char *bytes[MESSAGES];
    size_t len[MESSAGES], count;
} mail;

static fw_code post(void *context, const char *bytes, size_t len, fw_error *err) {
    (void)err;
    mail *m = context;
    assert_true(m->count < MESSAGES);
    m->bytes[m->count] = malloc(len);
    assert_non_null(m->bytes[m->count]);
    memcpy(m->bytes[m->count], bytes, len);
    m->len[m->count++] = len;
    return FW_OK;
}

static void empty(mail *m) {
    while (m->count > 0) free(m->bytes[--m->count]);
}

/* The messages of who has the rows [from, to). */
static void send_part(const data *d, size_t from, size_t to, mail *m) {
    fw_error err = {0};
    const fw_bag_sink sink = {m, post};
    fw_bag_sums *sums = new_sums(&SHAPE);
    assert_int_equal(fw_bag_sums_begin_part(sums, from, &sink, &err), FW_OK);
    add_rows(sums, d, from, to);
    assert_int_equal(fw_bag_sums_end_part(sums, &err), FW_OK);
    fw_bag_sums_free(sums);
}

static void any_split_into_parts_gives_the_same_bits(void **unused) {
    (void)unused;
    static const size_t COUNTS[] = {5, 200, 1111, 6000};
    static mail m;
    uint64_t state = 8;
    for (size_t k = 0; k < 4 * 40; k++) {
        data d = rows_of(COUNTS[k / 40]);
        fw_bag_sums *alone = new_sums(&SHAPE), *leader = new_sums(&SHAPE);
        fw_error err = {0};
        add_rows(alone, &d, 0, d.n);
        size_t from = k % 2 ? 0 : (size_t)(draw(&state) * (double)d.n);
        add_rows(leader, &d, 0, from);
        /* Short and long parts, also empty ones, and such as begin where a node does. */
        while (from < d.n) {
            size_t to = from + (size_t)(draw(&state) * (double)d.n / (1 + 9 * draw(&state)));
            if (draw(&state) < .3) to -= to % (LEAF * FW_BAG_FAN);
            to = to < from ? from : to > d.n ? d.n : to;
            send_part(&d, from, to, &m);
            assert_int_equal(fw_bag_sums_rows(leader), from);
            for (size_t i = 0; i < m.count; i++)
                assert_int_equal(fw_bag_sums_take(leader, m.bytes[i], m.len[i], &err), FW_OK);
            empty(&m);
            from = to;
        }
        assert_int_equal(fw_bag_sums_rows(leader), d.n);
        fw_packed expected = finish(alone), out = finish(leader);
        assert_same(&out, &expected);
        fw_packed_free(&out);
        fw_packed_free(&expected);
        data_free(&d);
    }
}

static void wrong_parts_are_bugs(void **unused) {
    (void)unused;
    static mail m;
    fw_error err = {0};
    data d = rows_of(600);
    fw_bag_sums *sums = new_sums(&SHAPE);
    const fw_bag_sink sink = {&m, post};
    assert_int_equal(fw_bag_sums_end_part(sums, &err), FW_BUG);
    add_rows(sums, &d, 0, 1);
    assert_int_equal(fw_bag_sums_begin_part(sums, 1, &sink, &err), FW_BUG);
    fw_bag_sums_free(sums);
    send_part(&d, 8, 600, &m); /* from where a leaf begins: sums alone */
    assert_true(m.count > 3);
    for (size_t len = 0; len < m.len[0]; len += 1 + m.len[0] / 50) {
        sums = new_sums(&SHAPE);
        add_rows(sums, &d, 0, 8);
        assert_int_equal(fw_bag_sums_take(sums, m.bytes[0], len, &err), FW_BUG);
        fw_bag_sums_free(sums);
    }
    sums = new_sums(&SHAPE);
    add_rows(sums, &d, 0, 7); /* a row is lacking */
    assert_int_equal(fw_bag_sums_take(sums, m.bytes[0], m.len[0], &err), FW_BUG);
    fw_bag_sums_free(sums);
    sums = new_sums(&SHAPE);
    add_rows(sums, &d, 0, 8);
    assert_int_equal(fw_bag_sums_take(sums, m.bytes[m.count - 2], m.len[m.count - 2], &err), FW_BUG);
    fw_bag_sums_free(sums);
    empty(&m);
    data_free(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bag_that_is_none_is_a_bug),
        cmocka_unit_test(triangles_are_sums_in_order),
        cmocka_unit_test(sums_are_those_of_plain_summation),
        cmocka_unit_test(help_does_not_change_a_bit),
        cmocka_unit_test(wrong_parts_are_bugs),
        cmocka_unit_test(any_split_into_parts_gives_the_same_bits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
