/* test_report_charts.c: every chart: its structure, hostile labels, nothing and one row, no number that is
 * none; rows that are kept; correlations. */
#include "report/charts.h"
#include "report/correlations.h"
#include "report/kept.h"

#include "base/str.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char EVIL[] = "</svg><script>\"'&\xE2\x80\xAE";
static const double NONE = (double)NAN;

static size_t count(const char *text, const char *what) {
    size_t n = 0;
    for (const char *at = text; (at = strstr(at, what)); at += strlen(what)) n++;
    return n;
}

/* One picture: a title and a description that it names, tags that close, only finite numbers inside the
 * frame. */
static void well_made(const char *svg, double width) {
    assert_int_equal(count(svg, "<svg "), 1);
    assert_int_equal(count(svg, "</svg>"), 1);
    assert_non_null(strstr(svg, "role=\"img\" aria-labelledby="));
    assert_int_equal(count(svg, "<title id="), 1);
    assert_int_equal(count(svg, "<desc id="), 1);
    assert_int_equal(count(svg, "<text"), count(svg, "</text>"));
    assert_null(strstr(svg, "<script"));
    assert_null(strstr(svg, "style="));
    static const char *const BAD[] = {"=\"nan", "=\"-nan", "=\"inf", ",nan", ",-nan", ">nan<", ">inf<"};
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) assert_null(strstr(svg, BAD[i]));
    for (const char *at = svg; (at = strstr(at, " x=\"")); at++) {
        const double x = strtod(at + 4, NULL);
        if (x < -1 || x > width + 1) fail_msg("x = %g of a picture of %g: %.80s", x, width, at);
    }
}

/* What a chart drew: its block, both widths checked; NULL when it drew nothing. */
static const fw_block *drawn(const fw_doc *doc) {
    const fw_block *found = NULL;
    assert_false(doc->failed);
    for (const fw_block *b = doc->first->first; b; b = b->next) {
        if (b->kind == FW_BLOCK_CHART) found = b;
    }
    if (!found) return NULL;
    well_made(found->wide, FW_CHART_WIDE);
    well_made(found->narrow, FW_CHART_NARROW);
    return found;
}

typedef void draw(fw_doc *doc, size_t rows);

static void dots(fw_doc *doc, size_t rows) {
    fw_dot list[40] = {0};
    for (size_t i = 0; i < rows; i++)
        list[i] = (fw_dot){.label = i ? "row" : EVIL,
                           .estimate = {(double)i, i % 2 ? NONE : (double)i - 1, (double)i + 1, 9},
                           .odd = i == 1,
                           .withheld = i == 2 ? "suppressed (n<5)" : NULL};
    const fw_dot_chart chart = {.title = EVIL,
                                .dots = list,
                                .count = rows,
                                .low = NONE,
                                .high = NONE,
                                .norm = NONE,
                                .odd_label = "hollow: odd"};
    fw_chart_dots(doc, &chart);
}

static void plane(fw_doc *doc, size_t rows) {
    fw_plane_point list[40] = {0};
    for (size_t i = 0; i < rows; i++)
        list[i] = (fw_plane_point){(double)i, {i == 3 ? NONE : 2 * (double)i, NONE, 3, 9}};
    const fw_plane_chart chart = {.title = EVIL,
                                  .x_axis = EVIL,
                                  .y_axis = "y",
                                  .points = list,
                                  .count = rows,
                                  .diagonal = "equal",
                                  .norm = NONE,
                                  .joined = true};
    fw_chart_plane(doc, &chart);
}

static void grid(fw_doc *doc, size_t rows) {
    const char *labels[40];
    static double values[1600];
    for (size_t i = 0; i < rows; i++) labels[i] = i ? "feature" : EVIL;
    for (size_t i = 0; i < rows * rows; i++) values[i] = i == 1 ? NONE : i % 3 ? .5 : -.5;
    const fw_grid_chart chart = {.title = EVIL,
                                 .axis = EVIL,
                                 .row_labels = labels,
                                 .column_labels = labels,
                                 .rows = rows,
                                 .columns = rows,
                                 .values = values,
                                 .most = 1};
    fw_chart_grid(doc, &chart);
}

static void ridges(fw_doc *doc, size_t rows) {
    static const uint64_t BINS[] = {0, 3, 9, 1};
    fw_ridge list[40] = {0};
    for (size_t i = 0; i < rows; i++)
        list[i] = (fw_ridge){.label = i ? "cohort" : EVIL,
                             .bins = BINS,
                             .median = i == 1 ? NONE : 2,
                             .withheld = i == 2 ? "suppressed (n<5)" : NULL};
    const fw_ridge_chart chart = {EVIL, list, rows, 4, 1, 5};
    fw_chart_ridges(doc, &chart);
}

