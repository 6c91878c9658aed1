/*
 * table_bootstrap.c: percentile intervals and sign stability of the weights: participants are drawn with
 * replacement, and the model is solved again from the sum of their cross-products, at the same lambda.
 *
 * Up to FW_TABLE_BAGS participants (fewer with hundreds of features) have cross-products of their own; more
 * share bags, which are then drawn.
 * Many resamples are summed at a time: one matrix product of counts and cross-products. Threads take turns at
 * drawing and at solving, which asks BLAS; sums of a streamed fit's bags they make side by side.
 */
#include "fit/table_state.h"

#include "base/str.h"
#include "base/wide.h"
#include "fit/draws.h"
#include "fit/numeric.h"
#include "fit/percentile.h"
#include "fit/strips.h"

#include <gsl/gsl_rng.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { AT_A_TIME = FW_STRIPS_LINES, PIECES_LIMIT = 128 << 20, LEAST_BAGS = 30 };
enum { LAST = 4 }; /* columns of a sample behind its features */
/* Above this condition resampled cross-products say nothing about single weights, unless these are penalised.
 */
static const double CONDITION_LIMIT = 1e10;
static const uint64_t STREAM = 0x7765696768747321u;

/* What a thread works with. */
typedef struct turn {
    struct turn *next;  /* in the list of those that rest */
    size_t first, some; /* resamples */
    double *counts;     /* AT_A_TIME x strips.groups: how often each is drawn */
    double *sums;       /* AT_A_TIME x strips.stride */
    fw_gram gram;       /* of one resample */
    fw_linear linear;   /* over the columns that may predict */
} turn;

struct fw_bootstrap {
    fw_table_state *state;
    fw_packed made;    /* from the sample; unused where the state has pieces */
    fw_packed *pieces; /* those, or the state's */
    fw_strips strips;  /* those of them that have rows: what is drawn from */
    fw_training part;  /* the state's, of the columns that may predict alone */
    size_t *columns;   /* 0, 1, .. */
    double *shift;     /* of the columns that are left, */
    double *prior;     /* and their priors; NULL: none */
    double *draws;     /* (features + 1) x resamples: the intercept last */
    pthread_mutex_t lock;
    size_t resamples, next;
    turn *resting;
    gsl_rng *rng;
};

