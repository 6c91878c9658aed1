/* triangle.c: cross-products of rows, tile by tile. */
#include "fit/triangle.h"

#include "base/wide.h"

#include <string.h>

/* A tile is as many sums as registers hold: HIGH columns times two vectors of LANES. */
enum { LANES = 4, HIGH = FW_TILE_HIGH, ACROSS = 2 * LANES };

typedef double lanes __attribute__((vector_size(LANES * sizeof(double))));

size_t fw_triangle_stride(size_t width) { return (width + HIGH - 1) / HIGH * HIGH + ACROSS; }

/* out = the sum over `count` lines of what stands in each of `column` times what stands in it of `across`. */
FW_INLINED void multiply(const double *column, size_t column_stride, const double *across,
                         size_t across_stride, size_t count, double out[HIGH][ACROSS]) {
    lanes left[HIGH] = {{0}}, right[HIGH] = {{0}};
    for (size_t r = 0; r < count; r++, column += column_stride, across += across_stride) {
        lanes a, b;
        memcpy(&a, across, sizeof a);
        memcpy(&b, across + LANES, sizeof b);
#pragma GCC unroll 4
        for (size_t k = 0; k < HIGH; k++) {
            left[k] += column[k] * a;
            right[k] += column[k] * b;
        }
    }
#pragma GCC unroll 4
    for (size_t k = 0; k < HIGH; k++) {
        memcpy(out[k], &left[k], sizeof left[k]);
        memcpy(out[k] + LANES, &right[k], sizeof right[k]);
    }
}

FW_INLINED void add_lanes(double *to, const double *from) {
    lanes sum, more;
    memcpy(&sum, to, sizeof sum);
    memcpy(&more, from, sizeof more);
    sum += more;
    memcpy(to, &sum, sizeof sum);
}

/* A tile that lies above the diagonal and inside of the width, as most do. */
FW_INLINED void put_whole(double *triangle, size_t width, size_t i, size_t j, double tile[HIGH][ACROSS]) {
#pragma GCC unroll 4
    for (size_t k = 0; k < HIGH; k++) {
        const size_t row = i + k;
        double *to = triangle + row * width - row * (row + 1) / 2 + j;
        add_lanes(to, tile[k]);
        add_lanes(to + LANES, tile[k] + LANES);
    }
}

/* The part of a tile that lies on or above the diagonal and inside of the width. */
FW_INLINED void put_part(double *triangle, size_t width, size_t i, size_t j, double tile[HIGH][ACROSS]) {
    for (size_t k = 0; k < HIGH && i + k < width; k++) {
        const size_t row = i + k, last = j + ACROSS < width ? j + ACROSS : width;
        double *to = triangle + row * width - row * (row + 1) / 2; /* to[c] is cell (row, c) */
        for (size_t c = j > row ? j : row; c < last; c++) to[c] += tile[k][c - j];
    }
}

FW_INLINED void add(double *triangle, const double *rows, size_t count, size_t width) {
    const size_t stride = fw_triangle_stride(width);
    double tile[HIGH][ACROSS];
    for (size_t i = 0; i < width; i += HIGH) {
        for (size_t j = i; j < width; j += ACROSS) {
            multiply(rows + i, stride, rows + j, stride, count, tile);
            if (j >= i + HIGH && j + ACROSS <= width)
                put_whole(triangle, width, i, j, tile);
            else
                put_part(triangle, width, i, j, tile);
        }
    }
}

FW_WIDE static void add_wide(double *triangle, const double *rows, size_t count, size_t width) {
    add(triangle, rows, count, width);
}

void fw_triangle_add(double *triangle, const double *rows, size_t count, size_t width) {
    if (fw_has_wide())
        add_wide(triangle, rows, count, width);
    else
        add(triangle, rows, count, width);
}

FW_INLINED void times(const double *left, size_t count, const double *square, size_t width, double *out) {
    const size_t rows = fw_triangle_stride(count), stride = fw_triangle_stride(width);
    double tile[HIGH][ACROSS];
    for (size_t i = 0; i < count; i += HIGH) {
        for (size_t j = 0; j < width; j += ACROSS) {
            multiply(left + i, rows, square + j, stride, width, tile);
            for (size_t k = 0; k < HIGH; k++) memcpy(out + (i + k) * stride + j, tile[k], sizeof tile[k]);
        }
    }
}

FW_WIDE static void times_wide(const double *left, size_t count, const double *square, size_t width,
                               double *out) {
    times(left, count, square, width, out);
}

void fw_rows_times(const double *left, size_t count, const double *square, size_t width, double *out) {
    if (fw_has_wide())
        times_wide(left, count, square, width, out);
    else
        times(left, count, square, width, out);
}
