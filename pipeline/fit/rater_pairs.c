/*
 * rater_pairs.c: agreement of every two raters on the answers that both rated.
 *
 * One rater at a time against all with a higher index, so that memory is raters x levels; the time is that of
 * all pairs of ratings of one answer.
 */
#include "fit/rater_panel.h"

#include <math.h>
#include <stdlib.h>

/* More distinct ratings than this, rounded: kappa of whole numbers says nothing any more. */
enum { MOST_KAPPA_LEVELS = 1000 };

/* One rater against each other one. */
typedef struct row {
    fw_agreement_sums *sums;  /* [raters] */
    uint32_t *first, *second; /* [raters x levels]: marginal counts of rounded ratings on shared answers */
    uint32_t *met;            /* raters met, in the order met */
    size_t met_count;
    uint32_t *whole; /* by level: index of its rounded value */
    size_t levels;   /* distinct rounded values; 0: too many for kappa */
} row;

static void row_free(row *r) {
    free(r->sums);
    free(r->first);
    free(r->second);
    free(r->met);
    free(r->whole);
}

static fw_code row_init(row *r, const fw_sparse_panel *p, fw_error *err) {
    *r = (row){.sums = calloc(p->raters + 1, sizeof *r->sums),
               .met = calloc(p->raters + 1, sizeof *r->met),
               .whole = calloc(p->level_count + 1, sizeof *r->whole)};
    if (!r->sums || !r->met || !r->whole) return fw_fail_nomem(err);
    for (size_t l = 0; l < p->level_count; l++) {
        if (l && rint(p->level[l]) != rint(p->level[l - 1])) r->levels++;
        r->whole[l] = (uint32_t)r->levels;
    }
    r->levels = r->levels < MOST_KAPPA_LEVELS ? r->levels + 1 : 0;
    r->first = calloc(p->raters * r->levels + 1, sizeof *r->first);
    r->second = calloc(p->raters * r->levels + 1, sizeof *r->second);
    return r->first && r->second ? FW_OK : fw_fail_nomem(err);
}

/* Adds all that share an answer with rater `a` and come after it. */
static void collect(row *r, const fw_sparse_panel *p, uint32_t a) {
    r->met_count = 0;
    for (size_t k = p->rater_start[a]; k < p->rater_start[a + 1]; k++) {
        const size_t mine = p->by_rater[k], answer = p->answer[mine];
        const double x = p->level[p->level_of[mine]];
        for (size_t i = p->answer_start[answer]; i < p->answer_start[answer + 1]; i++) {
            const uint32_t b = p->rater[i];
            if (b <= a) continue;
            if (r->sums[b].n == 0) r->met[r->met_count++] = b;
            fw_agreement_add(&r->sums[b], x, p->level[p->level_of[i]]);
            if (r->levels == 0) continue;
            r->first[b * r->levels + r->whole[p->level_of[mine]]]++;
            r->second[b * r->levels + r->whole[p->level_of[i]]]++;
        }
    }
}

static double kappa_of(const row *r, uint32_t b) {
    const double n = r->sums[b].n;
    if (r->levels == 0) return (double)NAN;
    double chance = 0;
    for (size_t l = 0; l < r->levels; l++)
        chance += (double)r->first[b * r->levels + l] * (double)r->second[b * r->levels + l];
    const double same = r->sums[b].exact / n, expected = chance / n / n;
    return expected >= 1 ? 1 : 1 - (1 - same) / (1 - expected);
}

/* Difference of means over the root mean of both variances (N - 1). */
static double standardised(const fw_agreement_sums *s) {
    const double x = s->hh - s->h * s->h / s->n, y = s->mm - s->m * s->m / s->n;
    const double variance = (x + y) / 2 / (s->n - 1);
    /* Of constants, only rounding is left. */
    return s->n > 1 && variance > 1e-12 * (s->hh + s->mm) / s->n ? (s->m - s->h) / s->n / sqrt(variance)
                                                                 : (double)NAN;
}

static int by_index(const void *a, const void *b) {
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Appends the pairs of `a` and clears the row. */
static fw_code emit(row *r, uint32_t a, fw_panel_result *result, size_t *capacity, fw_error *err) {
    if (result->pair_count + r->met_count > *capacity) {
        *capacity = 2 * (result->pair_count + r->met_count);
        fw_rater_pair *grown = realloc(result->pair, *capacity * sizeof *grown);
        if (!grown) return fw_fail_nomem(err);
        result->pair = grown;
    }
    qsort(r->met, r->met_count, sizeof *r->met, by_index);
    for (size_t k = 0; k < r->met_count; k++) {
        const uint32_t b = r->met[k];
        const fw_agreement_sums *s = &r->sums[b];
        fw_rater_pair *pair = &result->pair[result->pair_count++];
        *pair = (fw_rater_pair){.a = a, .b = b, .kappa = kappa_of(r, b), .difference = (s->m - s->h) / s->n};
        fw_agreement_measure(s, &pair->agreement);
        pair->agreement.smd = standardised(s);
        r->sums[b] = (fw_agreement_sums){0};
        for (size_t l = 0; l < r->levels; l++) r->first[b * r->levels + l] = r->second[b * r->levels + l] = 0;
    }
    return FW_OK;
}

/* Means over pairs, each weighted by its answers; measures that a pair lacks do not count. */
static void average(fw_panel_result *result) {
    double sum[4] = {0}, weight[4] = {0};
    for (size_t i = 0; i < result->pair_count; i++) {
        const fw_rater_pair *p = &result->pair[i];
        const double of[4] = {p->agreement.exact, p->agreement.adjacent, p->kappa, p->agreement.qwk};
        for (int k = 0; k < 4; k++) {
            if (!isfinite(of[k])) continue;
            sum[k] += of[k] * p->agreement.n;
            weight[k] += p->agreement.n;
        }
    }
    double *into[4] = {&result->exact, &result->adjacent, &result->kappa, &result->qwk};
    for (int k = 0; k < 4; k++) *into[k] = weight[k] > 0 ? sum[k] / weight[k] : (double)NAN;
}

fw_code fw_panel_pairs(const fw_sparse_panel *p, fw_panel_result *result, fw_error *err) {
    row r;
    size_t capacity = 0;
    fw_code code = row_init(&r, p, err);
    for (uint32_t a = 0; a < p->raters && code == FW_OK; a++) {
        collect(&r, p, a);
        code = emit(&r, a, result, &capacity, err);
    }
    if (code == FW_OK && r.levels == 0)
        fw_panel_note(result, "more than %d different ratings: no kappa", MOST_KAPPA_LEVELS);
    row_free(&r);
    if (code == FW_OK) average(result);
    return code;
}
