/* numeric.c: set-up of the numeric library, and sums of products without it. */
#include "fit/numeric.h"

#include "base/wide.h"

#include <gsl/gsl_cblas.h>
#include <gsl/gsl_errno.h>
#include <pthread.h>
#include <sys/mman.h>

static void switch_handler_off(void) { (void)gsl_set_error_handler_off(); }

void fw_numeric_start(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, switch_handler_off); /* fails only on an invalid `once` */
}

fw_code fw_numeric_room(fw_error *err) {
    enum { ROOM = (128 << 20) + (4 << 20) };
    void *room = mmap(NULL, ROOM, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (room == MAP_FAILED) return fw_fail_nomem(err);
    (void)munmap(room, ROOM);
    const double one = 1;
    double square = 0;
    cblas_dsyrk(CblasRowMajor, CblasUpper, CblasTrans, 1, 1, 1, &one, 1, 0, &square, 1);
    return FW_OK;
}

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

void fw_numeric_lock(void) { (void)pthread_mutex_lock(&one_at_a_time); }

void fw_numeric_unlock(void) { (void)pthread_mutex_unlock(&one_at_a_time); }

FW_INLINED double dot(const double *a, const double *b, size_t count) {
    enum { LANES = 8 };
    double sum[LANES] = {0};
    size_t i = 0;
    for (; i + LANES <= count; i += LANES)
        for (size_t k = 0; k < LANES; k++) sum[k] += a[i + k] * b[i + k];
    for (size_t k = 0; i < count; i++, k++) sum[k] += a[i] * b[i];
    return ((sum[0] + sum[1]) + (sum[2] + sum[3])) + ((sum[4] + sum[5]) + (sum[6] + sum[7]));
}

FW_WIDE static double dot_wide(const double *a, const double *b, size_t count) { return dot(a, b, count); }

double fw_dot(const double *a, const double *b, size_t count) {
    return fw_has_wide() ? dot_wide(a, b, count) : dot(a, b, count);
}
