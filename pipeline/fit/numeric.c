/* numeric.c: set-up of the numeric library, and sums of products without it. */
#include "fit/numeric.h"

#include <gsl/gsl_errno.h>
#include <pthread.h>

static void switch_handler_off(void) { (void)gsl_set_error_handler_off(); }

void fw_numeric_start(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, switch_handler_off); /* fails only on an invalid `once` */
}

double fw_dot(const double *a, const double *b, size_t count) {
    enum { LANES = 8 };
    double sum[LANES] = {0};
    size_t i = 0;
    for (; i + LANES <= count; i += LANES)
        for (size_t k = 0; k < LANES; k++) sum[k] += a[i + k] * b[i + k];
    for (size_t k = 0; i < count; i++, k++) sum[k] += a[i] * b[i];
    return ((sum[0] + sum[1]) + (sum[2] + sum[3])) + ((sum[4] + sum[5]) + (sum[6] + sum[7]));
}
