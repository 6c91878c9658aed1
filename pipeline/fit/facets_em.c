/*
 * facets_em.c: one pass of EM for the rating scale model.
 *
 * The answers' mean is a parameter of each maximisation and then moved into the raters (parameter expansion,
 * Liu, Rubin and Wu 1998): without that, a panel with many ratings an answer would creep.
 */
#include "fit/facets.h"

#include <gsl/gsl_linalg.h>
#include <math.h>
#include <string.h>

/* Log weights below the largest by more than this add nothing. */
static const double NEGLIGIBLE = 36;
static const double LEAST_SIGMA = 1e-3;
enum { NEWTON_STEPS = 2 };

void fw_facets_at(const fw_facets_state *s, size_t rater, size_t node, fw_facets_point *out) {
    const size_t top = s->categories - 1;
    const double theta = s->sigma * s->z[node] + s->severity[rater];
    double psi = 0, most = 0, sum = 0;
    out->p[0] = 0;
    for (size_t k = 1; k <= top; k++) {
        psi += theta - s->step[k];
        out->p[k] = psi;
        most = fmax(most, psi);
    }
    for (size_t k = 0; k <= top; k++) sum += out->p[k] = exp(out->p[k] - most);
    out->mean = out->variance = 0;
    for (size_t k = 0; k <= top; k++) {
        out->p[k] /= sum;
        out->mean += (double)k * out->p[k];
    }
    for (size_t k = 0; k <= top; k++)
        out->variance += ((double)k - out->mean) * ((double)k - out->mean) * out->p[k];
}

static void tabulate(fw_facets_state *s) {
    for (size_t r = 0; r < s->panel->raters; r++) {
        for (size_t q = 0; q < s->nodes; q++) {
            const double theta = s->sigma * s->z[q] + s->severity[r];
            double psi[FW_MOST_CATEGORIES] = {0}, most = 0, sum = 0;
            for (size_t k = 1; k < s->categories; k++) {
                psi[k] = psi[k - 1] + theta - s->step[k];
                most = fmax(most, psi[k]);
            }
            for (size_t k = 0; k < s->categories; k++) sum += exp(psi[k] - most);
            const double all = most + log(sum);
            for (size_t k = 0; k < s->categories; k++) fw_facets_cell(s, s->log_p, r, k)[q] = psi[k] - all;
        }
    }
}

/* The nodes that an answer's posterior can reach, by the former pass. */
static void window(const fw_facets_state *s, size_t answer, bool narrow, size_t *first, size_t *last) {
    enum { SPREAD = 7, MARGIN = 3 };
    *first = 0;
    *last = s->nodes;
    if (!narrow) return;
    const double width = s->z[1] - s->z[0];
    const double reach = SPREAD * s->z_sd[answer] / width + MARGIN;
    const double middle = (s->z_mean[answer] - s->z[0]) / width;
    if (middle - reach > 0) *first = (size_t)(middle - reach);
    if (middle + reach < (double)s->nodes) *last = (size_t)(middle + reach) + 1;
    if (*last > s->nodes) *last = s->nodes;
}

double fw_facets_posterior(fw_facets_state *s, size_t answer, bool narrow, size_t *first, size_t *last) {
    const fw_sparse_panel *p = s->panel;
    double *w = s->work;
    window(s, answer, narrow, first, last);
    const size_t from = *first, to = *last;
    memcpy(w + from, s->log_prior + from, (to - from) * sizeof *w);
    for (size_t i = p->answer_start[answer]; i < p->answer_start[answer + 1]; i++) {
        const double *log_p = fw_facets_cell(s, s->log_p, p->rater[i], p->level_of[i]);
        for (size_t q = from; q < to; q++) w[q] += log_p[q];
    }
    double most = w[from], sum = 0;
    for (size_t q = from; q < to; q++) most = w[q] > most ? w[q] : most;
    for (size_t q = from; q < to; q++) {
        w[q] = w[q] - most < -NEGLIGIBLE ? 0 : exp(w[q] - most);
        sum += w[q];
    }
    for (size_t q = from; q < to; q++) w[q] /= sum;
    return most + log(sum);
}

void fw_facets_expect(fw_facets_state *s, bool narrow) {
    const fw_sparse_panel *p = s->panel;
    tabulate(s);
    memset(s->mass, 0, p->raters * s->categories * s->nodes * sizeof *s->mass);
    s->log_likelihood = s->z_sum = s->z_squares = 0;
    for (size_t g = 0; g < s->patterns; g++) {
        const size_t a = s->pattern[g];
        const double like = s->like[g];
        size_t first, last;
        s->log_likelihood += like * fw_facets_posterior(s, a, narrow, &first, &last);
        double mean = 0, squares = 0;
        for (size_t q = first; q < last; q++) {
            mean += s->work[q] * s->z[q];
            squares += s->work[q] * s->z[q] * s->z[q];
        }
        for (size_t i = p->answer_start[a]; i < p->answer_start[a + 1]; i++) {
            double *mass = fw_facets_cell(s, s->mass, p->rater[i], p->level_of[i]);
            for (size_t q = first; q < last; q++) mass[q] += like * s->work[q];
        }
        s->z_mean[a] = mean;
        s->z_sd[a] = sqrt(fmax(0, squares - mean * mean));
        s->z_sum += like * mean;
        s->z_squares += like * squares;
    }
}

