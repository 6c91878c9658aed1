/*
 * rater_alpha.c: Krippendorff's alpha (Computing Krippendorff's alpha-reliability, 2011), for any gaps.
 *
 * alpha = 1 - observed / expected disagreement. Observed: over the pairs of ratings of one answer, each
 * answer weighted 1 / (m - 1); expected: over all pairs of pairable ratings. The squared differences: nominal
 * 0 or 1 ordinal   of mid-ranks among the pairable ratings (the sum of frequencies between, halves at the
 * ends) interval  of values ratio     of values over their sum so that ordinal and interval need only sums,
 * nominal only frequencies, and ratio all pairs of levels.
 */
#include "fit/rater_alpha.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Pairs of levels are looked at for ratio, in every resample. */
enum { MOST_RATIO_LEVELS = 500 };

const char *fw_alpha_name(fw_alpha_kind kind) {
    static const char *const NAMES[FW_ALPHA_COUNT] = {[FW_ALPHA_NOMINAL] = "nominal",
                                                      [FW_ALPHA_ORDINAL] = "ordinal",
                                                      [FW_ALPHA_INTERVAL] = "interval",
                                                      [FW_ALPHA_RATIO] = "ratio"};
    return (unsigned)kind < FW_ALPHA_COUNT ? NAMES[kind] : NULL;
}

void fw_patterns_free(fw_patterns *p) {
    free(p->start);
    free(p->level);
    free(p->weight);
    free(p->nominal);
    free(p->ratio);
    *p = (fw_patterns){0};
}

/* An answer's ratings while patterns are sorted. */
typedef struct unit {
    const uint32_t *level;
    uint32_t size;
} unit;

static int by_pattern(const void *a, const void *b) {
    const unit *x = a, *y = b;
    if (x->size != y->size) return x->size < y->size ? -1 : 1;
    for (uint32_t i = 0; i < x->size; i++)
        if (x->level[i] != y->level[i]) return x->level[i] < y->level[i] ? -1 : 1;
    return 0;
}

