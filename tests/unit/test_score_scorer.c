/* test_score_scorer.c: scores of made-up rows: missing features, parts, traps, flags, and the way into
 * frames. */
#include "base/str.h"
#include "score/rubric.h"
#include <failwise/scores.h>

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A matrix with one column for every feature of the built-in rubric, and one row in it. */
typedef struct bench {
    fw_model *model;
    fw_var *vars;
    size_t count;
    float *x;
} bench;

static size_t column_of(const bench *b, const char *name) {
    for (size_t i = 0; i < b->count; i++)
        if (strcmp(b->vars[i].name, name) == 0) return i;
    fail_msg("no feature %s", name);
    return 0;
}

static void set(bench *b, const char *name, double value) { b->x[column_of(b, name)] = (float)value; }

static bench bench_new(void) {
    bench b = {0};
    fw_error err = {0};
    assert_int_equal(fw_model_rubric(NULL, &b.model, &err), FW_OK);
    b.count = b.model->rubric->prior_count;
    b.vars = calloc(b.count, sizeof *b.vars);
    b.x = calloc(b.count, sizeof *b.x);
    assert_true(b.vars && b.x);
    for (size_t i = 0; i < b.count; i++) b.vars[i].name = b.model->rubric->priors[i].feature;
    set(&b, "words", 250);
    set(&b, "seconds", 100);
    return b;
}

static void bench_free(bench *b) {
    fw_model_free(b->model);
    free(b->vars);
    free(b->x);
}

static fw_score score(const bench *b) {
    fw_scorer *scorer = NULL;
    fw_error err = {0};
    fw_score out;
    assert_int_equal(fw_scorer_new(b->model, b->vars, b->count, &scorer, &err), FW_OK);
    fw_scorer_row(scorer, b->x, &out);
    fw_scorer_free(scorer);
    return out;
}

/* Everything that the rubric asks for, and no trap. */
static void set_strong(bench *b) {
    static const char *const ONES[] = {
        "arc_fail",           "arc_diag",       "arc_act",       "arc_learn",  "arc_impr",
        "own_admit",          "fault_subject",  "stakes",        "out_fail",   "own_decision",
        "own_counterfactual", "own_nominal",    "assumption",    "self_cause", "i_share_fault",
        "contrast_frame",     "i_share",        "star_a_share",  "episodic",   "chg_done",
        "learn_explicit",     "learn_specific", "impr_evidence", "out_impr",   "chg_used",
        "chg_artifact",       "chg_habit",      "chg_scope",     "closing"};
    for (size_t i = 0; i < sizeof ONES / sizeof ONES[0]; i++) set(b, ONES[i], 1);
    set(b, "specificity", 9);
}

static void a_missing_feature_is_named(void **unused) {
    (void)unused;
    bench b = bench_new();
    fw_scorer *scorer = NULL;
    fw_error err = {0};
    b.vars[column_of(&b, "trap_team")].name = "something";
    assert_int_equal(fw_scorer_new(b.model, b.vars, b.count, &scorer, &err), FW_DATA);
    assert_non_null(strstr(err.message, "\"trap_team\""));
    assert_int_equal(fw_scorer_new(b.model, b.vars, 0, &scorer, &err), FW_DATA);
    strcpy(b.model->type, "ols"); /* a fitted model does not get round half a rubric either */
    assert_int_equal(fw_scorer_new(b.model, b.vars, b.count, &scorer, &err), FW_DATA);
    assert_null(scorer);
    fw_scorer_free(NULL);
    bench_free(&b);
}

static void nothing_said_scores_the_minimum(void **unused) {
    (void)unused;
    bench b = bench_new();
    set(&b, "own_admit", 3); /* points without the part itself count for nothing */
    set(&b, "trap_nonumber", 1);
    set(&b, "trap_nochange", 1);
    set(&b, "words", 5);
    const fw_score s = score(&b);
    assert_true(s.overall == 1 && s.rubric_overall == 1 && s.humility == 0 && s.agency == 0);
    for (size_t i = 0; i < FW_ARC_PARTS; i++) assert_true(s.part[i] == 0);
    assert_int_equal(s.weakest, 31);
    assert_int_equal(s.traps, FW_TRAP_NO_NUMBER | FW_TRAP_NO_CHANGE);
    assert_int_equal(s.flags, FW_FLAG_SHORT);
    bench_free(&b);
}