static fw_code make_pieces(fw_bootstrap *b, size_t bags, fw_error *err) {
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

/* What does not predict plays no part: its products are not summed. Length, rating and one stay last. */
static fw_code narrow(fw_bootstrap *b, fw_error *err) {
    const fw_training *t = &b->state->training;
    const size_t width = t->count + LAST;
    size_t *kept = malloc(width * sizeof *kept);
    b->columns = malloc(width * sizeof *b->columns);
    b->shift = malloc(width * sizeof *b->shift);
    if (t->prior) b->prior = malloc(width * sizeof *b->prior);
    if (!kept || !b->columns || !b->shift || (t->prior && !b->prior)) {
        free(kept);
        return fw_fail_nomem(err);
    }
    for (size_t i = 0; i < width; i++) {
        kept[i] = i < t->count ? t->columns[i] : t->features + (i - t->count);
        b->columns[i] = i;
        b->shift[i] = t->shift[kept[i]];
        if (t->prior) b->prior[i] = t->prior[kept[i]];
    }
    if (t->count < t->features) fw_packed_keep(b->pieces, kept, width);
    free(kept);
    b->part = *t;
    b->part.shift = b->shift;
    b->part.prior = b->prior;
    b->part.columns = b->columns;
    b->part.features = t->count;
    b->part.weights_only = true;
    return FW_OK;
}

static void free_turn(turn *t) {
    if (!t) return;
    free(t->counts);
    free(t->sums);
    fw_gram_free(&t->gram);
    fw_linear_free(&t->linear);
    free(t);
}

static fw_code new_turn(const fw_bootstrap *b, turn **out, fw_error *err) {
    turn *t = *out = calloc(1, sizeof *t);
    if (!t) return fw_fail_nomem(err);
    t->counts = malloc((AT_A_TIME * b->strips.groups + 1) * sizeof *t->counts);
    t->sums = fw_strips_room(AT_A_TIME * b->strips.stride);
    fw_code code = t->counts && t->sums ? FW_OK : fw_fail_nomem(err);
    if (code == FW_OK) code = fw_gram_init(&t->gram, b->part.features + LAST, false, err);
    if (code == FW_OK) code = fw_linear_init(&t->linear, b->part.features, err);
    if (code == FW_OK) return code;
    free_turn(t);
    *out = NULL;
    return code;
}

static fw_code open_bootstrap(fw_bootstrap *b, fw_error *err) {
    fw_table_state *s = b->state;
    fw_code code = FW_OK;
    if (!s->pieces) code = make_pieces(b, bags_for(s->sample->clusters, fw_sample_width(s->sample)), err);
    if (code == FW_OK) code = narrow(b, err);
    if (code == FW_OK) code = fw_strips_init(&b->strips, b->pieces, err);
    if (code != FW_OK) return code;
    b->draws = calloc((s->training.features + 1) * b->resamples + 1, sizeof *b->draws);
    b->rng = gsl_rng_alloc(gsl_rng_mt19937);
    if (!b->draws || !b->rng) return fw_fail_nomem(err);
    const uint64_t seed = s->options->seed ^ STREAM;
    gsl_rng_set(b->rng, (unsigned long)fw_hash64(&seed, sizeof seed, 0));
    return FW_OK;
}

void fw_bootstrap_free(fw_bootstrap *b) {
    if (!b) return;
    for (turn *t = b->resting, *next; t; t = next) {
        next = t->next;
        free_turn(t);
    }
    free(b->columns);
    free(b->shift);
    free(b->prior);
    free(b->draws);
    fw_packed_free(&b->made);
    fw_strips_free(&b->strips);
    pthread_mutex_destroy(&b->lock);
    if (b->rng) gsl_rng_free(b->rng);
    free(b);
}

/* ---- resamples ---- */

/* One resample after the other, from one generator. */
static void draw(const fw_bootstrap *b, turn *t) {
    const size_t groups = b->strips.groups;
    const fw_draws draws = fw_draws_of(b->rng, groups);
    memset(t->counts, 0, AT_A_TIME * groups * sizeof *t->counts);
    for (size_t r = 0; r < t->some; r++)
        for (size_t i = 0; i < groups; i++) t->counts[r * groups + fw_draw(&draws)]++;
}

/* The next resamples, drawn; none are left: *out is NULL. */
static fw_code begin_turn(fw_bootstrap *b, turn **out, fw_error *err) {
    fw_code code = FW_OK;
    *out = NULL;
    pthread_mutex_lock(&b->lock);
    const size_t left = b->resamples - b->next;
    turn *t = b->resting;
    if (left && t) b->resting = t->next;
    if (left && !t) code = new_turn(b, &t, err);
    if (left && code == FW_OK) {
        t->first = b->next;
        t->some = left < AT_A_TIME ? left : AT_A_TIME;
        b->next += t->some;
        draw(b, t);
        *out = t;
    }
    pthread_mutex_unlock(&b->lock);
    return code;
}

static bool end_turn(fw_bootstrap *b, turn *t) {
    pthread_mutex_lock(&b->lock);
    t->next = b->resting;
    b->resting = t;
    const bool more = b->next < b->resamples;
    pthread_mutex_unlock(&b->lock);
    return more;
}

/* What does not predict keeps its zeros. */
static void keep_weights(fw_bootstrap *b, const fw_linear *linear, size_t resample) {
    const fw_training *t = &b->state->training;
    for (size_t i = 0; i < t->count; i++)
        b->draws[t->columns[i] * b->resamples + resample] = linear->weight[i];
    b->draws[t->features * b->resamples + resample] = linear->intercept;
}

static fw_code solve_all(fw_bootstrap *b, turn *t, fw_error *err) {
    const fw_table_state *s = b->state;
    fw_training part = b->part;
    part.gram = &t->gram;
    fw_code code = FW_OK;
    fw_numeric_lock();
    for (size_t r = 0; r < t->some && code == FW_OK; r++) {
        fw_packed_square(t->sums + r * b->strips.stride, b->part.features + LAST, t->gram.cross);
        code = s->family->solve(&part, s->lambda, &t->linear, err);
        if (code == FW_OK) keep_weights(b, &t->linear, t->first + r);
    }
    fw_numeric_unlock();
    return code;
}

fw_code fw_bootstrap_step(fw_bootstrap *b, bool *more, fw_error *err) {
    turn *t;
    *more = false;
    fw_code code = begin_turn(b, &t, err);
    if (!t) return code;
    fw_strips_sum(&b->strips, t->counts, t->some, t->sums, fw_widest());
    code = solve_all(b, t, err);
    *more = end_turn(b, t);
    return code;
}

/* ---- what they say ---- */

static void summarise(double *draws, size_t n, double units, double value, fw_coefficient *out) {
    double same = 0;
    for (size_t i = 0; i < n; i++) same += (draws[i] > 0 && value > 0) || (draws[i] < 0 && value < 0);
    out->stable = value != 0 ? same / (double)n : (double)NAN;
    out->boot_se = n > 1 ? gsl_stats_sd(draws, 1, n) : (double)NAN;
    fw_percentile_ends(draws, n, units, &out->boot_low, &out->boot_high);
}

void fw_bootstrap_finish(fw_bootstrap *b) {
    fw_table_state *s = b->state;
    fw_table_part *t = s->model->table;
    t->resamples = b->resamples;
    for (size_t j = 0; j <= s->training.features; j++) {
        const bool intercept = j == s->training.features;
        if (!intercept && !(s->model->weights[j].sd > 0)) continue;
        const double value = intercept ? s->linear.intercept : s->linear.weight[j];
        summarise(b->draws + j * b->resamples, b->resamples, (double)b->strips.groups, value,
                  &t->estimates[j]);
    }
}

fw_code fw_bootstrap_new(fw_table_state *s, fw_bootstrap **out, fw_error *err) {
    *out = NULL;
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
    fw_bootstrap *b = calloc(1, sizeof *b);
    if (!b) return fw_fail_nomem(err);
    *b = (fw_bootstrap){.state = s, .pieces = s->pieces, .resamples = s->options->resamples};
    pthread_mutex_init(&b->lock, NULL);
    const fw_code code = open_bootstrap(b, err);
    if (code == FW_OK)
        *out = b;
    else
        fw_bootstrap_free(b);
    return code;
}

fw_code fw_table_bootstrap(fw_table_state *s, fw_error *err) {
    fw_bootstrap *b = NULL;
    fw_code code = fw_bootstrap_new(s, &b, err);
    for (bool more = b != NULL; more && code == FW_OK;) code = fw_bootstrap_step(b, &more, err);
    if (b && code == FW_OK) fw_bootstrap_finish(b);
    fw_bootstrap_free(b);
    return code;
}
