/* ordinal_terms.h: one row's part in the cumulative logit's likelihood, without cancellation. */
#ifndef FAILWISE_FIT_ORDINAL_TERMS_H
#define FAILWISE_FIT_ORDINAL_TERMS_H

#include <math.h>
#include <stddef.h>

/*
 * With u and l the upper and lower threshold less x b, and F the logistic function,
 *     P = F(u) - F(l) = F(u) F(-l) (1 - exp(l - u)),
 * whose logarithm and derivatives stay exact in both tails. A lowest level has no l, a highest no u.
 */
typedef struct fw_ordinal_terms {
    double log_p;
    double upper, lower;             /* d log P / du, d log P / dl */
    double upper_dense, lower_dense; /* f(u), f(l): the logistic density */
    double tie;                      /* d2 log P / du dl */
} fw_ordinal_terms;

/* log(1 / (1 + exp(-x))) */
static inline double fw_log_logistic(double x) { return x < 0 ? x - log1p(exp(x)) : -log1p(exp(-x)); }

/* `thresholds` ascending, levels - 1 of them. */
static inline fw_ordinal_terms fw_ordinal_row_terms(const double *thresholds, size_t levels, size_t level,
                                                    double eta) {
    fw_ordinal_terms t = {0};
    const int has_upper = level + 1 < levels, has_lower = level > 0;
    const double u = has_upper ? thresholds[level] - eta : 0, l = has_lower ? thresholds[level - 1] - eta : 0;
    if (has_upper) {
        const double left = 1 / (1 + exp(u)); /* 1 - F(u) */
        t.log_p += fw_log_logistic(u);
        t.upper += left;
        t.upper_dense = left * (1 - left);
    }
    if (has_lower) {
        const double below = 1 / (1 + exp(-l)); /* F(l) */
        t.log_p += fw_log_logistic(-l);
        t.lower -= below;
        t.lower_dense = below * (1 - below);
    }
    if (has_upper && has_lower) {
        const double c = 1 / expm1(u - l);
        t.log_p += log(-expm1(l - u));
        t.upper += c;
        t.lower -= c;
        t.tie = c * (1 + c); /* exp(d) / (exp(d) - 1)^2 */
    }
    return t;
}

#endif
