/* strips.c: weighted sums of the same few hundred triangles, tile by tile. */
#include "fit/strips.h"

#include "base/pages.h"

#include <stdlib.h>
#include <string.h>

/* A tile is as many sums as registers hold: FW_STRIPS_HIGH lines times three vectors of LANES. */
enum { LANES = 4, VECTORS = 3, ACROSS = LANES * VECTORS };
/* ---- laying them out ---- */

/* Groups of the next stretch where `left` are left. */
static size_t stretch(size_t left) {
    enum { MOST = 384, UNIT = 16 };
    if (left >= 2 * MOST) return MOST;
    return left > MOST ? (left / 2 + UNIT - 1) / UNIT * UNIT : left;
}

static fw_code find_borders(fw_strips *s, const fw_packed *packed, fw_error *err) {
    s->border = calloc(packed->groups + 2, sizeof *s->border);
    if (!s->border) return fw_fail_nomem(err);
    for (size_t first = 0, end; first < packed->groups; first = end) {
        end = first + stretch(packed->groups - first);
        for (size_t g = first; g < end; g++) s->groups += packed->filled[g];
        s->border[++s->stretches] = s->groups;
    }
    return FW_OK;
}

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

fw_code fw_strips_init(fw_strips *s, const fw_packed *packed, size_t cells, fw_error *err) {
    *s = (fw_strips){.count = (cells + ACROSS - 1) / ACROSS};
    s->stride = s->count * ACROSS > packed->cells ? s->count * ACROSS : packed->cells;
    fw_code code = find_borders(s, packed, err);
    if (code == FW_OK) s->cells = fw_strips_room(s->groups * s->count * ACROSS);
    if (code == FW_OK && !s->cells) code = fw_fail_nomem(err);
    for (size_t g = 0, at = 0; g < packed->groups && code == FW_OK; g++) {
        if (!packed->filled[g]) continue;
        for (size_t i = 0; i < s->count; i++) cut(packed, g, i, s->cells + (i * s->groups + at) * ACROSS);
        at++;
    }
    return code;
}

void fw_strips_free(fw_strips *s) {
    free(s->cells);
    free(s->border);
    *s = (fw_strips){0};
}

/* ---- summing them up ---- */

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>

typedef __m256d lanes;

#define FUSED __attribute__((target("avx2,fma")))

bool fw_strips_possible(void) { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }

/* One tile: adds a stretch of `groups` groups to `sums`, or is the first to write there. */
FUSED static void add_tile(const double *counts, size_t counts_stride, const double *cells, size_t groups,
                           double *sums, size_t sums_stride, bool first) {
    lanes sum[FW_STRIPS_HIGH][VECTORS] = {{{0}}};
    for (size_t g = 0; g < groups; g++, cells += ACROSS) {
        lanes cell[VECTORS];
#pragma GCC unroll 3
        for (size_t v = 0; v < VECTORS; v++) cell[v] = _mm256_loadu_pd(cells + v * LANES);
#pragma GCC unroll 4
        for (size_t i = 0; i < FW_STRIPS_HIGH; i++) {
            const lanes times = _mm256_set1_pd(counts[i * counts_stride + g]);
#pragma GCC unroll 3
            for (size_t v = 0; v < VECTORS; v++) sum[i][v] = _mm256_fmadd_pd(times, cell[v], sum[i][v]);
        }
    }
#pragma GCC unroll 4
    for (size_t i = 0; i < FW_STRIPS_HIGH; i++) {
        double *to = sums + i * sums_stride;
#pragma GCC unroll 3
        for (size_t v = 0; v < VECTORS; v++) {
            lanes before = {0};
            if (!first) memcpy(&before, to + v * LANES, sizeof before);
            sum[i][v] += before;
            memcpy(to + v * LANES, &sum[i][v], sizeof sum[i][v]);
        }
    }
}

void fw_strips_sum(const fw_strips *s, const double *counts, size_t lines, double *sums) {
    for (size_t i = 0; i < s->count; i++) {
        for (size_t k = 0; k < s->stretches; k++) {
            const size_t from = s->border[k], groups = s->border[k + 1] - from;
            const double *cells = s->cells + (i * s->groups + from) * ACROSS;
            for (size_t line = 0; line < lines; line += FW_STRIPS_HIGH)
                add_tile(counts + line * s->groups + from, s->groups, cells, groups,
                         sums + line * s->stride + i * ACROSS, s->stride, k == 0);
        }
    }
}
#else
bool fw_strips_possible(void) { return false; }

void fw_strips_sum(const fw_strips *s, const double *counts, size_t lines, double *sums) {
    (void)s; /* never called */
    (void)counts;
    (void)lines;
    (void)sums;
}
#endif
