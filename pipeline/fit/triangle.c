/* triangle.c: cross-products of rows, tile by tile. */
#include "fit/triangle.h"

#include "base/wide.h"
#include "fit/vectors.h"

#include <string.h>

/* A tile is as many sums as registers hold: HIGH columns times two vectors, each as long as the machine's:
 * longer ones are kept in memory. */
enum { HIGH = FW_TILE_HIGH, MOST_ACROSS = 16 };

size_t fw_triangle_stride(size_t width) { return (width + HIGH - 1) / HIGH * HIGH + MOST_ACROSS; }

/* Lines of numbers, from one to the next `stride`. */
typedef struct {
    const double *at;
    size_t stride;
} lines;

/* out = the sum over `count` lines of what stands in each of `column` times what stands in it of `across`. */
#define DEFINE_MULTIPLY(name, lanes)                                                                         \
    FW_INLINED void name(lines column, lines across, size_t count, double *out) {                            \
        const size_t step = sizeof(lanes) / sizeof(double);                                                  \
        lanes left[HIGH] = {{0}}, right[HIGH] = {{0}};                                                       \
        for (size_t r = 0; r < count; r++, column.at += column.stride, across.at += across.stride) {         \
            lanes a, b;                                                                                      \
            memcpy(&a, across.at, sizeof a);                                                                 \
            memcpy(&b, across.at + step, sizeof b);                                                          \
            _Pragma("GCC unroll 4") for (size_t k = 0; k < HIGH; k++) {                                      \
                left[k] += column.at[k] * a;                                                                 \
                right[k] += column.at[k] * b;                                                                \
            }                                                                                                \
        }                                                                                                    \
        _Pragma("GCC unroll 4") for (size_t k = 0; k < HIGH; k++, out += 2 * step) {                         \
            memcpy(out, &left[k], sizeof left[k]);                                                           \
            memcpy(out + step, &right[k], sizeof right[k]);                                                  \
        }                                                                                                    \
    }
DEFINE_MULTIPLY(multiply_twos, fw_two)
DEFINE_MULTIPLY(multiply_fours, fw_four)
DEFINE_MULTIPLY(multiply_eights, fw_eight)

/* How a tile is made, and how many columns it has across. */
typedef struct {
    void (*multiply)(lines column, lines across, size_t count, double *out);
    size_t across;
} tiles;
static const tiles TWOS = {multiply_twos, 4}, FOURS = {multiply_fours, 8},
                   EIGHTS = {multiply_eights, MOST_ACROSS};

/* A tile that lies above the diagonal and inside of the width, as most do. */
FW_INLINED void put_whole(double *triangle, size_t width, size_t i, size_t j, const double *tile,
                          size_t across) {
#pragma GCC unroll 4
    for (size_t k = 0; k < HIGH; k++, tile += across) {
        const size_t row = i + k;
        double *to = triangle + row * width - row * (row + 1) / 2 + j;
        for (size_t c = 0; c < across; c++) to[c] += tile[c];
    }
}

/* The part of a tile that lies on or above the diagonal and inside of the width. */
FW_INLINED void put_part(double *triangle, size_t width, size_t i, size_t j, const double *tile,
                         size_t across) {
    for (size_t k = 0; k < HIGH && i + k < width; k++, tile += across) {
        const size_t row = i + k, last = j + across < width ? j + across : width;
        double *to = triangle + row * width - row * (row + 1) / 2; /* to[c] is cell (row, c) */
        for (size_t c = j > row ? j : row; c < last; c++) to[c] += tile[c - j];
    }
}

FW_INLINED void add(double *triangle, const double *rows, size_t count, size_t width, tiles by) {
    const size_t stride = fw_triangle_stride(width);
    double tile[HIGH * MOST_ACROSS];
    for (size_t i = 0; i < width; i += HIGH) {
        for (size_t j = i; j < width; j += by.across) {
            by.multiply((lines){rows + i, stride}, (lines){rows + j, stride}, count, tile);
            if (j >= i + HIGH && j + by.across <= width)
                put_whole(triangle, width, i, j, tile, by.across);
            else
                put_part(triangle, width, i, j, tile, by.across);
        }
    }
}

static void add_plain(double *triangle, const double *rows, size_t count, size_t width) {
    add(triangle, rows, count, width, TWOS);
}
FW_WIDE static void add_wide(double *triangle, const double *rows, size_t count, size_t width) {
    add(triangle, rows, count, width, FOURS);
}
FW_WIDEST static void add_widest(double *triangle, const double *rows, size_t count, size_t width) {
    add(triangle, rows, count, width, EIGHTS);
}

void fw_triangle_add(double *triangle, const double *rows, size_t count, size_t width) {
    static void (*const ADD[])(double *triangle, const double *rows, size_t count,
                               size_t width) = {add_plain, add_wide, add_widest};
    ADD[fw_widest()](triangle, rows, count, width);
}

FW_INLINED void times(const double *left, size_t count, const double *square, size_t width, double *out,
                      tiles by) {
    const size_t rows = fw_triangle_stride(count), stride = fw_triangle_stride(width);
    double tile[HIGH * MOST_ACROSS];
    for (size_t i = 0; i < count; i += HIGH) {
        for (size_t j = 0; j < width; j += by.across) {
            by.multiply((lines){left + i, rows}, (lines){square + j, stride}, width, tile);
            for (size_t k = 0; k < HIGH; k++)
                memcpy(out + (i + k) * stride + j, tile + k * by.across, by.across * sizeof *tile);
        }
    }
}

static void times_plain(const double *left, size_t count, const double *square, size_t width, double *out) {
    times(left, count, square, width, out, TWOS);
}
FW_WIDE static void times_wide(const double *left, size_t count, const double *square, size_t width,
                               double *out) {
    times(left, count, square, width, out, FOURS);
}
FW_WIDEST static void times_widest(const double *left, size_t count, const double *square, size_t width,
                                   double *out) {
    times(left, count, square, width, out, EIGHTS);
}

void fw_rows_times(const double *left, size_t count, const double *square, size_t width, double *out) {
    static void (*const TIMES[])(const double *left, size_t count, const double *square, size_t width,
                                 double *out) = {times_plain, times_wide, times_widest};
    TIMES[fw_widest()](left, count, square, width, out);
}
