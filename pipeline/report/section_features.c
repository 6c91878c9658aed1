/* section_features.c: descriptives of every feature, and how features go with ratings and with each other. */
#include "report/charts.h"
#include "report/view.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DRAWN = 15, GRID = 16, PAIRS_SHOWN = 20 };

static double r_of(const fw_view *view, size_t feature) {
    return fw_rated_enough(view) ? fw_comoments_r(&view->report->features[feature].with_rating) : FW_MISSING;
}

static const char *say_strongest(fw_view *view) {
    const fw_report *report = view->report;
    size_t best = 0;
    double best_r = 0;
    uint64_t constant = 0;
    for (size_t i = 0; i < report->var_count; i++) {
        const double r = r_of(view, i);
        constant += !(report->features[i].max > report->features[i].min);
        if (!(fabs(r) > fabs(best_r))) continue;
        best = i;
        best_r = r;
    }
    const char *vary =
        fw_doc_format(view->doc, "%zu of %s vary between answers", report->var_count - (size_t)constant,
                      fw_say_count(view->doc, report->var_count, "feature", "features"));
    if (!(fabs(best_r) > 0)) return fw_doc_format(view->doc, "%s.", vary);
    return fw_doc_format(view->doc, "%s; %s goes most closely with the ratings (r = %s).", vary,
                         report->vars[best].name, fw_say_signed(view->doc, best_r, 2));
}

/* ---- with ratings ---- */

/* A feature with the size by which it is ranked. */
typedef struct ranked {
    size_t feature;
    double size;
} ranked;

static int by_size(const void *a, const void *b) {
    const ranked *x = a;
    const ranked *y = b;
    if (x->size > y->size) return -1;
    if (x->size < y->size) return 1;
    return x->feature < y->feature ? -1 : 1;
}

/* Varying features by their correlation with ratings, else in the order of the catalogue; how many. */
static size_t rank_features(const fw_view *view, ranked *order) {
    size_t count = 0;
    for (size_t i = 0; i < view->report->var_count; i++) {
        if (!(view->report->features[i].max > view->report->features[i].min)) continue;
        const double r = r_of(view, i);
        order[count++] = (ranked){i, isfinite(r) ? fabs(r) : 0};
    }
    if (count > 1) qsort(order, count, sizeof *order, by_size);
    return count;
}

static void rating_chart(fw_view *view, const ranked *order, size_t count) {
    fw_dot dots[DRAWN];
    const fw_report *report = view->report;
    const size_t drawn = count < DRAWN ? count : DRAWN;
    if (!fw_rated_enough(view)) return;
    for (size_t i = 0; i < drawn; i++) {
        const size_t f = order[i].feature;
        const fw_estimate r = fw_r_interval(r_of(view, f), report->features[f].with_rating.n);
        dots[i] =
            (fw_dot){.label = report->vars[f].name, .estimate = r, .odd = report->vars[f].sign * r.value < 0};
    }
    const fw_dot_chart chart = {.title = "Correlation with ratings, the closest first, with 95% intervals",
                                .dots = dots,
                                .count = drawn,
                                .low = FW_MISSING,
                                .high = FW_MISSING,
                                .norm = 0,
                                .norm_label = "none",
                                .odd_label = "hollow: the sign is against what the rubric expects",
                                .sign = true,
                                .digits = 2};
    fw_chart_dots(view->doc, &chart);
}

static void descriptives(fw_view *view, const fw_correlations *c) {
    static const fw_table_column COLUMNS[] = {
        {"feature", "Feature", FW_CELL_TEXT, 0},
        {"group", "Group", FW_CELL_TEXT, 0},
        {"unit", "Unit", FW_CELL_TEXT, 0},
        {"n", "Answers", FW_CELL_COUNT, 0},
        {"mean", "Mean", FW_CELL_NUMBER, 3},
        {"sd", "SD", FW_CELL_NUMBER, 3},
        {"min", "Min", FW_CELL_NUMBER, 2},
        {"q05", "5%", FW_CELL_EXTRA, 2},
        {"q25", "25%", FW_CELL_EXTRA, 2},
        {"median", "Median", FW_CELL_NUMBER, 2},
        {"q75", "75%", FW_CELL_EXTRA, 2},
        {"q95", "95%", FW_CELL_EXTRA, 2},
        {"max", "Max", FW_CELL_NUMBER, 2},
        {"skewness", "Skewness", FW_CELL_EXTRA, 2},
        {"nonzero", "Not zero", FW_CELL_PERCENT, 0},
        {"r_rating", "r with rating", FW_CELL_SIGNED, 2},
    };
    static const double QUANTILES[] = {.05, .25, .5, .75, .95};
    const fw_report *report = view->report;
    fw_table *table = fw_doc_table(view->doc, FW_BLOCK_FOLD, "features",
                                   "Every feature: mean, spread, range, correlation with ratings", COLUMNS,
                                   sizeof COLUMNS / sizeof COLUMNS[0]);
    for (size_t i = 0; i < report->var_count; i++) {
        const fw_feature_sums *sums = &report->features[i];
        fw_row *row = fw_table_row(view->doc, table);
        if (!row) return;
        row->cells[0].text = report->vars[i].name;
        row->cells[1].text = report->vars[i].group;
        row->cells[2].text = report->vars[i].unit;
        row->cells[3] = fw_number_cell(sums->moments.n);
        if (sums->moments.n < 1) continue;
        row->cells[4] = fw_number_cell(sums->moments.mean);
        row->cells[5] = fw_number_cell(fw_moments_sd(&sums->moments));
        row->cells[6] = fw_number_cell(sums->min);
        for (size_t q = 0; q < 5; q++)
            row->cells[7 + q] = fw_number_cell(fw_correlations_quantile(c, i, QUANTILES[q]));
        row->cells[12] = fw_number_cell(sums->max);
        row->cells[13] = fw_number_cell(c->skew[i]);
        row->cells[14] = fw_number_cell((double)sums->nonzero / sums->moments.n);
        row->cells[15] = fw_number_cell(r_of(view, i));
    }
}

