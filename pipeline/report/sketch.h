/*
 * sketch.h: a histogram that needs no range beforehand, for quartiles and for drawing.
 *
 * Bins are multiples of a power of two, and the width grows to the smallest one that holds the range seen.
 * What it holds depends on the set of values alone, not on their order.
 */
#ifndef FAILWISE_REPORT_SKETCH_H
#define FAILWISE_REPORT_SKETCH_H

#include <failwise/types.h>

enum { FW_SKETCH_BINS = 2048 };

/* Zero-initialise. 16 KiB. */
typedef struct fw_sketch {
    uint64_t count;
    double min, max;
    int exponent;  /* bin width = 2^exponent */
    int64_t first; /* bin i covers [first + i, first + i + 1) * 2^exponent */
    uint64_t bins[FW_SKETCH_BINS];
} fw_sketch;

/* Values that are not finite, or beyond 1e12, are ignored. */
void fw_sketch_add(fw_sketch *sketch, double value);
/* The quantile q in 0..1, interpolated within a bin; NaN when empty. */
double fw_sketch_quantile(const fw_sketch *sketch, double q);
/* Counts into `bin_count` equal bins from low to high; what lies outside goes to the end bins. */
void fw_sketch_rebin(const fw_sketch *sketch, double low, double high, size_t bin_count, uint64_t *bins);

#endif
