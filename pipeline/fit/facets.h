/*
 * facets.h: the state of a many-facet rating scale model while it is fitted.
 *
 * Answer i rated by rater j: log(P(k) / P(k - 1)) = theta_i + s_j - tau_k for k = 1 .. K - 1, theta = sigma
 * z, z standard normal on a grid of equal steps (for which the trapezoid rule is as good as exact once a step
 * is no wider than the posterior). Tables go by rater, category and node, so that an answer costs additions
 * only. Answers that the same raters rated alike have the same posterior: one of them stands for all, which
 * makes a few hundred patterns of ten thousand answers where raters are few.
 */
#ifndef FAILWISE_FIT_FACETS_H
#define FAILWISE_FIT_FACETS_H

#include "fit/rater_panel.h"

typedef struct fw_facets_state {
    const fw_sparse_panel *panel;
    size_t categories, nodes;
    double *z, *log_prior; /* [nodes] */
    double *log_p;         /* [raters][categories][nodes] */
    double *mass;          /* the same: sums of posterior weights of ratings */
    double *total;         /* [raters]: sum of category numbers, extremes drawn in */
    double *reached;       /* [categories]: ratings of category k or higher */
    double *severity;      /* [raters]: s, not centred */
    double *severity_before;
    double step[FW_MOST_CATEGORIES]; /* tau; [0] is 0 and not used */
    double sigma;
    uint32_t *pattern; /* [patterns]: the first answer of each pattern */
    double *like;      /* [patterns]: how many answers have it */
    size_t patterns;
    double *z_mean, *z_sd;   /* [answers], those in `pattern` only: posterior of z */
    double *path;            /* [3][raters + categories]: parameters of three passes */
    bool can_narrow;         /* the grid is fine enough for narrow passes to pay */
    double *work;            /* [nodes] */
    double z_sum, z_squares; /* of the posterior, over answers */
    double log_likelihood;
} fw_facets_state;

/* Category probabilities at one node: P, and their mean and variance. */
typedef struct fw_facets_point {
    double p[FW_MOST_CATEGORIES];
    double mean, variance;
} fw_facets_point;
void fw_facets_at(const fw_facets_state *state, size_t rater, size_t node, fw_facets_point *out);

static inline double *fw_facets_cell(const fw_facets_state *s, double *table, size_t rater, size_t category) {
    return table + (rater * s->categories + category) * s->nodes;
}

/*
 * Posterior weights of one answer at nodes [first, last), in state->work (by node); returns the log of its
 * likelihood. `narrow`: only about the posterior of the former pass.
 */
double fw_facets_posterior(fw_facets_state *state, size_t answer, bool narrow, size_t *first, size_t *last);

/* Expectation: log_p of the parameters, then mass, posteriors and likelihood of all answers. */
void fw_facets_expect(fw_facets_state *state, bool narrow);
/* Maximisation; returns the largest change of a parameter. */
double fw_facets_maximise(fw_facets_state *state);

/* Both, until no parameter moves or *passes reaches `most`; whether it converged. Ends with an expectation.
 */
bool fw_facets_iterate(fw_facets_state *state, size_t most, size_t *passes);

/* Standard errors and fit, into the result. Needs the last expectation's tables. */
fw_code fw_facets_errors(fw_facets_state *state, fw_panel_result *result, fw_error *err);

#endif
