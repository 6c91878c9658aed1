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

enum { AT_A_TIME = 32, PIECES_LIMIT = 256 << 20, LEAST_BAGS = 30 };
/* Above this condition resampled cross-products say nothing about single weights, unless these are penalised.
 */
static const double CONDITION_LIMIT = 1e10;
static const uint64_t STREAM = 0x7765696768747321u;

typedef struct bootstrap {
    fw_table_state *state;
    size_t bags, cells, resamples;
    double *pieces; /* bags x cells: cross-products of every bag */
    double *counts; /* AT_A_TIME x bags */
    double *sums;   /* AT_A_TIME x cells */
    double *draws;  /* (features + 1) x resamples: the intercept last */
    fw_linear linear;
    gsl_rng *rng;
} bootstrap;

/* Bags of a streamed fit are there already. */
static size_t take_pieces(const fw_table_state *s, size_t cells, double *out) {
    size_t count = 0;
    for (size_t g = 0; g < s->piece_count; g++) {
        if (!s->pieces[g].cross) continue;
        for (size_t i = 0; i < cells && out; i++) out[count * cells + i] = s->pieces[g].cross[i];
        count++;
    }
    return count;
}

static fw_code fill_pieces(bootstrap *b, fw_error *err) {
    const fw_table_state *s = b->state;
    if (s->pieces) {
        (void)take_pieces(s, b->cells, b->pieces);
        return FW_OK;
    }
    fw_gram *grams = calloc(b->bags + 1, sizeof *grams);
    uint32_t *bag = calloc(s->sample->rows + 1, sizeof *bag);
    fw_code code = grams && bag ? FW_OK : fw_fail_nomem(err);
    if (code == FW_OK) {
        for (size_t i = 0; i < s->sample->rows; i++) bag[i] = s->sample->member[i] % (uint32_t)b->bags;
        code = fw_sample_grams(s->sample, s->weight, bag, b->bags, grams, err);
    }
    for (size_t g = 0; g < b->bags && code == FW_OK; g++)
        for (size_t i = 0; i < b->cells; i++) b->pieces[g * b->cells + i] = grams[g].cross[i];
    fw_grams_free(grams, b->bags);
    free(bag);
    return code;
}

/* As many as participants, as far as their cross-products fit into memory. */
static size_t bags_for(size_t clusters, size_t cells) {
    const size_t room = PIECES_LIMIT / (cells * sizeof(double));
    const size_t most = room < FW_TABLE_BAGS ? room : FW_TABLE_BAGS;
    return clusters < most ? clusters : most;
}

static fw_code open_bootstrap(fw_table_state *s, bootstrap *b, fw_error *err) {
    const size_t width = fw_sample_width(s->sample);
    *b = (bootstrap){.state = s, .cells = width * width, .resamples = s->options->resamples};
    b->bags = s->pieces ? take_pieces(s, b->cells, NULL) : bags_for(s->sample->clusters, b->cells);
    b->pieces = malloc((b->bags * b->cells + 1) * sizeof *b->pieces);
    b->counts = malloc((AT_A_TIME * b->bags + 1) * sizeof *b->counts);
    b->sums = malloc((AT_A_TIME * b->cells + 1) * sizeof *b->sums);
    b->draws = malloc(((s->training.features + 1) * b->resamples + 1) * sizeof *b->draws);
    b->rng = gsl_rng_alloc(gsl_rng_mt19937);
    if (!b->pieces || !b->counts || !b->sums || !b->draws || !b->rng) return fw_fail_nomem(err);
    const uint64_t seed = s->options->seed ^ STREAM;
    gsl_rng_set(b->rng, (unsigned long)fw_hash64(&seed, sizeof seed, 0));
    const fw_code code = fw_linear_init(&b->linear, s->training.features, err);
    return code == FW_OK ? fill_pieces(b, err) : code;
}

static void close_bootstrap(bootstrap *b) {
    free(b->pieces);
    free(b->counts);
    free(b->sums);
    free(b->draws);
    fw_linear_free(&b->linear);
    if (b->rng) gsl_rng_free(b->rng);
}

/* Draws and solves `some` resamples, the first of which is number `first`. */
static fw_code draw(bootstrap *b, size_t first, size_t some, fw_error *err) {
    const fw_table_state *s = b->state;
    for (size_t i = 0; i < some * b->bags; i++) b->counts[i] = 0;
    for (size_t r = 0; r < some; r++)
        for (size_t i = 0; i < b->bags; i++)
            b->counts[r * b->bags + gsl_rng_uniform_int(b->rng, (unsigned long)b->bags)]++;
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)some, (int)b->cells, (int)b->bags, 1,
                b->counts, (int)b->bags, b->pieces, (int)b->cells, 0, b->sums, (int)b->cells);
    for (size_t r = 0; r < some; r++) {
        const fw_gram gram = {.width = fw_sample_width(s->sample), .cross = b->sums + r * b->cells};
        fw_training part = s->training;
        part.gram = &gram;
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
    if (s->sample->clusters >= LEAST_BAGS && bags_for(s->sample->clusters, width * width) < LEAST_BAGS) {
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
