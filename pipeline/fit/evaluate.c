/* evaluate.c: agreement of given scores with one human rating, within groups, and beside a second rater. */
#include <failwise/evaluate.h>

#include "fit/distributions.h"
#include "fit/evaluate_block.h"
#include "fit/evaluate_resample.h"
#include "fit/percentile.h"

#include <assert.h>
#include <stdlib.h>

static const double NONE = (double)NAN;

const char *fw_measure_name(fw_measure measure) {
    static const char *const NAMES[FW_MEASURE_COUNT] = {"corr",    "wtkappa", "R2",   "kappa", "exact_agr",
                                                        "adj_agr", "SMD",     "RMSE", "DSM"};
    return NAMES[measure];
}

/* Sums of all rows, for the standardised means of DSM; the block's sums follow. */
enum { ALL_H_N, ALL_H, ALL_HH, ALL_M_N, ALL_M, ALL_MM, BASE };

/* One comparison: all rows, and the block of the group looked at. */
typedef struct {
    fw_block all, block;
} comparison;

static void add_base(const fw_block *all, size_t row, double *sums) {
    const double h = all->h[row] - all->h_centre, m = all->m[row] - all->m_centre;
    sums[ALL_H_N] += 1;
    sums[ALL_H] += h;
    sums[ALL_HH] += h * h;
    if (isnan(m)) return;
    sums[ALL_M_N] += 1;
    sums[ALL_M] += m;
    sums[ALL_MM] += m * m;
}

/* Mean of the group in SDs from the mean of all; NaN when all are equal. */
static double standardised(double group_mean, const double *all, double centre) {
    const double n = all[0], variance = fw_centred_variance(n, all[1], all[2], centre);
    if (!(variance > 0) || n < 2) return NONE;
    return (group_mean - (centre + all[1] / n)) / sqrt(variance * n / (n - 1));
}

static void compare_figures(const void *context, const double *sums, double *figures) {
    const comparison *c = context;
    const double *s = sums + BASE;
    fw_block_measure(&c->block, s, figures);
    if (!(s[0] > 0) || !c->block.group) return;
    figures[FW_MEASURE_DSM] = standardised(c->block.m_centre + s[2] / s[0], sums + ALL_M_N, c->all.m_centre) -
                              standardised(c->block.h_centre + s[1] / s[0], sums + ALL_H_N, c->all.h_centre);
}

/* Adds up all bags into the first `width` numbers of `total`. */
static void add_up(const double *sums, size_t bags, size_t width, double *total) {
    for (size_t i = 0; i < bags; i++)
        for (size_t k = 0; k < width; k++) total[k] += sums[i * width + k];
}

/* Values of figures from the sums of all rows, then their intervals. `total` has room for `width`. */
static fw_code estimate(const fw_resampler *resampler, const double *sums, size_t width, const double *total,
                        fw_resample_figures *figures, const void *context, double units, fw_interval *out,
                        size_t count, fw_error *err) {
    double value[FW_MEASURE_COUNT + 1];
    assert(count <= FW_MEASURE_COUNT + 1);
    figures(context, total, value);
    for (size_t k = 0; k < count; k++) out[k].value = value[k];
    return fw_resampler_intervals(resampler, sums, width, figures, context, count, units, out, err);
}

/* A percentage of n rows of different people has Wilson's interval, as has one that is 0 or 100. */
static void finish_percent(fw_interval *percent, bool repeats, double n, double units) {
    if (repeats) {
        fw_percent_ends(percent->value, units, &percent->low, &percent->high);
        return;
    }
    fw_wilson(percent->value / 100 * n, n, .95, &percent->low, &percent->high);
    percent->low *= 100;
    percent->high *= 100;
}

/* An interval belongs to a value; without one there is none. */
static void finish(const fw_resampler *resampler, fw_interval *measure, double n, double units) {
    const bool repeats = fw_resampler_repeats(resampler);
    if (!repeats) fw_fisher_interval(&measure[FW_MEASURE_CORR], n);
    finish_percent(&measure[FW_MEASURE_EXACT], repeats, n, units);
    finish_percent(&measure[FW_MEASURE_ADJ], repeats, n, units);
    for (int k = 0; k < FW_MEASURE_COUNT; k++)
        if (!isfinite(measure[k].value)) measure[k] = fw_interval_none();
}

