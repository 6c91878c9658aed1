/* coefficient.c: standard error, interval and test of one coefficient. */
#include "fit/coefficient.h"

#include "fit/distributions.h"

#include <math.h>

void fw_coefficient_set(fw_coefficient *e, double value, double variance, double df) {
    if (!(df >= 1)) return;
    e->se = sqrt(variance);
    const double reach = fw_t_quantile(.975, df) * e->se;
    e->ci_low = value - reach;
    e->ci_high = value + reach;
    if (!(e->se > 0)) return;
    e->t = value / e->se;
    e->p = fw_t_two_sided_p(e->t, df);
}
