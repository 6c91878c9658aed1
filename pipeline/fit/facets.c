/* facets.c: fits the rating scale model of a panel by EM, and reports it. */
#include "fit/facets.h"

#include "base/idset.h"
#include "base/str.h"
#include "fit/numeric.h"

#include <math.h>
#include <stdlib.h>

static const double RANGE = 6; /* the grid spans this many SD to both sides */
/* What an extreme rater's sum of categories is drawn in by, so that a measure exists. */
static const double EXTREME = .3;
enum {
    MOST_ITERATIONS = 500,
    WHOLE_PASSES = 4,
    FEWEST_NODES = 31,
    MOST_NODES = 1001,
    TABLE_CELLS = 32 << 20
};

static void drop_grid(fw_facets_state *s) {
    double **const held[] = {&s->z, &s->log_prior, &s->work, &s->log_p, &s->mass};
    for (size_t i = 0; i < sizeof held / sizeof held[0]; i++) {
        free(*held[i]);
        *held[i] = NULL;
    }
}

static void state_free(fw_facets_state *s) {
    drop_grid(s);
    free(s->total);
    free(s->reached);
    free(s->severity);
    free(s->severity_before);
    free(s->z_mean);
    free(s->z_sd);
    free(s->path);
    free(s->pattern);
    free(s->like);
}

/*
 * Nodes for steps no wider than the narrowest posterior of z, whose SD is about 1 / sqrt(1 + m v sigma^2)
 * with m ratings of v units of information each.
 */
static size_t choose_nodes(const fw_facets_state *s) {
    const fw_sparse_panel *p = s->panel;
    const double top = (double)s->categories - 1, information = fmin(1.5, top * top / 4);
    size_t most = 1;
    for (size_t a = 0; a < p->answers; a++) most = fw_panel_size(p, a) > most ? fw_panel_size(p, a) : most;
    double nodes = ceil(2 * RANGE * sqrt(1 + (double)most * information * s->sigma * s->sigma));
    nodes = fmax(FEWEST_NODES, fmin(nodes, MOST_NODES));
    nodes = fmin(nodes, fmax(FEWEST_NODES, (double)TABLE_CELLS / (double)(p->raters * s->categories)));
    return (size_t)nodes | 1;
}

static fw_code allocate(fw_facets_state *s, fw_error *err) {
    const size_t raters = s->panel->raters, answers = s->panel->answers;
    double **const held[] = {&s->total,  &s->reached, &s->severity, &s->severity_before,
                             &s->z_mean, &s->z_sd,    &s->path};
    const size_t size[] = {
        raters, s->categories, raters, raters, answers, answers, 3 * (raters + s->categories)};
    for (size_t i = 0; i < sizeof held / sizeof held[0]; i++) {
        *held[i] = calloc(size[i] + 1, sizeof(double));
        if (!*held[i]) return fw_fail_nomem(err);
    }
    return FW_OK;
}

/* Who rated an answer, and with which category. */
static fw_id128 pattern_of(const fw_sparse_panel *p, size_t answer, uint32_t *scratch) {
    size_t n = 0;
    for (size_t i = p->answer_start[answer]; i < p->answer_start[answer + 1]; i++) {
        scratch[n++] = p->rater[i];
        scratch[n++] = p->level_of[i];
    }
    return fw_id_hash((fw_str){(const char *)scratch, n * sizeof *scratch});
}

/* The patterns, in the order of their first answers. */
static fw_code find_patterns(fw_facets_state *s, fw_idset *known, uint32_t *scratch, fw_error *err) {
    for (size_t a = 0; a < s->panel->answers; a++) {
        bool present = false;
        uint64_t at = 0;
        const fw_code code =
            fw_idset_add(known, pattern_of(s->panel, a, scratch), s->patterns, &present, &at, err);
        if (code != FW_OK) return code;
        if (!present) s->pattern[s->patterns++] = (uint32_t)a;
        s->like[at]++;
    }
    return FW_OK;
}

static fw_code make_patterns(fw_facets_state *s, fw_error *err) {
    const size_t answers = s->panel->answers;
    fw_idset *known = fw_idset_new();
    uint32_t *scratch = malloc((2 * s->panel->count + 1) * sizeof *scratch);
    s->pattern = malloc((answers + 1) * sizeof *s->pattern);
    s->like = calloc(answers + 1, sizeof *s->like);
    const bool room = known && scratch && s->pattern && s->like;
    const fw_code code = room ? find_patterns(s, known, scratch, err) : fw_fail_nomem(err);
    if (known) fw_idset_free(known);
    free(scratch);
    return code;
}

