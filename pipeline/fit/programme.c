/* programme.c: change between two attempts of the same people: mean, tests, effect size, share improved. */
#include <failwise/evaluate.h>

#include "base/sort.h"
#include "fit/distributions.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

static const double NONE = (double)NAN;
enum { EXACT_BELOW = 50 };
/* Differences this small beside the scores are rounding: attempts are means of answers. */
static const double ROUNDING = 1e-12;

/* ---- moments ---- */

typedef struct {
    double n, mean, m2;
} moments;

static moments of(const double *values, size_t count) {
    moments m = {.n = (double)count};
    for (size_t i = 0; i < count; i++) m.mean += values[i] / m.n;
    for (size_t i = 0; i < count; i++) m.m2 += (values[i] - m.mean) * (values[i] - m.mean);
    if (m.m2 <= ROUNDING * ROUNDING * m.n * m.mean * m.mean) m.m2 = 0;
    return m;
}

static double sd(const moments *m) { return m->n > 1 ? sqrt(m->m2 / (m->n - 1)) : NONE; }

static double correlation(const double *x, const moments *mx, const double *y, const moments *my,
                          size_t count) {
    double xy = 0;
    if (count < 3 || !(mx->m2 > 0) || !(my->m2 > 0)) return NONE;
    for (size_t i = 0; i < count; i++) xy += (x[i] - mx->mean) * (y[i] - my->mean);
    return fmax(-1, fmin(1, xy / sqrt(mx->m2 * my->m2)));
}

/* ---- Wilcoxon's signed ranks ---- */

/*
 * P(V <= v) for n ranks without ties, from the number of subsets of 1..n by their sum. `v` is whole.
 */
static fw_code exact_tail(size_t n, double v, double *below, fw_error *err) {
    const size_t most = n * (n + 1) / 2;
    double *ways = calloc(most + 1, sizeof *ways), total = 0;
    *below = 0;
    if (!ways) return fw_fail_nomem(err);
    ways[0] = 1;
    for (size_t rank = 1; rank <= n; rank++)
        for (size_t sum = most; sum >= rank; sum--) ways[sum] += ways[sum - rank];
    for (size_t sum = 0; sum <= most; sum++) {
        total += ways[sum];
        if ((double)sum <= v) *below += ways[sum];
    }
    *below /= total;
    free(ways);
    return FW_OK;
}

/* Normal approximation with the ties' correction and continuity. */
static double normal_p(double v, double n, double ties) {
    const double gap = v - n * (n + 1) / 4, variance = n * (n + 1) * (2 * n + 1) / 24 - ties / 48;
    if (!(variance > 0)) return NONE;
    const double z = fmax(0, fabs(gap) - .5) / sqrt(variance);
    return fmin(1, 2 * gsl_cdf_ugaussian_Q(z));
}

/* Sum of the positive ranks, equal sizes sharing their mean rank; `ties`: sum of t^3 - t. */
static double rank_sum(const double *list, size_t n, double *ties) {
    double v = 0;
    *ties = 0;
    for (size_t first = 0, end; first < n; first = end) {
        const double size = fabs(list[first]);
        double positive = 0;
        for (end = first; end < n && fabs(list[end]) - size <= ROUNDING * size; end++)
            positive += list[end] > 0;
        const double count = (double)(end - first);
        v += positive * ((double)first + 1 + (double)end) / 2;
        *ties += count * count * count - count;
    }
    return v;
}

/* `change` is used up. */
static fw_code wilcoxon(const double *before, double *change, size_t pairs, fw_programme_effect *out,
                        fw_error *err) {
    size_t n = 0;
    for (size_t i = 0; i < pairs; i++)
        if (fabs(change[i]) > ROUNDING * fabs(before[i])) change[n++] = change[i];
    fw_sort_by_size(change, n);
    double ties = 0, below = 0, upto = 0;
    out->v = rank_sum(change, n, &ties);
    if (n == 0) return FW_OK;
    out->v_exact = n < EXACT_BELOW && n == pairs && ties == 0;
    if (!out->v_exact) {
        out->v_p = normal_p(out->v, (double)n, ties);
        return FW_OK;
    }
    fw_code code = exact_tail(n, out->v, &upto, err);
    if (code == FW_OK) code = exact_tail(n, out->v - 1, &below, err);
    out->v_p = fmin(1, 2 * fmin(upto, 1 - below));
    return code;
}