static void a_strong_answer_scores_the_maximum(void **unused) {
    (void)unused;
    bench b = bench_new();
    set_strong(&b);
    const fw_score s = score(&b);
    for (size_t i = 0; i < FW_ARC_PARTS; i++) assert_true(s.part[i] == 4);
    assert_true(s.overall == 5 && s.humility == 4 && s.agency == 4 && s.traps == 0);
    assert_int_equal(s.flags, FW_FLAG_SECONDS_ESTIMATED); /* 250 words at 150 a minute are 100 s */
    bench_free(&b);
}

/* Anchors of the parts: 2 present but vague (the part alone), 3 specific, 4 with evidence. */
static void parts_follow_their_anchors(void **unused) {
    (void)unused;
    bench b = bench_new();
    set(&b, "arc_fail", .6);
    assert_true(score(&b).part[0] == 2);
    set(&b, "arc_fail", .15);
    assert_true(fabs(score(&b).part[0] - .5) < 1e-6);
    set(&b, "arc_fail", 1);
    set(&b, "own_admit", 1);
    set(&b, "fault_subject", 1);
    assert_true(fabs(score(&b).part[0] - 3) < 1e-6);
    set(&b, "out_fail", 2);
    assert_true(fabs(score(&b).part[0] - 4) < 1e-6);
    bench_free(&b);
}

/* One missing part: the weakest is named, and the score falls by more than the mean alone would. */
static void a_missing_part_is_felt(void **unused) {
    (void)unused;
    bench b = bench_new();
    set_strong(&b);
    set(&b, "closing", 0);
    set(&b, "arc_fail", 0);
    const fw_score s = score(&b);
    assert_int_equal(s.weakest, 1);
    assert_true(s.humility == 2 && s.agency == 4);
    assert_true(fabs(s.overall - (1 + 4 * (.8 * 3 / 4 + 0))) < 1e-9);
    bench_free(&b);
}

static void deductions_add_up(void **unused) {
    (void)unused;
    static const struct {
        const char *feature;
        double value, off;
    } CASES[] = {{"trap_fake", 1, .75},    {"trap_team", 1, .5},      {"trap_nonumber", 1, .2},
                 {"trap_nochange", 1, .4}, {"trap_refusal", 1, 1},    {"level_gap", 1, .25},
                 {"level_gap", 9, .5},     {"level_gap", -2, 0},      {"seconds", 35, 0},
                 {"seconds", 180, 0},      {"seconds", 204, .4 * .5}, {"seconds", 1000, .5},
                 {"seconds", 0, .5 * .5}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        bench b = bench_new();
        set_strong(&b);
        set(&b, "closing", 0);
        set(&b, CASES[i].feature, CASES[i].value);
        assert_true(fabs(score(&b).overall - (5 - CASES[i].off)) < 1e-6);
        bench_free(&b);
    }
}

static void fitted(bench *b) {
    strcpy(b->model->type, "rubric-ridge");
    b->model->weights = calloc(2, sizeof *b->model->weights);
    assert_non_null(b->model->weights);
    b->model->weight_count = 2;
    b->model->weights[0] = (fw_weight){.name = "arc_fail", .mean = .5, .sd = .25, .weight = .6, .used = true};
    b->model->weights[1] = (fw_weight){.name = "elsewhere", .mean = 1, .reason = "constant"};
    b->model->intercept = 3;
}

static void weights_give_the_overall_of_a_fitted_model(void **unused) {
    (void)unused;
    bench b = bench_new();
    fitted(&b);
    set(&b, "arc_fail", .75);
    fw_score s = score(&b); /* an unused feature may be absent */
    assert_true(fabs(s.overall - 3.6) < 1e-9 && s.rubric_overall < 2);
    set(&b, "arc_fail", 1.9); /* z = 5.6: 6.36, off the scale */
    s = score(&b);
    assert_true(fabs(s.overall - 5.4998) < 1e-12 && (s.flags & FW_FLAG_OUT_OF_RANGE));
    assert_false(s.flags & FW_FLAG_EXTRAPOLATED);
    set(&b, "arc_fail", -1.25); /* z = -7 */
    s = score(&b);
    assert_true(fabs(s.overall - (1 - .4998)) < 1e-12 && (s.flags & FW_FLAG_EXTRAPOLATED));
    set(&b, "arc_fail", (double)NAN);
    s = score(&b);
    assert_true(isnan(s.overall) && isnan(s.part[0]) && s.weakest == 0);
    bench_free(&b);
}

