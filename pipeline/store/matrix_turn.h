/* matrix_turn.h: rows of X become parts of its columns, and back. */
#ifndef FAILWISE_STORE_MATRIX_TURN_H
#define FAILWISE_STORE_MATRIX_TURN_H

#include <failwise/types.h>

/* `count` rows of `width` values, one behind the other, into rows [at, at + count) of `width` columns. */
void fw_rows_to_columns(const float *rows, size_t count, float *const *columns, size_t width, size_t at);
/* The reverse. */
void fw_columns_to_rows(float *const *columns, size_t width, size_t at, size_t count, float *rows);

#endif
