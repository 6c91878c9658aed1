/* distributions.c: probability functions, by way of GSL. */
#include "fit/distributions.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

static const double UNDEFINED = (double)NAN;

double fw_t_quantile(double p, double df) {
    if (!(p > 0 && p < 1) || !(df > 0)) return UNDEFINED;
    return gsl_cdf_tdist_Pinv(p, df);
}

double fw_t_two_sided_p(double t, double df) {
    if (isnan(t) || !(df > 0)) return UNDEFINED;
    if (isinf(t)) return 0;
    return fmin(1, 2 * gsl_cdf_tdist_Q(fabs(t), df));
}

double fw_chi2_upper_p(double x, double df) {
    if (!(x >= 0) || !(df > 0)) return UNDEFINED;
    return gsl_cdf_chisq_Q(x, df);
}

double fw_f_upper_p(double x, double df1, double df2) {
    if (!(x >= 0) || !(df1 > 0) || !(df2 > 0)) return UNDEFINED;
    return gsl_cdf_fdist_Q(x, df1, df2);
}

double fw_normal_quantile(double p) {
    if (!(p > 0 && p < 1)) return UNDEFINED;
    return gsl_cdf_ugaussian_Pinv(p);
}

void fw_wilson(double successes, double n, double confidence, double *low, double *high) {
    *low = *high = UNDEFINED;
    if (!(n > 0) || !(successes >= 0 && successes <= n)) return;
    const double z = fw_normal_quantile(.5 + confidence / 2);
    if (isnan(z)) return;
    const double p = successes / n;
    const double centre = p + z * z / (2 * n);
    const double spread = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    const double scale = 1 + z * z / n;
    /* The ends are exactly 0 and 1 there; rounding must not move them. */
    *low = successes == 0 ? 0 : (centre - spread) / scale;
    *high = successes == n ? 1 : (centre + spread) / scale;
}