fw_code fw_evaluate_pair(const fw_resampler *resampler, const fw_pairing *p, fw_evaluation *out,
                         fw_error *err) {
    comparison c = {.all = {.h = p->h, .m = p->m, .rows = p->rows},
                    .block = {.h = p->h,
                              .m = p->m,
                              .rows = p->rows,
                              .group = p->group,
                              .member = p->member,
                              .pooled_smd = p->pooled_smd}};
    fw_block_fit(&c.block, out);
    if (p->group) fw_block_fit(&c.all, NULL);
    if (out->n == 0) return FW_OK;
    const size_t width = BASE + fw_block_width(&c.block), bags = fw_resampler_bags(resampler);
    double *sums = fw_resampler_sums(resampler, width), *total = calloc(width, sizeof *total), kappa = NONE;
    double units = 0;
    fw_code code = sums && total ? FW_OK : fw_fail_nomem(err);
    if (code == FW_OK && c.block.levels == 0) code = fw_block_kappa(&c.block, &kappa, err);
    for (size_t i = 0; i < p->rows && code == FW_OK; i++) {
        double *bag = sums + fw_resampler_bag(resampler, i) * width;
        if (p->group) add_base(&c.all, i, bag);
        if (fw_block_takes(&c.block, i)) fw_block_add(&c.block, i, bag + BASE);
    }
    if (code == FW_OK) {
        add_up(sums, bags, width, total);
        units = fw_resampler_filled(resampler, sums, width, BASE);
        code = estimate(resampler, sums, width, total, compare_figures, &c, units, out->measure,
                        FW_MEASURE_COUNT, err);
    }
    if (c.block.levels == 0) out->measure[FW_MEASURE_KAPPA].value = kappa;
    finish(resampler, out->measure, (double)out->n, units);
    free(total);
    free(sums);
    return code;
}

/* ---- beside a second rater ---- */

/* Human with machine, human with human; the disattenuated correlation follows the measures. */
typedef struct {
    fw_block hm, hh;
} rivals;

static void degradation_figures(const void *context, const double *sums, double *figures) {
    const rivals *r = context;
    double hm[FW_MEASURE_COUNT], hh[FW_MEASURE_COUNT];
    fw_block_measure(&r->hm, sums, hm);
    fw_block_measure(&r->hh, sums + fw_block_width(&r->hm), hh);
    for (int k = 0; k < FW_MEASURE_COUNT; k++) figures[k] = hm[k] - hh[k];
    figures[FW_MEASURE_R2] = figures[FW_MEASURE_RMSE] = NONE; /* not told of two raters */
    const double reliability = hh[FW_MEASURE_CORR];
    figures[FW_MEASURE_COUNT] = reliability > 0 ? hm[FW_MEASURE_CORR] / sqrt(reliability) : NONE;
}

static fw_code add_rivals(const fw_resampler *resampler, const rivals *r, double *sums, size_t width,
                          double *total, fw_degradation *out, fw_error *err) {
    const size_t split = fw_block_width(&r->hm);
    fw_interval figure[FW_MEASURE_COUNT + 1];
    for (size_t i = 0; i < r->hm.rows; i++) {
        double *bag = sums + fw_resampler_bag(resampler, i) * width;
        if (fw_block_takes(&r->hm, i)) fw_block_add(&r->hm, i, bag);
        if (fw_block_takes(&r->hh, i)) fw_block_add(&r->hh, i, bag + split);
    }
    add_up(sums, fw_resampler_bags(resampler), width, total);
    /* Rows rated twice are the fewer. */
    const double units = fw_resampler_filled(resampler, sums, width, split);
    const fw_code code = estimate(resampler, sums, width, total, degradation_figures, r, units, figure,
                                  FW_MEASURE_COUNT + 1, err);
    for (int k = 0; k < FW_MEASURE_COUNT; k++) out->measure[k] = figure[k];
    out->disattenuated = figure[FW_MEASURE_COUNT];
    double measure[FW_MEASURE_COUNT];
    fw_block_measure(&r->hm, total, measure);
    out->corr_hm = measure[FW_MEASURE_CORR];
    fw_block_measure(&r->hh, total + split, measure);
    out->corr_hh = measure[FW_MEASURE_CORR];
    out->sqrt_hh = out->corr_hh >= 0 ? sqrt(out->corr_hh) : NONE;
    return code;
}

/* Kappas from the rows themselves where the sums do not count categories, because there are many. */
static fw_code degraded_kappa(const rivals *r, fw_interval *kappa, fw_error *err) {
    double hm = NONE, hh = NONE;
    if (r->hm.levels && r->hh.levels) return FW_OK;
    fw_code code = fw_block_kappa(&r->hm, &hm, err);
    if (code == FW_OK) code = fw_block_kappa(&r->hh, &hh, err);
    kappa->value = hm - hh;
    return code;
}

fw_code fw_evaluate_degradation(const fw_resampler *resampler, const double *h, const double *m,
                                const double *h2, size_t rows, fw_degradation *out, fw_error *err) {
    rivals r = {.hm = {.h = h, .m = m, .rows = rows},
                .hh = {.h = h, .m = h2, .rows = rows, .pooled_smd = true}};
    fw_block_fit(&r.hm, NULL);
    fw_block_fit(&r.hh, NULL);
    *out = (fw_degradation){0};
    const size_t width = fw_block_width(&r.hm) + fw_block_width(&r.hh);
    double *sums = fw_resampler_sums(resampler, width), *total = calloc(width, sizeof *total);
    fw_code code = sums && total ? FW_OK : fw_fail_nomem(err);
    if (code == FW_OK) code = add_rivals(resampler, &r, sums, width, total, out, err);
    if (code == FW_OK) code = degraded_kappa(&r, &out->measure[FW_MEASURE_KAPPA], err);
    for (int k = 0; k < FW_MEASURE_COUNT; k++)
        if (!isfinite(out->measure[k].value)) out->measure[k] = fw_interval_none();
    if (!isfinite(out->disattenuated.value)) out->disattenuated = fw_interval_none();
    free(total);
    free(sums);
    return code;
}
