/* coefficient.h: what the tables of both fits, streamed and in memory, say of one coefficient. */
#ifndef FAILWISE_FIT_COEFFICIENT_H
#define FAILWISE_FIT_COEFFICIENT_H

#include <failwise/model.h>

/* Fills se, the 95 % interval, t and p from Student's t with `df` degrees of freedom; leaves what is not
 * defined: all of it without df, t and p without a variance. */
void fw_coefficient_set(fw_coefficient *e, double value, double variance, double df);

/* The same from resamples, for weights drawn towards a prior whose size is estimated, too: the influence of
 * rows on a weight leaves that size out, and says next to nothing where the prior is all there is. Keeps
 * weights that have no error, and those without resamples. `units`: what was drawn. */
void fw_coefficients_resampled(fw_model *model, double units);

/*
 * Carriers of a weight: among how many equal participants (rows, where nobody repeats) its feature's
 * variation could be shared out, 1 / sum of squared shares. One or two are fitted so closely that their
 * residuals tell next to nothing of their errors: intervals from these held the true weight in 34 to 86 % of
 * simulated studies (MacKinnon and Webb 2018: few treated clusters). Such weights are given no error.
 */
bool fw_few_carriers(double carriers);
/* Says so of `count` weights; nothing of none. */
void fw_note_few_carriers(fw_model *model, size_t count, const char *first);

#endif
