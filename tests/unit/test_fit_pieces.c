/* test_fit_pieces.c: a fit gives the same bytes whoever sums up its rows, and the pieces of its second pass.
 */
#include "test_fit_support.h"

#include "base/buffer.h"

#include <pthread.h>

enum { P = 5, ROWS = 3 * FW_FIT_PIECE_ROWS + 1234, PIECES = 4 };

static const fw_var VARS[P] = {{.name = "a"}, {.name = "b"}, {.name = "words"}, {.name = "d"}, {.name = "e"}};

/* `answers` of each participant; every seventh row is not rated. */
static data cohort(size_t answers) {
    data d = data_new(ROWS, P);
    uint64_t state = answers;
    for (size_t i = 0; i < d.n; i++) {
        const size_t who = i / answers;
        d.cluster[i] = fw_hash64(&who, sizeof who, 9);
        for (size_t j = 0; j < P; j++) d.x[i * P + j] = (float)(draw_normal(&state) + 3);
        d.y[i] = i % 7 ? 2 + (double)d.x[i * P] / 2 + draw_normal(&state) : (double)NAN;
    }
    return d;
}

static fw_fit_rows part(const data *d, size_t from, size_t count) {
    const size_t rows = count < d->n - from ? count : d->n - from;
    return (fw_fit_rows){rows, d->x + from * P, d->y + from, d->cluster + from};
}

static fw_fit *solved(const data *d, fw_model **model) {
    const fw_fit_options options = options_for("ridge", VARS, P);
    fw_fit *fit = NULL;
    fw_error err = {0};
    assert_int_equal(fw_fit_new(&options, &fit, &err), FW_OK);
    feed(fit, d, 5000, false, NULL);
    assert_int_equal(fw_fit_solve(fit, model, &err), FW_OK);
    return fit;
}

static char *finished(fw_fit *fit, fw_model *model) {
    fw_error err = {0};
    assert_int_equal(fw_fit_finish(fit, model, &err), FW_OK);
    json_t *json = fw_model_to_json(model);
    char *text = json ? json_dumps(json, JSON_INDENT(1) | JSON_REAL_PRECISION(17)) : NULL;
    assert_non_null(text);
    json_decref(json);
    fw_model_free(model);
    fw_fit_free(fit);
    return text;
}

static void wrong_pieces_are_bugs(void **unused) {
    (void)unused;
    data d = cohort(1);
    const fw_fit_options options = options_for("ridge", VARS, P);
    fw_fit *early = NULL;
    fw_fit_piece *piece = NULL;
    fw_error err = {0};
    assert_int_equal(fw_fit_new(&options, &early, &err), FW_OK);
    assert_int_equal(fw_fit_piece_new(early, &piece, &err), FW_BUG);
    assert_null(piece);
    fw_fit_free(early);
    fw_model *model = NULL;
    fw_fit *fit = solved(&d, &model);
    fw_fit_prediction *predicted = calloc(d.n, sizeof *predicted);
    assert_non_null(predicted);
    assert_int_equal(fw_fit_piece_new(fit, &piece, &err), FW_OK);
    const fw_fit_rows most = part(&d, 0, FW_FIT_PIECE_ROWS), one = part(&d, 0, 1);
    assert_int_equal(fw_fit_piece_add(fit, &most, predicted, piece, &err), FW_OK);
    assert_int_equal(fw_fit_piece_add(fit, &one, predicted, piece, &err), FW_BUG);
    assert_int_equal(fw_fit_take(fit, piece, &err), FW_OK);
    assert_int_equal(fw_fit_piece_add(fit, &one, predicted, piece, &err), FW_OK);
    assert_int_equal(fw_fit_take(fit, piece, &err), FW_OK);
    assert_int_equal(fw_fit_take(fit, piece, &err), FW_BUG); /* the one before was not full */
    fw_fit_piece_free(piece);
    fw_fit_piece_free(NULL);
    free(predicted);
    fw_model_free(model);
    fw_fit_free(fit);
    data_free(&d);
}

