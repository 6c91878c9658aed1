/* fit_table_support.h: oracle tables as text, and one-call fits of tables, for the tests of table models. */
#ifndef FAILWISE_TEST_FIT_TABLE_SUPPORT_H
#define FAILWISE_TEST_FIT_TABLE_SUPPORT_H

#include "test_fit_support.h"

#include "base/output.h"
#include "fit/table_fit.h"

#include <stdio.h>

enum { SHEET_COLUMNS = 24, SHEET_ROWS = 600 };

/* A small CSV file without quotes: cells as text, the header in row 0. */
typedef struct sheet {
    char *text;
    char *cell[SHEET_ROWS][SHEET_COLUMNS];
    size_t rows, columns; /* without the header */
} sheet;

static inline sheet *sheet_open(const char *name) {
    sheet *s = calloc(1, sizeof *s);
    char path[512];
    size_t len;
    fw_error err = {0};
    assert_non_null(s);
    snprintf(path, sizeof path, "%s/tests/oracle/%s", FAILWISE_SOURCE_DIR, name);
    assert_int_equal(fw_read_file(path, 1 << 24, &s->text, &len, &err), FW_OK);
    size_t row = 0;
    for (char *line = strtok(s->text, "\r\n"); line; line = strtok(NULL, "\r\n"), row++) {
        assert_true(row < SHEET_ROWS);
        size_t column = 0;
        for (char *at = line; at; column++) {
            assert_true(column < SHEET_COLUMNS);
            s->cell[row][column] = at;
            at = strchr(at, ',');
            if (at) *at++ = '\0';
        }
        s->columns = column;
    }
    s->rows = row - 1;
    return s;
}

static inline void sheet_close(sheet *s) {
    free(s->text);
    free(s);
}

static inline size_t sheet_column(const sheet *s, const char *name) {
    for (size_t c = 0; c < s->columns; c++)
        if (strcmp(s->cell[0][c], name) == 0) return c;
    fail_msg("no column %s", name);
    return 0;
}

static inline double sheet_number(const sheet *s, size_t row, const char *column) {
    return strtod(s->cell[row + 1][sheet_column(s, column)], NULL);
}

/* The rated rows of a sheet: `count` features by name, the rating column, clusters by row. */
static inline fw_sample sheet_sample(const sheet *s, const char *const *features, size_t count,
                                     const char *rating) {
    fw_sample sample;
    fw_error err = {0};
    assert_int_equal(fw_sample_alloc(&sample, s->rows, count, &err), FW_OK);
    for (size_t i = 0; i < s->rows; i++) {
        for (size_t j = 0; j < count; j++) sample.x[i * count + j] = sheet_number(s, i, features[j]);
        sample.y[i] = sheet_number(s, i, rating);
        sample.cluster[i] = fw_hash64(&i, sizeof i, 1);
    }
    return sample;
}

static inline fw_feature_spec spec_of(const char *name) {
    fw_feature_spec spec = {.min = (double)NAN, .max = (double)NAN, .weight = (double)NAN};
    snprintf(spec.name, sizeof spec.name, "%s", name);
    return spec;
}

static inline fw_table_fit_options table_options(fw_model_kind kind, const fw_feature_spec *specs) {
    const double none = (double)NAN;
    return (fw_table_fit_options){.kind = kind,
                                  .specs = specs,
                                  .steps = {.clamp_sd = 4, .standardize = true},
                                  .folds = 10,
                                  .seed = 3,
                                  .scale_min = none,
                                  .scale_max = none,
                                  .trim_min = none,
                                  .trim_max = none,
                                  .trim_tolerance = .4998,
                                  .lambda = none};
}

static const char *const FEATURES[8] = {"FEATURE1", "FEATURE2", "FEATURE3", "FEATURE4",
                                        "FEATURE5", "FEATURE6", "FEATURE7", "FEATURE8"};

#endif
