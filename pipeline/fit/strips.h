/*
 * strips.h: packed triangles (packed.h) of the groups that have rows, laid out to be summed up many times.
 *
 * Our own loop, not BLAS, which serves one thread at a time: resamples of one set of groups are summed by all
 * threads. It takes a machine that adds products without rounding them first. A cell's sum is made group by
 * group in stretches of a few hundred, of those that have rows and those that have none, and these are added
 * up in their order: as OpenBLAS does it on machines with registers of 64 bytes.
 */
#ifndef FAILWISE_FIT_STRIPS_H
#define FAILWISE_FIT_STRIPS_H

#include "fit/packed.h"

enum { FW_STRIPS_HIGH = 4 };

typedef struct fw_strips {
    size_t groups;  /* that have rows */
    size_t count;   /* of strips */
    size_t stride;  /* numbers from one sum to the next: a triangle's cells or, if that is more, those of the
                       strips */
    double *cells;  /* strip by strip, group by group, some cells each */
    size_t *border; /* groups before each stretch, and all groups last */
    size_t stretches;
} fw_strips;

bool fw_strips_possible(void);
/* Room for so many numbers, in large pages, to be freed by free(); NULL: no memory. */
double *fw_strips_room(size_t numbers);
/* The first `cells` cells, or some more, of the groups of `packed` that have rows. FW_IO: memory;
 * fw_strips_free in any case. */
fw_code fw_strips_init(fw_strips *strips, const fw_packed *packed, size_t cells, fw_error *err);
void fw_strips_free(fw_strips *strips);
/* Those cells of sums[i] (strips->stride numbers) become the sum over the groups of counts[i] (strips->groups
 * numbers) times their triangles; of `lines` lines, a multiple of FW_STRIPS_HIGH. */
void fw_strips_sum(const fw_strips *strips, const double *counts, size_t lines, double *sums);

#endif
