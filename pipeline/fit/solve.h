/*
 * solve.h: linear models from one training part's cross-products: standardising, ridge about a prior, least
 * squares.
 *
 * A design is the standardised training part: columns with a positive SD, their correlation matrix R, and the
 * covariance r of each standardised column with the rating. With z the standardised features, b the weights
 * per SD and w the prior's direction:
 *
 *     ridge  minimises  mean (y - ybar - z b)^2 + lambda |b - s w|^2  (mean: over n - 1)
 *            so that    b = s w + (R + lambda I)^-1 (r - s R w)
 *     s = max(0, w'r / w'Rw), the least-squares slope of the rating on z w; s = 0 for plain ridge.
 */
#ifndef FAILWISE_FIT_SOLVE_H
#define FAILWISE_FIT_SOLVE_H

#include "fit/gram.h"

/*
 * A column of which earlier columns leave less than this share of variance unexplained is collinear. Rounding
 * in the cross-products is about 1e-15 times a few hundred columns; correlated features in earnest stay far
 * above.
 */
#define FW_COLLINEAR 1e-11

typedef struct fw_design {
    size_t capacity;
    size_t count;   /* columns in use */
    size_t *column; /* their index in the gram */
    double *mean, *sd;
    double *corr;     /* count x count */
    double *level;    /* sums about the shift over n: of each column in use */
    double *response; /* r */
    double *prior;    /* w of each column in use */
    double n, y_mean, y_variance;
} fw_design;

fw_code fw_design_init(fw_design *design, size_t capacity, fw_error *err);
void fw_design_free(fw_design *design);
/*
 * Fills the design from a gram about `shift`, for the given columns, leaving out those without variance.
 * `prior` is indexed by gram column and may be NULL. A part with fewer than two rows, or one whose ratings
 * are all equal, gives a design without columns.
 */
void fw_design_fill(fw_design *design, const fw_gram *gram, const double *shift, const size_t *columns,
                    size_t column_count, const double *prior);

/* Mean and SD (n - 1; 0 when constant or of one row) of one column. */
void fw_gram_moments(const fw_gram *gram, const double *shift, size_t column, double *mean, double *sd);

/* Weights per SD of the design's columns, with what is needed for their errors. */
typedef struct fw_solution {
    double *weight;   /* design->count numbers; 0 for a dropped column */
    double *variance; /* of each weight, in units of the residual variance; NaN when dropped */
    bool *dropped;    /* least squares: collinear with earlier columns */
    double slope;     /* s */
    double df;        /* effective number of weights */
} fw_solution;
fw_code fw_solution_init(fw_solution *solution, size_t capacity, fw_error *err);
void fw_solution_free(fw_solution *solution);

/* The eigendecomposition of a design's correlation matrix: serves every lambda. */
typedef struct fw_spectrum {
    double *value;   /* ascending, rounding below 0 cut to 0 */
    double *vector;  /* column k belongs to value k; count x count, row-major */
    double *rotated; /* vectors' (r - s R w), for the current design */
    double slope;    /* s of the current design; 0 when not about a prior */
} fw_spectrum;
fw_code fw_spectrum_init(fw_spectrum *spectrum, size_t capacity, fw_error *err);
void fw_spectrum_free(fw_spectrum *spectrum);
/* FW_BUG when the decomposition fails (it cannot, for finite numbers). */
fw_code fw_spectrum_fill(fw_spectrum *spectrum, const fw_design *design, bool about_prior, fw_error *err);
/* Largest over smallest eigenvalue; infinity when singular, NaN without columns. */
double fw_spectrum_condition(const fw_spectrum *spectrum, size_t count);

/* s of the design's prior; 0 without one. */
double fw_design_slope(const fw_design *design);

/* Ridge at one lambda > 0. With `errors`, variances and df as well. */
void fw_solve_ridge(const fw_design *design, const fw_spectrum *spectrum, double lambda, bool errors,
                    fw_solution *out);
/* Least squares; a column that earlier columns explain is dropped. */
fw_code fw_solve_ols(const fw_design *design, bool errors, fw_solution *out, fw_error *err);

/*
 * The solution as a linear form on rows: v . row = prediction - rating on shifted rows (see gram.h);
 * `intercept` is the prediction at the design's mean.
 */
void fw_solution_form(const fw_design *design, const fw_solution *solution, const double *shift, size_t width,
                      double *v);

#endif
