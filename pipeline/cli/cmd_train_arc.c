/* cmd_train_arc.c: cue weights from labelled answers, and how well they label. */
#include "cli/cli.h"
#include "cli/console.h"

#include <failwise/arc.h>

#include "base/json.h"
#include "base/output.h"

#include <math.h>

/* The three measurements, in the order in which they are told. */
typedef struct {
    const char *key, *title;
    const fw_arc_quality *quality;
} measured;
enum { MEASUREMENTS = 3 };

static json_t *quality_json(const fw_arc_quality *q) {
    if (q->clauses == 0) return json_null();
    json_t *f1 = json_object();
    for (int i = 0; i < FW_ARC_PARTS; i++) {
        const fw_part part = (fw_part)(FW_PART_FAIL + i);
        json_object_set_new(f1, fw_part_name(part), fw_json_number(fw_arc_f1(q, part)));
    }
    return json_pack("{s:I, s:o, s:o, s:o, s:o}", "clauses", (json_int_t)q->clauses, "any_match",
                     fw_json_number(fw_arc_accuracy(q)), "macro_f1", fw_json_number(fw_arc_macro_f1(q)), "f1",
                     f1, "star_any_match", fw_json_number(fw_arc_star_accuracy(q)));
}

static fw_code print_json(const fw_labels *labels, const fw_arc_result *result,
                          const measured rows[MEASUREMENTS], fw_error *err) {
    json_t *document =
        json_pack("{s:I, s:I, s:I}", "answers", (json_int_t)labels->answer_count, "clauses",
                  (json_int_t)labels->clause_count, "weights_changed", (json_int_t)result->weights_changed);
    for (int i = 0; i < MEASUREMENTS && document; i++)
        json_object_set_new(document, rows[i].key, quality_json(rows[i].quality));
    return fw_console_json(document, false, err);
}

/* A cell of the table; a dash where there is nothing to measure. */
static void print_cell(int width, double value) {
    enum { DIGITS = 3 };
    if (isfinite(value)) {
        printf(" %*.*f", width, DIGITS, value);
    } else {
        printf(" %*s", width, "-");
    }
}

static void print_table(const fw_labels *labels, const fw_arc_result *result,
                        const measured rows[MEASUREMENTS]) {
    enum { TITLE = 28, WIDE = 9, NARROW = 6 };
    printf("%zu answer%s, %zu labelled clauses; %zu weights changed\n\n", labels->answer_count,
           labels->answer_count == 1 ? "" : "s", labels->clause_count, result->weights_changed);
    printf("%-*s %*s %*s", TITLE, "", WIDE, "any-match", WIDE, "macro F1");
    for (int i = 0; i < FW_ARC_PARTS; i++) printf(" %*s", NARROW, fw_part_name((fw_part)(FW_PART_FAIL + i)));
    printf(" %*s\n", NARROW, "STAR");
    for (int i = 0; i < MEASUREMENTS; i++) {
        const fw_arc_quality *q = rows[i].quality;
        if (q->clauses == 0) continue;
        printf("%-*s", TITLE, rows[i].title);
        print_cell(WIDE, fw_arc_accuracy(q));
        print_cell(WIDE, fw_arc_macro_f1(q));
        for (int p = 0; p < FW_ARC_PARTS; p++) print_cell(NARROW, fw_arc_f1(q, (fw_part)(FW_PART_FAIL + p)));
        print_cell(NARROW, fw_arc_star_accuracy(q));
        printf("\n");
    }
}

static fw_code train(fw_cli *cli, const fw_lexicon *lexicon, const fw_labels *labels, fw_error *err) {
    const fw_arc_training training = {.epochs = cli->epochs,
                                      .margin = (int)cli->margin,
                                      .reach = (int)cli->reach,
                                      .word_answers = cli->word_answers,
                                      .seed = cli->run.seed,
                                      .cross_validate = !cli->quick};
    fw_arc_result result;
    fw_outdir folder = {.lock = -1};
    fw_code code = FW_OK;
    if (cli->run.output) code = fw_outdir_open(&folder, cli->run.output, cli->run.force, err);
    if (code == FW_OK)
        code = fw_arc_train(lexicon, labels, &training, cli->run.force, folder.temporary, true, &result, err);
    if (code == FW_OK && cli->run.output) code = fw_outdir_commit(&folder, err);
    fw_outdir_abort(&folder);
    if (code != FW_OK) return code;
    const measured rows[MEASUREMENTS] = {{"before", "weights in force", &result.before},
                                         {"left_out", "trained, on left-out answers", &result.left_out},
                                         {"after", "trained, on all (flatters)", &result.after}};
    if (cli->json) return print_json(labels, &result, rows, err);
    print_table(labels, &result, rows);
    return FW_OK;
}

fw_code fw_cmd_train_arc(fw_cli *cli, fw_error *err) {
    fw_lexicon *lexicon = NULL;
    fw_labels labels = {0};
    fw_code code = fw_lexicon_builtin(&lexicon, err);
    if (code == FW_OK && cli->run.arc) code = fw_lexicon_use_arc(lexicon, cli->run.arc, err);
    if (code == FW_OK) code = fw_labels_read(cli->args[0], &labels, err);
    if (code == FW_OK) code = train(cli, lexicon, &labels, err);
    fw_labels_free(&labels);
    fw_lexicon_free(lexicon);
    return code;
}