/* ---- all together ---- */

/* Var(d) = 2 (1 - r) / n + d^2 / (2 n): Borenstein and others (2009), 4.28. */
static fw_interval effect_size(double change, const moments *before, const moments *after, double r) {
    const double n = before->n, spread = (sd(before) + sd(after)) / 2;
    fw_interval d = {NONE, NONE, NONE};
    if (!(spread > ROUNDING)) return d;
    d.value = change / spread;
    const double half = fw_normal_quantile(.975) * sqrt(2 * (1 - r) / n + d.value * d.value / (2 * n));
    d.low = d.value - half;
    d.high = d.value + half;
    return d;
}

static void paired_t(const moments *change, fw_programme_effect *out) {
    const double se = sd(change) / sqrt(change->n), half = fw_t_quantile(.975, change->n - 1) * se;
    out->df = change->n - 1;
    out->change = (fw_interval){change->mean, change->mean - half, change->mean + half};
    if (!(se > 0)) return;
    out->t = change->mean / se;
    out->p = fw_t_two_sided_p(out->t, out->df);
}

fw_code fw_programme_measure(const double *before, const double *after, size_t pairs,
                             fw_programme_effect *out, fw_error *err) {
    const fw_interval none = {NONE, NONE, NONE};
    *out = (fw_programme_effect){.n = pairs,
                                 .before = NONE,
                                 .after = NONE,
                                 .change = none,
                                 .t = NONE,
                                 .df = NONE,
                                 .p = NONE,
                                 .v = NONE,
                                 .v_p = NONE,
                                 .d_av = none,
                                 .improved = none,
                                 .r = NONE,
                                 .baseline = NONE};
    if (pairs == 0) return FW_OK;
    double *change = calloc(pairs, sizeof *change), improved = 0;
    if (!change) return fw_fail_nomem(err);
    for (size_t i = 0; i < pairs; i++) {
        change[i] = after[i] - before[i];
        improved += change[i] > ROUNDING * fabs(before[i]);
    }
    const moments first = of(before, pairs), last = of(after, pairs), moved = of(change, pairs);
    out->before = first.mean;
    out->after = last.mean;
    out->r = correlation(before, &first, after, &last, pairs);
    out->baseline = correlation(before, &first, change, &moved, pairs);
    out->d_av = effect_size(moved.mean, &first, &last, out->r);
    out->improved.value = improved / (double)pairs;
    fw_wilson(improved, (double)pairs, .95, &out->improved.low, &out->improved.high);
    paired_t(&moved, out);
    const fw_code code = wilcoxon(before, change, pairs, out, err);
    free(change);
    return code;
}

/* ---- many tests ---- */

typedef struct {
    double p;
    size_t at;
} ranked;

static int by_p(const void *a, const void *b) {
    const ranked *x = a, *y = b;
    return (x->p > y->p) - (x->p < y->p);
}

bool fw_holm(const double *p, size_t count, double *adjusted) {
    ranked *order = malloc((count + 1) * sizeof *order);
    if (!order) return false;
    size_t tests = 0;
    for (size_t i = 0; i < count; i++) {
        adjusted[i] = NONE;
        if (!isnan(p[i])) order[tests++] = (ranked){p[i], i};
    }
    qsort(order, tests, sizeof *order, by_p);
    /* The running maximum of (m - rank) * p: equal ones get the same, that of the first of them. */
    double worst = 0;
    for (size_t rank = 0; rank < tests; rank++) {
        worst = fmax(worst, (double)(tests - rank) * order[rank].p);
        adjusted[order[rank].at] = fmin(1, worst);
    }
    free(order);
    return true;
}
