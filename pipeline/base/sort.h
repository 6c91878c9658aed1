/* sort.h: numbers put in order in place: no memory beside them, and a fraction of what qsort's calls cost. */
#ifndef FAILWISE_BASE_SORT_H
#define FAILWISE_BASE_SORT_H

#include <failwise/types.h>

void fw_sort_keys(uint64_t *keys, size_t count);
/* Ascending; -0 before 0, NaN at the ends. */
void fw_sort_doubles(double *values, size_t count);
/* By size, whatever the sign: of equal ones the positive come first. */
void fw_sort_by_size(double *values, size_t count);

#endif
