/* numeric.h: set-up of the numeric library, and what is needed without it. */
#ifndef FAILWISE_FIT_NUMERIC_H
#define FAILWISE_FIT_NUMERIC_H

#include <failwise/status.h>

/* Switches GSL's aborting error handler off, once a process: every status is checked instead.
 * Comes before GSL's data is used: a program that loads GSL late has it from the first call on. */
void fw_numeric_start(void);

/*
 * Has OpenBLAS take the memory that it works in, which it keeps. FW_IO: there is none. Without, its first
 * call on a matrix asks for it again and again, for ever (0.3.21: 128 MiB, `blas_memory_alloc`).
 */
fw_code fw_numeric_room(fw_error *err);

/* OpenBLAS' serial variant (Debian's libopenblas0-serial) works in one thread at a time: where threads may
 * meet in matrix products and decompositions, these stand between lock and unlock. */
void fw_numeric_lock(void);
void fw_numeric_unlock(void);

/* Sum of products, added up in the same order on every machine and from any thread, which a tuned BLAS does
 * not promise. */
double fw_dot(const double *a, const double *b, size_t count);

#endif
