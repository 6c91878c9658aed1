/*
 * strips.h: packed triangles (packed.h) of the groups that have rows, laid out to be summed up many times.
 *
 * Our own loop, not BLAS, which serves one thread at a time: resamples of one set of groups are summed by all
 * threads. Each cell is summed group by group in their order, products rounded before they are added: the
 * same bits on every machine.
 */
#ifndef FAILWISE_FIT_STRIPS_H
#define FAILWISE_FIT_STRIPS_H

#include "fit/packed.h"

enum { FW_STRIPS_HIGH = 4 };

typedef struct fw_strips {
    size_t groups; /* that have rows */
    size_t count;  /* of strips */
    size_t stride; /* numbers from one sum to the next: a triangle's cells, and some zeros */
    double *cells; /* strip by strip, group by group, some cells each */
} fw_strips;

/* FW_IO: memory; fw_strips_free in any case. */
fw_code fw_strips_init(fw_strips *strips, const fw_packed *packed, fw_error *err);
void fw_strips_free(fw_strips *strips);
/* Room for sums, to be freed; NULL when memory is out. */
double *fw_strips_room(size_t numbers);
/* sums[i] (strips->stride numbers) becomes the sum over the groups of counts[i] (strips->groups numbers)
 * times their triangles; of `lines` lines, a multiple of FW_STRIPS_HIGH. */
void fw_strips_sum(const fw_strips *strips, const double *counts, size_t lines, double *sums, bool wide);

#endif
