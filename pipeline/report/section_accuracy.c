/* section_accuracy.c: where scores are off: calibration, residuals, confusion of rounded scores. */
#include "report/charts.h"
#include "report/view.h"

#include <math.h>
#include <stdlib.h>

enum { DECILES = 10, BINS = 24, MOST_LEVELS = 12 };

/* A row by its machine score; people are told apart by their cluster. */
typedef struct scored {
    double m, h;
    uint64_t cluster;
} scored;

static int by_score(const void *a, const void *b) {
    const scored *x = a;
    const scored *y = b;
    if (x->m < y->m) return -1;
    if (x->m > y->m) return 1;
    if (x->h < y->h) return -1;
    if (x->h > y->h) return 1;
    return (x->cluster > y->cluster) - (x->cluster < y->cluster);
}

/* One bin of neighbouring scores. */
typedef struct bin {
    fw_moments score, rating;
} bin;

/* As many equal bins as leave each at least k people, counted cautiously; 0 = none. */
static size_t bins_for(const fw_view *view) {
    const size_t room = view->evidence.people / (2 * view->report->k);
    return room < DECILES ? room : DECILES;
}

static size_t fill_bins(fw_view *view, bin *bins) {
    const fw_evidence *e = &view->evidence;
    const size_t count = bins_for(view);
    scored *rows = calloc(e->rows + 1, sizeof *rows);
    if (!rows) {
        view->doc->failed = true;
        return 0;
    }
    for (size_t i = 0; i < e->rows; i++) rows[i] = (scored){e->m[i], e->h[i], e->cluster[i]};
    qsort(rows, e->rows, sizeof *rows, by_score);
    for (size_t i = 0; count && i < e->rows; i++) {
        bin *into = &bins[i * count / e->rows];
        fw_moments_add(&into->score, rows[i].m);
        fw_moments_add(&into->rating, rows[i].h);
    }
    free(rows);
    return count;
}

/* Bins whose interval of the rating does not hold their score, and how far off the furthest of them is. */
static size_t bins_off(const bin *bins, size_t count, double *most) {
    size_t off = 0;
    *most = 0;
    for (size_t i = 0; i < count; i++) {
        const fw_estimate rating = fw_mean_interval(&bins[i].rating);
        if (bins[i].score.mean >= rating.low && bins[i].score.mean <= rating.high) continue;
        *most = fmax(*most, fabs(rating.value - bins[i].score.mean));
        off++;
    }
    return off;
}

static void calibration(fw_view *view, const bin *bins, size_t count) {
    static const fw_table_column COLUMNS[] = {
        {"bin", "Scores from low to high", FW_CELL_TEXT, 0},
        {"answers", "Answers", FW_CELL_COUNT, 0},
        {"mean_score", "Mean score", FW_CELL_NUMBER, 2},
        {"mean_rating", "Mean rating (95% interval)", FW_CELL_INTERVAL, 2},
        {"difference", "Rating minus score", FW_CELL_SIGNED, 2},
    };
    fw_doc *doc = view->doc;
    fw_plane_point points[DECILES];
    for (size_t i = 0; i < count; i++)
        points[i] = (fw_plane_point){bins[i].score.mean, fw_mean_interval(&bins[i].rating)};
    const fw_plane_chart chart = {.title =
                                      "Mean rating of answers with about the same score, with 95% intervals",
                                  .x_axis = "mean score",
                                  .y_axis = "mean rating",
                                  .points = points,
                                  .count = count,
                                  .diagonal = "dashed: rating = score",
                                  .norm = FW_MISSING};
    fw_chart_plane(doc, &chart);
    fw_table *table = fw_doc_table(doc, FW_BLOCK_FOLD, "calibration",
                                   "Scores and ratings in bins of equal size", COLUMNS, 5);
    for (size_t i = 0; i < count; i++) {
        fw_row *row = fw_table_row(doc, table);
        if (!row) return;
        row->cells[0].text = fw_doc_format(doc, "%zu of %zu", i + 1, count);
        row->cells[1] = fw_number_cell(bins[i].score.n);
        row->cells[2] = fw_number_cell(bins[i].score.mean);
        row->cells[3] = fw_estimate_cell(points[i].y);
        row->cells[4] = fw_number_cell(bins[i].rating.mean - bins[i].score.mean);
    }
}

static void residuals(fw_view *view, const fw_sketch *residual) {
    static const fw_table_column COLUMNS[] = {
        {"from", "From", FW_CELL_NUMBER, 2},
        {"to", "To", FW_CELL_NUMBER, 2},
        {"answers", "Answers", FW_CELL_COUNT, 0},
    };
    fw_doc *doc = view->doc;
    uint64_t bins[BINS];
    const double reach = fmax(.25, ceil(4 * fmax(-residual->min, residual->max)) / 4);
    const double step = 2 * reach / BINS;
    fw_sketch_rebin(residual, -reach, reach, BINS, bins);
    fw_histogram_chart chart = {.title = "Residuals: rating minus score, in points",
                                .axis = "rating minus score; left of 0 the score is too kind",
                                .bins = bins,
                                .bin_count = BINS,
                                .low = -reach,
                                .high = reach,
                                .band_low = FW_MISSING,
                                .band_high = FW_MISSING};
    for (size_t i = 0; i < 3; i++) chart.quartiles[i] = fw_sketch_quantile(residual, .25 * (double)(i + 1));
    fw_chart_histogram(doc, &chart);
    fw_table *table = fw_doc_table(doc, FW_BLOCK_FOLD, "residuals", "Residuals by size", COLUMNS, 3);
    for (size_t i = 0; i < BINS; i++) {
        fw_row *row = fw_table_row(doc, table);
        if (!row) return;
        row->cells[0] = fw_number_cell(-reach + step * (double)i);
        row->cells[1] = fw_number_cell(-reach + step * (double)(i + 1));
        row->cells[2] = fw_number_cell((double)bins[i]);
    }
}

