/*
 * report_pages.h: whole reports for tests: data of a set-up written into a folder, and what holds for every
 * page.
 */
#ifndef FAILWISE_TESTS_REPORT_PAGES_H
#define FAILWISE_TESTS_REPORT_PAGES_H

#include "report_fixture.h"

#include "base/output.h"
#include "report/sha256.h"
#include "report/summary_schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static const char *const FILES[] = {"report.html", "report.md", "summary.json"};

__attribute__((noinline, unused)) static char *read_whole(const char *folder, const char *name) {
    char path[512];
    char *data = NULL;
    size_t len = 0;
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(fw_read_file(path, 1 << 28, &data, &len, NULL), FW_OK);
    return data;
}

static inline const char *temporary_folder(char space[64]) {
    (void)snprintf(space, 64, "/tmp/fw-report-XXXXXX");
    assert_non_null(mkdtemp(space));
    return space;
}

static inline void remove_folder(const char *folder) {
    char command[128];
    (void)snprintf(command, sizeof command, "rm -rf '%s'", folder);
    assert_int_equal(system(command), 0);
}

static const fw_intake INTAKE = {.rows_read = 626,
                                 .rows_used = 612,
                                 .rows_rejected = 14,
                                 .reject_counts = {[0] = 3, [2] = 9, [3] = 2},
                                 .ratings_read = 620,
                                 .ratings_used = 612,
                                 .ratings_rejected = 3,
                                 .ratings_unmatched = 5,
                                 .rated_answers = 306,
                                 .raters = 8};

typedef struct setup {
    fx_options data;
    fw_report_options report;
    const fw_model *model;
    const fw_intake *intake;
    const fw_column *columns; /* NULL = the fixture's */
} setup;

static inline void write_report(const setup *s, const char *folder) {
    fw_error err = {0};
    fw_report *report = NULL;
    fw_score *scores = NULL;
    fw_frame *frame = fx_make(&s->data, &scores);
    json_t *provenance =
        json_pack("{s:s, s:{s:s, s:s}, s:[i,i]}", "answers", "example.csv", "hashes", "answers",
                  "0123456789abcdef", "lexicon", "fedcba9876543210", "blocks", 1, 2);
    assert_non_null(provenance);
    const fw_column *columns = s->columns ? s->columns : fx_columns;
    assert_int_equal(fw_report_new(&s->report, columns, FX_COLUMNS, fx_vars, FX_VARS, &report, &err), FW_OK);
    assert_int_equal(fw_report_add(report, frame, scores, &err), FW_OK);
    assert_int_equal(fw_report_write(report, folder, s->model, s->intake, provenance, &err), FW_OK);
    json_decref(provenance);
    fw_report_free(report);
    fw_frame_free(frame);
    free(scores);
}

static const char *const SIX[] = {"2023-autumn",          "2024-spring", "2024-summer",
                                  "Career changers 2024", "Pilot",       "2024-autumn"};
static const size_t SIZES[] = {40, 60, 50, 36, 3, 0};

static inline setup six_cohorts(const fw_model *model) {
    static const char *const BY[] = {"site"};
    return (setup){{204, 3, SIX, SIZES, 6, false, false, 42},
                   {.title = "Spring programme 2024",
                    .k = 5,
                    .seed = 7,
                    .group_by = BY,
                    .group_by_count = 1,
                    .synthetic = true,
                    .command_line = "failwise run answers.csv --ratings ratings.csv -o out"},
                   model,
                   &INTAKE,
                   NULL};
}

/* summary.json is what its schema says, member by member. */
static inline void assert_documented(const char *folder) {
    char *text = read_whole(folder, "summary.json");
    json_t *summary = json_loads(text, 0, NULL);
    char why[256];
    if (!fw_summary_is_valid(summary, why, sizeof why)) fail_msg("summary.json: %s", why);
    json_decref(summary);
    free(text);
}

/* Looks for numbers that are none, in every text of the report. */
static inline void assert_clean(const char *folder) {
    assert_documented(folder);
    static const char *const BAD[] = {">nan",  ">inf",  " nan",   "-nan",     ":nan",        ",nan",
                                      " inf<", "\"inf", "(null)", "<script ", "javascript:", " onclick="};
    for (size_t f = 0; f < sizeof FILES / sizeof FILES[0]; f++) {
        char *text = read_whole(folder, FILES[f]);
        for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
            if (strstr(text, BAD[i])) fail_msg("%s holds \"%s\"", FILES[f], BAD[i]);
        }
        free(text);
    }
}

#endif
