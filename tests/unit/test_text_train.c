/* test_text_train.c: labelled answers are read strictly, agreement is counted right, and training learns. */
#include <failwise/arc.h>

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char path[] = "/tmp/failwise-labels-XXXXXX";

static void put(const char *text) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static int make_path(void **unused) {
    (void)unused;
    const int fd = mkstemp(path);
    return fd < 0 ? -1 : close(fd);
}

static int remove_path(void **unused) {
    (void)unused;
    return unlink(path);
}

static void damaged_labels_are_refused_with_their_line(void **unused) {
    (void)unused;
#define GOOD                                                                                                 \
    "{\"answer_id\":\"a\",\"text\":\"We "                                                                    \
    "lost.\",\"clauses\":[{\"start\":0,\"end\":8,\"parts\":[\"fail\"]}]}\n"
    static const char *const CASES[] = {
        GOOD "not json\n",
        GOOD "{\"answer_id\":\"b\",\"clauses\":[]}\n",
        GOOD "{\"answer_id\":\"b\",\"text\":\"x\",\"clauses\":{}}\n",
        GOOD "{\"answer_id\":\"b\",\"text\":\"We "
             "lost.\",\"clauses\":[{\"start\":0,\"end\":9,\"parts\":[\"fail\"]}]}\n",
        GOOD "{\"answer_id\":\"b\",\"text\":\"We "
             "lost.\",\"clauses\":[{\"start\":-1,\"end\":8,\"parts\":[\"fail\"]}]}\n",
        GOOD "{\"answer_id\":\"b\",\"text\":\"We "
             "lost.\",\"clauses\":[{\"start\":0,\"end\":8,\"parts\":[\"failure\"]}]}\n",
        GOOD
        "{\"answer_id\":\"b\",\"text\":\"We lost.\",\"clauses\":[{\"start\":0,\"end\":8,\"parts\":[]}]}\n",
        GOOD
        "{\"answer_id\":\"b\",\"text\":\"We lost.\",\"clauses\":[{\"start\":0,\"end\":8,\"parts\":[\"fail\"],"
        "\"star\":[\"x\"]}]}\n",
        GOOD "{\"answer_id\":\"b\",\"text\":\"We lost. It "
             "hurt.\",\"clauses\":[{\"start\":0,\"end\":8,\"parts\":[\"fail\"]},"
             "{\"start\":7,\"end\":17,\"parts\":[\"fail\"]}]}\n",
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        fw_labels labels;
        fw_error err = {0};
        put(CASES[i]);
        assert_int_equal(fw_labels_read(path, &labels, &err), FW_DATA);
        assert_int_equal(err.row, 2);
        assert_string_equal(err.file, path);
        assert_null(labels.memory);
    }
    fw_labels labels;
    assert_int_equal(fw_labels_read("/nowhere/labels.jsonl", &labels, NULL), FW_NOINPUT);
}

static void labels_are_sets_with_a_best_reading(void **unused) {
    (void)unused;
    put("\n{\"answer_id\":\"a\",\"style\":\"note\",\"text\":\"We lost.\",\"clauses\":[{\"start\":0,\"end\":8,"
        "\"parts\":[\"diag\",\"fail\"],\"star\":[\"r\"]}]}\n");
    fw_labels labels;
    assert_int_equal(fw_labels_read(path, &labels, NULL), FW_OK);
    assert_int_equal(labels.answer_count, 1);
    assert_int_equal(labels.clause_count, 1);
    const fw_labelled_clause *clause = labels.answers[0].clauses;
    assert_int_equal(clause->parts, 1 << FW_PART_FAIL | 1 << FW_PART_DIAG);
    assert_int_equal(clause->part, FW_PART_DIAG);
    assert_int_equal(clause->stars, 1 << FW_STAR_R);
    fw_labels_free(&labels);
}

/* By hand: of 10 clauses found as fail 8 are right and 4 with that best reading got another label: precision
 * .8, recall 8/12, F1 16/22. */
