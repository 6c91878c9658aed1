/* figures.c: the table of headline figures. */
#include "run/figures.h"

#include "base/json.h"

const fw_figure fw_figures[FW_FIGURE_COUNT] = {
    {"answers", "n_answers", "Answers scored.", "answers", 0, true},
    {"participants", "n_participants", "Participants who gave them.", "participants", 0, false},
    {"rows_read", "rows.read", "Rows of the answers file.", "rows read", 0, false},
    {"rows_rejected", "rows.rejected", "Rows that could not be used.", "rows rejected", 0, true},
    {"rated_answers", "ratings.answers", "Answers with a rating.", "rated answers", 0, false},
    {"raters", "ratings.raters", "Distinct raters.", "raters", 0, false},
    {"mean_overall", "mean_overall.value", "Mean overall score over participants.", "mean overall score", 2,
     true},
    {"cv_r", "model.cv_r", "Cross-validated correlation of scores with ratings.", "cross-validated r", 3,
     true},
    {"cv_qwk", "model.cv_qwk", "Cross-validated quadratic weighted kappa.", "cross-validated kappa", 3, true},
    {"psi", "drift.psi", "Population stability index of the overall score against the baseline.",
     "stability of the overall score", 4, false},
    {"largest_psi", "drift.largest_psi", "Largest population stability index beyond chance.",
     "largest stability index", 4, false},
};

double fw_figure_of(const fw_figure *figure, const json_t *summary) {
    return fw_json_figure(summary, figure->path, figure->decimals);
}
