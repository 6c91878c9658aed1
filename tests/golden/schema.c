/* schema.c: prints datasets/SCHEMA.md from the tables that the program itself uses; compared by
 * tests/golden/run. */
#include "store/schema.h"
#include "report/summary_schema.h"
#include "run/figures.h"

#include <failwise/answers.h>
#include <failwise/features.h>
#include <failwise/ratings.h>
#include <failwise/scores.h>

#include <stdio.h>

static const char *const TYPES[] = {"string", "category", "float", "integer"};

static void heading(const char *title, const char *text, const char *columns, const char *rule) {
    printf("\n## %s\n\n%s\n\n%s\n%s\n", title, text, columns, rule);
}

static void answers(void) {
    heading(
        "answers.csv",
        "RFC 4180, UTF-8, with a header; gzip is read directly. Header names are matched without case; "
        "`--map COLUMN=HEADER` reads a column from another header. Any further column is carried along "
        "and can "
        "serve as a group (`--by`).\n\n"
        "Semicolons, tabs or bars may separate, as the header shows. Passed over are byte order marks, a "
        "line "
        "`sep=;` before the header, the two rows that Qualtrics writes behind it, and rows of empty cells. "
        "Numbers may have a decimal comma (before three digits only where other bytes separate, and not in "
        "durations: those could be thousands), and are missing where the cell is empty or NA, N/A, NaN, "
        "null, "
        "None, a point or a dash. A duration may stand as on a clock: 1:23 is 83.",
        "| column | needed | type | meaning |", "|---|---|---|---|");
    for (int f = 0; f < FW_FIELD_COUNT; f++) {
        const fw_field_info *info = &fw_fields[f];
        printf("| `%s` | %s | %s | %s |\n", info->name, info->required ? "yes" : "no", info->type,
               info->meaning);
    }
}

static void ratings(void) {
    heading("ratings.csv",
            "Long form, one row a judgement. Or rating columns in the answers file (`--rating-columns`).",
            "| column | needed | type | meaning |", "|---|---|---|---|");
    printf("| `answer_id` | yes | id | the answer judged |\n| `rater_id` | yes | id | who judged it |\n"
           "| `rating` | yes | number | a decimal number, no text; cells of rating columns likewise |\n"
           "| `trait` | no | category | what was judged; `overall` when there is no such column |\n");
}

static void rejects(void) {
    heading("rejects.csv",
            "Rows that could not be used, from both files: file, line, offset (bytes from 0), code, column, "
            "message. "
            "Never the text of an answer.",
            "| code | of |", "|---|---|");
    for (int c = 0; c < FW_REJECT_CODE_COUNT; c++)
        printf("| `%s` | answers |\n", fw_reject_name((fw_reject_code)c));
    for (int c = 0; c < FW_RATING_REJECT_COUNT; c++) {
        printf("| `%s` | ratings |\n", fw_rating_reject_name((fw_rating_reject_code)c));
    }
}

static void scores(void) {
    heading("scores.csv, and `uns/scores`",
            "One row an answer, in input order. An empty cell is a missing value.",
            "| column | type | unit | meaning |", "|---|---|---|---|");
    size_t count;
    const fw_column *columns = fw_score_columns(&count);
    for (size_t i = 0; i < count; i++) {
        printf("| `%s` | %s | %s | %s |\n", columns[i].name, TYPES[columns[i].type], columns[i].unit,
               columns[i].description);
    }
}

static void features(void) {
    heading("Features: columns of `X`, rows of `var`",
            "Sign: what the rubric expects of a higher value (+ helps, - hurts, 0 nothing). Not scored: "
            "reported, never a "
            "predictor.",
            "| feature | group | unit | sign | scored | definition |", "|---|---|---|---|---|---|");
    static const char *const SIGNS[] = {"-", "0", "+"};
    for (size_t i = 0; i < fw_feature_count(); i++) {
        const fw_feature *f = fw_feature_at(i);
        printf("| `%s` | %s | %s | %s | %s | %s |\n", f->name, f->group, f->unit, SIGNS[f->sign + 1],
               f->scored ? "yes" : "no", f->definition);
    }
}

static void summary(void) {
    heading("summary.json",
            "The headline figures of a run or a report, for scripts. A figure that is suppressed or not "
            "defined is "
            "null. `*` stands for any key, `[]` for every entry of a list.",
            "| member | type | meaning |", "|---|---|---|");
    for (size_t i = 0; i < fw_summary_member_count; i++) {
        const fw_summary_member *m = &fw_summary_members[i];
        printf("| `%s` | %s | %s |\n", m->path, m->type, m->meaning);
    }
}

static void history(void) {
    heading("history.csv",
            "One row a run (`run --keep` or `--history`), in the order in which they ended. Figures as in "
            "summary.json, "
            "rounded; empty where suppressed.",
            "| column | holds |", "|---|---|");
    printf("| `time` | when the run began, UTC |\n| `run` | its folder with `--keep`, else the same time |\n"
           "| `status` | 0, or 1: a gate failed |\n| `seconds` | wall time |\n");
    for (size_t i = 0; i < FW_FIGURE_COUNT; i++)
        printf("| `%s` | %s (`%s`) |\n", fw_figures[i].name, fw_figures[i].help, fw_figures[i].path);
}

int main(void) {
    printf("# Schema\n\nEvery column that goes in and every path that comes out. This file is printed from "
           "the program's own "
           "tables\n(`tests/golden/schema.c`) and compared with them by a test.\n");
    answers();
    ratings();
    rejects();
    scores();
    summary();
    history();
    printf("\n## HDF5 files\n\n`answers.h5` (load), `features.h5` (extract), `scores.h5` (score) and "
           "`cohort.h5` (run) share "
           "one layout, AnnData's, and\ndiffer in what they hold.\n\n");
    fw_schema_write(stdout);
    features();
    return ferror(stdout) != 0;
}
