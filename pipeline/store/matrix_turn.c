/* matrix_turn.c: squares of four values by four, in stretches of rows that fill a line of the cache in each
 * column: columns lie far apart, and what is left of a line would have to come again. */
#include "store/matrix_turn.h"

#include "base/wide.h"

#include <string.h>

enum { SIDE = 4, STRETCH = 16 };

typedef float four __attribute__((vector_size(SIDE * sizeof(float))));

FW_INLINED four load(const float *from) {
    four values;
    memcpy(&values, from, sizeof values);
    return values;
}

/* Value k of line i becomes value i of line k. */
FW_INLINED void turn(four s[SIDE]) {
    const four low01 = __builtin_shufflevector(s[0], s[1], 0, 4, 1, 5),
               high01 = __builtin_shufflevector(s[0], s[1], 2, 6, 3, 7),
               low23 = __builtin_shufflevector(s[2], s[3], 0, 4, 1, 5),
               high23 = __builtin_shufflevector(s[2], s[3], 2, 6, 3, 7);
    s[0] = __builtin_shufflevector(low01, low23, 0, 1, 4, 5);
    s[1] = __builtin_shufflevector(low01, low23, 2, 3, 6, 7);
    s[2] = __builtin_shufflevector(high01, high23, 0, 1, 4, 5);
    s[3] = __builtin_shufflevector(high01, high23, 2, 3, 6, 7);
}

/* SIDE rows of SIDE columns from row `at` of the columns on; `row` is the first value. */
FW_INLINED void turn_square(float *row, size_t width, float *const *columns, size_t at, bool to_columns) {
    four square[SIDE];
    for (size_t i = 0; i < SIDE; i++) square[i] = load(to_columns ? row + i * width : columns[i] + at);
    turn(square);
    for (size_t i = 0; i < SIDE; i++)
        memcpy(to_columns ? columns[i] + at : row + i * width, &square[i], sizeof square[i]);
}

FW_INLINED void turn_value(float *value, float *const *columns, size_t column, size_t at, bool to_columns) {
    if (to_columns)
        columns[column][at] = *value;
    else
        *value = columns[column][at];
}

FW_INLINED void turn_all(float *rows, size_t count, float *const *columns, size_t width, size_t at,
                         bool to_columns) {
    const size_t squares = width - width % SIDE;
    for (size_t from = 0; from < count; from += STRETCH) {
        const size_t to = count - from < STRETCH ? count : from + STRETCH, whole = to - to % SIDE;
        for (size_t c = 0; c < squares; c += SIDE)
            for (size_t r = from; r < whole; r += SIDE)
                turn_square(rows + r * width + c, width, columns + c, at + r, to_columns);
        for (size_t r = from; r < to; r++) /* what is left beside the squares, and below */
            for (size_t c = r < whole ? squares : 0; c < width; c++)
                turn_value(rows + r * width + c, columns, c, at + r, to_columns);
    }
}

void fw_rows_to_columns(const float *rows, size_t count, float *const *columns, size_t width, size_t at) {
    turn_all((float *)(uintptr_t)rows, count, columns, width, at, true); /* they are only read */
}

void fw_columns_to_rows(float *const *columns, size_t width, size_t at, size_t count, float *rows) {
    turn_all(rows, count, columns, width, at, false);
}
