/*
 * evaluate_block.h: the sums over rows from which agreement of two columns is computed.
 *
 * Layout: n, h, m, hh, mm, hm, squared error, equal, within 1, equal when rounded, then counts of the
 * rounded values of h and of m by category. h and m are taken about centres of their own, so that little is
 * lost to cancellation.
 */
#ifndef FAILWISE_FIT_EVALUATE_BLOCK_H
#define FAILWISE_FIT_EVALUATE_BLOCK_H

#include <failwise/evaluate.h>

/* Which rows are compared, and how. `centre` and the categories are filled by fw_block_fit. */
typedef struct fw_block {
    const double *h, *m;
    size_t rows;
    const uint32_t *group; /* NULL: all */
    uint32_t member;
    bool pooled_smd;
    double h_centre, m_centre;
    double low;    /* rounded value of the first category */
    size_t levels; /* categories counted in the sums; 0: too many for intervals */
} fw_block;

enum { FW_BLOCK_SUMS = 10 };

static inline bool fw_block_takes(const fw_block *block, size_t row) {
    return block->m[row] == block->m[row] && (!block->group || block->group[row] == block->member);
}
/* Centres, categories, and the descriptive part of `out` (which may be NULL); measures are set to NaN. */
void fw_block_fit(fw_block *block, fw_evaluation *out);
static inline size_t fw_block_width(const fw_block *block) { return FW_BLOCK_SUMS + 2 * block->levels; }
void fw_block_add(const fw_block *block, size_t row, double *sums);
/* All but DSM, and kappa only from counts: FW_MEASURE_COUNT figures. */
void fw_block_measure(const fw_block *block, const double *sums, double *figures);
/* Kappa of rounded values from the rows; NaN beyond 65536 categories. */
fw_code fw_block_kappa(const fw_block *block, double *kappa, fw_error *err);

/* Variance with divisor n of a column about `centre`; exactly 0 where it is nothing but rounding. */
double fw_centred_variance(double n, double sum, double squares, double centre);

#endif
