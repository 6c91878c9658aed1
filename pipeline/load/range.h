/*
 * range.h: where part i of n of a file begins and ends: at record borders, found without reading all that
 * lies before them.
 *
 * We start some way before the place that is wanted, from every state (guess.h); where they have not become
 * the same there, we start earlier, in the end from the first row. The cut is therefore the one that reading
 * from the start would give, for any bytes.
 */
#ifndef FAILWISE_LOAD_RANGE_H
#define FAILWISE_LOAD_RANGE_H

#include "load/dialect.h"
#include "load/input.h"

/* The file: its rows begin at `start`, behind the header. */
typedef struct fw_range_file {
    const fw_input *input; /* fw_input_has_places */
    uint64_t start, size;  /* bytes */
    fw_dialect dialect;
    size_t window; /* bytes before a place that are tried first; 0 = default */
} fw_range_file;

/* The first border at or behind `place`: at least `start`, at most `size`. */
fw_code fw_range_border(const fw_range_file *file, uint64_t place, uint64_t *border, fw_error *err);

/* Part `part` (from 1) of `parts`: what it gives and what it hashes. Together the parts give and hash every
 * byte once. */
fw_code fw_range_part(const fw_range_file *file, size_t part, size_t parts, fw_input_range *range,
                      fw_error *err);

#endif
