/* page.c: the comparison of two runs as a page and its text twin, findings first. */
#include "run/compare/found.h"

#include "report/charts.h"
#include "report/view.h"
#include "report/write.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DRAWN = 20, SHOWN = 20 };

static fw_cell interval_cell(fw_interval i) { return (fw_cell){"", i.value, i.low, i.high}; }

static bool have_model(const fw_compared *a, const fw_compared *b) { return a->model && b->model; }

/* ---- scores ---- */

static const char *say_interval(fw_doc *doc, fw_interval i) {
    if (!isfinite(i.low)) return "";
    return fw_doc_format(doc, " (95%% interval %s to %s)", fw_say_signed(doc, i.low, 3),
                         fw_say_signed(doc, i.high, 3));
}

static void scores_section(fw_doc *doc, const fw_comparison *c) {
    static const fw_table_column COLUMNS[] = {
        {"score", "Score", FW_CELL_TEXT, 0},
        {"answers", "Answers in both", FW_CELL_COUNT, 0},
        {"before", "Mean in A", FW_CELL_NUMBER, 3},
        {"after", "Mean in B", FW_CELL_NUMBER, 3},
        {"change", "Change (95% interval)", FW_CELL_SIGNED_INTERVAL, 3},
        {"r", "r (95% interval)", FW_CELL_INTERVAL, 3},
        {"qwk", "QWK", FW_CELL_NUMBER, 3},
    };
    fw_doc_section(doc, "scores", "Scores of the same answers");
    if (c->lead < 0) {
        fw_doc_finding(doc, "The runs have no score in common.");
        return;
    }
    if (c->common == 0) {
        const fw_drift *d = fw_lead_drift(c);
        const char *means = d ? fw_doc_format(doc, " The answers' mean %s score is %.3f in A and %.3f in B.",
                                              fw_run_metric_names[c->lead], d->mean_a, d->mean_b)
                              : "";
        fw_doc_finding(
            doc, fw_doc_format(
                     doc, "The runs have no answer in common: only their distributions can be compared.%s",
                     means));
        return;
    }
    const char *name = fw_run_metric_names[c->lead];
    const fw_interval change = c->change.change;
    fw_doc_finding(
        doc,
        c->mover_count == 0
            ? fw_doc_format(doc, "%s the same %s score.",
                            c->agreement.n == 1
                                ? "The one answer in common has"
                                : fw_doc_format(doc, "All %zu answers in common have", c->agreement.n),
                            name)
            : fw_doc_format(doc, "%zu of %zu answers in common changed their %s score, by %s on average%s.",
                            c->mover_count, c->agreement.n, name, fw_say_signed(doc, change.value, 3),
                            say_interval(doc, change)));
    fw_table *table =
        fw_doc_table(doc, FW_BLOCK_TABLE, "page_scores", "The leading score in both runs", COLUMNS, 7);
    fw_row *row = fw_table_row(doc, table);
    if (!row) return;
    row->cells[0].text = name;
    row->cells[1] = fw_number_cell((double)c->agreement.n);
    row->cells[2] = fw_number_cell(c->change.before);
    row->cells[3] = fw_number_cell(c->change.after);
    row->cells[4] = interval_cell(change);
    row->cells[5] = interval_cell(c->agreement.measure[FW_MEASURE_CORR]);
    row->cells[6] = fw_number_cell(c->agreement.measure[FW_MEASURE_WTKAPPA].value);
    fw_doc_block(
        doc, FW_BLOCK_NOTE,
        fw_doc_format(
            doc,
            "%zu answers are in both runs, %zu only in A, %zu only in B. Which answers moved "
            "most is in movers.csv. Intervals take answers for those of different people: several of "
            "one person make them too narrow.",
            c->common, c->only_a, c->only_b));
}

/* ---- weights ---- */

/* A feature's weight in both runs. */
typedef struct weight_pair {
    const fw_weight *a, *b;
} weight_pair;

static double moved_by(const weight_pair *pair) { return pair->b->weight - pair->a->weight; }

static int by_move(const void *left, const void *right) {
    const weight_pair *x = left, *y = right;
    const double p = fabs(moved_by(x)), q = fabs(moved_by(y));
    if (p != q) return p > q ? -1 : 1;
    return strcmp(x->a->name, y->a->name);
}

/* Weights that both models use; how many. */
static size_t pair_weights(const fw_compared *a, const fw_compared *b, weight_pair *pairs) {
    size_t count = 0;
    for (size_t i = 0; i < a->model->weight_count; i++) {
        const fw_weight *x = &a->model->weights[i];
        for (size_t j = 0; j < b->model->weight_count && x->used; j++) {
            const fw_weight *y = &b->model->weights[j];
            if (y->used && strcmp(x->name, y->name) == 0) pairs[count++] = (weight_pair){x, y};
        }
    }
    if (count > 1) qsort(pairs, count, sizeof *pairs, by_move);
    return count;
}

static bool apart(const weight_pair *pair) {
    return pair->a->ci_low > pair->b->ci_high || pair->b->ci_low > pair->a->ci_high;
}

