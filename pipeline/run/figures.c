/* figures.c: the table of headline figures. */
#include "run/figures.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

const fw_figure fw_figures[FW_FIGURE_COUNT] = {
    {"answers", "n_answers", "Answers scored.", 0, true},
    {"participants", "n_participants", "Participants who gave them.", 0, false},
    {"rows_read", "rows.read", "Rows of the answers file.", 0, false},
    {"rows_rejected", "rows.rejected", "Rows that could not be used.", 0, true},
    {"rated_answers", "ratings.answers", "Answers with a rating.", 0, false},
    {"raters", "ratings.raters", "Distinct raters.", 0, false},
    {"mean_overall", "mean_overall.value", "Mean overall score over participants.", 2, true},
    {"cv_r", "model.cv_r", "Cross-validated correlation of scores with ratings.", 3, true},
    {"cv_qwk", "model.cv_qwk", "Cross-validated quadratic weighted kappa.", 3, true},
    {"psi", "drift.psi", "Population stability index of the overall score against the baseline.", 4, false},
    {"largest_psi", "drift.largest_psi", "Largest population stability index beyond chance.", 4, false},
};

double fw_figure_of(const fw_figure *figure, const json_t *summary) {
    const json_t *at = summary;
    for (const char *p = figure->path; *p && at;) {
        char name[32];
        const size_t length = strcspn(p, ".");
        (void)snprintf(name, sizeof name, "%.*s", (int)length, p);
        at = json_object_get(at, name);
        p += length + (p[length] == '.');
    }
    if (!json_is_number(at)) return (double)NAN;
    const double scale = pow(10, figure->decimals);
    return nearbyint(json_number_value(at) * scale) / scale;
}
