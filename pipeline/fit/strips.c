/* strips.c: weighted sums of the same few hundred triangles, tile by tile. */
#include "fit/strips.h"

#include "base/pages.h"
#include "base/wide.h"

#include <stdlib.h>
#include <string.h>

/* A tile is as many sums as registers hold: FW_STRIPS_HIGH lines times three vectors. */
enum { LANES = 4, VECTORS = 3, ACROSS = LANES * VECTORS };
typedef double lanes __attribute__((vector_size(LANES * sizeof(double))));

/* ---- laying them out ---- */

double *fw_strips_room(size_t numbers) {
    const size_t lines = numbers * sizeof(double) / FW_CACHE_LINE + 1;
    return fw_pages(lines * FW_CACHE_LINE);
}

/* Strip `i` of a group's triangle; what lies beyond it is 0. */
static void cut(const fw_packed *packed, size_t group, size_t i, double *to) {
    const size_t first = i * ACROSS, left = packed->cells - first;
    memset(to, 0, ACROSS * sizeof *to);
    memcpy(to, packed->cross + group * packed->cells + first, (left < ACROSS ? left : ACROSS) * sizeof *to);
}

fw_code fw_strips_init(fw_strips *s, const fw_packed *packed, fw_error *err) {
    *s = (fw_strips){.count = (packed->cells + ACROSS - 1) / ACROSS};
    s->stride = s->count * ACROSS;
    for (size_t g = 0; g < packed->groups; g++) s->groups += packed->filled[g];
    s->cells = fw_strips_room(s->groups * s->stride);
    if (!s->cells) return fw_fail_nomem(err);
    for (size_t g = 0, at = 0; g < packed->groups; g++) {
        if (!packed->filled[g]) continue;
        for (size_t i = 0; i < s->count; i++) cut(packed, g, i, s->cells + (i * s->groups + at) * ACROSS);
        at++;
    }
    return FW_OK;
}

void fw_strips_free(fw_strips *s) {
    free(s->cells);
    *s = (fw_strips){0};
}

/* ---- summing them up ---- */

/* Unrolled, so that a tile stays in registers. */
FW_INLINED void sum_tile(const fw_strips *s, const double *counts, const double *cells, double *sums) {
    lanes sum[FW_STRIPS_HIGH][VECTORS] = {{{0}}};
    for (size_t g = 0; g < s->groups; g++) {
        lanes cell[VECTORS];
#pragma GCC unroll 3
        for (size_t v = 0; v < VECTORS; v++) memcpy(&cell[v], cells + g * ACROSS + v * LANES, sizeof cell[v]);
#pragma GCC unroll 4
        for (size_t i = 0; i < FW_STRIPS_HIGH; i++) {
#pragma GCC unroll 3
            for (size_t v = 0; v < VECTORS; v++) sum[i][v] += counts[i * s->groups + g] * cell[v];
        }
    }
#pragma GCC unroll 4
    for (size_t i = 0; i < FW_STRIPS_HIGH; i++) {
#pragma GCC unroll 3
        for (size_t v = 0; v < VECTORS; v++)
            memcpy(sums + i * s->stride + v * LANES, &sum[i][v], sizeof sum[i][v]);
    }
}

FW_INLINED void sum_all(const fw_strips *s, const double *counts, size_t lines, double *sums) {
    for (size_t i = 0; i < s->count; i++)
        for (size_t line = 0; line < lines; line += FW_STRIPS_HIGH)
            sum_tile(s, counts + line * s->groups, s->cells + i * s->groups * ACROSS,
                     sums + line * s->stride + i * ACROSS);
}

static void sum_plain(const fw_strips *s, const double *counts, size_t lines, double *sums) {
    sum_all(s, counts, lines, sums);
}
FW_WIDE static void sum_wide(const fw_strips *s, const double *counts, size_t lines, double *sums) {
    sum_all(s, counts, lines, sums);
}

void fw_strips_sum(const fw_strips *s, const double *counts, size_t lines, double *sums, bool wide) {
    (wide ? sum_wide : sum_plain)(s, counts, lines, sums);
}