static void weights_chart(fw_doc *doc, const weight_pair *pairs, size_t count) {
    fw_dot dots[DRAWN];
    const size_t drawn = count < DRAWN ? count : DRAWN;
    for (size_t i = 0; i < drawn; i++)
        dots[i] = (fw_dot){.label = pairs[i].a->name,
                           .estimate = {moved_by(&pairs[i]), (double)NAN, (double)NAN, 1},
                           .odd = apart(&pairs[i])};
    const fw_dot_chart chart = {.title = "Change of weights from A to B, the largest first",
                                .dots = dots,
                                .count = drawn,
                                .low = (double)NAN,
                                .high = (double)NAN,
                                .norm = 0,
                                .norm_label = "as in A",
                                .odd_label = "hollow: the intervals of both weights do not overlap",
                                .sign = true,
                                .digits = 3};
    fw_chart_dots(doc, &chart);
}

static void weights_table(fw_doc *doc, const weight_pair *pairs, size_t count) {
    static const fw_table_column COLUMNS[] = {
        {"feature", "Feature", FW_CELL_TEXT, 0},
        {"weight_a", "In A (95% interval)", FW_CELL_SIGNED_INTERVAL, 3},
        {"weight_b", "In B (95% interval)", FW_CELL_SIGNED_INTERVAL, 3},
        {"change", "Change", FW_CELL_SIGNED, 3},
    };
    fw_table *table = fw_doc_table(doc, FW_BLOCK_FOLD, "page_weights", "Weights in both runs", COLUMNS, 4);
    for (size_t i = 0; i < count; i++) {
        fw_row *row = fw_table_row(doc, table);
        if (!row) return;
        const fw_weight *a = pairs[i].a, *b = pairs[i].b;
        row->cells[0].text = fw_doc_copy(doc, a->name);
        row->cells[1] = (fw_cell){"", a->weight, a->ci_low, a->ci_high};
        row->cells[2] = (fw_cell){"", b->weight, b->ci_low, b->ci_high};
        row->cells[3] = fw_number_cell(moved_by(&pairs[i]));
    }
    if (table) table->shown = SHOWN;
}

static void weights_section(fw_doc *doc, const fw_compared *a, const fw_compared *b) {
    fw_doc_section(doc, "weights", "Weights");
    if (!have_model(a, b)) {
        fw_doc_finding(doc, "Only runs with a model.json each have weights to compare.");
        return;
    }
    weight_pair *pairs = calloc(a->model->weight_count + 1, sizeof *pairs);
    if (!pairs) {
        doc->failed = true;
        return;
    }
    const size_t count = pair_weights(a, b, pairs);
    size_t clear = 0;
    for (size_t i = 0; i < count; i++) clear += apart(&pairs[i]);
    if (count == 0) {
        fw_doc_finding(doc, fw_doc_format(doc, "The models (%s, %s) share no fitted weight.", a->model->type,
                                          b->model->type));
    } else {
        fw_doc_finding(
            doc, fw_doc_format(doc,
                               "Of %zu weights in both models, %zu have intervals that do not overlap; %s "
                               "moved most (%s).",
                               count, clear, pairs[0].a->name, fw_say_signed(doc, moved_by(&pairs[0]), 3)));
        weights_chart(doc, pairs, count);
        weights_table(doc, pairs, count);
    }
    free(pairs);
}

/* ---- drift ---- */

/* What has not moved at all is in the table. */
static void drift_chart(fw_doc *doc, const fw_moved *const *order, size_t count) {
    fw_dot dots[DRAWN];
    size_t drawn = 0;
    while (drawn < count && drawn < DRAWN && order[drawn]->drift.psi > 0) drawn++;
    if (drawn == 0) return;
    for (size_t i = 0; i < drawn; i++)
        dots[i] =
            (fw_dot){.label = order[i]->name, .estimate = {order[i]->drift.psi, (double)NAN, (double)NAN, 1}};
    const fw_dot_chart chart = {.title = "Population stability index (PSI), what lies beyond chance first",
                                .dots = dots,
                                .count = drawn,
                                .low = 0,
                                .high = (double)NAN,
                                .norm = .25,
                                .norm_label = "alarm 0.25",
                                .bars = true,
                                .digits = 3};
    fw_chart_dots(doc, &chart);
}

static void drift_table(fw_doc *doc, const fw_moved *const *order, size_t count) {
    static const fw_table_column COLUMNS[] = {
        {"name", "What", FW_CELL_TEXT, 0},
        {"kind", "Kind", FW_CELL_TEXT, 0},
        {"mean_a", "Mean in A", FW_CELL_NUMBER, 3},
        {"mean_b", "Mean in B", FW_CELL_NUMBER, 3},
        {"psi", "PSI", FW_CELL_NUMBER, 3},
        {"noise", "Chance gives", FW_CELL_NUMBER, 3},
        {"ks", "KS", FW_CELL_NUMBER, 3},
        {"ks_p", "p", FW_CELL_P, 0},
        {"level", "Level", FW_CELL_TEXT, 0},
    };
    fw_table *table =
        fw_doc_table(doc, FW_BLOCK_FOLD, "page_drift", "Drift of scores and features", COLUMNS, 9);
    for (size_t i = 0; i < count; i++) {
        fw_row *row = fw_table_row(doc, table);
        if (!row) return;
        const fw_drift *d = &order[i]->drift;
        row->cells[0].text = fw_doc_copy(doc, order[i]->name);
        row->cells[1].text = order[i]->score ? "score" : "feature";
        row->cells[2] = fw_number_cell(d->mean_a);
        row->cells[3] = fw_number_cell(d->mean_b);
        row->cells[4] = fw_number_cell(d->psi);
        row->cells[5] = fw_number_cell(d->psi_noise);
        row->cells[6] = fw_number_cell(d->ks);
        row->cells[7] = fw_number_cell(d->ks_p);
        row->cells[8].text = fw_drift_level_name(d->level);
    }
    if (table) table->shown = SHOWN;
}