static void confusion_chart(fw_view *view, const fw_confusion *c) {
    const char *rows[MOST_LEVELS], *columns[MOST_LEVELS];
    double values[MOST_LEVELS * MOST_LEVELS];
    double most = 1;
    for (size_t i = 0; i < c->levels; i++) {
        rows[i] = fw_doc_format(view->doc, "rated %ld", c->level[i]);
        columns[i] = fw_doc_format(view->doc, "%ld", c->level[i]);
    }
    for (size_t i = 0; i < c->levels * c->levels; i++) {
        values[i] = (double)c->count[i];
        most = fmax(most, values[i]);
    }
    const fw_grid_chart chart = {.title = "Rounded ratings (rows) against rounded scores (columns), answers",
                                 .axis = "columns: rounded score",
                                 .row_labels = rows,
                                 .column_labels = columns,
                                 .rows = c->levels,
                                 .columns = c->levels,
                                 .values = values,
                                 .most = most,
                                 .counts = true};
    fw_chart_grid(view->doc, &chart);
}

static void confusion(fw_view *view) {
    static const fw_table_column COLUMNS[] = {
        {"rating", "Rating, rounded", FW_CELL_NUMBER, 0},
        {"score", "Score, rounded", FW_CELL_NUMBER, 0},
        {"answers", "Answers", FW_CELL_COUNT, 0},
    };
    fw_confusion c = {0};
    const fw_evidence *e = &view->evidence;
    /* More categories than there is room for are no finding. */
    if (fw_confusion_count(e->h, e->m, e->rows, &c, NULL) == FW_OK && c.levels <= MOST_LEVELS) {
        confusion_chart(view, &c);
        fw_table *table = fw_doc_table(view->doc, FW_BLOCK_FOLD, "confusion",
                                       "Rounded ratings against rounded scores", COLUMNS, 3);
        for (size_t i = 0; i < c.levels * c.levels; i++) {
            fw_row *row = fw_table_row(view->doc, table);
            if (!row) break;
            const size_t human = i / c.levels, machine = i % c.levels;
            row->cells[0] = fw_number_cell((double)c.level[human]);
            row->cells[1] = fw_number_cell((double)c.level[machine]);
            row->cells[2] = fw_number_cell((double)c.count[i]);
        }
    }
    fw_confusion_free(&c);
}

static const char *say_calibration(fw_view *view, const bin *bins, size_t count, const fw_sketch *size) {
    fw_doc *doc = view->doc;
    double most;
    const size_t off = bins_off(bins, count, &most);
    const char *within = fw_doc_format(doc, "Half of the scores lie within %.2f points of the rating",
                                       fw_sketch_quantile(size, .5));
    if (count < 2) return fw_doc_format(doc, "%s.", within);
    if (off == 0) return fw_doc_format(doc, "%s, and they are right on average from low to high.", within);
    return fw_doc_format(
        doc, "%s; in %zu of %zu bins from low to high they are off on average, by %.2f points at most.",
        within, off, count, most);
}

void fw_say_basis(fw_view *view) {
    const fw_evidence *e = &view->evidence;
    fw_doc *doc = view->doc;
    if (view->basis_told) {
        fw_doc_block(doc, FW_BLOCK_NOTE, "Scores and answers are those of \"Where the scores are off\".");
        return;
    }
    view->basis_told = true;
    fw_doc_block(doc, FW_BLOCK_NOTE,
                 e->held_out
                     ? "Scores here are cross-validated: each was predicted by weights that had not seen "
                       "the participant."
                     : "Scores here are those of this report. Where the model was fitted to the same "
                       "answers, they look better than they are.");
    if (e->rows < e->rated)
        fw_doc_block(doc, FW_BLOCK_NOTE,
                     fw_doc_format(doc, "These figures rest on %s of %s, chosen by a hash of their ids.",
                                   fw_say_count(doc, e->rows, "answer", "answers"),
                                   fw_say_count(doc, e->rated, "rated answer", "rated answers")));
}

void fw_section_accuracy(fw_view *view) {
    const fw_evidence *e = &view->evidence;
    fw_doc *doc = view->doc;
    if (!e->resampler) {
        fw_doc_finding(doc, fw_no_evidence(view));
        return;
    }
    fw_sketch *residual = calloc(2, sizeof *residual);
    if (!residual) {
        doc->failed = true;
        return;
    }
    for (size_t i = 0; i < e->rows; i++) {
        fw_sketch_add(&residual[0], e->h[i] - e->m[i]);
        fw_sketch_add(&residual[1], fabs(e->h[i] - e->m[i]));
    }
    bin bins[DECILES] = {0};
    const size_t count = fill_bins(view, bins);
    fw_doc_finding(doc, say_calibration(view, bins, count, &residual[1]));
    if (count > 1) calibration(view, bins, count);
    residuals(view, &residual[0]);
    confusion(view);
    fw_say_basis(view);
    free(residual);
}

const char *fw_no_evidence(const fw_view *view) {
    if (view->evidence.rated == 0) return "There are no ratings to compare the scores with.";
    return fw_doc_format(view->doc,
                         "Fewer than %zu people are rated: too few to compare scores with ratings.",
                         view->report->k);
}