/* Pieces are filled by whoever is there, the last one first, and each in two parts. */
static char *by_others(const data *d) {
    fw_model *model = NULL;
    fw_fit *fit = solved(d, &model);
    fw_fit_piece *pieces[PIECES];
    fw_error err = {0};
    fw_fit_prediction *predicted = calloc(FW_FIT_PIECE_ROWS, sizeof *predicted);
    assert_non_null(predicted);
    for (size_t p = PIECES; p-- > 0;) {
        assert_int_equal(fw_fit_piece_new(fit, &pieces[p], &err), FW_OK);
        const size_t first = p * FW_FIT_PIECE_ROWS;
        for (size_t half = 0; half < 2; half++) {
            const size_t at = half ? 333 : 0, count = half ? FW_FIT_PIECE_ROWS - 333 : 333;
            const fw_fit_rows rows = part(d, first + at, count);
            assert_int_equal(fw_fit_predict(fit, &rows, NULL, predicted, &err), FW_OK);
            assert_int_equal(fw_fit_piece_add(fit, &rows, predicted, pieces[p], &err), FW_OK);
        }
    }
    for (size_t p = 0; p < PIECES; p++) {
        assert_int_equal(fw_fit_take(fit, pieces[p], &err), FW_OK);
        fw_fit_piece_free(pieces[p]);
    }
    free(predicted);
    return finished(fit, model);
}

static fw_code take_bytes(void *context, const char *bytes, size_t len, fw_error *err) {
    (void)err;
    fw_buffer *out = context;
    fw_buffer_clear(out);
    fw_buffer_append(out, bytes, len);
    return FW_OK;
}

/* The same by a fit that was told what another has found, and whose pieces travel as bytes. */
static char *by_bytes(const data *d) {
    fw_model *model = NULL;
    fw_fit *fit = solved(d, &model), *other = NULL;
    const fw_fit_options options = options_for("ridge", VARS, P);
    fw_fit_piece *piece = NULL, *taken = NULL;
    fw_buffer bytes = {0};
    const fw_fit_sink to = {&bytes, take_bytes};
    fw_error err = {0};
    fw_fit_prediction *predicted = calloc(FW_FIT_PIECE_ROWS, sizeof *predicted);
    assert_non_null(predicted);
    assert_int_equal(fw_fit_new(&options, &other, &err), FW_OK);
    assert_int_equal(fw_fit_share(other, &to, &err), FW_BUG);
    assert_int_equal(fw_fit_share(fit, &to, &err), FW_OK);
    assert_int_equal(fw_fit_adopt(fit, bytes.data, bytes.len, &err), FW_BUG);
    assert_int_equal(fw_fit_adopt(other, bytes.data, bytes.len, &err), FW_OK);
    assert_int_equal(fw_fit_piece_new(other, &piece, &err), FW_OK);
    assert_int_equal(fw_fit_piece_new(fit, &taken, &err), FW_OK);
    for (size_t p = 0; p < PIECES; p++) {
        const fw_fit_rows rows = part(d, p * FW_FIT_PIECE_ROWS, FW_FIT_PIECE_ROWS);
        assert_int_equal(fw_fit_predict(other, &rows, NULL, predicted, &err), FW_OK);
        assert_int_equal(fw_fit_piece_add(other, &rows, predicted, piece, &err), FW_OK);
        assert_int_equal(fw_fit_piece_share(other, piece, &to, &err), FW_OK);
        assert_int_equal(fw_fit_piece_adopt(fit, taken, bytes.data, bytes.len, &err), FW_OK);
        assert_int_equal(fw_fit_piece_adopt(fit, taken, bytes.data, bytes.len, &err), FW_BUG);
        assert_int_equal(fw_fit_take(fit, taken, &err), FW_OK);
    }
    fw_fit_piece_free(piece);
    fw_fit_piece_free(taken);
    fw_fit_free(other);
    fw_buffer_free(&bytes);
    free(predicted);
    return finished(fit, model);
}

