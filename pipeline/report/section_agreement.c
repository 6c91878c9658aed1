/* section_agreement.c: how well scores agree with raters, beside what length alone would give. */
#include "report/charts.h"
#include "report/view.h"

#include <math.h>
#include <string.h>

static const fw_table_column COLUMNS[] = {
    {"scores", "Scores", FW_CELL_TEXT, 0},
    {"n", "Answers", FW_CELL_COUNT, 0},
    {"r", "r (95% interval)", FW_CELL_INTERVAL, 2},
    {"r2", "R² (95% interval)", FW_CELL_INTERVAL, 2},
    {"rmse", "RMSE (95% interval)", FW_CELL_INTERVAL, 2},
    {"qwk", "QWK (95% interval)", FW_CELL_INTERVAL, 2},
    {"exact", "Exact, % (95% interval)", FW_CELL_INTERVAL, 0},
    {"adjacent", "Adjacent, % (95% interval)", FW_CELL_INTERVAL, 0},
};

static fw_cell cell(double value, double low, double high) { return (fw_cell){"", value, low, high}; }

static void add_row(fw_view *view, fw_table *table, const char *name, const fw_agreement *a,
                    const fw_agreement_interval *interval) {
    static const fw_agreement_interval NONE;
    if (!(a->n > 0)) return;
    fw_row *row = fw_table_row(view->doc, table);
    if (!row) return;
    const bool has = interval && interval->resamples > 0;
    const fw_agreement *low = has ? &interval->low : &NONE.low;
    const fw_agreement *high = has ? &interval->high : &NONE.high;
    const double none = FW_MISSING;
    row->cells[0].text = name;
    row->cells[1] = fw_number_cell(a->n);
    row->cells[2] = cell(a->r, has ? low->r : none, has ? high->r : none);
    row->cells[3] = cell(a->r2, has ? low->r2 : none, has ? high->r2 : none);
    row->cells[4] = cell(a->rmse, has ? low->rmse : none, has ? high->rmse : none);
    row->cells[5] = cell(a->qwk, has ? low->qwk : none, has ? high->qwk : none);
    row->cells[6] = cell(a->exact, has ? low->exact : none, has ? high->exact : none);
    row->cells[7] = cell(a->adjacent, has ? low->adjacent : none, has ? high->adjacent : none);
}

/* What the sums of this report give; exact and adjacent agreement are the evaluation's. */
static fw_agreement here(const fw_comoments *sums, double mean_squared_error) {
    const double n = sums->n;
    const double none = FW_MISSING;
    fw_agreement out = {.n = n,
                        .r = fw_comoments_r(sums),
                        .r2 = none,
                        .rmse = none,
                        .qwk = none,
                        .smd = none,
                        .exact = none,
                        .adjacent = none};
    if (n < 1 || isnan(mean_squared_error)) return out;
    const double gap = sums->mean_x - sums->mean_y;
    const double spread = sums->xx / n + sums->yy / n + gap * gap;
    out.rmse = sqrt(mean_squared_error);
    if (n > 1 && sums->yy > 0) out.r2 = 1 - mean_squared_error * n / sums->yy;
    if (spread > 0) out.qwk = 2 * sums->xy / n / spread;
    return out;
}

static bool fitted(const fw_view *view) { return view->model && view->model->quality.rows > 0; }

static void r_chart(fw_view *view) {
    const fw_fit_quality *q = &view->model->quality;
    const double none = FW_MISSING;
    const bool has = q->cv_interval.resamples > 0;
    fw_dot dots[3] = {
        {.label = "Model",
         .estimate = {q->cv.r, has ? q->cv_interval.low.r : none, has ? q->cv_interval.high.r : none, 1},
         .strong = true},
        {.label = "Length only", .estimate = {q->length_only.r, none, none, 1}},
        {.label = "Rubric", .estimate = {q->rubric.r, none, none, 1}},
    };
    const fw_dot_chart chart = {.title = "Correlation with raters on answers not used for the fit",
                                .dots = dots,
                                .count = 3,
                                .low = fmin(0, fmin(q->cv.r, fmin(q->length_only.r, q->rubric.r)) - .1),
                                .high = 1,
                                .norm = none,
                                .digits = 2};
    fw_chart_dots(view->doc, &chart);
}