static double mass_at(const fw_facets_state *s, size_t rater, size_t node) {
    double sum = 0;
    for (size_t k = 0; k < s->categories; k++) sum += fw_facets_cell(s, s->mass, rater, k)[node];
    return sum;
}

/* One Newton step for each rater, thresholds held; sums for one step of the thresholds on the way. */
static void rater_steps(fw_facets_state *s) {
    for (size_t r = 0; r < s->panel->raters; r++) {
        double expected = 0, information = 0;
        for (size_t q = 0; q < s->nodes; q++) {
            const double n = mass_at(s, r, q);
            if (n < 1e-12) continue;
            fw_facets_point at;
            fw_facets_at(s, r, q, &at);
            expected += n * at.mean;
            information += n * at.variance;
        }
        if (information > 0) s->severity[r] += fmax(-1, fmin(1, (s->total[r] - expected) / information));
    }
}

/* One Newton step of the thresholds, raters held. FW_... cannot fail: a singular matrix leaves them. */
static void threshold_step(fw_facets_state *s) {
    enum { ROOM = FW_MOST_CATEGORIES - 1 };
    const size_t n = s->categories - 1;
    double gradient[ROOM] = {0}, information[ROOM * ROOM] = {0};
    for (size_t r = 0; r < s->panel->raters; r++) {
        for (size_t q = 0; q < s->nodes; q++) {
            const double mass = mass_at(s, r, q);
            if (mass < 1e-12) continue;
            fw_facets_point at;
            double above[FW_MOST_CATEGORIES + 1] = {0}; /* P(k or higher) */
            fw_facets_at(s, r, q, &at);
            for (size_t k = n; k > 0; k--) above[k] = above[k + 1] + at.p[k];
            for (size_t k = 1; k <= n; k++) {
                gradient[k - 1] += mass * above[k];
                for (size_t l = 1; l <= k; l++)
                    information[(k - 1) * n + l - 1] += mass * above[k] * (1 - above[l]);
            }
        }
    }
    for (size_t k = 0; k < n; k++) {
        gradient[k] -= s->reached[k + 1];
        for (size_t l = 0; l < k; l++) information[l * n + k] = information[k * n + l];
    }
    gsl_matrix_view m = gsl_matrix_view_array(information, n, n);
    gsl_vector_view g = gsl_vector_view_array(gradient, n);
    if (gsl_linalg_cholesky_decomp1(&m.matrix) || gsl_linalg_cholesky_svx(&m.matrix, &g.vector)) return;
    for (size_t k = 0; k < n; k++) s->step[k + 1] += fmax(-1, fmin(1, gradient[k]));
}

/* Thresholds sum to 0; what they lose goes to the raters. */
static void centre(fw_facets_state *s) {
    double mean = 0;
    for (size_t k = 1; k < s->categories; k++) mean += s->step[k] / (double)(s->categories - 1);
    for (size_t k = 1; k < s->categories; k++) s->step[k] -= mean;
    for (size_t r = 0; r < s->panel->raters; r++) s->severity[r] -= mean;
}

double fw_facets_maximise(fw_facets_state *s) {
    const fw_sparse_panel *p = s->panel;
    const double n = (double)p->answers, sigma = s->sigma;
    double step[FW_MOST_CATEGORIES], change;
    memcpy(s->severity_before, s->severity, p->raters * sizeof *s->severity);
    memcpy(step, s->step, sizeof step);
    for (int i = 0; i < NEWTON_STEPS; i++) {
        rater_steps(s);
        threshold_step(s);
    }
    const double mean = s->z_sum / n;
    s->sigma = fmax(LEAST_SIGMA, sigma * sqrt(fmax(0, s->z_squares / n - mean * mean)));
    for (size_t r = 0; r < p->raters; r++) s->severity[r] += sigma * mean;
    centre(s);
    for (size_t g = 0; g < s->patterns; g++) { /* the same thetas on the new grid, for narrow passes */
        const size_t a = s->pattern[g];
        s->z_mean[a] = (s->z_mean[a] - mean) * sigma / s->sigma;
        s->z_sd[a] *= sigma / s->sigma;
    }
    change = fabs(s->sigma - sigma);
    for (size_t r = 0; r < p->raters; r++)
        change = fmax(change, fabs(s->severity[r] - s->severity_before[r]));
    for (size_t k = 1; k < s->categories; k++) change = fmax(change, fabs(s->step[k] - step[k]));
    return change;
}
