/*
 * numbers.h: numbers as they stand in the cells of exported tables.
 *
 * Programs have marks of their own for a number that is not there, and half of the world writes a comma
 * before decimals. Both are read where they can mean nothing else; the rest is told to whoever made the file.
 */
#ifndef FAILWISE_LOAD_NUMBERS_H
#define FAILWISE_LOAD_NUMBERS_H

#include <failwise/types.h>

typedef enum fw_number {
    FW_NUMBER_GOOD,
    FW_NUMBER_MISSING, /* an empty cell, or "NA", "n/a", "NaN", "null", "None", ".", "-" and their like */
    FW_NUMBER_BAD
} fw_number;

/*
 * Reads a trimmed cell as a decimal number: 3.5, or 3,5. Three digits behind a comma may also follow
 * thousands: they are bad, unless `comma_is_decimal`. *out is NaN unless the number is good.
 */
fw_number fw_cell_number(fw_str cell, bool comma_is_decimal, double *out);

/* The same of seconds, which may stand as on a clock: 83.5, 1:23 or 0:01:23.5. */
fw_number fw_cell_seconds(fw_str cell, double *out);

#endif
