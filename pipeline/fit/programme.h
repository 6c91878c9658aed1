/*
 * programme.h: paired change from pairs that pass by: what each pass over them adds up, and what follows.
 */
#ifndef FAILWISE_FIT_PROGRAMME_H
#define FAILWISE_FIT_PROGRAMME_H

#include <failwise/evaluate.h>

/* Of one group of pairs. `n` is counted in a first pass, means need it, and spreads need them. */
typedef struct fw_paired_sums {
    double n, improved;
    double before, after, change;                 /* means, once all pairs were seen */
    double before2, after2, change2;              /* squared distances from them */
    double before_with_after, before_with_change; /* products of distances */
} fw_paired_sums;

void fw_paired_mean(fw_paired_sums *sums, double before, double after);
void fw_paired_spread(fw_paired_sums *sums, double before, double after);
/* Whether the change is one, and not rounding: Wilcoxon's test wants those. And whether it is one upwards. */
bool fw_paired_changed(double before, double after);
bool fw_paired_improved(double before, double after);
/* Mean change over the mean of both SDs (d_av), of `n` pairs that correlate r; without r no interval. */
fw_interval fw_effect_size(double n, double change, double before, double after, double r);
/* The effect, from finished sums and the group's `count` changes, which are put in another order. */
fw_code fw_paired_effect(const fw_paired_sums *sums, double *changes, size_t count, fw_programme_effect *out,
                         fw_error *err);

#endif
