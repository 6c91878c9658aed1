/*
 * table_bootstrap.c: percentile intervals and sign stability of the weights: participants are drawn with
 * replacement, and the model is solved again from the sum of their cross-products, at the same lambda.
 *
 * Up to FW_TABLE_BAGS participants (fewer with hundreds of features) have cross-products of their own; more
 * share bags, which are then drawn.
 * Many resamples are summed at a time: one matrix product of counts and cross-products.
 */
#include "fit/table_state.h"

#include "base/str.h"

#include <gsl/gsl_cblas.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { AT_A_TIME = 128, PIECES_LIMIT = 128 << 20, LEAST_BAGS = 30 };
/* Above this condition resampled cross-products say nothing about single weights, unless these are penalised.
 */
static const double CONDITION_LIMIT = 1e10;
static const uint64_t STREAM = 0x7765696768747321u;

typedef struct bootstrap {
    fw_table_state *state;
    fw_packed made; /* from the sample; unused where the state has pieces */
    const fw_packed *pieces;
    size_t *bag, bags; /* the pieces that have rows: what is drawn from */
    size_t resamples;
    double *counts; /* AT_A_TIME x pieces->groups */
    double *sums;   /* AT_A_TIME x pieces->cells */
    double *draws;  /* (features + 1) x resamples: the intercept last */
    fw_gram gram;   /* of one resample */
    fw_linear linear;
    gsl_rng *rng;
} bootstrap;

static fw_code make_pieces(bootstrap *b, size_t bags, fw_error *err) {
    const fw_table_state *s = b->state;
    fw_gram *grams = calloc(bags + 1, sizeof *grams);
    uint32_t *bag = calloc(s->sample->rows + 1, sizeof *bag);
    fw_code code = fw_packed_init(&b->made, bags, fw_sample_width(s->sample), err);
    if (code == FW_OK && (!grams || !bag)) code = fw_fail_nomem(err);
    if (code == FW_OK) {
        for (size_t i = 0; i < s->sample->rows; i++) bag[i] = s->sample->member[i] % (uint32_t)bags;
        code = fw_sample_grams(s->sample, s->weight, bag, bags, grams, err);
    }
    for (size_t g = 0; g < bags && code == FW_OK; g++) fw_packed_set(&b->made, g, &grams[g]);
    fw_grams_free(grams, bags);
    free(bag);
    b->pieces = &b->made;
    return code;
}

/* As many as participants, as far as their cross-products fit into memory. */
static size_t bags_for(size_t clusters, size_t width) {
    const size_t room = PIECES_LIMIT / (width * (width + 1) / 2 * sizeof(double));
    const size_t most = room < FW_TABLE_BAGS ? room : FW_TABLE_BAGS;
    return clusters < most ? clusters : most;
}

static fw_code allocate(bootstrap *b, fw_error *err) {
    const size_t features = b->state->training.features, groups = b->pieces->groups;
    b->bag = malloc((groups + 1) * sizeof *b->bag);
    b->counts = malloc((AT_A_TIME * groups + 1) * sizeof *b->counts);
    b->sums = malloc((AT_A_TIME * b->pieces->cells + 1) * sizeof *b->sums);
    b->draws = malloc(((features + 1) * b->resamples + 1) * sizeof *b->draws);
    b->rng = gsl_rng_alloc(gsl_rng_mt19937);
    if (!b->bag || !b->counts || !b->sums || !b->draws || !b->rng) return fw_fail_nomem(err);
    const fw_code code = fw_gram_init(&b->gram, b->pieces->width, false, err);
    return code == FW_OK ? fw_linear_init(&b->linear, features, err) : code;
}

static fw_code open_bootstrap(fw_table_state *s, bootstrap *b, fw_error *err) {
    *b = (bootstrap){.state = s, .pieces = s->pieces, .resamples = s->options->resamples};
    fw_code code = FW_OK;
    if (!s->pieces) code = make_pieces(b, bags_for(s->sample->clusters, fw_sample_width(s->sample)), err);
    if (code == FW_OK) code = allocate(b, err);
    if (code != FW_OK) return code;
    for (size_t g = 0; g < b->pieces->groups; g++)
        if (b->pieces->filled[g]) b->bag[b->bags++] = g;
    const uint64_t seed = s->options->seed ^ STREAM;
    gsl_rng_set(b->rng, (unsigned long)fw_hash64(&seed, sizeof seed, 0));
    return FW_OK;
}

