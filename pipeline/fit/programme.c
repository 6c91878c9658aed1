/* programme.c: change between two attempts of the same people: mean, tests, effect size, share improved. */
#include "fit/programme.h"

#include "base/sort.h"
#include "fit/distributions.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

static const double NONE = (double)NAN;
enum { EXACT_BELOW = 50 };
/* Differences this small beside the scores are rounding: attempts are means of answers. */
static const double ROUNDING = 1e-12;

/* ---- sums ---- */

void fw_paired_mean(fw_paired_sums *s, double before, double after) {
    const double change = after - before;
    s->before += before / s->n;
    s->after += after / s->n;
    s->change += change / s->n;
    s->improved += fw_paired_improved(before, after);
}

void fw_paired_spread(fw_paired_sums *s, double before, double after) {
    const double b = before - s->before, a = after - s->after, c = after - before - s->change;
    s->before2 += b * b;
    s->after2 += a * a;
    s->change2 += c * c;
    s->before_with_after += b * a;
    s->before_with_change += b * c;
}

bool fw_paired_changed(double before, double after) { return fabs(after - before) > ROUNDING * fabs(before); }
bool fw_paired_improved(double before, double after) { return after - before > ROUNDING * fabs(before); }

/* ---- moments ---- */

typedef struct {
    double n, mean, m2;
} moments;

static moments moments_of(double n, double mean, double m2) {
    return (moments){n, mean, m2 <= ROUNDING * ROUNDING * n * mean * mean ? 0 : m2};
}

static double sd(const moments *m) { return m->n > 1 ? sqrt(m->m2 / (m->n - 1)) : NONE; }

static double correlation(const moments *x, const moments *y, double products) {
    if (x->n < 3 || !(x->m2 > 0) || !(y->m2 > 0)) return NONE;
    return fmax(-1, fmin(1, products / sqrt(x->m2 * y->m2)));
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

static fw_code wilcoxon(double *change, size_t n, double pairs, fw_programme_effect *out, fw_error *err) {
    fw_sort_by_size(change, n);
    double ties = 0, below = 0, upto = 0;
    out->v = rank_sum(change, n, &ties);
    if (n == 0) return FW_OK;
    out->v_exact = n < EXACT_BELOW && (double)n == pairs && ties == 0;
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

/*
 * d's variance, to first order: that of the mean change, and that of the mean SD (Bonett 2008, whose divisor
 * is the root of the mean variance). SDs need not be equal.
 */
fw_interval fw_effect_size(double n, double change, double before, double after, double r) {
    const double spread = (before + after) / 2;
    fw_interval d = {NONE, NONE, NONE};
    if (!(spread > ROUNDING)) return d;
    const double both = r * before * after, squares = before * before + after * after;
    d.value = change / spread;
    const double of_change = (squares - 2 * both) / (spread * spread);
    const double of_spread = (squares + 2 * r * both) / (8 * spread * spread);
    const double half =
        fw_normal_quantile(.975) * sqrt((fmax(0, of_change) + d.value * d.value * of_spread) / (n - 1));
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

fw_code fw_paired_effect(const fw_paired_sums *s, double *changes, size_t count, fw_programme_effect *out,
                         fw_error *err) {
    const fw_interval none = {NONE, NONE, NONE};
    *out = (fw_programme_effect){.n = (size_t)s->n,
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
    if (out->n == 0) return FW_OK;
    const moments first = moments_of(s->n, s->before, s->before2),
                  last = moments_of(s->n, s->after, s->after2),
                  moved = moments_of(s->n, s->change, s->change2);
    out->before = first.mean;
    out->after = last.mean;
    out->r = correlation(&first, &last, s->before_with_after);
    out->baseline = correlation(&first, &moved, s->before_with_change);
    out->d_av = fw_effect_size(s->n, moved.mean, sd(&first), sd(&last), out->r);
    out->improved.value = s->improved / s->n;
    fw_wilson(s->improved, s->n, .95, &out->improved.low, &out->improved.high);
    paired_t(&moved, out);
    return wilcoxon(changes, count, s->n, out, err);
}

fw_code fw_programme_measure(const double *before, const double *after, size_t pairs,
                             fw_programme_effect *out, fw_error *err) {
    fw_paired_sums sums = {.n = (double)pairs};
    double *changes = calloc(pairs + 1, sizeof *changes);
    size_t count = 0;
    if (!changes) return fw_fail_nomem(err);
    for (size_t i = 0; i < pairs; i++) fw_paired_mean(&sums, before[i], after[i]);
    for (size_t i = 0; i < pairs; i++) {
        fw_paired_spread(&sums, before[i], after[i]);
        if (fw_paired_changed(before[i], after[i])) changes[count++] = after[i] - before[i];
    }
    const fw_code code = fw_paired_effect(&sums, changes, count, out, err);
    free(changes);
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
