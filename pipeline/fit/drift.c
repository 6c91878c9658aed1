/* drift.c: how far a column's values have moved: population stability index and Kolmogorov-Smirnov. */
#include <failwise/compare.h>

#include "base/sort.h"
#include "fit/numeric.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

enum { BINS = 10, MOST_BINS = BINS + 1 };
static const double NONE = (double)NAN;
static const double WATCH = .10, ALARM = .25;

const char *fw_drift_level_name(fw_drift_level level) {
    static const char *const NAMES[] = {"", "watch", "alarm"};
    return NAMES[level];
}

/* The finite values, sorted; how many. */
static size_t tidy(const fw_drift_column *column) {
    size_t n = 0;
    for (size_t i = 0; i < column->count; i++)
        if (isfinite(column->values[i])) column->sorted[n++] = column->values[i] + 0.0; /* -0 is 0 */
    fw_sort_doubles(column->sorted, n);
    return n;
}

/* Of a million values each: the library's running means divide at every step, and take as long as sorting. */
static double mean(const double *values, size_t n) {
    long double sum = 0;
    for (size_t i = 0; i < n; i++) sum += (long double)values[i];
    return (double)(sum / (long double)n);
}

static double sd(const double *values, size_t n, double centre) {
    long double sum = 0;
    for (size_t i = 0; i < n; i++) sum += (long double)((values[i] - centre) * (values[i] - centre));
    return (double)sqrtl(sum / (long double)(n - 1));
}

/* Between neighbours. Equal ones are not weighed: the sum could be a rounding below them. */
static double quantile(const double *sorted, size_t n, double share) {
    const double at = share * (double)(n - 1);
    const size_t low = (size_t)at;
    const double left = at - (double)low;
    if (low + 1 == n || sorted[low] == sorted[low + 1]) return sorted[low];
    return (1 - left) * sorted[low] + left * sorted[low + 1];
}

/* Upper ends of all bins but the last. The first holds what lies below a's smallest value. */
static size_t cuts(const double *a, size_t n, double *cut) {
    size_t count = 0;
    cut[count++] = nextafter(a[0], -HUGE_VAL);
    for (int k = 1; k < BINS; k++) {
        const double at = quantile(a, n, k / (double)BINS);
        if (at > cut[count - 1]) cut[count++] = at;
    }
    return count;
}

static void count_bins(const double *sorted, size_t n, const double *cut, size_t cuts_count, double *out) {
    size_t bin = 0;
    for (size_t i = 0; i < n; i++) {
        while (bin < cuts_count && sorted[i] > cut[bin]) bin++;
        out[bin] += 1;
    }
}

/* Bins of one side, and of both together. */
typedef struct {
    size_t bins;
    const double *cut;   /* upper ends of all but the last */
    const double *share; /* of this side's values, by bin */
    const double *both;  /* of both sides' values */
} shares;

/* Variances, summed up: of the shares of bins, each over the share of both sides, which is what PSI is made
 * of; of the shares up to each cut, which is what Kolmogorov-Smirnov looks at. */
typedef struct {
    double bins, below;
} spread;

static spread add(spread a, spread b) { return (spread){a.bins + b.bins, a.below + b.below}; }
static spread scale(spread a, double by) { return (spread){a.bins * by, a.below * by}; }

/* Of n values of different people. */
static spread spread_alone(const shares *s, double n) {
    spread sum = {0, 0};
    double below = 0;
    for (size_t k = 0; k < s->bins; k++) {
        below += s->share[k];
        sum.below += below * (1 - below);
        if (s->both[k] > 0) sum.bins += s->share[k] * (1 - s->share[k]) / s->both[k];
    }
    return scale(sum, 1 / n);
}

/* How far one person's values are from the shares of all. */
static spread spread_of_one(const shares *s, const double *in, double values) {
    spread sum = {0, 0};
    double below = 0;
    for (size_t k = 0; k < s->bins; k++) {
        const double off = in[k] - values * s->share[k];
        below += off;
        sum.below += below * below;
        if (s->both[k] > 0) sum.bins += off * off / s->both[k];
    }
    return sum;
}

/* Of n values of people with several: what lies between people. */
static spread spread_of_people(const shares *s, const fw_drift_column *column, double n) {
    spread sum = {0, 0};
    double people = 0;
    for (size_t first = 0, next; first < column->count; first = next) {
        double in[MOST_BINS + 1] = {0}, values = 0;
        for (next = first; next < column->count && column->person[next] == column->person[first]; next++) {
            if (!isfinite(column->values[next])) continue;
            size_t bin = 0; /* without a guess where it is */
            for (size_t k = 0; k + 1 < s->bins; k++) bin += column->values[next] > s->cut[k];
            in[bin] += 1;
            values += 1;
        }
        people += values > 0;
        sum = add(sum, spread_of_one(s, in, values));
    }
    return people < 2 ? spread_alone(s, n) : scale(sum, people / (people - 1) / (n * n));
}

/* Negative likeness of a person's answers is not made use of. */
static double over(double found, double alone) { return alone > 0 ? fmax(1, found / alone) : 1; }

/* Rao & Scott (1981), "The analysis of categorical data from complex sample surveys", JASA 76: chi-square
 * over the mean design effect of its shares. */
