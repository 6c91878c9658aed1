/* rowspace.c: Gaussian elimination modulo a prime. */
#include "report/rowspace.h"

#include <stdlib.h>

static const uint64_t PRIME = 2147483647; /* 2^31 - 1: products fit 64 bits */

fw_code fw_rowspace_init(fw_rowspace *space, size_t width, size_t most, fw_error *err) {
    *space = (fw_rowspace){.width = width, .most = most};
    space->row = calloc(width * most + 1, sizeof *space->row);
    space->pivot = calloc(most + 1, sizeof *space->pivot);
    space->work = calloc(width + 1, sizeof *space->work);
    if (space->row && space->pivot && space->work) return FW_OK;
    fw_rowspace_free(space);
    return fw_fail_nomem(err);
}

void fw_rowspace_free(fw_rowspace *space) {
    free(space->row);
    free(space->pivot);
    free(space->work);
    *space = (fw_rowspace){0};
}

static uint64_t power(uint64_t base, uint64_t exponent) {
    uint64_t result = 1;
    for (; exponent; exponent >>= 1) {
        if (exponent & 1) result = result * base % PRIME;
        base = base * base % PRIME;
    }
    return result;
}

/* Takes out of `work` what the rows know; the first entry left, or width. */
static size_t reduce(fw_rowspace *space) {
    uint32_t *work = space->work;
    for (size_t r = 0; r < space->count; r++) {
        const uint64_t factor = work[space->pivot[r]];
        if (factor == 0) continue;
        const uint32_t *row = space->row + r * space->width;
        for (size_t i = 0; i < space->width; i++)
            work[i] = (uint32_t)((work[i] + (PRIME - factor) * row[i]) % PRIME);
    }
    size_t first = 0;
    while (first < space->width && work[first] == 0) first++;
    return first;
}

void fw_rowspace_add(fw_rowspace *space) {
    const size_t first = reduce(space);
    if (first == space->width || space->count == space->most) return;
    const uint64_t inverse = power(space->work[first], PRIME - 2);
    uint32_t *row = space->row + space->count * space->width;
    for (size_t i = 0; i < space->width; i++) row[i] = (uint32_t)(space->work[i] * inverse % PRIME);
    space->pivot[space->count++] = first;
}

bool fw_rowspace_follows(fw_rowspace *space) { return reduce(space) == space->width; }
