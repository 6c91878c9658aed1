/* sketch.c: an order-independent histogram with power-of-two bins. */
#include "report/sketch.h"

#include "report/stats.h"

#include <math.h>
#include <string.h>

enum { FINEST = -10, BIAS = 1023, MANTISSA_BITS = 52 };

/* floor(value / 2^exponent), without a call: it is asked for several times a row. What is divided is below
 * 1e12, and exponents are small: the power is a number, and the quotient exact. */
static int64_t bin_index(double value, int exponent) {
    const uint64_t bits = (uint64_t)(BIAS - exponent) << MANTISSA_BITS;
    double power;
    memcpy(&power, &bits, sizeof power);
    const double quotient = value * power;
    const int64_t whole = (int64_t)quotient;
    return whole - ((double)whole > quotient);
}

/* Moves the counts to bins of width 2^exponent that start at the smallest value. */
static void regrid(fw_sketch *sketch, int exponent) {
    uint64_t old[FW_SKETCH_BINS];
    memcpy(old, sketch->bins, sizeof old);
    memset(sketch->bins, 0, sizeof sketch->bins);
    const int64_t first = bin_index(sketch->min, exponent);
    const int shift = exponent - sketch->exponent;
    for (size_t i = 0; i < FW_SKETCH_BINS; i++) {
        if (old[i] == 0) continue;
        const double start = ldexp((double)(sketch->first + (int64_t)i), -shift);
        sketch->bins[(int64_t)floor(start) - first] += old[i];
    }
    sketch->exponent = exponent;
    sketch->first = first;
}

static void count_in(fw_sketch *sketch, double value) {
    sketch->bins[bin_index(value, sketch->exponent) - sketch->first]++;
    sketch->count++;
}

void fw_sketch_add(fw_sketch *sketch, double value) {
    if (sketch->count && value >= sketch->min && value <= sketch->max) {
        count_in(sketch, value);
        return;
    }
    if (!isfinite(value) || fabs(value) > 1e12) return;
    if (sketch->count == 0) {
        sketch->min = sketch->max = value;
        sketch->exponent = FINEST;
        sketch->first = bin_index(value, FINEST);
    }
    const bool below = value < sketch->min;
    if (below) sketch->min = value;
    if (value > sketch->max) sketch->max = value;
    int exponent = sketch->exponent;
    while (bin_index(sketch->max, exponent) - bin_index(sketch->min, exponent) >= FW_SKETCH_BINS) exponent++;
    if (exponent != sketch->exponent || below) regrid(sketch, exponent);
    count_in(sketch, value);
}

double fw_sketch_quantile(const fw_sketch *sketch, double q) {
    if (sketch->count == 0) return FW_MISSING;
    const double target = q * (double)sketch->count;
    double before = 0;
    for (size_t i = 0; i < FW_SKETCH_BINS; i++) {
        const double here = (double)sketch->bins[i];
        if (here > 0 && before + here >= target) {
            const double position = (double)sketch->first + (double)i + (target - before) / here;
            return fmax(sketch->min, fmin(sketch->max, ldexp(position, sketch->exponent)));
        }
        before += here;
    }
    return sketch->max;
}

void fw_sketch_rebin(const fw_sketch *sketch, double low, double high, size_t bin_count, uint64_t *bins) {
    memset(bins, 0, bin_count * sizeof *bins);
    if (sketch->count == 0 || !(high > low)) return;
    for (size_t i = 0; i < FW_SKETCH_BINS; i++) {
        if (sketch->bins[i] == 0) continue;
        const double middle = ldexp((double)(sketch->first + (int64_t)i) + .5, sketch->exponent);
        const double place = (middle - low) / (high - low) * (double)bin_count;
        const double last = (double)bin_count - 1;
        bins[(size_t)fmax(0, fmin(last, floor(place)))] += sketch->bins[i];
    }
}