static spread design_effects(const fw_drift_column *a, const shares *in_a, double n_a,
                             const fw_drift_column *b, const shares *in_b, double n_b) {
    const spread alone_a = spread_alone(in_a, n_a), alone_b = spread_alone(in_b, n_b);
    const spread alone = add(alone_a, alone_b),
                 found = add(a->person ? spread_of_people(in_a, a, n_a) : alone_a,
                             b->person ? spread_of_people(in_b, b, n_b) : alone_b);
    return (spread){over(found.bins, alone.bins), over(found.below, alone.below)};
}

/*
 * Mean of PSI that one side of n values brings by chance, to second order: a bin of np values is not quite
 * normal, and adds half of 1 / np to its share; answers of one person count as fewer. Bins that expect less
 * than five values often are empty, and half a value there holds PSI down instead.
 */
static double chance(const shares *s, double n, double effect) {
    enum { LEAST = 5 };
    double sum = 0;
    for (size_t k = 0; k < s->bins; k++) {
        const double expected = n * s->both[k];
        if (expected > 0) sum += (1 - s->both[k]) * (expected < LEAST ? 1 : 1 + .5 * effect / expected);
    }
    return sum * effect / n;
}

/* What PSI exceeds once in 20 times: about chi-square of a degree of freedom less than bins (Yurdakul &
 * Naranjo 2020), scaled so that its mean is that of PSI (Bartlett 1937; Lawley 1956). */
static double noise(const shares *a, double n_a, const shares *b, double n_b, size_t used, double effect) {
    if (used < 2) return 0;
    const double df = (double)(used - 1), mean_psi = chance(a, n_a, effect) + chance(b, n_b, effect);
    return gsl_cdf_chisq_Pinv(.95, df) / df * mean_psi;
}

/* Bins empty on both sides say nothing; a bin empty on one side counts as half a value there. Returns the
 * design effects. */
static spread stability(const fw_drift_column *a, double n_a, const fw_drift_column *b, double n_b,
                        fw_drift *out) {
    double cut[MOST_BINS], in_a[MOST_BINS + 1] = {0}, in_b[MOST_BINS + 1] = {0}, both[MOST_BINS + 1] = {0};
    const size_t count = cuts(a->sorted, out->n_a, cut);
    size_t used = 0;
    count_bins(a->sorted, out->n_a, cut, count, in_a);
    count_bins(b->sorted, out->n_b, cut, count, in_b);
    out->psi = 0;
    for (size_t k = 0; k <= count; k++) {
        if (in_a[k] + in_b[k] == 0) continue;
        const double share_a = fmax(in_a[k], .5) / n_a, share_b = fmax(in_b[k], .5) / n_b;
        out->psi += (share_b - share_a) * log(share_b / share_a);
        both[k] = (in_a[k] + in_b[k]) / (n_a + n_b);
        in_a[k] /= n_a;
        in_b[k] /= n_b;
        used++;
    }
    const shares of_a = {count + 1, cut, in_a, both}, of_b = {count + 1, cut, in_b, both};
    const spread effects = design_effects(a, &of_a, n_a, b, &of_b, n_b);
    out->design_effect = effects.bins;
    out->psi_noise = noise(&of_a, n_a, &of_b, n_b, used, effects.bins);
    return effects;
}

/* Q(lambda) of Kolmogorov's distribution. */
static double kolmogorov(double lambda) {
    if (lambda < .2) return 1;
    double sum = 0, sign = 1;
    for (int j = 1; j <= 100; j++) {
        const double term = exp(-2 * j * j * lambda * lambda);
        sum += sign * term;
        sign = -sign;
        if (term < 1e-17) break;
    }
    return fmin(1, fmax(0, 2 * sum));
}

static void distance(const double *a, size_t n_a, const double *b, size_t n_b, double effect, fw_drift *out) {
    size_t i = 0, j = 0;
    out->ks = 0;
    while (i < n_a && j < n_b) {
        const double value = fmin(a[i], b[j]);
        while (i < n_a && a[i] == value) i++;
        while (j < n_b && b[j] == value) j++;
        out->ks = fmax(out->ks, fabs((double)i / (double)n_a - (double)j / (double)n_b));
    }
    const double n = (double)n_a * (double)n_b / ((double)n_a + (double)n_b) / effect;
    out->ks_p = kolmogorov(sqrt(n) * out->ks);
}

void fw_drift_measure(const fw_drift_column *a, const fw_drift_column *b, fw_drift *out) {
    fw_numeric_start();
    *out = (fw_drift){.mean_a = NONE,
                      .mean_b = NONE,
                      .sd_a = NONE,
                      .psi = NONE,
                      .psi_noise = NONE,
                      .design_effect = 1,
                      .ks = NONE,
                      .ks_p = NONE};
    const size_t n_a = tidy(a), n_b = tidy(b);
    out->n_a = n_a;
    out->n_b = n_b;
    if (n_a) out->mean_a = mean(a->sorted, n_a);
    if (n_b) out->mean_b = mean(b->sorted, n_b);
    if (n_a > 1) out->sd_a = sd(a->sorted, n_a, out->mean_a);
    if (n_a == 0 || n_b == 0) return;
    const spread effects = stability(a, (double)n_a, b, (double)n_b, out);
    distance(a->sorted, n_a, b->sorted, n_b, effects.below, out);
    out->level = out->psi > ALARM ? FW_DRIFT_ALARM : out->psi > WATCH ? FW_DRIFT_WATCH : FW_DRIFT_NONE;
}