static void timeline(fw_doc *doc, size_t rows) {
    fw_timeline list[40] = {0};
    for (size_t i = 0; i < rows; i++)
        list[i] = (fw_timeline){.label = i ? "cohort" : EVIL,
                                .seconds = {18, i == 1 ? NONE : 12, 45, i == 3 ? 400 : 30},
                                .withheld = i == 2 ? "suppressed (n<5)" : NULL};
    const fw_timeline_chart chart = {EVIL, list, rows, 90, 120, "target"};
    fw_chart_timeline(doc, &chart);
}

static draw *const CHARTS[] = {dots, plane, grid, ridges, timeline};
enum { CHART_COUNT = sizeof CHARTS / sizeof CHARTS[0] };

static void no_rows_no_picture(void **unused) {
    (void)unused;
    for (size_t i = 0; i < CHART_COUNT; i++) {
        fw_doc doc = {0};
        fw_doc_section(&doc, "s", "S");
        CHARTS[i](&doc, 0);
        assert_null(drawn(&doc));
        fw_doc_free(&doc);
    }
}

static void one_row_and_many_are_well_made(void **unused) {
    (void)unused;
    static const size_t ROWS[] = {1, 2, 5, 16, 40};
    for (size_t i = 0; i < CHART_COUNT; i++) {
        for (size_t r = 0; r < sizeof ROWS / sizeof ROWS[0]; r++) {
            fw_doc doc = {0};
            fw_doc_section(&doc, "s", "S");
            CHARTS[i](&doc, ROWS[r]);
            const fw_block *block = drawn(&doc);
            assert_non_null(block);
            assert_string_equal(block->text, EVIL);
            assert_non_null(strstr(block->wide, "&lt;/svg&gt;&lt;script&gt;"));
            assert_null(strstr(block->wide, "\xE2\x80\xAE"));
            fw_doc_free(&doc);
        }
    }
}

/* What is withheld has no mark: its row holds the reason and nothing else. */
static void withheld_rows_have_no_marks(void **unused) {
    (void)unused;
    static draw *const WITH[] = {dots, ridges, timeline};
    static const char *const MARKS[] = {"<circle", "class=\"ridge\"", "class=\"seg s0\""};
    for (size_t i = 0; i < 3; i++) {
        fw_doc doc = {0};
        fw_doc_section(&doc, "s", "S");
        WITH[i](&doc, 3);
        const fw_block *block = drawn(&doc);
        assert_int_equal(count(block->wide, ">suppressed (n&lt;5)</text>"), 1);
        assert_int_equal(count(block->wide, MARKS[i]), i == 0 ? 1 : 2); /* the odd dot is a diamond */
        fw_doc_free(&doc);
    }
}

static void the_legend_comes_with_what_it_explains(void **unused) {
    (void)unused;
    for (size_t rows = 1; rows <= 2; rows++) {
        fw_doc doc = {0};
        fw_doc_section(&doc, "s", "S");
        dots(&doc, rows);
        assert_int_equal(count(drawn(&doc)->wide, "hollow: odd"), rows - 1);
        fw_doc_free(&doc);
    }
}

/* The sign shows without colour: a negative cell is hollow. */
static void negative_cells_are_hollow(void **unused) {
    (void)unused;
    fw_doc doc = {0};
    fw_doc_section(&doc, "s", "S");
    grid(&doc, 2);
    const fw_block *block = drawn(&doc);
    assert_int_equal(count(block->wide, "class=\"neg\""), 2);
    assert_int_equal(count(block->wide, "class=\"pos\""), 1);
    assert_int_equal(count(block->wide, "class=\"cell\""), 4);
    fw_doc_free(&doc);
}

/* ---- rows that are kept ---- */

static fw_kept_row row_of(size_t i) {
    char id[32];
    (void)snprintf(id, sizeof id, "answer-%zu", i);
    return (fw_kept_row){.answer = fw_id_hash((fw_str){id, strlen(id)}), .human = (double)i};
}