/* Bytes that end too early, or go on, are no fit and no piece. */
static void damaged_bytes_are_bugs(void **unused) {
    (void)unused;
    data d = cohort(3);
    fw_model *model = NULL;
    fw_fit *fit = solved(&d, &model);
    const fw_fit_options options = options_for("ridge", VARS, P);
    fw_buffer bytes = {0};
    const fw_fit_sink to = {&bytes, take_bytes};
    fw_error err = {0};
    assert_int_equal(fw_fit_share(fit, &to, &err), FW_OK);
    fw_buffer_char(&bytes, 'x');
    for (size_t len = 0; len <= bytes.len; len += len < 200 || len > bytes.len - 100 ? 1 : 97) {
        fw_fit *other = NULL;
        if (len == bytes.len - 1) continue;
        assert_int_equal(fw_fit_new(&options, &other, &err), FW_OK);
        assert_int_equal(fw_fit_adopt(other, bytes.data, len, &err), FW_BUG);
        fw_fit_free(other);
    }
    fw_fit_piece *piece = NULL;
    const fw_fit_rows rows = part(&d, 0, 50);
    fw_fit_prediction predicted[50];
    assert_int_equal(fw_fit_piece_new(fit, &piece, &err), FW_OK);
    assert_int_equal(fw_fit_predict(fit, &rows, NULL, predicted, &err), FW_OK);
    assert_int_equal(fw_fit_piece_add(fit, &rows, predicted, piece, &err), FW_OK);
    assert_int_equal(fw_fit_piece_share(fit, piece, &to, &err), FW_OK);
    for (size_t len = 0; len < bytes.len; len++) {
        fw_fit_piece *other = NULL;
        assert_int_equal(fw_fit_piece_new(fit, &other, &err), FW_OK);
        assert_int_equal(fw_fit_piece_adopt(fit, other, bytes.data, len, &err), FW_BUG);
        fw_fit_piece_free(other);
    }
    fw_fit_piece_free(piece);
    fw_buffer_free(&bytes);
    fw_model_free(model);
    fw_fit_free(fit);
    data_free(&d);
}

static void any_split_gives_the_same_bytes(void **unused) {
    (void)unused;
    static const size_t ANSWERS[] = {1, 3, 200}; /* HC3; clusters by the thousand; few */
    for (size_t a = 0; a < sizeof ANSWERS / sizeof ANSWERS[0]; a++) {
        data d = cohort(ANSWERS[a]);
        fw_model *model = NULL;
        fw_fit *fit = solved(&d, &model);
        feed(fit, &d, d.n, true, NULL);
        char *expected = finished(fit, model);
        assert_non_null(strstr(expected, ANSWERS[a] == 1 ? "HC3" : "clustered"));
        fit = solved(&d, &model);
        uint64_t state = a;
        fw_error err = {0};
        for (size_t at = 0; at < d.n;) {
            const fw_fit_rows rows = part(&d, at, (size_t)(draw(&state) * 3000));
            assert_int_equal(fw_fit_evaluate(fit, &rows, NULL, &err), FW_OK);
            at += rows.rows;
        }
        char *random = finished(fit, model), *others = by_others(&d), *bytes = by_bytes(&d);
        assert_string_equal(random, expected);
        assert_string_equal(others, expected);
        assert_string_equal(bytes, expected);
        free(expected);
        free(random);
        free(others);
        free(bytes);
        data_free(&d);
    }
}

/* ---- rows of the first pass that others have ---- */

static fw_code join(void *context, const char *bytes, size_t len, fw_error *err) {
    return fw_fit_join(context, bytes, len, err);
}

static fw_fit *new_fit(void) {
    const fw_fit_options options = options_for("ridge", VARS, P);
    fw_fit *fit = NULL;
    fw_error err = {0};
    assert_int_equal(fw_fit_new(&options, &fit, &err), FW_OK);
    return fit;
}

/* Rows [from, to) by another fit; they join this one, which starts from their first row if it has had none.
 */
static void sum_by_another(fw_fit *fit, const data *d, size_t from, size_t to) {
    fw_fit *other = new_fit();
    const fw_fit_sink sink = {fit, join};
    const fw_fit_rows rows = part(d, from, to - from);
    fw_error err = {0};
    size_t count;
    const double *shift = fw_fit_shift(fit, &count);
    const bool known = count > 0;
    if (known) assert_int_equal(fw_fit_start_from(other, shift, count, &err), FW_OK);
    assert_int_equal(fw_fit_begin_part(other, fw_fit_summed(fit), &sink, &err), FW_OK);
    assert_int_equal(fw_fit_add(other, &rows, &err), FW_OK);
    assert_int_equal(fw_fit_end_part(other, &err), FW_OK);
    shift = fw_fit_shift(other, &count);
    if (!known && count) assert_int_equal(fw_fit_start_from(fit, shift, count, &err), FW_OK);
    fw_model *model = NULL;
    assert_int_equal(fw_fit_solve(other, &model, &err), FW_BUG); /* it has a part of the rows */
    fw_fit_free(other);
}