/* ---- with each other ---- */

static void grid(fw_view *view, const fw_correlations *c, const ranked *order, size_t count) {
    const char *rows[GRID], *columns[GRID];
    double values[GRID * GRID];
    const size_t n = count < GRID ? count : GRID;
    if (n < 2) return;
    for (size_t i = 0; i < n; i++) {
        rows[i] = fw_doc_format(view->doc, "%zu %s", i + 1, view->report->vars[order[i].feature].name);
        columns[i] = fw_doc_format(view->doc, "%zu", i + 1);
        for (size_t j = 0; j < n; j++)
            values[i * n + j] = j < i ? c->r[order[i].feature * c->features + order[j].feature] : FW_MISSING;
    }
    const fw_grid_chart chart = {
        .title = fw_rated_enough(view) ? "Correlations among the features that go most closely with ratings"
                                       : "Correlations among the first features that vary",
        .axis = "area: size of r; hollow: negative",
        .row_labels = rows,
        .column_labels = columns,
        .rows = n,
        .columns = n,
        .values = values,
        .most = 1};
    fw_chart_grid(view->doc, &chart);
}

/* A pair of features, by the size of their correlation. */
typedef struct feature_pair {
    size_t a, b;
    double r;
} feature_pair;

static int by_r(const void *x, const void *y) {
    const feature_pair *p = x;
    const feature_pair *q = y;
    if (fabs(p->r) > fabs(q->r)) return -1;
    if (fabs(p->r) < fabs(q->r)) return 1;
    if (p->a != q->a) return p->a < q->a ? -1 : 1;
    return p->b < q->b ? -1 : 1;
}

static void pair_table(fw_view *view, const fw_correlations *c) {
    static const fw_table_column COLUMNS[] = {
        {"feature_a", "Feature", FW_CELL_TEXT, 0},
        {"feature_b", "With", FW_CELL_TEXT, 0},
        {"r", "r", FW_CELL_SIGNED, 2},
    };
    feature_pair *pairs = calloc(c->features * c->features / 2 + 1, sizeof *pairs);
    size_t count = 0;
    if (!pairs) {
        view->doc->failed = true;
        return;
    }
    for (size_t a = 0; a < c->features; a++)
        for (size_t b = a + 1; b < c->features; b++)
            if (isfinite(c->r[a * c->features + b]))
                pairs[count++] = (feature_pair){a, b, c->r[a * c->features + b]};
    if (count > 1) qsort(pairs, count, sizeof *pairs, by_r);
    fw_table *table = fw_doc_table(view->doc, FW_BLOCK_FOLD, "feature_correlations",
                                   "Pairs of features by the size of their correlation", COLUMNS, 3);
    for (size_t i = 0; i < count; i++) {
        fw_row *row = fw_table_row(view->doc, table);
        if (!row) break;
        row->cells[0].text = view->report->vars[pairs[i].a].name;
        row->cells[1].text = view->report->vars[pairs[i].b].name;
        row->cells[2] = fw_number_cell(pairs[i].r);
    }
    if (table) table->shown = PAIRS_SHOWN;
    free(pairs);
}

static void notes(fw_view *view) {
    const fw_kept *sampled = &view->report->sampled;
    fw_doc_block(
        view->doc, FW_BLOCK_NOTE,
        "`failwise features` defines every feature. Intervals of r are Fisher's; several answers of one "
        "person make them too narrow.");
    if (sampled->count < sampled->seen)
        fw_doc_block(
            view->doc, FW_BLOCK_NOTE,
            fw_doc_format(view->doc,
                          "Medians and correlations among features rest on %s of %s, chosen by a hash of "
                          "their ids.",
                          fw_say_count(view->doc, sampled->count, "answer", "answers"),
                          fw_say_count(view->doc, sampled->seen, "answer", "answers")));
}

void fw_section_features(fw_view *view) {
    fw_doc *doc = view->doc;
    const fw_report *report = view->report;
    if (report->var_count == 0) {
        fw_doc_finding(doc, "The data hold no features.");
        return;
    }
    const fw_correlations *c = &view->correlations;
    ranked *order = calloc(report->var_count, sizeof *order);
    if (order) {
        const size_t count = rank_features(view, order);
        fw_doc_finding(doc, say_strongest(view));
        rating_chart(view, order, count);
        descriptives(view, c);
        grid(view, c, order, count);
        pair_table(view, c);
        notes(view);
    } else {
        doc->failed = true;
    }
    free(order);
}
