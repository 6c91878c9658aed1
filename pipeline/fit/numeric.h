/* numeric.h: set-up of the numeric library, and what is needed without it. */
#ifndef FAILWISE_FIT_NUMERIC_H
#define FAILWISE_FIT_NUMERIC_H

#include <stddef.h>

/* Switches GSL's aborting error handler off, once a process: every status is checked instead.
 * Comes before GSL's data is used: a program that loads GSL late has it from the first call on. */
void fw_numeric_start(void);

/* Sum of products, added up in the same order on every machine and from any thread, which a tuned BLAS does
 * not promise. */
double fw_dot(const double *a, const double *b, size_t count);

#endif