static void kept_rows_do_not_depend_on_their_order(void **unused) {
    (void)unused;
    enum { ROWS = 5000, MOST = 256 };
    fw_kept up = {.most = MOST, .width = 1, .item = sizeof(uint32_t)}, down = up;
    for (size_t i = 0; i < ROWS; i++) {
        const fw_kept_row a = row_of(i), b = row_of(ROWS - 1 - i);
        const uint32_t extra_a = (uint32_t)i, extra_b = (uint32_t)(ROWS - 1 - i);
        assert_int_equal(fw_kept_add(&up, &a, &extra_a, NULL), FW_OK);
        assert_int_equal(fw_kept_add(&down, &b, &extra_b, NULL), FW_OK);
    }
    assert_int_equal(up.seen, ROWS);
    assert_true(up.count <= MOST && up.count > MOST / 4);
    assert_int_equal(up.count, down.count);
    double sum_up = 0, sum_down = 0;
    for (size_t i = 0; i < up.count; i++) {
        uint32_t extra;
        memcpy(&extra, fw_kept_extra(&up, i), sizeof extra);
        assert_true((double)extra == up.row[i].human); /* extras stay beside their rows */
        sum_up += up.row[i].human;
        sum_down += down.row[i].human;
    }
    assert_true(sum_up == sum_down);
    fw_kept_free(&up);
    fw_kept_free(&down);
}

static void few_rows_are_all_kept(void **unused) {
    (void)unused;
    fw_kept kept = {.most = 8};
    for (size_t i = 0; i < 8; i++) {
        const fw_kept_row row = row_of(i);
        assert_int_equal(fw_kept_add(&kept, &row, NULL, NULL), FW_OK);
    }
    assert_int_equal(kept.count, 8);
    fw_kept_free(&kept);
}

/* Anscombe's first quartet (The American Statistician 27, 1973): r = .816; a constant and a missing value
 * have none. */
static void correlations_match_anscombe(void **unused) {
    (void)unused;
    static const float X[] = {10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5};
    static const float Y[] = {8.04F, 6.95F, 7.58F, 8.81F, 8.33F, 9.96F, 7.24F, 4.26F, 10.84F, 4.82F, 5.68F};
    fw_kept kept = {.most = 100, .width = 4, .item = sizeof(float)};
    for (size_t i = 0; i < 11; i++) {
        const float row[4] = {X[i], Y[i], 3, i == 5 ? (float)NAN : X[i]};
        const fw_kept_row id = row_of(i);
        assert_int_equal(fw_kept_add(&kept, &id, row, NULL), FW_OK);
    }
    fw_correlations c = {0};
    assert_int_equal(fw_correlations_work_out(&c, &kept, NULL), FW_OK);
    assert_true(fabs(c.r[1] - .81642) < 1e-4);
    assert_true(fabs(c.r[0] - 1) < 1e-12);
    assert_true(isnan(c.r[2]) && isnan(c.r[10]) && isnan(c.r[3]));
    assert_true(fabs(fw_correlations_quantile(&c, 0, .5) - 9) < 1e-9);
    assert_true(isnan(fw_correlations_quantile(&c, 3, .5)));
    fw_correlations_free(&c);
    fw_kept_free(&kept);
    fw_kept none = {.most = 4, .width = 2, .item = sizeof(float)};
    assert_int_equal(fw_correlations_work_out(&c, &none, NULL), FW_OK);
    assert_true(isnan(fw_correlations_quantile(&c, 0, .5)));
    fw_correlations_free(&c);
}

/* Corners are printed as printf prints them: ties, what is nearly one, zeros of either sign, large ones. */
static void corners_are_as_printf_has_them(void **unused) {
    (void)unused;
    static const double SPECIAL[] = {0,     -0.0, .05,  -.05,  .25, .35, .75,  1.45,
                                     -1.25, .04,  -.04, 99.95, 1e8, 1e9, -3e12};
    enum { COUNT = 4000, FIRST = sizeof SPECIAL / sizeof SPECIAL[0] };
    uint64_t state = 7;
    for (size_t i = 0; i < COUNT; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        const double drawn = ((double)(state >> 40) - 8e6) / (i % 2 ? 1e3 : 20); /* twentieths: many ties */
        const double x = i < FIRST ? SPECIAL[i] : drawn, y = -x / 3;
        fw_svg svg = {0};
        char expected[160];
        fw_svg_area(&svg, &x, &y, 1, "c");
        snprintf(expected, sizeof expected, "<polygon class=\"c\" points=\"%.1f,%.1f\"/>\n", x, y);
        assert_string_equal(svg.out.data, expected);
        fw_buffer_free(&svg.out);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(corners_are_as_printf_has_them),
        cmocka_unit_test(no_rows_no_picture),
        cmocka_unit_test(one_row_and_many_are_well_made),
        cmocka_unit_test(withheld_rows_have_no_marks),
        cmocka_unit_test(the_legend_comes_with_what_it_explains),
        cmocka_unit_test(negative_cells_are_hollow),
        cmocka_unit_test(few_rows_are_all_kept),
        cmocka_unit_test(kept_rows_do_not_depend_on_their_order),
        cmocka_unit_test(correlations_match_anscombe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