bool fw_beyond_chance(const fw_view *view) {
    const fw_fit_quality *q = &view->model->quality;
    if (!(q->cv.n > 0)) return true;
    return q->cv.r > 0 && !(q->cv_interval.resamples > 0 && q->cv_interval.low.r <= 0);
}

static const char *say_verdict(fw_view *view) {
    const fw_fit_quality *q = &view->model->quality;
    fw_doc *doc = view->doc;
    const bool has = q->cv_interval.resamples > 0;
    if (isnan(q->cv.r))
        return "The cross-validated scores do not vary, so they cannot be compared with raters.";
    const fw_estimate r = {q->cv.r, has ? q->cv_interval.low.r : FW_MISSING,
                           has ? q->cv_interval.high.r : FW_MISSING, 1};
    const char *reach = fw_say_estimate(doc, r, 2);
    const double length = q->length_only.r;
    const char *alone = fw_say_estimate(doc, (fw_estimate){length, FW_MISSING, FW_MISSING, 1}, 2);
    if (!fw_beyond_chance(view))
        return fw_doc_format(doc,
                             "On answers it was not fitted to, the model does not agree with raters beyond "
                             "chance: it correlates %s with them.",
                             reach);
    if (isnan(length))
        return fw_doc_format(doc, "On answers it was not fitted to, the model correlates %s with raters.",
                             reach);
    if (q->cv.r <= length)
        return fw_doc_format(
            doc,
            "The model does not beat the length of an answer: it correlates %s with raters, length alone "
            "%s.",
            reach, alone);
    if (has && q->cv_interval.low.r <= length)
        return fw_doc_format(
            doc,
            "The model correlates %s with raters, length alone %s: it may or may not be better than "
            "counting words.",
            reach, alone);
    return fw_doc_format(
        doc,
        "The model correlates %s with raters on answers it was not fitted to; length alone reaches %s%s.",
        reach, alone,
        isnan(q->rubric.r) ? "" : fw_doc_format(doc, ", the rubric without ratings %.2f", q->rubric.r));
}

static const char *say_here(fw_view *view) {
    const fw_comoments *sums = &view->report->score_rating;
    const double r = fw_comoments_r(sums);
    if (sums->n < 1) return "There are no ratings, so agreement with raters cannot be measured.";
    if (!fw_rated_enough(view)) return fw_no_evidence(view);
    if (isnan(r)) return "Scores or ratings do not vary, so agreement with raters cannot be measured.";
    return fw_doc_format(view->doc,
                         "The scores were not fitted to ratings; they correlate %s with them on %s.",
                         fw_say_estimate(view->doc, (fw_estimate){r, FW_MISSING, FW_MISSING, 1}, 2),
                         fw_say_count(view->doc, (uint64_t)sums->n, "rated answer", "rated answers"));
}

/* Answers of a fit that is called small. */
static const size_t FEW_RATED = 200;

/* The last step of the curve: of few answers chance moves it more than what it is asked for. */
static const char *say_gain(fw_view *view, double rows, double gain) {
    static const double WORTH = .01;
    fw_doc *doc = view->doc;
    if (!fw_beyond_chance(view))
        return "That cannot be told before the model agrees with raters beyond chance.";
    if (gain > WORTH)
        return fw_doc_format(
            doc, "It seems so: the last step, to %.0f rated answers, still raised r by %.2f.", rows, gain);
    const char *changed = fw_say_signed(doc, gain, 2);
    if (view->model->quality.rows < FEW_RATED)
        return fw_doc_format(
            doc, "That cannot be told from so few: the last step, to %.0f rated answers, changed r by %s.",
            rows, changed);
    return fw_doc_format(doc, "Hardly: the last step, to %.0f rated answers, changed r by %s.", rows,
                         changed);
}

