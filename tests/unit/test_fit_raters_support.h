/* test_fit_raters_support.h: small panels of raters, and figures of oracle/raters_expected.csv. */
#ifndef FAILWISE_TEST_FIT_RATERS_SUPPORT_H
#define FAILWISE_TEST_FIT_RATERS_SUPPORT_H

#include "fit_table_support.h"

#include <failwise/raters.h>

enum { ROOM = 4000, NAMES = 64 };

/* Equal but for `tolerance`. */
static inline void assert_close(double found, double wanted, double tolerance) {
    if (!(fabs(found - wanted) <= tolerance)) fail_msg("%.15g, not %.15g", found, wanted);
}

/* Ratings as they are added; panel_of groups them by answer. */
typedef struct ratings {
    fw_rating item[ROOM];
    const char *name[NAMES];
    size_t count, names;
} ratings;

static inline void rate(ratings *r, uint32_t answer, const char *name, double value) {
    size_t at = 0;
    while (at < r->names && strcmp(r->name[at], name) != 0) at++;
    assert_true(at < NAMES && r->count < ROOM);
    if (at == r->names) r->name[r->names++] = name;
    r->item[r->count++] = (fw_rating){.answer = answer, .rater = (uint16_t)at, .value = value};
}

/* A complete table, answers x raters A, B, ..; 0 is a gap. */
static inline void table(ratings *r, const double *values, size_t answers, size_t raters) {
    static const char *const LETTERS[] = {"A", "B", "C", "D", "E", "F"};
    for (size_t a = 0; a < answers; a++)
        for (size_t j = 0; j < raters; j++)
            if (values[a * raters + j] != 0) rate(r, (uint32_t)a, LETTERS[j], values[a * raters + j]);
}

/* Stable, as answers come in blocks from the loader. */
static inline fw_panel panel_of(ratings *r) {
    for (size_t i = 1; i < r->count; i++) {
        const fw_rating held = r->item[i];
        size_t at = i;
        for (; at > 0 && r->item[at - 1].answer > held.answer; at--) r->item[at] = r->item[at - 1];
        r->item[at] = held;
    }
    return (fw_panel){.ratings = r->item,
                      .count = r->count,
                      .raters = r->name,
                      .rater_count = r->names,
                      .trait = 0,
                      .trait_name = "overall",
                      .resamples = 200,
                      .seed = 1};
}

static inline fw_panel_result *analyse(ratings *r) {
    const fw_panel panel = panel_of(r);
    fw_panel_result *result = NULL;
    fw_error err = {0};
    if (fw_panel_analyse(&panel, &result, &err) != FW_OK) fail_msg("%s", err.message);
    return result;
}

/* A figure of raters_expected.csv. */
static inline double figure(const sheet *s, const char *panel, const char *quantity, const char *name) {
    for (size_t i = 1; i <= s->rows; i++)
        if (strcmp(s->cell[i][0], panel) == 0 && strcmp(s->cell[i][1], quantity) == 0 &&
            strcmp(s->cell[i][2], name) == 0)
            return strtod(s->cell[i][3], NULL);
    fail_msg("no figure %s %s %s", panel, quantity, name);
    return 0;
}

#endif