static int by_level(const void *a, const void *b) {
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Most answers have a handful of ratings. */
static void sort_levels(uint32_t *level, size_t n) {
    enum { FEW = 16 };
    if (n > FEW) {
        qsort(level, n, sizeof *level, by_level);
        return;
    }
    for (size_t i = 1; i < n; i++) {
        const uint32_t held = level[i];
        size_t at = i;
        for (; at > 0 && level[at - 1] > held; at--) level[at] = level[at - 1];
        level[at] = held;
    }
}

/* Answers that can be paired, their levels sorted into `level`. */
static size_t list_units(const fw_sparse_panel *panel, uint32_t *level, unit *units) {
    size_t count = 0, used = 0;
    for (size_t a = 0; a < panel->answers; a++) {
        const size_t m = fw_panel_size(panel, a);
        if (m < 2) continue;
        memcpy(level + used, panel->level_of + panel->answer_start[a], m * sizeof *level);
        sort_levels(level + used, m);
        units[count++] = (unit){level + used, (uint32_t)m};
        used += m;
    }
    return count;
}

static double ratio_metric(double x, double y) {
    const double sum = x + y;
    return sum > 0 ? (x - y) / sum * ((x - y) / sum) : 0;
}

/* Observed disagreement of one pattern; equal levels stand together, so runs are what is compared. */
static void disagreement(fw_patterns *p, size_t at) {
    const uint32_t *level = p->level + p->start[at];
    const size_t m = p->start[at + 1] - p->start[at];
    double nominal = 0, ratio = 0;
    for (size_t i = 0, next; i < m; i = next) {
        for (next = i + 1; next < m && level[next] == level[i]; next++) continue;
        const double mine = (double)(next - i);
        nominal += mine * (double)(m - (next - i));
        for (size_t j = next, end; j < m && p->can_ratio; j = end) {
            for (end = j + 1; end < m && level[end] == level[j]; end++) continue;
            ratio += 2 * mine * (double)(end - j) * ratio_metric(p->value[level[i]], p->value[level[j]]);
        }
    }
    p->nominal[at] = nominal / (double)(m - 1);
    p->ratio[at] = ratio / (double)(m - 1);
}

static fw_code fill(fw_patterns *p, unit *units, size_t count, fw_error *err) {
    qsort(units, count, sizeof *units, by_pattern);
    p->start = calloc(count + 1, sizeof *p->start);
    p->weight = calloc(count + 1, sizeof *p->weight);
    p->nominal = calloc(count + 1, sizeof *p->nominal);
    p->ratio = calloc(count + 1, sizeof *p->ratio);
    if (!p->start || !p->weight || !p->nominal || !p->ratio) return fw_fail_nomem(err);
    for (size_t u = 0; u < count; u++) {
        p->answers++;
        p->values += units[u].size;
        if (u && by_pattern(&units[u], &units[u - 1]) == 0) {
            p->weight[p->count - 1]++;
            continue;
        }
        const size_t at = p->start[p->count];
        memcpy(p->level + at, units[u].level, units[u].size * sizeof *p->level);
        p->weight[p->count++] = 1;
        p->start[p->count] = at + units[u].size;
    }
    for (size_t i = 0; i < p->count; i++) disagreement(p, i);
    return FW_OK;
}

fw_code fw_patterns_build(const fw_sparse_panel *panel, fw_patterns *out, fw_error *err) {
    *out = (fw_patterns){.value = panel->level,
                         .levels = panel->level_count,
                         .can_ratio = panel->level[0] >= 0 && panel->level_count <= MOST_RATIO_LEVELS,
                         .level = calloc(panel->count + 1, sizeof(uint32_t))};
    uint32_t *sorted = calloc(panel->count + 1, sizeof *sorted);
    unit *units = calloc(panel->answers + 1, sizeof *units);
    fw_code code = out->level && sorted && units ? FW_OK : fw_fail_nomem(err);
    if (code == FW_OK) code = fill(out, units, list_units(panel, sorted, units), err);
    free(units);
    free(sorted);
    if (code != FW_OK) fw_patterns_free(out);
    return code;
}

/* Sums of a pattern's scores as ordered squared differences: 2 (m sum of squares - square of sum) / (m - 1).
 */
static double spread(const fw_patterns *p, size_t at, const double *score) {
    const size_t m = p->start[at + 1] - p->start[at];
    /* About the first, so that large values lose no digits. */
    const double base = score[p->level[p->start[at]]];
    double sum = 0, squares = 0;
    for (size_t i = p->start[at]; i < p->start[at + 1]; i++) {
        const double d = score[p->level[i]] - base;
        sum += d;
        squares += d * d;
    }
    return 2 * ((double)m * squares - sum * sum) / (double)(m - 1);
}

/* 1 - Do / De with sums over ordered pairs: observed over n, expected over n (n - 1). */
static double alpha_of(double observed, double expected, double n) {
    return expected > 0 ? 1 - (n - 1) * observed / expected : (double)NAN;
}

static double expected_of_scores(const fw_patterns *p, const double *frequency, const double *score,
                                 double n) {
    double mean = 0, squares = 0;
    for (size_t l = 0; l < p->levels; l++) mean += frequency[l] * score[l];
    mean /= n;
    for (size_t l = 0; l < p->levels; l++) squares += frequency[l] * (score[l] - mean) * (score[l] - mean);
    return 2 * n * squares;
}

static double expected_ratio(const fw_patterns *p, const double *frequency) {
    double sum = 0;
    for (size_t a = 0; a < p->levels; a++)
        for (size_t b = 0; b < a && frequency[a] > 0; b++)
            sum += 2 * frequency[a] * frequency[b] * ratio_metric(p->value[a], p->value[b]);
    return sum;
}

void fw_patterns_alpha(const fw_patterns *p, const double *weight, const fw_alpha_scratch *scratch,
                       double alpha[FW_ALPHA_COUNT]) {
    double *frequency = scratch->frequency, *rank = scratch->rank;
    double n = 0, same = 0, below = 0, observed[FW_ALPHA_COUNT] = {0};
    memset(frequency, 0, p->levels * sizeof *frequency);
    for (size_t i = 0; i < p->count; i++)
        for (size_t k = p->start[i]; k < p->start[i + 1] && weight[i] > 0; k++)
            frequency[p->level[k]] += weight[i];
    for (size_t l = 0; l < p->levels; l++) {
        rank[l] = below + frequency[l] / 2;
        below += frequency[l];
        same += frequency[l] * frequency[l];
    }
    n = below;
    for (size_t i = 0; i < p->count; i++) {
        if (!(weight[i] > 0)) continue;
        observed[FW_ALPHA_NOMINAL] += weight[i] * p->nominal[i];
        observed[FW_ALPHA_RATIO] += weight[i] * p->ratio[i];
        observed[FW_ALPHA_ORDINAL] += weight[i] * spread(p, i, rank);
        observed[FW_ALPHA_INTERVAL] += weight[i] * spread(p, i, p->value);
    }
    alpha[FW_ALPHA_NOMINAL] = alpha_of(observed[FW_ALPHA_NOMINAL], n * n - same, n);
    alpha[FW_ALPHA_ORDINAL] =
        alpha_of(observed[FW_ALPHA_ORDINAL], expected_of_scores(p, frequency, rank, n), n);
    alpha[FW_ALPHA_INTERVAL] =
        alpha_of(observed[FW_ALPHA_INTERVAL], expected_of_scores(p, frequency, p->value, n), n);
    alpha[FW_ALPHA_RATIO] =
        p->can_ratio ? alpha_of(observed[FW_ALPHA_RATIO], expected_ratio(p, frequency), n) : (double)NAN;
}
