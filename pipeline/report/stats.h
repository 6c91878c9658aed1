/*
 * stats.h: running moments, intervals and tests over plain numbers; nothing here knows what they mean.
 */
#ifndef FAILWISE_REPORT_STATS_H
#define FAILWISE_REPORT_STATS_H

#include <failwise/evaluate.h> /* fw_holm */

#include <math.h>

/* A value that is not there; never written as such. */
#define FW_MISSING ((double)NAN)

/* Running mean and sum of squared deviations (Welford). Zero-initialise. */
typedef struct fw_moments {
    double n, mean, m2;
} fw_moments;
void fw_moments_add(fw_moments *moments, double value); /* non-finite values are ignored */
/* Adds the values of another piece (Chan, Golub and LeVeque 1983). */
void fw_moments_merge(fw_moments *moments, const fw_moments *piece);
/* Sample standard deviation (N-1); NaN below two values. */
double fw_moments_sd(const fw_moments *moments);

/* An estimate with its 95 % interval; ends are NaN where there is none (one value). */
typedef struct fw_estimate {
    double value, low, high;
    double n;
} fw_estimate;
/* Mean and t interval; all NaN without values. */
fw_estimate fw_mean_interval(const fw_moments *moments);
/* What people have told behind a share: sums over them, of their answers n and those counted c.
 * Zero-initialise.
 */
typedef struct fw_repeats {
    double people, nn, nc, cc;
} fw_repeats;
void fw_repeats_add(fw_repeats *repeats, double n, double c);
/*
 * The same where people gave several answers, which are alike: as many count as are worth as much as answers
 * of different people (Kish's design effect; Korn and Graubard 1998). Without ends when one person gave them
 * all.
 */
fw_estimate fw_share_interval_of(double count, double n, const fw_repeats *repeats);
/* Fisher's interval of a correlation over n pairs; without ends below four. */
fw_estimate fw_r_interval(double r, double n);
/* True when both intervals exist and do not touch. */
bool fw_intervals_apart(fw_estimate a, fw_estimate b);
/* p of two means being one (Welch 1947); NaN where one has no spread to tell it by. */
double fw_means_p(const fw_moments *a, const fw_moments *b);

/* Sums for a Pearson correlation (running means). Zero-initialise. */
typedef struct fw_comoments {
    double n, mean_x, mean_y, xx, yy, xy;
} fw_comoments;
void fw_comoments_add(fw_comoments *comoments, double x, double y);
void fw_comoments_merge(fw_comoments *comoments, const fw_comoments *piece);
/* Pearson r; NaN when undefined. */
double fw_comoments_r(const fw_comoments *comoments);

/* Change within pairs, accumulated pair by pair. Zero-initialise. */
typedef struct fw_pairs {
    fw_moments before, after, change;
    fw_comoments both;
    double improved; /* pairs with after > before, and not by rounding */
} fw_pairs;
void fw_pairs_add(fw_pairs *pairs, double before, double after);

/* The paired test. d_av = mean change / mean of the two SDs (Cumming 2012), interval after Bonett (2008). */
typedef struct fw_paired_test {
    fw_estimate change;
    double t, df, p;
    fw_estimate d_av;
    fw_estimate improved;
    double before, after; /* means */
} fw_paired_test;
fw_paired_test fw_paired(const fw_pairs *pairs);

#endif