static void rows_of_others_give_the_same_bytes(void **unused) {
    (void)unused;
    data d = cohort(3);
    fw_model *model = NULL;
    fw_fit *fit = solved(&d, &model);
    feed(fit, &d, d.n, true, NULL);
    char *expected = finished(fit, model);
    static const size_t CUTS[][4] = {{0, 1, 5000, 5000}, {3000, 3001, 9000, 12000}, {0, 0, 0, ROWS}};
    for (size_t k = 0; k < sizeof CUTS / sizeof CUTS[0]; k++) {
        fw_error err = {0};
        fit = new_fit();
        const fw_fit_rows own = part(&d, 0, CUTS[k][0]);
        assert_int_equal(fw_fit_add(fit, &own, &err), FW_OK);
        for (size_t i = CUTS[k][0]; i < d.n; i++)
            assert_int_equal(fw_fit_meet(fit, d.y[i], d.cluster[i], &err), FW_OK);
        for (size_t c = 0; c < 4; c++) sum_by_another(fit, &d, CUTS[k][c], c < 3 ? CUTS[k][c + 1] : d.n);
        assert_int_equal(fw_fit_solve(fit, &model, &err), FW_OK);
        feed(fit, &d, d.n, true, NULL);
        char *text = finished(fit, model);
        assert_string_equal(text, expected);
        free(text);
    }
    free(expected);
    data_free(&d);
}

static void rows_that_nobody_sums_up_are_a_bug(void **unused) {
    (void)unused;
    data d = cohort(2);
    fw_fit *fit = new_fit();
    fw_model *model = NULL;
    fw_error err = {0};
    const fw_fit_rows rows = part(&d, 0, 100);
    const double shift[P + 4] = {0};
    assert_int_equal(fw_fit_start_from(fit, shift, 3, &err), FW_BUG);
    assert_int_equal(fw_fit_add(fit, &rows, &err), FW_OK);
    assert_int_equal(fw_fit_start_from(fit, shift, P + 4, &err), FW_BUG);
    assert_int_equal(fw_fit_end_part(fit, &err), FW_BUG);
    assert_int_equal(fw_fit_meet(fit, 3, 5, &err), FW_OK);
    assert_int_equal(fw_fit_solve(fit, &model, &err), FW_BUG);
    assert_null(model);
    fw_fit_free(fit);
    data_free(&d);
}

static void *help_on(void *fit) {
    while (fw_fit_help(fit)) continue;
    return NULL;
}

/* The weights' resamples are drawn beside the second pass, by whoever comes by, or at the end. */
static void helped_or_not_the_model_is_the_same(void **unused) {
    (void)unused;
    enum { HELPERS = 2 };
    data d = cohort(1);
    char *told[HELPERS + 1];
    for (size_t helpers = 0; helpers <= HELPERS; helpers++) {
        fw_model *model = NULL;
        fw_fit *fit = solved(&d, &model);
        pthread_t thread[HELPERS];
        if (helpers) assert_true(fw_fit_help(fit));
        for (size_t h = 0; h < helpers; h++)
            assert_int_equal(pthread_create(&thread[h], NULL, help_on, fit), 0);
        feed(fit, &d, 1000, true, NULL);
        fw_error err = {0};
        assert_int_equal(fw_fit_measure(fit, model, &err), FW_OK);
        for (size_t h = 0; h < helpers; h++) assert_int_equal(pthread_join(thread[h], NULL), 0);
        told[helpers] = finished(fit, model);
        assert_non_null(strstr(told[helpers], "\"boot_se\": 0."));
    }
    for (size_t h = 1; h <= HELPERS; h++) assert_string_equal(told[0], told[h]);
    for (size_t h = 0; h <= HELPERS; h++) free(told[h]);
    data_free(&d);
}

/* What is left to be told goes with the fit, begun or not. */
static void a_fit_that_is_given_up_leaves_nothing(void **unused) {
    (void)unused;
    data d = cohort(1);
    for (size_t pieces = 0; pieces < 7; pieces++) {
        fw_model *model = NULL;
        fw_fit *fit = solved(&d, &model);
        for (size_t i = 0; i < pieces; i++) assert_true(fw_fit_help(fit));
        fw_fit_free(fit);
        fw_model_free(model);
    }
    data_free(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_pieces_are_bugs),
        cmocka_unit_test(damaged_bytes_are_bugs),
        cmocka_unit_test(any_split_gives_the_same_bytes),
        cmocka_unit_test(rows_that_nobody_sums_up_are_a_bug),
        cmocka_unit_test(rows_of_others_give_the_same_bytes),
        cmocka_unit_test(helped_or_not_the_model_is_the_same),
        cmocka_unit_test(a_fit_that_is_given_up_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
