/*
 * triangle.h: cross-products of a few rows, added to a packed triangle (packed.h), and rows times a matrix.
 *
 * Our own loop, not BLAS: Debian's serial OpenBLAS must not be called from two threads at a time, and this is
 * called from all of them. A cell's sum is that of its rows in order, whatever the machine.
 */
#ifndef FAILWISE_FIT_TRIANGLE_H
#define FAILWISE_FIT_TRIANGLE_H

#include <stddef.h>

/* Numbers from one row to the next: `width`, and zeros that are read beyond it. */
size_t fw_triangle_stride(size_t width);
/* Adds the cross-products of `count` rows, each sum made from 0 and added at once. */
void fw_triangle_add(double *triangle, const double *rows, size_t count, size_t width);
/*
 * out = left' square: `left` has a column for each of `count` rows (a multiple of FW_TILE_HIGH), the square
 * is width x width; in all three one line follows the other by fw_triangle_stride(their width), and what lies
 * beyond the width is 0 in what is read and not to be used in `out`.
 */
void fw_rows_times(const double *left, size_t count, const double *square, size_t width, double *out);
enum { FW_TILE_HIGH = 4 };

#endif