static void agreement_is_counted_as_defined(void **unused) {
    (void)unused;
    fw_arc_quality q = {.clauses = 20, .part_right = 13, .star_clauses = 4, .star_right = 1};
    q.found[FW_PART_FAIL] = 10;
    q.right[FW_PART_FAIL] = 8;
    q.missed[FW_PART_FAIL] = 4;
    assert_true(fabs(fw_arc_f1(&q, FW_PART_FAIL) - 16.0 / 22.0) < 1e-12);
    assert_true(fabs(fw_arc_accuracy(&q) - 0.65) < 1e-12);
    assert_true(fabs(fw_arc_star_accuracy(&q) - 0.25) < 1e-12);
    assert_true(isnan(fw_arc_accuracy(&(fw_arc_quality){0})));
}

/* The built-in dictionaries, and the labels that were put last. */
static void open_inputs(fw_lexicon **lexicon, fw_labels *labels) {
    assert_int_equal(fw_lexicon_builtin(lexicon, NULL), FW_OK);
    assert_int_equal(fw_labels_read(path, labels, NULL), FW_OK);
}

/* Labels that contradict every cue in force: training must turn them round, within its reach. */
static void training_follows_the_labels(void **unused) {
    (void)unused;
    static const char *const TEXTS[] = {"We lost the biggest client.", "We missed the deadline.",
                                        "The launch failed."};
    char text[2048] = "";
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        snprintf(text + strlen(text), sizeof text - strlen(text),
                 "{\"answer_id\":\"a%zu\",\"text\":\"%s\",\"clauses\":[{\"start\":0,\"end\":%zu,\"parts\":["
                 "\"close\"]}]}\n",
                 i, TEXTS[i], strlen(TEXTS[i]));
    }
    put(text);
    fw_lexicon *lexicon;
    fw_labels labels;
    fw_arc_result result;
    fw_error err = {0};
    open_inputs(&lexicon, &labels);
    fw_arc_training training = {.epochs = 200, .margin = 5, .reach = 200};
    assert_int_equal(fw_arc_train(lexicon, &labels, &training, false, NULL, false, &result, &err), FW_DATA);
    assert_int_equal(fw_arc_train(lexicon, &labels, &training, true, NULL, false, &result, &err), FW_OK);
    assert_int_equal(result.before.part_right, 0);
    assert_int_equal(result.after.part_right, 3);
    assert_int_equal(result.left_out.clauses, 0);
    training = (fw_arc_training){.epochs = 3, .margin = 5, .reach = 0, .cross_validate = true};
    assert_int_equal(fw_arc_train(lexicon, &labels, &training, true, NULL, false, &result, &err), FW_OK);
    assert_int_equal(result.after.part_right, 0);
    assert_int_equal(result.left_out.clauses, 3);
    assert_int_equal(result.weights_changed, 0);
    fw_labels_free(&labels);
    fw_lexicon_free(lexicon);
}

/* Nothing but one word tells these clauses apart: each step must hear what the steps before it made of it. */
static void training_hears_what_it_makes_of_single_words(void **unused) {
    (void)unused;
    put("{\"answer_id\":\"a\",\"text\":\"The "
        "tulip.\",\"clauses\":[{\"start\":0,\"end\":10,\"parts\":[\"learn\"]}]}\n"
        "{\"answer_id\":\"b\",\"text\":\"The "
        "daisy.\",\"clauses\":[{\"start\":0,\"end\":10,\"parts\":[\"impr\"]}]}\n"
        "{\"answer_id\":\"c\",\"text\":\"The "
        "aster.\",\"clauses\":[{\"start\":0,\"end\":10,\"parts\":[\"act\"]}]}\n");
    fw_lexicon *lexicon;
    fw_labels labels;
    fw_arc_result result;
    fw_error err = {0};
    open_inputs(&lexicon, &labels);
    const fw_arc_training training = {.epochs = 600, .margin = 5, .reach = 200, .word_answers = 1};
    assert_int_equal(fw_arc_train(lexicon, &labels, &training, true, NULL, false, &result, &err), FW_OK);
    assert_int_equal(result.after.part_right, 3);
    fw_labels_free(&labels);
    fw_lexicon_free(lexicon);
}

