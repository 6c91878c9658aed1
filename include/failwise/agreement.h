/*
 * agreement.h: how well two sets of scores agree (human and machine, or two raters).
 *
 * Everything is computed from sums, so that rows can be streamed, merged and resampled by cluster. Formulas:
 * RSMTool 12's definitions where the name is the same (quadratic weighted kappa on unrounded values, /N
 * variances; exact and adjacent agreement in percent).
 */
#ifndef FAILWISE_AGREEMENT_H
#define FAILWISE_AGREEMENT_H

#include <failwise/status.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* Sums over rows of human h and machine m. Zero-initialise. */
typedef struct fw_agreement_sums {
    double n, h, m, hh, mm, hm;
    double squared_error; /* sum of (h - m)^2 */
    double exact;         /* rows with rounded h == rounded m */
    double adjacent;      /* rows with |rounded h - rounded m| <= 1 */
} fw_agreement_sums;

/* A row; the sums of other rows. */
void fw_agreement_add(fw_agreement_sums *sums, double human, double machine);
void fw_agreement_merge(fw_agreement_sums *into, const fw_agreement_sums *from);

/* The measures; NaN where a measure is not defined (one row, no variance). */
typedef struct fw_agreement {
    double n;
    double r;  /* Pearson */
    double r2; /* 1 - SSE/SST */
    double rmse;
    double qwk;      /* quadratic weighted kappa on unrounded values */
    double smd;      /* (mean m - mean h) / sd(h), N-1 */
    double exact;    /* percent, of rounded values */
    double adjacent; /* percent, of rounded values */
} fw_agreement;
void fw_agreement_measure(const fw_agreement_sums *sums, fw_agreement *out);

/* Percentile bootstrap over clusters (participants), expanded where they are few: 95 % intervals of every
 * measure. Same seed, same bytes. */
typedef struct fw_agreement_interval {
    fw_agreement low;
    fw_agreement high;
    size_t clusters;
    size_t resamples;
} fw_agreement_interval;
fw_code fw_agreement_bootstrap(const fw_agreement_sums *clusters, size_t cluster_count, size_t resamples,
                               uint64_t seed, fw_agreement_interval *out, fw_error *err);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
