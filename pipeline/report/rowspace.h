/* rowspace.h: which sums follow from sums that are known: exact, as membership in the space that their rows
 * span. */
#ifndef FAILWISE_REPORT_ROWSPACE_H
#define FAILWISE_REPORT_ROWSPACE_H

#include <failwise/status.h>

/* Rows of 0, 1 and -1 over `width` unknowns, reduced modulo a prime: no rounding, and a chance of 1 in 2^31
 * to err. */
typedef struct fw_rowspace {
    size_t width, count, most;
    uint32_t *row;  /* most x width; each row starts with a 1 at its pivot */
    size_t *pivot;  /* by row */
    uint32_t *work; /* one row */
} fw_rowspace;

/* Zeroed on failure; fw_rowspace_free when done. */
fw_code fw_rowspace_init(fw_rowspace *space, size_t width, size_t most, fw_error *err);
void fw_rowspace_free(fw_rowspace *space);
enum { FW_ROWSPACE_MINUS = 2147483646 }; /* -1, as an entry of space->work */
/* What is in space->work, whose entries are 0, 1 or FW_ROWSPACE_MINUS, becomes known. At most `most` times.
 */
void fw_rowspace_add(fw_rowspace *space);
/* Whether the sum over space->work follows from what is known. Overwrites it. */
bool fw_rowspace_follows(fw_rowspace *space);

#endif
