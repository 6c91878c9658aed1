/*
 * distributions.h: the few probability functions that reports need, so that only fit/ knows GSL.
 *
 * Every function returns NaN where it is not defined (no degrees of freedom, a probability outside 0..1).
 */
#ifndef FAILWISE_FIT_DISTRIBUTIONS_H
#define FAILWISE_FIT_DISTRIBUTIONS_H

/* The value below which a share p of Student's t with df degrees of freedom lies. */
double fw_t_quantile(double p, double df);
/* P(|T| >= |t|) for Student's t with df degrees of freedom. */
double fw_t_two_sided_p(double t, double df);
/* P(X >= x) for chi-squared with df degrees of freedom, and for F with df1 and df2. */
double fw_chi2_upper_p(double x, double df);
double fw_f_upper_p(double x, double df1, double df2);
/* The value below which a share p of the standard normal lies. */
double fw_normal_quantile(double p);
/*
 * Wilson's score interval of a proportion (Wilson 1927): keeps its coverage near 0 and 1 and for small n.
 * `successes` of `n`, confidence as .95; both ends NaN when n is 0.
 */
void fw_wilson(double successes, double n, double confidence, double *low, double *high);

#endif