static void anybodys_table_scores_without_parts(void **unused) {
    (void)unused;
    bench b = bench_new();
    fitted(&b);
    strcpy(b.model->weights[0].name, "x");
    const fw_var var = {.name = "x"};
    const float x = .75f;
    fw_scorer *scorer = NULL;
    fw_error err = {0};
    fw_score s;
    assert_int_equal(fw_scorer_new(b.model, &var, 1, &scorer, &err), FW_OK);
    fw_scorer_row(scorer, &x, &s);
    assert_true(fabs(s.overall - 3.6) < 1e-9);
    assert_true(isnan(s.rubric_overall) && isnan(s.agency) && isnan(s.seconds) && s.traps == 0);
    fw_scorer_free(scorer);
    bench_free(&b);
}

static void the_rubric_follows_the_models_scale(void **unused) {
    (void)unused;
    bench b = bench_new();
    set_strong(&b);
    b.model->scale_min = 0;
    b.model->scale_max = 100;
    assert_true(score(&b).rubric_overall == 100);
    set(&b, "trap_refusal", 1); /* one point of four, but for the closing bonus of .1 */
    assert_true(fabs(score(&b).rubric_overall - 77.5) < 1e-4);
    bench_free(&b);
}

enum { WITHOUT_PADDING = offsetof(fw_score, flags) + sizeof(uint32_t) };

static void frames_hold_scores_both_ways(void **unused) {
    (void)unused;
    size_t count;
    const fw_column *columns = fw_score_columns(&count);
    assert_int_equal(count, 14);
    for (size_t i = 0; i < count; i++) assert_true(columns[i].description[0] != '\0' && columns[i].unit);
    fw_frame *frame = fw_frame_new(columns, count, 0, 4);
    assert_non_null(frame);
    const fw_score in = {.overall = 3.25,
                         .rubric_overall = 3,
                         .humility = 2,
                         .agency = 1,
                         .part = {0, 1, 2, 3, 4},
                         .weakest = 18,
                         .traps = FW_TRAP_NO_NUMBER | FW_TRAP_REFUSAL,
                         .seconds = 90.5,
                         .flags = FW_FLAG_SHORT | FW_FLAG_EXTRAPOLATED};
    assert_true(fw_score_to_frame(&in, FW_STR("a1"), frame, 0));
    const fw_str weakest = frame->cells[fw_column_find(columns, count, "weakest")].text[0];
    assert_true(fw_str_equal(weakest, FW_STR("diag+impr")));
    assert_true(fw_str_equal(frame->cells[fw_column_find(columns, count, "traps")].text[0],
                             FW_STR("no_number+refusal")));
    assert_true(fw_str_equal(frame->cells[fw_column_find(columns, count, "flags")].text[0],
                             FW_STR("short+extrapolated")));
    fw_score out;
    fw_score_from_frame(frame, 0, &out);
    assert_memory_equal(&in, &out, WITHOUT_PADDING);
    const fw_score none = {0};
    assert_true(fw_score_to_frame(&none, FW_STR("a2"), frame, 1));
    fw_score_from_frame(frame, 1, &out);
    assert_memory_equal(&none, &out, WITHOUT_PADDING);
    fw_frame_free(frame);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_missing_feature_is_named),
        cmocka_unit_test(nothing_said_scores_the_minimum),
        cmocka_unit_test(a_strong_answer_scores_the_maximum),
        cmocka_unit_test(parts_follow_their_anchors),
        cmocka_unit_test(a_missing_part_is_felt),
        cmocka_unit_test(deductions_add_up),
        cmocka_unit_test(weights_give_the_overall_of_a_fitted_model),
        cmocka_unit_test(anybodys_table_scores_without_parts),
        cmocka_unit_test(the_rubric_follows_the_models_scale),
        cmocka_unit_test(frames_hold_scores_both_ways),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
