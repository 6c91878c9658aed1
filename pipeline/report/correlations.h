/* correlations.h: how features go together, from the rows whose features were kept. */
#ifndef FAILWISE_REPORT_CORRELATIONS_H
#define FAILWISE_REPORT_CORRELATIONS_H

#include "report/data.h"

/* Zero-initialise; fw_correlations_free. */
typedef struct fw_correlations {
    size_t rows, features;
    double *r;      /* features x features; NaN where one is constant */
    double *sorted; /* features x rows: each feature's values, ascending */
    double *skew;   /* by feature, of the sample (bias-corrected); NaN where constant */
} fw_correlations;

fw_code fw_correlations_work_out(fw_correlations *out, const fw_kept *sampled, fw_error *err);
void fw_correlations_free(fw_correlations *correlations);
/* The quantile q of feature i: the largest value with at most a share q of the rows below it. */
double fw_correlations_quantile(const fw_correlations *correlations, size_t i, double q);

#endif