/* A grid of `nodes` in place of the one there is. */
static fw_code make_grid(fw_facets_state *s, size_t nodes, fw_error *err) {
    const size_t cells = s->panel->raters * s->categories * nodes;
    drop_grid(s);
    s->nodes = nodes;
    if (nodes == 0 || cells == 0) return fw_fail(err, FW_BUG, "a grid without nodes");
    s->z = calloc(nodes, sizeof *s->z);
    s->log_prior = calloc(nodes, sizeof *s->log_prior);
    s->work = calloc(nodes, sizeof *s->work);
    s->log_p = calloc(cells, sizeof *s->log_p);
    s->mass = calloc(cells, sizeof *s->mass);
    if (!s->z || !s->log_prior || !s->work || !s->log_p || !s->mass) return fw_fail_nomem(err);
    const double width = 2 * RANGE / (double)(nodes - 1);
    double sum = 0;
    for (size_t q = 0; q < s->nodes; q++) {
        s->z[q] = -RANGE + width * (double)q;
        s->log_prior[q] = -s->z[q] * s->z[q] / 2;
        sum += exp(s->log_prior[q]);
    }
    for (size_t q = 0; q < s->nodes; q++) s->log_prior[q] -= log(sum);
    return FW_OK;
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
    s->sigma = 1.5;
}

/* Passes until nothing moves; then, if the answers turned out to lie further apart than the grid was made
 * for, again on a finer one. */
static fw_code iterate(fw_facets_state *s, fw_facets *out, fw_error *err) {
    size_t wanted = choose_nodes(s);
    while (s->nodes < wanted) {
        const fw_code code = make_grid(s, wanted, err);
        if (code != FW_OK) return code;
        s->can_narrow = s->nodes > FEWEST_NODES;
        out->converged = fw_facets_iterate(s, MOST_ITERATIONS, &out->iterations);
        wanted = out->converged ? choose_nodes(s) : 0;
    }
    return FW_OK;
}

static void count_categories(const fw_facets_state *s, fw_facets *out) {
    out->categories = s->categories;
    for (size_t k = 0; k < s->categories; k++) {
        out->category[k] = s->panel->level[k];
        out->category_count[k] = (size_t)(s->reached[k] - (k + 1 < s->categories ? s->reached[k + 1] : 0));
    }
}

/* Where the likelihood has no peak, the last pass is a place on the way, not an estimate. */
static void give_none(fw_facets *out) {
    const double none = (double)NAN;
    out->mean = out->sd = out->sd_se = out->reliability = out->separation = out->log_likelihood = none;
    for (size_t k = 0; k < out->categories; k++) out->threshold[k] = out->threshold_se[k] = none;
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
    for (size_t k = 0; k < s->categories; k++) out->threshold[k] = k ? s->step[k] : (double)NAN;
    for (size_t g = 0; g < s->patterns; g++)
        /* every pattern is set: NOLINTNEXTLINE(clang-analyzer-core.uninitialized.ArraySubscript) */
        mean += s->like[g] * s->z_mean[s->pattern[g]] / (double)p->answers;
    for (size_t g = 0; g < s->patterns; g++) {
        const double away = s->z_mean[s->pattern[g]] - mean, sd = s->z_sd[s->pattern[g]];
        squares += s->like[g] * away * away;
        within += s->like[g] * sd * sd;
    }
    out->reliability = squares + within > 0 ? squares / (squares + within) : (double)NAN;
}

static void say_what_is_odd(const fw_sparse_panel *p, fw_panel_result *result) {
    if (!result->facets.converged) {
        fw_panel_note(result, "the rating scale model did not converge in %d passes: no logits are given",
                      MOST_ITERATIONS);
        return;
    }
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
    fw_facets *out = &result->facets;
    fw_code code = allocate(&s, err);
    if (code == FW_OK) code = make_patterns(&s, err);
    if (code == FW_OK) {
        start(&s, result);
        code = iterate(&s, out, err);
    }
    if (code == FW_OK) count_categories(&s, out);
    if (code == FW_OK && out->converged) {
        report(&s, result);
        code = fw_facets_errors(&s, result, err);
    } else if (code == FW_OK) {
        give_none(out);
    }
    if (code == FW_OK) {
        out->fitted = true;
        say_what_is_odd(panel, result);
    }
    state_free(&s);
    return code;
}
