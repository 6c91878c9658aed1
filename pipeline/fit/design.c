/* design.c: a training part, standardised from its cross-products. */
#include "fit/solve.h"

#include "base/wide.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Below this share of its mean square about the shift, a column's variance is rounding noise. */
static const double CONSTANT = 1e-12;

fw_code fw_design_init(fw_design *design, size_t capacity, fw_error *err) {
    const size_t room = capacity + 1;
    *design = (fw_design){.capacity = capacity};
    design->column = calloc(room, sizeof *design->column);
    design->mean = calloc(room, sizeof(double));
    design->sd = calloc(room, sizeof(double));
    design->corr = malloc(room * room * sizeof(double)); /* filled as far as there are columns */
    design->level = calloc(room, sizeof(double));
    design->response = calloc(room, sizeof(double));
    design->prior = calloc(room, sizeof(double));
    const bool good = design->column && design->mean && design->sd && design->corr && design->level &&
                      design->response && design->prior;
    return good ? FW_OK : fw_fail_nomem(err);
}

void fw_design_free(fw_design *design) {
    free(design->column);
    free(design->mean);
    free(design->sd);
    free(design->corr);
    free(design->level);
    free(design->response);
    free(design->prior);
    *design = (fw_design){0};
}

/* Sum of products about the means: exact centring of what was accumulated about the shift. */
static double centred(const fw_gram *gram, size_t i, size_t j) {
    const size_t width = gram->width, one = width - 1;
    const double n = fw_gram_rows(gram);
    return gram->cross[i * width + j] - gram->cross[i * width + one] * (gram->cross[j * width + one] / n);
}

/* Variance (n - 1) of a column, 0 when it is constant. */
static double column_variance(const fw_gram *gram, size_t i) {
    const double squares = centred(gram, i, i);
    if (!(squares > CONSTANT * gram->cross[i * gram->width + i])) return 0;
    return squares / (fw_gram_rows(gram) - 1);
}

void fw_gram_moments(const fw_gram *gram, const double *shift, size_t column, double *mean, double *sd) {
    const double n = fw_gram_rows(gram);
    *mean = shift[column] + gram->cross[column * gram->width + gram->width - 1] / n;
    *sd = n > 1 ? sqrt(column_variance(gram, column)) : 0;
}

/* Cross-products with column i, of the columns before it, into correlations: as `centred` has them. */
FW_INLINED void scale_row(const fw_design *design, size_t i, double sum, double *restrict row) {
    const double *restrict level = design->level, *restrict sd = design->sd;
    const double freedom = design->n - 1, own = design->sd[i];
    for (size_t j = 0; j < i; j++) row[j] = (row[j] - sum * level[j]) / freedom / own / sd[j];
}

FW_WIDE static void scale_row_wide(const fw_design *design, size_t i, double sum, double *row) {
    scale_row(design, i, sum, row);
}

FW_WIDEST static void scale_row_widest(const fw_design *design, size_t i, double sum, double *row) {
    scale_row(design, i, sum, row);
}

static void correlate(fw_design *design, const fw_gram *gram) {
    static void (*const SCALE[])(const fw_design *design, size_t i, double sum,
                                 double *row) = {scale_row, scale_row_wide, scale_row_widest};
    const size_t count = design->count, width = gram->width;
    const int widest = fw_widest();
    for (size_t i = 0; i < count; i++) {
        const double *cross = gram->cross + design->column[i] * width;
        double *row = design->corr + i * count;
        for (size_t j = 0; j < i; j++) row[j] = cross[design->column[j]];
        SCALE[widest](design, i, cross[width - 1], row);
        row[i] = 1;
        for (size_t j = 0; j < i; j++) design->corr[j * count + i] = row[j];
    }
}

void fw_design_fill(fw_design *design, const fw_gram *gram, const double *shift, const size_t *columns,
                    size_t column_count, const double *prior) {
    const size_t width = gram->width, one = width - 1, y = width - 2;
    design->n = fw_gram_rows(gram);
    design->count = 0;
    design->y_mean = design->n > 0 ? shift[y] + gram->cross[y * width + one] / design->n : (double)NAN;
    design->y_variance = design->n > 1 ? column_variance(gram, y) : 0;
    if (!(design->y_variance > 0)) return;
    for (size_t i = 0; i < column_count; i++) {
        const size_t c = columns[i];
        const double spread = column_variance(gram, c);
        if (!(spread > 0)) continue;
        const size_t at = design->count++;
        design->column[at] = c;
        design->mean[at] = shift[c] + gram->cross[c * width + one] / design->n;
        design->sd[at] = sqrt(spread);
        design->response[at] = centred(gram, c, y) / (design->n - 1) / design->sd[at];
        design->prior[at] = prior ? prior[c] : 0;
        design->level[at] = gram->cross[c * width + one] / design->n;
    }
    correlate(design, gram);
}

double fw_design_slope(const fw_design *design) {
    double on_rating = 0, squared = 0;
    for (size_t i = 0; i < design->count; i++) {
        if (design->prior[i] == 0) continue;
        on_rating += design->prior[i] * design->response[i];
        for (size_t j = 0; j < design->count; j++)
            if (design->prior[j] != 0)
                squared += design->prior[i] * design->corr[i * design->count + j] * design->prior[j];
    }
    return squared > 0 && on_rating > 0 ? on_rating / squared : 0;
}

fw_code fw_solution_init(fw_solution *solution, size_t capacity, fw_error *err) {
    *solution = (fw_solution){0};
    solution->weight = calloc(capacity + 1, sizeof(double));
    solution->variance = calloc(capacity + 1, sizeof(double));
    solution->dropped = calloc(capacity + 1, sizeof(bool));
    return solution->weight && solution->variance && solution->dropped ? FW_OK : fw_fail_nomem(err);
}

void fw_solution_free(fw_solution *solution) {
    free(solution->weight);
    free(solution->variance);
    free(solution->dropped);
    *solution = (fw_solution){0};
}

void fw_solution_form(const fw_design *design, const fw_solution *solution, const double *shift, size_t width,
                      double *v) {
    const size_t one = width - 1, y = width - 2;
    memset(v, 0, width * sizeof *v);
    double constant = design->y_mean - shift[y];
    for (size_t i = 0; i < design->count; i++) {
        const size_t c = design->column[i];
        v[c] = solution->weight[i] / design->sd[i];
        constant -= v[c] * (design->mean[i] - shift[c]);
    }
    v[y] = -1;
    v[one] = constant;
}
