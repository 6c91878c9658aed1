/* strips.c: weighted sums of the same few hundred triangles, strip by strip. */
#include "fit/strips.h"

#include "base/fetch.h"
#include "base/pages.h"
#include "base/wide.h"
#include "fit/vectors.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A strip is as many sums as registers hold; of so many groups at a time its cells stay in the nearest cache.
 */
enum { ACROSS = 48, TOGETHER = 64 };

fw_code fw_strips_init(fw_strips *s, const fw_packed *packed, fw_error *err) {
    *s = (fw_strips){.packed = packed, .count = (packed->cells + ACROSS - 1) / ACROSS};
    s->stride = s->count * ACROSS;
    s->group = malloc((packed->groups + 1) * sizeof *s->group);
    if (!s->group) return fw_fail_nomem(err);
    for (size_t g = 0; g < packed->groups; g++)
        if (packed->filled[g]) s->group[s->groups++] = g;
    return FW_OK;
}

void fw_strips_free(fw_strips *s) {
    free(s->group);
    *s = (fw_strips){0};
}

double *fw_strips_room(size_t numbers) {
    const size_t lines = numbers * sizeof(double) / FW_CACHE_LINE + 1;
    return fw_pages(lines * FW_CACHE_LINE);
}

/* Some groups that follow each other: what is drawn of them, and the cells of one strip. */
typedef struct {
    size_t first, some;
    uint8_t drawn[FW_STRIPS_LINES][TOGETHER]; /* by line: those drawn at all, from 0 */
    size_t drawn_count[FW_STRIPS_LINES];
    _Alignas(FW_CACHE_LINE) double cells[TOGETHER * ACROSS];
} bundle;

static void find_drawn(bundle *b, const fw_strips *s, const double *counts, size_t lines) {
    for (size_t line = 0; line < lines; line++) {
        const double *count = counts + line * s->groups + b->first;
        size_t found = 0;
        for (size_t g = 0; g < b->some; g++) {
            b->drawn[line][found] = (uint8_t)g;
            found += count[g] != 0;
        }
        b->drawn_count[line] = found;
    }
}

/* What lies beyond a triangle is 0. The next strip is fetched: while this one is summed it comes from far. */
FW_INLINED void cut(bundle *b, const fw_strips *s, size_t strip) {
    const size_t first = strip * ACROSS, left = s->packed->cells - first;
    const size_t width = left < ACROSS ? left : ACROSS;
    for (size_t g = 0; g < b->some; g++) {
        double *to = b->cells + g * ACROSS;
        const double *from = s->packed->cross + s->group[b->first + g] * s->packed->cells + first;
        memcpy(to, from, width * sizeof *to);
        if (left > ACROSS) fw_fetch(from + ACROSS, ACROSS * sizeof *from);
        if (width < ACROSS) memset(to + width, 0, (ACROSS - width) * sizeof *to);
    }
}

/* Unrolled, so that the sums stay in registers, VECTORS of them at a time: vectors must be as long as these,
 * as longer ones are kept in memory. */
#define DEFINE_ADD_LINE(name, lanes, VECTORS)                                                                \
    FW_INLINED void name(const bundle *b, size_t line, const double *count, double *sums) {                  \
        const size_t step = sizeof(lanes) / sizeof(double);                                                  \
        for (size_t part = 0; part < ACROSS; part += (VECTORS)*step, sums += (VECTORS)*step) {               \
            lanes sum[VECTORS];                                                                              \
            _Pragma("GCC unroll 12") for (size_t v = 0; v < (VECTORS); v++)                                  \
                memcpy(&sum[v], sums + v * step, sizeof sum[v]);                                             \
            for (size_t i = 0; i < b->drawn_count[line]; i++) {                                              \
                const size_t g = b->drawn[line][i];                                                          \
                const double times = count[g], *cells = b->cells + g * ACROSS + part;                        \
                _Pragma("GCC unroll 12") for (size_t v = 0; v < (VECTORS); v++) {                            \
                    lanes cell;                                                                              \
                    memcpy(&cell, cells + v * step, sizeof cell);                                            \
                    sum[v] += times * cell;                                                                  \
                }                                                                                            \
            }                                                                                                \
            _Pragma("GCC unroll 12") for (size_t v = 0; v < (VECTORS); v++)                                  \
                memcpy(sums + v * step, &sum[v], sizeof sum[v]);                                             \
        }                                                                                                    \
    }
DEFINE_ADD_LINE(add_twos, fw_two, 12)
DEFINE_ADD_LINE(add_fours, fw_four, 12)
DEFINE_ADD_LINE(add_eights, fw_eight, 6)
typedef void line_adder(const bundle *b, size_t line, const double *count, double *sums);

FW_INLINED void sum_all(const fw_strips *s, const double *counts, size_t lines, double *sums,
                        line_adder *add_line) {
    bundle b;
    memset(sums, 0, lines * s->stride * sizeof *sums);
    for (b.first = 0; b.first < s->groups; b.first += TOGETHER) {
        const size_t left = s->groups - b.first;
        b.some = left < TOGETHER ? left : TOGETHER;
        find_drawn(&b, s, counts, lines);
        for (size_t strip = 0; strip < s->count; strip++) {
            cut(&b, s, strip);
            for (size_t line = 0; line < lines; line++)
                add_line(&b, line, counts + line * s->groups + b.first,
                         sums + line * s->stride + strip * ACROSS);
        }
    }
}

static void sum_plain(const fw_strips *s, const double *counts, size_t lines, double *sums) {
    sum_all(s, counts, lines, sums, add_twos);
}
FW_WIDE static void sum_wide(const fw_strips *s, const double *counts, size_t lines, double *sums) {
    sum_all(s, counts, lines, sums, add_fours);
}

FW_WIDEST static void sum_widest(const fw_strips *s, const double *counts, size_t lines, double *sums) {
    sum_all(s, counts, lines, sums, add_eights);
}

void fw_strips_sum(const fw_strips *s, const double *counts, size_t lines, double *sums, int width) {
    static void (*const SUM[])(const fw_strips *s, const double *counts, size_t lines,
                               double *sums) = {sum_plain, sum_wide, sum_widest};
    SUM[width](s, counts, lines, sums);
}
