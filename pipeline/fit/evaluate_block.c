/* evaluate_block.c: agreement of two columns from sums over their rows. */
#include "fit/evaluate_block.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { N, H, M, HH, MM, HM, ERROR2, EQUAL, NEAR, SAME, COUNTS };
static_assert((int)COUNTS == (int)FW_BLOCK_SUMS, "the header tells the layout");
enum { MOST_LEVELS = 32, MOST_KAPPA = 65536 };
static const double NONE = (double)NAN;

double fw_centred_variance(double n, double sum, double squares, double centre) {
    if (!(n > 0)) return NONE;
    const double mean = sum / n, value = squares / n - mean * mean;
    /* What is below is rounding: of the difference, or of the values themselves. */
    return value <= 1e-13 * (squares / n) || value <= 1e-28 * centre * centre ? 0 : value;
}

typedef struct {
    double n, sum, squares, min, max; /* squares: of the distances from the mean */
} running;

static void take(running *r, double value) {
    if (value < r->min) r->min = value; /* fmin is a call, and this is most of the work */
    if (value > r->max) r->max = value;
    r->sum += value; /* of whole numbers: exact */
}

static fw_column_summary summary(const running *r) {
    if (r->n == 0) return (fw_column_summary){NONE, NONE, NONE, NONE};
    const double sd = r->min == r->max ? 0 : sqrt(r->squares / (r->n - 1));
    return (fw_column_summary){r->sum / r->n, r->n > 1 ? sd : NONE, r->min, r->max};
}

static void spread(const fw_block *b, running *h, running *m) {
    for (size_t i = 0; i < b->rows; i++) {
        if (!fw_block_takes(b, i)) continue;
        const double from_h = b->h[i] - b->h_centre, from_m = b->m[i] - b->m_centre;
        h->squares += from_h * from_h;
        m->squares += from_m * from_m;
    }
}

void fw_block_fit(fw_block *b, fw_evaluation *out) {
    running h = {.min = HUGE_VAL, .max = -HUGE_VAL}, m = h;
    for (size_t i = 0; i < b->rows; i++) {
        if (!fw_block_takes(b, i)) continue;
        take(&h, b->h[i]);
        take(&m, b->m[i]);
        h.n += 1;
    }
    m.n = h.n;
    b->h_centre = h.n > 0 ? h.sum / h.n : 0;
    b->m_centre = m.n > 0 ? m.sum / m.n : 0;
    b->low = rint(fmin(h.min, m.min));
    const double span = rint(fmax(h.max, m.max)) - b->low + 1;
    b->levels = h.n > 0 && span <= MOST_LEVELS ? (size_t)span : 0;
    if (!out) return;
    spread(b, &h, &m);
    *out = (fw_evaluation){.n = (size_t)h.n, .h = summary(&h), .m = summary(&m)};
    for (int k = 0; k < FW_MEASURE_COUNT; k++) out->measure[k] = (fw_interval){NONE, NONE, NONE};
}

void fw_block_add(const fw_block *b, size_t row, double *sums) {
    const double h = b->h[row] - b->h_centre, m = b->m[row] - b->m_centre;
    const double error = b->h[row] - b->m[row], rh = rint(b->h[row]), rm = rint(b->m[row]);
    sums[N] += 1;
    sums[H] += h;
    sums[M] += m;
    sums[HH] += h * h;
    sums[MM] += m * m;
    sums[HM] += h * m;
    sums[ERROR2] += error * error;
    sums[EQUAL] += b->h[row] == b->m[row];
    sums[NEAR] += fabs(error) <= 1;
    sums[SAME] += rh == rm;
    if (b->levels == 0) return;
    sums[COUNTS + (size_t)(rh - b->low)] += 1;
    sums[COUNTS + b->levels + (size_t)(rm - b->low)] += 1;
}

/* 1 - (1 - po) / (1 - pe); everything in one category counts as perfect. */
static double kappa_of(double observed, double expected) {
    return expected >= 1 ? 1 : 1 - (1 - observed) / (1 - expected);
}

static double kappa_from_counts(const fw_block *b, const double *sums) {
    double expected = 0;
    const double *h = sums + COUNTS, *m = h + b->levels, n = sums[N];
    for (size_t k = 0; k < b->levels; k++) expected += h[k] / n * (m[k] / n);
    return b->levels ? kappa_of(sums[SAME] / n, expected) : NONE;
}

/* SSE/SST; a constant h is either hit always or never. */
static double determination(const double *s, double h_variance) {
    if (s[N] < 2) return NONE;
    if (h_variance > 0) return 1 - s[ERROR2] / (h_variance * s[N]);
    return s[ERROR2] > 0 ? 0 : 1;
}

static double smd(const fw_block *b, const double *s, double h_variance, double m_variance, double gap) {
    const double variance = b->pooled_smd ? (h_variance + m_variance) / 2 : h_variance;
    return s[N] > 1 && variance > 0 ? gap / sqrt(variance * s[N] / (s[N] - 1)) : NONE;
}

void fw_block_measure(const fw_block *b, const double *s, double *out) {
    for (int k = 0; k < FW_MEASURE_COUNT; k++) out[k] = NONE;
    if (!(s[N] > 0)) return;
    const double n = s[N];
    const double h = fw_centred_variance(n, s[H], s[HH], b->h_centre);
    const double m = fw_centred_variance(n, s[M], s[MM], b->m_centre);
    const double gap = (b->m_centre + s[M] / n) - (b->h_centre + s[H] / n);
    const double covariance = h > 0 && m > 0 ? s[HM] / n - s[H] / n * (s[M] / n) : 0;
    const double spread = h + m + gap * gap;
    if (h > 0 && m > 0) out[FW_MEASURE_CORR] = fmax(-1, fmin(1, covariance / sqrt(h) / sqrt(m)));
    if (spread > 0) out[FW_MEASURE_WTKAPPA] = 2 * covariance / spread;
    out[FW_MEASURE_R2] = determination(s, h);
    out[FW_MEASURE_KAPPA] = kappa_from_counts(b, s);
    out[FW_MEASURE_EXACT] = 100 * s[EQUAL] / n;
    out[FW_MEASURE_ADJ] = 100 * s[NEAR] / n;
    out[FW_MEASURE_SMD] = smd(b, s, h, m, gap);
    out[FW_MEASURE_RMSE] = sqrt(s[ERROR2] / n);
}

fw_code fw_block_kappa(const fw_block *b, double *kappa, fw_error *err) {
    double high = b->low, n = 0, same = 0, expected = 0;
    for (size_t i = 0; i < b->rows; i++)
        if (fw_block_takes(b, i)) high = fmax(high, fmax(rint(b->h[i]), rint(b->m[i])));
    const double span = high - b->low + 1;
    *kappa = NONE;
    if (!(span <= MOST_KAPPA)) return FW_OK;
    double *count = calloc(2 * (size_t)span, sizeof *count);
    if (!count) return fw_fail_nomem(err);
    double *other = count + (size_t)span;
    for (size_t i = 0; i < b->rows; i++) {
        if (!fw_block_takes(b, i)) continue;
        const double h = rint(b->h[i]), m = rint(b->m[i]);
        count[(size_t)(h - b->low)] += 1;
        other[(size_t)(m - b->low)] += 1;
        same += h == m;
        n += 1;
    }
    for (size_t k = 0; k < (size_t)span; k++) expected += count[k] / n * (other[k] / n);
    if (n > 0) *kappa = kappa_of(same / n, expected);
    free(count);
    return FW_OK;
}
