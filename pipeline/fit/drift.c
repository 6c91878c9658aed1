/* drift.c: how far a column's values have moved: population stability index and Kolmogorov-Smirnov. */
#include <failwise/compare.h>

#include "fit/numeric.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

enum { BINS = 10, MOST_BINS = BINS + 1 };
static const double NONE = (double)NAN;
static const double WATCH = .10, ALARM = .25;

const char *fw_drift_level_name(fw_drift_level level) {
    static const char *const NAMES[] = {"", "watch", "alarm"};
    return NAMES[level];
}

/* Keeps the finite values, sorted; how many. */
static size_t tidy(double *values, size_t count) {
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (isfinite(values[i])) values[n++] = values[i] + 0.0; /* -0 is 0 */
    gsl_sort(values, 1, n);
    return n;
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

static void count_bins(const double *values, size_t n, const double *cut, size_t cuts_count, double *out) {
    size_t bin = 0;
    for (size_t i = 0; i < n; i++) {
        while (bin < cuts_count && values[i] > cut[bin]) bin++;
        out[bin] += 1;
    }
}

/* Bins empty on both sides say nothing; a bin empty on one side counts as half a value there. */
static void stability(const double *a, size_t n_a, const double *b, size_t n_b, fw_drift *out) {
    double cut[MOST_BINS], in_a[MOST_BINS + 1] = {0}, in_b[MOST_BINS + 1] = {0};
    const size_t count = cuts(a, n_a, cut);
    size_t used = 0;
    count_bins(a, n_a, cut, count, in_a);
    count_bins(b, n_b, cut, count, in_b);
    out->psi = 0;
    for (size_t k = 0; k <= count; k++) {
        if (in_a[k] + in_b[k] == 0) continue;
        const double share_a = fmax(in_a[k], .5) / (double)n_a, share_b = fmax(in_b[k], .5) / (double)n_b;
        out->psi += (share_b - share_a) * log(share_b / share_a);
        used++;
    }
    /* Without drift psi / (1/n_a + 1/n_b) is about chi-square with a degree of freedom less than bins. */
    out->psi_noise =
        used < 2 ? 0 : gsl_cdf_chisq_Pinv(.95, (double)(used - 1)) * (1 / (double)n_a + 1 / (double)n_b);
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

static void distance(const double *a, size_t n_a, const double *b, size_t n_b, fw_drift *out) {
    size_t i = 0, j = 0;
    out->ks = 0;
    while (i < n_a && j < n_b) {
        const double value = fmin(a[i], b[j]);
        while (i < n_a && a[i] == value) i++;
        while (j < n_b && b[j] == value) j++;
        out->ks = fmax(out->ks, fabs((double)i / (double)n_a - (double)j / (double)n_b));
    }
    const double n = (double)n_a * (double)n_b / ((double)n_a + (double)n_b);
    out->ks_p = kolmogorov(sqrt(n) * out->ks);
}

void fw_drift_measure(double *a, size_t count_a, double *b, size_t count_b, fw_drift *out) {
    fw_numeric_start();
    *out = (fw_drift){.mean_a = NONE,
                      .mean_b = NONE,
                      .sd_a = NONE,
                      .psi = NONE,
                      .psi_noise = NONE,
                      .ks = NONE,
                      .ks_p = NONE};
    const size_t n_a = tidy(a, count_a), n_b = tidy(b, count_b);
    out->n_a = n_a;
    out->n_b = n_b;
    if (n_a) out->mean_a = gsl_stats_mean(a, 1, n_a);
    if (n_b) out->mean_b = gsl_stats_mean(b, 1, n_b);
    if (n_a > 1) out->sd_a = gsl_stats_sd(a, 1, n_a);
    if (n_a == 0 || n_b == 0) return;
    stability(a, n_a, b, n_b, out);
    distance(a, n_a, b, n_b, out);
    out->level = out->psi > ALARM ? FW_DRIFT_ALARM : out->psi > WATCH ? FW_DRIFT_WATCH : FW_DRIFT_NONE;
}
