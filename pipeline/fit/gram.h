/*
 * gram.h: cross-products of training rows, accumulated in blocks of fixed size.
 *
 * A row has `width` numbers: the features, log(1 + length), the rating, and 1. All but the 1 are taken
 * relative to a shift (the first rated row), which keeps cross-products small and changes nothing else:
 * centring about the mean is exact afterwards. One gram per fold; sums of grams describe any training part.
 *
 * Rows enter a gram in the order given and are multiplied in blocks of FW_GRAM_BLOCK rows, so the result
 * depends neither on threads nor on how the rows were split into pieces. Another order of rows gives another
 * shift and other rounding: the figures then differ in their last bits only.
 */
#ifndef FAILWISE_FIT_GRAM_H
#define FAILWISE_FIT_GRAM_H

#include <failwise/status.h>

enum { FW_GRAM_BLOCK = 1024 };

typedef struct fw_gram {
    size_t width;
    double *cross;  /* width x width, row-major; the upper triangle is filled until fw_gram_finish */
    double *buffer; /* FW_GRAM_BLOCK x width, NULL for sums of grams */
    size_t buffered;
    size_t block; /* rows multiplied at a time; 0: FW_GRAM_BLOCK */
} fw_gram;

/* FW_IO when memory is out. */
fw_code fw_gram_init(fw_gram *gram, size_t width, bool buffered, fw_error *err);
void fw_gram_free(fw_gram *gram);

/* Where the next row goes: `width` numbers to be filled by the caller before the next call. */
double *fw_gram_next(fw_gram *gram);
/* Multiplies what is buffered, makes the matrix symmetric and gives the buffer back. No row may follow. */
void fw_gram_finish(fw_gram *gram);
/* The lower half from the upper one. */
void fw_gram_mirror(fw_gram *gram);

/* sum = all grams but `skip` (SIZE_MAX: all), added in index order. */
void fw_gram_total(const fw_gram *grams, size_t count, size_t skip, fw_gram *sum);

/* Number of rows. */
double fw_gram_rows(const fw_gram *gram);

/* The quadratic form v'Cv: the sum of (v . row)^2 over all rows; at least 0. */
double fw_gram_squares(const fw_gram *gram, const double *v);

#endif