/* What "The tulip." is follows from how the clause two before it was read, which no cue of it or of its
 * neighbours tells: only the second reading can. Where answers are few it is not fitted. */
static void the_second_reading_hears_the_first(void **unused) {
    (void)unused;
    enum { MANY = 60, FEW = 20, CLAUSES = 3 };
    static const struct {
        const char *first, *part, *last;
    } STORIES[] = {{"I was a cook in Leeds.", "context", "learn"}, {"I phoned every vendor.", "act", "impr"}};
    for (size_t answers = FEW; answers <= MANY; answers += MANY - FEW) {
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        for (size_t i = 0; i < answers; i++) {
            fprintf(file, "{\"answer_id\":\"a%zu\",\"text\":\"%s The daisy. The tulip.\",\"clauses\":[", i,
                    STORIES[i % 2].first);
            fprintf(file, "{\"start\":0,\"end\":22,\"parts\":[\"%s\"]},", STORIES[i % 2].part);
            fprintf(file, "{\"start\":23,\"end\":33,\"parts\":[\"diag\"]},");
            fprintf(file, "{\"start\":34,\"end\":44,\"parts\":[\"%s\"]}]}\n", STORIES[i % 2].last);
        }
        assert_int_equal(fclose(file), 0);
        fw_lexicon *lexicon;
        fw_labels labels;
        fw_arc_result result;
        open_inputs(&lexicon, &labels);
        const fw_arc_training training = {.epochs = 30, .margin = 20, .reach = 300, .word_answers = 3};
        assert_int_equal(fw_arc_train(lexicon, &labels, &training, true, NULL, false, &result, NULL), FW_OK);
        const size_t half = answers * CLAUSES - answers / 2; /* one of two tulips is read wrongly */
        if (answers == MANY)
            assert_int_equal(result.after.part_right, MANY * CLAUSES);
        else
            assert_in_range(result.after.part_right, 1, half);
        fw_labels_free(&labels);
        fw_lexicon_free(lexicon);
    }
}

/* More different words than the analyzer remembers: counting them would mix up words of before and after. */
static void too_many_words_to_count_are_refused(void **unused) {
    (void)unused;
    enum { WORDS = 70000 };
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    static const char *const END = "\",\"clauses\":[{\"start\":0,\"end\":4,\"parts\":[\"fail\"]}]}\n";
    fputs("{\"answer_id\":\"a\",\"text\":\"We lost.", file);
    for (unsigned i = 0; i < WORDS; i++) {
        fputc(' ', file);
        for (unsigned rest = i, letter = 0; letter < 5; letter++, rest /= 26)
            fputc('a' + (int)(rest % 26), file);
    }
    fputs(END, file);
    fprintf(file, "{\"answer_id\":\"b\",\"text\":\"We lost it.%s", END);
    assert_int_equal(fclose(file), 0);
    fw_lexicon *lexicon;
    fw_labels labels;
    fw_arc_result result;
    open_inputs(&lexicon, &labels);
    const fw_arc_training training = {.epochs = 1, .reach = 1, .word_answers = 2};
    assert_int_equal(fw_arc_train(lexicon, &labels, &training, true, NULL, false, &result, NULL), FW_DATA);
    fw_labels_free(&labels);
    fw_lexicon_free(lexicon);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(damaged_labels_are_refused_with_their_line),
        cmocka_unit_test(labels_are_sets_with_a_best_reading),
        cmocka_unit_test(agreement_is_counted_as_defined),
        cmocka_unit_test(training_follows_the_labels),
        cmocka_unit_test(training_hears_what_it_makes_of_single_words),
        cmocka_unit_test(the_second_reading_hears_the_first),
        cmocka_unit_test(too_many_words_to_count_are_refused),
    };
    return cmocka_run_group_tests(tests, make_path, remove_path);
}