static void close_bootstrap(bootstrap *b) {
    free(b->bag);
    free(b->counts);
    free(b->sums);
    free(b->draws);
    fw_packed_free(&b->made);
    fw_gram_free(&b->gram);
    fw_linear_free(&b->linear);
    if (b->rng) gsl_rng_free(b->rng);
}

/* Draws and solves `some` resamples, the first of which is number `first`. */
static fw_code draw(bootstrap *b, size_t first, size_t some, fw_error *err) {
    const fw_table_state *s = b->state;
    const fw_packed *p = b->pieces;
    memset(b->counts, 0, some * p->groups * sizeof *b->counts);
    for (size_t r = 0; r < some; r++)
        for (size_t i = 0; i < b->bags; i++)
            b->counts[r * p->groups + b->bag[gsl_rng_uniform_int(b->rng, (unsigned long)b->bags)]]++;
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)some, (int)p->cells, (int)p->groups, 1,
                b->counts, (int)p->groups, p->cross, (int)p->cells, 0, b->sums, (int)p->cells);
    fw_training part = s->training;
    part.gram = &b->gram;
    part.weights_only = true;
    for (size_t r = 0; r < some; r++) {
        fw_packed_square(b->sums + r * p->cells, p->width, b->gram.cross);
        const fw_code code = s->family->solve(&part, s->lambda, &b->linear, err);
        if (code != FW_OK) return code;
        for (size_t j = 0; j <= s->training.features; j++)
            b->draws[j * b->resamples + first + r] =
                j < s->training.features ? b->linear.weight[j] : b->linear.intercept;
    }
    return FW_OK;
}

static void summarise(double *draws, size_t n, double value, fw_coefficient *out) {
    double same = 0;
    for (size_t i = 0; i < n; i++) same += (draws[i] > 0 && value > 0) || (draws[i] < 0 && value < 0);
    out->stable = value != 0 ? same / (double)n : (double)NAN;
    out->boot_se = n > 1 ? gsl_stats_sd(draws, 1, n) : (double)NAN;
    gsl_sort(draws, 1, n);
    out->boot_low = gsl_stats_quantile_from_sorted_data(draws, 1, n, .025);
    out->boot_high = gsl_stats_quantile_from_sorted_data(draws, 1, n, .975);
}

static void set_all(bootstrap *b) {
    fw_table_state *s = b->state;
    fw_table_part *t = s->model->table;
    t->resamples = b->resamples;
    for (size_t j = 0; j <= s->training.features; j++) {
        const bool intercept = j == s->training.features;
        if (!intercept && !(s->model->weights[j].sd > 0)) continue;
        const double value = intercept ? s->linear.intercept : s->linear.weight[j];
        summarise(b->draws + j * b->resamples, b->resamples, value, &t->estimates[j]);
    }
}

fw_code fw_table_bootstrap(fw_table_state *s, fw_error *err) {
    if (s->options->resamples == 0 || s->constant || s->family->expert || s->sample->clusters < 2)
        return FW_OK;
    if (!s->family->tune && s->model->quality.condition > CONDITION_LIMIT) {
        fw_model_note(s->model, "no bootstrap of the weights: the features are too nearly collinear");
        return FW_OK;
    }
    const size_t width = fw_sample_width(s->sample);
    if (s->sample->clusters >= LEAST_BAGS && bags_for(s->sample->clusters, width) < LEAST_BAGS) {
        fw_model_note(s->model, "no bootstrap of the weights: too many features for it");
        return FW_OK;
    }
    bootstrap b;
    fw_code code = open_bootstrap(s, &b, err);
    for (size_t r = 0; r < b.resamples && code == FW_OK; r += AT_A_TIME)
        code = draw(&b, r, b.resamples - r < AT_A_TIME ? b.resamples - r : AT_A_TIME, err);
    if (code == FW_OK) set_all(&b);
    close_bootstrap(&b);
    return code;
}
