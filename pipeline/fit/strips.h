/*
 * strips.h: packed triangles (packed.h) of the groups that have rows, summed up many times.
 *
 * Our own loop, not BLAS, which serves one thread at a time: resamples of one set of groups are summed by all
 * threads. Each cell is summed group by group in their order, products rounded before they are added: the
 * same bits on every machine. A group that is not drawn, as one in three is not, costs nothing.
 */
#ifndef FAILWISE_FIT_STRIPS_H
#define FAILWISE_FIT_STRIPS_H

#include "fit/packed.h"

enum { FW_STRIPS_LINES = 128 }; /* at a time */

typedef struct fw_strips {
    const fw_packed *packed;
    size_t groups; /* that have rows */
    size_t *group; /* which they are */
    size_t count;  /* of strips, which a triangle is cut into */
    size_t stride; /* numbers from one sum to the next: a triangle's cells, and some zeros */
} fw_strips;

/* `packed` must stay as it is. FW_IO: memory; fw_strips_free in any case. */
fw_code fw_strips_init(fw_strips *strips, const fw_packed *packed, fw_error *err);
void fw_strips_free(fw_strips *strips);
/* Room for sums, to be freed; NULL when memory is out. */
double *fw_strips_room(size_t numbers);
/* sums[i] (strips->stride numbers) becomes the sum over the groups of counts[i] (strips->groups numbers)
 * times their triangles; of at most FW_STRIPS_LINES lines. Cells are finite. `width`: up to fw_widest(). */
void fw_strips_sum(const fw_strips *strips, const double *counts, size_t lines, double *sums, int width);

#endif
