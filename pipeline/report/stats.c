/* stats.c: running moments, intervals, the paired test. */
#include "report/stats.h"

#include "fit/distributions.h"
#include "fit/programme.h"

#include <math.h>

void fw_moments_add(fw_moments *moments, double value) {
    if (!isfinite(value)) return;
    moments->n += 1;
    const double delta = value - moments->mean;
    moments->mean += delta / moments->n;
    moments->m2 += delta * (value - moments->mean);
}

void fw_moments_merge(fw_moments *moments, const fw_moments *piece) {
    if (!(piece->n > 0)) return;
    const double n = moments->n + piece->n, delta = piece->mean - moments->mean;
    moments->m2 += piece->m2 + delta * delta * moments->n * piece->n / n;
    moments->mean += delta * piece->n / n;
    moments->n = n;
}

double fw_moments_sd(const fw_moments *moments) {
    return moments->n >= 2 ? sqrt(moments->m2 / (moments->n - 1)) : FW_MISSING;
}

fw_estimate fw_mean_interval(const fw_moments *moments) {
    fw_estimate out = {FW_MISSING, FW_MISSING, FW_MISSING, moments->n};
    if (moments->n < 1) return out;
    out.value = moments->mean;
    if (moments->n < 2) return out;
    const double half = fw_t_quantile(.975, moments->n - 1) * fw_moments_sd(moments) / sqrt(moments->n);
    out.low = out.value - half;
    out.high = out.value + half;
    return out;
}

/* Share and Wilson interval. */
static fw_estimate share_interval(double count, double n) {
    fw_estimate out = {n > 0 ? count / n : FW_MISSING, FW_MISSING, FW_MISSING, n};
    fw_wilson(count, n, .95, &out.low, &out.high);
    return out;
}

void fw_repeats_add(fw_repeats *repeats, double n, double c) {
    if (!(n > 0)) return;
    repeats->people += 1;
    repeats->nn += n * n;
    repeats->nc += n * c;
    repeats->cc += c * c;
}

/*
 * How many times the share's variance is that of answers of different people, at least once. A share of 0 or
 * 1 does not tell: then everybody's answers count as one.
 */
static double design_effect(double share, double n, const fw_repeats *r) {
    if (!(share > 0 && share < 1)) return r->nn / n;
    const double squares = r->cc - 2 * share * r->nc + share * share * r->nn;
    return fmax(1, squares / (n * share * (1 - share)) * (r->people / (r->people - 1)) * ((n - 1) / n));
}

fw_estimate fw_share_interval_of(double count, double n, const fw_repeats *repeats) {
    if (!(repeats->people < n)) return share_interval(count, n);
    fw_estimate out = {count / n, FW_MISSING, FW_MISSING, n};
    if (repeats->people < 2) return out;
    const double few = fw_t_quantile(.975, n - 1) / fw_t_quantile(.975, repeats->people - 1);
    const double worth = n / design_effect(out.value, n, repeats) * few * few;
    fw_wilson(out.value * worth, worth, .95, &out.low, &out.high);
    return out;
}

fw_estimate fw_r_interval(double r, double n) {
    fw_estimate out = {r, FW_MISSING, FW_MISSING, n};
    if (!(n > 3) || !(fabs(r) < 1)) return out;
    const double half = 1.959963984540054 / sqrt(n - 3);
    out.low = tanh(atanh(r) - half);
    out.high = tanh(atanh(r) + half);
    return out;
}

bool fw_intervals_apart(fw_estimate a, fw_estimate b) {
    if (isnan(a.low) || isnan(b.low)) return false;
    return a.high < b.low || b.high < a.low;
}

double fw_means_p(const fw_moments *a, const fw_moments *b) {
    if (a->n < 2 || b->n < 2) return FW_MISSING;
    const double of_a = a->m2 / (a->n - 1) / a->n, of_b = b->m2 / (b->n - 1) / b->n, both = of_a + of_b;
    if (!(both > 0)) return FW_MISSING;
    const double df = both * both / (of_a * of_a / (a->n - 1) + of_b * of_b / (b->n - 1));
    return fw_t_two_sided_p((a->mean - b->mean) / sqrt(both), df);
}

void fw_comoments_add(fw_comoments *comoments, double x, double y) {
    if (!isfinite(x) || !isfinite(y)) return;
    comoments->n += 1;
    const double dx = x - comoments->mean_x;
    const double dy = y - comoments->mean_y;
    comoments->mean_x += dx / comoments->n;
    comoments->mean_y += dy / comoments->n;
    comoments->xx += dx * (x - comoments->mean_x);
    comoments->yy += dy * (y - comoments->mean_y);
    comoments->xy += dx * (y - comoments->mean_y);
}

void fw_comoments_merge(fw_comoments *comoments, const fw_comoments *piece) {
    if (!(piece->n > 0)) return;
    const double n = comoments->n + piece->n, by = comoments->n * piece->n / n;
    const double dx = piece->mean_x - comoments->mean_x;
    const double dy = piece->mean_y - comoments->mean_y;
    comoments->xx += piece->xx + dx * dx * by;
    comoments->yy += piece->yy + dy * dy * by;
    comoments->xy += piece->xy + dx * dy * by;
    comoments->mean_x += dx * piece->n / n;
    comoments->mean_y += dy * piece->n / n;
    comoments->n = n;
}

double fw_comoments_r(const fw_comoments *comoments) {
    /* Rounding leaves a little variance in a constant: relative to the mean it is nothing. */
    const double floor_x = 1e-24 * comoments->n * comoments->mean_x * comoments->mean_x;
    const double floor_y = 1e-24 * comoments->n * comoments->mean_y * comoments->mean_y;
    if (comoments->n < 3 || comoments->xx <= floor_x || comoments->yy <= floor_y) return FW_MISSING;
    const double r = comoments->xy / sqrt(comoments->xx * comoments->yy);
    return fmax(-1, fmin(1, r));
}

void fw_pairs_add(fw_pairs *pairs, double before, double after) {
    if (!isfinite(before) || !isfinite(after)) return;
    fw_moments_add(&pairs->before, before);
    fw_moments_add(&pairs->after, after);
    fw_moments_add(&pairs->change, after - before);
    fw_comoments_add(&pairs->both, before, after);
    pairs->improved += fw_paired_improved(before, after);
}

static fw_estimate effect_size(const fw_pairs *pairs) {
    const double n = pairs->change.n, r = fw_comoments_r(&pairs->both);
    const double before = fw_moments_sd(&pairs->before), after = fw_moments_sd(&pairs->after);
    const fw_interval d = fw_effect_size(n, pairs->change.mean, before, after, r);
    return (fw_estimate){d.value, d.low, d.high, n};
}

fw_paired_test fw_paired(const fw_pairs *pairs) {
    const double n = pairs->change.n;
    fw_paired_test out = {
        .t = FW_MISSING, .df = n - 1, .p = FW_MISSING, .before = FW_MISSING, .after = FW_MISSING};
    out.change = fw_mean_interval(&pairs->change);
    out.improved = share_interval(pairs->improved, n);
    out.d_av = effect_size(pairs);
    if (n < 1) return out;
    out.before = pairs->before.mean;
    out.after = pairs->after.mean;
    const double sd = fw_moments_sd(&pairs->change);
    if (!(sd > 1e-12)) return out;
    out.t = pairs->change.mean / (sd / sqrt(n));
    out.p = fw_t_two_sided_p(out.t, n - 1);
    return out;
}
