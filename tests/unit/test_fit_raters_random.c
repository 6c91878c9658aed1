/*
 * test_fit_raters_random.c: panels drawn at random, with gaps: alpha against its definition, severities
 * against what least squares must leave, intervals and flags against the truth that was drawn.
 */
#include "test_fit_raters_support.h"

static const char *const RATERS[6] = {"A", "B", "C", "D", "E", "F"};

/* Every answer gets one to all of the raters, in whole or half points from 1 to 5. */
static void draw_panel(uint64_t *state, ratings *r, double step) {
    const size_t answers = 8 + (size_t)(draw(state) * 22), raters = 2 + (size_t)(draw(state) * 4.99);
    *r = (ratings){0};
    for (size_t a = 0; a < answers; a++) {
        const double true_score = 3 + draw_normal(state);
        size_t given = 0;
        for (size_t j = 0; j < raters; j++) {
            if (draw(state) < .3 && (given || j + 1 < raters)) continue;
            const double value = true_score + .3 * (double)j + .7 * draw_normal(state);
            rate(r, (uint32_t)a, RATERS[j], fmax(1, fmin(5, rint(value / step) * step)));
            given++;
        }
    }
}

enum { LEVELS = 9 };

static size_t level_of(double value) { return (size_t)(2 * value - 2); }

/* Squared difference of two levels; n: frequencies among the pairable ratings. */
static double metric(fw_alpha_kind kind, const double *n, size_t a, size_t b) {
    const double x = 1 + (double)a / 2, y = 1 + (double)b / 2;
    double between = -(n[a] + n[b]) / 2;
    for (size_t g = a < b ? a : b; g <= (a < b ? b : a); g++) between += n[g];
    switch (kind) {
    case FW_ALPHA_NOMINAL:
        return a != b;
    case FW_ALPHA_ORDINAL:
        return a == b ? 0 : between * between;
    case FW_ALPHA_INTERVAL:
        return (x - y) * (x - y);
    default:
        return (x - y) / (x + y) * ((x - y) / (x + y));
    }
}

/* The matrix of coincidences, as Krippendorff (2011) has it. */
static void coincide(const ratings *r, double o[LEVELS][LEVELS], double n[LEVELS]) {
    for (size_t first = 0, end; first < r->count; first = end) {
        for (end = first; end < r->count && r->item[end].answer == r->item[first].answer; end++) continue;
        for (size_t i = first; i < end; i++)
            for (size_t j = first; j < end; j++)
                if (i != j)
                    o[level_of(r->item[i].value)][level_of(r->item[j].value)] +=
                        1 / (double)(end - first - 1);
    }
    for (size_t a = 0; a < LEVELS; a++)
        for (size_t b = 0; b < LEVELS; b++) n[a] += o[a][b];
}

static void check_alpha(const ratings *r, const fw_panel_result *result) {
    double o[LEVELS][LEVELS] = {{0}}, n[LEVELS] = {0}, all = 0;
    coincide(r, o, n);
    for (size_t a = 0; a < LEVELS; a++) all += n[a];
    for (int k = 0; k < FW_ALPHA_COUNT; k++) {
        double observed = 0, expected = 0;
        for (size_t a = 0; a < LEVELS; a++)
            for (size_t b = 0; b < LEVELS; b++) {
                observed += o[a][b] * metric((fw_alpha_kind)k, n, a, b);
                expected += n[a] * n[b] * metric((fw_alpha_kind)k, n, a, b);
            }
        assert_close(result->alpha.of[k].value, 1 - (all - 1) * observed / expected, 1e-11);
    }
}

/* Least squares of answer + rater: what is left sums to 0 by answer and by rater, severities sum to 0. */
static void check_severities(const ratings *r, const fw_panel_result *result) {
    double by_rater[NAMES] = {0}, severity[NAMES] = {0}, sum = 0, squares = 0;
    for (size_t j = 0; j < result->rater_count; j++) {
        for (size_t i = 0; i < r->names; i++)
            if (strcmp(r->name[i], result->rater[j].name) == 0) severity[i] = result->rater[j].severity.value;
        sum += result->rater[j].severity.value;
    }
    for (size_t first = 0, end; first < r->count; first = end) {
        double mean = 0;
        for (end = first; end < r->count && r->item[end].answer == r->item[first].answer; end++)
            mean += r->item[end].value - severity[r->item[end].rater];
        mean /= (double)(end - first);
        for (size_t i = first; i < end; i++) {
            const double left = r->item[i].value - severity[r->item[i].rater] - mean;
            by_rater[r->item[i].rater] += left;
            squares += left * left;
        }
    }
    assert_close(sum, 0, 1e-12);
    for (size_t i = 0; i < r->names; i++) assert_close(by_rater[i], 0, 1e-11);
    assert_close(squares, result->components.residual_ms * result->components.residual_df, 1e-10);
}

static void random_panels_are_as_defined(void **unused) {
    (void)unused;
    uint64_t state = 31;
    size_t analysed = 0;
    for (int k = 0; k < 60; k++) {
        ratings r;
        draw_panel(&state, &r, k % 2 ? 1 : .5);
        const fw_panel panel = panel_of(&r);
        fw_panel_result *result = NULL;
        fw_error err = {0};
        if (fw_panel_analyse(&panel, &result, &err) != FW_OK) continue; /* not connected */
        check_alpha(&r, result);
        if (result->components.residual_df > 0) check_severities(&r, result);
        fw_panel_free(result);
        analysed++;
    }
    assert_true(analysed > 50);
}

/* Answers with variance .7, errors of .3, raters alike; two of four raters each: 400 panels. */
static void intervals_hold_the_truth(void **unused) {
    (void)unused;
    enum { PANELS = 400, ANSWERS = 40 };
    uint64_t state = 77;
    double held = 0, within = 0, severities = 0, flagged = 0, variance = 0;
    for (int k = 0; k < PANELS; k++) {
        ratings r = {0};
        for (uint32_t a = 0; a < ANSWERS; a++) {
            const double score = sqrt(.7) * draw_normal(&state);
            const size_t one = (size_t)(draw(&state) * 4), other = (one + 1 + (size_t)(draw(&state) * 3)) % 4;
            rate(&r, a, RATERS[one], score + sqrt(.3) * draw_normal(&state));
            rate(&r, a, RATERS[other], score + sqrt(.3) * draw_normal(&state));
        }
        fw_panel panel = panel_of(&r);
        panel.resamples = 0;
        fw_panel_result *result = NULL;
        fw_error err = {0};
        assert_int_equal(fw_panel_analyse(&panel, &result, &err), FW_OK);
        const fw_interval *icc = &result->icc.of[FW_ICC_C1];
        held += icc->low <= .7 && .7 <= icc->high;
        variance += result->components.answer / PANELS;
        uint32_t flags = 0;
        for (size_t j = 0; j < result->rater_count; j++) {
            const fw_rater *rater = &result->rater[j];
            within += rater->severity.low <= 0 && 0 <= rater->severity.high;
            severities++;
            flags |= rater->flags;
        }
        flagged += (flags & (FW_RATER_SEVERE | FW_RATER_LENIENT)) != 0;
        fw_panel_free(result);
    }
    /* Of 400 with .95: .925 to .975 in 98 of 100 draws; flags by Holm: 5 % of panels at most. */
    assert_close(held / PANELS, .95, .025);
    assert_close(within / severities, .95, .02);
    assert_true(flagged / PANELS < .08);
    assert_close(variance, .7, .03);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_panels_are_as_defined),
        cmocka_unit_test(intervals_hold_the_truth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
