/* facets.c: fits the rating scale model of a panel by EM, and reports it. */
#include "fit/facets.h"

#include "fit/numeric.h"

#include <math.h>
#include <stdlib.h>

static const double CONVERGED = 1e-6; /* logits */
static const double RANGE = 6;        /* the grid spans this many SD to both sides */
/* What an extreme rater's sum of categories is drawn in by, so that a measure exists. */
static const double EXTREME = .3;
enum {
    MOST_ITERATIONS = 500,
    WHOLE_PASSES = 4,
    FEWEST_NODES = 31,
    MOST_NODES = 1001,
    TABLE_CELLS = 32 << 20
};

static void state_free(fw_facets_state *s) {
    free(s->z);
    free(s->log_prior);
    free(s->log_p);
    free(s->mass);
    free(s->total);
    free(s->reached);
    free(s->severity);
    free(s->severity_before);
    free(s->z_mean);
    free(s->z_sd);
    free(s->work);
}

/*
 * Steps no wider than the narrowest posterior: its SD is about 1 / sqrt(1 + 4 m) with m ratings of one unit
 * of information each and answers of SD 2.
 */
static size_t choose_nodes(const fw_sparse_panel *p, size_t categories) {
    size_t most = 1;
    for (size_t a = 0; a < p->answers; a++) most = fw_panel_size(p, a) > most ? fw_panel_size(p, a) : most;
    double nodes = ceil(2 * RANGE * sqrt(1 + 4 * (double)most)) / 1.2;
    nodes = fmax(FEWEST_NODES, fmin(nodes, MOST_NODES));
    nodes = fmin(nodes, fmax(FEWEST_NODES, (double)TABLE_CELLS / (double)(p->raters * categories)));
    return (size_t)nodes | 1;
}

static fw_code allocate(fw_facets_state *s, fw_error *err) {
    const size_t raters = s->panel->raters, answers = s->panel->answers, nodes = s->nodes;
    const size_t cells = raters * s->categories * nodes;
    double **const held[] = {&s->z,     &s->log_prior, &s->work,     &s->log_p,           &s->mass,
                             &s->total, &s->reached,   &s->severity, &s->severity_before, &s->z_mean,
                             &s->z_sd};
    const size_t size[] = {nodes,         nodes,  nodes,  cells,   cells,  raters,
                           s->categories, raters, raters, answers, answers};
    for (size_t i = 0; i < sizeof held / sizeof held[0]; i++) {
        *held[i] = calloc(size[i] + 1, sizeof(double));
        if (!*held[i]) return fw_fail_nomem(err);
    }
    return FW_OK;
}

static void make_grid(fw_facets_state *s) {
    const double width = 2 * RANGE / (double)(s->nodes - 1);
    double sum = 0;
    for (size_t q = 0; q < s->nodes; q++) {
        s->z[q] = -RANGE + width * (double)q;
        s->log_prior[q] = -s->z[q] * s->z[q] / 2;
        sum += exp(s->log_prior[q]);
    }
    for (size_t q = 0; q < s->nodes; q++) s->log_prior[q] -= log(sum);
}

/* Sums that stay, and starting values: thresholds from the frequencies, raters equal. */
static void start(fw_facets_state *s, fw_panel_result *result) {
    const fw_sparse_panel *p = s->panel;
    const size_t top = s->categories - 1;
    size_t count[FW_MOST_CATEGORIES] = {0};
    for (size_t i = 0; i < p->count; i++) {
        count[p->level_of[i]]++;
        s->total[p->rater[i]] += (double)p->level_of[i];
    }
    for (size_t k = s->categories; k-- > 0;)
        s->reached[k] = (double)count[k] + (k < top ? s->reached[k + 1] : 0);
    for (size_t k = 1; k < s->categories; k++) s->step[k] = log((double)count[k - 1] / (double)count[k]);
    for (size_t r = 0; r < p->raters; r++) {
        const double most = (double)(top * fw_panel_load(p, r));
        result->rater[r].extreme = s->total[r] <= 0 || s->total[r] >= most;
        s->total[r] = fmax(EXTREME, fmin(s->total[r], most - EXTREME));
    }
    s->sigma = 1;
}

static void iterate(fw_facets_state *s, fw_facets *out) {
    const bool can_narrow = s->nodes > 2 * FEWEST_NODES;
    while (out->iterations < MOST_ITERATIONS && !out->converged) {
        fw_facets_expect(s, can_narrow && out->iterations >= WHOLE_PASSES);
        out->converged = fw_facets_maximise(s) < CONVERGED;
        out->iterations++;
    }
    fw_facets_expect(s, can_narrow && out->iterations > WHOLE_PASSES);
}

static void report(const fw_facets_state *s, fw_panel_result *result) {
    const fw_sparse_panel *p = s->panel;
    fw_facets *out = &result->facets;
    double sum = 0, mean = 0, squares = 0, within = 0;
    for (size_t r = 0; r < p->raters; r++) sum += s->severity[r];
    out->mean = sum / (double)p->raters;
    out->sd = s->sigma;
    out->log_likelihood = s->log_likelihood;
    for (size_t r = 0; r < p->raters; r++) result->rater[r].measure = s->severity[r] - out->mean;
    for (size_t k = 0; k < s->categories; k++) {
        out->category[k] = p->level[k];
        out->category_count[k] = (size_t)(s->reached[k] - (k + 1 < s->categories ? s->reached[k + 1] : 0));
        out->threshold[k] = k ? s->step[k] : (double)NAN;
    }
    for (size_t a = 0; a < p->answers; a++) mean += s->z_mean[a] / (double)p->answers;
    for (size_t a = 0; a < p->answers; a++) {
        squares += (s->z_mean[a] - mean) * (s->z_mean[a] - mean);
        within += s->z_sd[a] * s->z_sd[a];
    }
    out->reliability = squares + within > 0 ? squares / (squares + within) : (double)NAN;
}

static void say_what_is_odd(const fw_sparse_panel *p, fw_panel_result *result) {
    if (!result->facets.converged)
        fw_panel_note(result, "the rating scale model did not converge in %d passes", MOST_ITERATIONS);
    if (result->facets.sd < .01)
        fw_panel_note(result, "the rating scale model finds no differences between answers");
    for (size_t r = 0; r < p->raters; r++) {
        if (!result->rater[r].extreme) continue;
        fw_panel_note(result,
                      "%.60s gave only one end of the scale: the measure in logits is drawn in by %g points",
                      result->rater[r].name, EXTREME);
        return; /* one is told, all are marked */
    }
}

fw_code fw_panel_facets(const fw_sparse_panel *panel, fw_panel_result *result, fw_error *err) {
    if (panel->level_count < 2 || panel->level_count > FW_MOST_CATEGORIES) {
        fw_panel_note(result,
                      panel->level_count < 2
                          ? "all ratings are the same: nothing to compare"
                          : "more than %d different ratings: they are not taken as steps of a rating scale",
                      FW_MOST_CATEGORIES);
        return FW_OK;
    }
    fw_numeric_start();
    fw_facets_state s = {.panel = panel, .categories = panel->level_count};
    s.nodes = choose_nodes(panel, s.categories);
    fw_facets *out = &result->facets;
    fw_code code = allocate(&s, err);
    if (code == FW_OK) {
        make_grid(&s);
        start(&s, result);
        iterate(&s, out);
        out->categories = s.categories;
        report(&s, result);
        code = fw_facets_errors(&s, result, err);
    }
    if (code == FW_OK) {
        out->fitted = true;
        say_what_is_odd(panel, result);
    }
    state_free(&s);
    return code;
}