/* `first`: the one that moved furthest, of those beyond chance if there are any. */
static const char *say_drift(fw_doc *doc, const fw_moved *first, size_t beyond, size_t alarms, size_t count) {
    if (beyond == 0)
        return fw_doc_format(doc, "None of %zu scores and features has drifted beyond chance.", count);
    if (fw_no_more_than_chance(beyond, count))
        return fw_doc_format(
            doc,
            "Nothing has clearly drifted: %zu of %zu scores and features %s beyond noise, no "
            "more than chance brings among so many; the furthest is %s (PSI %.3f).",
            beyond, count, beyond == 1 ? "lies" : "lie", first->name, first->drift.psi);
    return fw_doc_format(
        doc,
        "%zu of %zu scores and features %s drifted beyond chance, %zu of them above the alarm "
        "of 0.25; most %s (PSI %.3f).",
        beyond, count, beyond == 1 ? "has" : "have", alarms, first->name, first->drift.psi);
}

static void drift_section(fw_doc *doc, const fw_comparison *c) {
    fw_doc_section(doc, "drift", "Drift");
    const fw_moved **order = calloc(c->moved_count + 1, sizeof *order);
    if (!order) {
        doc->failed = true;
        return;
    }
    size_t alarms = 0, beyond = 0, count = 0;
    for (size_t i = 0; i < c->moved_count; i++) {
        const fw_drift *d = &c->moved[i].drift;
        if (!isfinite(d->psi)) continue;
        order[count++] = &c->moved[i];
        if (!fw_moved_beyond(&c->moved[i])) continue;
        beyond++;
        alarms += d->level == FW_DRIFT_ALARM;
    }
    if (count > 1) qsort(order, count, sizeof *order, fw_moved_order);
    fw_doc_finding(doc, say_drift(doc, order[0], beyond, alarms, count));
    if (count > 0) {
        drift_chart(doc, order, count);
        drift_table(doc, order, count);
        fw_doc_block(
            doc, FW_BLOCK_NOTE,
            "PSI: over bins cut at A's deciles; watch above 0.10, alarm above 0.25. Chance gives: what PSI "
            "exceeds once in 20 times for so many answers and people though nothing has moved.");
    }
    free(order);
}

/* ---- the page ---- */

static void tiles(fw_doc *doc, const fw_compared *a, const fw_compared *b, const fw_comparison *c) {
    fw_doc_tile(doc, fw_doc_format(doc, "%zu", c->common), "answers in both runs",
                fw_doc_format(doc, "%zu only in A, %zu only in B", c->only_a, c->only_b));
    if (c->lead >= 0 && c->common > 0 && isfinite(c->change.change.value))
        fw_doc_tile(doc, fw_say_signed(doc, c->change.change.value, 3), "mean change of the score",
                    isfinite(c->change.change.low)
                        ? fw_doc_format(doc, "95%% interval %s to %s",
                                        fw_say_signed(doc, c->change.change.low, 3),
                                        fw_say_signed(doc, c->change.change.high, 3))
                        : "no interval");
    if (have_model(a, b) && isfinite(a->model->quality.cv.r) && isfinite(b->model->quality.cv.r))
        fw_doc_tile(doc, fw_doc_format(doc, "%.2f, %.2f", a->model->quality.cv.r, b->model->quality.cv.r),
                    "cross-validated r in A, B", "higher is better");
}

fw_code fw_compare_page(const fw_compared *a, const fw_compared *b, const fw_comparison *found,
                        const char *gate, const char *folder, fw_error *err) {
    fw_doc doc = {.title = "Two runs compared"};
    doc.subtitle = fw_doc_format(&doc, "A: %s. B: %s.", a->folder, b->folder);
    const char *failed = gate ? fw_doc_format(&doc, "Gate failed: %s", gate) : NULL;
    doc.banner = a->synthetic || b->synthetic
                     ? fw_doc_format(&doc, "%s%s%s", FW_SYNTHETIC, failed ? " " : "", failed ? failed : "")
                     : failed;
    tiles(&doc, a, b, found);
    scores_section(&doc, found);
    weights_section(&doc, a, b);
    drift_section(&doc, found);
    const fw_code code = fw_doc_write(&doc, folder, "compare", 1, err);
    fw_doc_free(&doc);
    return code;
}
