/* draws.h: whole numbers drawn evenly, as gsl_rng_uniform_int draws them, with one division for many draws.
 */
#ifndef FAILWISE_FIT_DRAWS_H
#define FAILWISE_FIT_DRAWS_H

#include <gsl/gsl_rng.h>
#include <stddef.h>
#include <stdint.h>

/* From 0 to `count` - 1, count at least 1, by gsl_rng_mt19937, whose numbers have 32 bits. */
typedef struct fw_draws {
    const gsl_rng *rng;
    uint32_t count, scale;
} fw_draws;

static inline fw_draws fw_draws_of(const gsl_rng *rng, size_t count) {
    return (fw_draws){rng, (uint32_t)count, UINT32_MAX / (uint32_t)count};
}

static inline size_t fw_draw(const fw_draws *draws) {
    uint32_t drawn;
    do drawn = (uint32_t)draws->rng->type->get(draws->rng->state) / draws->scale;
    while (drawn >= draws->count);
    return drawn;
}

#endif
