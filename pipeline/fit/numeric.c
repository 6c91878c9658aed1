/* numeric.c: set-up of the numeric library. */
#include "fit/numeric.h"

#include <gsl/gsl_errno.h>
#include <pthread.h>

static void switch_handler_off(void) { (void)gsl_set_error_handler_off(); }

void fw_numeric_start(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, switch_handler_off); /* fails only on an invalid `once` */
}
