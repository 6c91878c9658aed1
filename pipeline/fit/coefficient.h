/* coefficient.h: what the tables of both fits, streamed and in memory, say of one coefficient. */
#ifndef FAILWISE_FIT_COEFFICIENT_H
#define FAILWISE_FIT_COEFFICIENT_H

#include <failwise/model.h>

/* Fills se, the 95 % interval, t and p from Student's t with `df` degrees of freedom; leaves what is not
 * defined: all of it without df, t and p without a variance. */
void fw_coefficient_set(fw_coefficient *e, double value, double variance, double df);

#endif