/* What more ratings would bring: the same model fitted to a part of the participants. */
static void learning(fw_view *view) {
    static const fw_table_column LEARNING[] = {
        {"share", "Share of participants", FW_CELL_PERCENT, 0},
        {"rows", "Rated answers", FW_CELL_COUNT, 0},
        {"r", "Cross-validated r", FW_CELL_NUMBER, 3},
    };
    const fw_table_part *part = view->model->table;
    fw_doc *doc = view->doc;
    if (!part || part->learning_count < 2) return;
    fw_plane_point points[FW_LEARNING_POINTS];
    for (size_t i = 0; i < part->learning_count; i++)
        points[i] =
            (fw_plane_point){part->learning[i].rows, {part->learning[i].r, FW_MISSING, FW_MISSING, 1}};
    const fw_learning_point *last = &part->learning[part->learning_count - 1];
    const double gain = last->r - part->learning[part->learning_count - 2].r;
    fw_doc_block(doc, FW_BLOCK_HEADING, "Would more ratings help?");
    fw_doc_block(doc, FW_BLOCK_TEXT, say_gain(view, last->rows, gain));
    const fw_plane_chart chart = {.title = "Learning curve: cross-validated r by number of rated answers",
                                  .x_axis = "rated answers that the weights are fitted to",
                                  .y_axis = "r",
                                  .points = points,
                                  .count = part->learning_count,
                                  .norm = view->model->quality.length_only.r,
                                  .norm_label = "length only",
                                  .joined = true,
                                  .zero = true};
    fw_chart_plane(doc, &chart);
    fw_table *table = fw_doc_table(doc, FW_BLOCK_FOLD, "learning_curve",
                                   "Cross-validated r by number of rated answers", LEARNING, 3);
    for (size_t i = 0; i < part->learning_count; i++) {
        fw_row *row = fw_table_row(doc, table);
        if (!row) return;
        row->cells[0] = fw_number_cell(part->learning[i].share);
        row->cells[1] = fw_number_cell(part->learning[i].rows);
        row->cells[2] = fw_number_cell(part->learning[i].r);
    }
}

void fw_section_agreement(fw_view *view) {
    fw_doc *doc = view->doc;
    const fw_report *report = view->report;
    if (fw_model_withheld(view)) {
        fw_doc_finding(doc, fw_too_few_fitted(view));
        return;
    }
    fw_doc_finding(doc, fitted(view) ? say_verdict(view) : say_here(view));
    const bool enough = fw_rated_enough(view);
    if (!fitted(view) && !enough) return;
    if (fitted(view)) r_chart(view);
    fw_table *table = fw_doc_table(doc, FW_BLOCK_TABLE, "agreement", "Agreement with mean ratings", COLUMNS,
                                   sizeof COLUMNS / sizeof COLUMNS[0]);
    if (fitted(view)) {
        const fw_fit_quality *q = &view->model->quality;
        add_row(view, table, "Model, cross-validated", &q->cv, &q->cv_interval);
        add_row(view, table, "Length only, cross-validated", &q->length_only, NULL);
        add_row(view, table, "Mean only", &q->mean_only, NULL);
        add_row(view, table, "Rubric, without ratings", &q->rubric, NULL);
        add_row(view, table, "Model on its own training rows", &q->train, NULL);
    }
    if (enough) {
        const fw_agreement scores =
            here(&report->score_rating, report->error2.n > 0 ? report->error2.mean : FW_MISSING);
        add_row(view, table, "Scores of this report", &scores, NULL);
    }
    fw_doc_block(
        doc, FW_BLOCK_NOTE,
        "r: correlation. R²: share of the ratings' variance explained. RMSE: typical error in "
        "points. QWK: quadratic "
        "weighted kappa. Exact and adjacent: rounded scores equal to, or within one point of, "
        "rounded ratings. "
        "Intervals are bootstrapped over the participants who are scored, with the weights as they are: that "
        "other participants would give other weights is not in them, which matters where these are few. The "
        "mean alone correlates below 0: "
        "left-out answers that are better leave a lower mean. A row on the same answers as the fit is "
        "too favourable.");
    if (fitted(view) && view->model->quality.rows < FEW_RATED)
        fw_doc_block(
            doc, FW_BLOCK_CAUTION,
            fw_doc_format(
                doc,
                "The model rests on %zu rated answers only: expect these figures to move with more data.",
                view->model->quality.rows));
    if (fitted(view)) learning(view);
}
