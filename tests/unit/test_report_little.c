/* test_report_little.c: reports of little: no row, one row, one cohort, nobody known, no column, a model of
 * no use. */
#include "report_pages.h"

static void expect(const setup *s, const char *const *sentences, size_t count) {
    char folder[64];
    write_report(s, temporary_folder(folder));
    assert_clean(folder);
    char *markdown = read_whole(folder, "report.md");
    for (size_t i = 0; i < count; i++) {
        if (!strstr(markdown, sentences[i])) fail_msg("\"%s\" is not in:\n%.6000s", sentences[i], markdown);
    }
    free(markdown);
    remove_folder(folder);
}
#define EXPECT(s, ...)                                                                                       \
    expect(s, (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static const char *const ONE[] = {"only one"};
static const size_t NONE[] = {0};

static void no_rows_say_so(void **unused) {
    (void)unused;
    const setup s = {.data = {0, 1, ONE, NONE, 1, false, false, 1}, .report = {.k = 5}};
    EXPECT(&s, "No answers were analysed.", "There is no usable answer, so there is nothing to show.");
}

static void one_row_is_protected(void **unused) {
    (void)unused;
    const setup s = {.data = {1, 1, ONE, NONE, 1, false, false, 1}, .report = {.k = 5}};
    EXPECT(&s, "1 answer from 1 participant in 1 cohort was analysed.",
           "There is only 1 participant; figures are shown from 5 on",
           "This holds for: how the cohorts did; how the scores spread;");
    const setup shown = {.data = {1, 1, ONE, NONE, 1, false, false, 1}, .report = {.k = 1}};
    EXPECT(&shown, "The mean overall score is", "No participant has two attempts");
}

static void unknown_people_count_as_answers(void **unused) {
    (void)unused;
    const setup s = {.data = {20, 2, NULL, NULL, 0, true, true, 3}, .report = {.k = 5}};
    EXPECT(&s, "40 answers", "Figures of a group need 5 answers", "No participant has two attempts",
           "There are no ratings, so agreement with raters cannot be measured");
}

static void one_cohort_is_not_compared(void **unused) {
    (void)unused;
    const setup s = {.data = {30, 2, ONE, NONE, 1, false, false, 3}, .report = {.k = 5}};
    EXPECT(&s, "60 answers from 30 participants in 1 cohort", "on a scale from",
           "The scores were not fitted to ratings; they correlate");
}

static void a_model_that_does_not_beat_length_is_told(void **unused) {
    (void)unused;
    fw_weight weights[FX_VARS];
    fw_model model = fx_model(weights);
    model.quality.length_only.r = .6;
    setup s = six_cohorts(&model);
    EXPECT(&s, "The model does not beat the length of an answer");
    model.quality.participants = 19;
    EXPECT(&s, "The weights rest on 19 participants only: too few to say what raters reward");
    model.quality.participants = 4;
    EXPECT(&s, "The weights were fitted to the ratings of fewer than 5 people");
    model.quality.participants = 150;
    model.quality.cv_interval.low.r = -.1;
    EXPECT(&s, "the model does not agree with raters beyond chance");
    model.quality.cv_interval.low.r = model.quality.cv.r - .1;
    model.quality.length_only.r = .5;
    EXPECT(&s, "it may or may not be better than counting words");
    (void)snprintf(model.type, sizeof model.type, "rubric");
    model.quality = (fw_fit_quality){0};
    EXPECT(&s, "No ratings were used: scores follow the rubric, and these are its own weights");
}

static void what_figures_rest_on_is_said_once(void **unused) {
    (void)unused;
    const setup s = six_cohorts(NULL);
    char folder[64];
    write_report(&s, temporary_folder(folder));
    char *markdown = read_whole(folder, "report.md"), *page = read_whole(folder, "report.html");
    const char *first = strstr(markdown, "Scores here are");
    assert_non_null(first);
    assert_null(strstr(first + 1, "Scores here are"));
    assert_non_null(strstr(first, "Scores and answers are those of \"Where the scores are off\"."));
    assert_non_null(strstr(page, "<code>failwise features</code> defines every feature."));
    free(markdown);
    free(page);
    remove_folder(folder);
}

static void a_table_without_any_column_still_works(void **unused) {
    (void)unused;
    static const fw_column columns[] = {{"answer_id", FW_COLUMN_STRING, "", ""}};
    fw_report *report = NULL;
    fw_error err = {0};
    fw_frame *frame = fw_frame_new(columns, 1, 0, 8);
    fw_score scores[8] = {0};
    char folder[64];
    const fw_report_options options = {0};
    assert_non_null(frame);
    frame->rows = 8;
    for (size_t i = 0; i < 8; i++) {
        fx_text(frame, 0, i, "id");
        scores[i] = (fw_score){.overall = 3, .rubric_overall = 3, .seconds = (double)NAN};
    }
    assert_int_equal(fw_report_new(&options, columns, 1, NULL, 0, &report, &err), FW_OK);
    assert_int_equal(fw_report_add(report, frame, scores, &err), FW_OK);
    assert_int_equal(fw_report_write(report, temporary_folder(folder), NULL, NULL, NULL, &err), FW_OK);
    assert_clean(folder);
    assert_int_equal(fw_report_add(report, frame, scores, &err), FW_BUG); /* it is closed */
    fw_report_free(report);
    fw_frame_free(frame);
    remove_folder(folder);
    fw_report_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_rows_say_so),
        cmocka_unit_test(one_row_is_protected),
        cmocka_unit_test(unknown_people_count_as_answers),
        cmocka_unit_test(one_cohort_is_not_compared),
        cmocka_unit_test(a_model_that_does_not_beat_length_is_told),
        cmocka_unit_test(what_figures_rest_on_is_said_once),
        cmocka_unit_test(a_table_without_any_column_still_works),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
