/* triangle.c: cross-products of rows, tile by tile. */
#include "fit/triangle.h"

#include "base/wide.h"

#include <string.h>

/* A tile is as many sums as registers hold: HIGH columns times one vector of LANES, or two of the widest. */
enum { LANES = 8, HIGH = FW_TILE_HIGH, MOST_VECTORS = 2, MOST_ACROSS = MOST_VECTORS * LANES };

typedef double lanes __attribute__((vector_size(LANES * sizeof(double))));

size_t fw_triangle_stride(size_t width) { return (width + HIGH - 1) / HIGH * HIGH + MOST_ACROSS; }

/* out = the sum over `count` lines of what stands in each of `column` times what stands in it of `across`. */
FW_INLINED void multiply(const double *column, size_t column_stride, const double *across,
                         size_t across_stride, size_t count, size_t vectors, double out[HIGH][MOST_ACROSS]) {
    lanes sum[HIGH][MOST_VECTORS] = {{{0}}};
    for (size_t r = 0; r < count; r++, column += column_stride, across += across_stride) {
        lanes line[MOST_VECTORS];
#pragma GCC unroll 2
        for (size_t v = 0; v < vectors; v++) memcpy(&line[v], across + v * LANES, sizeof line[v]);
#pragma GCC unroll 4
        for (size_t k = 0; k < HIGH; k++)
#pragma GCC unroll 2
            for (size_t v = 0; v < vectors; v++) sum[k][v] += column[k] * line[v];
    }
#pragma GCC unroll 4
    for (size_t k = 0; k < HIGH; k++)
#pragma GCC unroll 2
        for (size_t v = 0; v < vectors; v++) memcpy(out[k] + v * LANES, &sum[k][v], sizeof sum[k][v]);
}

FW_INLINED void add_lanes(double *to, const double *from) {
    lanes sum, more;
    memcpy(&sum, to, sizeof sum);
    memcpy(&more, from, sizeof more);
    sum += more;
    memcpy(to, &sum, sizeof sum);
}

/*
 * Adds the part of a tile that lies on or above the diagonal and inside of the width. What lies beyond is 0,
 * or made so, and goes with it to cells of the lines before and behind, a vector at a time; but not behind
 * the triangle, where another one may stand that somebody else adds to.
 */
FW_INLINED void put(double *triangle, size_t width, size_t i, size_t j, size_t vectors,
                    double tile[HIGH][MOST_ACROSS]) {
    const size_t cells = width * (width + 1) / 2, across = vectors * LANES;
    for (size_t k = 1; k < HIGH && i == j; k++)
        for (size_t c = 0; c < k; c++) tile[k][c] = 0;
    for (size_t k = 0; k < HIGH && i + k < width; k++) {
        const size_t row = i + k, at = row * width - row * (row + 1) / 2 + j; /* cell (row, j) */
        if (at + across > cells)
            for (size_t c = 0; c < cells - at; c++) triangle[at + c] += tile[k][c];
        else
            for (size_t v = 0; v < vectors; v++) add_lanes(triangle + at + v * LANES, tile[k] + v * LANES);
    }
}

FW_INLINED void add(double *triangle, const double *rows, size_t count, size_t width, size_t vectors) {
    const size_t stride = fw_triangle_stride(width);
    double tile[HIGH][MOST_ACROSS];
    for (size_t i = 0; i < width; i += HIGH) {
        for (size_t j = i; j < width; j += vectors * LANES) {
            multiply(rows + i, stride, rows + j, stride, count, vectors, tile);
            put(triangle, width, i, j, vectors, tile);
        }
    }
}

static void add_plain(double *triangle, const double *rows, size_t count, size_t width) {
    add(triangle, rows, count, width, 1);
}

FW_WIDE static void add_wide(double *triangle, const double *rows, size_t count, size_t width) {
    add(triangle, rows, count, width, 1);
}

FW_WIDEST static void add_widest(double *triangle, const double *rows, size_t count, size_t width) {
    add(triangle, rows, count, width, 2);
}

void fw_triangle_add(double *triangle, const double *rows, size_t count, size_t width) {
    static void (*const ADD[])(double *triangle, const double *rows, size_t count,
                               size_t width) = {add_plain, add_wide, add_widest};
    ADD[fw_widest()](triangle, rows, count, width);
}

FW_INLINED void times(const double *left, size_t count, const double *square, size_t width, size_t vectors,
                      double *out) {
    const size_t rows = fw_triangle_stride(count), stride = fw_triangle_stride(width),
                 across = vectors * LANES;
    double tile[HIGH][MOST_ACROSS];
    for (size_t i = 0; i < count; i += HIGH) {
        for (size_t j = 0; j < width; j += across) {
            multiply(left + i, rows, square + j, stride, width, vectors, tile);
            for (size_t k = 0; k < HIGH; k++)
                memcpy(out + (i + k) * stride + j, tile[k], across * sizeof *tile[k]);
        }
    }
}

static void times_plain(const double *left, size_t count, const double *square, size_t width, double *out) {
    times(left, count, square, width, 1, out);
}

FW_WIDE static void times_wide(const double *left, size_t count, const double *square, size_t width,
                               double *out) {
    times(left, count, square, width, 1, out);
}

FW_WIDEST static void times_widest(const double *left, size_t count, const double *square, size_t width,
                                   double *out) {
    times(left, count, square, width, 2, out);
}

void fw_rows_times(const double *left, size_t count, const double *square, size_t width, double *out) {
    static void (*const TIMES[])(const double *left, size_t count, const double *square, size_t width,
                                 double *out) = {times_plain, times_wide, times_widest};
    TIMES[fw_widest()](left, count, square, width, out);
}
